"""The pack's file format, shared by the reader and the builder.

A pack is one file that is mapped into memory and never unpacked::

    magic            8 bytes
    head             length (u32) and JSON: counts, build facts, and where each part lies
    buckets          u32[65537]    where the fingerprints of each bucket begin
    fingerprints     u32[names]    sorted within a bucket
    postings         u32[names]    concept << 8 | number of the name within the concept
    parents          u32[n + 1]    offsets of the ids that records point to as broader, then the ids
    blocks           u32[m + 1]    offsets of the compressed records, 16 in a block; then the blocks. First the concepts
                                   of the curated table, which are asked for most, then the others, each by their ids
    dictionary       bytes         what the blocks were compressed with
    heads            text          the first id of each block, to find a concept by its id
    keys             text          the folded names of names.tsv, line by line, so that starting costs nothing

A key's hash is 48 bits: 16 choose the bucket, 32 are the fingerprint. A hash that agrees by chance (once in 10^8
lookups) does no harm: whoever asks compares the name itself, which the posting points to.
"""

from __future__ import annotations

from binascii import crc32, crc_hqx
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

MAGIC = b"PGLEX\x004\n"
BUCKET_BITS = 16
BLOCK = 16  # concepts in a compressed block: 64 save 1 MB, and a lookup takes three times as long
MOST_NAMES = 255  # of one concept; the posting has eight bits for them
TYPES = (
    "Substance", "SubstanceClass", "Protein", "Process", "Condition", "Anatomy", "Food", "Measurement", "Population",
)  # fmt: skip
# How a name belongs to its concept: the letter before it.
SYNONYM, BRAND, WRITTEN, FORM = "n", "b", "w", "f"
FIELD, ITEM = "\x1f", "\x1e"


class Record(NamedTuple):
    """One concept of a pack; a tuple, as thousands are made a second.

    Attributes:
        id: Its ``pgc:`` id without the prefix.
        label: Preferred name.
        type: Class of the vocabulary.
        xrefs: CURIEs.
        broader: Numbers in the table of parents.
        names: Letter and text of each name.
    """

    id: str
    label: str
    type: str
    xrefs: tuple[str, ...]
    broader: tuple[int, ...]
    names: tuple[tuple[str, str], ...]


# The reviewed tables that a pack is built with.
TABLES = ("concepts.tsv", "names.tsv", "overrides.tsv", "forms.tsv", "stop.txt")


def fingerprint(folder: Path) -> str:
    """Hash of the reviewed tables, to tell whether a pack was built from these."""
    digest = sha256()
    for table in TABLES:
        digest.update((folder / table).read_bytes())
    return digest.hexdigest()[:16]


def split_hash(key: str) -> tuple[int, int]:
    """A name's key -> bucket and fingerprint: two check sums by different polynomials, quicker than a digest."""
    data = key.encode()
    return crc_hqx(data, 0), crc32(data)


def encode(record: Record) -> str:
    """A record as one line of text."""
    return FIELD.join(
        (
            record.id,
            record.label,
            str(TYPES.index(record.type)),
            ITEM.join(record.xrefs),
            ITEM.join(map(str, record.broader)),
            ITEM.join(letter + text for letter, text in record.names),
        )
    )


def decode(line: str) -> Record:
    """The way back from :func:`encode`."""
    identifier, label, kind, xrefs, broader, names = line.split(FIELD)
    return Record(
        identifier,
        label,
        TYPES[int(kind)],
        tuple(xrefs.split(ITEM)) if xrefs else (),
        tuple(map(int, broader.split(ITEM))) if broader else (),
        tuple([(name[0], name[1:]) for name in names.split(ITEM)]) if names else (),
    )
