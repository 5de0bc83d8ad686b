"""What a former build had of monographs that can't be read now."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from conftest import ASPIRIN, SENNA
from pharmagraph import build
from pharmagraph.errors import ReadError
from pharmagraph.graph import open_ox
from pharmagraph.graph.iris import PREFIXES
from pharmagraph.pipeline import NothingReadError
from pharmagraph.process import Processed
from pharmagraph.report import Report

from .made import document, holding_of, said, sources, statements, store_of

Write = Callable[..., Path]
EXPORTS = ("graph.ttl", "graph.jsonld", "graph.html", "report.md", "report.json")


def test_a_file_that_cannot_be_read_keeps_its_former_statements(folder: Write, tmp_path: Path) -> None:
    """What was known of it stays, with its concepts and its run, and the report says so; the others are read anew."""
    out = tmp_path / "out"
    root = folder({"aspirin.md": ASPIRIN, "senna.md": SENNA})
    build(root, out=out)
    before = statements(out)
    former = {q.triple for q in open_ox(out).quads_for_pattern(None, None, None, None)}
    (root / "aspirin.md").write_bytes(b"\xff\xfe")
    made = build(root, out=out)
    assert [str(p).partition(":")[0] for p in made.report.problems] == ["aspirin.md"]
    assert made.report.kept == ["aspirin.md"]
    assert not made.report.ok
    assert made.report.offences == []
    assert statements(out) == before
    assert {q.triple for q in open_ox(out)} == former
    assert made.report.statements == len(before)
    assert json.loads((out / "report.json").read_text())["kept"] == ["aspirin.md"]


def test_what_was_kept_is_kept_again(folder: Write, tmp_path: Path) -> None:
    """A file may stay damaged for many builds."""
    out = tmp_path / "out"
    root = folder({"aspirin.md": ASPIRIN})
    build(root, out=out)
    before = statements(out)
    (root / "aspirin.md").write_bytes(b"")
    for _ in range(2):
        assert build(root, out=out).report.kept == ["aspirin.md"]
        assert statements(out) == before != set()


def test_a_denial_that_is_kept_brings_no_fact_back(tmp_path: Path) -> None:
    """What one monograph affirmed is gone with it, even if another that is kept denies it; its doses and names stay."""
    denied = said("Alpha", "inhibits", "Beta:Protein", "It does not.", modality="negated")
    others = (
        said("Alpha", "hasDosage", "5 mg", low=5, high=5, unit="mg"),
        said("Alpha", "alternateName", '"A"'),
        said("Alpha", "hasSideEffect", "Itch:Condition", modality="possible"),
    )
    affirmed = document("a.md", "Alpha", said("Alpha", "inhibits", "Beta:Protein", "It does."))
    kept = document("b.md", "Alpha", denied, *others)
    store = store_of(Processed("b.md", problem=ReadError("gone")), former=holding_of(affirmed, kept))
    only = store_of(document("b.md", "Alpha", denied, *others))
    assert {q.triple for q in store} == {q.triple for q in only}
    assert set(store) == set(only)


def by_another_run(document: Processed, run_: str) -> Processed:
    """The same, read by another run."""
    assert document.record is not None
    former, record = document.record.run.encode(), replace(document.record, run=run_)
    return replace(document, nquads=document.nquads.replace(former, run_.encode()), record=record)


def test_public_identifiers_and_former_runs_are_kept() -> None:
    """Of a concept that no lexicon knows any more its identifiers stay, and of a statement the run that made it."""
    made = by_another_run(document("a.md", "Alpha", said("Alpha", "interactsWith", "Beta")), "x:old")
    assert made.record is not None
    made.record.mentions["pgc:test-beta"].xrefs.add("MESH:D1")
    report = Report()
    former = holding_of(made)
    store = store_of(Processed("a.md", problem=ReadError("gone")), former=former, report=report)
    assert report.kept == ["a.md"]
    beta = ox.NamedNode(PREFIXES["pgc"] + "test-beta")
    assert list(store.quads_for_pattern(beta, ox.NamedNode(PREFIXES["skos"] + "exactMatch"), None))
    by = store.quads_for_pattern(None, ox.NamedNode(PREFIXES["prov"] + "wasGeneratedBy"), None)
    assert {quad.object.value for quad in by} == {"x:old"}
    assert set(store) == set(former.store)


def test_a_file_that_is_gone_disappears(folder: Write, tmp_path: Path) -> None:
    """What is no longer in the folder is no longer in the graph."""
    out = tmp_path / "out"
    root = folder({"aspirin.md": ASPIRIN, "senna.md": SENNA})
    build(root, out=out)
    (root / "aspirin.md").unlink()
    build(root, out=out)
    assert sources(out) == ["senna.md"]
    assert all("senna" in statement.lower() for statement in statements(out))
    assert b"cyclooxygenase" not in (out / "graph.ttl").read_bytes().lower()


def test_when_nothing_can_be_read_everything_stays(folder: Write, tmp_path: Path) -> None:
    """The error carries all problems, the former graph and its exports are untouched."""
    out = tmp_path / "out"
    build(folder({"aspirin.md": ASPIRIN}), out=out)
    before = {name: (out / name).read_bytes() for name in EXPORTS}
    bad = folder({"x.md": b"\0", "y.md": b""}, "bad")
    with pytest.raises(NothingReadError) as caught:
        build(bad, tmp_path / "missing", out=out)
    assert [str(p).partition(":")[0] for p in caught.value.problems] == [
        str(tmp_path / "missing"),
        "x.md",
        "y.md",
    ]
    assert str(caught.value) == str(caught.value.problems[0])
    assert sources(out) == ["aspirin.md"]
    assert {name: (out / name).read_bytes() for name in EXPORTS} == before
