"""Names -> concepts: the place where a terminology plugs in.

A lexicon answers two questions: which concepts carry this name, and what kind of thing is it. Names meet
under :func:`~pharmagraph.recognise.spelling.name_key`; nothing is ever linked by similarity.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Protocol

from pharmagraph.errors import OntologyError
from pharmagraph.records import Concept
from pharmagraph.recognise.spelling import fold_word, name_key, singular
from pharmagraph.resources import lexicon_dir, ontology_dir


class Lexicon(Protocol):
    """What the recogniser needs of a terminology."""

    def readings(self, name: str) -> tuple[Concept, ...]:
        """All concepts that carry a name, in a fixed order; empty if none does."""

    def concept(self, identifier: str) -> Concept | None:
        """The concept of a ``pgc:`` CURIE."""


@dataclass(frozen=True, slots=True)
class TableLexicon:
    """A lexicon read from two tables, ``concepts.tsv`` and ``names.tsv``.

    Attributes:
        concepts: CURIE -> concept.
        keys: Folded name -> CURIEs.
    """

    concepts: Mapping[str, Concept]
    keys: Mapping[str, tuple[str, ...]]

    def readings(self, name: str) -> tuple[Concept, ...]:
        """All concepts that carry a name, in the order of their ids; those that carry it as written come alone."""
        found = tuple(self.concepts[curie] for curie in self.keys.get(name_key(name), ()))
        if len(found) < 2:
            return found
        written = name.casefold()
        exact = tuple(c for c in found if any(each.casefold() == written for each in c.names))
        return exact or found

    def concept(self, identifier: str) -> Concept | None:
        """The concept of a ``pgc:`` CURIE, or None."""
        return self.concepts.get(identifier)


def _table(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        missing = set(columns) - set(reader.fieldnames or ())
        if missing:
            raise OntologyError(f"the column {sorted(missing)[0]!r} is missing", source=path, line=1)
        for row in reader:
            yield reader.line_num, row


@cache
def load_lexicon(folder: Path | None = None) -> TableLexicon:
    """Read the curated lexicon.

    Args:
        folder: Where the two tables lie; the project's own by default.

    Raises:
        OntologyError: A column is missing, or a name belongs to no concept.
    """
    folder = folder or lexicon_dir()
    names: dict[str, list[str]] = {}
    brands: dict[str, list[str]] = {}
    keys: dict[str, set[str]] = {}
    rows = dict((row["id"], (n, row)) for n, row in _table(folder / "concepts.tsv", ("id", "label", "type")))
    for number, row in _table(folder / "names.tsv", ("text", "id")):
        if row["id"] not in rows:
            raise OntologyError(
                f"the name {row['text']!r} belongs to {row['id']!r}, which concepts.tsv does not have",
                source=folder / "names.tsv",
                line=number,
            )
        names.setdefault(row["id"], []).append(row["text"])
        if row.get("predicate") == "brand":
            brands.setdefault(row["id"], []).append(row["text"])
        keys.setdefault(name_key(row["text"]), set()).add(row["id"])
    concepts = {
        f"pgc:{name}": Concept(
            id=f"pgc:{name}",
            label=row["label"],
            type=row["type"],
            names=tuple(names.get(name, [row["label"]])),
            xrefs=tuple(filter(None, (row.get("xrefs") or "").split("|"))),
            broader=tuple(f"pgc:{b}" for b in (row.get("broader") or "").split("|") if b),
            brands=tuple(brands.get(name, ())),
        )
        for name, (_, row) in rows.items()
    }
    return TableLexicon(concepts, {k: tuple(sorted(f"pgc:{i}" for i in v)) for k, v in keys.items() if k})


@dataclass(frozen=True, slots=True, eq=False)
class TypeGuesser:
    """What kind of thing an unknown phrase is, by its head noun or the ending of it.

    Attributes:
        heads: Folded singular head -> types, in the order of the table.
        suffixes: Ending -> type, longest first.
    """

    heads: Mapping[str, tuple[str, ...]]
    suffixes: tuple[tuple[str, str], ...]

    def types(self, head: str) -> tuple[str, ...]:
        """Types of a head noun, likeliest first; empty if nothing is known."""
        return _types(self, head)


@lru_cache(maxsize=65536)
def _types(guesser: TypeGuesser, head: str) -> tuple[str, ...]:
    word = singular(fold_word(head))
    word = word.rpartition("-")[2] if word not in guesser.heads else word
    if known := guesser.heads.get(word):
        return known
    return tuple(kind for suffix, kind in guesser.suffixes if len(word) > len(suffix) + 1 and word.endswith(suffix))


@cache
def load_types(folder: Path | None = None) -> TypeGuesser:
    """Read ``types.tsv``.

    Raises:
        OntologyError: A row is damaged.
    """
    path = (folder or ontology_dir()) / "types.tsv"
    heads: dict[str, list[str]] = {}
    suffixes: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        try:
            kind, how, words = line.split("\t")
        except ValueError:
            raise OntologyError("a row needs three columns", source=path, line=number) from None
        for word in words.split():
            if how == "head":
                heads.setdefault(singular(fold_word(word)), []).append(kind)
            else:
                suffixes[word] = kind
    ordered = sorted(suffixes.items(), key=lambda item: (-len(item[0]), item[0]))
    return TypeGuesser({k: tuple(dict.fromkeys(v)) for k, v in heads.items()}, tuple(ordered))
