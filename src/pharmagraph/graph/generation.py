"""Generations: a build writes a new one, store, book and exports, and puts it into the place of the former in one step.

What is seen in the output folder are symbolic links. ``store`` points to the store of the present generation, and each
export to ``store/../NAME``: by following ``store`` anew, all change with the one rename(2) that replaces that link.
Whoever reads meanwhile goes on reading the former store, and a build that is killed leaves the former or the new one,
never half of one and never exports of the one beside the store of the other.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pharmagraph.errors import StoreError
from pharmagraph.graph.book import BOOK, Book
from pharmagraph.graph.store import STORE, first_line

# Long names, since what begins with them is removed: the output folder may be one that has other things in it.
_GENERATION = ".pharmagraph-"
_LOCK = ".lock-of-pharmagraph"
_THROUGH = f"{STORE}/../"


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
    except sqlite3.Error as error:
        raise StoreError(
            f"the book of the graph can't be read or written ({first_line(error)})",
            remedy="make room or choose another folder with -o",
            source=folder,
        ) from error
    except OSError as error:
        raise StoreError(
            f"the output folder can't be written ({error.strerror or first_line(error)})",
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
    """Put a generation into the place of the present one, by one rename: all that is seen of it are links."""
    exports = {path.name for path in place.iterdir() if path.is_file() and path.name != BOOK}
    for name in exports:
        if (folder / name).is_dir():
            raise StoreError(
                "this is a folder, where a file is to be written",
                remedy="move it away, or choose another folder with -o",
                source=folder / name,
            )
    # A file that stands where a link is to be is of an earlier graph: gone, rather than beside a newer store.
    for name in exports:
        if not (folder / name).is_symlink():
            (folder / name).unlink(missing_ok=True)
    for name in _links(folder) - exports:
        (folder / name).unlink()
    _link(folder / STORE, f"{place.name}/{STORE}", place, is_directory=True)
    for name in sorted(exports - _links(folder)):
        _link(folder / name, f"{_THROUGH}{name}", place)


def _link(link: Path, target: str, place: Path, *, is_directory: bool = False) -> None:
    """Make a link, or let it point elsewhere, in one step."""
    made = place.with_name(f"{place.name}.link")
    made.symlink_to(target, target_is_directory=is_directory)
    made.replace(link)


def _links(folder: Path) -> set[str]:
    """The names of the exports that are links into the present generation, whichever that is."""
    return {p.name for p in folder.iterdir() if p.is_symlink() and str(p.readlink()).startswith(_THROUGH)}


def _sweep(folder: Path) -> None:
    """Remove generations that nothing points to: those of builds that were killed, and the former one."""
    current = _current(folder)
    for path in folder.glob(_GENERATION + "*"):
        if path.is_symlink():
            path.unlink(missing_ok=True)
        elif path.name != current:
            shutil.rmtree(path, ignore_errors=True)


def current_generation(folder: Path) -> Path | None:
    """The present generation of an output folder; None if there is none."""
    name = _current(folder)
    return folder / name if name and (folder / name / STORE).is_dir() else None


def copy_store(former: Path, place: Path) -> None:
    """Begin a generation as the copy of another: store and book. Tables are shared (hard links), the rest is small.

    Raises:
        OSError: Something can't be read or written.
    """
    (place / STORE).mkdir()
    for path in (former / STORE).iterdir():
        if path.suffix == ".sst":
            share(path, place / STORE / path.name)
        elif path.is_file() and not _is_chatter(path):
            shutil.copyfile(path, place / STORE / path.name)
    shutil.copyfile(former / BOOK, place / BOOK)


def share(path: Path, target: Path) -> None:
    """The same file under a second name; a copy where the file system has no hard links."""
    try:
        target.hardlink_to(path)
    except OSError:
        shutil.copyfile(path, target)


def signature(generation: Path) -> str:
    """Names and sizes of the files of a store: they change when a program opens it to write."""
    files = sorted(path for path in (generation / STORE).iterdir() if not _is_chatter(path))
    return " ".join(f"{path.name}:{path.stat().st_size}" for path in files)


def seal(generation: Path) -> None:
    """Note in the book how the store was left, when both are closed."""
    book = Book(generation / BOOK)
    book["signature"] = signature(generation)
    book.close()


def _is_chatter(path: Path) -> bool:
    return path.name.startswith("LOG") or path.name == "LOCK"
