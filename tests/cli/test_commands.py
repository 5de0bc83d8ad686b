"""Every command does what its help says, in a pipe and for people."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from conftest import ASPIRIN, SENNA, complaints
from graph.made import document, said, write_graph
from pharmagraph.cli import COMMANDS
from pharmagraph.graph import FORMATS, open_ox, serialize
from pharmagraph.vocabulary import load_vocabulary

# The commands that are not tested here have tests of their own.
MINE = [name for name in COMMANDS if name not in ("lexicon", "check", "evaluate")]
COMPARED = "direction=higher, property=half-life, price"
Run = Callable[..., Result]
Write = Callable[..., Path]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph on disk whose statements are known."""
    statements = (
        said(
            "Alpha",
            "interactsWith",
            "Beta",
            "Alpha may meet\n  Beta.",
            "Alpha met Beta.",
            modality="possible",
        ),
        said("Alpha", "hasSideEffect", "Itch:Condition", "It itches.", frequency="rare", severity="mild"),
        said(
            "Alpha",
            "comparedWith",
            "Beta",
            "A longer one.",
            property=("half-life", "price"),
            direction="higher",
        ),
        said("Alpha", "alternateName", '"A\tone"', "Also A one."),
        said("Gamma", "hasDosage", "5 mg", "Take 5 mg.", low=5, high=5, unit="mg"),
    )
    return write_graph(tmp_path_factory.mktemp("made") / "out", [document("a.md", "Test Alpha", *statements)])


def tsv(result: Result) -> list[list[str]]:
    """The rows of a tab-separated table."""
    assert result.exit_code == 0, result.stderr
    return [line.split("\t") for line in result.stdout.splitlines()]


def test_the_graph_is_found_where_it_is_said_to_be(
    made: Path, pharmagraph: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before or after the command, in the environment, in this folder, or in ./out; in this order."""
    words = ("query", "SELECT ?s { ?m a pg:Monograph ; dcterms:source ?s }")
    expected = [["s"], ["a.md"]]
    assert tsv(pharmagraph("-C", made, *words)) == tsv(pharmagraph(*words, "-C", made)) == expected
    assert tsv(pharmagraph("-C", "nowhere", *words, "-C", made)) == expected
    monkeypatch.setenv("PHARMAGRAPH_DIR", str(made))
    assert tsv(pharmagraph(*words)) == expected
    assert pharmagraph("-C", "nowhere", *words).exit_code == 1
    monkeypatch.setenv("PHARMAGRAPH_DIR", "nowhere")
    assert pharmagraph(*words).exit_code == 1
    monkeypatch.delenv("PHARMAGRAPH_DIR")
    monkeypatch.chdir(made)
    assert tsv(pharmagraph(*words)) == expected
    monkeypatch.chdir(made.parent)
    assert tsv(pharmagraph(*words)) == expected


def test_build_says_what_it_has_made(pharmagraph: Run, folder: Write) -> None:
    """One line of numbers on standard error, nothing on standard output, nothing but errors with -q."""
    root = folder({"aspirin.md": ASPIRIN, "senna.md": SENNA})
    result = pharmagraph("build", root, "-j", 1)
    assert (result.exit_code, result.stdout) == (0, "")
    assert re.fullmatch(
        r"2 monographs, \d+ statements, \d+ pieces of evidence, [\d,]+ triples -> out\n", result.stderr
    )
    assert pharmagraph("build", root, "-j", 1, "-q", "-o", "other").output == ""
    names = {p.name for p in Path("out").iterdir() if not p.name.startswith(".")}
    assert names == {"store", "graph.ttl", "graph.jsonld", "graph.html", "report.md", "report.json"}


def test_extract_prints_one_record_a_line(pharmagraph: Run, folder: Write) -> None:
    """The record is the one of the contract, and its quote stands where it says."""
    root = folder({"aspirin.md": ASPIRIN})
    records = [json.loads(line) for line in pharmagraph("extract", root).stdout.splitlines()]
    assert [(r["relation"], r["object"]["text"], r["modality"]) for r in records] == [
        ("inhibits", "cyclooxygenase", "asserted"), ("interactsWith", "warfarin", "possible"),
    ]  # fmt: skip
    for record in records:
        assert list(record) == [
            "subject",
            "relation",
            "object",
            "modality",
            "qualifiers",
            "support",
            "evidence",
        ]
        assert set(record["subject"]) == {"label", "text", "id", "xrefs", "type"}
        (evidence,) = record["evidence"]
        assert list(evidence) == ["source", "section", "line", "start", "end", "quote", "rule", "modality"]
        assert ASPIRIN[evidence["start"] : evidence["end"]] == evidence["quote"]
        assert ASPIRIN.splitlines()[evidence["line"] - 1] == evidence["quote"]


def test_extract_prints_a_table_and_the_ledger(pharmagraph: Run, folder: Write) -> None:
    """In a pipe both are tab-separated with a head line."""
    root = folder({"aspirin.md": ASPIRIN + "\nNothing is stated here.\n"})
    head, *rows = tsv(pharmagraph("extract", root, "--format", "table"))
    assert head == ["subject", "relation", "object", "modality", "qualifiers", "support", "line", "quote"]
    assert rows[0] == [
        "Aspirin",
        "inhibits",
        "cyclooxygenase",
        "asserted",
        "",
        "1",
        "6",
        "Aspirin irreversibly inhibits cyclooxygenase.",
    ]
    head, *rows = tsv(pharmagraph("extract", root, "--ledger"))
    assert head == ["file", "line", "statements", "reason", "passage"]
    assert rows[0] == ["aspirin.md", "6", "1", "", "Aspirin irreversibly inhibits cyclooxygenase."]
    assert rows[-1][0] == "aspirin.md"
    assert rows[-1][2:4] in (["0", "no-cue"], ["0", "no-object"])


def test_extract_reads_a_folder_in_order(pharmagraph: Run, folder: Write) -> None:
    """Files come one after the other by name, whatever is told of them."""
    root = folder({"senna.md": SENNA, "aspirin.md": ASPIRIN})
    records = [json.loads(line) for line in pharmagraph("extract", root).stdout.splitlines()]
    assert [r["evidence"][0]["source"] for r in records] == ["aspirin.md", "aspirin.md", "senna.md"]


def test_show_prints_every_statement_with_its_sentences(made: Path, pharmagraph: Run) -> None:
    """Names first, then the statements by group, one row a sentence, white space folded."""
    title, *lines = pharmagraph("-C", made, "show", "alpha").stdout.splitlines()
    assert title == "Alpha (Substance): A one, Test Alpha"
    head, *rows = [line.split("\t") for line in lines]
    assert head == ["subject", "relation", "object", "modality", "qualifiers", "where", "sentence"]
    assert rows == [
        ["Alpha", "is also called", "A one", "asserted", "", "a.md:8", "Also A one."],
        ["Alpha", "is compared with", "Beta", "asserted", COMPARED, "a.md:7", "A longer one."],
        ["Alpha", "interacts with", "Beta", "possible", "", "a.md:3", "Alpha may meet Beta."],
        ["", "", "", "", "", "a.md:5", "Alpha met Beta."],
        ["Alpha", "has the side effect", "Itch", "asserted", "frequency=rare, severity=mild", "a.md:6", "It itches."],
    ]  # fmt: skip


def test_show_prints_records(made: Path, pharmagraph: Run) -> None:
    """With --format jsonl the records are those of extract."""
    result = pharmagraph("-C", made, "show", "beta", "--format", "jsonl")
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert {(r["relation"], r["subject"]["id"], r["object"]["label"]) for r in records} == {
        ("interactsWith", "pgc:test-alpha", "Beta"), ("comparedWith", "pgc:test-alpha", "Beta"),
    }  # fmt: skip
    assert [r["support"] for r in records if r["relation"] == "interactsWith"] == [2]


def test_show_of_the_unknown_is_one_line(made: Path, pharmagraph: Run) -> None:
    """Nothing known is never called safe; a name that is nearly right is asked for."""
    result = pharmagraph("-C", made, "show", "Omega")
    assert (result.exit_code, result.stdout) == (1, "")
    (line,) = complaints(result)
    assert "that says nothing about its safety" in line
    assert "did you mean 'Alpha'?" in pharmagraph("-C", made, "show", "Alfa").stderr


@pytest.mark.parametrize("form", FORMATS)
def test_export_writes_every_format(form: str, made: Path, pharmagraph: Run) -> None:
    """The ending says which; nothing is printed."""
    result = pharmagraph("-C", made, "export", f"x.{form}")
    assert (result.exit_code, result.output) == (0, "")
    assert Path(f"x.{form}").read_bytes() == serialize(open_ox(made), form)


def test_export_and_view_into_a_missing_folder_are_one_line(made: Path, pharmagraph: Run) -> None:
    """The file that can't be written is named, with what to do."""
    for words in (("export", "no/x.ttl"), ("view", "-o", "no/x.html")):
        result = pharmagraph("-C", made, *words)
        assert result.exit_code == 1
        (line,) = complaints(result)
        assert line.startswith(f"pharmagraph: {words[-1]}: ")
        assert "can't be written (No such file or directory); choose " in line


def test_view_writes_the_page_and_says_where(made: Path, pharmagraph: Run) -> None:
    """Of a substance only what touches it; of an unknown one nothing, and no file."""
    result = pharmagraph("-C", made, "view", "Alpha", "-o", "alpha.html")
    assert (result.exit_code, result.stdout) == (0, "alpha.html\n")
    page = Path("alpha.html").read_text()
    assert "It itches." in page
    assert "Take 5 mg." not in page
    assert "Take 5 mg." in (_viewed(pharmagraph("-C", made, "view", "-o", "all.html")))
    assert pharmagraph("-C", made, "view", "Omega", "-o", "omega.html").exit_code == 1
    assert not Path("omega.html").exists()


def _viewed(result: Result) -> str:
    return Path(result.stdout.strip()).read_text()


def test_relations_lists_the_vocabulary(pharmagraph: Run) -> None:
    """All 27, in a pipe as tab-separated lines."""
    head, *rows = tsv(pharmagraph("relations"))
    assert head == ["relation", "label", "domain", "range", "definition", "not for"]
    assert [row[0] for row in rows] == list(load_vocabulary().relations)
    assert next(row for row in rows if row[0] == "foundIn")[2:4] == ["Substance", "Food"]


def test_validate_says_that_a_graph_is_valid_and_what_was_checked(pharmagraph: Run, folder: Write) -> None:
    """Quotes are checked of the files that are given; of others it is said that they were not."""
    root = folder({"aspirin.md": ASPIRIN, "senna.md": SENNA})
    pharmagraph("build", root, "-q", "-j", 1)
    assert pharmagraph("validate").stdout == "valid: ontology, shapes and invariants hold\n"
    all_ = pharmagraph("validate", root)
    assert all_.stdout.endswith(", and every quote of 2 of 2 monographs stands in its file\n")
    assert all_.stderr == ""
    some = pharmagraph("validate", root / "senna.md")
    assert some.exit_code == 0
    assert some.stdout.endswith(", and every quote of 1 of 2 monographs stands in its file\n")
    assert some.stderr.startswith("note: aspirin.md: its quotes were not checked")


def test_validate_names_file_line_and_sentence_of_what_is_wrong(pharmagraph: Run, folder: Write) -> None:
    """Each offender is a line on standard output; their number is told on standard error; exit status 1."""
    root = folder({"aspirin.md": ASPIRIN})
    pharmagraph("build", root, "-q")
    (root / "aspirin.md").write_text(ASPIRIN.replace("Aspirin may", "Aspirin  may"))
    result = pharmagraph("validate", root)
    assert result.exit_code == 1
    assert re.fullmatch(
        r"aspirin\.md:10: The quote does not stand in the file where it should: "
        r"\S+#char=\d+,\d+ \('Aspirin may interact with warfarin\.'\)\n",
        result.stdout,
    )
    assert result.stderr == "pharmagraph: 1 offence\n"


def test_validate_of_files_that_cannot_be_read_fails(made: Path, pharmagraph: Run) -> None:
    """What could not be checked is not called valid without a word."""
    result = pharmagraph("-C", made, "validate", "missing.md")
    assert result.exit_code == 1
    assert complaints(result) == ["pharmagraph: missing.md: there is no such file or folder; check the path"]


def test_a_defect_is_one_line(pharmagraph: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody foresaw ends in one line that says what to do, and exit status 1."""
    monkeypatch.delenv("PHARMAGRAPH_DEBUG", raising=False)
    monkeypatch.setattr("pharmagraph.cli.relations.load_vocabulary", lambda: 1 / 0)
    ran = pharmagraph("relations")
    assert ran.exit_code == 1
    assert len(complaints(ran)) == 1
    assert "ZeroDivisionError" in ran.stderr
    assert "report it" in ran.stderr


def test_an_argument_of_a_saved_query_needs_a_name(made: Path, pharmagraph: Run) -> None:
    """An empty or nameless argument is a usage error."""
    for wrong in ("", "warfarin"):
        assert pharmagraph("-C", str(made), "query", "interactions", wrong).exit_code == 2
