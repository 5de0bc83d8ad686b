"""In a browser: search, path, table and keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .conftest import Pages
from .gold_graph import gold_graph
from .graphs import iri

GOLD = gold_graph()
EDGES = {key: attributes for _, _, key, attributes in GOLD.edges(keys=True, data=True)}


def run(page: Page, script: str, argument: object = None) -> Any:
    return page.evaluate(f"argument => window.pharmagraph.{script}", argument)


@pytest.mark.parametrize(
    ("typed", "found", "by"),
    [
        ("warf", "warfarin", None),
        ("matrix gla", "MGP", "Matrix Gla Protein"),
        ("chebi:44245", "Vitamin K2-7", "CHEBI:44245"),
        ("faeces", "feces", "faeces"),
        ("OSTEOCAL", "osteocalcin", None),
        ("γ-glutamyl", "gamma-glutamyl carboxylase", "γ-glutamyl carboxylase"),
    ],
)
def test_search_completes_names_synonyms_and_identifiers(
    pages: Pages, typed: str, found: str, by: str | None
) -> None:
    """The search offers concepts by name, by synonym and by identifier, says by which, and opens the chosen one."""
    page = pages.open()
    page.locator("#find").fill(typed)
    first = page.locator("#find-list li").first
    expect(first.locator("span")).to_have_text(found)
    if by:
        expect(first.locator("small")).to_have_text(by)
    first.click()
    expect(page.locator("#panel h2")).to_have_text(found)


def test_a_search_without_a_result_is_not_called_safe(pages: Pages) -> None:
    """Finding nothing is said in words that nobody can take for "safe"."""
    page = pages.open()
    page.locator("#find").fill("unobtainium")
    expect(page.locator("#find-list")).to_contain_text("does not mean it is safe")


def test_search_by_keyboard_alone(pages: Pages) -> None:
    """Slash goes to the search, the arrow keys through its suggestions, Enter opens one, Escape closes it."""
    page = pages.open()
    page.keyboard.press("/")
    page.keyboard.type("vitamin")
    second = page.locator("#find-list li").nth(1)
    name = second.locator("span").inner_text()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(second).to_have_attribute("aria-selected", "true")
    expect(page.locator("#find")).to_have_attribute("aria-activedescendant", "find-1")
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text(name)
    page.locator("#panel .close").focus()
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()


def test_where_only_a_denial_links_the_path_finder_shows_it(pages: Pages) -> None:
    """Between two concepts that only a denial links there is no path, but the denial is shown, in words."""
    page = pages.open(place="#p=vitamin-k2-7~surgery")
    expect(page.locator("#path-result .nothing")).to_contain_text("No path found in this graph")
    expect(page.locator("#path-result .statement")).to_have_text("Vitamin K2-7 ⊘ NOT used for surgery")


def test_a_screen_reader_hears_what_is_said_of_a_concept(pages: Pages) -> None:
    """The arrow keys tell the statements of the concept reached, with "NOT" and "possibly" in words."""
    page = pages.open()
    page.locator("#canvas .vis-network").focus()
    page.keyboard.press("ArrowRight")
    heard = set()
    for name, words in (
        ("surgery", "Vitamin K2-7 NOT used for surgery"),
        ("orlistat", "Vitamin K2-7 possibly interacts with orlistat"),
    ):
        page.evaluate(
            "name => { keys.at = concepts.findIndex((concept) => concept.iri === name); }", iri(name)
        )
        page.evaluate("keys.tell()")
        expect(page.locator("#live")).to_contain_text(words)
        heard.add(page.locator("#live").inner_text())
    assert len(heard) == 2


def test_the_path_between_two_concepts(pages: Pages) -> None:
    """The path finder gives the shortest ways as statements, has an address, and never goes over a denial."""
    page = pages.open()
    page.keyboard.press("p")
    page.keyboard.type("warfarin")
    page.keyboard.press("Enter")
    expect(page.locator("#path-to")).to_be_focused()
    page.keyboard.type("osteocalcin")
    page.keyboard.press("Enter")
    result = page.locator("#path-result")
    expect(result.locator(".path").first.locator("li")).to_have_count(2)
    expect(result.locator(".path").first).to_contain_text("activates osteocalcin")
    assert page.url.endswith("#p=warfarin~osteocalcin")
    page = pages.open(place="#p=warfarin~surgery")
    expect(page.locator("#path-result")).to_contain_text("No path found")
    expect(page.locator("#path-result")).to_contain_text("does not mean it is safe")


def test_the_table_has_the_same_statements_and_filters(pages: Pages) -> None:
    """The table lists what the canvas draws, and the legend filters both."""
    page = pages.open()
    page.keyboard.press("t")
    rows = page.locator("#list tbody tr")
    expect(rows).to_have_count(len(EDGES))
    page.locator(".legend .chip[data-value=negated]").click()
    affirmed = sum(edge["modality"] != "negated" for edge in EDGES.values())
    expect(rows).to_have_count(affirmed)
    expect(page.locator("#list caption")).to_have_text(f"{affirmed} statements of {len(EDGES)}")
    rows.first.locator(".words").click()
    expect(page.locator("#panel blockquote").first).to_be_visible()
    page.click("#as-graph")
    expect(page.locator("#stage")).to_be_visible()
    expect(page.locator("#panel blockquote").first).to_be_visible()


def test_the_table_sorts_by_any_column_both_ways(pages: Pages) -> None:
    """A click on a heading sorts by it, a second one the other way round, and says so to screen readers."""
    page = pages.open()
    page.click("#as-table")
    for column in ("Object", "How it is stated", "Section"):
        heading = page.locator("th", has_text=column)
        place = page.locator("th").all_inner_texts().index(column)
        cells = page.locator(f"#list tbody td:nth-child({place + 1})")
        heading.locator("button").click()
        expect(heading).to_have_attribute("aria-sort", "ascending")
        up = [text.strip().casefold() for text in cells.all_inner_texts()]
        heading.locator("button").click()
        expect(heading).to_have_attribute("aria-sort", "descending")
        down = [text.strip().casefold() for text in cells.all_inner_texts()]
        assert len(set(up)) > 1
        order = page.evaluate(
            "list => [...list].sort(new Intl.Collator('en', { numeric: true }).compare)", up
        )
        assert up == order
        assert down == order[::-1]


def test_the_graph_by_keyboard_alone(pages: Pages) -> None:
    """With the graph in focus the arrow keys go from concept to concept, and Enter shows the one reached."""
    page = pages.open()
    page.locator("#canvas .vis-network").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#live")).to_contain_text("Vitamin K2-7, Substance")
    page.keyboard.press("ArrowLeft")
    said = page.locator("#live")
    expect(said).not_to_contain_text("Vitamin K2-7, Substance")
    reached = said.inner_text().split(", ")[0]
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text(reached)


def test_every_tool_has_a_key(pages: Pages) -> None:
    """Keys open filters, path, help and table, zoom in and out, and show everything again."""
    page = pages.open()
    at_first = run(page, "scale()")
    page.keyboard.press("+")
    assert run(page, "scale()") > at_first
    page.keyboard.press("0")
    assert run(page, "scale()") == pytest.approx(at_first)
    for key, opened in (("f", "#drawer"), ("?", "#panel"), ("t", "#list")):
        page.keyboard.press(key)
        expect(page.locator(opened)).to_be_visible()
        page.keyboard.press("t" if key == "t" else "Escape")
        expect(page.locator(opened)).to_be_hidden()
    page.keyboard.press("p")
    expect(page.locator("#path-from")).to_be_focused()


def test_the_tab_key_reaches_everything(pages: Pages) -> None:
    """Going through the page with the tab key reaches search, tools, graph and legend, each with a name."""
    page = pages.open()
    reached = []
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                "() => { const at = document.activeElement;"
                " return [at.id || at.className, at.getAttribute('aria-label') || at.textContent]; }"
            )
        )
    names = [name for name, _ in reached]
    assert {
        "skip",
        "find",
        "as-table",
        "open-filter",
        "open-path",
        "open-export",
        "theme",
        "zoom-fit",
        "chip",
    } <= set(names)
    assert any(name.startswith("vis-network") for name in names)
    assert all(text.strip() for name, text in reached if name)


def test_the_skip_link_leads_to_the_table(pages: Pages) -> None:
    """The first stop of the tab key leads past the picture to the table."""
    page = pages.open()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#list")).to_be_focused()
    expect(page.locator("#list tbody tr").first).to_be_visible()


def test_the_focus_is_never_lost(pages: Pages) -> None:
    """Enter leads from the graph into the panel, a statement of it to the next, and closing it back to the graph."""
    page = pages.open()
    graph = page.locator("#canvas .vis-network")
    graph.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text("Vitamin K2-7")
    expect(graph).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#panel")).to_be_focused()
    page.locator("#panel .statement").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel blockquote").first).to_be_visible()
    expect(page.locator("#panel")).to_be_focused()
    page.locator("#panel .close").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel")).to_be_hidden()
    expect(graph).to_be_focused()
