"""The first view as a pyvis network: concepts and statements in place, and vis-network's options."""

from __future__ import annotations

from typing import Any

from pharmagraph.view.model import ViewModel
from pharmagraph.view.places import Layout

# No physics: every place is known. What costs time at thousands of lines is switched off.
OPTIONS: dict[str, Any] = {
    "autoResize": False,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {
        "dragNodes": False,
        "hover": True,
        "hoverConnectedEdges": False,
        "selectConnectedEdges": False,
        "tooltipDelay": 200,
        "zoomSpeed": 0.7,
    },
    # vis-network leaves out what lies off the canvas, and reckons with this size: names reach this far.
    "nodes": {"shape": "custom", "chosen": False, "size": 340},
    "edges": {"chosen": False, "hoverWidth": 0, "selectionWidth": 0},
}


def network(model: ViewModel, layout: Layout, title: str) -> Any:  # noqa: ANN401 - pyvis has no types
    """Put what is visible at first into a ``pyvis.network.Network``.

    Titles (tooltips) are left out on purpose: pyvis and vis-network may take them for HTML.
    """
    # Imported here because pyvis brings IPython along: two seconds that no other command should pay.
    from pyvis.edge import Edge
    from pyvis.network import Network

    net = Network(directed=True, heading=title)
    net.options = OPTIONS
    crowded = len(layout.shown) > 300
    if crowded:
        net.options = {**OPTIONS, "interaction": {**OPTIONS["interaction"], "hideEdgesOnDrag": True}}
    for index, (x, y) in sorted(_places(layout).items()):
        concept = model.concepts[index]
        net.add_node(node_id(index), concept.label, shape="custom", group=concept.kind, x=x, y=y)
    shown, foremost = layout.shown, frozenset(one.iri for one in model.foremost)
    for index, statement in enumerate(model.statements):
        if {statement.subject, statement.object} <= shown and statement.iri in foremost:
            # Network.add_edge looks through all nodes twice for each edge: 15,000 edges would take seconds.
            net.edges.append(
                Edge(node_id(statement.subject), node_id(statement.object), True, id=index).options
            )
    return net


def node_id(index: int) -> str:
    """What vis-network calls a concept; not a number, since it draws numbered nodes before all others."""
    return f"n{index}"


def _places(layout: Layout) -> dict[int, tuple[float, float]]:
    places = dict(layout.at)
    if layout.unfolded:
        for hub in layout.clusters:
            hub_x, hub_y = layout.at[hub]
            for index, x, y, _ in layout.places(hub):
                places[index] = (round(hub_x + x, 1), round(hub_y + y, 1))
    return places
