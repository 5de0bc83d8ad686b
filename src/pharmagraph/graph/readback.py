"""RDF -> assertions: the way back, from any rdflib graph that holds the project's vocabulary."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from pharmagraph.graph.iris import CONCEPTS, PREFIXES, concept_curie, external_curie
from pharmagraph.records import Assertion, Entity, Evidence, Modality, QualifierValue
from pharmagraph.vocabulary import load_vocabulary
from pharmagraph.wording import object_of, says, subject_of

_PG = PREFIXES["pg"]
_STATEMENTS = """SELECT ?statement ?subject ?predicate ?object ?modality WHERE {{
  {only} ?statement a biolink:Association ; rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object ;
    pg:modality ?modality }}"""
_READINGS = """SELECT ?statement ?passage ?rule ?modality ?confidence ?subjectText ?objectText ?subjectSpan ?cueSpan
  ?objectSpan ?source ?section ?line ?start ?end ?exact ?prefix ?suffix WHERE {{
  {only} ?statement pg:hasReading ?reading .
  ?reading pg:passage ?passage ; pg:rule ?rule ; pg:modality ?modality ; pg:subjectText ?subjectText ;
    pg:objectText ?objectText .
  ?passage oa:hasSource/dcterms:source ?source ; pg:section ?section ; pg:line ?line ; oa:hasSelector ?selector .
  ?selector oa:start ?start ; oa:end ?end ; oa:exact ?exact ; oa:prefix ?prefix ; oa:suffix ?suffix .
  OPTIONAL {{ ?reading pg:confidence ?confidence }}
  OPTIONAL {{ ?reading pg:subjectSpan ?subjectSpan }}
  OPTIONAL {{ ?reading pg:cueSpan ?cueSpan }}
  OPTIONAL {{ ?reading pg:objectSpan ?objectSpan }} }}"""
_QUALIFIERS = """SELECT ?statement ?property ?value WHERE {{
  {only} ?statement ?property ?value .
  VALUES ?property {{ biolink:frequency_qualifier biolink:severity_qualifier biolink:object_form_or_variant_qualifier
    biolink:subject_form_or_variant_qualifier pg:degree pg:comparedProperty pg:effect pg:purpose pg:direction
    pg:population pg:condition pg:route }} }}"""
_DOSES = """SELECT ?statement ?property ?value WHERE {{
  {only} ?statement rdf:predicate pg:hasDosage ; rdf:object ?dose . ?dose ?property ?value .
  VALUES ?property {{ rdfs:label pg:low pg:high pg:unit pg:per pg:population pg:condition pg:route }} }}"""
_CONCEPTS = """SELECT ?concept ?property ?value WHERE {{
  {only} ?concept ?property ?value .
  VALUES ?property {{ rdf:type skos:prefLabel skos:altLabel skos:exactMatch schema:proprietaryName skos:broader }} }}"""
_ABOUT = "SELECT ?monograph ?concept WHERE { ?monograph a pg:Monograph ; schema:about ?concept }"
_NUMBER = "SELECT (COUNT(?m) AS ?n) WHERE { ?m a pg:Monograph }"
_TOUCHING = """SELECT DISTINCT ?statement WHERE {{
  VALUES ?end {{ {ends} }} {{ ?statement rdf:subject ?end }} UNION {{ ?statement rdf:object ?end }}
  ?statement a biolink:Association }}"""
_NAMES = {
    PREFIXES["biolink"] + "frequency_qualifier": "frequency",
    PREFIXES["biolink"] + "severity_qualifier": "severity",
    PREFIXES["biolink"] + "object_form_or_variant_qualifier": "form",
    PREFIXES["biolink"] + "subject_form_or_variant_qualifier": "subjectForm",
    _PG + "comparedProperty": "property",
}
_PART = 500  # statements asked for at a time: a query has a bounded length
# A concept that a text uses as several kinds of things is shown as the first of these.
_KINDS = (
    "Substance",
    "SubstanceClass",
    "Protein",
    "Condition",
    "Process",
    "Anatomy",
    "Food",
    "Measurement",
    "Population",
)


@dataclass(slots=True)
class ConceptFacts:
    """What the graph says of a concept.

    Attributes:
        label: Preferred name.
        kinds: Classes of the vocabulary.
        names: Other names, sorted.
        brands: Trade names, sorted.
        xrefs: CURIEs of public identifiers, sorted.
        broader: IRIs of the classes it belongs to, sorted.
    """

    label: str = ""
    kinds: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    brands: set[str] = field(default_factory=set)
    xrefs: set[str] = field(default_factory=set)
    broader: set[str] = field(default_factory=set)

    @property
    def kind(self) -> str:
        """The one class that it is shown as."""
        return next((kind for kind in _KINDS if kind in self.kinds), "Substance")


@dataclass(frozen=True, slots=True)
class Statement:
    """An assertion with the IRIs that the graph knows it by.

    Attributes:
        iri: The association's IRI.
        subject_iri: The subject's.
        object_iri: The object's, "" for a literal.
        assertion: The statement itself.
    """

    iri: str
    subject_iri: str
    object_iri: str
    assertion: Assertion

    @property
    def words(self) -> str:
        """What is stated in words, which can't be read as another modality."""
        a = self.assertion
        relation = load_vocabulary().relations.get(a.relation)
        said = says(relation.label if relation else a.relation, a.modality.value)
        return f"{subject_of(a)} {said} {object_of(a)}"


def rows(graph: Graph, text: str) -> Iterator[dict[str, Node]]:
    """Rows of a SELECT query, the unbound variables left out."""
    for row in graph.query(text, initNs=PREFIXES):
        yield {name: value for name, value in row.asdict().items() if value is not None}  # type: ignore[union-attr]


def assertions_of(dataset: Graph) -> Iterator[Assertion]:
    """The assertions that a graph holds, in the order of their evidence.

    Brands and their substance are one concept in the graph: statements that differ in nothing else come back as one.
    """
    yield from (statement.assertion for statement in sorted(statements_of(dataset), key=_order))


def _order(statement: Statement) -> tuple[object, ...]:
    a = statement.assertion
    return [_place(e) for e in a.evidence[:1]], a.relation, a.object.label, a.modality.value, statement.iri


def _place(evidence: Evidence) -> tuple[str, int, int]:
    """Not the evidence itself: spans that are not there can't be compared with those that are."""
    return evidence.source, evidence.start, evidence.end


def statements_of(graph: Graph, touching: Iterable[str] | None = None) -> list[Statement]:
    """The statements of a graph, sorted by IRI.

    Args:
        graph: Any rdflib graph with the project's vocabulary.
        touching: IRIs of concepts: only statements with one of them as subject or object; all by default.
    """
    return _load(graph, None if touching is None else _touching(graph, touching))


def statements_named(graph: Graph, iris: Iterable[str]) -> list[Statement]:
    """The statements of these IRIs, sorted by IRI; IRIs that the graph does not have are left out."""
    wanted = sorted(set(iris))
    parts = (wanted[start : start + _PART] for start in range(0, len(wanted), _PART))
    return [statement for part in parts for statement in _load(graph, part)]


def _load(graph: Graph, chosen: list[str] | None) -> list[Statement]:
    only = _values("statement", chosen)
    heads = sorted(rows(graph, _STATEMENTS.format(only=only)), key=lambda row: str(row["statement"]))
    ends = {
        str(row[end]) for row in heads for end in ("subject", "object") if str(row[end]).startswith(CONCEPTS)
    }
    concepts = concepts_of(graph, None if chosen is None else ends)
    evidence, texts = _evidence(graph, only)
    qualifiers = _qualifiers(graph, only)
    return [_statement(row, concepts, evidence, texts, qualifiers) for row in heads]


def concepts_of(graph: Graph, iris: Iterable[str] | None = None) -> Mapping[str, ConceptFacts]:
    """Labels, names, classes and identifiers of concepts, by IRI."""
    found: dict[str, ConceptFacts] = defaultdict(ConceptFacts)
    only = _values("concept", None if iris is None else sorted(iris))
    for row in rows(graph, _CONCEPTS.format(only=only or "?concept a skos:Concept .")):
        facts, name, value = found[str(row["concept"])], str(row["property"]), str(row["value"])
        if name.endswith("prefLabel"):
            facts.label = value
        elif name.endswith("altLabel"):
            facts.names.add(value)
        elif name.endswith("proprietaryName"):
            facts.brands.add(value)
        elif name.endswith("exactMatch"):
            facts.xrefs.add(external_curie(value))
        elif name.endswith("broader"):
            facts.broader.add(value)
        elif value.startswith(_PG):
            facts.kinds.add(value.removeprefix(_PG))
    return found


def about_of(graph: Graph) -> dict[str, str]:
    """What each monograph is about: its IRI and that of its substance."""
    return {str(row["monograph"]): str(row["concept"]) for row in rows(graph, _ABOUT)}


def monographs_in(graph: Graph) -> int:
    """The number of monographs of a graph."""
    return int(str(next(rows(graph, _NUMBER), {}).get("n", 0)))


def _touching(graph: Graph, ends: Iterable[str]) -> list[str]:
    values = " ".join(URIRef(end).n3() for end in ends)
    return sorted(str(row["statement"]) for row in rows(graph, _TOUCHING.format(ends=values)))


def _values(variable: str, iris: Iterable[str] | None) -> str:
    if iris is None:
        return ""
    return f"VALUES ?{variable} {{ {' '.join(URIRef(iri).n3() for iri in iris)} }}"


def _statement(
    row: Mapping[str, Node],
    concepts: Mapping[str, ConceptFacts],
    evidence: Mapping[str, list[Evidence]],
    texts: Mapping[str, tuple[str, str]],
    qualifiers: Mapping[str, dict[str, set[QualifierValue]]],
) -> Statement:
    iri = str(row["statement"])
    own = dict(qualifiers.get(iri, {}))
    label = next(iter(own.pop("label", ())), None)
    subject_text, object_text = texts.get(iri, ("", ""))
    obj = row["object"]
    if isinstance(obj, Literal):
        target = Entity(str(obj), str(obj), "", "")
    elif label is not None:
        target = Entity(str(label), object_text, "", "Dosage")
    else:
        target = _entity(str(obj), concepts, object_text)
    assertion = Assertion(
        _entity(str(row["subject"]), concepts, subject_text),
        str(row["predicate"]).removeprefix(_PG),
        target,
        Modality(str(row["modality"])),
        tuple(sorted((name, _joined(name, values)) for name, values in own.items())),
        tuple(sorted(evidence.get(iri, ()), key=_place)),
    )
    return Statement(iri, str(row["subject"]), "" if isinstance(obj, Literal) else str(obj), assertion)


def _joined(name: str, values: set[QualifierValue]) -> QualifierValue:
    ordered = sorted(values, key=str)
    return tuple(str(value) for value in ordered) if name == "property" or len(ordered) > 1 else ordered[0]


def _entity(iri: str, concepts: Mapping[str, ConceptFacts], text: str) -> Entity:
    facts = concepts.get(iri, ConceptFacts())
    label = facts.label or concept_curie(iri)
    return Entity(label, text or label, concept_curie(iri), facts.kind, tuple(sorted(facts.xrefs)))


def _evidence(graph: Graph, only: str) -> tuple[dict[str, list[Evidence]], dict[str, tuple[str, str]]]:
    found: dict[str, dict[tuple[str, int, int], Evidence]] = defaultdict(dict)
    texts: dict[str, tuple[str, str]] = {}
    for row in sorted(
        rows(graph, _READINGS.format(only=only)), key=lambda row: sorted(map(str, row.values()))
    ):
        text = {name: str(value) for name, value in row.items()}
        piece = Evidence(
            source=text["source"],
            start=int(text["start"]),
            end=int(text["end"]),
            quote=text["exact"],
            section=text["section"],
            line=int(text["line"]),
            rule=text["rule"],
            modality=Modality(text["modality"]),
            prefix=text["prefix"],
            suffix=text["suffix"],
            subject_span=_span(text.get("subjectSpan")),
            cue_span=_span(text.get("cueSpan")),
            object_span=_span(text.get("objectSpan")),
            confidence=float(text["confidence"]) if "confidence" in text else None,
        )
        found[text["statement"]].setdefault((piece.source, piece.start, piece.end), piece)
        texts.setdefault(text["statement"], (text["subjectText"], text["objectText"]))
    return {iri: list(pieces.values()) for iri, pieces in found.items()}, texts


def _span(text: str | None) -> tuple[int, int] | None:
    if not text:
        return None
    start, _, end = text.partition(",")
    return int(start), int(end)


def _qualifiers(graph: Graph, only: str) -> dict[str, dict[str, set[QualifierValue]]]:
    found: dict[str, dict[str, set[QualifierValue]]] = defaultdict(lambda: defaultdict(set))
    for query in (_QUALIFIERS, _DOSES):
        for row in rows(graph, query.format(only=only)):
            iri = str(row["property"])
            name = _NAMES.get(iri) or iri.removeprefix(_PG).rpartition("#")[2]
            found[str(row["statement"])][name].add(_number(row["value"]))
    return found


def _number(value: Node) -> QualifierValue:
    plain = value.toPython() if isinstance(value, Literal) else str(value)
    if isinstance(plain, Decimal):
        return float(plain)
    return plain if isinstance(plain, int | float) else str(plain)
