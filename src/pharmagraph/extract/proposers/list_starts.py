"""Where the members of a list under a heading begin, past what only opens or groups them."""

from __future__ import annotations

from pharmagraph.extract.proposal import Sentence
from pharmagraph.recognise.english import load_english
from pharmagraph.recognise.phrases import Phrase
from pharmagraph.recognise.tokens import Tag

_VERDICT_OPENERS = load_english().classes["verdict_opener"]
_BETWEEN_MEMBERS = (
    Tag.SEMICOLON, Tag.COMMA, Tag.STOP, Tag.CONJUNCTION, Tag.OTHER, Tag.ADVERB, Tag.COLON, Tag.NEGATOR,
)  # fmt: skip
_BEFORE_MEMBER = (*_BETWEEN_MEMBERS[:5], Tag.COLON, Tag.NEGATOR)
_GERUNDS = load_english().classes["gerund_noun"]
_VERDICTS = frozenset(("contraindicatedIn", "cautionIn"))
_OFTEN = frozenset("common uncommon rare frequent infrequent unknown".split())
_LONGEST_FREQUENCY = 9  # other words: "(affects up to 1 in 10 people)"


def groups_what_follows(relation: str, sentence: Sentence, last: int) -> bool:
    """Such as "Nervous system: headache, dizziness" lists effects under an organ system, which is no effect itself."""
    tokens = sentence.tokens
    return relation == "hasSideEffect" and last + 1 < len(tokens) and tokens[last].tag is Tag.COLON


def _behind_frequency(sentence: Sentence, first: int, end: int) -> int | None:
    """Such as "Very common (more than 1 in 10): diarrhoea": where the effects begin."""
    colon = next((i for i in range(first, end) if sentence.tokens[i].tag is Tag.COLON), None)
    if colon is None:
        return None
    words = {t.word for t in sentence.tokens[first:colon] if t.tag is not Tag.ADVERB}
    return colon + 1 if words & _OFTEN and len(words - _OFTEN) <= _LONGEST_FREQUENCY else None


def names_a_group(sentence: Sentence, head: Phrase, last: int) -> bool:
    """Such as "Alkaloids: actinidine, valerine" under Uses: what stands before the colon is no use, nor the rest."""
    colon = last < len(sentence.tokens) and sentence.tokens[last].tag is Tag.COLON
    uses = {"Condition", "Process", "Population"}
    return colon and not uses & set(sentence.knowledge.grounder.kinds(head.text, head.head))


def start_of_list(sentence: Sentence, at: int, first: int, end: int, relation: str) -> int:
    """Skip to the next place where a member of the section's list may begin; ``end`` where none does."""
    tokens = sentence.tokens
    if behind := relation == "hasSideEffect" and at == first and _behind_frequency(sentence, first, end):
        return behind
    tolerated = any(token.word.endswith("tolerated") for token in tokens[:end])
    bundled = relation == "combinedWith" and bool(tokens) and tokens[0].tag in (Tag.PAST, Tag.ADVERB)
    if at == first == 0 and (tolerated or bundled):
        # "Generally well-tolerated, with rare X": the list comes after "with"
        found = next(
            (i for i in range(end) if tokens[i].word in ("with", "including", "except", "besides")), None
        )
        return found + 1 if found is not None else end
    if at == first and at < end and tokens[at].word == "together":
        first = at = at + 1  # "Together with pimozide"
    if at == first and at < end and tokens[at].word == "unlike":
        return end
    while at < end and tokens[at].tag in _BETWEEN_MEMBERS and tokens[at].word not in ("without", "lack"):
        at += 1
    if at < end and relation == "cautionIn" and tokens[at].word in ("risk", "risks"):
        return end  # "Risk of accumulation" says why, not in whom
    if at > first and at < end and tokens[at - 1].tag not in _BEFORE_MEMBER:
        return end  # what follows qualifies the list; it is no member of it
    if at == first and relation in _VERDICTS:
        while at < end and (tokens[at].tag is Tag.PREPOSITION or tokens[at].word in _VERDICT_OPENERS):
            at += 1  # "Together with pimozide", "In severe hepatic impairment", "History of X"
    if at < end and tokens[at].tag in (Tag.PREPOSITION, Tag.ING) and tokens[at].word not in _GERUNDS:
        return end
    return at
