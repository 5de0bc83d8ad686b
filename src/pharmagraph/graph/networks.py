"""RDF -> networkx, and from there GraphML; the graph's attributes are listed in ``docs/architecture.md``."""

from __future__ import annotations

import io
import json
from typing import Any
from urllib.parse import quote

import networkx as nx
from rdflib import Graph

from pharmagraph.graph.export import xml_bytes, xml_text
from pharmagraph.graph.iris import BASE
from pharmagraph.graph.names import find_concept
from pharmagraph.graph.readback import ConceptFacts, Statement, about_of, concepts_of, statements_of
from pharmagraph.recognise.spelling import name_key
from pharmagraph.records import Evidence
from pharmagraph.serialize import evidence_record
from pharmagraph.vocabulary import load_vocabulary

_NAME = BASE + "name/"  # literals have no IRI in the graph; in networkx they need a name to be nodes


def to_networkx(dataset: Graph, substance: str | None = None) -> nx.MultiDiGraph[Any]:
    """The statements of a graph as a networkx graph: nodes are concepts, edges are statements.

    Args:
        dataset: Any rdflib graph with the project's vocabulary.
        substance: Name or IRI of a concept: only what is said of it and of what it is linked to directly.

    Raises:
        UnknownSubstanceError: The graph has no such concept.
    """
    touching = None if substance is None else [find_concept(dataset, substance)]
    statements = statements_of(dataset, touching)
    graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph()
    iris = {iri for s in statements for iri in (s.subject_iri, s.object_iri) if iri} | set(touching or ())
    facts = concepts_of(dataset, iris if touching else None)
    about = set(about_of(dataset).values())
    for iri in sorted(iris | (about if touching is None else set())):
        if iri in facts:
            graph.add_node(iri, **_node(facts[iri], iri in about))
    for statement in statements:
        target = statement.object_iri or _literal(graph, statement)
        if target not in graph:
            graph.add_node(target, **_dose(statement))
        graph.add_edge(statement.subject_iri, target, key=statement.iri, **_edge(statement))
    return graph


def graphml(dataset: Graph) -> bytes:
    """The networkx graph as GraphML; lists and mappings become JSON text, since GraphML has only plain values."""
    graph = to_networkx(dataset)
    flat: nx.MultiDiGraph[Any] = nx.MultiDiGraph()
    for node, attributes in sorted(graph.nodes(data=True)):
        flat.add_node(node, **_flat(attributes))
    for subject, target, key, attributes in sorted(
        graph.edges(keys=True, data=True), key=lambda edge: edge[:3]
    ):
        flat.add_edge(subject, target, key=key, **_flat(attributes))
    stream = io.BytesIO()
    nx.write_graphml_xml(flat, stream)
    return xml_bytes(stream.getvalue())


def _flat(attributes: dict[str, Any]) -> dict[str, Any]:
    plain = (str, int, float, bool)
    return {
        name: _xml(
            value if isinstance(value, plain) else json.dumps(value, ensure_ascii=False, sort_keys=True)
        )
        for name, value in sorted(attributes.items())
    }


def _xml(value: Any) -> Any:  # noqa: ANN401 - any plain value passes through
    return xml_text(value) if isinstance(value, str) else value


def _node(facts: ConceptFacts, about: bool) -> dict[str, Any]:
    names = sorted((facts.names | facts.brands) - {facts.label})
    return {
        "label": facts.label,
        "kind": facts.kind,
        "names": names,
        "xrefs": sorted(facts.xrefs),
        "about": about,
    }


def _literal(graph: nx.MultiDiGraph[Any], statement: Statement) -> str:
    label = statement.assertion.object.label
    iri = _NAME + quote(name_key(label) or label, safe="")
    if iri not in graph:
        graph.add_node(iri, label=label, kind="Literal", names=[], xrefs=[], about=False)
    return iri


def _dose(statement: Statement) -> dict[str, Any]:
    return {
        "label": statement.assertion.object.label,
        "kind": "Dosage",
        "names": [],
        "xrefs": [],
        "about": False,
    }


def _edge(statement: Statement) -> dict[str, Any]:
    assertion = statement.assertion
    relation = load_vocabulary().relations.get(assertion.relation)
    return {
        "relation": assertion.relation,
        "label": relation.label if relation else assertion.relation,
        "group": relation.group if relation else "other",
        "modality": assertion.modality.value,
        "qualifiers": {name: list(v) if isinstance(v, tuple) else v for name, v in assertion.qualifiers},
        "support": assertion.support,
        **({} if assertion.confidence is None else {"confidence": assertion.confidence}),
        "evidence": [_evidence(evidence) for evidence in assertion.evidence],
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    def relative(span: tuple[int, int] | None) -> list[int] | None:
        return [span[0] - evidence.start, span[1] - evidence.start] if span else None

    return {
        **evidence_record(evidence),
        "subject_span": relative(evidence.subject_span),
        "cue_span": relative(evidence.cue_span),
        "object_span": relative(evidence.object_span),
    }
