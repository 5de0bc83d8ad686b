"""Changes to a store, counted: how many triples there are more, each once in however many graphs it stands."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox


class Changes:
    """Adds and removes quads one by one: for what is small beside the graph.

    Args:
        store: The store.

    Attributes:
        triples: How many more triples the union of all graphs has than before.
        number: Number of quads that were added or removed.
    """

    def __init__(self, store: ox.Store) -> None:
        self.store = store
        self.triples = 0
        self.number = 0
        self._fewer: set[ox.NamedNode] = set()

    def add(self, quads: Iterable[ox.Quad]) -> None:
        """Add quads that may be there already."""
        for quad in quads:
            if quad not in self.store:
                self.triples += not self._stands(quad)
                self.store.add(quad)
                self.number += 1

    def remove(self, quads: Iterable[ox.Quad]) -> None:
        """Remove quads that may be gone already; they are not read from the store while they are removed."""
        for quad in list(quads):
            if quad in self.store:
                self.store.remove(quad)
                if isinstance(quad.graph_name, ox.NamedNode):
                    self._fewer.add(quad.graph_name)
                self.triples -= not self._stands(quad)
                self.number += 1

    def replace(self, old: Iterable[ox.Quad], new: Iterable[ox.Quad]) -> None:
        """Put quads into the place of others; those that are among both are not touched."""
        before, after = set(old), set(new)
        self.remove(before - after)
        self.add(after - before)

    def forget_empty_graphs(self) -> None:
        """Remove the names of graphs that have lost their last quad: Oxigraph goes on listing them."""
        for graph in self._fewer:
            if next(iter(self.store.quads_for_pattern(None, None, None, graph)), None) is None:
                self.store.remove_graph(graph)

    def _stands(self, quad: ox.Quad) -> bool:
        found = self.store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
        return next(iter(found), None) is not None
