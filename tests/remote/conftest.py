"""Graphs on disk whose statements are known, and servers to put them into."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result

from graph.made import Said, document, said, write_graph
from pharmagraph.graph import open_ox, serialize

from .servers import oxigraph

FIRST = {
    "a.md": (
        "Alpha",
        said("Alpha", "interactsWith", "Beta", "Alpha met “Beta”.\n  Twice\\.", modality="possible"),
    ),
    "b.md": ("Beta", said("Beta", "interactsWith", "Gamma"), said("Beta", "hasSideEffect", "Itch:Condition")),
    "c.md": ("Gamma", said("Gamma", "hasDosage", "5 mg", "Take 5 mg.", low=5, high=5, unit="mg")),
}
# b.md says something else, c.md is gone, d.md is new.
SECOND = {
    "a.md": FIRST["a.md"],
    "b.md": ("Beta", said("Beta", "interactsWith", "Gamma"), said("Beta", "interactsWith", "Delta")),
    "d.md": ("Delta", said("Delta", "interactsWith", "Alpha")),
}
_VARIABLES = (
    "STORE",
    "DIR",
    "STORE_USER",
    "STORE_PASSWORD",
    "STORE_TIMEOUT",
    "STORE_QUERY",
    "STORE_UPDATE",
    "STORE_GRAPHS",
)
Pharmagraph = Callable[..., Result]


def graph(folder: Path, monographs: dict[str, tuple[str | Said, ...]]) -> Path:
    """A graph on disk of such monographs."""
    return write_graph(
        folder, [document(name, str(title), *said) for name, (title, *said) in monographs.items()]
    )


def lines(folder: Path) -> list[str]:
    """A graph on disk as sorted N-Quads."""
    return sorted(serialize(open_ox(folder), "nq").decode().splitlines())


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in _VARIABLES:
        monkeypatch.delenv(f"PHARMAGRAPH_{name}", raising=False)


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a graph of three monographs."""
    return graph(tmp_path_factory.mktemp("first") / "out", FIRST)


@pytest.fixture(scope="session")
def second(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same after one changed, one went, and one came."""
    return graph(tmp_path_factory.mktemp("second") / "out", SECOND)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """A server of Oxigraph with nothing in it."""
    with oxigraph(tmp_path / "server") as address:
        yield address
