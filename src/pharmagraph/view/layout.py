"""Where everything stands when the page opens, and where it will stand when a part is unfolded.

One substance: it stands in the middle, its cards on both sides. Several: they stand in two wings, each with
its own cards on the outside, and between the wings the concepts that they share. Nothing moves by itself.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pharmagraph.errors import UnknownSubstanceError
from pharmagraph.view.cards import LABEL_GAP, MARK_INSET, ROW, Card, Line, cards_of
from pharmagraph.view.model import Statement, ViewModel, local_name
from pharmagraph.view.packing import Cluster, Placed, best_columns, pack
from pharmagraph.view.text import text_width

SHOWN_AT_ONCE = 300  # above, the page opens folded
MOST_HUBS = 60
MOST_SHARED = 120
SCREEN = (1400.0, 790.0)
HUB_SIZE = 19.0
FOLDED = 52.0  # height of a folded substance in its wing
APART = 34.0  # between two unfolded ones
PILL = 34.0  # height of a shared concept
PILL_SIZE = 14.0
PILL_MAX = 230.0


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
    """

    hubs: list[int]
    wing: dict[int, int] = field(default_factory=dict)
    clusters: dict[int, Cluster] = field(default_factory=dict)
    at: dict[int, tuple[float, float]] = field(default_factory=dict)
    shared: dict[int, float] = field(default_factory=dict)
    unfolded: bool = True
    shown: set[int] = field(default_factory=set)

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
    x = placed.x + (MARK_INSET if placed.side > 0 else placed.card.width - MARK_INSET)
    return round(x, 1), round(placed.y + line.top + ROW / 2, 1)


def hub_width(label: str) -> float:
    """Width of the box of a main substance."""
    return min(text_width(label, HUB_SIZE), 320.0) + 44


def lay_out(model: ViewModel, focus: str | None = None) -> Layout:
    """Give every concept its place; the same model gives the same places.

    Args:
        model: What is to be drawn.
        focus: IRI, local name or any name of the concept that is to stand in the middle.

    Raises:
        UnknownSubstanceError: When no concept has that name.
    """
    near = _near(model)
    hubs = [find(model, focus)] if focus is not None else _main_substances(model, near)
    layout = Layout(hubs, unfolded=len(model.concepts) <= SHOWN_AT_ONCE)
    if len(hubs) == 1:
        _one(model, layout, near)
    elif hubs:
        _wings(model, layout, near)
    return layout


def find(model: ViewModel, name: str) -> int:
    """The place of the concept with that IRI or name.

    Raises:
        UnknownSubstanceError: When there is none.
    """
    wanted = name.casefold()
    for test in (
        lambda c: c.iri == name,
        lambda c: c.label.casefold() == wanted,
        lambda c: local_name(c.iri).casefold() == wanted or f"pgc:{local_name(c.iri)}".casefold() == wanted,
        lambda c: wanted in (other.casefold() for other in c.names),
    ):
        for index, concept in enumerate(model.concepts):
            if test(concept):
                return index
    raise UnknownSubstanceError(
        f"the graph has nothing called {name!r}", remedy="look for its name with the page's search, or leave it out"
    )


def _near(model: ViewModel) -> dict[int, list[Statement]]:
    near: dict[int, list[Statement]] = {index: [] for index in range(len(model.concepts))}
    for statement in model.statements:
        near[statement.subject].append(statement)
        if statement.object != statement.subject:
            near[statement.object].append(statement)
    return near


def _main_substances(model: ViewModel, near: Mapping[int, list[Statement]]) -> list[int]:
    """What the monographs are about; without any, the substances that statements are made about."""
    about = [index for index, concept in enumerate(model.concepts) if concept.about]
    if not about:
        subjects = {statement.subject for statement in model.statements}
        about = [index for index in sorted(subjects) if model.concepts[index].kind == "Substance"]
    if not about:
        about = sorted(near, key=lambda index: (-len(near[index]), index))[:1]
    return sorted(about, key=lambda index: (-len(near[index]), index))


def _one(model: ViewModel, layout: Layout, near: Mapping[int, list[Statement]]) -> None:
    hub = layout.hubs[0]
    distance = _distances(near, [hub])
    far = len(model.concepts)
    order = sorted(
        (index for index in near if index != hub),
        key=lambda index: (distance.get(index, far), -_weight(near[index]), index),
    )
    members = order if layout.unfolded else order[: SHOWN_AT_ONCE - 50]
    cards = cards_of(model, hub, members, near)
    layout.unfolded = True
    layout.clusters[hub] = best_columns(cards, hub_width(model.concepts[hub].label), *SCREEN)
    layout.wing[hub] = 0
    layout.at[hub] = (0.0, 0.0)
    layout.shown = {hub, *members}


def _wings(model: ViewModel, layout: Layout, near: Mapping[int, list[Statement]]) -> None:
    hubs = layout.hubs if layout.unfolded else layout.hubs[:MOST_HUBS]
    owner, shared = _owners(model, hubs, near)
    if not layout.unfolded:
        kept = set(sorted(shared, key=lambda index: (-_hubs_at(near[index], index, hubs), index))[:MOST_SHARED])
        shared = [index for index in shared if index in kept]
    members: dict[int, list[int]] = {hub: [] for hub in hubs}
    for index, hub in owner.items():
        members[hub].append(index)
    cards = {hub: cards_of(model, hub, members[hub], near) for hub in hubs}
    _choose_sides(layout, cards)
    _choose_columns(model, layout, cards)
    _stack(layout)
    _place_shared(model, layout, shared, near)
    layout.shown = {*hubs, *shared}
    if layout.unfolded:
        layout.shown |= set(owner)


def _hubs_at(statements: Sequence[Statement], index: int, hubs: Sequence[int]) -> int:
    main = frozenset(hubs)
    return len({end for s in statements for end in (s.subject, s.object) if end != index} & main)


def _owners(
    model: ViewModel, hubs: Sequence[int], near: Mapping[int, list[Statement]]
) -> tuple[dict[int, int], list[int]]:
    """Whose cards each concept stands in, and which concepts several substances share."""
    main = frozenset(hubs)
    owner: dict[int, int] = {hub: hub for hub in hubs}
    queue = deque(hubs)
    shared = [index for index in near if index not in main and _hubs_at(near[index], index, hubs) > 1]
    common = frozenset(shared)
    while queue:
        index = queue.popleft()
        for statement in near[index]:
            for end in (statement.subject, statement.object):
                if end not in owner and end not in common:
                    owner[end] = owner[index]
                    queue.append(end)
    for index in range(len(model.concepts)):
        if index not in common:
            owner.setdefault(index, hubs[0])
    return {index: hub for index, hub in owner.items() if index not in main}, shared


def _choose_sides(layout: Layout, cards: Mapping[int, list[Card]]) -> None:
    """Fill the wings evenly, the largest first."""
    filled = {-1: 0.0, 1: 0.0}
    size = {hub: FOLDED + (sum(c.height for c in own) if layout.unfolded else 0) for hub, own in cards.items()}
    for hub in sorted(cards, key=lambda hub: (-size[hub], layout.hubs.index(hub))):
        side = -1 if filled[-1] <= filled[1] else 1
        layout.wing[hub] = side
        filled[side] += size[hub]


def _choose_columns(model: ViewModel, layout: Layout, cards: Mapping[int, list[Card]]) -> None:
    widths = {hub: hub_width(model.concepts[hub].label) for hub in cards}

    def clusters(columns: int) -> dict[int, Cluster]:
        return {hub: pack(own, (layout.wing[hub],), widths[hub], columns) for hub, own in cards.items()}

    def scale(tried: Mapping[int, Cluster]) -> float:
        left = max((-tried[hub].left for hub in tried if layout.wing[hub] < 0), default=0)
        right = max((tried[hub].right for hub in tried if layout.wing[hub] > 0), default=0)
        heights = {side: sum(tried[h].height + APART for h in tried if layout.wing[h] == side) for side in (-1, 1)}
        return min(SCREEN[0] / (left + right + 700), SCREEN[1] / max(heights.values()))

    layout.clusters = max((clusters(columns) for columns in range(1, 5)), key=scale)


def _stack(layout: Layout) -> None:
    """Stand the substances of a wing one below the other; the page does the same when one is unfolded."""
    for side in (-1, 1):
        own = [hub for hub in layout.clusters if layout.wing[hub] == side]
        heights = [max(FOLDED, layout.clusters[hub].height + APART) if layout.unfolded else FOLDED for hub in own]
        top = -sum(heights) / 2
        for hub, height in zip(own, heights, strict=True):
            layout.at[hub] = (0.0, round(top + height / 2, 1))
            top += height


def _place_shared(
    model: ViewModel, layout: Layout, shared: Sequence[int], near: Mapping[int, list[Statement]]
) -> None:
    """Set the shared concepts in columns between the wings, each near the substances that it belongs to."""
    widths = {i: min(text_width(model.concepts[i].label, PILL_SIZE), PILL_MAX) + 44 for i in shared}
    layout.shared = widths
    lean: dict[int, float] = {}
    middle: dict[int, float] = {}
    for index in shared:
        ends = {end for s in near[index] for end in (s.subject, s.object)} & layout.clusters.keys()
        lean[index] = sum(layout.wing[hub] for hub in ends) / len(ends)
        middle[index] = sum(layout.at[hub][1] for hub in ends) / len(ends)
    tall = max(SCREEN[1], 2 * max((abs(y) for _, y in layout.at.values()), default=0) + FOLDED)
    columns = max(1, -(-int(len(shared) * PILL) // int(tall)))
    order = sorted(shared, key=lambda i: (lean[i], middle[i], i))
    size = max(1, -(-len(order) // columns))
    x, reach = 0.0, []
    for start in range(0, len(order), size):
        column = sorted(order[start : start + size], key=lambda i: (middle[i], i))
        width = max(widths[i] for i in column)
        for row, index in enumerate(column):
            layout.at[index] = (x + width / 2, round((row - (len(column) - 1) / 2) * PILL, 1))
        reach.append(x + width)
        x += width + 70
    half = (reach[-1] if reach else 0) / 2
    for index in shared:
        layout.at[index] = (round(layout.at[index][0] - half, 1), layout.at[index][1])
    hubs_wide = max(hub_width(model.concepts[hub].label) for hub in layout.clusters)
    for hub, side in layout.wing.items():
        layout.at[hub] = (side * round(half + 150 + hubs_wide / 2, 1), layout.at[hub][1])


def _distances(near: Mapping[int, list[Statement]], start: Sequence[int]) -> dict[int, int]:
    distance = dict.fromkeys(start, 0)
    queue = deque(start)
    while queue:
        index = queue.popleft()
        for statement in near[index]:
            for end in (statement.subject, statement.object):
                if end not in distance:
                    distance[end] = distance[index] + 1
                    queue.append(end)
    return distance


def _weight(statements: Sequence[Statement]) -> int:
    return sum(statement.support for statement in statements)


__all__ = ["LABEL_GAP", "Layout", "find", "hub_width", "lay_out", "mark_of"]
