"""The reviewed tables: curated concepts and names, and the overrides that have the last word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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

    def named(self, key: str, phrase: str) -> tuple[TableName, ...]:
        """The names with a key that a phrase may be."""
        found = self.keys.get(key, ())
        return tuple([name for name in found if name.fits(phrase)]) if found else ()

    def readings(self, name: str) -> tuple[Concept, ...]:
        """All concepts that carry a name, in the order of their ids."""
        found = {each.id for each in self.named(name_key(name), name)}
        return tuple(concept for each in sorted(found) if (concept := self.concept(f"pgc:{each}")))

    def concept(self, identifier: str, more: Concept | None = None) -> Concept | None:
        """The concept of a ``pgc:`` CURIE, or None.

        Args:
            identifier: The CURIE.
            more: What another source says of it: names, identifiers and brands are added to those of the table, and
                broader classes stand where the table has none.
        """
        bare = identifier.removeprefix("pgc:")
        row = self.rows.get(bare)
        if row is None:
            return None
        names = self.names.get(bare, ())
        texts, brands = [n.text for n in names], [n.text for n in names if n.predicate == "brand"]
        xrefs, broader = _listed(row, "xrefs"), tuple([f"pgc:{each}" for each in _listed(row, "broader")])
        if more:
            texts += more.names
            brands += more.brands
            xrefs += more.xrefs
            broader = broader or more.broader
        texts = [row["label"], *texts]
        return Concept(
            f"pgc:{bare}", row["label"], row["type"], _once(texts), _once(xrefs), broader, _once(brands)
        )


def _listed(row: Mapping[str, str], column: str) -> list[str]:
    cell = row.get(column, "")
    return [each for each in cell.split("|") if each] if cell else []


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


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
