"""Bad input: one clear line with file, place and remedy; the other files go through; exit status 1; no traceback."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from conftest import ASPIRIN, SENNA, complaints, in_process

BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{','.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(9)
)
# What is in the file, the line that must be named (None where there is none), and a word of the reason.
BAD: dict[str, tuple[bytes, int | None, str]] = {
    "empty": (b"", None, "empty"),
    "blank": (b" \n\t\n", None, "empty"),
    "binary": (b"\x89PNG\r\n\x1a\n\0\0\0", 3, "binary"),
    "latin-1": (b"# Aspirin\n\nCaf\xe9\n", 3, "UTF-8"),
    "utf-16": ("# Aspirin".encode("utf-16"), 1, "UTF-16"),
    "broken-yaml": (b"---\ntitle: A\nfoo: [1, 2\n---\n# A\n", 3, "YAML"),
    "tab-in-yaml": (b"---\ntitle: A\n\tfoo: b\n---\n# A\n", 3, "YAML"),
    "unclosed": (b"---\ntitle: A\n# A\n", 1, "closed"),
    "deep": (b"---\ntitle: A\nfoo: " + b"[" * 100_000 + b"\n---\n# A\n", 3, "deep"),
    "alias-bomb": (b"---\n" + BOMB.encode() + b"---\n# A\n", None, "alias"),
    "list": (b"---\n- a\n- b\n---\n# A\n", 2, "keys and values"),
}  # fmt: skip
# What is no error: text without front matter, headings or a title is a monograph all the same.
FINE: dict[str, bytes] = {
    "no-front-matter": b"# Senna\n\nSenna can cause nausea.\n",
    "no-heading": b"---\ntitle: Senna\n---\nSenna can cause nausea.\n",
    "no-title": b"---\ndescription: A laxative.\n---\n\n## Side Effects\n\nIt can cause nausea.\n",
}
Run = Callable[..., Result]
Write = Callable[..., Path]


def check_line(line: str, file: str, number: int | None, word: str) -> None:
    """A complaint names the file, the line where there is one, the reason, and what to do."""
    place = rf":{number}" if number else r"(?::\d+)?"
    assert re.match(rf"pharmagraph: {re.escape(file)}{place}: [^;]+; .+", line), line
    assert word.lower() in line.lower()
    assert len(line) < 300


@pytest.mark.parametrize("name", BAD)
def test_build_says_what_is_wrong_and_goes_on(name: str, pharmagraph: Run, folder: Write) -> None:
    """Of a good and a bad file the good one is built; the bad one costs one line and the exit status."""
    data, number, word = BAD[name]
    root = folder({f"{name}.md": data, "senna.md": SENNA})
    result = pharmagraph("build", root, "-o", "out", "-j", 1)
    assert result.exit_code == 1
    (line,) = complaints(result)
    check_line(line, f"{name}.md", number, word)
    assert "nausea" in pharmagraph("-C", "out", "show", "senna").stdout


@pytest.mark.parametrize("name", BAD)
def test_extract_says_what_is_wrong_and_goes_on(name: str, pharmagraph: Run, folder: Write) -> None:
    """Of several files with a bad one among them the statements of the others are printed."""
    data, number, word = BAD[name]
    root = folder({f"{name}.md": data, "senna.md": SENNA})
    result = pharmagraph("extract", root / f"{name}.md", root / "senna.md")
    assert result.exit_code == 1
    (line,) = complaints(result)
    check_line(line, f"{name}.md", number, word)
    assert [json.loads(row)["object"]["text"] for row in result.stdout.splitlines()] == ["nausea"]


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_alone_is_no_graph(name: str, pharmagraph: Run, folder: Write) -> None:
    """Nothing is built of nothing, and the line is the same."""
    data, number, word = BAD[name]
    result = pharmagraph("build", folder({f"{name}.md": data}) / f"{name}.md", "-o", "out")
    assert (result.exit_code, result.stdout) == (1, "")
    (line,) = complaints(result)
    check_line(line, f"{name}.md", number, word)
    assert not (Path("out") / "store").exists()


@pytest.mark.parametrize("name", FINE)
def test_what_lacks_a_part_is_read_all_the_same(name: str, pharmagraph: Run, folder: Write) -> None:
    """A text without front matter, heading or title is a monograph; what was made of it is a note, not an error."""
    root = folder({"senna.md": FINE[name]})
    assert pharmagraph("extract", root).exit_code == 0
    result = pharmagraph("build", root, "-o", "out")
    assert (result.exit_code, complaints(result)) == (0, [])
    assert "nausea" in pharmagraph("-C", "out", "show", "senna").stdout


def test_a_file_of_200_megabytes_is_refused_unread(pharmagraph: Run, folder: Write) -> None:
    """Its size is known before a byte of it is read."""
    root = folder({"senna.md": SENNA})
    with (root / "large.md").open("wb") as file:
        file.truncate(200_000_000)
    for words in (("build", root, "-o", "out"), ("extract", root)):
        result = pharmagraph(*words)
        assert result.exit_code == 1
        (line,) = complaints(result)
        check_line(line, "large.md", None, "200 MB")


def test_a_missing_file_is_named_as_it_was_given(pharmagraph: Run, folder: Write) -> None:
    """Others that were named with it are read."""
    root = folder({"senna.md": SENNA})
    for words in (("build", "no/such.md", root, "-o", "out"), ("extract", "no/such.md", root)):
        result = pharmagraph(*words)
        assert result.exit_code == 1
        assert complaints(result) == [
            "pharmagraph: no/such.md: there is no such file or folder; check the path"
        ]
    assert (Path("out") / "store").is_dir()


def test_a_folder_with_nothing_to_read_is_said(pharmagraph: Run, folder: Write) -> None:
    """A folder of other files, or with only a README, has no monographs."""
    root = folder({"README.md": "# Hello", "notes.txt": "x", ".hidden.md": SENNA})
    for words in (("build", root, "-o", "out"), ("extract", root)):
        result = pharmagraph(*words)
        assert result.exit_code == 1
        assert complaints(result) == [
            f"pharmagraph: {root}: there are no monographs in this folder; put files ending in .md into it, "
            "or name another folder"
        ]


def test_each_of_several_bad_files_has_its_line(pharmagraph: Run, folder: Write) -> None:
    """When nothing at all can be read, the first problem does not hide the others."""
    root = folder({"a.md": b"\0", "b.md": b"", "c.md": b"\xff"})
    result = pharmagraph("build", root, "missing.md", "-o", "out", "-j", 1)
    assert result.exit_code == 1
    assert [line.split(":")[1].strip() for line in complaints(result)] == [
        "a.md",
        "b.md",
        "c.md",
        "missing.md",
    ]
    assert len(result.stderr.splitlines()) == 4


def test_what_was_kept_is_said(pharmagraph: Run, folder: Write) -> None:
    """A file that can't be read now keeps its former statements, and both are told."""
    root = folder({"aspirin.md": ASPIRIN, "senna.md": SENNA})
    assert pharmagraph("build", root, "-o", "out", "-j", 1).exit_code == 0
    (root / "senna.md").write_bytes(b"\0")
    result = pharmagraph("build", root, "-o", "out", "-j", 1, "-q")
    assert result.exit_code == 1
    assert "note: senna.md: the statements of the former build were kept" in result.stderr.splitlines()
    assert "nausea" in pharmagraph("-C", "out", "show", "senna").stdout


def test_standard_input_is_read(pharmagraph: Run) -> None:
    """A hyphen stands for a monograph that comes through a pipe."""
    result = pharmagraph("extract", "-", stdin=SENNA)
    assert result.exit_code == 0
    record = json.loads(result.stdout)
    assert (record["relation"], record["object"]["text"]) == ("hasSideEffect", "nausea")
    assert record["evidence"][0]["source"] == "standard-input.md"


def test_standard_input_may_be_bad_and_others_good(pharmagraph: Run, folder: Write) -> None:
    """Each source is on its own."""
    root = folder({"senna.md": SENNA})
    result = pharmagraph("extract", "-", root / "senna.md", stdin=b"\xff\xff")
    assert result.exit_code == 1
    (line,) = complaints(result)
    check_line(line, "standard-input.md", 1, "UTF-8")
    assert len(result.stdout.splitlines()) == 1
    assert pharmagraph("extract", "-", stdin=b"").exit_code == 1


@pytest.mark.parametrize("name", ["deep", "alias-bomb", "binary"])
def test_a_process_of_its_own_survives_what_might_kill_it(name: str, folder: Write, tmp_path: Path) -> None:
    """Nested collections and aliases are refused before a parser in C, or memory, comes to its end."""
    root = folder({f"{name}.md": BAD[name][0], "senna.md": SENNA})
    done = in_process("build", root, "-o", tmp_path / "out", "-j", 2)
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert [line for line in done.stderr.decode().splitlines() if line.startswith(f"pharmagraph: {name}.md:")]


def test_an_output_folder_that_cannot_be_written_is_one_line(pharmagraph: Run, folder: Write) -> None:
    """The folder and the remedy are named."""
    root = folder({"senna.md": SENNA})
    Path("file").write_text("x")
    result = pharmagraph("build", root, "-o", "file/out")
    assert result.exit_code == 1
    assert complaints(result) == [
        "pharmagraph: file/out: the output folder can't be written (Not a directory); "
        "make room or choose another with -o"
    ]
    assert "can't be written (File exists)" in pharmagraph("build", root, "-o", "file").stderr
