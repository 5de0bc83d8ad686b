"""What a proposer hands on, and what it is given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pharmagraph.extract.clauses import clause_starts
from pharmagraph.extract.cues import CueMatch
from pharmagraph.extract.knowledge import Knowledge
from pharmagraph.extract.sections import SectionKind, frequency_of, severity_of
from pharmagraph.recognise.entities import Names
from pharmagraph.recognise.phrases import Phrase, PhraseReader
from pharmagraph.recognise.tokens import Tag, Token, tokenize
from pharmagraph.records import Entity, Modality, Passage, QualifierValue


@dataclass(frozen=True, slots=True)
class Proposal:
    """A statement read from one passage, before it is merged with others.

    Attributes:
        subject: What it is about.
        relation: Local name.
        object: The other end.
        modality: As this passage states it.
        rule: Which rule proposed it.
        qualifiers: Sorted pairs.
        subject_at: The subject's words in ``Passage.text``, None if they stand elsewhere.
        cue_at: The cue's words.
        object_at: The object's words.
        confidence: How likely it is right, from 0 to 1; None where nothing was measured.
    """

    subject: Entity
    relation: str
    object: Entity
    modality: Modality
    rule: str
    qualifiers: tuple[tuple[str, QualifierValue], ...] = ()
    subject_at: tuple[int, int] | None = None
    cue_at: tuple[int, int] | None = None
    object_at: tuple[int, int] | None = None
    confidence: float | None = None


@dataclass(slots=True)
class Discourse:
    """What was spoken of before, for pronouns; changed as passages are read in order.

    Attributes:
        block: The paragraph it is valid for.
        subject: Subject of the last sentence in this paragraph.
        protein: The protein named last.
        denied: Whether the last passage denied an interaction ("Same for ibuprofen").
        lost: Whether the last sentence was about something that no statement can be made of (an overdose).
    """

    block: int = -1
    subject: Entity | None = None
    protein: Entity | None = None
    denied: bool = False
    lost: bool = False

    def enter(self, block: int) -> None:
        """A new paragraph: "it" is the monograph's substance again."""
        if block != self.block:
            self.block, self.subject, self.lost = block, None, False


@dataclass(frozen=True, slots=True)
class Sentence:
    """A passage as the proposers see it.

    Attributes:
        passage: The passage.
        tokens: Its tokens.
        starts: Start of each token's clause.
        reader: Reads its phrases.
        kinds: Section kinds from the innermost label outwards.
        names: What the document calls things.
        knowledge: What was known beforehand.
        discourse: What was spoken of before.
        headings: Labels and headings that are no section kind, innermost first ("Warfarin", "Adults").
        matches: The cues found in it.
        frequency: Frequency that a heading gives ("Common side effects").
        severity: Severity that a heading gives.
    """

    passage: Passage
    tokens: Sequence[Token]
    starts: Sequence[int]
    reader: PhraseReader
    kinds: tuple[SectionKind, ...]
    names: Names
    knowledge: Knowledge
    discourse: Discourse
    headings: tuple[str, ...] = ()
    matches: tuple[CueMatch, ...] = ()
    frequency: str = ""
    severity: str = ""

    @property
    def text(self) -> str:
        """The passage's text."""
        return self.passage.text

    @property
    def kind(self) -> str:
        """Local name of the innermost section kind, or ""."""
        return self.kinds[0].name if self.kinds else ""

    def within(self, *names: str) -> bool:
        """Whether one of the governing section kinds is among these."""
        return any(kind.name in names for kind in self.kinds)

    def expects(self, relation: str) -> bool:
        """Whether the relation is at home here, so that its object may be of unknown class."""
        return any(relation in kind.expects for kind in self.kinds)

    def span(self, first: int, last: int) -> tuple[int, int] | None:
        """Text offsets of tokens ``first`` to ``last`` (exclusive)."""
        return (self.tokens[first].start, self.tokens[last - 1].end) if last > first else None

    def phrases(self, start: int | None = None) -> Iterator[str]:
        """The noun phrases, one after the other; only those of the clause that starts at ``start``, if it is given."""
        at = start or 0
        while at < len(self.tokens) and (start is None or self.starts[at] == start):
            phrase = self.reader.phrase(at)
            if phrase:
                yield phrase.text
            at = max(phrase.last if phrase else at + 1, at + 1)

    def ground(self, phrase: Phrase, allowed: frozenset[str], *, strict: bool = False) -> Entity | None:
        """The entity of a phrase (see :meth:`Grounder.entity`), with the degree that the phrase was read without."""
        grounder = self.knowledge.grounder
        entity = grounder.entity(phrase.text, phrase.head, allowed, self.names, strict=strict)
        if entity and entity.type == "Condition" and (degree := grounder.lexicon.degrees.of(phrase.degree)):
            return replace(entity, degree=f"{degree} {entity.degree}".strip())
        return entity


def make_sentence(passage: Passage, names: Names, knowledge: Knowledge, discourse: Discourse) -> Sentence:
    """Tokenise a passage and find out what governs it."""
    tokens = tokenize(passage.text)
    kinds: list[SectionKind] = []
    headings: list[str] = []
    frequency = severity = ""
    question = knowledge.sections.of_question(passage.question) if passage.question else None
    if question:
        kinds.append(question)
    for title in (*reversed(passage.labels), *reversed(passage.section.path)):
        kind = knowledge.sections.of_heading(title)
        frequency, severity = frequency or frequency_of(title), severity or severity_of(title)
        if kind:
            kinds.append(kind)
        if not kind or kind.name == "pregnancy":
            headings.append(title)
    return Sentence(
        passage, tokens, clause_starts(tokens), PhraseReader(passage.text, tokens, knowledge.knows), tuple(kinds),
        names, knowledge, discourse, tuple(headings), tuple(_own(tokens, knowledge.cues.matches(tokens))),
        frequency, severity,
    )  # fmt: skip


def _own(tokens: Sequence[Token], matches: Iterable[CueMatch]) -> Iterator[CueMatch]:
    """Cues of the passage itself, and not of what it refers to: "[see Warnings and Precautions (5.1)]"."""
    referred: set[int] = set()
    for start, token in enumerate(tokens[:-1]):
        if token.tag is Tag.OPEN and tokens[start + 1].word == "see":
            depth = 0
            for index in range(start, len(tokens)):
                depth += (tokens[index].tag is Tag.OPEN) - (tokens[index].tag is Tag.CLOSE)
                referred.add(index)
                if depth == 0:
                    break
    yield from (match for match in matches if match.first not in referred)
