"""Where the cards of one substance go: in columns beside it, with a band left free for its lines.

The inner columns leave the middle open, the outermost is full; so the lines run out through the middle and
turn up or down in front of their card. Filling goes from the top of a side to its foot, first the right side.
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
_SKIES = (0.5, 0.45, 0.55, 0.4, 0.6)


@dataclass(frozen=True, slots=True)
class Placed:
    """A card and its upper left corner, relative to the substance; ``side`` is +1 right of it, -1 left."""

    card: Card
    x: float
    y: float
    side: int


@dataclass(frozen=True, slots=True)
class Cluster:
    """All cards of one substance in place, with the box around them (relative to the substance).

    ``sky`` is the share of the height that lies above the substance.
    """

    placed: tuple[Placed, ...]
    left: float
    right: float
    height: float
    sky: float = 0.5


@dataclass(frozen=True, slots=True)
class _Bin:
    side: int
    column: int
    part: str  # "top", "full" or "bottom"


def pack(cards: Sequence[Card], sides: Sequence[int], hub_width: float, columns: int) -> Cluster:
    """Place cards in so many columns a side, in the least height that holds them.

    Args:
        cards: In the order in which they are to be read.
        sides: ``(1, -1)`` for both sides, or one of them.
        hub_width: Width of the substance's own mark.
        columns: Number of columns a side.

    Returns:
        The cards in place; an empty cluster is as high as the substance itself.
    """
    height, sky, filled = min(
        (_fill_sides(cards, sides, columns, sky) for sky in _SKIES),
        key=lambda tried: (tried[0], abs(tried[1] - 0.5)),
    )
    placed: list[Placed] = []
    reach = {1: hub_width / 2, -1: hub_width / 2}
    for side in sides:
        for column in range(columns):
            bins = {
                item: own
                for item, own in filled.items()
                if (item.side, item.column) == (side, column) and own
            }
            if bins:
                inner = reach[side] + (GUTTER + 24 if reach[side] == hub_width / 2 else GUTTER)
                width = max(card.width for own in bins.values() for card in own)
                for item, own in bins.items():
                    placed += _column(own, item, (-height * sky, height * (1 - sky)), inner, width)
                reach[side] = inner + width
    return Cluster(tuple(placed), -reach[-1], reach[1], max(height, HUB_HEIGHT), sky)


def best_columns(cards: Sequence[Card], hub_width: float, width: float, height: float) -> Cluster:
    """Pack on both sides with the number of columns that shows the cards largest on a screen of that size."""

    def scale(cluster: Cluster) -> float:
        return min(width / (cluster.right - cluster.left), height / cluster.height)

    tries = [pack(cards, (1, -1), hub_width, columns) for columns in range(1, _MOST_COLUMNS + 1)]
    return max(tries, key=scale)


_Filled = tuple[float, float, dict[_Bin, list[Card]]]


def _fill_sides(cards: Sequence[Card], sides: Sequence[int], columns: int, sky: float) -> _Filled:
    """Cut the cards between two groups, the first part for the right side, so that both are equally high."""
    if len(sides) == 1:
        return _fill_side(cards, sides[0], columns, sky)
    total = sum(card.height for card in cards)
    cuts = [i for i in range(len(cards) + 1) if i in (0, len(cards)) or cards[i].group != cards[i - 1].group]
    # Only cuts near the middle can come out even.
    cuts = sorted(cuts, key=lambda cut: abs(total / 2 - sum(card.height for card in cards[:cut])))[:3]
    tries = []
    for cut in cuts:
        right, left = _fill_side(cards[:cut], 1, columns, sky), _fill_side(cards[cut:], -1, columns, sky)
        tries.append((max(right[0], left[0]), sky, right[2] | left[2]))
    return min(tries, key=lambda tried: tried[0])


def _fill_side(cards: Sequence[Card], side: int, columns: int, sky: float) -> _Filled:
    """The least height that holds the cards on one side, and how."""
    tops = [_Bin(side, column, "top") for column in range(columns - 1)]
    bottoms = [_Bin(side, column, "bottom") for column in range(columns - 1)]
    outer = [_Bin(side, columns - 1, "full")]
    orders = [tops + outer + bottoms, tops + bottoms + outer, outer + tops + bottoms]
    height = max((card.height for card in cards), default=HUB_HEIGHT)
    height = max(height, sum(card.height + GAP for card in cards) / columns - GAP)
    while True:
        for order in orders:
            if (
                filled := _fill(cards, order, {item: _room(item, height, columns, sky) for item in order})
            ) is not None:
                return height, sky, filled
        height += 10


def _room(item: _Bin, height: float, columns: int, sky: float) -> float:
    """The height that a bin has for cards when the whole has so much."""
    if item.part == "full":
        return height
    openness = (columns - 1 - item.column) / (columns - 1)
    band = max(_BAND_LEAST, _BAND * height * openness)
    return height * (sky if item.part == "top" else 1 - sky) - band / 2


def _fill(
    cards: Sequence[Card], bins: Sequence[_Bin], free: dict[_Bin, float]
) -> dict[_Bin, list[Card]] | None:
    """Each card into the first bin that has room for it."""
    filled: dict[_Bin, list[Card]] = {item: [] for item in bins}
    for card in cards:
        item = next((item for item in bins if card.height <= free[item]), None)
        if item is None:
            return None
        filled[item].append(card)
        free[item] -= card.height + GAP
    return filled


def _column(
    own: Sequence[Card], item: _Bin, span: tuple[float, float], inner: float, width: float
) -> list[Placed]:
    total = sum(card.height for card in own) + GAP * (len(own) - 1)
    top = {"top": span[0], "full": (span[0] + span[1] - total) / 2, "bottom": span[1] - total}[item.part]
    placed = []
    for card in own:
        x = inner if item.side > 0 else -inner - width
        stretched = Card(card.group, card.title, card.lines, width, card.height)
        placed.append(Placed(stretched, round(x, 1), round(top, 1), item.side))
        top += card.height + GAP
    return placed
