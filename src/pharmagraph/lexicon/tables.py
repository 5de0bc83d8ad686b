"""The reviewed tables: curated concepts and names, and the overrides that have the last word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pharmagraph.errors import OntologyError
from pharmagraph.lexicon.case import is_strict, same_letters
from pharmagraph.lexicon.rows import read_rows
from pharmagraph.recognise.spelling import name_key
from pharmagraph.records import Concept


@dataclass(frozen=True, slots=True)
class TableName:
    """One row of a table of names.

    Attributes:
        text: The name.
        id: Its concept, without a prefix.
        predicate: preferred, synonym, brand or acronym.
    """

    text: str
    id: str
    predicate: str

    def fits(self, phrase: str) -> bool:
        """Whether a phrase with the same key may be this name; acronyms that look like words need their capitals."""
        return not (self.predicate == "acronym" and is_strict(self.text)) or same_letters(self.text, phrase)


@dataclass(frozen=True, slots=True)
class TableLexicon:
    """A lexicon read from two tables, ``concepts.tsv`` and ``names.tsv``.

    Attributes:
        rows: Id without prefix -> row of ``concepts.tsv``.
        names: Id without prefix -> its names, in the order of the table.
        keys: Folded name -> names.
    """

    rows: Mapping[str, Mapping[str, str]]
    names: Mapping[str, tuple[TableName, ...]]
    keys: Mapping[str, tuple[TableName, ...]]
    _made: dict[str, Concept] = field(default_factory=dict, repr=False, compare=False)

    def named(self, key: str, phrase: str) -> tuple[TableName, ...]:
        """The names with a key that a phrase may be."""
        return tuple(name for name in self.keys.get(key, ()) if name.fits(phrase))

    def readings(self, name: str) -> tuple[Concept, ...]:
        """All concepts that carry a name, in the order of their ids."""
        found = {each.id for each in self.named(name_key(name), name)}
        return tuple(concept for each in sorted(found) if (concept := self.concept(f"pgc:{each}")))

    def concept(self, identifier: str) -> Concept | None:
        """The concept of a ``pgc:`` CURIE, or None."""
        bare = identifier.removeprefix("pgc:")
        if bare not in self._made and bare in self.rows:
            row, names = self.rows[bare], self.names.get(bare, ())
            self._made[bare] = Concept(
                id=f"pgc:{bare}",
                label=row["label"],
                type=row["type"],
                names=tuple(dict.fromkeys((row["label"], *(n.text for n in names)))),
                xrefs=tuple(filter(None, row.get("xrefs", "").split("|"))),
                broader=tuple(f"pgc:{b}" for b in row.get("broader", "").split("|") if b),
                brands=tuple(n.text for n in names if n.predicate == "brand"),
            )
        return self._made.get(bare)


def read_tables(folder: Path, keys: Sequence[str] = ()) -> TableLexicon:
    """Read the curated tables.

    Args:
        folder: Where they lie.
        keys: The folded names line by line, if someone has folded them before.

    Raises:
        OntologyError: A column is missing, or a name belongs to no concept.
    """
    rows = {row["id"]: row for _, row in read_rows(folder / "concepts.tsv", ("id", "label", "type"))}
    names: dict[str, list[TableName]] = {}
    found: dict[str, list[TableName]] = {}
    for at, (line, row) in enumerate(read_rows(folder / "names.tsv", ("text", "id", "predicate"))):
        name = TableName(row["text"], row["id"], row["predicate"])
        if name.id not in rows:
            raise OntologyError(
                f"the name {name.text!r} belongs to {name.id!r}, which concepts.tsv does not have",
                source=folder / "names.tsv",
                line=line,
            )
        names.setdefault(name.id, []).append(name)
        found.setdefault(keys[at] if keys else name_key(name.text), []).append(name)
    return TableLexicon(
        rows, {i: tuple(n) for i, n in names.items()}, {k: tuple(n) for k, n in found.items() if k}
    )


@dataclass(frozen=True, slots=True)
class Override:
    """One row of ``overrides.tsv``.

    Attributes:
        ids: What the name means; empty: nothing.
        reason: Why.
        source: Where that is from.
    """

    ids: tuple[str, ...]
    reason: str
    source: str


def read_overrides(path: Path) -> Mapping[str, Override]:
    """Folded name -> what it means whatever the sources say.

    Raises:
        OntologyError: A column is missing, or a row has no reason.
    """
    found: dict[str, Override] = {}
    for line, row in read_rows(path, ("text", "id", "reason", "source")):
        if not row["reason"]:
            raise OntologyError(f"the override of {row['text']!r} gives no reason", source=path, line=line)
        ids = tuple(f"pgc:{each}" for each in row["id"].split("|") if each)
        found[name_key(row["text"])] = Override(ids, row["reason"], row["source"])
    return found
