"""Reading a pack: names found by hash in mapped memory, records unpacked only when they are asked for."""

from __future__ import annotations

import json
import mmap
import struct
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from pharmagraph.errors import OntologyError
from pharmagraph.lexicon.layout import BLOCK, FIELD, ITEM, MAGIC, Record, decode, split_hash

_BLOCKS_KEPT = 2048  # unpacked blocks, about 4 KB each
# Bytes around the compressed ones of a block (RFC 1950): method and dictionary before them, check sum behind.
_BLOCK_HEAD, _SUM = 6, 4


class Pack:
    """A pack on disk; its pages are shared between all processes that map it.

    Args:
        path: The file.

    Raises:
        OntologyError: The file is missing or is no pack.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            with path.open("rb") as stream:
                self._data = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise OntologyError(
                f"the pack cannot be opened: {error}", remedy="run make lexicon", source=path
            ) from None
        if self._data[: len(MAGIC)] != MAGIC:
            raise OntologyError(
                "this is not a lexicon pack of this version", remedy="run make lexicon", source=path
            )
        (size,) = struct.unpack_from("<I", self._data, len(MAGIC))
        start = len(MAGIC) + 4
        self.head: Mapping[str, Any] = json.loads(self._data[start : start + size])
        view = memoryview(self._data)
        parts = {name: view[at : at + length] for name, (at, length) in self.head["parts"].items()}
        self._buckets = parts["buckets"].cast("I")
        self._fingerprints = parts["fingerprints"].cast("I")
        self._postings = parts["postings"].cast("I")
        self._parent_at, self._parents = parts["parent_at"].cast("I"), parts["parents"]
        self._block_at, self._blocks = parts["block_at"].cast("I"), parts["blocks"]
        self._dictionary = bytes(parts["dictionary"])
        self._head_text, self._key_text = parts["heads"], parts["keys"]
        self._heads: list[str] = []
        self._lines = lru_cache(maxsize=_BLOCKS_KEPT)(self._unpack)

    def __len__(self) -> int:
        return int(self.head["concepts"])

    def find(self, key: str) -> Sequence[tuple[int, int]]:
        """Concept and number of each name whose key has the hash of this one; the caller compares the names."""
        bucket, fingerprint = split_hash(key)
        last = self._buckets[bucket + 1]
        first = bisect_left(self._fingerprints, fingerprint, self._buckets[bucket], last)
        at = first
        while at < last and self._fingerprints[at] == fingerprint:
            at += 1
        return [(posting >> 8, posting & 255) for posting in self._postings[first:at]] if at > first else ()

    def name(self, concept: int, at: int) -> tuple[str, str, str]:
        """Id of a concept, and letter and text of one of its names; the rest of its record is not read."""
        line = self._lines(concept // BLOCK)[concept % BLOCK]
        text = line[line.rindex(FIELD) + 1 :].split(ITEM)[at]
        return line[: line.index(FIELD)], text[0], text[1:]

    def record(self, concept: int) -> Record:
        """A concept by its number."""
        block, line = divmod(concept, BLOCK)
        return decode(self._lines(block)[line])

    def by_id(self, identifier: str) -> Record | None:
        """A concept by its id without the prefix, or None."""
        if not self._heads:
            self._heads = bytes(self._head_text).decode().split("\n") if len(self) else []
        start = identifier + FIELD
        whole = -(
            -int(self.head["curated"]) // BLOCK
        )  # blocks that begin with a concept of the curated table
        for first, last in ((0, whole), (whole, len(self._heads))):
            block = bisect_right(self._heads, identifier, first, last) - 1
            for line in self._lines(block) if block >= 0 else ():
                if line.startswith(start):
                    return decode(line)
        return None

    def curated_keys(self) -> list[str]:
        """The folded names of the curated table that the pack was built with, line by line."""
        return zlib.decompress(self._key_text).decode().split("\n")

    def parent(self, number: int) -> str:
        """The id of a broader concept by its number in the table of parents."""
        return bytes(self._parents[self._parent_at[number] : self._parent_at[number + 1]]).decode()

    def with_xrefs(self, wanted: Collection[str]) -> Iterator[Record]:
        """Records with one of some CURIEs. There is no index of these: all blocks are unpacked, in half a second."""
        for block in range(len(self._block_at) - 1):
            for line in self._unpack(block):
                if any(xref in line for xref in wanted):
                    record = decode(line)
                    if not set(wanted).isdisjoint(record.xrefs):
                        yield record

    def records(self) -> Iterator[Record]:
        """All records, in the order of the file: those of the curated table, then the others, each by their ids."""
        return map(self.record, range(len(self)))

    def _unpack(self, block: int) -> list[str]:
        """The lines of a block.

        Its head and its check sum are read here, and zlib is given what lies between: zlib itself would make sure at
        each block that the dictionary is the right one, and take twice as long.
        """
        packed = self._blocks[self._block_at[block] : self._block_at[block + 1]]
        try:
            text = zlib.decompressobj(-zlib.MAX_WBITS, self._dictionary).decompress(packed[_BLOCK_HEAD:-_SUM])
        except zlib.error:
            text = None
        if text is None or zlib.adler32(text) != int.from_bytes(packed[-_SUM:], "big"):
            raise OntologyError(
                f"block {block} of the pack is damaged", remedy="run make lexicon", source=self._path
            )
        return text.decode().split("\n")
