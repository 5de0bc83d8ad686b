"""The documentation is true: its transcripts are what the commands print."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
PYTHON = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?://|#)([^)#\s]+)")


def pages_with(pattern: re.Pattern[str]) -> list[Path]:
    return [page for page in PAGES if pattern.search(page.read_text(encoding="utf-8"))]


@pytest.fixture
def workplace(tmp_path: Path) -> Path:
    """A folder in which the repository's data can be named as in the documentation."""
    for name in ("data", "docs", "ontology", "notebooks"):
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


def transcript(block: str) -> list[tuple[str, str]]:
    """Commands of a block, each with the lines that stand under it."""
    parts = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    return [(part.partition("\n")[0], part.partition("\n")[2]) for part in parts]


def as_pattern(expected: str) -> re.Pattern[str]:
    """What is expected, with "..." for anything, over lines where it stands alone."""
    lines = []
    for line in expected.splitlines():
        if line == "...":
            lines.append(r"(?:.*\n)*?")
        else:
            lines.append(re.escape(line).replace(re.escape("..."), ".*") + r"\n")
    return re.compile("".join(lines))


@pytest.mark.parametrize("page", pages_with(BLOCK), ids=lambda page: page.name)
def test_transcripts_show_what_commands_print(page: Path, workplace: Path) -> None:
    """Each command of a page, run in order in one folder, prints what the page shows."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for block in BLOCK.findall(page.read_text(encoding="utf-8")):
        for command, expected in transcript(block):
            ran = subprocess.run(
                command, shell=True, cwd=workplace, env={**os.environ, "PATH": path, "COLUMNS": "200"},
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120, check=False,
            )  # fmt: skip
            assert as_pattern(expected).fullmatch(ran.stdout), f"$ {command}\n{ran.stdout}"


@pytest.mark.parametrize("page", pages_with(PYTHON), ids=lambda page: page.name)
def test_python_in_the_documentation_runs(page: Path, workplace: Path) -> None:
    """Python code on a page runs as it stands."""
    for code in PYTHON.findall(page.read_text(encoding="utf-8")):
        ran = subprocess.run(
            [sys.executable, "-c", code],
            cwd=workplace,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link of a page leads to a file of the repository."""
    missing = [to for to in LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / to).exists()]
    assert missing == []
