"""The store: Oxigraph on disk behind rdflib's API. How it is replaced: ``generation.py``."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pyoxigraph as ox
from oxrdflib import OxigraphStore
from rdflib import Dataset, Graph

from pharmagraph.errors import StoreError
from pharmagraph.graph.iris import PREFIXES
from pharmagraph.graph.readable import Readable
from pharmagraph.graph.runs import OTHER_LAYOUT, is_readable

STORE = "store"
_TRIES = 5  # a store may be replaced while it is opened, but not again and again


def open_ox(folder: Path) -> ox.Store:
    """Open the store of an output folder for reading, as pyoxigraph has it.

    Args:
        folder: The folder that ``build`` wrote, or the store in it.

    Raises:
        StoreError: There is no store, it is damaged, or another version wrote it.
    """
    for _ in range(_TRIES - 1):
        # A build may swap the link while the files behind it are opened one by one: what it points to is opened.
        path = place_of_store(folder)
        try:
            return _open(path, folder)
        except StoreError:
            if place_of_store(folder) == path:
                raise
    return _open(place_of_store(folder), folder)


def place_of_store(folder: Path) -> Path:
    """Where the store of an output folder lies now, or the store that is named itself."""
    return (folder / STORE if (folder / STORE).is_dir() else folder).resolve()


def _open(path: Path, folder: Path, *, read_only: bool = True) -> ox.Store:
    if not (path / "CURRENT").is_file():
        raise StoreError(
            "there is no graph in this folder",
            remedy=f"make one with: pharmagraph build SRC -o {folder}",
            source=folder,
        )
    try:
        store = ox.Store.read_only(str(path)) if read_only else ox.Store(str(path))
    except (OSError, RuntimeError) as error:  # RuntimeError: what RocksDB calls a corruption
        again = f"build it again: pharmagraph build SRC -o {folder}"
        raise StoreError(
            f"the store cannot be opened ({first_line(error)})",
            remedy=again if read_only else f"close the program that has it open, or {again}",
            source=folder,
        ) from error
    if not is_readable(store):
        raise StoreError(
            OTHER_LAYOUT,
            remedy=f"build it again: pharmagraph build SRC -o {folder}",
            source=folder,
        )
    return store


def open_store(folder: Path | str, *, read_only: bool = True) -> Dataset:
    """Open the store of an output folder as an rdflib ``Dataset``; its default graph is the union of all graphs.

    Args:
        folder: The folder that ``build`` wrote.
        read_only: Whether it is only read; several processes may then have it open.

    Returns:
        A dataset that hands SPARQL text to Oxigraph.

    Raises:
        StoreError: There is no store, it is damaged or in use, or another version wrote it.
    """
    folder = Path(folder)
    return as_dataset(
        open_ox(folder) if read_only else _open(place_of_store(folder), folder, read_only=False)
    )


def as_dataset(store: Readable) -> Dataset:
    """A store, Oxigraph's or one that is asked like it, as an rdflib dataset with the project's prefixes bound."""
    # rdflib's adapter asks for pyoxigraph's own class, but to read needs no more of it than this.
    dataset = Dataset(store=OxigraphStore(store=cast(ox.Store, store)), default_union=True)
    bind(dataset)
    return dataset


def bind(graph: Graph) -> None:
    """Bind the project's prefixes."""
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace, override=True, replace=True)


def first_line(error: Exception) -> str:
    """The first line of an error's message."""
    return (str(error).splitlines() or ["unknown reason"])[0]
