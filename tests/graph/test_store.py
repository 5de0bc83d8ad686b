"""The store on disk: opened, replaced in one step, never half of one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from rdflib import Dataset

from pharmagraph.errors import StoreError
from pharmagraph.graph import open_ox, open_store
from pharmagraph.graph.generation import new_generation
from pharmagraph.graph.iris import PREFIXES
from pharmagraph.graph.store import STORE

from .made import document, said, write_graph


def made(folder: Path, *partners: str) -> Path:
    """A graph on disk in which Alpha interacts with partners."""
    return write_graph(
        folder, [document("a.md", "Alpha", *(said("Alpha", "interactsWith", p) for p in partners))]
    )


def partners(dataset: Dataset) -> set[str]:
    """What a graph says of Alpha."""
    rows = dataset.query("SELECT ?l { ?s pg:interactsWith/skos:prefLabel ?l }", initNs=PREFIXES)
    return {str(row["l"]) for row in rows}


def contents(folder: Path) -> set[str]:
    """What lies in a folder, generations under one name."""
    return {".generation" if p.name.startswith(".pharmagraph-") else p.name for p in folder.iterdir()}


def test_a_store_is_opened_by_its_folder_or_by_itself(tmp_path: Path) -> None:
    """The output folder and the store in it mean the same graph."""
    folder = made(tmp_path / "out", "Beta")
    assert partners(open_store(folder)) == partners(open_store(folder / STORE)) == {"Beta"}
    assert partners(open_store(str(folder))) == {"Beta"}


def test_several_may_read_at_once(tmp_path: Path) -> None:
    """Opening for reading takes no lock."""
    folder = made(tmp_path / "out", "Beta")
    one, other = open_store(folder), open_store(folder)
    assert partners(one) == partners(other)


def test_a_store_that_is_only_read_cannot_be_written(tmp_path: Path) -> None:
    """Who opens a graph to ask it can't change it by mistake."""
    from rdflib import URIRef

    dataset = open_store(made(tmp_path / "out", "Beta"))
    node = URIRef("http://x/")
    with pytest.raises(RuntimeError, match="read-write"):
        dataset.add((node, node, node))


def test_a_store_may_be_opened_for_writing(tmp_path: Path) -> None:
    """A program may add what it knows."""
    from rdflib import Literal, URIRef

    folder = made(tmp_path / "out", "Beta")
    dataset = open_store(folder, read_only=False)
    dataset.add((URIRef("http://x/"), URIRef("http://y/"), Literal("z")))
    with pytest.raises(StoreError, match="cannot be opened"):
        open_store(folder, read_only=False)
    dataset.store.close()


def test_whoever_reads_goes_on_reading_the_former_store(tmp_path: Path) -> None:
    """A build does not pull the store from under those who have it open."""
    folder = made(tmp_path / "out", "Beta")
    former = open_store(folder)
    made(folder, "Gamma")
    assert partners(former) == {"Beta"}
    assert partners(open_store(folder)) == {"Gamma"}


def test_a_new_generation_leaves_no_former_one(tmp_path: Path) -> None:
    """There is one generation in the folder, however often it was built."""
    folder = tmp_path / "out"
    for partner in ("Beta", "Gamma", "Delta"):
        made(folder, partner)
    assert contents(folder) == {"store", ".generation", ".lock-of-pharmagraph"}
    assert len(list(folder.glob(".pharmagraph-*"))) == 1


def test_a_generation_that_fails_changes_nothing(tmp_path: Path) -> None:
    """The former graph stays, and what was written is removed."""
    folder = made(tmp_path / "out", "Beta")
    before = (folder / STORE).readlink()

    def fail() -> None:
        with new_generation(folder) as place:
            (place / "graph.ttl").write_text("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert (folder / STORE).readlink() == before
    assert partners(open_store(folder)) == {"Beta"}
    assert contents(folder) == {"store", ".generation", ".lock-of-pharmagraph"}


def test_exports_take_the_place_of_the_former_ones(tmp_path: Path) -> None:
    """Files of a generation are moved over those of the folder; others are left alone."""
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "graph.ttl").write_text("former")
    (folder / "mine.txt").write_text("mine")
    with new_generation(folder) as place:
        (place / STORE).mkdir()
        (place / "graph.ttl").write_text("new")
        assert (folder / "graph.ttl").read_text() == "former"
    assert (folder / "graph.ttl").read_text() == "new"
    assert (folder / "mine.txt").read_text() == "mine"


def test_a_folder_in_the_place_of_an_export_is_left_alone(tmp_path: Path) -> None:
    """The error names it, and the former store stays."""
    folder = made(tmp_path / "out", "Beta")
    (folder / "graph.ttl").mkdir()
    with pytest.raises(StoreError) as caught, new_generation(folder) as place:
        (place / "graph.ttl").write_text("new")
    assert str(caught.value).startswith(f"{folder / 'graph.ttl'}: this is a folder")
    assert partners(open_store(folder)) == {"Beta"}


def foreign_folder(target: Path) -> None:
    target.mkdir()
    (target / "precious").write_text("mine")


def foreign_file(target: Path) -> None:
    target.write_text("mine")


def foreign_link(target: Path) -> None:
    (target.parent / "elsewhere").mkdir()
    target.symlink_to("elsewhere")


@pytest.mark.parametrize("make", [foreign_folder, foreign_file, foreign_link])
def test_a_store_that_no_build_has_made_is_left_alone(make, tmp_path: Path) -> None:
    """A folder, file or link of the user that is called store is neither replaced nor removed."""
    make(tmp_path / "store")
    before = sorted(str(p) for p in tmp_path.rglob("*"))
    with pytest.raises(StoreError) as caught, new_generation(tmp_path):
        pytest.fail("nothing may be begun")
    assert str(caught.value).startswith(
        f"{tmp_path / 'store'}: this is no store of a build, and is left alone; "
    )
    (tmp_path / ".lock-of-pharmagraph").unlink()
    assert sorted(str(p) for p in tmp_path.rglob("*")) == before


def test_what_begins_like_something_else_is_not_swept(tmp_path: Path) -> None:
    """Hidden files and folders of the user in the output folder stay."""
    for name in (".store-backup", ".pharma", ".git"):
        (tmp_path / name).mkdir()
    made(tmp_path, "Beta")
    assert {".store-backup", ".pharma", ".git"} <= contents(tmp_path)


def test_what_killed_builds_have_left_is_swept(tmp_path: Path) -> None:
    """Generations that nothing points to are removed by the next build, links to nowhere too."""
    folder = made(tmp_path / "out", "Beta")
    (folder / ".pharmagraph-killed12").mkdir()
    (folder / ".pharmagraph-killed12" / "half").write_text("x")
    (folder / ".pharmagraph-killed34.link").symlink_to("nowhere")
    made(folder, "Gamma")
    assert len(list(folder.glob(".pharmagraph-*"))) == 1
    assert partners(open_store(folder)) == {"Gamma"}


def test_a_second_writer_is_refused(tmp_path: Path) -> None:
    """While one process writes, another is told so at once; when it has ended, however it did, the folder is free."""
    code = (
        "import sys; from pathlib import Path; from pharmagraph.graph.generation import new_generation\n"
        "with new_generation(Path(sys.argv[1])) as place:\n  print(place, flush=True); sys.stdin.read()"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen(
        [sys.executable, "-c", code, tmp_path], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        place = Path(other.stdout.readline().decode().strip())
        with pytest.raises(StoreError) as caught, new_generation(tmp_path):
            pytest.fail("two may not write")
        assert str(caught.value) == f"{tmp_path}: another build is writing to this folder; wait for it to end"
        assert place.is_dir()
        other.kill()
    made(tmp_path, "Beta")
    assert not place.exists()
    assert partners(open_store(tmp_path)) == {"Beta"}


def test_an_output_folder_below_a_file_is_refused(tmp_path: Path) -> None:
    """The error names the folder, the reason and the way out."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError) as caught, new_generation(tmp_path / "file" / "out"):
        pytest.fail("nothing may be begun")
    assert "the output folder can't be written (Not a directory); " in str(caught.value)


def no_manifest(store: Path) -> int:
    return (store / "CURRENT").write_text("MANIFEST-999999\n")


def no_tables(store: Path) -> int:
    tables = list(store.glob("*.sst"))
    for table in tables:
        table.unlink()
    return len(tables)


@pytest.mark.parametrize("damage", [no_manifest, no_tables])
def test_no_graph_is_told_from_a_damaged_one(damage, tmp_path: Path) -> None:
    """Where there is nothing, build is named; where there is something broken, what is wrong with it."""
    with pytest.raises(
        StoreError, match=r"there is no graph in this folder; make one with: pharmagraph build SRC"
    ):
        open_ox(tmp_path)
    folder = made(tmp_path / "out", "Beta")
    store = (folder / STORE).resolve()
    damaged = damage(store)
    assert damaged
    with pytest.raises(StoreError, match=r"out: the store cannot be opened \(.+\); build it again"):
        open_store(folder)
    made(folder, "Gamma")
    assert partners(open_store(folder)) == {"Gamma"}


def test_a_link_to_a_generation_that_is_gone_is_replaced(tmp_path: Path) -> None:
    """A user who removed the hidden folder can build again."""
    folder = made(tmp_path / "out", "Beta")
    shutil.rmtree((folder / STORE).resolve().parent)
    with pytest.raises(StoreError, match="there is no graph"):
        open_ox(folder)
    made(folder, "Gamma")
    assert partners(open_store(folder)) == {"Gamma"}


def test_the_store_is_as_public_as_its_folder(tmp_path: Path) -> None:
    """Others who may read the folder may read the graph."""
    folder = tmp_path / "out"
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    made(folder, "Beta")
    assert (folder / STORE).resolve().parent.stat().st_mode & 0o777 == 0o755
