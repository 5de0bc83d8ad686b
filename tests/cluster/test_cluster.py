"""Reading on a Dask cluster: a real scheduler, workers in their own processes, some of which are killed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conftest import ASPIRIN, SENNA, complaints, in_process
from pharmagraph import cluster as module
from pharmagraph.cluster import ClusterError, read_on_cluster
from pharmagraph.errors import PharmagraphError
from pharmagraph.graph import open_ox, serialize
from pharmagraph.process import Processed, process
from pharmagraph.read import SourceFile, find_monographs

from .processes import Cluster, cluster

Write = Callable[..., Path]
# Ends a worker that is to read a certain text, as a system does that runs out of memory.
PRELOAD = """
import os
from pharmagraph import cluster_task
from pharmagraph.read import read_bytes
def read_or_die(data, source):
    if b"deadly" in data:
        os._exit(137)
    return read_bytes(data, source)
cluster_task.read_bytes = read_or_die
"""


def many(count: int) -> dict[str, str]:
    """Small monographs, each with a substance of its own."""
    texts = ASPIRIN, SENNA
    return {
        f"{number:02}.md": texts[number % 2].replace("Aspirin", f"Xelorin{number}").replace("Senna", f"Ka{number}e")
        for number in range(count)
    }  # fmt: skip


def found(folder: Path) -> tuple[SourceFile, ...]:
    return find_monographs([folder]).files


def told(results: Iterator[Processed]) -> list[tuple[str, bytes, str]]:
    """What was read, in a fixed order."""
    return sorted((one.source, one.nquads, str(one.problem or "")) for one in results)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A cluster of two workers, one of them with two threads."""
    with cluster(tmp_path_factory.mktemp("cluster")) as made:
        made.start(1, "--no-nanny")
        made.start(1, "--no-nanny", "--nthreads", "2")
        yield made


def test_a_cluster_gives_what_this_machine_gives(two: Cluster, folder: Write) -> None:
    """Good files, and those that can't be read, with the same problems."""
    files = {**many(6), "binary.md": b"\0\1\2" * 99, "damaged.md": "---\ntitle: [\n---\n", "empty.md": ""}
    sources = [*found(folder(files)), SourceFile(Path("nowhere.md"), "nowhere.md")]
    sources.append(SourceFile(sources[0].path, "not-utf-8-\udcff.md"))
    assert told(read_on_cluster(sources, two.address)) == told(map(process, sources))
    assert told(read_on_cluster([], two.address)) == []


def test_the_command_builds_the_same_graph(two: Cluster, folder: Write, tmp_path: Path) -> None:
    """Store and exports are the same to the byte; the exit status and the messages too."""
    folder({**many(6), "binary.md": b"\0\1\2" * 99})
    words = ("build", "monographs", "-o")
    here = in_process(*words, "out", "-j", "1", cwd=tmp_path)
    there = in_process(*words, "far", "--engine", "dask", "--scheduler", two.address, cwd=tmp_path)
    assert (there.returncode, there.stdout) == (here.returncode, here.stdout) == (1, b"")
    assert there.stderr == here.stderr.replace(b"-> out", b"-> far")
    assert serialize(open_ox(tmp_path / "far"), "nq") == serialize(open_ox(tmp_path / "out"), "nq")
    for name in ("graph.ttl", "graph.html"):
        assert (tmp_path / "far" / name).read_bytes() == (tmp_path / "out" / name).read_bytes()


def test_a_rebuild_sends_to_the_cluster_only_what_has_changed(
    two: Cluster, folder: Write, tmp_path: Path
) -> None:
    """Builds here and there go on from each other; a graph that is up to date needs no cluster."""
    root = folder(many(6))
    words = ("build", "monographs", "--engine", "dask", "--scheduler")
    assert in_process("build", "monographs", cwd=tmp_path).returncode == 0
    (root / "02.md").write_text(SENNA)
    (root / "03.md").unlink()
    there = in_process(*words, two.address, cwd=tmp_path)
    assert b"note: 1 file read, 0 added, 1 changed, 1 deleted, 4 unchanged" in there.stderr
    assert b"0 files read" in in_process(*words, "127.0.0.1:1", cwd=tmp_path).stderr
    assert in_process("build", "monographs", "-o", "afresh", cwd=tmp_path).returncode == 0
    assert serialize(open_ox(tmp_path / "out"), "nq") == serialize(open_ox(tmp_path / "afresh"), "nq")


def test_a_worker_that_is_killed_loses_and_doubles_nothing(
    folder: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it was reading, and what it had read and not yet sent, is read by the other one."""
    monkeypatch.setattr(module, "_CHUNK", 2)
    files = found(folder(many(60)))
    with cluster(tmp_path / "cluster", workers=2) as made:
        results = []
        for one in read_on_cluster(files, made.address):
            results.append(one)
            if len(results) == 9:
                made.workers[0].kill()
        assert made.workers[0].wait() == -9
        assert made.workers[1].poll() is None
    assert told(iter(results)) == told(map(process, files))


def test_a_file_that_kills_workers_costs_only_itself(folder: Write, tmp_path: Path) -> None:
    """It gets a problem of its own, and all that was read with it is there."""
    preload = tmp_path / "preload.py"
    preload.write_text(PRELOAD)
    files = found(folder({**many(8), "04b.md": "# A deadly one\n"}))
    with cluster(tmp_path / "cluster", DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="1") as made:
        made.start(1, "--preload", str(preload))  # with a nanny, which starts it again
        results = told(read_on_cluster(files, made.address))
    good = told(process(file) for file in files if file.source != "04b.md")
    assert [one for one in results if one[0] != "04b.md"] == good
    ((_, nquads, problem),) = [one for one in results if one[0] == "04b.md"]
    assert nquads == b""
    assert problem.startswith("04b.md: the workers of the cluster that read it were ended each time")


def test_few_files_are_under_way(two: Cluster, folder: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are opened as results come back, not all at once."""
    opened: list[str] = []
    load = module.file_bytes

    def counted(path: Path, source: str) -> bytes:
        opened.append(source)
        return load(path, source)

    monkeypatch.setattr(module, "file_bytes", counted)
    monkeypatch.setattr(module, "_CHUNK", 1)
    files = found(folder(many(40)))
    threads = 3
    for number, _ in enumerate(read_on_cluster(files, two.address)):
        assert len(opened) <= number + threads * module._AHEAD + 1
    assert len(opened) == len(files)


def test_a_worker_with_another_lexicon_is_refused(folder: Write, tmp_path: Path) -> None:
    """The graph would be another one, depending on who read what."""
    terms = tmp_path / "terms.tsv"
    terms.write_text("text\tid\tpredicate\tlabel\ttype\txrefs\towned\n")
    with cluster(tmp_path / "cluster") as made:
        made.start(1, "--no-nanny", PHARMAGRAPH_LEXICON=str(terms))
        with pytest.raises(
            ClusterError, match="has another program than this one, or another ontology or lexicon"
        ):
            list(read_on_cluster(found(folder(many(2))), made.address))


def test_a_worker_without_the_program_is_named(folder: Write, tmp_path: Path) -> None:
    """It says that Pharmagraph is to be installed there."""
    with cluster(tmp_path / "cluster") as made:
        made.start(1, "--no-nanny", PYTHONPATH=str(tmp_path), PYTHONSAFEPATH="1")
        hidden = tmp_path / "pharmagraph.py"
        hidden.write_text("raise ImportError('no such program here')\n")
        with pytest.raises(
            ClusterError,
            match=r"failed .ImportError.*; see that Pharmagraph is installed there",
        ):
            list(read_on_cluster(found(folder(many(2))), made.address))


@pytest.mark.parametrize("what", ["scheduler", "workers"])
def test_a_cluster_that_goes_away(
    folder: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """One message, and no waiting for ever."""
    monkeypatch.setattr(module, "_CHUNK", 1)
    monkeypatch.setattr(module, "_PATIENCE", 0.5)
    words = {
        "scheduler": "the connection to the scheduler of Dask was lost",
        "workers": "has no workers, or has lost them all; start some",
    }
    with cluster(tmp_path / "cluster", workers=1) as made:
        results = read_on_cluster(found(folder(many(30))), made.address)
        next(results)
        (made.scheduler if what == "scheduler" else made.workers[0]).kill()
        with pytest.raises(ClusterError, match=words[what]):
            list(results)


def test_a_cluster_without_workers(folder: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some time is given for them to come; then it is told how to start some."""
    monkeypatch.setattr(module, "_PATIENCE", 0.5)
    with (
        cluster(tmp_path / "cluster") as made,
        pytest.raises(ClusterError, match="has no workers, or has lost them all; start some: dask"),
    ):
        list(read_on_cluster(found(folder(many(2))), made.address))


def test_a_scheduler_that_is_not_there(
    pharmagraph: Callable[..., object], folder: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing listens, or it is no address: one line, and no graph."""
    monkeypatch.setattr(module, "_REACHED_WITHIN", 1)
    folder(many(1))
    for address, words in (
        ("127.0.0.1:1", "no scheduler of Dask answers here"),
        ("nonsense", "this is no address of a scheduler of Dask; write tcp://HOST:PORT"),
        ("http://127.0.0.1:8786", "this is no address of a scheduler of Dask"),
        ("tcp://host:port", "this is no address of a scheduler of Dask"),
    ):
        result = pharmagraph("build", "monographs", "--engine", "dask", "--scheduler", address)
        (line,) = complaints(result)
        assert words in line
        assert result.exit_code == 1
        assert not Path("out/store").exists()
    for words in (("--engine", "dask"), ("--scheduler", "tcp://127.0.0.1:8786")):
        assert pharmagraph("build", "monographs", *words).exit_code == 2


def test_dask_that_is_not_installed(folder: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told how to install it."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(
        PharmagraphError, match=r"Dask is not installed; install it: pip install 'pharmagraph\[cluster"
    ):
        list(read_on_cluster(found(folder(many(1))), "127.0.0.1:8786"))
