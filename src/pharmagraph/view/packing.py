"""Where the cards of one substance go: in columns beside it, with a band left free for its lines.

The inner columns leave the middle open, the outermost is full; so the lines run out through the middle and
turn up or down in front of their card. Filling goes clockwise, which keeps cards of one group together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pharmagraph.view.cards import Card

GAP = 14.0  # between cards of a column
GUTTER = 58.0  # between columns: the lines turn there
HUB_HEIGHT = 46.0
_BAND = 0.1  # share of the height that the innermost column leaves open
_BAND_LEAST = 90.0
_MOST_COLUMNS = 6


@dataclass(frozen=True, slots=True)
class Placed:
    """A card and its upper left corner, relative to the substance; ``side`` is +1 right of it, -1 left."""

    card: Card
    x: float
    y: float
    side: int


@dataclass(frozen=True, slots=True)
class Cluster:
    """All cards of one substance in place, with the box around them (relative to the substance)."""

    placed: tuple[Placed, ...]
    left: float
    right: float
    height: float


@dataclass(frozen=True, slots=True)
class _Bin:
    side: int
    column: int
    part: str  # "top", "full" or "bottom"


def pack(cards: Sequence[Card], sides: Sequence[int], hub_width: float, columns: int) -> Cluster:
    """Place cards in so many columns a side, in the least height that holds them.

    Args:
        cards: In clockwise order.
        sides: ``(1, -1)`` for both sides, or one of them.
        hub_width: Width of the substance's own mark.
        columns: Number of columns a side.

    Returns:
        The cards in place; an empty cluster is as high as the substance itself.
    """
    bins = [item for side in sides for item in _bins(side, columns)]
    height = max((card.height for card in cards), default=HUB_HEIGHT)
    while (filled := _fill(cards, bins, height, columns)) is None:
        height += 10
    widths = {
        (side, column): max(
            (card.width for item, own in filled.items() for card in own if (item.side, item.column) == (side, column)),
            default=0.0,
        )
        for side in sides
        for column in range(columns)
    }
    placed: list[Placed] = []
    reach = {1: hub_width / 2, -1: hub_width / 2}
    for side in sides:
        for column in range(columns):
            if width := widths[side, column]:
                inner = reach[side] + (GUTTER + 24 if column == 0 else GUTTER)
                for item, own in filled.items():
                    if (item.side, item.column) == (side, column):
                        placed += _column(own, item, height, inner, width)
                reach[side] = inner + width
    return Cluster(tuple(placed), -reach[-1], reach[1], max(height, HUB_HEIGHT))


def best_columns(cards: Sequence[Card], hub_width: float, width: float, height: float) -> Cluster:
    """Pack on both sides with the number of columns that shows the cards largest on a screen of that size."""

    def scale(cluster: Cluster) -> float:
        return min(width / (cluster.right - cluster.left), height / cluster.height)

    tries = [pack(cards, (1, -1), hub_width, columns) for columns in range(1, _MOST_COLUMNS + 1)]
    return max(tries, key=scale)


def _bins(side: int, columns: int) -> list[_Bin]:
    tops = [_Bin(side, column, "top") for column in range(columns - 1)]
    bottoms = [_Bin(side, column, "bottom") for column in reversed(range(columns - 1))]
    clockwise = [*tops, _Bin(side, columns - 1, "full"), *bottoms]
    return clockwise if side > 0 else clockwise[::-1]


def _capacity(item: _Bin, height: float, columns: int) -> float:
    if item.part == "full":
        return height
    openness = (columns - 1 - item.column) / (columns - 1)
    return (height - max(_BAND_LEAST, _BAND * height * openness)) / 2


def _fill(cards: Sequence[Card], bins: Sequence[_Bin], height: float, columns: int) -> dict[_Bin, list[Card]] | None:
    filled: dict[_Bin, list[Card]] = {item: [] for item in bins}
    places = iter(bins)
    item = next(places)
    free = _capacity(item, height, columns)
    for card in cards:
        while card.height > free:
            following = next(places, None)
            if following is None:
                return None
            item = following
            free = _capacity(item, height, columns)
        filled[item].append(card)
        free -= card.height + GAP
    return filled


def _column(own: Sequence[Card], item: _Bin, height: float, inner: float, width: float) -> list[Placed]:
    # On the left, clockwise means upwards.
    ordered = list(own) if item.side > 0 else list(reversed(own))
    total = sum(card.height for card in ordered) + GAP * (len(ordered) - 1)
    top = {"top": -height / 2, "full": -total / 2, "bottom": height / 2 - total}[item.part]
    placed = []
    for card in ordered:
        x = inner if item.side > 0 else -inner - width
        stretched = Card(card.group, card.title, card.lines, width, card.height)
        placed.append(Placed(stretched, round(x, 1), round(top, 1), item.side))
        top += card.height + GAP
    return placed
