"""In a browser: large graphs open on what matters, unfold on demand and stay usable."""

from __future__ import annotations

import re
from typing import Any

import networkx as nx
import pytest
from playwright.sync_api import Page, expect

from pharmagraph.wording import says

from .conftest import Pages, overlapping
from .graphs import iri, large


def run(page: Page, script: str, argument: object = None) -> Any:
    return page.evaluate(f"argument => window.pharmagraph.{script}", argument)


def about(graph: nx.MultiDiGraph, name: str) -> bool:
    return bool(graph.nodes[name]["about"])


def double_click(page: Page, at: dict[str, float], *, slow: bool) -> None:
    """A double click; a slow one comes to its second click after what the first one opens is there."""
    if not slow:
        page.mouse.dblclick(at["x"], at["y"])
        return
    page.mouse.click(at["x"], at["y"])
    expect(page.locator("#unfold")).to_have_text(re.compile(r"^Unfold \d+ neighbours$"))
    page.mouse.down(click_count=2)
    page.mouse.up(click_count=2)


@pytest.mark.parametrize("slow", [False, True])
def test_a_double_click_unfolds_a_substance_and_folds_it_again(pages: Pages, slow: bool) -> None:
    """A double click on a substance brings in everything that is known of it, its button folds it away again.

    However fast the machine is: the second click counts also where the panel has come under the mouse meanwhile.
    """
    page = pages.open("1000")
    before = set(run(page, "visible()"))
    graph = large(1000, 3000)
    # The panel will cover it, and the view may move between the two clicks.
    name = max(
        (iri(f"c{number}") for number in range(40)),
        key=lambda name: run(page, "position(argument)", name)["x"],
    )
    known = {end for edge in graph.edges(name) for end in edge} | {s for s, _ in graph.in_edges(name)}
    assert known - before
    at = run(page, "position(argument)", name)
    double_click(page, at, slow=slow)
    expect(page.locator("#unfold")).to_have_text("Fold")
    assert known <= set(run(page, "visible()"))
    page.click("#unfold")
    expect(page.locator("#unfold")).to_have_text(re.compile(r"^Unfold \d+ neighbours$"))
    assert set(run(page, "visible()")) == before


def test_what_unfolds_covers_nothing(pages: Pages) -> None:
    """After unfolding two substances no name on the canvas covers another."""
    page = pages.open("1000")
    for name in ("c7", "c10"):
        run(page, "unfold(argument)", iri(name))
    boxes = run(page, "boxes()")
    assert len(boxes) > 200
    assert overlapping(boxes) == []


def test_what_is_brought_in_stands_under_its_relation(pages: Pages) -> None:
    """In the cards that unfolding brings in, every name has its relation over it, in the words of its modality."""
    page = pages.open("1000")
    run(page, "unfold(argument)", iri("c7"))
    graph = large(1000, 3000)
    rows = [row for row in run(page, "rows()") if row["owner"] == iri("c7")]
    assert len(rows) > 20
    for row in rows:
        ends = ((iri("c7"), row["node"], ""), (row["node"], iri("c7"), "← "))
        said = {
            arrow + says(edge["label"], edge["modality"])
            for subject, object_, arrow in ends
            for edge in (graph.get_edge_data(subject, object_) or {}).values()
        }
        assert row["heading"] in (said or {"linked through others"})


def test_the_neighbours_of_any_concept_come_on_demand(pages: Pages) -> None:
    """A button in the panel says how many neighbours of a concept are not in view, and brings them in."""
    page = pages.open("5000")
    visible = set(run(page, "visible()"))
    graph = large(5000, 15000)
    name = min(
        visible, key=lambda name: (graph.degree(name) if about(graph, name) else 9999, name)
    )  # shared, no hub
    hidden = {*graph.predecessors(name), *graph.successors(name)} - visible - {name}
    assert len(hidden) > 10
    run(page, "select(argument)", name)
    button = page.locator("#unfold")
    expect(button).to_have_text(f"Unfold {len(hidden)} neighbours")
    button.click()
    assert hidden <= set(run(page, "visible()"))
    expect(button).to_have_count(0)


def test_5000_nodes_open_on_what_matters(pages: Pages) -> None:
    """5,000 concepts and 15,000 statements open on less than 200 concepts, and the page says how many more."""
    page = pages.open("5000")
    visible = run(page, "visible()")
    assert 50 < len(visible) < 200
    expect(page.locator("#counts")).to_contain_text("5,000 concepts · 15,000 statements")
    expect(page.locator("#hint")).to_contain_text(f"{5000 - len(visible):,} more concepts to unfold")


def test_5000_nodes_can_be_searched_filtered_and_walked(pages: Pages) -> None:
    """In 5,000 nodes a search reveals what was hidden, a filter narrows, a path is found, a substance unfolds."""
    page = pages.open("5000")
    hidden = iri("c4321")
    assert hidden not in run(page, "visible()")
    page.locator("#find").fill("thing 4321")
    page.locator("#find-list li").first.click()
    expect(page.locator("#panel h2")).to_contain_text("4321")
    assert hidden in run(page, "visible()")
    drawn = len(run(page, "drawn()"))
    page.locator(".legend .chip[data-value=negated]").click()
    assert len(run(page, "drawn()")) < drawn
    page.evaluate("location.hash = '#p=c1~c4000'")
    expect(page.locator("#path-result .path").first).to_be_visible()
    before = len(run(page, "visible()"))
    run(page, "unfold(argument)", iri("c9"))
    assert len(run(page, "visible()")) > before


def test_the_table_of_15000_statements_comes_in_portions(pages: Pages) -> None:
    """The table of 15,000 statements shows 200 of them, sorts all, and brings more on demand."""
    page = pages.open("5000")
    page.click("#as-table")
    rows = page.locator("#list tbody tr")
    expect(rows).to_have_count(200)
    expect(page.locator("#list caption")).to_have_text("15,000 statements of 15,000")
    page.locator("th button", has_text="Object").click()
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("Object")
    page.locator("#list .more").click()
    expect(rows).to_have_count(1200)


def test_dragging_moves_the_view(pages: Pages) -> None:
    """Dragging the ground of a large graph moves everything with it."""
    page = pages.open("5000")
    before = run(page, "position(argument)", iri("c0"))
    page.mouse.move(60, 500)
    page.mouse.down()
    page.mouse.move(160, 540, steps=5)
    page.mouse.up()
    after = run(page, "position(argument)", iri("c0"))
    assert after["x"] - before["x"] == pytest.approx(100, abs=2)
    assert after["y"] - before["y"] == pytest.approx(40, abs=2)
