"""Comparisons: "MK-7 has a longer half-life than K1", or the answer to "How does X differ from Y?"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pharmagraph.extract.clauses import clause_end, modality
from pharmagraph.extract.proposal import Proposal, Sentence
from pharmagraph.extract.subjects import Unknown, subject_of
from pharmagraph.recognise.english import load_english
from pharmagraph.recognise.lists import read_list
from pharmagraph.recognise.phrases import PhraseReader
from pharmagraph.recognise.tokens import AUXILIARIES, Tag, tokenize
from pharmagraph.records import Entity, PassageKind

_CLASSES = load_english().classes
_HIGHER = _CLASSES["higher"]
_LOWER = _CLASSES["lower_than"]
_AFTER_THAN = frozenset("with that those of in for on by the".split())
_SUBSTANCES = frozenset(("Substance", "SubstanceClass"))
_DIFFER = re.compile(
    (
        r"\b(?:differ(?:s|ent)? from|compared? (?:to|with)|better than|versus|vs\.?|difference "
        r"between .{2,60}? and)\s+"
    ),
    re.I,
)


def propose(sentence: Sentence) -> Iterator[Proposal]:
    """Stated differences between two substances."""
    tokens = sentence.tokens
    for index, token in enumerate(tokens):
        if token.word not in _HIGHER and token.word not in _LOWER:
            continue
        other = _other(sentence, index)
        if other is None:
            continue
        entity, at, last = other
        subject, subject_at = (
            subject_of(sentence, index) if _has_subject(sentence, index) else (sentence.names.subject, None)
        )
        if isinstance(subject, Unknown) and _of_use(sentence, at, last):
            subject, subject_at = sentence.names.subject, None
        if isinstance(subject, Unknown) or subject.id == entity.id or subject.type not in _SUBSTANCES:
            continue
        properties = _properties(sentence, index)
        qualifiers = tuple(sorted({
            "direction": "higher" if token.word in _HIGHER else "lower",
            **({"property": properties} if properties else {}),
        }.items()))  # fmt: skip
        mode = modality(tokens, sentence.starts, index + 1, (), last)
        yield Proposal(
            subject,
            "comparedWith",
            entity,
            mode,
            "comparison",
            qualifiers,
            subject_at,
            sentence.span(index, index + 1),
            at,
        )
        return


def _of_use(sentence: Sentence, at: tuple[int, int] | None, last: int) -> bool:
    """Such as "Onset is slower than [with] ticagrelor": a property of the substance in use is compared."""
    first = next((i for i in range(last) if at and sentence.tokens[i].start >= at[0]), 0)
    return first > 1 and sentence.tokens[first - 1].word in ("with", "under", "on", "that", "of")


def _has_subject(sentence: Sentence, index: int) -> bool:
    return any(t.tag in AUXILIARIES or t.tag in (Tag.VERB, Tag.NOUN_VERB) for t in sentence.tokens[:index])


def _other(sentence: Sentence, index: int) -> tuple[Entity, tuple[int, int] | None, int] | None:
    tokens = sentence.tokens
    for at in range(index + 1, min(index + 16, len(tokens))):
        if tokens[at].word == "than" or _relates(sentence, at):
            return _named_at(sentence, at + 1, clause_end(sentence.starts, at))
    if before := _set_against(sentence, index):
        return before
    if sentence.passage.kind is PassageKind.ANSWER and (match := _DIFFER.search(sentence.passage.question)):
        rest = sentence.passage.question[match.end() :]
        phrase = PhraseReader(rest, tokenize(rest)).phrase(0)
        entity = sentence.ground(phrase, _SUBSTANCES) if phrase else None
        return (entity, None, index + 1) if entity and entity.id != sentence.names.subject.id else None
    return None


def _relates(sentence: Sentence, at: int) -> bool:
    """Such as "compared with", "relative to", "inferior to"."""
    before = sentence.tokens[at - 1].word
    return sentence.tokens[at].word in ("to", "with") and before in (
        "compared", "relative", "superior", "inferior",
    )  # fmt: skip


def _set_against(sentence: Sentence, index: int) -> tuple[Entity, tuple[int, int] | None, int] | None:
    """What stands before the comparative: "Compared with X, ...", "Unlike X, ...", "Fish oil versus X: ..."."""
    tokens = sentence.tokens
    for at in range(index):
        opener = tokens[at].word in ("versus", "vs", "unlike") or (at > 0 and _relates(sentence, at))
        if opener and (found := _named_at(sentence, at + 1, index)):
            return found
    return None


def _named_at(
    sentence: Sentence, first: int, limit: int
) -> tuple[Entity, tuple[int, int] | None, int] | None:
    tokens = sentence.tokens
    while first < limit and tokens[first].word in _AFTER_THAN:
        first += 1  # "slower than with ticagrelor", "than that of citalopram"
    members, last = read_list(sentence.reader, first, limit)
    entity = sentence.ground(members[0], _SUBSTANCES, strict=True) if members else None
    return (entity, (members[0].start, members[0].end), last) if entity else None


def _properties(sentence: Sentence, index: int) -> tuple[str, ...]:
    """The compared properties; each of them may bring its own comparative ("and better bioavailability")."""
    members, _ = read_list(sentence.reader, index + 1)
    words = _HIGHER | _LOWER
    return tuple(
        " ".join(w for w in member.text.split() if w.lower() not in words)
        for member in members
        if member.role == "item"
    )
