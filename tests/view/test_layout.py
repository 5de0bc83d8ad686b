"""Where things stand: the same for the same graph, and nothing on top of another thing."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, pairwise

import networkx as nx
import pytest

from pharmagraph.errors import UnknownSubstanceError
from pharmagraph.view.layout import lay_out
from pharmagraph.view.model import ViewModel, view_model
from pharmagraph.view.places import Layout, hub_width
from pharmagraph.view.wings import PILL

from .gold_graph import gold_graph
from .graphs import HUB, derived, iri, large, several

Box = tuple[str, float, float, float, float]

GRAPHS: dict[str, Callable[[], nx.MultiDiGraph]] = {
    "one substance": gold_graph,
    "two substances": lambda: several(2),
    "three substances": lambda: several(3),
    "five substances": lambda: several(5),
    "100 nodes": lambda: large(100, 100),
    "150 nodes": lambda: large(150, 150),
    "250 nodes": lambda: large(250, 250),
    "300 nodes": lambda: large(300, 900),
    "1,000 nodes": lambda: large(1000, 3000),
}


def boxes(model: ViewModel, layout: Layout) -> list[Box]:
    """Everything that takes room at first view: substances, shared concepts, cards."""
    made: list[Box] = []
    for hub, cluster in layout.clusters.items():
        x, y = layout.at[hub]
        width = hub_width(model.concepts[hub].label)
        made.append((model.concepts[hub].label, x - width / 2, y - 22, x + width / 2, y + 22))
        for placed in cluster.placed if layout.unfolded else ():
            left, top = x + placed.x, y + placed.y
            name = f"{model.concepts[hub].label}: {placed.card.title}"
            made.append((name, left, top, left + placed.card.width, top + placed.card.height))
    for index, width in layout.shared.items():
        x, y = layout.at[index]
        made.append((model.concepts[index].label, x - width / 2, y - 13.5, x + width / 2, y + 13.5))
    return made


def overlaps(all_boxes: list[Box]) -> list[tuple[str, str]]:
    return [
        (a[0], b[0])
        for a, b in combinations(all_boxes, 2)
        if min(a[3], b[3]) - max(a[1], b[1]) > 0.5 and min(a[4], b[4]) - max(a[2], b[2]) > 0.5
    ]


@pytest.mark.parametrize("name", GRAPHS)
def test_nothing_lies_over_another_thing(name: str) -> None:
    """No substance, shared concept or card covers another at first view."""
    model = view_model(GRAPHS[name]())
    assert overlaps(boxes(model, lay_out(model))) == []


@pytest.mark.parametrize("name", GRAPHS)
def test_rows_have_a_line_of_their_own(name: str) -> None:
    """Within a card no two lines stand closer than a line is high, and all are inside the card."""
    for cluster in lay_out(view_model(GRAPHS[name]())).clusters.values():
        for placed in cluster.placed:
            tops = [line.top for line in placed.card.lines]
            assert all(below - above >= 20 for above, below in pairwise(tops))
            assert tops[-1] + 20 <= placed.card.height


@pytest.mark.parametrize("name", ["one substance", "three substances", "300 nodes"])
def test_up_to_300_concepts_everything_has_one_place(name: str) -> None:
    """Up to 300 concepts, every concept is visible at first and stands in exactly one place."""
    model = view_model(GRAPHS[name]())
    layout = lay_out(model)
    rows = [row[0] for hub in layout.clusters for row in layout.places(hub)]
    assert sorted([*rows, *layout.shared, *layout.clusters]) == list(range(len(model.concepts)))
    assert layout.shown == set(range(len(model.concepts)))


def test_above_300_concepts_it_opens_on_substances_and_what_they_share() -> None:
    """A large graph opens on at most 180 concepts: substances, and concepts that several of them have."""
    model = view_model(large(5000, 15000))
    layout = lay_out(model)
    assert not layout.unfolded
    assert 0 < len(layout.shown) <= 180
    assert layout.shown == {*layout.clusters, *layout.shared}
    assert all(model.concepts[hub].about for hub in layout.clusters)


def test_the_layout_does_not_depend_on_the_order_of_insertion() -> None:
    """The same graph, put in the other way round, has the same places."""
    graph = several(3)
    other = nx.MultiDiGraph()
    other.add_nodes_from(reversed(list(graph.nodes(data=True))))
    other.add_edges_from(reversed(list(graph.edges(keys=True, data=True))))
    assert lay_out(view_model(other)) == lay_out(view_model(graph))


@pytest.mark.parametrize("name", [HUB, "vitamin-k2-7", "pgc:vitamin-k2-7", "VITAMIN K2-7"])
def test_a_focus_stands_in_the_middle(name: str) -> None:
    """A concept asked for by IRI, CURIE or name, in any case, stands in the middle."""
    model = view_model(gold_graph())
    layout = lay_out(model, name)
    assert [model.concepts[hub].iri for hub in layout.hubs] == [HUB]
    assert layout.at[layout.hubs[0]] == (0.0, 0.0)


def test_an_unknown_focus_is_an_error_that_names_it() -> None:
    """Asking for a concept that the graph does not have is an error with its name."""
    with pytest.raises(UnknownSubstanceError, match="unobtainium"):
        lay_out(view_model(gold_graph()), "unobtainium")


@pytest.mark.parametrize("nodes", [0, 1, 2])
def test_tiny_graphs_have_a_layout(nodes: int) -> None:
    """A graph of no, one or two unconnected nodes is laid out with all of them."""
    graph = nx.MultiDiGraph()
    graph.add_nodes_from((f"urn:{number}", {"label": f"thing {number}"}) for number in range(nodes))
    assert len(lay_out(view_model(graph)).shown) == nodes


def test_what_substances_share_stands_between_them() -> None:
    """Shared concepts stand between the two wings, each at a height of its own in its column."""
    layout = lay_out(view_model(several(2)))
    left, right = sorted(layout.at[hub][0] for hub in layout.clusters)
    places = [layout.at[index] for index in layout.shared]
    assert len(places) > 10
    assert all(left < x < right for x, _ in places)
    assert len(set(places)) == len(places)
    assert PILL >= 27


def test_what_is_derived_moves_nothing_that_is_stated() -> None:
    """With derived statements everything stands where it stands without; what only they speak of has no place yet."""
    plain, more = view_model(gold_graph()), view_model(derived())
    at = [
        {
            model.concepts[index].iri: (x, y)
            for index, x, y, _ in lay_out(model).places(lay_out(model).hubs[0])
        }
        for model in (plain, more)
    ]
    assert at[0] == at[1]
    assert iri("heparin") not in at[1]
