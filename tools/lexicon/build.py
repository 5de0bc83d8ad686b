"""Sources and reviewed tables -> the bytes of the pack, the same in every run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from pharmagraph.lexicon.forms import load_forms
from pharmagraph.lexicon.layout import fingerprint
from pharmagraph.lexicon.rows import read_rows
from pharmagraph.recognise.spelling import name_key
from tools.lexicon import mesh
from tools.lexicon.chemistry import chebi
from tools.lexicon.concepts import records
from tools.lexicon.conditions import efo, go, hpo, mondo
from tools.lexicon.curated import read_reviewed
from tools.lexicon.entries import Entry
from tools.lexicon.genes import hgnc
from tools.lexicon.ingredients import mappings, taxa, unii
from tools.lexicon.merge import Merger
from tools.lexicon.sources import WHEELS, Archive
from tools.lexicon.writer import pack


def entries(archive: Archive) -> Iterator[Entry]:
    """The entries of all sources."""
    latin = taxa(archive)
    known: dict[str, str] = {}
    for entry in mesh.descriptors(archive):
        known[entry.curie.removeprefix("mesh:")] = entry.type
        if entry.type == "Plant":
            yield from mesh.plant_twins(entry, latin)
        else:
            yield entry
    yield from mesh.chemicals(archive, known, mesh.linked_chemicals(archive))
    for source in (chebi, mondo, hpo, efo, go, hgnc):
        yield from source(archive)
    yield from unii(archive, latin)


def build(archive: Archive, lexicon: Path) -> bytes:
    """Build the pack.

    Args:
        archive: The downloaded sources.
        lexicon: The folder with the reviewed tables.

    Raises:
        OntologyError: A reviewed table is damaged.
    """
    found = list(entries(archive))
    reviewed = read_reviewed(lexicon)
    merger = Merger(found)
    for identifier, row in reviewed.rows.items():
        merger.adopt(
            identifier, [merger.eaten(x) if row["type"] == "Food" else x for x in row["xrefs"].split("|")]
        )
    for one, other in (
        *mappings(archive),
        *((entry.curie, other) for entry in found for other in entry.same),
    ):
        merger.join_named(one, other)
    merger.join_labels()
    made, parents = records(merger, reviewed, load_forms(lexicon))
    facts = {
        "sources": {wheel.name: wheel.version for wheel in WHEELS.values()},
        "entries": dict(sorted(Counter(entry.curie.partition(":")[0] for entry in found).items())),
        "types": dict(sorted(Counter(record.type for record in made).items())),
        "tables": fingerprint(lexicon),
    }
    keys = [name_key(row["text"]) for _, row in read_rows(lexicon / "names.tsv", ("text",))]
    return pack(made, parents, keys, facts, sum(record.id in reviewed.rows for record in made))
