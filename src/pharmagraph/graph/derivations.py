"""What was derived, read back from RDF; how it is made is in ``derive.py``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rdflib import Graph, URIRef

from pharmagraph.graph.iris import PREFIXES
from pharmagraph.graph.readback import rows

# A result of a CONSTRUCT query may have only a part of it: nothing but the two ends and the relation is required.
_DERIVED = """SELECT ?derived ?subject ?relation ?object ?modality ?rule ?statement ?class WHERE {{
  {only} ?derived pg:derivedSubject ?subject ; pg:derivedRelation ?relation ; pg:derivedObject ?object .
  OPTIONAL {{ ?derived pg:modality ?modality }} OPTIONAL {{ ?derived pg:derivedBy ?rule }}
  OPTIONAL {{ ?derived prov:wasDerivedFrom ?statement }} OPTIONAL {{ ?derived pg:byWayOf ?class }} }}"""
_TOUCHING = """{{ SELECT DISTINCT ?derived WHERE {{ VALUES ?end {{ {ends} }}
    {{ ?derived pg:derivedSubject ?end }} UNION {{ ?derived pg:derivedObject ?end }} }} }}"""


@dataclass(frozen=True, slots=True)
class Derived:
    """A derived statement: no text says it.

    Attributes:
        iri: Its IRI.
        subject: IRI of the subject.
        relation: Local name of the relation.
        object: IRI of the object.
        modality: That of the statement it follows from; "" where the graph does not say.
        rule: Name of the rule, or "".
        sources: IRIs of the statements that it follows from, sorted.
        classes: IRIs of the classes by way of which it does, sorted.
    """

    iri: str
    subject: str
    relation: str
    object: str
    modality: str
    rule: str
    sources: tuple[str, ...]
    classes: tuple[str, ...]


def derived_of(graph: Graph, touching: Iterable[str] | None = None) -> list[Derived]:
    """The derived statements of a graph, sorted by IRI.

    Args:
        graph: Any rdflib graph with the project's vocabulary.
        touching: IRIs of concepts: only what has one of them as subject or object; all by default.
    """
    only = "" if touching is None else _TOUCHING.format(ends=" ".join(URIRef(end).n3() for end in touching))
    heads: dict[tuple[str, ...], tuple[set[str], set[str]]] = {}
    for row in rows(graph, _DERIVED.format(only=only)):
        text = {name: str(value) for name, value in row.items()}
        names = ("derived", "subject", "relation", "object", "modality", "rule")
        sources, classes = heads.setdefault(tuple(text.get(name, "") for name in names), (set(), set()))
        sources.update({text["statement"]} if "statement" in text else ())
        classes.update({text["class"]} if "class" in text else ())
    return [
        Derived(iri, subject, relation.removeprefix(PREFIXES["pg"]), object_, modality, rule,
                tuple(sorted(sources)), tuple(sorted(classes)))
        for (iri, subject, relation, object_, modality, rule), (sources, classes) in sorted(heads.items())
    ]  # fmt: skip
