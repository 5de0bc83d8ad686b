"""What the Markdown of a body is made of, block by block: the hand-over from ``markdown`` to ``passages``."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from pharmagraph.read.flow import Flow


class BlockKind(Enum):
    """Text of a block, or where a list begins and ends."""

    TEXT = auto()
    HEADING = auto()
    ROW = auto()
    OPEN_TABLE = auto()
    OPEN_LIST = auto()
    CLOSE_LIST = auto()
    OPEN_ITEM = auto()
    CLOSE_ITEM = auto()


_NOTHING = Flow("", ())


@dataclass(slots=True)  # not frozen, see Flow
class Block:
    """One block of the body. Not changed once made.

    Attributes:
        kind: What it is.
        flow: Its visible text; empty for the marks of lists.
        start: Where it starts in the raw file.
        level: For a heading, 1 to 6.
        cells: For a row, where each cell's text starts and ends in the flow's text, and its column's head.
    """

    kind: BlockKind
    flow: Flow = _NOTHING
    start: int = 0
    level: int = 0
    cells: tuple[tuple[str, int, int], ...] = ()
