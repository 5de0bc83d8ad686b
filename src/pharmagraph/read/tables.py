"""A bound for tables: a few bytes can stand for a thousand cells.

Each row is filled up to the width of its head (GitHub Flavored Markdown, section 4.10). A head of 500
columns over rows of one letter gives half a million cells for four kilobytes. No monograph has such a table.
"""

from __future__ import annotations

import re

_DELIMITER_SIGNS = "|:-+ \t\r>*.)0123456789"
_FREE_CELLS = 20_000
_CELLS_A_CHARACTER = 4
_RULE_OF_TABLE = re.compile(r"-[ \t]*+(?::[ \t]*+)?\|")


def tables_explode(body: str) -> bool:
    """Whether the tables of a body have far more cells than it has characters.

    Args:
        body: Markdown, lines ended by LF or CRLF.
    """
    if not _RULE_OF_TABLE.search(body):
        return False
    cells = width = 0
    for line in body.split("\n"):
        if not line.strip():
            width = 0
        bars = line.count("|")
        if bars and "-" in line and not line.strip(_DELIMITER_SIGNS):
            width = max(width, bars + 1)
        cells += max(width - bars, 0)
    return cells > _FREE_CELLS + _CELLS_A_CHARACTER * len(body)
