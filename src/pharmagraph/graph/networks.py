"""RDF -> networkx, and from there GraphML; the graph's attributes are listed in ``docs/architecture.md``."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence, Set
from typing import Any
from urllib.parse import quote

import networkx as nx
from rdflib import Graph

from pharmagraph.graph.derivations import Derived, derived_of
from pharmagraph.graph.derive import rules
from pharmagraph.graph.export import xml_bytes, xml_text
from pharmagraph.graph.iris import BASE
from pharmagraph.graph.names import find_concept
from pharmagraph.graph.readback import (
    ConceptFacts,
    Statement,
    about_of,
    concepts_of,
    statements_named,
    statements_of,
)
from pharmagraph.recognise.spelling import name_key
from pharmagraph.records import Evidence
from pharmagraph.serialize import evidence_record
from pharmagraph.vocabulary import load_vocabulary
from pharmagraph.wording import in_words

_NAME = BASE + "name/"  # literals have no IRI in the graph; in networkx they need a name to be nodes


def to_networkx(
    dataset: Graph, substance: str | None = None, *, derived: bool = False
) -> nx.MultiDiGraph[Any]:
    """The statements of a graph as a networkx graph: nodes are concepts, edges are statements.

    Args:
        dataset: Any rdflib graph with the project's vocabulary.
        substance: Name or IRI of a concept: only what is said of it and of what it is linked to directly.
        derived: Whether what was derived comes along, as edges with the attribute ``derived``, and with it the
            statements that it follows from. Left out by default, so that nobody counts it as stated.

    Raises:
        UnknownSubstanceError: The graph has no such concept.
    """
    touching = None if substance is None else [find_concept(dataset, substance)]
    following = derived_of(dataset, touching) if derived else []
    statements = statements_of(dataset, touching)
    behind = [] if touching is None else _behind(dataset, following, statements)
    iris = {iri for s in (*statements, *behind) for iri in (s.subject_iri, s.object_iri) if iri}
    iris |= {end for d in following for end in (d.subject, d.object)} | set(touching or ())
    about = set(about_of(dataset).values())
    graph = _concepts(dataset, iris, about, everything=touching is None)
    for statement in statements:
        _add_statement(graph, statement)
    for statement in behind:
        _add_statement(graph, statement, behind=True)
    for one in following:
        graph.add_edge(one.subject, one.object, key=one.iri, **_derived_edge(one))
    return graph


def _behind(dataset: Graph, following: Sequence[Derived], statements: Sequence[Statement]) -> list[Statement]:
    """The statements that something follows from, and that are not among the others."""
    return statements_named(
        dataset, {iri for d in following for iri in d.sources} - {s.iri for s in statements}
    )


def _concepts(dataset: Graph, iris: Set[str], about: Set[str], *, everything: bool) -> nx.MultiDiGraph[Any]:
    """A graph of concepts without edges; of everything, those too that a monograph is about and no statement."""
    graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph()
    facts = concepts_of(dataset, None if everything else iris)
    for iri in sorted(iris | (about if everything else set())):
        if iri in facts:
            graph.add_node(iri, **_node(facts[iri], iri in about))
    return graph


def _add_statement(graph: nx.MultiDiGraph[Any], statement: Statement, **more: bool) -> None:
    target = statement.object_iri or _literal(graph, statement)
    if statement.assertion.relation == "hasDosage":
        graph.add_node(target, **_dose(statement))
    graph.add_edge(statement.subject_iri, target, key=statement.iri, **_edge(statement), **more)


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
    """A dose, named with whom it is for and against what: two doses of one amount can be told apart."""
    said = dict(statement.assertion.qualifiers)
    who = [in_words(said[name]) for name in ("population", "condition") if name in said]
    return {
        "label": statement.assertion.object.label + (f" ({', '.join(who)})" if who else ""),
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


def _derived_edge(derived: Derived) -> dict[str, Any]:
    """As of a statement, but without evidence and support, and with what it follows from."""
    relation = load_vocabulary().relations.get(derived.relation)
    rule = rules().get(derived.rule)
    return {
        "relation": derived.relation,
        "label": relation.label if relation else derived.relation,
        "group": relation.group if relation else "other",
        **({"modality": derived.modality} if derived.modality else {}),
        "qualifiers": {},
        "support": 0,
        "evidence": [],
        "derived": {
            "rule": derived.rule,
            "title": rule.title if rule else "",
            "from": list(derived.sources),
            "by": list(derived.classes),
        },
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
