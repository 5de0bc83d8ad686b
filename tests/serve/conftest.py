"""A graph on disk, and real servers over it, each in a process of its own and ended at the end."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from conftest import ASPIRIN, REPOSITORY, command
from pharmagraph import build

# Code spans keep their markup through the reader; most other HTML is taken out there.
HOSTILE = """---
title: Badroot
description: "</script><img src=x onerror=alert(2)>"
faqs:
  - question: "Is it <script>alert(7)</script>?"
    answer: "</script><script>alert(8)</script>"
---
# Badroot

## Drug Interactions

Badroot may interact with warfarin, `</script><img src=x onerror=alert(3)>` & "others".

## Side Effects

Badroot can cause nausea (`<b onmouseover=alert(4)>`).
"""
# Runs for ages, and gives nothing before its end.
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a != ?d && ?d != ?g) }"


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a graph of three monographs, one of them hostile."""
    root = tmp_path_factory.mktemp("served")
    sources = root / "monographs"
    sources.mkdir()
    (sources / "aspirin.md").write_text(ASPIRIN, encoding="utf-8")
    (sources / "badroot.md").write_text(HOSTILE, encoding="utf-8")
    made = REPOSITORY / "data/monographs/vitamin-k2-7.md"
    (sources / made.name).write_bytes(made.read_bytes())
    build(sources, out=root / "out")
    return root / "out"


@contextmanager
def serving(folder: Path, *options: object) -> Iterator[str]:
    """A server over a folder, on a free port; its address."""
    process = subprocess.Popen(
        command("-C", folder, "serve", "--port", 0, *options),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://\S+(?=/ )", line)
        assert found, line + process.communicate(timeout=10)[1]
        _until_it_answers(found[0])
        yield found[0]
    finally:
        process.terminate()
        _, errors = process.communicate(timeout=20)
        assert "Traceback" not in errors, errors


def _until_it_answers(address: str) -> None:
    # It listens from the beginning: what comes early waits in the queue of the socket.
    httpx.get(f"{address}/sparql?query=ASK%7B%7D", timeout=30).raise_for_status()


@pytest.fixture(scope="session")
def server(graph: Path) -> Iterator[str]:
    """A server with the usual limits."""
    with serving(graph) as address:
        yield address


@pytest.fixture
def ask(server: str) -> Callable[..., httpx.Response]:
    """A function that asks the endpoint a query by GET."""

    def ask(query: str, accept: str = "", **fields: str) -> httpx.Response:
        headers = {"Accept": accept} if accept else {}
        return httpx.get(f"{server}/sparql", params={"query": query, **fields}, headers=headers, timeout=30)

    return ask
