"""What the graph says, as the pages tell it: words, links below this server, quotes with what they rest on marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pharmagraph.graph.iris import BASE, evidence_iri
from pharmagraph.graph.readback import Statement
from pharmagraph.records import Assertion, Evidence
from pharmagraph.view.style import GROUP_RANK, GROUPS, RELATION_LOOKS
from pharmagraph.vocabulary import load_vocabulary
from pharmagraph.wording import in_words, object_of, says, subject_of

_DENIED = "⊘"


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage: its words in pieces (class of the mark or "", text), where it stands, and the link to it."""

    pieces: tuple[tuple[str, str], ...]
    place: str
    section: str
    link: str
    rule: str
    modality: str


@dataclass(frozen=True, slots=True)
class Told:
    """A statement in words.

    Attributes:
        link: Its page.
        sign: What must not be overlooked: a caution, a contraindication, a denial; or "".
        subject: Label and link of its subject.
        words: The relation, as its modality words it.
        object: Label and link ("" for a text) of its object.
        relation: Local name of the relation.
        modality: asserted, possible or negated.
        details: Qualifiers: name and value.
        support: Number of passages.
        quotes: The passages.
    """

    link: str
    sign: str
    subject: tuple[str, str]
    words: str
    object: tuple[str, str]
    relation: str
    modality: str
    details: tuple[tuple[str, str], ...]
    support: int
    quotes: tuple[Quote, ...]


def link(iri: str) -> str:
    """The address of an IRI: a path below this server for one of the graph's own."""
    return "/" + iri.removeprefix(BASE) if iri.startswith(BASE) else iri


def told(statement: Statement) -> Told:
    """A statement as the pages tell it."""
    a = statement.assertion
    modality = a.modality.value
    relation = load_vocabulary().relations[a.relation]
    sign = _DENIED if modality == "negated" else str(RELATION_LOOKS.get(a.relation, {}).get("sign", ""))
    return Told(
        link(statement.iri),
        sign,
        (subject_of(a), link(statement.subject_iri)),
        says(relation.label, modality),
        (object_of(a), link(statement.object_iri) if statement.object_iri else ""),
        a.relation,
        modality,
        _details(a),
        a.support,
        tuple(map(quote, a.evidence)),
    )


def by_group(statements: Iterable[Statement]) -> list[tuple[str, list[Told]]]:
    """Statements under the headings of the graph page: what to beware of first."""
    found: dict[str, list[Statement]] = {group: [] for group in GROUP_RANK}
    for statement in statements:
        found[load_vocabulary().relations[statement.assertion.relation].group].append(statement)
    return [
        (GROUPS[group].label, [told(s) for s in sorted(own, key=_order)])
        for group, own in found.items()
        if own
    ]


def _order(statement: Statement) -> tuple[str, ...]:
    a = statement.assertion
    return a.relation, a.subject.label.casefold(), a.object.label.casefold(), a.modality.value, statement.iri


def _details(assertion: Assertion) -> tuple[tuple[str, str], ...]:
    return tuple((name, in_words(value)) for name, value in assertion.qualifiers)


def quote(evidence: Evidence) -> Quote:
    """A piece of evidence with subject, cue and object marked."""
    spans = [
        (span[0] - evidence.start, span[1] - evidence.start, name)
        for name, span in (
            ("subject", evidence.subject_span),
            ("cue", evidence.cue_span),
            ("object", evidence.object_span),
        )
        if span
    ]
    return Quote(
        tuple(pieces(evidence.quote, spans)),
        f"{evidence.source}:{evidence.line}",
        evidence.section,
        link(evidence_iri(evidence).value),
        evidence.rule,
        evidence.modality.value,
    )


def pieces(text: str, spans: Sequence[tuple[int, int, str]]) -> list[tuple[str, str]]:
    """A text in pieces.

    Args:
        text: The text.
        spans: Start, end and class of what is marked. What lies outside of the text, or overlaps with a mark before it,
            is left out.

    Returns:
        Class ("" for what is not marked) and words; together they are the text.
    """
    found: list[tuple[str, str]] = []
    done = 0
    for start, end, name in sorted(spans):
        if done <= start < end <= len(text):
            found += [("", text[done:start]), (name, text[start:end])]
            done = end
    return [piece for piece in (*found, ("", text[done:])) if piece[1]]
