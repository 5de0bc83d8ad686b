"""In a browser: what filters hide, what they leave, and that they say so."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from pharmagraph.wording import says

from .conftest import Pages, overlapping
from .gold_graph import STATEMENT, gold_graph
from .graphs import HUB, iri

GOLD = gold_graph()
EDGES = {key: attributes for _, _, key, attributes in GOLD.edges(keys=True, data=True)}


def run(page: Page, script: str, argument: object = None) -> Any:
    return page.evaluate(f"argument => window.pharmagraph.{script}", argument)


def drawn(page: Page) -> list[dict[str, Any]]:
    """The attributes of the statements that are on the canvas."""
    return [EDGES[key] for key in run(page, "drawn()")]


@pytest.mark.parametrize(
    ("facet", "value", "gone"),
    [
        ("modality", "negated", lambda edge: edge["modality"] == "negated"),
        ("modality", "asserted", lambda edge: edge["modality"] == "asserted"),
        ("relation", "cautionIn", lambda edge: edge["relation"] == "cautionIn"),
    ],
)
def test_a_click_on_the_legend_hides_and_shows_again(pages: Pages, facet: str, value: str, gone: Any) -> None:
    """A click on a chip of the legend takes its statements off the canvas, a second one brings them back."""
    page = pages.open()
    chip = page.locator(f'.legend .chip[data-facet={facet}][data-value="{value}"]')
    assert any(gone(edge) for edge in drawn(page))
    chip.click()
    expect(chip).to_have_attribute("aria-pressed", "false")
    left = drawn(page)
    assert len(left) == sum(not gone(edge) for edge in EDGES.values())
    assert not any(gone(edge) for edge in left)
    chip.click()
    assert len(drawn(page)) == len(EDGES)


@pytest.mark.parametrize("off", [[], ["asserted"], ["possible"], ["negated"], ["asserted", "possible"]])
def test_what_a_filter_leaves_stands_under_words_that_hold(pages: Pages, off: list[str]) -> None:
    """With a modality filtered away, no name stays under the words of a statement that is not drawn."""
    page = pages.open()
    for modality in off:
        page.locator(f".legend .chip[data-value={modality}]").click()
    rows = run(page, "rows()")
    assert len(rows) > 5
    for row in rows:
        said = {
            arrow + says(edge["label"], edge["modality"])
            for subject, object_, arrow in ((HUB, row["node"], ""), (row["node"], HUB, "← "))
            for edge in (GOLD.get_edge_data(subject, object_) or {}).values()
            if edge["modality"] not in off
        }
        assert row["heading"] in (said or {"linked through others"})
    assert not overlapping(run(page, "boxes()"))


@pytest.mark.parametrize("width", [1440, 390])
def test_a_filter_that_leaves_nothing_is_not_called_safe(pages: Pages, width: int) -> None:
    """Where a filter hides everything, graph, table, panel and path say that it does, and that this is not "safe"."""
    page = pages.open(viewport={"width": width, "height": 844})
    for modality in ("asserted", "possible", "negated"):
        page.locator(f".legend .chip[data-value={modality}]").click()
    hidden = f"The filter hides all {len(EDGES)} statements — this does not mean it is safe."
    expect(page.locator("#hint")).to_have_text(hidden)
    expect(page.locator("#hint")).to_be_visible()
    expect(page.locator("#live")).to_have_text(hidden)
    run(page, "select(argument)", iri("warfarin"))
    own = GOLD.degree(iri("warfarin"))
    expect(page.locator("#panel .nothing")).to_have_text(
        f"The filter hides all {own} statements — this does not mean it is safe."
    )
    page.goto(page.url.partition("#")[0] + "#p=warfarin~osteocalcin")
    expect(page.locator("#path-result .nothing")).to_have_text(
        "No path found among what the filter leaves — this does not mean it is safe."
    )
    page.click("#as-table")
    expect(page.locator("#list caption")).to_have_text(hidden)


def test_a_filter_says_how_much_it_hides(pages: Pages) -> None:
    """As long as a filter hides statements the page says how many, so that none is taken for absent."""
    page = pages.open()
    page.locator(".legend .chip[data-value=cautionIn]").click()
    gone = sum(edge["relation"] == "cautionIn" for edge in EDGES.values())
    expect(page.locator("#hint")).to_have_text(f"The filter hides {gone} statements.")


def test_a_class_switched_off_leaves_with_its_concepts(pages: Pages) -> None:
    """Switching a class off hides its concepts and every statement that they have part in."""
    page = pages.open()
    page.locator(".legend .chip[data-value=Food]").click()
    foods = {node for node, kind in GOLD.nodes(data="kind") if kind == "Food"}
    assert foods
    assert not foods & set(run(page, "visible()"))
    assert set(run(page, "drawn()")) == {k for s, o, k in GOLD.edges(keys=True) if not {s, o} & foods}


def test_the_drawer_filters_by_relation_section_and_support(pages: Pages) -> None:
    """The drawer has every facet with its counts, tells how many are narrowed, and takes all back at once."""
    page = pages.open("two")
    everything = len(run(page, "drawn()"))
    page.click("#open-filter")
    drawer = page.locator("#drawer")
    for facet in ("Group", "Relation", "Class", "How it is stated", "Section"):
        expect(drawer.locator("summary", has_text=facet)).to_be_visible()
    drawer.locator("input[data-value=interactsWith]").uncheck()
    drawer.locator("summary", has_text="Section").click()
    drawer.locator("input[data-facet=section]").first.uncheck()
    expect(page.locator("#filter-badge")).to_have_text("2")
    assert len(run(page, "drawn()")) < everything - 5
    drawer.locator("#reset").click()
    expect(page.locator("#filter-badge")).to_be_hidden()
    assert len(run(page, "drawn()")) == everything
    drawer.locator("#support").fill("2")
    assert len(run(page, "drawn()")) == 0


def test_a_double_click_on_the_legend_leaves_only_that(pages: Pages) -> None:
    """A double click on a chip leaves only what it stands for."""
    page = pages.open()
    page.locator(".legend .chip[data-value=possible]").dblclick()
    assert {edge["modality"] for edge in drawn(page)} == {"possible"}


def test_the_statement_of_a_hidden_class_can_still_be_linked_to(pages: Pages) -> None:
    """A filter that hides statements is named in the panel of their concept, with their number."""
    page = pages.open(place="#n=vitamin-k2-7")
    page.locator(".legend .chip[data-value=negated]").click()
    denied = sum(GOLD.edges[edge]["modality"] == "negated" for edge in GOLD.edges(HUB, keys=True))
    expect(page.locator("#panel .note").last).to_have_text(f"{denied} statements hidden by the filter.")
    key = next(key for key, edge in EDGES.items() if edge["modality"] == "negated")
    page.goto(page.url.partition("#")[0] + "#s=" + key.removeprefix(STATEMENT))
    expect(page.locator("#panel .modality")).to_have_text("negated: stated NOT to hold")
    assert iri("surgery") not in run(page, "visible()")


def test_a_filter_that_hides_what_is_chosen_shows_what_is_left(pages: Pages) -> None:
    """The camera does not stay on empty ground: what is left is in view, undimmed; panel and screen reader say why."""
    page = pages.open(place="#n=cheeses")
    page.evaluate("camera.frame(nodeBox(conceptNames.index.get('cheeses')), { most: 3 })")
    page.locator(".legend .chip[data-value=Food]").click()
    note = page.locator("#panel .hidden-choice")
    expect(note).to_contain_text("The filter hides cheeses; the graph shows what is left.")
    expect(page.locator("#live")).to_contain_text("The filter hides cheeses")
    stage = page.locator("#stage").bounding_box()
    assert stage
    at = run(page, "position(argument)", HUB)
    assert stage["x"] < at["x"] < stage["x"] + stage["width"]
    assert page.evaluate("[...graph.visible].some((node) => graph.isDim(node))") is False
    note.locator("button").click()
    expect(note).to_have_count(0)
    assert iri("cheeses") in run(page, "visible()")


def test_a_filter_that_empties_the_view_moves_to_what_is_left(pages: Pages) -> None:
    """Where a part was looked at of which nothing is left, the rest comes into view."""
    page = pages.open()
    page.evaluate("camera.frame(nodeBox(conceptNames.index.get('cheeses')), { most: 9 })")
    page.locator(".legend .chip[data-value=Food]").click()
    expect(page.locator("#live")).to_contain_text("The view moved to what is left.")
    stage = page.locator("#stage").bounding_box()
    assert stage
    at = run(page, "position(argument)", HUB)
    assert stage["x"] < at["x"] < stage["x"] + stage["width"]


def test_the_class_of_the_main_substance_can_be_switched_off(pages: Pages) -> None:
    """Without substances what the main one does to conditions and proteins stays; it is a substance, too."""
    page = pages.open()
    page.locator(".legend .chip[data-value=Substance]").click()
    assert iri("warfarin") not in run(page, "visible()")
    assert iri("osteocalcin") in run(page, "visible()")
    assert HUB in run(page, "visible()")
