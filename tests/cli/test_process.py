"""What only a process of its own shows: pipes that close, odd terminals, full disks, tables on a terminal."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import SENNA, command, in_process

Write = Callable[..., Path]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph on disk."""
    folder = tmp_path_factory.mktemp("process")
    (folder / "senna.md").write_text(SENNA.replace("nausea", "nausea [bold]β-effects[/bold]"))
    assert in_process("build", folder / "senna.md", "-o", folder / "out", "-q").returncode == 0
    return folder / "out"


@pytest.mark.parametrize(
    "words",
    [["query", "SELECT ?s ?p ?o { ?s ?p ?o }"], ["query", "SELECT ?s ?p ?o { ?s ?p ?o }", "--format", "csv"]],
)
def test_a_reader_that_has_seen_enough_is_no_error(words: list[str], out: Path) -> None:
    """When the other end of the pipe is closed, as by head, the command ends quietly with exit status 0."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as pipe:
        done = subprocess.run(
            command("-C", out, *words), stdout=pipe, stderr=subprocess.PIPE, timeout=60, check=False
        )
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_full_disk_below_standard_output_is_one_line(out: Path) -> None:
    """What could not be written is told, and the exit status is 1."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            command("-C", out, "query", "hedged"), stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert (done.returncode, done.stderr) == (1, b"pharmagraph: No space left on device\n")


def test_a_terminal_without_greek_letters_does_not_end_a_command(out: Path) -> None:
    """What a terminal can't show is written in another way."""
    done = in_process("-C", out, "show", "senna", PYTHONIOENCODING="latin-1", PYTHONUTF8="0")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\\u03b2-effects" in done.stdout


def on_a_terminal(words: list[str]) -> str:
    """What a command writes to a terminal of 100 columns."""
    own, other = pty.openpty()
    environment = {**os.environ, "COLUMNS": "100", "TERM": "xterm"}
    with subprocess.Popen(command(*words), stdin=other, stdout=other, stderr=other, env=environment) as child:
        os.close(other)
        seen = b""
        while True:
            try:
                chunk = os.read(own, 65536)
            except OSError:  # the terminal is closed
                break
            if not chunk:
                break
            seen += chunk
    os.close(own)
    assert child.returncode == 0
    return seen.decode()


def test_people_get_a_table(out: Path) -> None:
    """On a terminal there are lines and borders, and brackets in a monograph are no markup."""
    seen = on_a_terminal(["-C", str(out), "show", "senna"])
    assert "┃" in seen
    assert "[bold]" in seen.replace("\r\n", "")
    assert "\t" not in seen


def test_people_see_progress(folder: Write, tmp_path: Path) -> None:
    """A build on a terminal shows how far it is, and leaves only its summary."""
    seen = on_a_terminal(["build", str(folder({"senna.md": SENNA})), "-o", str(tmp_path / "out")])
    assert "reading" in seen
    assert "1 monograph, " in seen.splitlines()[-1]


def test_a_second_build_into_one_folder_is_refused_with_one_line(folder: Write, tmp_path: Path) -> None:
    """Who comes second is told at once, while the first is still at work."""
    root, out = folder({"senna.md": SENNA}), tmp_path / "out"
    code = (
        "import sys; from pathlib import Path; from pharmagraph.graph.generation import new_generation\n"
        "with new_generation(Path(sys.argv[1])): print(flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, out], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as first:
        assert first.stdout is not None
        first.stdout.readline()
        second = in_process("build", root, "-o", out)
        first.kill()
    assert second.returncode == 1
    expected = f"pharmagraph: {out}: another build is writing to this folder; wait for it to end\n"
    assert second.stderr.decode() == expected
    assert in_process("build", root, "-o", out, "-q").returncode == 0


def test_the_module_and_the_version(tmp_path: Path) -> None:
    """``python -m pharmagraph`` is the command, and tells its version."""
    done = in_process("--version", cwd=tmp_path)
    assert done.returncode == 0
    assert b", version " in done.stdout
