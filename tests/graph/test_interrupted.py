"""Builds that are ended from outside leave the former or the new graph, and nothing else."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import Graph

from conftest import ASPIRIN, SENNA, command
from pharmagraph import build

from .made import sources

Write = Callable[..., Path]
EXPORTS = ("graph.ttl", "graph.jsonld", "graph.html", "report.md", "report.json")


def test_a_full_disk_is_one_error_and_changes_nothing(folder: Write, tmp_path: Path) -> None:
    """When the store can't be written to its end, the former one stays, and nothing is left over."""
    out = tmp_path / "out"
    root = folder({"aspirin.md": ASPIRIN})
    build(root, out=out)
    before = sorted(p.name for p in out.iterdir())
    done = subprocess.run(
        command("build", root, "-o", out, "-j", 1),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert [line for line in done.stderr.splitlines() if "can't be written" in line], done.stderr
    assert sorted(p.name for p in out.iterdir()) == before
    assert sources(out) == ["aspirin.md"]


def _state(out: Path) -> str:
    """Which graph is in the folder: the store can be read and the exports are whole, or this fails."""
    (source,) = sources(out)
    Graph().parse(out / "graph.ttl")
    json.loads((out / "graph.jsonld").read_text())
    json.loads((out / "report.json").read_text())
    assert "</html>" in (out / "graph.html").read_text()
    return source


def _killed(root: Path, out: Path, place: str, nth: int = 1, *, fresh: bool = False) -> None:
    """A build that kills itself when it calls a function for the nth time."""
    module, _, name = place.rpartition(".")
    code = f"""
import os, pkgutil, signal, sys
from pharmagraph import build
module = pkgutil.resolve_name({module!r})
inner, calls = getattr(module, {name!r}), []
def kill(*args, **kwargs):
    calls.append(1)
    if len(calls) == {nth}:
        os.kill(os.getpid(), signal.SIGKILL)
    return inner(*args, **kwargs)
setattr(module, {name!r}, kill)
build(sys.argv[1], out=sys.argv[2], fresh={fresh})
"""
    done = subprocess.run(
        [sys.executable, "-c", code, root, out], capture_output=True, timeout=60, check=False
    )
    assert done.returncode == -9, done.stderr


@pytest.mark.parametrize(
    ("place", "nth", "left"),
    [
        ("pharmagraph.pipeline.copy_store", 1, "aspirin.md"),
        ("pharmagraph.pipeline.bring_up_to_date", 1, "aspirin.md"),
        ("pharmagraph.graph.changes.Changes.add", 2, "aspirin.md"),
        ("pharmagraph.graph.update.summary_quads", 1, "aspirin.md"),
        ("pharmagraph.pipeline.seal", 1, "aspirin.md"),
        ("pharmagraph.graph.export._write", 2, "aspirin.md"),
        ("pharmagraph.graph.generation._swap", 1, "aspirin.md"),
        # The first link that is moved is the one to the store; the exports go with it.
        ("pathlib.Path.replace", 1, "aspirin.md"),
        ("pharmagraph.graph.generation._sweep", 2, "senna.md"),
    ],
)  # fmt: skip
def test_a_build_that_is_killed_leaves_the_former_or_the_new_graph(
    place: str, nth: int, left: str, folder: Write, tmp_path: Path
) -> None:
    """At whatever point it is killed: the graph can be read, and the next build clears up."""
    out = tmp_path / "out"
    build(folder({"aspirin.md": ASPIRIN}), out=out)
    other = folder({"senna.md": SENNA}, "other")
    _killed(other, out, place, nth)
    assert _state(out) == left
    build(other, out=out)
    assert _state(out) == "senna.md"
    assert len(list(out.glob(".pharmagraph-*"))) == 1


@pytest.mark.parametrize("place", ["pharmagraph.pipeline.fill", "pharmagraph.fill.summary_quads"])
def test_a_build_from_nothing_that_is_killed_leaves_the_former_graph(
    place: str, folder: Write, tmp_path: Path
) -> None:
    """Where everything is read again, the former graph stays until all of it is read."""
    out = tmp_path / "out"
    build(folder({"aspirin.md": ASPIRIN}), out=out)
    _killed(folder({"senna.md": SENNA}, "other"), out, place, fresh=True)
    assert _state(out) == "aspirin.md"


def test_a_build_may_be_killed_at_any_time(folder: Write, tmp_path: Path) -> None:
    """Killed after ever longer times until one gets through, no build leaves anything that can't be read."""
    out = tmp_path / "out"
    build(folder({"aspirin.md": ASPIRIN}), out=out)
    other = folder({"senna.md": SENNA}, "other")
    for step in range(1, 40):
        with subprocess.Popen(command("build", other, "-o", out, "-q")) as child:
            try:
                child.wait(timeout=0.35 + 0.15 * step)
            except subprocess.TimeoutExpired:
                child.kill()
        state = _state(out)
        if child.returncode == 0:
            break
    assert (child.returncode, state) == (0, "senna.md")
    assert len(list(out.glob(".pharmagraph-*"))) == 1


def _workers(parent: int) -> list[int]:
    """The processes that a process has started, by what the system knows."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def _wait(condition: Callable[[], object]) -> None:
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_processes_that_read_end_with_the_build_that_is_killed(folder: Write, tmp_path: Path) -> None:
    """No process is left behind to wait for work that never comes."""
    root = folder({f"{n}.md": SENNA for n in range(400)})
    with subprocess.Popen(command("build", root, "-o", tmp_path / "out", "-q", "-j", 2)) as child:
        _wait(lambda: len(_workers(child.pid)) >= 3 or child.poll() is not None)
        workers = _workers(child.pid)
        assert len(workers) >= 3
        time.sleep(0.5)
        child.kill()
    _wait(lambda: not any(Path(f"/proc/{worker}/cmdline").exists() for worker in workers))


def test_a_reading_process_that_is_killed_is_one_error(folder: Write, tmp_path: Path) -> None:
    """A worker that the system ends, for want of memory for example, ends the build with a remedy; nothing changes."""
    out = tmp_path / "out"
    build(folder({"aspirin.md": ASPIRIN}), out=out)
    root = folder({f"{n}.md": SENNA for n in range(400)}, "many")
    with subprocess.Popen(
        command("build", root, "-o", out, "-j", 2), stderr=subprocess.PIPE, text=True
    ) as child:
        _wait(lambda: len(_workers(child.pid)) >= 3 or child.poll() is not None)
        time.sleep(0.3)
        for worker in _workers(child.pid):
            if b"spawn_main" in Path(f"/proc/{worker}/cmdline").read_bytes():
                os.kill(worker, 9)
        assert child.stderr is not None
        said_ = child.stderr.read()
    assert child.returncode == 1
    assert "Traceback" not in said_
    assert said_.splitlines()[-1].endswith("read with fewer processes: -j 1")
    assert sources(out) == ["aspirin.md"]
