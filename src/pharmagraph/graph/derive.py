"""What follows from the statements, by the CONSTRUCT rules of ``ontology/rules``, in a graph of its own.

A rule reads what the texts state and nothing that another rule derived: rules do not chain, so that the path from a
derived statement to its sentence is one step. What is derived is no ``biolink:Association``, has no plain triple, no
evidence and no support: no query for statements can take it for one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from pharmagraph.errors import OntologyError
from pharmagraph.graph.described import read_described
from pharmagraph.graph.iris import DERIVED, DERIVED_GRAPH, PREFIXES, term
from pharmagraph.graph.quads import LABEL, TYPE
from pharmagraph.graph.queries import restricted, run
from pharmagraph.resources import ontology_dir
from pharmagraph.vocabulary import Vocabulary, load_vocabulary
from pharmagraph.wording import narrowed, says

_FROM = term("prov:wasDerivedFrom")
_MODALITY = term("pg:modality")
_ENDS = (term("pg:derivedSubject"), term("pg:derivedRelation"), term("pg:derivedObject"), _MODALITY)
_MARKS = tuple(
    map(term, "rdf:subject rdf:predicate rdf:object biolink:negated pg:hasEvidence pg:support".split())
)
# Statements about a class above one of these concepts: what is derived from them may change when one comes or goes.
_ABOVE = """SELECT DISTINCT ?statement WHERE {{ VALUES ?member {{ {members} }} ?member skos:broader+ ?class .
  ?statement rdf:subject|rdf:object ?class . ?statement a biolink:Association }}"""
_Described = dict[ox.NamedNode, set[ox.NamedNode | ox.Literal]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of derivation.

    Attributes:
        name: Name of its file, without the ending.
        title: In a few words.
        derives: What follows, in one sentence.
        text: The CONSTRUCT query.
        path: Its file.
    """

    name: str
    title: str
    derives: str
    text: str
    path: Path


@cache
def rules(folder: Path | None = None) -> Mapping[str, Rule]:
    """The rules of ``ontology/rules``, by name in alphabetical order.

    Raises:
        OntologyError: One has no title, or doesn't say what it derives.
    """
    files = read_described(folder or ontology_dir() / "rules", "a rule", ("title", "derives"))
    return {
        f.path.stem: Rule(f.path.stem, f.heads["title"], f.heads["derives"], f.text, f.path) for f in files
    }


def derived_quads(
    store: ox.Store,
    vocabulary: Vocabulary | None = None,
    folder: Path | None = None,
    only: Iterable[ox.NamedNode] | None = None,
) -> list[ox.Quad]:
    """What follows from the statements of a store, for the graph of derived statements.

    Args:
        store: All statements, concepts and the vocabulary. What was derived before is not read.
        vocabulary: The relations; the project's own by default.
        folder: The folder of the rules; the project's own by default.
        only: Statements (IRIs) to derive from; all by default. See :func:`affected`.

    Returns:
        Quads without blank nodes, each once, in a fixed order.

    Raises:
        OntologyError: A rule is no CONSTRUCT query, or makes what is no derived statement of an affirmed one.
    """
    chosen = None if only is None else sorted(set(only), key=str)
    made: dict[ox.NamedNode, tuple[Rule, _Described]] = {}
    for rule in rules(folder).values():
        for node, described in _construct(store, rule, chosen).items():
            _check(rule, node, described, store)
            if node in made:
                raise _error(rule, f"it gives {node.value} again, which {made[node][0].name} made")
            made[node] = (rule, described)
    relations = vocabulary or load_vocabulary()
    return [
        quad
        for node, (rule, described) in sorted(made.items(), key=lambda item: item[0].value)
        for quad in _quads(node, rule, described, store, relations)
    ]


def affected(
    store: ox.Store, statements: Iterable[ox.NamedNode], concepts: Iterable[ox.NamedNode]
) -> set[ox.NamedNode]:
    """The statements whose derived ones may change when a part of the graph does.

    To bring the graph of derived statements up to date: remove what is derived from these (``prov:wasDerivedFrom``),
    and add ``derived_quads(store, only=...)`` of those that are still there.

    Args:
        store: All statements and concepts, as they are now.
        statements: Statements that came or went.
        concepts: Concepts that statements or monographs came to speak of, or no longer do.
    """
    members = " ".join(sorted(map(str, set(concepts))))
    found = set(statements)
    results = run(store, _ABOVE.format(members=members))
    assert isinstance(results, ox.QuerySolutions)
    return found | {row["statement"] for row in results}


def _construct(
    store: ox.Store, rule: Rule, chosen: Sequence[ox.NamedNode] | None
) -> dict[ox.NamedNode, _Described]:
    text = rule.text if chosen is None else restricted(rule.text, "statement", chosen)
    results = run(store, text, source=str(rule.path))
    if not isinstance(results, ox.QueryTriples):
        raise _error(rule, "it is no CONSTRUCT query")
    found: dict[ox.NamedNode, _Described] = {}
    for triple in results:
        subject, value = triple.subject, triple.object
        if not isinstance(subject, ox.NamedNode) or not isinstance(value, ox.NamedNode | ox.Literal):
            raise _error(rule, "it makes a blank node")
        found.setdefault(subject, {}).setdefault(triple.predicate, set()).add(value)
    return found


def _check(rule: Rule, node: ox.NamedNode, described: _Described, store: ox.Store) -> None:
    """Refuse what could be taken for a statement of a text, or has no affirmed statement behind it."""
    if not node.value.startswith(DERIVED):
        raise _error(rule, f"it says something of {node.value}, which is no derived statement (pgi:)")
    if marks := [name.value for name in _MARKS if name in described]:
        raise _error(rule, f"it gives {marks[0]}, which only a statement of a text has")
    for name in _ENDS:
        if len(described.get(name, ())) != 1:
            raise _error(rule, f"a derived statement needs one {name.value.rpartition('/')[2]}")
    sources = described.get(_FROM, set())
    if not sources:
        raise _error(rule, "a derived statement needs prov:wasDerivedFrom a statement")
    for source in sources:
        negated = _value(store, source, "biolink:negated")
        if negated is None:
            raise _error(rule, f"it derives from {source.value}, which is no statement of a text")
        if negated != "false":
            raise _error(rule, f"it derives from {source.value}, which is denied")
        if _value(store, source, "pg:modality") != next(iter(described[_MODALITY])).value:
            raise _error(rule, f"it has another modality than {source.value}")


def _quads(
    node: ox.NamedNode,
    rule: Rule,
    described: _Described,
    store: ox.Store,
    vocabulary: Vocabulary,
) -> Iterator[ox.Quad]:
    for predicate, values in sorted(described.items(), key=lambda item: item[0].value):
        for value in sorted(values, key=str):
            yield ox.Quad(node, predicate, value, DERIVED_GRAPH)
    if term("pg:DerivedStatement") not in described.get(TYPE, ()):
        yield ox.Quad(node, TYPE, term("pg:DerivedStatement"), DERIVED_GRAPH)
    yield ox.Quad(node, term("pg:derivedBy"), ox.Literal(rule.name), DERIVED_GRAPH)
    subject, relation, obj, modality = (next(iter(described[name])) for name in _ENDS)
    known = vocabulary.relations.get(relation.value.removeprefix(PREFIXES["pg"]))
    words = says(known.label if known else relation.value, modality.value)
    ends = [_value(store, end, "skos:prefLabel") or end.value for end in (subject, obj)]
    ends[1] = narrowed(ends[1], degree=_degree(store, described[_FROM]))
    yield ox.Quad(node, LABEL, ox.Literal(f"{ends[0]} {words} {ends[1]} (derived)"), DERIVED_GRAPH)


def _degree(store: ox.Store, sources: Iterable[ox.NamedNode | ox.Literal]) -> str:
    """The degree of the condition that the statements behind a derived one speak of: what follows says no more."""
    found = {_value(store, source, "pg:degree") for source in sources if isinstance(source, ox.NamedNode)}
    return " or ".join(sorted(filter(None, found)))


def _value(store: ox.Store, node: ox.NamedNode | ox.Literal, name: str) -> str | None:
    """The text of a property of a node, or None."""
    if not isinstance(node, ox.NamedNode):
        return None
    quad = next(iter(store.quads_for_pattern(node, term(name), None)), None)
    return str(getattr(quad.object, "value", "")) if quad else None


def _error(rule: Rule, problem: str) -> OntologyError:
    return OntologyError(f"the rule is unsound: {problem}", remedy="correct or remove it", source=rule.path)
