"""Records -> the bytes of a pack; the same records give the same bytes."""

from __future__ import annotations

import json
import struct
import zlib
from array import array
from collections.abc import Mapping, Sequence

from pharmagraph.lexicon.layout import BLOCK, BUCKET_BITS, MAGIC, Record, encode, split_hash
from pharmagraph.recognise.spelling import name_key

_WINDOW = 32768  # bytes that zlib looks back


def pack(
    records: Sequence[Record],
    parents: Sequence[str],
    keys: Sequence[str],
    facts: Mapping[str, object],
    curated: int = 0,
) -> bytes:
    """Write a pack.

    Args:
        records: Concepts: those of the curated table, then the others, each in the order of their ids.
        parents: Ids that ``Record.broader`` counts in.
        keys: The folded names of the curated table.
        facts: What the head says of the build.
        curated: How many of the records are of the curated table.
    """
    names, buckets = _index(records)
    parent_at, parent_text = _joined([each.encode() for each in parents])
    blocks = [
        "\n".join(map(encode, records[at : at + BLOCK])).encode() for at in range(0, len(records), BLOCK)
    ]
    dictionary = _dictionary(blocks)
    block_at, block_bytes = _joined([_compressed(block, dictionary) for block in blocks])
    parts = {
        "buckets": buckets.tobytes(),
        "fingerprints": array("I", (fingerprint for _, fingerprint, _ in names)).tobytes(),
        "postings": array("I", (posting for _, _, posting in names)).tobytes(),
        "parent_at": parent_at.tobytes(),
        "parents": parent_text,
        "block_at": block_at.tobytes(),
        "blocks": block_bytes,
        "dictionary": dictionary,
        "heads": "\n".join(record.id for record in records[::BLOCK]).encode(),
        "keys": zlib.compress("\n".join(keys).encode(), 9),
    }
    counts = {"concepts": len(records), "curated": curated, "names": len(names), "parents": len(parents)}
    return _framed(parts, {**facts, **counts})


def _dictionary(blocks: Sequence[bytes]) -> bytes:
    """What is common to the records: a sample of them at even distances, as long as zlib can use."""
    step = max(1, len(blocks) * len(blocks[0]) // _WINDOW) if blocks else 1
    return b"\n".join(block[: len(block) // 4] for block in blocks[:: max(1, step // 4)])[-_WINDOW:]


def _compressed(block: bytes, dictionary: bytes) -> bytes:
    packer = zlib.compressobj(9, zdict=dictionary)
    return packer.compress(block) + packer.flush()


def _index(records: Sequence[Record]) -> tuple[list[tuple[int, int, int]], array[int]]:
    names = sorted(
        (*split_hash(name_key(text)), concept << 8 | number)
        for concept, record in enumerate(records)
        for number, (_, text) in enumerate(record.names)
    )
    buckets = array("I", bytes(4 * ((1 << BUCKET_BITS) + 1)))
    for bucket, _, _ in names:
        buckets[bucket + 1] += 1
    for bucket in range(1 << BUCKET_BITS):
        buckets[bucket + 1] += buckets[bucket]
    return names, buckets


def _joined(pieces: Sequence[bytes]) -> tuple[array[int], bytes]:
    offsets = array("I", [0])
    for piece in pieces:
        offsets.append(offsets[-1] + len(piece))
    return offsets, b"".join(pieces)


def _framed(parts: Mapping[str, bytes], facts: Mapping[str, object]) -> bytes:
    """The head says where the parts lie, and how long it is decides where they lie: it is padded to a fixed size."""
    room = 4096
    at = len(MAGIC) + 4 + room
    places = {}
    for name, data in parts.items():
        places[name] = (at, len(data))
        at += -(-len(data) // 4) * 4  # each part begins at a multiple of four
    head = json.dumps({**facts, "parts": places}, sort_keys=True, ensure_ascii=False).encode()
    assert len(head) <= room, "the pack's head is too long"
    body = b"".join(data + b"\0" * (-len(data) % 4) for data in parts.values())
    return MAGIC + struct.pack("<I", room) + head.ljust(room) + body
