"""Tab-separated tables with a head line: no quoting, UTF-8, one row a line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pharmagraph.errors import OntologyError


def read_rows(path: Path, required: tuple[str, ...] = ()) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a table, each with its line; a short row is filled with empty cells.

    Args:
        path: The table.
        required: Columns that it must have.

    Raises:
        OntologyError: The file cannot be read, is not UTF-8, or lacks a column.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise OntologyError(f"the table cannot be read: {error}", source=path) from None
    head = lines[0].split("\t") if lines else []
    missing = [column for column in required if column not in head]
    if missing:
        raise OntologyError(f"the column {missing[0]!r} is missing", source=path, line=1)
    width = len(head)
    for number, line in enumerate(lines[1:], 2):
        if line and not line.startswith("#"):
            cells = line.split("\t")
            yield number, dict(zip(head, cells + [""] * (width - len(cells)), strict=False))
