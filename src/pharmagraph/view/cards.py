"""What surrounds one substance, as cards: a group of relations, under it each relation, under it its objects.

A card is a column of rows: the mark of the concept on the side of the substance, its name behind it, so that
no line from the substance ever crosses a name of the same card.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from pharmagraph.view.model import Statement, ViewModel
from pharmagraph.view.style import GROUP_RANK, GROUPS, MODALITIES
from pharmagraph.view.text import text_width
from pharmagraph.wording import says

ROW = 20.0  # height of a row, for a font of 14 px
SUBHEAD = 21.0
TITLE = 30.0
FOOT = 8.0
LABEL_GAP = 15.0  # from the middle of the mark to the name
LABEL_SIZE = 14.0
LABEL_MAX = 204.0  # longer names are shortened on the page and given in full in the panel
MORE = 26.0  # room for the "+2" of further statements
MAX_HEIGHT = 330.0

# The firmer warning comes first in its card; relations that are not listed follow by name.
_RELATION_ORDER = (
    "contraindicatedIn",
    "interactsWith",
    "increasesEffectOf",
    "decreasesEffectOf",
    "cautionIn",
    "hasSideEffect",
    "requiresMonitoring",
    "usedFor",
    "prevents",
    "cofactorFor",
    "activates",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a card: a subheading (``text``) or a row (``node``)."""

    top: float
    text: str = ""
    modality: str = "asserted"
    relation: str = ""
    node: int = -1


@dataclass(frozen=True, slots=True)
class Card:
    """A card before it has a place."""

    group: str
    title: str
    lines: tuple[Line, ...]
    width: float
    height: float


@dataclass(slots=True)
class _Section:
    group: str
    text: str
    modality: str
    relation: str
    nodes: list[int] = field(default_factory=list)


def cards_of(
    model: ViewModel, hub: int, members: Iterable[int], near: Mapping[int, list[Statement]]
) -> list[Card]:
    """The cards around one substance.

    Args:
        model: The whole view.
        hub: The substance.
        members: The concepts that stand around it and nowhere else.
        near: The statements at each concept.

    Returns:
        Cards in the order of ``style.GROUPS``, none higher than a screen.
    """
    keyed = sorted((_row_key(model, hub, node, near), node) for node in members)
    sections: list[_Section] = []
    for key, rows in groupby(keyed, key=lambda pair: pair[0][:6]):
        group, _, relation, modality, text = key[1:6]
        sections.append(_Section(str(group), str(text), MODALITIES[int(modality)], str(relation)))
        sections[-1].nodes = [node for _, node in rows]
    cards: list[Card] = []
    for group, own in groupby(sections, key=lambda section: section.group):
        cards += [_card(model, group, part) for part in _portions(list(own))]
    return cards


_RowKey = tuple[int, str, int, str, int, str, int, str]


def _row_key(model: ViewModel, hub: int, node: int, near: Mapping[int, list[Statement]]) -> _RowKey:
    """Group, relation, modality, subheading, then the best supported first, then by name."""
    direct = [s for s in near[node] if hub in (s.subject, s.object)]
    label = model.concepts[node].label.casefold()
    if direct:
        first = min(direct, key=_importance)
        arrow = "" if first.subject == hub else "← "
        mark = " (derived)" if first.derived else ""
        text = arrow + says(first.label, first.modality) + mark
        return _key(first, text, label, far=False)
    if near[node]:
        return _key(_link(hub, node, near), "linked through others", label, far=True)
    return (len(GROUPS), "other", 1, "", 0, "not linked", 0, label)


def _link(hub: int, node: int, near: Mapping[int, list[Statement]]) -> Statement:
    """What a concept that the substance has no statement about is placed by: where its neighbour stands."""
    neighbours = {end for s in near[node] for end in (s.subject, s.object)} - {node}
    ties = [s for end in neighbours for s in near[end] if hub in (s.subject, s.object)]
    return min(ties or near[node], key=_importance)


def _key(statement: Statement, text: str, label: str, *, far: bool) -> _RowKey:
    order = _RELATION_ORDER
    rank = order.index(statement.relation) if statement.relation in order else len(order)
    place = list(GROUPS).index(statement.group)
    modality = 0 if far else MODALITIES.index(statement.modality)
    relation = "" if far else statement.relation
    return (place, statement.group, 100 if far else rank, relation, modality, text, -statement.support, label)


def _importance(statement: Statement) -> tuple[bool, int, int, int, str]:
    return (
        statement.derived is not None,
        GROUP_RANK.index(statement.group),
        MODALITIES.index(statement.modality),
        -statement.support,
        statement.iri,
    )


def _portions(sections: Sequence[_Section]) -> list[list[_Section]]:
    """Cut a group into cards that fit a screen, at a subheading where possible."""
    rows_that_fit = int((MAX_HEIGHT - TITLE - SUBHEAD - FOOT) // ROW)
    portions: list[list[_Section]] = [[]]
    height = TITLE + FOOT
    for section in sections:
        pieces = -(-len(section.nodes) // rows_that_fit)
        size = -(-len(section.nodes) // pieces)
        for start in range(0, len(section.nodes), size):
            nodes = section.nodes[start : start + size]
            added = SUBHEAD + ROW * len(nodes)
            if portions[-1] and height + added > MAX_HEIGHT:
                portions.append([])
                height = TITLE + FOOT
            portions[-1].append(
                _Section(section.group, section.text, section.modality, section.relation, nodes)
            )
            height += added
    return portions


def _card(model: ViewModel, group: str, sections: Sequence[_Section]) -> Card:
    lines: list[Line] = []
    top = TITLE
    width = text_width(GROUPS[group].label, 15) + 40
    for section in sections:
        lines.append(Line(top, section.text, section.modality, section.relation))
        width = max(width, min(text_width(section.text, 12), LABEL_MAX) + 44)
        top += SUBHEAD
        for node in section.nodes:
            lines.append(Line(top, node=node))
            name = min(text_width(model.concepts[node].label, LABEL_SIZE), LABEL_MAX)
            width = max(width, LABEL_GAP + name + MORE)
            top += ROW
    return Card(group, GROUPS[group].label, tuple(lines), round(width), top + FOOT)
