"""What a candidate looks like to the model: words around it, what governs it, what it is, which rules propose it.

A feature is a short text, either there or not. Those of the passage and of the list are the same for many candidates
and are made once; see :mod:`pharmagraph.extract.judge.model` for what becomes of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from pharmagraph.extract.clauses import clause_end
from pharmagraph.extract.cues import CueMatch
from pharmagraph.extract.judge.candidates import Candidate
from pharmagraph.extract.proposal import Sentence
from pharmagraph.extract.subjects import Unknown, is_self, subject_of
from pharmagraph.recognise.tokens import Tag
from pharmagraph.records import PassageKind

_LEFT, _RIGHT = 8, 6  # tokens of context on either side of a list
_VERBAL = frozenset((Tag.VERB, Tag.NOUN_VERB, Tag.PAST, Tag.ING))
_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ed", "es", "s", "e")
_SHORTEST_STEM = 4
# The verb before a place, the preposition after it, the verb after the place, and whose verb it is.
Verbs = tuple[str, str, str, str]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A word without its commonest endings, so that forms of a verb and its noun meet."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def of_sentence(sentence: Sentence) -> set[str]:
    """Features that all candidates of a passage share."""
    passage = sentence.passage
    found = {f"S={stem(token.word)}" for token in sentence.tokens}
    found.update(f"kinds={kind.name}" for kind in sentence.kinds)
    found.add(f"sec={sentence.kind or '-'}")
    found.add(f"kind={passage.kind.value}")
    found.update(f"h={stem(word)}" for word in _words(sentence.headings))
    found.update(f"label={stem(word)}" for word in _words(passage.labels[-2:]))
    found.update(f"title={stem(word)}" for word in _words((passage.section.title,)))
    found.update(f"intro={stem(word)}" for word in _words((passage.intro,)))
    found.update(f"q={stem(word)}" for word in _words((passage.question,)))
    found.add("self" if any(is_self(sentence, phrase) for phrase in sentence.phrases()) else "noself")
    opener = sentence.tokens[0].word if sentence.tokens else ""
    found.add(f"opener={opener}")
    return found


def _words(texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        yield from text.lower().split()


def of_place(sentence: Sentence, first: int, last: int) -> set[str]:
    """Features of the place of a list: the words before and after it, the verbs, the clause.

    Args:
        sentence: The passage.
        first: Index of the list's first token.
        last: Index after its last token.
    """
    tokens = sentence.tokens
    left = [stem(token.word) for token in tokens[max(0, first - _LEFT) : first]]
    right = [stem(token.word) for token in tokens[last : last + _RIGHT]]
    found = {f"L={word}" for word in left} | {f"R={word}" for word in right}
    found.update(f"l{n}={word}" for n, word in enumerate(reversed(left[-3:])))
    found.update(f"r{n}={word}" for n, word in enumerate(right[:2]))
    found.add("l12=" + "_".join(left[-2:]))
    found.add("p0" if first == 0 else "p+")
    start = sentence.starts[min(first, len(tokens) - 1)]
    clause = tokens[start : clause_end(sentence.starts, start)]
    found.update(f"C={stem(token.word)}" for token in clause)
    found.add("denied" if any(token.tag is Tag.NEGATOR for token in clause) else "affirmed")
    if first and tokens[first - 1].tag is Tag.OPEN:
        found.add("bracket")
    return found


def verbs_of_place(sentence: Sentence, first: int, last: int) -> Verbs:
    """The verb before a list, the preposition after that verb, the verb after the list, and whose verb it is."""
    tokens = sentence.tokens
    before = next((i for i in range(first - 1, -1, -1) if tokens[i].tag in _VERBAL), None)
    after = next((i for i in range(last, len(tokens)) if tokens[i].tag in _VERBAL), None)
    nearest = -1 if before is None else before
    preposition = next(
        (tokens[i].word for i in range(first - 1, nearest, -1) if tokens[i].tag is Tag.PREPOSITION), "-"
    )
    return (
        stem(tokens[before].word) if before is not None else "-",
        preposition,
        stem(tokens[after].word) if after is not None else "-",
        _subject(sentence, before if before is not None else after),
    )


def _subject(sentence: Sentence, verb: int | None) -> str:
    if verb is None:
        return "none"
    subject, _ = subject_of(sentence, verb)
    if isinstance(subject, Unknown):
        return "unknown"
    return "self" if subject.id == sentence.names.subject.id else "other"


def of_candidate(sentence: Sentence, candidate: Candidate, classes: Sequence[str], verbs: Verbs) -> set[str]:
    """Features of one candidate.

    Args:
        sentence: The passage.
        candidate: The candidate.
        classes: Classes that its name may have.
        verbs: From :func:`verbs_of_place`.
    """
    phrase = candidate.phrase
    before, preposition, after, subject = verbs
    kinds = classes or ("?",)
    found = {f"w={stem(word)}" for word in phrase.text.lower().split()}
    found.update(
        (f"head={phrase.head}", f"suffix={phrase.head[-4:]}", f"role={phrase.role}", f"subj={subject}")
    )
    found.update((f"n={min(phrase.last - phrase.first, 4)}", "list" if candidate.members > 1 else "single"))
    found.add(f"part={candidate.part}")
    if candidate.part not in ("whole", "label"):
        found.update(_inside(sentence, candidate))
    found.update((f"v={before}", f"vp={before}/{preposition}", f"prep={preposition}", f"va={after}"))
    if sentence.passage.kind is PassageKind.ROW:
        found.update(_column(sentence, candidate))
    cues = {_cue(sentence, match, candidate) for match in sentence.matches}
    found |= cues
    section = sentence.kind or "-"
    for kind in kinds:
        found.update(
            (f"t={kind}", f"{kind}&sec={section}", f"{kind}&v={before}", f"{kind}&vp={before}/{preposition}")
        )
        found.update((f"{kind}&va={after}", f"{kind}&subj={subject}", f"{kind}&prep={preposition}"))
        found.update(f"{kind}&{cue}" for cue in cues)
    return found


def _inside(sentence: Sentence, candidate: Candidate) -> Iterator[str]:
    """The words right before and after a part of a phrase."""
    tokens, phrase = sentence.tokens, candidate.phrase
    if phrase.first:
        yield f"i<={stem(tokens[phrase.first - 1].word)}"
        if tokens[phrase.first - 1].word == "of" and phrase.first > 1:
            yield f"i<of={stem(tokens[phrase.first - 2].word)}"
    if phrase.last < len(tokens):
        yield f"i>={stem(tokens[phrase.last].word)}"


def _cue(sentence: Sentence, match: CueMatch, candidate: Candidate) -> str:
    side = "<" if match.last <= candidate.first else ">" if match.first >= candidate.last else "="
    if candidate.part == "label":
        return f"cue={match.cue.relation}"
    place = min(candidate.phrase.first, len(sentence.tokens) - 1)
    clause = "" if sentence.starts[match.first] == sentence.starts[place] else "~"
    return f"cue={match.cue.relation}{side}{clause}"


def _column(sentence: Sentence, candidate: Candidate) -> Iterator[str]:
    for number, cell in enumerate(sentence.passage.cells):
        if cell.start <= candidate.phrase.start < cell.end:
            yield "cell=first" if number == 0 else "cell=later"
            for word in cell.head.lower().split():
                yield f"col={stem(word)}"
