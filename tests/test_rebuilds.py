"""Builds into a folder that has a graph: what has not changed is not read again, and the graph is as from nothing."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import ASPIRIN, SENNA, in_process
from graph.made import statements
from pharmagraph import build
from pharmagraph.errors import StoreError
from pharmagraph.graph import open_ox, open_store, serialize
from pharmagraph.graph.iris import term
from pharmagraph.pipeline import EXPORTS, Build, NothingReadError
from pharmagraph.process import Processed, process
from pharmagraph.read import SourceFile

Write = Callable[..., Path]
BLOOD_THINNERS = (
    "# Ginkgo\n\n## Drug Interactions\n\nGinkgo may interact with anticoagulants. It contains terpenes.\n"
)
DENIED = "# Senna\n\n## Side Effects\n\nSenna does not cause nausea. Senna is also called Indian senna.\n"
DOSES = (
    "# Aspirin\n\n## Dosage\n\nAdults take 300 mg daily.\n\n## Side Effects\n\nAspirin can cause nausea.\n"
)
UNREADABLE = b"\xff\xfe\x00"
CONTENTS = tuple(text.encode() for text in (ASPIRIN, SENNA, BLOOD_THINNERS, DENIED, DOSES))
NAMES = ("a.md", "b/b.md", "c.md", "d.md")


class Reads:
    """An engine that notes what it is given to read, and gives results in another order.

    Attributes:
        sources: What it was given, one list a build.
    """

    def __init__(self) -> None:
        self.sources: list[list[str]] = []

    def __call__(self, files: Sequence[SourceFile]) -> Iterator[Processed]:
        """Read files, the last one first."""
        self.sources.append([file.source for file in files])
        return (process(file) for file in reversed(files))


def nquads(folder: Path) -> bytes:
    """All that a graph holds, with its named graphs, in a fixed order."""
    return serialize(open_ox(folder), "nq")


def numbers(made: Build) -> dict[str, object]:
    """What a report says of the graph, not of how it came about."""
    value = json.loads(made.report.as_json())
    return {key: value[key] for key in value.keys() - {"read", "since", "allReadBecause", "problems", "kept"}}


_step = st.fixed_dictionaries(dict.fromkeys(NAMES, st.sampled_from((*CONTENTS, UNREADABLE, None))))


@settings(max_examples=12, deadline=None)
@given(st.lists(_step, min_size=2, max_size=4))
def test_whatever_happens_to_the_files_the_graph_is_the_one_of_a_fresh_build(
    steps: list[Mapping[str, bytes | None]],
) -> None:
    """Files are added, changed, removed, damaged and mended: to the byte the same graph, the same numbers."""
    with TemporaryDirectory() as place:
        root, out, known = Path(place) / "in", Path(place) / "out", dict[str, bytes]()
        (root / "b").mkdir(parents=True)
        for number, step in enumerate(steps):
            known = {name: content for name, content in known.items() if step[name] is not None}
            known |= {name: content for name, content in step.items() if content not in (None, UNREADABLE)}
            _write(root, step)
            if not known:
                with pytest.raises(NothingReadError):
                    build(root, out=out, exports=False)
                return
            made = build(root, out=out, exports=False)
            assert made.report.kept == sorted(n for n in known if step[n] == UNREADABLE)
            afresh = Path(place) / f"afresh-{number}"
            (afresh / "in" / "b").mkdir(parents=True)
            _write(afresh / "in", known)
            other = build(afresh / "in", out=afresh / "out", exports=False)
            assert nquads(out) == nquads(afresh / "out")
            assert numbers(made) == numbers(other)


def _write(root: Path, contents: Mapping[str, bytes | None]) -> None:
    for name, content in contents.items():
        if content is None:
            (root / name).unlink(missing_ok=True)
        else:
            (root / name).write_bytes(content)


def test_only_what_has_changed_is_read(folder: Write, tmp_path: Path) -> None:
    """The report tells what was added, changed and removed; where nothing was, nothing is read."""
    root = folder({"a.md": ASPIRIN, "s.md": SENNA, "g.md": BLOOD_THINNERS})
    reads = Reads()
    first = build(root, out=tmp_path / "out", engine=reads)
    assert first.report.since is None
    assert first.report.changes() == "3 files read"
    again = build(root, out=tmp_path / "out", engine=reads)
    assert again.report.changes() == (
        "0 files read, 0 added, 0 changed, 0 deleted, 3 unchanged since the last build"
    )
    folder({"s.md": DENIED, "d.md": DOSES})
    (root / "g.md").unlink()
    made = build(root, out=tmp_path / "out", engine=reads)
    since = made.report.since
    assert since is not None
    assert (since.added, since.changed, since.deleted, since.unchanged) == (["d.md"], ["s.md"], ["g.md"], 1)
    assert reads.sources == [["a.md", "g.md", "s.md"], [], ["d.md", "s.md"]]
    text = (tmp_path / "out" / "report.md").read_text()
    assert "2 files read, 1 added, 1 changed, 1 deleted, 1 unchanged since the last build." in text
    assert "\nDeleted: g.md.\n" in text


def test_whoever_reads_the_graph_is_the_same(folder: Write, tmp_path: Path) -> None:
    """In whatever order results arrive, from this process or from several."""
    root = folder(dict(zip(NAMES, CONTENTS, strict=False)))
    made = [
        build(root, out=tmp_path / "reversed", engine=Reads()),
        build(root, out=tmp_path / "one", jobs=1),
        build(root, out=tmp_path / "two", jobs=2),
    ]
    for other in made[1:]:
        for name in (*EXPORTS, "report.md", "report.json"):
            assert (other.folder / name).read_bytes() == (made[0].folder / name).read_bytes(), name


def test_a_file_that_is_kept_counts_in_the_report(folder: Write, tmp_path: Path) -> None:
    """What can't be read now appears with its former numbers, and is read again as soon as it can be."""
    out = tmp_path / "out"
    root = folder({"a.md": ASPIRIN, "s.md": SENNA})
    before = build(root, out=out).report
    folder({"s.md": UNREADABLE})
    for _ in range(2):
        kept = build(root, out=out).report
        assert (kept.kept, kept.read) == (["s.md"], ["s.md"])
        assert (kept.monographs, kept.statements) == (before.monographs, before.statements)
    folder({"s.md": DENIED})
    assert build(root, out=out).report.kept == []
    assert any("NOT" in label for label in statements(out))


def test_what_another_program_had_read_is_read_again_when_it_comes_back(
    folder: Write, tmp_path: Path
) -> None:
    """A file that could not be read while the program changed is not taken for unchanged, though its bytes are."""
    out = tmp_path / "out"
    root = folder({"a.md": ASPIRIN, "s.md": SENNA})
    build(root, out=out)
    folder({"s.md": UNREADABLE})
    assert build(root, out=out, fresh=True).report.kept == ["s.md"]
    folder({"s.md": SENNA})
    assert build(root, out=out).report.read == ["s.md"]


def test_a_full_disk_below_the_book_is_one_error(
    folder: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the book can't be written, the former graph stays, and the error says so."""
    out = tmp_path / "out"
    root = folder({"a.md": ASPIRIN})
    build(root, out=out)
    before = nquads(out)
    folder({"s.md": SENNA})

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("pharmagraph.graph.book.Book.put", full)
    with pytest.raises(StoreError, match="can't be read or written"):
        build(root, out=out)
    assert nquads(out) == before


@pytest.mark.parametrize("again", ["version", "fresh", "written", "book", "pages", "layout"])
def test_everything_is_read_again_where_it_must_be(
    again: str, folder: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program or ontology, a store that others wrote to, a lost book, a wish: and the report says why."""
    out = tmp_path / "out"
    root = folder({"a.md": ASPIRIN, "s.md": SENNA})
    build(root, out=out)
    expected = nquads(out)
    if again == "version":
        monkeypatch.setattr("pharmagraph.graph.former.fingerprint", lambda: "another")
    elif again == "written":
        _write_to(out)
    elif again == "book":
        _book(out).write_bytes(b"no book")
    elif again == "pages":
        _book(out).write_bytes(_book(out).read_bytes()[:5000] + b"x" * 20000)
    elif again == "layout":
        _of_older_layout(out)
    made = build(root, out=out, fresh=again == "fresh")
    assert made.report.read == ["a.md", "s.md"]
    assert made.report.why
    assert "; everything was read again: " in (out / "report.md").read_text()
    assert nquads(out) == expected


def _book(out: Path) -> Path:
    return (out / "store").resolve().parent / "book.sqlite"


def _write_to(out: Path) -> None:
    store = ox.Store(str(out / "store"))
    node = ox.NamedNode("http://x/")
    store.add(ox.Quad(node, node, ox.Literal("z" * 1000)))
    store.flush()


def _of_older_layout(out: Path) -> None:
    """Make a store one that an earlier version wrote: without the mark of the layout."""
    store = ox.Store(str(out / "store"))
    marks = list(store.quads_for_pattern(None, term("schema:schemaVersion"), None))
    assert marks
    for mark in marks:
        store.remove(mark)
    store.flush()


def test_another_lexicon_is_noticed(folder: Write, tmp_path: Path) -> None:
    """A term that a user adds may change what any monograph says: all are read again."""
    root = folder({"a.md": ASPIRIN, "s.md": SENNA, "terms.tsv": ""})
    (root / "terms.tsv").write_text("text\tcurie\tname\tclass\nZymix\tpgc:zymix\tZymix\tSubstance\n")
    own = {"PHARMAGRAPH_LEXICON": str(tmp_path / "lexicon")}
    words = ("build", root, "-o", tmp_path / "out", "-j", 1)
    assert in_process(*words, **own).returncode == 0
    assert b"0 files read" in in_process(*words, **own).stderr
    added = in_process("lexicon", "add", root / "terms.tsv", **own)
    assert added.returncode == 0, added.stderr
    assert (
        b"2 files read, 0 added, 0 changed, 0 deleted, 2 unchanged since the last build; everything was read "
        in (in_process(*words, **own).stderr)
    )


COMMANDS = (
    ("query", "SELECT ?s { ?s ?p ?o }"), ("show", "aspirin"), ("check", "aspirin", "warfarin"),
    ("export", "out.ttl"), ("view", "-o", "out.html"), ("validate",), ("review",), ("serve", "--port", "0"),
)  # fmt: skip


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_a_graph_of_an_older_version_is_told_as_such(
    words: tuple[str, ...], folder: Write, tmp_path: Path
) -> None:
    """Each command that opens the graph says how to rebuild it, in one line, and answers nothing."""
    out = tmp_path / "out"
    build(folder({"a.md": ASPIRIN}), out=out, exports=False)
    _of_older_layout(out)
    done = in_process("-C", out, *words, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode() == (
        f"pharmagraph: {out}: this graph was written by another version of Pharmagraph, which laid it out differently; "
        f"build it again: pharmagraph build SRC -o {out}\n"
    )


def test_a_store_is_closed_when_its_build_is_done(folder: Write, tmp_path: Path) -> None:
    """Nothing goes on writing to a graph that is in its place."""
    root = folder({"a.md": ASPIRIN})
    for content in (SENNA, DENIED):
        made = build(folder({"s.md": content}), out=tmp_path / "out")
        open_store(tmp_path / "out", read_only=False).store.close()
        assert made.report.ok
        assert root.is_dir()


def test_exports_are_never_those_of_another_graph(
    folder: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are written, or taken over where the graph is the same, or gone: and then the report says so."""
    out, root = tmp_path / "out", folder({"a.md": ASPIRIN})
    build(root, out=out)
    written = (out / "graph.ttl").stat().st_ino
    build(root, out=out)
    assert (out / "graph.ttl").stat().st_ino == written
    folder({"s.md": SENNA})
    monkeypatch.setattr("pharmagraph.pipeline.MOST_EXPORTED", 10)
    made = build(root, out=out)
    assert made.report.not_exported == EXPORTS
    assert [name for name in EXPORTS if (out / name).exists()] == []
    assert (
        "\nNot written beside the store: graph.ttl, graph.jsonld, graph.html"
        in (out / "report.md").read_text()
    )
    build(root, out=out, exports=True)
    assert (out / "graph.ttl").read_bytes() == serialize(open_ox(out), "ttl")
    assert build(root, out=out, exports=False).report.not_exported == EXPORTS
    assert not (out / "graph.html").exists()


def test_what_is_left_out_and_what_has_changed_is_said(folder: Write, tmp_path: Path) -> None:
    """On the terminal: the files that are not written only if that was not asked for; remarks only on what was read."""
    root = folder({"a.md": ASPIRIN, "plain.md": BLOOD_THINNERS})
    first = in_process("build", root, "-o", "out", "--no-exports", cwd=tmp_path)
    assert b"note: plain.md: There is no front matter" in first.stderr
    assert b"not written" not in first.stderr
    folder({"a.md": DOSES})
    second = in_process("build", root, "-o", "out", cwd=tmp_path).stderr.decode()
    assert "plain.md" not in second
    assert re.search(
        r"^note: 1 file read, 0 added, 1 changed, 0 deleted, 1 unchanged since the last build$", second, re.M
    )
    assert (tmp_path / "out" / "graph.ttl").exists()
    third = in_process("build", root, "-o", "out", "--fresh", cwd=tmp_path).stderr.decode()
    assert "2 files read" in third
    assert "everything was read again: it was asked for" in third
