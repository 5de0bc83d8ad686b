"""What all tests share: monographs written to files, the command line, run here or in its own process, a browser."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from playwright.sync_api import Browser, sync_playwright

from browser import ARGUMENTS, MISSING, find_browser
from pharmagraph.cli import cli

REPOSITORY = Path(__file__).parents[1]

# Small monographs: what they state is plain enough to be found by any version of the rules.
ASPIRIN = """---
title: Aspirin
---
# Aspirin

Aspirin irreversibly inhibits cyclooxygenase.

## Drug Interactions

Aspirin may interact with warfarin.
"""
SENNA = """---
title: Senna
---
# Senna

## Side Effects

Senna can cause nausea.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Callable[[Mapping[str, str | bytes]], Path]:
    """A function that writes files into a folder of monographs."""

    def write(files: Mapping[str, str | bytes], name: str = "monographs") -> Path:
        root = tmp_path / name
        root.mkdir(exist_ok=True)
        for path, content in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(content.encode() if isinstance(content, str) else content)
        return root

    return write


@pytest.fixture
def pharmagraph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """The command line, run in this process in an empty folder; whatever happens, it ends as a program does."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PHARMAGRAPH_DIR", raising=False)

    def run(*words: object, stdin: str | bytes | None = None) -> Result:
        result = CliRunner().invoke(cli, [str(word) for word in words], input=stdin, prog_name="pharmagraph")
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        assert "Traceback" not in result.output
        return result

    return run


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests of a worker; without any the tests fail, they are never skipped."""
    path = find_browser()
    if path is None:
        pytest.fail(MISSING)
    with sync_playwright() as playwright:  # once a process: a second one is refused
        started = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield started
        started.close()


def command(*words: object) -> list[str]:
    """The command line as a command of the operating system."""
    return [sys.executable, "-m", "pharmagraph", *map(str, words)]


def in_process(
    *words: object, cwd: Path | None = None, stdin: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """The command line in a process of its own."""
    return subprocess.run(
        command(*words),
        input=stdin,
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        timeout=120,
        check=False,
    )


def complaints(result: Result) -> list[str]:
    """The lines of standard error that are errors, not notes."""
    return [line for line in result.stderr.splitlines() if line.startswith("pharmagraph: ")]
