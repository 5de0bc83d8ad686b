"""The records that the stages hand to each other: frozen, hashable, standard library only.

Flow: ``Monograph`` -> ``Passage`` -> ``Mention`` -> ``Assertion`` with its ``Evidence``. All offsets are
characters (code points) of the decoded file, half-open ``[start, end)``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class PassageKind(StrEnum):
    """What a passage is in the layout of its document."""

    SENTENCE = "sentence"
    ITEM = "item"  # a list item, or a sentence of one
    ROW = "row"  # a row of a table, without the head row
    QUESTION = "question"
    ANSWER = "answer"
    METADATA = "metadata"  # text of the front matter (title, description)


class Modality(StrEnum):
    """How a statement is made; see ``docs/annotation.md``."""

    ASSERTED = "asserted"
    POSSIBLE = "possible"
    NEGATED = "negated"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its place in the outline.

    Attributes:
        title: The heading as it reads, without markup and numbering marks kept ("Drug Interactions").
        path: Titles from the outermost heading down to this one; empty before the first heading.
        line: Line of the heading, counted from 1; 0 before the first heading.
    """

    title: str = ""
    path: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table row.

    Attributes:
        head: The text of the column's head, empty if the table has none.
        start: Where the cell's text starts in ``Passage.text``.
        end: Where it ends.
    """

    head: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit of extraction: one sentence, list item, table row, question or answer.

    Attributes:
        text: What a reader sees: markup removed, white space folded.
        start: Start of the quoted slice in ``Monograph.raw``.
        end: End of the quoted slice.
        alignment: Runs ``(offset in text, offset in raw, length)`` copied verbatim, in order.
        line: Line of ``start``, counted from 1.
        kind: What it is in the layout.
        section: The heading it stands under.
        labels: Bold pseudo-headings and labels that govern it, and the list items it is nested under,
            outermost first ("Pharmacokinetics", "Absorption").
        block: Number of the paragraph, list item or table it belongs to; pronouns look back in a block first.
        question: For an answer, the question's text.
        intro: For a list item or row, the sentence that introduces the list ("Do not take X if you have:").
        cells: For a row, its cells, left to right.
    """

    text: str
    start: int
    end: int
    alignment: tuple[tuple[int, int, int], ...]
    line: int
    kind: PassageKind
    section: Section
    labels: tuple[str, ...] = ()
    block: int = 0
    question: str = ""
    intro: str = ""
    cells: tuple[Cell, ...] = ()

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Map a slice of ``text`` to the smallest slice of the raw file that covers it."""
        return self._raw(start), self._raw(end - 1) + 1 if end > start else self._raw(start)

    def _raw(self, offset: int) -> int:
        best = self.start
        for text_at, raw_at, length in self.alignment:
            if offset < text_at:
                break
            best = raw_at + min(offset - text_at, length - 1)
        return best


@dataclass(frozen=True, slots=True)
class Faq:
    """A question and its answer, one passage each wherever it was written down.

    Attributes:
        question: Question as a person would ask it, repaired.
        answer: Answer, repaired.
        line: Line of the question.
        in_body: Whether it stands in the body too (then the body's passage is the evidence).
    """

    question: str
    answer: str
    line: int
    in_body: bool = False


@dataclass(frozen=True, slots=True)
class Monograph:
    """A document that was read.

    Attributes:
        source: The file name it is known by, relative to the folder that was built.
        title: The substance that it is about.
        raw: The decoded text of the whole file; every offset refers to it.
        metadata: All front-matter keys, values as plain Python, in order.
        passages: In the order of the text.
        faqs: Questions and answers, each once.
        sha256: Hash of the file's bytes.
    """

    source: str
    title: str
    raw: str
    metadata: Mapping[str, object]
    passages: tuple[Passage, ...]
    faqs: tuple[Faq, ...] = ()
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Concept:
    """A thing that the lexicon knows.

    Attributes:
        id: CURIE of the project's own concept, ``pgc:menaquinone-7``.
        label: Preferred name.
        type: Class of the vocabulary: Substance, SubstanceClass, Protein, Process, Condition, Anatomy,
            Food, Measurement or Population.
        names: All names, the preferred one included.
        xrefs: CURIEs of the same thing elsewhere, as bioregistry writes them.
        broader: Ids of the classes it belongs to.
        brands: Those of the names that are trade names.
    """

    id: str
    label: str
    type: str
    names: tuple[str, ...] = ()
    xrefs: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """Subject or object of an assertion.

    Attributes:
        label: Preferred name of the concept, or the phrase itself where no lexicon knows it.
        text: The phrase as it stands in the text, without articles and wrappers.
        id: CURIE of the concept, ``pgc:...``; the same for the same thing in every document.
        type: Class of the vocabulary (see ``Concept.type``), "Dosage" for doses, "" for literals.
        xrefs: CURIEs of public identifiers, empty when the concept is local.
        brand: Whether ``text`` is a trade name of the concept; a brand that is named beside its substance is
            kept as a statement of its own ("warfarin, Coumadin"), though both are one node of the graph.
        form: Which salt or hydrate of the concept the text names ("hydrochloride"); a qualifier of the statement.
        degree: How bad the condition is in the text, or how it runs ("severe"); a qualifier of the statement.
    """

    label: str
    text: str
    id: str
    type: str
    xrefs: tuple[str, ...] = ()
    brand: bool = False
    form: str = ""
    degree: str = ""

    @property
    def key(self) -> str:
        """What makes two mentions the same in a list of statements."""
        if not self.id:
            return f"literal:{self.label.casefold()}"
        own = self.id + "".join(f"#{word.casefold()}" for word in (self.form, self.degree) if word)
        return f"{own}#{self.text.casefold()}" if self.brand else own


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """Where a statement was read.

    Attributes:
        source: ``Monograph.source``.
        start: Start of the quote in ``Monograph.raw``.
        end: End of the quote; ``raw[start:end] == quote``.
        quote: The sentence or list item exactly as it stands.
        section: Title of the section ("" before the first heading).
        line: Line of ``start``, counted from 1.
        rule: The rule that proposed it (``cue:activates``, ``section:side-effects``, ``dose``, ...).
        modality: What this one sentence says; the assertion keeps the strongest.
        prefix: Up to 32 characters before the quote.
        suffix: Up to 32 characters after the quote.
        subject_span: The subject's words in raw, or None if it is not named in the sentence.
        cue_span: The words that carry the relation, or None if a heading does.
        object_span: The object's words in raw.
        confidence: How often statements like this one, read from passages like this one, are right: 0 to 1, measured
            on annotated text (``docs/judge.md``); None where the rules were used without the model.
    """

    source: str
    start: int
    end: int
    quote: str
    section: str = ""
    line: int = 0
    rule: str = ""
    modality: Modality = Modality.ASSERTED
    prefix: str = ""
    suffix: str = ""
    subject_span: tuple[int, int] | None = None
    cue_span: tuple[int, int] | None = None
    object_span: tuple[int, int] | None = None
    confidence: float | None = None


# A qualifier's value: text, number, or several texts (the properties of a comparison).
Scalar = str | float | int
QualifierValue = Scalar | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assertion:
    """One statement that a monograph makes, with all the evidence for it.

    Attributes:
        subject: What it is about.
        relation: Local name of the relation (``interactsWith``).
        object: The other end.
        modality: Strongest of the evidence for affirmed statements (asserted before possible); negated
            statements are statements of their own.
        qualifiers: Sorted pairs; doses carry low, high, unit (UCUM), per, population, condition, route.
        evidence: In the order of the text; at least one.
    """

    subject: Entity
    relation: str
    object: Entity
    modality: Modality
    qualifiers: tuple[tuple[str, QualifierValue], ...] = ()
    evidence: tuple[Evidence, ...] = field(default=())

    @property
    def support(self) -> int:
        """How many independent passages state it (a passage counts once)."""
        return len({(e.source, e.start, e.end) for e in self.evidence})

    @property
    def confidence(self) -> float | None:
        """That of its surest evidence; None where nothing was measured."""
        known = [e.confidence for e in self.evidence if e.confidence is not None]
        return max(known) if known else None
