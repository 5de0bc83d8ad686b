"""The store as a process has it open; a build that puts another in its place is noticed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar, cast

import pyoxigraph as ox
from rdflib import Dataset

from pharmagraph.errors import StoreError
from pharmagraph.graph.store import as_dataset, open_ox, place_of_store

_Value = TypeVar("_Value")


def generation(folder: Path) -> str:
    """What tells one build of a folder from another: the place of its store, and when that was begun."""
    place = place_of_store(folder)
    try:
        return f"{place}:{(place / 'CURRENT').stat().st_mtime_ns}"
    except OSError:
        return f"{place}:"


@dataclass(slots=True)
class Opened:
    """A store that is open for reading.

    Attributes:
        store: As pyoxigraph has it.
        dataset: As rdflib has it.
        generation: Of which build it is.
        found: What has been computed from it once.
    """

    store: ox.Store
    dataset: Dataset
    generation: str
    found: dict[str, object] = field(default_factory=dict)

    def once(self, name: str, compute: Callable[[], _Value]) -> _Value:
        """A value that is the same as long as the store is."""
        if name not in self.found:
            self.found[name] = compute()
        return cast(_Value, self.found[name])


class Keeper:
    """Hands out the store of a folder, opened again when a build has replaced it.

    Args:
        folder: The folder that ``build`` wrote.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._opened: Opened | None = None

    def opened(self) -> Opened:
        """The store as it is now.

        Raises:
            StoreError: There is none, or it is damaged; while a former one is open that is given instead.
        """
        now = generation(self.folder)
        if self._opened is None or self._opened.generation != now:
            try:
                store = open_ox(self.folder)
            except StoreError:
                if self._opened is None:
                    raise
            else:
                self._opened = Opened(store, as_dataset(store), now)
        return self._opened
