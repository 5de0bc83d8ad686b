"""The store: Oxigraph on disk behind rdflib's API, written whole and swapped in at once.

A build writes a new generation, store and exports, beside the present one. Then it points ``store`` to the new store (a
symbolic link, replaced in one step by rename(2)) and moves the exports over the old ones: whoever reads meanwhile goes
on reading the former store, and a build that is killed leaves the former or the new one, never half of one.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import pyoxigraph as ox
from oxrdflib import OxigraphStore
from rdflib import Dataset, Graph

from pharmagraph.errors import StoreError
from pharmagraph.graph.iris import PREFIXES
from pharmagraph.graph.readable import Readable

STORE = "store"
# Long names, since what begins with them is removed: the output folder may be one that has other things in it.
_GENERATION = ".pharmagraph-"
_LOCK = ".lock-of-pharmagraph"
_TRIES = 5  # a store may be replaced while it is opened, but not again and again


def open_ox(folder: Path) -> ox.Store:
    """Open the store of an output folder for reading, as pyoxigraph has it.

    Args:
        folder: The folder that ``build`` wrote, or the store in it.

    Raises:
        StoreError: There is no store, or it is damaged.
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
        return ox.Store.read_only(str(path)) if read_only else ox.Store(str(path))
    except (OSError, RuntimeError) as error:  # RuntimeError: what RocksDB calls a corruption
        again = f"build it again: pharmagraph build SRC -o {folder}"
        raise StoreError(
            f"the store cannot be opened ({_first_line(error)})",
            remedy=again if read_only else f"close the program that has it open, or {again}",
            source=folder,
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


@contextmanager
def new_generation(folder: Path) -> Iterator[Path]:
    """A folder to write a new store (as ``store``) and exports to; on success they take the place of the present ones.

    Args:
        folder: The output folder; made if it is not there.

    Yields:
        The folder to write to. When the block raises, it is removed and everything stays as it was.

    Raises:
        StoreError: The folder can't be written, another build writes to it, or what is called ``store`` in it was not
            made by a build.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / _LOCK).open("a") as lock:
            _take(lock.fileno(), folder)
            _check_target(folder)
            _sweep(folder)
            try:
                place = Path(tempfile.mkdtemp(prefix=_GENERATION, dir=folder))
                place.chmod(
                    folder.stat().st_mode & 0o777
                )  # mkdtemp makes it private; it is as public as the folder
                yield place
                _swap(folder, place)
            finally:
                _sweep(folder)
    except OSError as error:
        raise StoreError(
            f"the output folder can't be written ({error.strerror or _first_line(error)})",
            remedy="make room or choose another with -o",
            source=folder,
        ) from error


def _take(descriptor: int, folder: Path) -> None:
    """Be the only writer; the lock goes with the process, however it ends."""
    try:
        import fcntl
    except ImportError:  # not on Windows: there an open file can't be replaced, which is guard enough
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise StoreError(
            "another build is writing to this folder", remedy="wait for it to end", source=folder
        ) from error


def _check_target(folder: Path) -> None:
    """Refuse to replace what no build has made."""
    target = folder / STORE
    if os.path.lexists(target) and _current(folder) is None:
        raise StoreError(
            "this is no store of a build, and is left alone",
            remedy="move it away, or choose another folder with -o",
            source=target,
        )


def _current(folder: Path) -> str | None:
    """The name of the generation that ``store`` points to; None if it is no link of ours."""
    try:
        name = (folder / STORE).readlink().parts[0]
    except (OSError, IndexError):
        return None
    return name if name.startswith(_GENERATION) else None


def _swap(folder: Path, place: Path) -> None:
    exports = sorted(path for path in place.iterdir() if path.is_file())
    for export in exports:
        if (folder / export.name).is_dir():
            raise StoreError(
                "this is a folder, where a file is to be written",
                remedy="move it away, or choose another folder with -o",
                source=folder / export.name,
            )
    link = folder / (place.name + ".link")
    link.symlink_to(f"{place.name}/{STORE}", target_is_directory=True)
    link.replace(folder / STORE)
    for export in exports:
        export.replace(folder / export.name)


def _sweep(folder: Path) -> None:
    """Remove generations that nothing points to: those of builds that were killed, and the former one."""
    current = _current(folder)
    for path in folder.glob(_GENERATION + "*"):
        if path.is_symlink():
            path.unlink(missing_ok=True)
        elif path.name != current:
            shutil.rmtree(path, ignore_errors=True)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or ["unknown reason"])[0]
