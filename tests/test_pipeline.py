"""Builds: what goes in comes out the same, and what goes wrong costs as little as it can."""

from __future__ import annotations

import json
import os
import pickle
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from conftest import ASPIRIN, SENNA, in_process
from graph.made import document, said, sources, statements, store_of
from pharmagraph import build, open_store
from pharmagraph.errors import PharmagraphError, ReadError, StoreError
from pharmagraph.graph import FORMATS, open_ox, serialize
from pharmagraph.graph.iris import PREFIXES
from pharmagraph.pipeline import NothingReadError
from pharmagraph.report import Report

Write = Callable[..., Path]
EXPORTS = ("graph.ttl", "graph.jsonld", "graph.html", "report.md", "report.json")


def test_a_build_in_memory_gives_rdflib_and_networkx(folder: Write) -> None:
    """The graph can be asked in SPARQL and walked as a network without a file being written."""
    made = build(folder({"aspirin.md": ASPIRIN, "senna.md": SENNA}))
    assert made.folder is None
    rows = made.dataset.query("SELECT ?l { ?s pg:inhibits/skos:prefLabel ?l }", initNs=PREFIXES)
    assert [str(row["l"]).lower() for row in rows] == ["cyclooxygenase"]
    assert made.graph("aspirin").number_of_edges() >= 2
    assert made.report.ok
    assert set(made.report.monographs) == {"aspirin.md", "senna.md"}


def test_a_build_writes_store_exports_page_and_report(folder: Write, tmp_path: Path) -> None:
    """All that was promised lies in the folder, complete, and the same graph is in each."""
    made = build(folder({"aspirin.md": ASPIRIN}), out=tmp_path / "out")
    store = open_ox(tmp_path / "out")
    assert (tmp_path / "out" / "graph.ttl").read_bytes() == serialize(store, "ttl")
    assert (tmp_path / "out" / "graph.jsonld").read_bytes() == serialize(store, "jsonld")
    assert (tmp_path / "out" / "graph.html").read_text().startswith("<!")
    report = json.loads((tmp_path / "out" / "report.json").read_text())
    assert report["triples"] == len({quad.triple for quad in store}) == made.report.triples
    assert report["statements"] == len(statements(tmp_path / "out"))
    assert (tmp_path / "out" / "report.md").read_text().startswith("# Build report\n\n1 monograph, ")


def _outputs(folder: Path) -> dict[str, bytes]:
    store = open_ox(folder)
    files = {name: (folder / name).read_bytes() for name in EXPORTS}
    return {**files, **{form: serialize(store, form) for form in FORMATS}}


def test_the_same_input_gives_the_same_bytes(folder: Write, tmp_path: Path) -> None:
    """The order of the files, the hash seed, the time zone and the number of processes have no say."""
    root = folder(
        {
            "a/aspirin.md": ASPIRIN,
            "senna.md": SENNA,
            "third.md": SENNA.replace("Senna", "Cascara"),
            "bad.md": b"\0",
            "b.md": "# One\n",
            "c.md": "# Two\n",
        }
    )
    files = sorted(root.rglob("*.md"))
    variants = [
        (files, ["x", "y"], 1, {"PYTHONHASHSEED": "0", "TZ": "UTC"}),
        (files[::-1], ["y", "x"], 2, {"PYTHONHASHSEED": "7", "TZ": "Pacific/Kiritimati"}),
    ]
    made = []
    for number, (order, missing, jobs, environment) in enumerate(variants):
        out = tmp_path / f"out-{number}"
        done = in_process("build", *order, *missing, "-o", out, "-j", jobs, cwd=tmp_path, **environment)
        assert done.returncode == 1, done.stderr
        made.append(_outputs(out))
    for name, content in made[0].items():
        assert made[1][name] == content, name
        assert str(tmp_path).encode() not in content, name


def test_a_folder_and_its_files_are_the_same_input(folder: Write, tmp_path: Path) -> None:
    """Whether a folder is named or each file in it makes no difference to the graph."""
    root = folder({"aspirin.md": ASPIRIN, "senna.md": SENNA})
    one, other = build(root), build(*sorted(root.iterdir(), reverse=True))
    assert list(one.dataset.quads()) != []
    assert set(one.dataset.quads()) == set(other.dataset.quads())


def test_progress_counts_up_to_the_number_of_files(folder: Write) -> None:
    """Whoever shows progress is told the number done, the number of all, and the name of the last."""
    seen: list[tuple[int, int, str]] = []
    build(folder({"b.md": SENNA, "a.md": ASPIRIN}), progress=lambda *step: seen.append(step))
    assert seen == [(1, 2, "a.md"), (2, 2, "b.md")]


def test_a_statement_of_many_monographs_stands_once(folder: Write) -> None:
    """What hundreds of monographs say is no more work than what hundreds of statements are, and is one row."""
    made = build(folder({f"{n}.md": SENNA for n in range(300)}))
    assert (made.report.statements, made.report.evidence) == (1, 300)
    ask = "SELECT ?m { ?s a biolink:Association ; rdf:subject ?x ; rdf:object ?y ; pg:modality ?m ; pg:support 300 }"
    assert len(list(made.dataset.query(ask, initNs=PREFIXES))) == 1


def test_an_error_with_its_problems_crosses_a_process_boundary() -> None:
    """The problems survive pickling."""
    error = NothingReadError((ReadError("one", source="a.md", line=3), PharmagraphError("two")))
    again = pickle.loads(pickle.dumps(error))
    assert [str(p) for p in again.problems] == ["a.md:3: one", "two"]
    assert str(again) == "a.md:3: one"


def test_nothing_given_is_an_error() -> None:
    """A build of nothing says what to do."""
    with pytest.raises(NothingReadError, match="no monograph was given; name"):
        build()


def test_two_monographs_of_one_title_are_two_monographs_about_one_substance(folder: Write) -> None:
    """Both are read, and what both say is one statement with the evidence of both."""
    made = build(folder({"a.md": SENNA, "b.md": SENNA}))
    assert set(made.report.monographs) == {"a.md", "b.md"}
    (edge,) = [
        data for _, _, data in made.graph("Senna").edges(data=True) if data["relation"] == "hasSideEffect"
    ]
    assert sorted(e["source"] for e in edge["evidence"]) == ["a.md", "b.md"]
    assert edge["support"] == 2
    assert made.report.ok


def test_files_of_one_name_in_two_folders_are_told_apart(folder: Write) -> None:
    """Neither hides the other."""
    one, other = folder({"x.md": ASPIRIN}, "one"), folder({"x.md": SENNA}, "other")
    made = build(one, other)
    assert set(made.report.monographs) == {"one/x.md", "other/x.md"}
    assert made.report.offences == []
    assert {s.partition("/")[0] for s in made.report.monographs} == {"one", "other"}


def test_odd_names_of_files_go_through(folder: Write, tmp_path: Path) -> None:
    """Blanks, Unicode, "#", "%", quotes and folders in names end in a valid graph."""
    names = ["a b.md", "日本/é.md", "50% #1?.md", 'it\'s "x".md', "a.md.md", "UPPER.MD", "x.markdown"]
    made = build(folder(dict.fromkeys(names, SENNA)), out=tmp_path / "out")
    assert set(made.report.monographs) == set(names)
    assert made.report.ok
    assert sources(tmp_path / "out") == sorted(names)


def test_a_name_that_is_no_text_costs_one_file(folder: Write) -> None:
    """A file name that is not UTF-8 is a problem of that file, said so that it can be printed."""
    root = folder({"senna.md": SENNA})
    Path(os.fsdecode(os.fsencode(root) + b"/caf\xe9.md")).write_text(ASPIRIN)
    made = build(root)
    assert [str(p) for p in made.report.problems] == [
        "caf\\udce9.md: the name of the file is not UTF-8; give it another name"
    ]
    assert set(made.report.monographs) == {"senna.md"}


def test_a_defect_of_the_program_costs_one_file(folder: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where extraction fails, the others go through, and the problem says where in the program it was."""
    import pharmagraph.process
    from pharmagraph.extract import Extraction, extract
    from pharmagraph.records import Monograph

    def fails(monograph: Monograph) -> Extraction:
        if monograph.title == "Aspirin":
            raise RecursionError("too deep")
        return extract(monograph)

    monkeypatch.setattr(pharmagraph.process, "extract", fails)
    made = build(folder({"aspirin.md": ASPIRIN, "senna.md": SENNA}))
    (problem,) = made.report.problems
    assert str(problem).startswith(
        "aspirin.md: Pharmagraph failed at this file (RecursionError('too deep') at test_pipeline.py:"
    )
    assert set(made.report.monographs) == {"senna.md"}


def test_readers_are_never_in_the_way_of_a_build(folder: Write, tmp_path: Path) -> None:
    """A graph that is open, as in a notebook, can be built anew, and goes on answering."""
    out = tmp_path / "out"
    made = build(folder({"aspirin.md": ASPIRIN}), out=out)
    again = build(folder({"senna.md": SENNA}, "other"), out=out)
    ask = "SELECT ?s { ?m dcterms:source ?s }"
    assert [str(r["s"]) for r in made.dataset.query(ask, initNs=PREFIXES)] == ["aspirin.md"]
    assert [str(r["s"]) for r in again.dataset.query(ask, initNs=PREFIXES)] == ["senna.md"]
    assert [str(r["s"]) for r in open_store(out).query(ask, initNs=PREFIXES)] == ["senna.md"]


def test_a_store_that_no_build_has_made_stops_the_build_before_it_begins(
    folder: Write, tmp_path: Path
) -> None:
    """A folder of the user that is called store is left alone, with all beside it."""
    (tmp_path / "out" / "store").mkdir(parents=True)
    (tmp_path / "out" / "store" / "mine").write_text("x")
    with pytest.raises(StoreError, match="this is no store of a build, and is left alone"):
        build(folder({"aspirin.md": ASPIRIN}), out=tmp_path / "out")
    assert {p.name for p in (tmp_path / "out").iterdir()} == {"store", ".lock-of-pharmagraph"}
    assert (tmp_path / "out" / "store" / "mine").read_text() == "x"


def test_the_report_is_sorted_and_complete() -> None:
    """What is read by people and by programs has the same numbers."""
    report = Report()
    store_of(
        document(
            "b.md",
            "Beta",
            said("Beta", "interactsWith", "Alpha"),
            said("Beta", "inhibits", "E:Protein", modality="negated"),
        ),
        document("a.md", "Alpha", said("Alpha", "interactsWith", "Beta", "One.", "Two.")),
        report=report,
    )
    value: Mapping[str, object] = json.loads(report.as_json())
    assert value["statements"] == 3
    assert value["evidence"] == 4
    assert value["modalities"] == {"asserted": 2, "negated": 1}
    assert value["relations"] == {"inhibits": 1, "interactsWith": 2}
    assert list(value["monographs"]) == ["a.md", "b.md"]  # type: ignore[call-overload]
    text = report.as_markdown()
    assert "2 monographs, 3 statements, 4 pieces of evidence, " in text
    assert "| a.md | Alpha | 1 |" in text
    assert "| interactsWith | 2 |" in text
    assert "| negated | 1 |" in text
