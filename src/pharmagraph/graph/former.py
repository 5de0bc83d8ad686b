"""What a former build had of a monograph that can't be read now, taken over unchanged."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from pharmagraph.graph.concepts import Mentions, Seen, merge_mentions
from pharmagraph.graph.iris import (
    CONCEPT_GRAPH,
    PREFIXES,
    RUN_GRAPH,
    STATEMENT_GRAPH,
    concept_curie,
    external_curie,
    monograph_iri,
    term,
)
from pharmagraph.graph.quads import is_plain, plain_triples
from pharmagraph.records import Modality
from pharmagraph.vocabulary import Vocabulary

_PG = PREFIXES["pg"]


def keep(store: ox.Store, former: ox.Store, source: str, mentions: Mentions, vocabulary: Vocabulary) -> bool:
    """Take over the statements of a monograph, their concepts, and the run that made them.

    Args:
        store: The store that is being filled.
        former: The store of the former build.
        source: The name of the monograph's file.
        mentions: The concepts of the new store; those of the monograph are added.
        vocabulary: The relations.

    Returns:
        Whether the former build had anything of it.
    """
    graph = monograph_iri(source)
    quads = list(former.quads_for_pattern(None, None, None, graph))
    made = {quad.subject for quad in quads if quad.predicate == term("pg:hasEvidence")}
    statements = [node for node in made if isinstance(node, ox.NamedNode)]
    said = [quad for statement in statements for quad in _statement(former, statement, vocabulary)]
    store.bulk_extend([*quads, *said])
    used = term("prov:used")
    for node in {node for quad in (*quads, *said) for node in (quad.subject, quad.object)}:
        if not isinstance(node, ox.NamedNode):
            continue
        if seen := _seen(former, node):
            merge_mentions(mentions, {concept_curie(node.value): seen})
        runs = former.quads_for_pattern(node, None, None, RUN_GRAPH)
        store.extend(quad for quad in runs if quad.predicate != used or quad.object == graph)
    return bool(quads)


def _statement(former: ox.Store, statement: ox.NamedNode, vocabulary: Vocabulary) -> Iterator[ox.Quad]:
    """What a statement says: itself, its dose, and the plain triple, if its own modality gives it one."""
    own = _described(former, statement)
    yield from own
    values = {quad.predicate: quad.object for quad in own}
    subject, predicate, obj = (values[term(name)] for name in ("rdf:subject", "rdf:predicate", "rdf:object"))
    modality = values[term("pg:modality")]
    assert isinstance(subject, ox.NamedNode)
    assert isinstance(predicate, ox.NamedNode)
    assert isinstance(obj, ox.NamedNode | ox.Literal)
    assert isinstance(modality, ox.Literal)
    if is_plain(Modality(modality.value), vocabulary.relations[predicate.value.removeprefix(_PG)]):
        for triple in plain_triples(subject, predicate, obj):
            yield ox.Quad(*triple, STATEMENT_GRAPH)
    if predicate == term("pg:hasDosage") and isinstance(obj, ox.NamedNode):
        yield from _described(former, obj)
        for quad in former.quads_for_pattern(obj, term("schema:doseValue"), None, STATEMENT_GRAPH):
            if isinstance(quad.object, ox.NamedNode):
                yield from _described(former, quad.object)


def _described(former: ox.Store, node: ox.NamedNode) -> list[ox.Quad]:
    return list(former.quads_for_pattern(node, None, None, STATEMENT_GRAPH))


def _seen(former: ox.Store, concept: ox.NamedNode) -> Seen | None:
    def values(name: str) -> list[str]:
        quads = former.quads_for_pattern(concept, term(name), None, CONCEPT_GRAPH)
        return [str(q.object.value) for q in quads if isinstance(q.object, ox.NamedNode | ox.Literal)]

    labels = values("skos:prefLabel")
    if not labels:
        return None
    seen = Seen()
    seen.labels.update(labels)
    seen.texts.update(values("skos:altLabel"))
    seen.types.update(kind.removeprefix(_PG) for kind in values("rdf:type") if kind.startswith(_PG))
    seen.xrefs.update(map(external_curie, values("skos:exactMatch")))
    return seen
