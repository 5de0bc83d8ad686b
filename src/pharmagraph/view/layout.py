"""Where everything stands when the page opens, and where it will stand when a part is unfolded.

One substance: it stands in the middle, its cards on both sides. Several: see ``wings``. Nothing moves by
itself.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence

from pharmagraph.errors import UnknownSubstanceError
from pharmagraph.view.cards import cards_of
from pharmagraph.view.model import Statement, ViewModel, local_name
from pharmagraph.view.packing import best_columns
from pharmagraph.view.places import SCREEN, SHOWN_AT_ONCE, Layout, hub_width
from pharmagraph.view.wings import lay_wings


def lay_out(model: ViewModel, focus: str | None = None) -> Layout:
    """Give every concept its place; the same model gives the same places.

    Args:
        model: What is to be drawn.
        focus: IRI, local name or any name of the concept that is to stand in the middle.

    Raises:
        UnknownSubstanceError: When no concept has that name.
    """
    everything, near = _near(model, model.statements), _near(model, model.foremost)
    hubs = [find(model, focus)] if focus is not None else _main_substances(model, near)
    # What only derived statements speak of is not in the way of what is stated; the page finds it a place.
    layout = Layout(hubs, late=[i for i in near if everything[i] and not near[i] and i not in hubs])
    for index in layout.late:
        del near[index]
    layout.unfolded = len(near) <= SHOWN_AT_ONCE
    if len(hubs) == 1:
        _one(model, layout, near)
    elif hubs:
        lay_wings(model, layout, near)
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
        f"the graph has nothing called {name!r}",
        remedy="look for its name with the page's search, or leave it out",
    )


def _near(model: ViewModel, statements: Sequence[Statement]) -> dict[int, list[Statement]]:
    near: dict[int, list[Statement]] = {index: [] for index in range(len(model.concepts))}
    for statement in statements:
        near[statement.subject].append(statement)
        if statement.object != statement.subject:
            near[statement.object].append(statement)
    return near


def _main_substances(model: ViewModel, near: Mapping[int, list[Statement]]) -> list[int]:
    """What the monographs are about; without any, the substances that statements are made about."""
    about = [index for index, concept in enumerate(model.concepts) if concept.about]
    if not about:
        subjects = {statement.subject for statement in model.foremost}
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
