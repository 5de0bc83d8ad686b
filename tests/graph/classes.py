"""Small graphs with classes of substances, quickly made: what is stated, who belongs to what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pyoxigraph as ox

from pharmagraph.graph.concepts import vocabulary_quads
from pharmagraph.graph.derive import derived_quads
from pharmagraph.graph.iris import CONCEPT_GRAPH, concept_iri, term
from pharmagraph.graph.queries import run
from pharmagraph.process import Processed
from pharmagraph.vocabulary import load_vocabulary

from .made import Said, document, entity

_DERIVED = """SELECT ?s ?p ?o ?m ?from (GROUP_CONCAT(?c; separator=", ") AS ?by) WHERE {
  { SELECT DISTINCT ?d ?s ?p ?o ?m ?from ?c WHERE {
    ?d pg:derivedSubject/skos:prefLabel ?s ; pg:derivedRelation ?r ; pg:derivedObject/skos:prefLabel ?o ;
      pg:modality ?m ; prov:wasDerivedFrom ?from .
    OPTIONAL { ?d pg:byWayOf/skos:prefLabel ?class } BIND(COALESCE(?class, "") AS ?c)
    BIND(STRAFTER(STR(?r), "vocab/") AS ?p) } ORDER BY ?c }
} GROUP BY ?d ?s ?p ?o ?m ?from"""


def belongs(member: str, cls: str) -> list[ox.Quad]:
    """The quads by which one concept belongs to another; both are described."""
    found = []
    for name in (member, cls):
        one = entity(name)
        me = concept_iri(one.id)
        found.append(ox.Quad(me, term("rdf:type"), term("skos:Concept"), CONCEPT_GRAPH))
        found.append(ox.Quad(me, term("rdf:type"), term(f"pg:{one.type}"), CONCEPT_GRAPH))
        found.append(ox.Quad(me, term("skos:prefLabel"), ox.Literal(one.label), CONCEPT_GRAPH))
    pair = concept_iri(entity(member).id), concept_iri(entity(cls).id)
    return [*found, ox.Quad(pair[0], term("skos:broader"), pair[1], CONCEPT_GRAPH)]


def store_with(documents: Iterable[Processed], members: Iterable[tuple[str, str]] = ()) -> ox.Store:
    """The statements of documents, their concepts, the vocabulary, and who belongs to what; nothing derived yet."""
    store = ox.Store()
    for processed in documents:
        store.load(input=processed.nquads, format=ox.RdfFormat.N_QUADS)
        assert processed.record is not None
        for identifier, seen in processed.record.mentions.items():
            me = concept_iri(identifier)
            store.add(ox.Quad(me, term("rdf:type"), term("skos:Concept"), CONCEPT_GRAPH))
            store.add(ox.Quad(me, term("skos:prefLabel"), ox.Literal(min(seen.labels)), CONCEPT_GRAPH))
            for kind in seen.types:
                store.add(ox.Quad(me, term("rdf:type"), term(f"pg:{kind}"), CONCEPT_GRAPH))
    store.extend(vocabulary_quads(load_vocabulary()))
    for member, cls in members:
        store.extend(belongs(member, cls))
    return store


def store_of_statements(statements: Sequence[Said], members: Iterable[tuple[str, str]] = ()) -> ox.Store:
    """The same of one document that makes these statements."""
    return store_with([document("made.md", "Made", *statements)], members)


def derive(store: ox.Store) -> ox.Store:
    """Add what follows."""
    store.extend(derived_quads(store))
    return store


def derived(store: ox.Store, *, by_class: bool = True) -> set[str]:
    """What was derived, one line each as the golden cases have them."""
    lines = set()
    for row in run(store, _DERIVED):
        subject, relation, obj, modality, by = (row[name].value for name in ("s", "p", "o", "m", "by"))
        if by_class == bool(by):
            hedge = "" if modality == "asserted" else f" [{modality}]"
            way = f" by {by}" if by else ""
            lines.add(f"{subject} {relation} {obj}{hedge}{way}")
    return lines
