"""A build goes into a store elsewhere, as often as one likes; one that breaks off is told of, and completed."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from conftest import ASPIRIN, SENNA, in_process
from pharmagraph import build
from pharmagraph.errors import StoreError
from pharmagraph.graph import open_ox
from pharmagraph.graph import publish as module
from pharmagraph.graph.iris import MONOGRAPHS, term
from pharmagraph.graph.places import open_graph
from pharmagraph.graph.publish import publish

from .conftest import Pharmagraph, lines
from .servers import oxigraph, quads, relay

OTHER = '<http://x/a> <http://x/b> "other" <http://x/other> .'


def test_what_was_built_is_there_and_nothing_else(server: str, first: Path) -> None:
    """The same N-Quads; again, nothing is sent and nothing doubled."""
    made = publish(open_ox(first), server)
    assert (made.monographs, made.sent, made.removed) == (3, 3, 0)
    assert quads(server) == lines(first)
    assert publish(open_ox(first), server).sent == 0
    assert quads(server) == lines(first)


def test_a_later_build_replaces_an_earlier_one(server: str, first: Path, second: Path) -> None:
    """What changed is sent, what is gone is removed, and what belongs to others stays."""
    httpx.put(f"{server}store", params={"graph": "http://x/other"}, content="<http://x/a> <http://x/b> 'other' .",
              headers={"Content-Type": "text/turtle"}).raise_for_status()  # fmt: skip
    publish(open_ox(first), server)
    made = publish(open_ox(second), server)
    assert (made.monographs, made.sent, made.removed) == (3, 2, 1)
    assert quads(server) == sorted([*lines(second), OTHER])
    publish(open_ox(first), server)
    assert quads(server) == sorted([*lines(first), OTHER])


def test_small_requests_give_the_same(
    server: str, first: Path, second: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Shared graphs that need several requests, to add and to remove, come out the same."""
    monkeypatch.setattr(module, "_CHUNK", 7)
    for folder in (first, second, first):
        publish(open_ox(folder), server)
        assert quads(server) == lines(folder)


class Failing:
    """Counts what is written, and fails from a certain number on."""

    def __init__(self, after: int, status: int) -> None:
        self.left, self.status, self.written = after, status, 0

    def __call__(self, method: str, path: str) -> int | None:
        """What becomes of a request."""
        if method == "GET" or path.startswith("/query"):
            return None
        self.written += 1
        self.left -= 1
        return None if self.left >= 0 else self.status


def test_a_build_that_breaks_off_anywhere_is_told_of_and_completed(
    server: str, first: Path, second: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever request fails: the error says what is in, readers are told, what stays is found, it can be repeated."""
    monkeypatch.setattr(module, "_CHUNK", 150)
    counted = Failing(10**6, 500)
    with relay(server, counted) as address:
        publish(open_ox(first), address)
        counted.written = 0
        publish(open_ox(second), address)
    stays = set(lines(first)) & set(lines(second))
    for after in range(1, counted.written):
        publish(open_ox(first), server)
        with relay(server, Failing(after, 507)) as address, pytest.raises(StoreError) as failed:
            publish(open_ox(second), address)
        assert "the build is not all in this store" in str(failed.value)
        assert "build again: that completes it" in str(failed.value)
        assert "the disk is full" in str(failed.value)
        assert open_graph(server).since
        assert stays <= set(quads(server))
        publish(open_ox(second), server)
        assert quads(server) == lines(second)
    assert counted.written > 10


def test_the_error_says_what_is_in(server: str, first: Path) -> None:
    """How many monographs of how many, and which part is missing."""

    def wish(method: str, path: str) -> int | None:
        return 500 if method == "PUT" and path.endswith("monograph%2Fb") else None

    with relay(server, wish) as address, pytest.raises(StoreError) as failed:
        publish(open_ox(first), address)
    assert str(failed.value) == (
        f"{address}store: the store failed (500: the disk is full); the build is not all in this store: all statements "
        "and concepts and 1 of 3 monographs are in; see what it has logged, and try again; then build again: "
        "that completes it, and doubles nothing"
    )


def test_a_first_build_that_is_not_in_is_not_read(server: str, first: Path, pharmagraph: Pharmagraph) -> None:
    """Half of a graph does not answer: it would have nothing to say of what is missing."""
    with relay(server, Failing(6, 500)) as address, pytest.raises(StoreError):
        publish(open_ox(first), address)
    asked = pharmagraph("--store", server, "check", "Alpha", "Beta")
    assert (asked.exit_code, asked.stdout) == (1, "")
    assert "there is no graph in this store; a build is being written to it since 20" in asked.stderr


def test_readers_are_told_of_a_build_that_is_being_written(
    server: str, first: Path, second: Path, pharmagraph: Pharmagraph
) -> None:
    """What was found before is found still, with a note on standard error; the note goes with the next build."""
    publish(open_ox(first), server)
    with relay(server, Failing(3, 500)) as address, pytest.raises(StoreError):
        publish(open_ox(second), address)
    asked = pharmagraph("--store", server, "check", "Beta", "Gamma")
    assert "interacts with" in asked.stdout
    assert "a build is being written to this store, or was interrupted" in asked.stderr
    made = publish(open_ox(second), server)
    assert made.resumed
    assert pharmagraph("--store", server, "check", "Beta", "Gamma").stderr == ""


def test_a_graph_that_lost_a_monograph_is_not_read(server: str, first: Path) -> None:
    """A store whose run names a monograph that has no graph is refused."""
    publish(open_ox(first), server)
    httpx.delete(f"{server}store", params={"graph": f"{MONOGRAPHS}b"}).raise_for_status()
    with pytest.raises(StoreError, match="not whole: graphs of monographs are missing; put it there with"):
        open_graph(server)
    publish(open_ox(first), server)
    assert quads(server) == lines(first)


def test_two_builds_at_once_do_not_both_succeed(server: str, first: Path, second: Path) -> None:
    """Who finds the mark of another at the end says so; repeated, all is well."""

    def meanwhile(method: str, path: str) -> int | None:
        if method == "PUT" and path.endswith("graph%2Frun"):
            publish(open_ox(second), server)
        return None

    with relay(server, meanwhile) as address, pytest.raises(StoreError, match=r"another build|triples in <"):
        publish(open_ox(first), address)
    publish(open_ox(first), server)
    assert quads(server) == lines(first)


def test_build_writes_to_a_store(server: str, tmp_path: Path) -> None:
    """The command, in a process of its own: the folder and the store hold the same; a deleted monograph disappears."""
    sources = tmp_path / "monographs"
    sources.mkdir()
    (sources / "aspirin.md").write_text(ASPIRIN)
    (sources / "senna.md").write_text(SENNA)
    ran = in_process("build", "monographs", "--store", server, cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert f"2 monographs, 2 of them sent -> {server}" in ran.stderr.decode()
    assert quads(server) == lines(tmp_path / "out")
    shown = json.loads(
        in_process("--store", server, "show", "senna", "--format", "jsonl").stdout.splitlines()[0]
    )
    assert shown["evidence"][0]["source"] == "senna.md"
    (sources / "senna.md").unlink()
    ran = in_process("--store", server, "build", "monographs", cwd=tmp_path)
    assert f"1 monograph, 0 of them sent, 1 removed -> {server}" in ran.stderr.decode()
    assert quads(server) == lines(tmp_path / "out")


def test_a_rebuild_sends_only_what_has_changed(server: str, tmp_path: Path) -> None:
    """What builds have brought up to date here is brought up to date there, even where one was not published."""
    sources = tmp_path / "monographs"
    sources.mkdir()
    (sources / "aspirin.md").write_text(ASPIRIN)
    (sources / "senna.md").write_text(SENNA)
    build(sources, out=tmp_path / "out")
    publish(open_ox(tmp_path / "out"), server)
    (sources / "senna.md").write_text(SENNA + "\nSenna may interact with digoxin.\n")
    build(sources, out=tmp_path / "out")  # not published: the next build does not know that it was not
    (sources / "other.md").write_text(ASPIRIN.replace("Aspirin", "Xelorin"))
    build(sources, out=tmp_path / "out")
    assert publish(open_ox(tmp_path / "out"), server).sent == 2
    assert quads(server) == lines(tmp_path / "out")


def test_a_graph_of_another_layout_is_not_read(server: str, first: Path) -> None:
    """It says so, as it does of a folder; a build puts that right."""
    publish(open_ox(first), server)
    layout = term("schema:schemaVersion")
    older = f"DELETE {{ GRAPH ?g {{ ?r {layout} ?n }} }} WHERE {{ GRAPH ?g {{ ?r {layout} ?n }} }}"
    httpx.post(
        f"{server}update", content=older, headers={"Content-Type": "application/sparql-update"}
    ).raise_for_status()
    with pytest.raises(
        StoreError, match=r"written by another version of Pharmagraph.*; put it there with: pharmagraph"
    ):
        open_graph(server)
    publish(open_ox(first), server)
    assert quads(server) == lines(first)


def test_a_store_that_is_read_only_stays_as_it_is(tmp_path: Path, first: Path) -> None:
    """It says that it may not be written, and can be asked."""
    with oxigraph(tmp_path / "server") as address:
        publish(open_ox(first), address)
    with oxigraph(tmp_path / "server", verb="serve-read-only") as address:
        with pytest.raises(StoreError, match=r"does not allow this \(403: The server is read-only\)"):
            publish(ox.Store(), address)
        assert open_graph(address)
