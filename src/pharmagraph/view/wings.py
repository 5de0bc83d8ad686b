"""Several substances: they stand in two wings, and between the wings stand the concepts that they share.

Each has its own cards on the outside of its wing. How many columns the cards and the shared concepts take is
tried out: the combination that can be shown largest on a screen wins.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pharmagraph.view.cards import Card, cards_of
from pharmagraph.view.model import Statement, ViewModel
from pharmagraph.view.packing import Cluster, pack
from pharmagraph.view.places import SCREEN, Layout, hub_width
from pharmagraph.view.text import text_width

FOLDED = 52.0  # height of a folded substance in its wing
APART = 34.0  # between two unfolded ones
LANE = 130.0  # between the wings and the middle, where the lines run
MOST_HUBS = 60
MOST_SHARED = 120
PILL = 34.0  # height of a shared concept
PILL_SIZE = 14.0
PILL_MAX = 230.0
PILL_GAP = 60.0  # between columns of them
_MOST_COLUMNS = 4
_MOST_PILL_COLUMNS = 6

_Near = Mapping[int, list[Statement]]


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of shared concepts."""

    nodes: tuple[int, ...]
    width: float


def lay_wings(model: ViewModel, layout: Layout, near: _Near) -> None:
    """Give every concept its place around several substances; fills in the layout.

    Args:
        model: What is to be drawn.
        layout: With its hubs, at least two.
        near: The statements at each concept.
    """
    hubs = layout.hubs if layout.unfolded else layout.hubs[:MOST_HUBS]
    owner, shared = _owners(near, hubs)
    if layout.unfolded:
        for index in near:  # what nothing leads to must be somewhere
            if index not in shared and index not in hubs:
                owner.setdefault(index, hubs[0])
    else:
        most = sorted(shared, key=lambda index: (-_hubs_at(near[index], index, hubs), index))[:MOST_SHARED]
        shared = sorted(most)
    members: dict[int, list[int]] = {hub: [] for hub in hubs}
    for index, hub in owner.items():
        members[hub].append(index)
    cards = {hub: cards_of(model, hub, sorted(members[hub]), near) for hub in hubs}
    layout.shared = {i: min(text_width(model.concepts[i].label, PILL_SIZE), PILL_MAX) + 44 for i in shared}
    _choose_sides(layout, cards)
    _choose_columns(model, layout, cards, near)
    layout.shown = {*hubs, *shared, *(owner if layout.unfolded else ())}


def _hubs_at(statements: Sequence[Statement], index: int, hubs: Sequence[int]) -> int:
    main = frozenset(hubs)
    return len({end for s in statements for end in (s.subject, s.object) if end != index} & main)


def _owners(near: _Near, hubs: Sequence[int]) -> tuple[dict[int, int], list[int]]:
    """Whose cards each concept stands in, and which concepts several substances share."""
    main = frozenset(hubs)
    shared = [index for index in near if index not in main and _hubs_at(near[index], index, hubs) > 1]
    common = frozenset(shared)
    owner: dict[int, int] = {hub: hub for hub in hubs}
    queue = deque(hubs)
    while queue:
        index = queue.popleft()
        for statement in near[index]:
            for end in (statement.subject, statement.object):
                if end not in owner:
                    owner[end] = owner[index]
                    queue.append(end)
    return {index: hub for index, hub in owner.items() if index not in main | common}, shared


def _choose_sides(layout: Layout, cards: Mapping[int, list[Card]]) -> None:
    """Fill the wings evenly, the largest first."""
    filled = {-1: 0.0, 1: 0.0}
    size = {
        hub: FOLDED + (sum(c.height for c in own) if layout.unfolded else 0) for hub, own in cards.items()
    }
    for hub in sorted(cards, key=lambda hub: (-size[hub], layout.hubs.index(hub))):
        side = -1 if filled[-1] <= filled[1] else 1
        layout.wing[hub] = side
        filled[side] += size[hub]


def _choose_columns(model: ViewModel, layout: Layout, cards: Mapping[int, list[Card]], near: _Near) -> None:
    """Try numbers of columns for cards and shared concepts; keep what can be shown largest."""
    widths = {hub: hub_width(model.concepts[hub].label) for hub in cards}
    hubs_wide = max(widths.values())
    best = 0.0
    for clusters in _tries(layout, cards, widths):
        at = _stack(layout, clusters)
        order = _order(layout, at, near)
        tall = max(_height(layout, clusters, side) for side in (-1, 1))
        wide = {side: _reach(layout, clusters, side) for side in (-1, 1)}
        for count in range(1, min(_MOST_PILL_COLUMNS, max(1, len(order))) + 1):
            columns = _columns(layout, order, count)
            middle = sum(column.width + PILL_GAP for column in columns) - PILL_GAP if columns else 0.0
            width = middle + 2 * LANE + 2 * hubs_wide + wide[-1] + wide[1]
            height = max(tall, *(len(column.nodes) * PILL for column in columns), PILL)
            scale = min(SCREEN[0] / width, SCREEN[1] / height)
            if scale > best:
                best = scale
                layout.clusters = clusters
                layout.at = _place(layout, at, columns, middle / 2 + LANE + hubs_wide / 2)


def _tries(
    layout: Layout, cards: Mapping[int, list[Card]], widths: Mapping[int, float]
) -> Iterator[dict[int, Cluster]]:
    """Clusters with ever more columns; each substance takes the fewest that make it as low as it can be."""
    if not layout.unfolded:
        yield {hub: pack(own, (layout.wing[hub],), widths[hub], 2) for hub, own in cards.items()}
        return
    lowest: dict[int, Cluster] = {}
    for columns in range(1, _MOST_COLUMNS + 1):
        for hub, own in cards.items():
            cluster = pack(own, (layout.wing[hub],), widths[hub], columns)
            if hub not in lowest or cluster.height < lowest[hub].height - 1:
                lowest[hub] = cluster
        yield dict(lowest)


def _room(layout: Layout, cluster: Cluster) -> float:
    return max(FOLDED, cluster.height + APART) if layout.unfolded else FOLDED


def _height(layout: Layout, clusters: Mapping[int, Cluster], side: int) -> float:
    return sum(_room(layout, cluster) for hub, cluster in clusters.items() if layout.wing[hub] == side)


def _reach(layout: Layout, clusters: Mapping[int, Cluster], side: int) -> float:
    """How far the cards of a wing stand out beyond their substances."""
    if not layout.unfolded:
        return 0.0
    own = [cluster for hub, cluster in clusters.items() if layout.wing[hub] == side]
    return max((cluster.right if side > 0 else -cluster.left for cluster in own), default=0.0)


def _stack(layout: Layout, clusters: Mapping[int, Cluster]) -> dict[int, float]:
    """Stand the substances of a wing one below the other; the page does the same when one is unfolded."""
    at: dict[int, float] = {}
    for side in (-1, 1):
        top = -_height(layout, clusters, side) / 2
        for hub in (hub for hub in clusters if layout.wing[hub] == side):
            cluster = clusters[hub]
            room = _room(layout, cluster)
            above = cluster.height * cluster.sky if layout.unfolded else 0.0
            at[hub] = round(top + ((room - cluster.height) / 2 + above if layout.unfolded else room / 2), 1)
            top += room
    return at


def _order(layout: Layout, at: Mapping[int, float], near: _Near) -> list[tuple[float, float, int]]:
    """The shared concepts from the left to the right: which wing each leans to, how high, which."""
    order = []
    for index in layout.shared:
        ends = {end for s in near[index] for end in (s.subject, s.object)} & at.keys()
        lean = sum(layout.wing[hub] for hub in ends) / len(ends)
        order.append((lean, sum(at[hub] for hub in ends) / len(ends), index))
    return sorted(order)


def _columns(layout: Layout, order: Sequence[tuple[float, float, int]], count: int) -> list[_Column]:
    size = max(1, -(-len(order) // count))
    columns = []
    for start in range(0, len(order), size):
        nodes = tuple(index for _, _, index in sorted(order[start : start + size], key=lambda item: item[1:]))
        columns.append(_Column(nodes, max(layout.shared[index] for index in nodes)))
    return columns


def _place(
    layout: Layout, heights: Mapping[int, float], columns: Sequence[_Column], hubs_at: float
) -> dict[int, tuple[float, float]]:
    """Absolute places of the substances and, in columns between them, of what they share."""
    at = {hub: (layout.wing[hub] * round(hubs_at, 1), y) for hub, y in heights.items()}
    x = -(sum(column.width + PILL_GAP for column in columns) - PILL_GAP) / 2
    for column in columns:
        for row, index in enumerate(column.nodes):
            at[index] = (round(x + column.width / 2, 1), round((row - (len(column.nodes) - 1) / 2) * PILL, 1))
        x += column.width + PILL_GAP
    return at
