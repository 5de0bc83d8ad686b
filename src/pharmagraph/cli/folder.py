"""Where the graph is: the options ``-C`` and ``--store`` of commands that ask it, and their defaults."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from pathlib import Path

import click
import pyoxigraph as ox
from rdflib import Dataset

from pharmagraph.cli.output import remark
from pharmagraph.cli.place import given, place_options
from pharmagraph.graph import places
from pharmagraph.graph.remote import RemoteStore
from pharmagraph.graph.store import STORE, as_dataset

_Command = Callable[..., object]
DEFAULT = Path("out")


def graph_option(function: _Command) -> _Command:
    """Add ``-C DIR`` and ``--store URL`` to a command; it is given the place of the graph as ``folder``.

    That is a path, or the address of a store as text.
    """

    @functools.wraps(function)
    def command(*words: object, folder: Path | None, store: str | None, **options: object) -> object:
        return function(*words, folder=given(folder, store) or _found(), **options)

    return place_options(command)


def _found() -> Path | str:
    """What was said before the command, else what the environment says, else what lies here."""
    said = click.get_current_context().obj
    if isinstance(said, Path | str):
        return said
    store, folder = os.environ.get("PHARMAGRAPH_STORE"), os.environ.get("PHARMAGRAPH_DIR")
    if named := given(Path(folder) if folder else None, store):
        return named
    return Path() if Path(STORE).is_dir() else DEFAULT


def open_graph(place: Path | str) -> ox.Store | RemoteStore:
    """Open the graph of a folder or of a store elsewhere; says so if that is being written just now.

    Raises:
        StoreError: There is none, or it can't be reached.
    """
    graph = places.open_graph(place)
    if isinstance(graph, RemoteStore) and graph.since:
        remark(
            f"{graph.url}: since {graph.since} a build is being written to this store, or was interrupted: "
            "what monographs say may be as it was before, or as it will be"
        )
    return graph


def open_dataset(place: Path | str) -> Dataset:
    """The same as rdflib has it.

    Raises:
        StoreError: There is none, or it can't be reached.
    """
    return as_dataset(open_graph(place))
