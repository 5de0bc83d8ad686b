"""The store: Oxigraph on disk behind rdflib's API, written whole and swapped in at once.

A build writes a new generation beside the present one and then points ``store`` to it (a symbolic link, replaced in
one step by rename(2)); whoever reads meanwhile goes on reading the old one, and a build that is killed leaves it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox
from oxrdflib import OxigraphStore
from rdflib import Dataset, Graph

from pharmagraph.errors import StoreError
from pharmagraph.graph.iris import PREFIXES

STORE = "store"
_GENERATION = ".store-"
_LOCK = ".lock"


def open_ox(folder: Path) -> ox.Store:
    """Open the store of an output folder for reading, as pyoxigraph has it.

    Args:
        folder: The folder that ``build`` wrote, or the store in it.

    Raises:
        StoreError: There is no store, or it is damaged.
    """
    path = folder / STORE if (folder / STORE).is_dir() else folder
    if not (path / "CURRENT").is_file():
        raise StoreError(
            "there is no graph in this folder",
            remedy="make one with: pharmagraph build SRC -o " + str(folder),
            source=folder,
        )
    try:
        return ox.Store.read_only(str(path))
    except OSError as error:
        raise StoreError(
            f"the store cannot be opened ({_first_line(error)})", remedy="build it again", source=path
        ) from error


def open_store(folder: Path | str, *, read_only: bool = True) -> Dataset:
    """Open the store of an output folder as an rdflib ``Dataset``; its default graph is the union of all graphs.

    Args:
        folder: The folder that ``build`` wrote.
        read_only: Whether it is only read; several processes may then have it open.

    Returns:
        A dataset that hands SPARQL text to Oxigraph.

    Raises:
        StoreError: There is no store, or it is damaged or in use.
    """
    folder = Path(folder)
    if read_only:
        return as_dataset(open_ox(folder))
    path = folder / STORE if (folder / STORE).is_dir() else folder
    try:
        return as_dataset(ox.Store(str(path)))
    except OSError as error:
        raise StoreError(
            f"the store cannot be opened ({_first_line(error)})", remedy="close other programs", source=path
        ) from error


def as_dataset(store: ox.Store) -> Dataset:
    """An Oxigraph store as an rdflib dataset with the project's prefixes bound."""
    dataset = Dataset(store=OxigraphStore(store=store), default_union=True)
    bind(dataset)
    return dataset


def bind(graph: Graph) -> None:
    """Bind the project's prefixes."""
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace, override=True, replace=True)


@contextmanager
def new_generation(folder: Path) -> Iterator[Path]:
    """A place for a new store; on success it takes the place of the present one, else it is removed.

    Args:
        folder: The output folder; made if it is not there.

    Raises:
        StoreError: The folder can't be written, or another build writes to it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / _LOCK).open("w")
    except OSError as error:
        raise StoreError(
            f"the output folder can't be written ({error.strerror or error})",
            remedy="choose another with -o",
            source=folder,
        ) from error
    with lock:
        _take(lock.fileno(), folder)
        _sweep(folder)
        place = Path(tempfile.mkdtemp(prefix=_GENERATION, dir=folder))
        place.chmod(folder.stat().st_mode & 0o777)  # mkdtemp makes it private; it is as public as the folder
        try:
            yield place
            _swap(folder, place)
        finally:
            _sweep(folder)


def _take(descriptor: int, folder: Path) -> None:
    """Be the only writer; the lock goes with the process, however it ends."""
    try:
        import fcntl
    except ImportError:  # not on Windows: there an open file can't be replaced, which is guard enough
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise StoreError(
            "another build is writing to this folder", remedy="wait for it to end", source=folder
        ) from error


def _swap(folder: Path, place: Path) -> None:
    target = folder / STORE
    if target.is_dir() and not target.is_symlink():
        raise StoreError(
            "this is no store of a build, and is left alone", remedy="move it away", source=target
        )
    link = folder / (place.name + ".link")
    try:
        link.symlink_to(place.name, target_is_directory=True)
        os.replace(link, target)  # noqa: PTH105 - Path.replace follows no other rule, but this is the one documented as atomic
    except OSError as error:
        raise StoreError(
            f"the new store can't be put in place ({error.strerror or error})", source=target
        ) from error


def _sweep(folder: Path) -> None:
    """Remove generations that nothing points to: those of builds that were killed, and the former one."""
    current = (folder / STORE).resolve().name
    for path in folder.glob(_GENERATION + "*"):
        if path.is_symlink():
            path.unlink(missing_ok=True)
        elif path.name != current:
            shutil.rmtree(path, ignore_errors=True)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or ["unknown reason"])[0]
