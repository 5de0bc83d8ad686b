"""Terminologies that users add: tab-separated, in the column names of ssslm (text, curie, name, predicate, ...).

An added terminology is kept as a table of its own in the user's folder, its rows already checked and tied to
concepts, so that a build reads it without looking at the sources again.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from pharmagraph.errors import OntologyError
from pharmagraph.lexicon.rows import read_rows
from pharmagraph.lexicon.tables import TableLexicon, TableName
from pharmagraph.recognise.spelling import name_key

# One line of configuration: files and folders, separated as in PATH, instead of the user's own folder.
VARIABLE = "PHARMAGRAPH_LEXICON"
COLUMNS = ("text", "id", "predicate", "label", "type", "xrefs", "owned")


def user_folder() -> Path:
    """Where ``lexicon add`` puts terminologies."""
    if chosen := os.environ.get(VARIABLE):
        return Path(chosen.split(os.pathsep)[0])
    home = os.environ.get("XDG_DATA_HOME")
    return (Path(home) if home else Path.home() / ".local" / "share") / "pharmagraph" / "lexicon"


def user_files() -> tuple[Path, ...]:
    """The added terminologies, in the order of their names."""
    chosen = os.environ.get(VARIABLE)
    places = [Path(part) for part in chosen.split(os.pathsep) if part] if chosen else [user_folder()]
    files: list[Path] = []
    for place in places:
        files += sorted(place.glob("*.tsv")) if place.is_dir() else [place] if place.exists() else []
    return tuple(files)


def user_tables() -> tuple[TableLexicon, ...]:
    """The added terminologies as lexicons.

    Raises:
        OntologyError: One of them is damaged.
    """
    return tuple(map(read_added, user_files()))


def read_added(path: Path) -> TableLexicon:
    """Read a terminology as ``lexicon add`` wrote it.

    Raises:
        OntologyError: A column is missing.
    """
    rows: dict[str, dict[str, str]] = {}
    names: dict[str, list[TableName]] = {}
    keys: dict[str, list[TableName]] = {}
    try:
        for _, row in read_rows(path, COLUMNS):
            name = TableName(row["text"], row["id"], row["predicate"])
            if row["owned"]:
                rows[name.id] = row
            names.setdefault(name.id, []).append(name)
            keys.setdefault(name_key(name.text), []).append(name)
    except OntologyError as error:
        raise OntologyError(
            error.problem, remedy="add it with: pharmagraph lexicon add FILE", source=path, line=error.line
        ) from None
    return TableLexicon(
        rows, {i: tuple(n) for i, n in names.items()}, {k: tuple(n) for k, n in keys.items() if k}
    )


def write_added(path: Path, rows: Iterable[tuple[str, ...]]) -> None:
    """Write checked rows, in the columns of ``COLUMNS``, sorted.

    Raises:
        OntologyError: The folder cannot be written.
    """
    text = "\n".join("\t".join(row) for row in [COLUMNS, *sorted(set(rows))]) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OntologyError(
            f"the terminology cannot be written: {error}",
            remedy=f"set {VARIABLE} to a folder that can",
            source=path,
        ) from None
