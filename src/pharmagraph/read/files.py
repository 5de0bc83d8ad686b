"""Finding monographs: files and folders to a list of files, each with the name it is known by."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pharmagraph.errors import ReadError

_SUFFIXES = (".md", ".markdown")
_NOT_MONOGRAPHS = frozenset({"readme.md", "readme.markdown"})


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to be read.

    Attributes:
        path: Where it lies.
        source: The name it is known by, unique within one ``Found``.
    """

    path: Path
    source: str


@dataclass(frozen=True, slots=True)
class Found:
    """The files that were found, in the order of the arguments, and what was not found."""

    files: tuple[SourceFile, ...]
    problems: tuple[ReadError, ...] = ()


def find_monographs(paths: Iterable[Path]) -> Found:
    """Find the monographs in files and folders.

    Folders are searched with their folders for ``*.md`` and ``*.markdown``, in alphabetical order; README
    files and what is hidden are passed over. A file that is named twice is read once.

    Args:
        paths: Files and folders.

    Returns:
        The files, each with its name relative to the folder that was given; where two would have the same
        name, the name of the folder is put before it. Paths that are missing or empty are problems.
    """
    files: dict[Path, tuple[Path, str]] = {}
    problems: list[ReadError] = []
    real = cache(Path.resolve)
    for path in map(Path, paths):
        try:
            found = list(_walk(path)) if path.is_dir() else [(path, path.name)] if path.exists() else []
        except OSError as error:
            reason = error.strerror or "unknown reason"
            problems.append(ReadError(f"it cannot be searched ({reason})", remedy="check it", source=path))
            continue
        if not found:
            problems.append(_nothing(path))
        for file, name in found:
            itself = file.resolve() if file.is_symlink() else real(file.parent) / file.name
            files.setdefault(itself, (file, name))
    return Found(_distinct(list(files.values())), tuple(problems))


def _walk(folder: Path) -> Iterator[tuple[Path, str]]:
    """The monographs in a folder, each with its path from there."""

    def refuse(error: OSError) -> None:
        raise error

    for where, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        above = Path(where).relative_to(folder).as_posix()
        prefix = "" if above == "." else above + "/"
        for name in sorted(names):
            hidden = name.startswith(".") or name.lower() in _NOT_MONOGRAPHS
            if not hidden and name.lower().endswith(_SUFFIXES):
                yield Path(where, name), prefix + name


def _nothing(path: Path) -> ReadError:
    if path.is_dir():
        remedy = "put files ending in .md into it, or name another folder"
        return ReadError("there are no monographs in this folder", remedy=remedy, source=path)
    return ReadError("there is no such file or folder", remedy="check the path", source=path)


def _distinct(files: list[tuple[Path, str]]) -> tuple[SourceFile, ...]:
    """Give each file a name of its own: put parent folders before names that occur twice, then numbers."""
    names = [name for _, name in files]
    for depth in range(1, 4):
        twice = {name for name, count in Counter(names).items() if count > 1}
        if not twice:
            break
        for index, (path, name) in enumerate(files):
            if names[index] in twice:
                names[index] = "/".join([*_parents(path, name)[-depth:], name])
    used: set[str] = set()
    sources = []
    for (path, _), name in zip(files, names, strict=True):
        number, free = 2, name
        while free in used:
            free, number = f"{Path(name).with_suffix('')}-{number}{path.suffix}", number + 1
        used.add(free)
        sources.append(SourceFile(path, free))
    return tuple(sources)


def _parents(path: Path, name: str) -> list[str]:
    """The folders above the part of a path that is its name."""
    parts = path.resolve().parts
    return list(parts[1 : len(parts) - len(Path(name).parts)])
