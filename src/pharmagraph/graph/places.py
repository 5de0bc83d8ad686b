"""Where a graph is: in a folder here, or in a triple store elsewhere; readers need not know."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from pharmagraph.address import is_url
from pharmagraph.graph.remote import RemoteStore, open_remote
from pharmagraph.graph.store import open_ox


def open_graph(place: Path | str) -> ox.Store | RemoteStore:
    """Open a graph, to ask it in SPARQL.

    Args:
        place: A folder that ``build`` wrote, or the address of a triple store.

    Raises:
        StoreError: There is no graph, or it can't be reached.
    """
    return open_remote(str(place)) if is_url(place) else open_ox(Path(place))


def local_copy(graph: ox.Store | RemoteStore) -> ox.Store:
    """A graph in a store of this machine, for what goes through all of it; that of a folder is one already."""
    if isinstance(graph, ox.Store):
        return graph
    copy = ox.Store()
    copy.bulk_extend(graph)
    return copy
