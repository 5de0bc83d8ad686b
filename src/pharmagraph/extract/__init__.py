"""Monograph -> assertions: every passage is shown to every proposer, in the order of the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pharmagraph.assemble import assemble
from pharmagraph.extract.judge.decide import judged
from pharmagraph.extract.knowledge import Knowledge, load_knowledge
from pharmagraph.extract.naming import names_of
from pharmagraph.extract.proposal import Discourse, Proposal, Sentence, make_sentence
from pharmagraph.extract.proposers import PROPOSERS
from pharmagraph.extract.qualifiers import with_forms, worded
from pharmagraph.extract.reconcile import is_taken_back, reconcile
from pharmagraph.extract.subjects import Unknown, is_self, subject_of
from pharmagraph.recognise.entities import Names
from pharmagraph.recognise.tokens import AUXILIARIES, Tag
from pharmagraph.records import Assertion, Evidence, Modality, Monograph, Passage, PassageKind

__all__ = ["Extraction", "LedgerEntry", "extract"]

_CONTEXT = 32  # characters of prefix and suffix, enough to find a quote again in a changed file


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What was taken from a passage, or why nothing was.

    Attributes:
        passage: The passage.
        statements: How many statements it gave.
        reason: "" where it gave any; else ``question``, ``section-without-statements``, ``no-cue``, ``no-object``.
    """

    passage: Passage
    statements: int
    reason: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """The statements of one monograph, what became of each passage, and what the document calls its substance."""

    monograph: Monograph
    assertions: tuple[Assertion, ...]
    ledger: tuple[LedgerEntry, ...]
    names: Names


def extract(monograph: Monograph, knowledge: Knowledge | None = None) -> Extraction:
    """Read the statements that a monograph makes.

    Args:
        monograph: From :func:`pharmagraph.read.read_monograph`.
        knowledge: Vocabulary, cues, sections and lexicon; the project's own by default.

    Returns:
        The assertions, each with at least one piece of evidence whose quote equals ``raw[start:end]``, and the
        ledger of passages. The same monograph gives the same result in every process.
    """
    knowledge = knowledge or load_knowledge()
    names, symmetric = names_of(monograph, knowledge), knowledge.vocabulary.symmetric
    loose: list[Assertion] = []
    ledger: list[LedgerEntry] = []
    read: Iterable[tuple[Sentence, tuple[Proposal, ...]]] = passages_of(monograph, names, knowledge)
    if knowledge.model:
        read = judged(read, knowledge.model)
    for sentence, found in read:
        proposals = reconcile(found, names.subject.id, symmetric)
        proposals = tuple(map(worded, proposals))
        loose += (_assertion(monograph, sentence.passage, proposal) for proposal in proposals)
        ledger.append(LedgerEntry(sentence.passage, len(proposals), "" if proposals else _reason(sentence)))
    return Extraction(monograph, assemble(loose, symmetric), tuple(ledger), names)


def passages_of(
    monograph: Monograph, names: Names, knowledge: Knowledge
) -> Iterator[tuple[Sentence, tuple[Proposal, ...]]]:
    """Each passage in the order of the text, as the proposers see it, with what the rules make of it.

    Args:
        monograph: The document.
        names: What it calls things, from :func:`pharmagraph.extract.naming.names_of`.
        knowledge: Vocabulary, cues, sections, lexicon.
    """
    discourse = Discourse()
    symmetric = knowledge.vocabulary.symmetric
    for passage in monograph.passages:
        discourse.enter(passage.block)
        sentence = make_sentence(passage, names, knowledge, discourse)
        proposals = reconcile(_proposals(sentence), names.subject.id, symmetric)
        yield sentence, proposals
        _remember(sentence, proposals)


def _proposals(sentence: Sentence) -> Iterator[Proposal]:
    """What all proposers find; of several for one statement of the same polarity the first speaks."""
    if sentence.passage.kind is PassageKind.QUESTION or (sentence.kinds and sentence.kinds[0].silent):
        return
    seen: set[tuple[str, str, str, bool]] = set()
    relations = sentence.knowledge.vocabulary.relations
    for proposer in PROPOSERS:
        for proposal in proposer(sentence):
            denied = proposal.modality is Modality.NEGATED
            if denied and relations[proposal.relation].risk and is_taken_back(sentence.text):
                continue
            key = (
                proposal.subject.id,
                proposal.relation,
                proposal.object.key + (repr(proposal.qualifiers) if proposal.object.type == "Dosage" else ""),
                denied,
            )
            if key not in seen:
                seen.add(key)
                yield proposal


def _assertion(monograph: Monograph, passage: Passage, proposal: Proposal) -> Assertion:
    def raw(span: tuple[int, int] | None) -> tuple[int, int] | None:
        return passage.raw_span(*span) if span else None

    evidence = Evidence(
        source=monograph.source,
        start=passage.start,
        end=passage.end,
        quote=monograph.raw[passage.start : passage.end],
        section=passage.section.title,
        line=passage.line,
        rule=proposal.rule,
        modality=proposal.modality,
        prefix=monograph.raw[max(0, passage.start - _CONTEXT) : passage.start],
        suffix=monograph.raw[passage.end : passage.end + _CONTEXT],
        subject_span=raw(proposal.subject_at),
        cue_span=raw(proposal.cue_at),
        object_span=raw(proposal.object_at),
        confidence=proposal.confidence,
    )
    return Assertion(
        proposal.subject,
        proposal.relation,
        proposal.object,
        proposal.modality,
        with_forms(proposal),
        (evidence,),
    )


def _reason(sentence: Sentence) -> str:
    if sentence.passage.kind is PassageKind.QUESTION:
        return "question"
    if sentence.kinds and sentence.kinds[0].silent:
        return "section-without-statements"
    if sentence.matches:
        return "no-object"
    return "no-cue"


def _remember(sentence: Sentence, proposals: Sequence[Proposal]) -> None:
    """What the next sentence's pronouns may refer to."""
    sentence.discourse.denied = any(
        p.relation == "interactsWith" and p.modality is Modality.NEGATED for p in proposals
    )
    for proposal in proposals:
        if proposal.object.type == "Protein":
            sentence.discourse.protein = proposal.object
    verb = next((i for i, t in enumerate(sentence.tokens) if i and t.tag in (*AUXILIARIES, Tag.VERB)), None)
    if verb is not None:
        subject, at = subject_of(sentence, verb)
        first = sentence.tokens[0].word if sentence.tokens else ""
        if first not in ("it", "this", "these", "they"):
            sentence.discourse.lost = isinstance(subject, Unknown) and "overdos" in sentence.text.lower()
        if not isinstance(subject, Unknown) and at is not None:
            # "It" is the substance, unless the sentence before is about another thing and does not name the substance.
            others = not any(is_self(sentence, phrase) for phrase in sentence.phrases())
            sentence.discourse.subject = subject if others else None
            if subject.type == "Protein":
                sentence.discourse.protein = sentence.discourse.protein or subject
