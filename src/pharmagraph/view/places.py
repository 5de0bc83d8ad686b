"""The places of a view: what the layout computes, and the sizes that it reckons with."""

from __future__ import annotations

from dataclasses import dataclass, field

from pharmagraph.view.cards import ROW, Line
from pharmagraph.view.packing import Cluster, Placed
from pharmagraph.view.text import text_width

SHOWN_AT_ONCE = 300  # above, the page opens folded
SCREEN = (1400.0, 690.0)  # what a laptop leaves for the graph
HUB_SIZE = 19.0


@dataclass(slots=True)
class Layout:
    """The places.

    Attributes:
        hubs: The main substances, in their order.
        wing: For each hub on the page, +1 right, -1 left, 0 in the middle.
        clusters: For each of them, its cards.
        at: Absolute places of hubs and shared concepts.
        shared: The concepts in the middle, with their width.
        unfolded: Whether the cards are open at first.
        shown: The concepts that are visible at first.
        late: The concepts that only derived statements speak of, without a place until those are shown.
    """

    hubs: list[int]
    wing: dict[int, int] = field(default_factory=dict)
    clusters: dict[int, Cluster] = field(default_factory=dict)
    at: dict[int, tuple[float, float]] = field(default_factory=dict)
    shared: dict[int, float] = field(default_factory=dict)
    unfolded: bool = True
    shown: set[int] = field(default_factory=set)
    late: list[int] = field(default_factory=list)

    def places(self, hub: int) -> list[tuple[int, float, float, int]]:
        """The rows of a hub's cards: concept, place relative to the hub, side."""
        return [
            (line.node, *mark_of(placed, line), placed.side)
            for placed in self.clusters[hub].placed
            for line in placed.card.lines
            if line.node >= 0
        ]


def mark_of(placed: Placed, line: Line) -> tuple[float, float]:
    """The middle of a row's mark, relative to the hub."""
    x = placed.x + (0.0 if placed.side > 0 else placed.card.width)
    return round(x, 1), round(placed.y + line.top + ROW / 2, 1)


def hub_width(label: str) -> float:
    """Width of the box of a main substance."""
    return min(text_width(label, HUB_SIZE), 320.0) + 44
