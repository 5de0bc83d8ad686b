"""The part of a graph around some statements, small enough to be checked at once.

Each invariant of ``ontology/invariants`` is about one statement, its plain triple, the statements that say the same,
and the classes of its ends. A monograph that is valid by itself is valid in every graph: others add statements,
triples, evidence and classes, and nothing that an invariant forbids. So a monograph is checked by the process that
reads it, and a build looks again only at what that found, and at what it changed itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import pyoxigraph as ox

from pharmagraph.graph.concepts import Mentions, vocabulary_quads
from pharmagraph.graph.iris import (
    CONCEPT_GRAPH,
    PREFIXES,
    STATEMENT_GRAPH,
    concept_iri,
    evidence_iri,
    term,
)
from pharmagraph.graph.quads import TYPE, Contribution, nquads
from pharmagraph.graph.validate import MISQUOTED, broken
from pharmagraph.recognise.lexicon import Lexicon
from pharmagraph.records import Assertion, Monograph
from pharmagraph.vocabulary import load_vocabulary

Fact = tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]
EVIDENCE = term("pg:hasEvidence")
SUBJECT, PREDICATE, OBJECT = term("rdf:subject"), term("rdf:predicate"), term("rdf:object")


def offenders_of(made: Contribution, mentions: Mentions, lexicon: Lexicon) -> tuple[tuple[str, str], ...]:
    """What the invariants find wrong in what one monograph contributes: problem and IRI, sorted."""
    shown = ((s, p, o) for s, p, o in made.shown if p == EVIDENCE)
    text = nquads(made.said, STATEMENT_GRAPH) + nquads(shown, STATEMENT_GRAPH) + _vocabulary()
    part = ox.Store()
    part.load(input=text, format=ox.RdfFormat.N_QUADS)
    for identifier, seen in mentions.items():
        concept = lexicon.concept(identifier)
        for kind in {*seen.types, concept.type if concept else ""} - {""}:
            part.add(ox.Quad(concept_iri(identifier), TYPE, term(f"pg:{kind}"), CONCEPT_GRAPH))
    return tuple(sorted(broken(part)))


def misquoted(monograph: Monograph, assertions: Iterable[Assertion]) -> Iterator[tuple[str, str]]:
    """Passages whose quote does not stand in the text where it should: problem and IRI."""
    for assertion in assertions:
        for evidence in assertion.evidence:
            if monograph.raw[evidence.start : evidence.end] != evidence.quote:
                yield MISQUOTED, evidence_iri(evidence).value


@cache
def _vocabulary() -> bytes:
    return ox.serialize(vocabulary_quads(load_vocabulary()), format=ox.RdfFormat.N_QUADS) or b""


def fact_of(store: ox.Store, statement: ox.NamedNode) -> Fact | None:
    """Subject, relation and object of a statement; None if it is none of the graph."""
    values = {q.predicate: q.object for q in store.quads_for_pattern(statement, None, None, STATEMENT_GRAPH)}
    subject, predicate, obj = (values.get(name) for name in (SUBJECT, PREDICATE, OBJECT))
    if not isinstance(subject, ox.NamedNode) or not isinstance(predicate, ox.NamedNode):
        return None
    return (subject, predicate, obj) if isinstance(obj, ox.NamedNode | ox.Literal) else None


class Sayings:
    """Which statements give a fact, found by their subject: most subjects have few statements."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._known: dict[ox.NamedNode, list[ox.NamedNode]] = {}

    def of(self, fact: Fact) -> Iterator[ox.NamedNode]:
        """The statements with this subject, relation and object."""
        subject, predicate, obj = fact
        if subject not in self._known:
            quads = self._store.quads_for_pattern(None, SUBJECT, subject, STATEMENT_GRAPH)
            self._known[subject] = [q.subject for q in quads if isinstance(q.subject, ox.NamedNode)]
        for statement in self._known[subject]:
            own = (
                ox.Quad(statement, OBJECT, obj, STATEMENT_GRAPH),
                ox.Quad(statement, PREDICATE, predicate, STATEMENT_GRAPH),
            )
            if all(quad in self._store for quad in own):
                yield statement


def offenders_around(store: ox.Store, facts: Iterable[Fact]) -> set[tuple[str, str]]:
    """What the invariants find wrong with some facts and the statements that give them: problem and IRI.

    Args:
        store: The whole graph.
        facts: Subject, relation and object; also of statements that are gone.
    """
    part = ox.Store()
    part.load(input=_vocabulary(), format=ox.RdfFormat.N_QUADS)
    sayings = Sayings(store)
    for fact in facts:
        part.extend(_around(store, fact, sayings))
    return set(broken(part))


def _around(store: ox.Store, fact: Fact, sayings: Sayings) -> Iterator[ox.Quad]:
    subject, _, obj = fact
    if (plain := ox.Quad(*fact, STATEMENT_GRAPH)) in store:
        yield plain
    for statement in sayings.of(fact):
        yield from store.quads_for_pattern(statement, None, None, STATEMENT_GRAPH)
        yield from list(store.quads_for_pattern(statement, EVIDENCE, None, None))[:1]
    for end in (subject, obj):
        if isinstance(end, ox.NamedNode):
            yield from store.quads_for_pattern(end, TYPE, None, None)


def facts_of(store: ox.Store, offender: str) -> Iterator[Fact]:
    """The facts that an offender is about: those of a statement, or all that stand of a concept."""
    node = ox.NamedNode(offender)
    if fact := fact_of(store, node):
        yield fact
        return
    for quad in store.quads_for_pattern(node, None, None, STATEMENT_GRAPH):
        if quad.predicate.value.startswith(PREFIXES["pg"]) and isinstance(
            quad.object, ox.NamedNode | ox.Literal
        ):
            yield node, quad.predicate, quad.object
