"""What follows from the statements, for a whole graph in portions, and brought up to date where a part has changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

import pyoxigraph as ox

from pharmagraph.graph.changes import Changes
from pharmagraph.graph.derive import affected, derived_quads
from pharmagraph.graph.iris import DERIVED_GRAPH, STATEMENT_GRAPH, term
from pharmagraph.graph.quads import TYPE
from pharmagraph.vocabulary import Vocabulary

FROM = term("prov:wasDerivedFrom")
_ENDS = (term("pg:derivedSubject"), term("pg:derivedObject"))
_PORTION = 250  # statements: of more at once Oxigraph joins each with each; memory stays bounded


def draw_all(store: ox.Store, vocabulary: Vocabulary) -> Iterator[ox.Quad]:
    """What follows from all statements of a store that has the concepts and the vocabulary, but nothing derived yet."""
    affirmed = store.quads_for_pattern(None, term("biolink:negated"), ox.Literal(False), STATEMENT_GRAPH)
    for portion in _portions(_nodes(affirmed)):
        yield from derived_quads(store, vocabulary, only=portion)


def count_derived(store: ox.Store) -> int:
    """Number of derived statements."""
    return sum(1 for _ in store.quads_for_pattern(None, TYPE, term("pg:DerivedStatement"), DERIVED_GRAPH))


def draw_anew(
    changes: Changes,
    vocabulary: Vocabulary,
    statements: Iterable[ox.NamedNode],
    turned: Iterable[ox.NamedNode],
    other: Iterable[ox.NamedNode],
) -> int:
    """Bring the graph of derived statements up to date.

    Args:
        changes: The store, in which all else is settled already.
        vocabulary: The relations.
        statements: Statements that came or went, or whose ends are of other classes than before.
        turned: Concepts that statements or monographs came to speak of, or no longer do.
        other: Concepts that have another label than before.

    Returns:
        How many derived statements there are more.
    """
    store = changes.store
    concepts = set(turned)
    touched = affected(store, statements, concepts) if concepts else set(statements)
    # Of a concept that is gone the classes are gone, too: what was derived by way of them is found by its ends.
    for concept in concepts.union(other):
        for derived in _with_end(store, concept):
            touched.update(_sources(store, derived))
    number = 0
    for portion in _portions(sorted(touched, key=str)):
        before = {d for statement in portion for d in derived_from(store, statement)}
        old = [q for d in before for q in store.quads_for_pattern(d, None, None, DERIVED_GRAPH)]
        new = derived_quads(store, vocabulary, only=portion)
        changes.replace(old, new)
        number += len({quad.subject for quad in new}) - len(before)
    return number


def derived_from(store: ox.Store, statement: ox.NamedNode) -> Iterator[ox.NamedNode]:
    """What is derived from a statement."""
    return _nodes(store.quads_for_pattern(None, FROM, statement, DERIVED_GRAPH))


def _with_end(store: ox.Store, concept: ox.NamedNode) -> Iterator[ox.NamedNode]:
    for end in _ENDS:
        yield from _nodes(store.quads_for_pattern(None, end, concept, DERIVED_GRAPH))


def _sources(store: ox.Store, derived: ox.NamedNode) -> Iterator[ox.NamedNode]:
    for quad in store.quads_for_pattern(derived, FROM, None, DERIVED_GRAPH):
        if isinstance(quad.object, ox.NamedNode):
            yield quad.object


def _nodes(quads: Iterable[ox.Quad]) -> Iterator[ox.NamedNode]:
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode):
            yield quad.subject


def _portions(statements: Iterable[ox.NamedNode]) -> Iterator[list[ox.NamedNode]]:
    rest = iter(statements)
    while portion := list(islice(rest, _PORTION)):
        yield portion
