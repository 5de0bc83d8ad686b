"""What the builder needs of the reviewed tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pharmagraph.lexicon.case import is_strict
from pharmagraph.lexicon.rows import read_rows
from pharmagraph.recognise.spelling import name_key
from tools.lexicon.merge import kin


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The tables with the last word.

    Attributes:
        rows: Id -> row of ``concepts.tsv``.
        keys: Folded names that the curated table or the overrides own.
        labels: Group and folded name of the curated concepts.
        stop: Folded words that no public source may give a meaning.
    """

    rows: Mapping[str, Mapping[str, str]]
    keys: frozenset[str]
    labels: frozenset[tuple[str, str]]
    stop: frozenset[str]


def read_reviewed(folder: Path) -> Reviewed:
    """Read the reviewed tables of a folder.

    Raises:
        OntologyError: A table is damaged.
    """
    rows = {
        row["id"]: row
        for _, row in read_rows(folder / "concepts.tsv", ("id", "label", "type", "xrefs", "broader"))
    }
    names: dict[str, set[str]] = defaultdict(set)
    owned = {name_key(row["text"]) for _, row in read_rows(folder / "overrides.tsv", ("text",))}
    for _, row in read_rows(folder / "names.tsv", ("text", "id", "predicate")):
        names[name_key(row["text"])].add(row["id"])
        # In other letters a strict acronym may be something else: eGFR is curated, EGFR is not.
        if not (row["predicate"] == "acronym" and is_strict(row["text"])):
            owned.add(name_key(row["text"]))
    labels = {(kin(rows[i]["type"]), key) for key, owners in names.items() for i in owners}
    stop = {
        name_key(w)
        for w in (folder / "stop.txt").read_text(encoding="utf-8").splitlines()
        if w and not w.startswith("#")
    }
    return Reviewed(rows, frozenset(owned), frozenset(labels), frozenset(stop))
