"""A monograph and its assertions -> quads of its named graph."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Quad

from pharmagraph.graph.iris import (
    STATEMENT_GRAPH,
    concept_iri,
    dose_iri,
    evidence_iri,
    faq_iri,
    monograph_iri,
    reading_iri,
    selector_iri,
    statement_iri,
    term,
)
from pharmagraph.recognise.spelling import name_key
from pharmagraph.records import Assertion, Entity, Evidence, Modality, Monograph, QualifierValue
from pharmagraph.vocabulary import Relation, Vocabulary, load_vocabulary

Term = NamedNode | Literal
Triple = tuple[NamedNode, NamedNode, Term]

TYPE = term("rdf:type")
LABEL = term("rdfs:label")
NAME_KEY = term("pg:nameKey")
_DECIMAL = term("xsd:decimal")
_MILLIGRAMS = {
    "ng": Decimal("0.000001"),
    "ug": Decimal("0.001"),
    "mg": Decimal(1),
    "g": Decimal(1000),
    "kg": Decimal(1000000),
}
OBJECT_FORM = term("biolink:object_form_or_variant_qualifier")
SUBJECT_FORM = term("biolink:subject_form_or_variant_qualifier")
DEGREE = term("pg:degree")
# Qualifiers that have a property of a public vocabulary; all others are of the project's own.
_QUALIFIERS = {
    "frequency": term("biolink:frequency_qualifier"),
    "severity": term("biolink:severity_qualifier"),
    "property": term("pg:comparedProperty"),
    "form": OBJECT_FORM,
    "subjectForm": SUBJECT_FORM,
}
_SAME = {
    term("pg:alternateName"): term("skos:altLabel"),
    term("pg:brandName"): term("schema:proprietaryName"),
}
_DOSE_TEXTS = {"population": "schema:targetPopulation", "per": "schema:frequency", "unit": "schema:doseUnit"}


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one monograph contributes to the graph.

    Attributes:
        said: What its statements say, each triple once: for the graph of all statements.
        shown: The document and its evidence, each triple once: for the graph that bears its name.
        statements: Its statements, each once.
        evidence: Number of pieces of evidence; a passage counts once for each statement.
    """

    said: tuple[Triple, ...]
    shown: tuple[Triple, ...]
    statements: tuple[NamedNode, ...]
    evidence: int


def contribution(
    monograph: Monograph,
    assertions: Iterable[Assertion],
    run: NamedNode,
    vocabulary: Vocabulary | None = None,
    subject: Entity | None = None,
) -> Contribution:
    """Everything that one monograph contributes.

    Args:
        monograph: The document.
        assertions: What it states, merged.
        run: The run that reads it.
        vocabulary: The relations; the project's own by default.
        subject: The concept that it is about, if that is to be said.

    Returns:
        Triples without blank nodes. What depends on other monographs is not among them: see ``concepts.py`` and
        ``summary.py``.
    """
    relations = (vocabulary or load_vocabulary()).relations
    shown = dict.fromkeys(_document(monograph))
    if subject:
        me = monograph_iri(monograph.source)
        shown[me, term("schema:about"), concept_iri(subject.id)] = None
    said: dict[Triple, None] = {}
    statements: dict[NamedNode, set[tuple[int, int]]] = {}
    passages: dict[tuple[int, int], NamedNode] = {}
    for assertion in assertions:
        me = statement_iri(assertion)
        if me not in statements:
            said.update(dict.fromkeys(_statement(me, assertion, relations[assertion.relation], run)))
        shown.update(dict.fromkeys(_support(me, assertion, passages)))
        statements.setdefault(me, set()).update((e.start, e.end) for e in assertion.evidence)
    pieces = sum(map(len, statements.values()))
    return Contribution(tuple(said), tuple(shown), tuple(statements), pieces)


def monograph_quads(
    monograph: Monograph,
    assertions: Iterable[Assertion],
    run: NamedNode,
    vocabulary: Vocabulary | None = None,
) -> Iterator[Quad]:
    """The quads that one monograph contributes; see :func:`contribution`."""
    made = contribution(monograph, assertions, run, vocabulary)
    for triples, graph in ((made.said, STATEMENT_GRAPH), (made.shown, monograph_iri(monograph.source))):
        for triple in triples:
            yield Quad(*triple, graph)


def nquads(triples: Iterable[Triple], graph: NamedNode) -> bytes:
    """Triples as N-Quads: a fifth of the time that it takes to make quads and to serialise them."""
    end = f" {graph} .\n"
    return "".join([f"{s} {p} {o}{end}" for s, p, o in triples]).encode()


def number(value: float | Decimal) -> Literal:
    """A number as RDF: integers as they are, others as decimals without exponent."""
    if isinstance(value, int) or value == int(value):
        return Literal(int(value))
    return Literal(f"{Decimal(str(value)).normalize():f}", datatype=_DECIMAL)


def _document(monograph: Monograph) -> Iterator[Triple]:
    me = monograph_iri(monograph.source)
    yield me, TYPE, term("pg:Monograph")
    yield me, term("dcterms:title"), Literal(monograph.title)
    yield me, term("dcterms:source"), Literal(monograph.source)
    yield me, term("schema:sha256"), Literal(monograph.sha256)
    metadata = monograph.metadata
    if metadata:
        yield me, term("pg:frontMatter"), Literal(json.dumps(metadata, ensure_ascii=False, default=str))
    for key, name in (("description", "dcterms:description"), ("lastModified", "dcterms:modified")):
        if isinstance(value := metadata.get(key), str) and value.strip():
            yield me, term(name), Literal(" ".join(value.split()))
    if monograph.faqs:
        yield me, TYPE, term("schema:FAQPage")
    for index, faq in enumerate(monograph.faqs, 1):
        question, answer = (faq_iri(monograph.source, index, part) for part in ("question", "answer"))
        yield me, term("schema:mainEntity"), question
        yield question, TYPE, term("schema:Question")
        yield question, term("schema:name"), Literal(faq.question)
        yield question, term("schema:acceptedAnswer"), answer
        yield answer, TYPE, term("schema:Answer")
        yield answer, term("schema:text"), Literal(faq.answer)


def _statement(me: NamedNode, assertion: Assertion, relation: Relation, run: NamedNode) -> Iterator[Triple]:
    subject, predicate = concept_iri(assertion.subject.id), term(f"pg:{relation.name}")
    obj = _object(assertion)
    negated = assertion.modality is Modality.NEGATED
    if is_plain(assertion.modality, relation):
        yield from plain_triples(subject, predicate, obj)
    yield me, TYPE, term("biolink:Association")
    yield me, term("rdf:subject"), subject
    yield me, term("rdf:predicate"), predicate
    yield me, term("rdf:object"), obj
    yield me, term("biolink:negated"), Literal(negated)
    yield me, term("pg:modality"), Literal(assertion.modality.value)
    yield me, term("biolink:knowledge_level"), Literal("not_provided")
    yield me, term("biolink:agent_type"), Literal("text_mining_agent")
    yield me, term("biolink:has_evidence_of_type"), term("obo:ECO_0007320")
    yield me, term("prov:wasGeneratedBy"), run
    if assertion.object.type == "Dosage":
        yield from _dose(assertion)
    else:
        for name, value in assertion.qualifiers:
            for each in value if isinstance(value, tuple) else (value,):
                yield me, _QUALIFIERS.get(name) or term(f"pg:{name}"), _value(each)


def _support(
    me: NamedNode, assertion: Assertion, passages: dict[tuple[int, int], NamedNode]
) -> Iterator[Triple]:
    """The evidence of a statement; passages that were described for another are not described again."""
    for evidence in assertion.evidence:
        place = evidence.start, evidence.end
        if place not in passages:
            passages[place] = evidence_iri(evidence)
            yield from _evidence(passages[place], evidence)
        yield me, term("pg:hasEvidence"), passages[place]
        yield me, term("biolink:supporting_text"), Literal(_tidy(evidence.quote))
        yield from _reading(assertion, evidence, passages[place], me)


def plain_triples(subject: NamedNode, predicate: NamedNode, obj: Term) -> Iterator[Triple]:
    """A fact, and for names the same in public terms, and the key under which the name is found."""
    yield subject, predicate, obj
    if same := _SAME.get(predicate):
        yield subject, same, obj
        yield from name_keys(subject, (obj.value,))


def name_keys(concept: NamedNode, names: Iterable[str]) -> Iterator[Triple]:
    """The folded names of a concept, so that a name that is typed is found without reading all names."""
    for key in sorted({name_key(name) for name in names} - {""}):
        yield concept, NAME_KEY, Literal(key)


def is_plain(modality: Modality, relation: Relation) -> bool:
    """Whether a statement gets its plain triple: affirmed ones, hedged ones only where they state a risk."""
    return modality is Modality.ASSERTED or (modality is Modality.POSSIBLE and relation.risk)


def _object(assertion: Assertion) -> Term:
    entity = assertion.object
    if entity.type == "Dosage":
        return dose_iri(assertion)
    return concept_iri(entity.id) if entity.id else Literal(entity.label)


def _value(value: str | float) -> Literal:
    return Literal(value) if isinstance(value, str) else number(value)


def _tidy(quote: str) -> str:
    return " ".join(quote.split())


def _dose(assertion: Assertion) -> Iterator[Triple]:
    me = dose_iri(assertion)
    quantity = NamedNode(me.value + "/quantity")
    qualifiers: Mapping[str, QualifierValue] = dict(assertion.qualifiers)
    yield me, TYPE, term("pg:Dosage")
    yield me, TYPE, term("schema:DoseSchedule")
    yield me, LABEL, Literal(assertion.object.label)
    yield me, term("schema:doseValue"), quantity
    yield quantity, TYPE, term("schema:QuantitativeValue")
    factor = _MILLIGRAMS.get(str(qualifiers.get("unit", "")))
    for name, bound in (("low", "schema:minValue"), ("high", "schema:maxValue")):
        value = qualifiers.get(name)
        if isinstance(value, int | float):
            yield me, term(f"pg:{name}"), number(value)
            yield quantity, term(bound), number(value)
            if factor:
                yield me, term(f"pg:{name}Milligrams"), number(Decimal(str(value)) * factor)
    for name, value in assertion.qualifiers:
        if name not in ("low", "high"):
            yield me, term(f"pg:{name}"), Literal(str(value))
        if same := _DOSE_TEXTS.get(name):
            yield me, term(same), Literal(str(value))
    if unit := qualifiers.get("unit"):
        yield quantity, term("schema:unitCode"), Literal(str(unit))
        yield quantity, term("qudt:ucumCode"), Literal(str(unit), datatype=term("qudt:UCUMcs"))


def _evidence(me: NamedNode, evidence: Evidence) -> Iterator[Triple]:
    selector = selector_iri(evidence)
    monograph = monograph_iri(evidence.source)
    yield me, TYPE, term("oa:SpecificResource")
    yield me, term("oa:hasSource"), monograph
    yield me, term("prov:wasQuotedFrom"), monograph
    yield me, term("oa:hasSelector"), selector
    yield me, term("pg:section"), Literal(evidence.section)
    yield me, term("pg:line"), Literal(evidence.line)
    # One node for both selectors: Web Annotation Data Model, sections 4.2.4 and 4.2.5.
    yield selector, TYPE, term("oa:TextPositionSelector")
    yield selector, TYPE, term("oa:TextQuoteSelector")
    yield selector, term("oa:start"), Literal(evidence.start)
    yield selector, term("oa:end"), Literal(evidence.end)
    yield selector, term("oa:exact"), Literal(evidence.quote)
    yield selector, term("oa:prefix"), Literal(evidence.prefix)
    yield selector, term("oa:suffix"), Literal(evidence.suffix)


def _reading(
    assertion: Assertion, evidence: Evidence, passage: NamedNode, statement: NamedNode
) -> Iterator[Triple]:
    me = reading_iri(assertion, evidence)
    yield statement, term("pg:hasReading"), me
    yield me, TYPE, term("pg:Reading")
    yield me, term("pg:passage"), passage
    yield me, term("pg:rule"), Literal(evidence.rule)
    yield me, term("pg:modality"), Literal(evidence.modality.value)
    if evidence.confidence is not None:
        yield me, term("pg:confidence"), number(evidence.confidence)
    yield me, term("pg:subjectText"), Literal(assertion.subject.text)
    yield me, term("pg:objectText"), Literal(assertion.object.text)
    spans = (("subject", evidence.subject_span), ("cue", evidence.cue_span), ("object", evidence.object_span))
    for name, span in spans:
        if span:
            yield me, term(f"pg:{name}Span"), Literal(f"{span[0]},{span[1]}")
