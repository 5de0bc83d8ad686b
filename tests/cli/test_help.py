"""The help of each command has an example that works; wrong usage is told apart from failure."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from conftest import REPOSITORY, complaints
from pharmagraph.cli import COMMANDS

# The example of serve runs until it is ended: tests/serve has it.
MINE = [name for name in COMMANDS if name not in ("lexicon", "check", "evaluate")]
COMPARED = "direction=higher, property=half-life, price"
Run = Callable[..., Result]
Write = Callable[..., Path]


def test_the_group_lists_its_commands_with_what_they_do(pharmagraph: Run) -> None:
    """Without a command there is the list, in the order of the work."""
    listed = pharmagraph("--help").stdout
    assert re.findall(r"^  (\w+)  +\w", listed, re.M) == list(COMMANDS)
    assert "Example: pharmagraph build" in listed


@pytest.mark.parametrize("name", MINE)
def test_help_has_an_example(name: str, pharmagraph: Run) -> None:
    """-h and --help are the same, say what the command does and show one use."""
    result = pharmagraph(name, "--help")
    assert result.exit_code == 0
    assert result.stdout == pharmagraph(name, "-h").stdout
    assert f"Example: pharmagraph {name}" in result.stdout


@pytest.mark.parametrize("name", [name for name in MINE if name != "serve"])
def test_the_example_of_the_help_works(
    name: str, pharmagraph: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The example, run in the repository's folder after a build, ends with exit status 0 and says something."""
    shutil.copytree(REPOSITORY / "data" / "monographs", tmp_path / "data" / "monographs")
    if name != "build":
        pharmagraph("build", "data/monographs", "-o", "out", "-q")
    help_text = " ".join(pharmagraph(name, "--help").stdout.split())
    example = help_text.rpartition("Example: ")[2].partition(" | ")[0]
    words = shlex.split(example)
    assert words[:2] == ["pharmagraph", name]
    result = pharmagraph(*words[1:])
    assert result.exit_code == 0, result.stderr
    assert result.output or name == "export"
    if name in ("export", "view"):
        assert (tmp_path / words[-1]).stat().st_size > 1000


@pytest.mark.parametrize("words", [[], ["nonsense"], ["--nonsense"]])
def test_wrong_usage_of_the_group_is_exit_status_2(words: list[str], pharmagraph: Run) -> None:
    """What is no command is told on standard error."""
    result = pharmagraph(*words)
    assert result.exit_code == 2
    assert "Usage: pharmagraph" in result.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["build"], ["build", "x", "-j", "0"], ["build", "x", "--nonsense"], ["extract"],
            ["extract", "x", "--format", "xml"],
        ["query"], ["query", "-f", "x.rq", "ASK {}"], ["query", "hedged", "--format", "docx"],
        ["query", "interactions", "warfarin"], ["show"], ["show", "a", "b"], ["export"], ["export", "graph.docx"],
        ["export", "graph"], ["relations", "x"], ["view", "a", "b"], ["validate", "--nonsense"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_wrong_usage_is_exit_status_2(words: list[str], pharmagraph: Run) -> None:
    """Nothing is read or written, and how to use the command stands on standard error."""
    result = pharmagraph(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Usage: pharmagraph " in result.stderr
    assert "Error: " in result.stderr


@pytest.mark.parametrize(
    "words",
    [["query", "hedged"], ["show", "x"], ["export", "x.ttl"], ["view"], ["validate"], ["serve"]],
    ids=" ".join,
)
def test_without_a_graph_the_way_to_one_is_named(words: list[str], pharmagraph: Run) -> None:
    """Commands that ask a graph say where they looked, and how to make one."""
    result = pharmagraph(*words)
    assert (result.exit_code, result.stdout) == (1, "")
    assert complaints(result) == [
        "pharmagraph: out: there is no graph in this folder; make one with: pharmagraph build SRC -o out"
    ]
