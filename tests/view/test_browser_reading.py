"""In a browser: the page opens offline, a click shows the evidence, links open on their statement."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .conftest import GRAPHS, Pages, picture
from .gold_graph import STATEMENT, gold_graph
from .graphs import HUB, edge, iri

GOLD = gold_graph()
CONTRAINDICATED = edge(GOLD, "contraindicatedIn", "hypersensitivity-to-vitamin-k2-7")
ACTIVATES = edge(GOLD, "activates", "osteocalcin")
NOT_FOR_SURGERY = edge(GOLD, "usedFor", "surgery", "negated")
MAYBE_ORLISTAT = edge(GOLD, "interactsWith", "orlistat", "possible")
SIDE_EFFECT = edge(GOLD, "hasSideEffect", "allergic-reactions")
DOSE = edge(GOLD, "hasDosage", "45-mcg-daily")

# The colours of the canvas on a level line that begins at a point of the window.
COLOURS = """([x, y, length]) => {
  const canvas = document.querySelector('#canvas canvas');
  const frame = canvas.getBoundingClientRect();
  const strip = canvas.getContext('2d').getImageData(x - frame.left, y - frame.top, length, 1).data;
  return [...new Set(Array.from({ length }, (_, i) => strip.slice(4 * i, 4 * i + 4).join()))];
}"""


def run(page: Page, script: str, argument: object = None) -> Any:
    return page.evaluate(f"argument => window.pharmagraph.{script}", argument)


def click_concept(page: Page, name: str) -> None:
    at = run(page, "position(argument)", name)
    page.mouse.click(at["x"], at["y"])


def link(key: str) -> str:
    return "#s=" + key.removeprefix(STATEMENT)


@pytest.mark.parametrize("graph", [name for name in GRAPHS if name != "hostile"])
def test_it_opens_without_a_request_or_an_error(pages: Pages, graph: str) -> None:
    """Every page opens from a file, draws concepts and statements, logs nothing and asks for nothing."""
    page = pages.open(graph)
    assert len(run(page, "visible()")) > 50
    assert len(run(page, "drawn()")) > 50
    assert pages.asked_for == [pages.file(graph).as_uri()]
    assert pages.logged == []


def test_the_watch_sees_requests(pages: Pages) -> None:
    """A page that does ask for something is noticed, even where its policy forbids it."""
    page = pages.blank()
    page.set_content('<img src="file:///absent.png">')
    page.evaluate("document.images[0].decode().catch(() => {})")
    assert pages.strangers() == ["file:///absent.png"]
    pages.asked_for.clear()
    pages.logged.clear()


def test_the_policy_keeps_the_page_from_asking(pages: Pages) -> None:
    """Even a script inside the page can't reach a host or load an image: the policy forbids it."""
    page = pages.open()
    refused = page.evaluate(
        """async () => {
          const refused = [];
          document.addEventListener('securitypolicyviolation', (event) => refused.push(event.effectiveDirective));
          await fetch('https://example.org/').catch(() => {});
          const image = new Image();
          const failed = new Promise((done) => { image.onerror = done; });
          image.src = 'https://example.org/x.png';
          await failed;
          return refused;
        }"""
    )
    assert refused == ["connect-src", "img-src"]
    assert all(re.search("Content Security Policy|Failed to load", text) for text in pages.logged)
    pages.logged.clear()
    pages.asked_for.clear()


@pytest.mark.parametrize("graph", ["gold", "two", "three", "five", "300", "1000"])
def test_names_do_not_lie_over_each_other(pages: Pages, graph: str) -> None:
    """At first view no name on the canvas covers any part of another, as the browser measures them."""
    page = pages.open(graph)
    overlapping = page.evaluate(
        """() => {
          const boxes = window.pharmagraph.boxes();
          return boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) =>
            Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x) > 0.5 &&
            Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y) > 0.5).map((b) => [a.label, b.label]));
        }"""
    )
    assert overlapping == []


def test_everything_is_on_the_screen_at_first(pages: Pages) -> None:
    """At first view every concept of a monograph lies inside the stage, at a size that can be read."""
    page = pages.open()
    stage = page.locator("#stage").bounding_box()
    assert stage
    for name in run(page, "visible()"):
        at = run(page, "position(argument)", name)
        assert stage["x"] <= at["x"] <= stage["x"] + stage["width"]
        assert stage["y"] <= at["y"] <= stage["y"] + stage["height"]
    assert run(page, "scale()") * 14 > 11


def test_a_click_on_a_name_opens_its_statements(pages: Pages) -> None:
    """A click on a concept shows its class, identifiers as links, and its statements, risks first."""
    page = pages.open()
    click_concept(page, iri("warfarin"))
    panel = page.locator("#panel")
    expect(panel.locator("h2")).to_have_text("warfarin")
    expect(panel.locator(".ids a").first).to_have_attribute("href", "https://bioregistry.io/CHEBI:10033")
    expect(panel.locator("h3").filter(has_text="Interactions")).to_have_text("Interactions (2)")
    expect(panel.locator(".statement").first).to_contain_text("possibly decreases effect of")
    assert page.url.endswith("#n=warfarin")


def test_a_click_on_a_line_opens_the_sentence_with_its_words_marked(pages: Pages) -> None:
    """A click on a line shows its sentence with the words of cue and object marked, its file and line."""
    page = pages.open()
    at = run(page, "linePosition(argument, 0.7)", SIDE_EFFECT)
    page.mouse.click(at["x"], at["y"])
    panel = page.locator("#panel")
    expect(panel.locator("h2")).to_have_text("Vitamin K2-7 has side effect allergic reactions")
    panel.locator(".concept", has_text="Vitamin K2-7").click()
    panel.locator(".statement", has_text="activates osteocalcin").click()
    sentence = (
        "It promotes bone health by activating osteocalcin, a protein that binds calcium to the bone matrix."
    )
    expect(panel.locator("blockquote")).to_have_text(sentence)
    expect(panel.locator("mark.cue")).to_have_text("activa")
    expect(panel.locator("mark.object")).to_have_text("osteocalcin")
    expect(panel.locator(".place")).to_contain_text("vitamin-k2-7.md:")


def test_the_same_sentence_leads_to_what_else_it_says(pages: Pages) -> None:
    """Under a sentence stand the other statements that it makes, and a click opens them."""
    page = pages.open(place=link(ACTIVATES))
    also = page.locator("#panel details")
    also.locator("summary").click()
    also.locator(".statement", has_text="binds to").click()
    expect(page.locator("#panel h2")).to_have_text("osteocalcin binds to calcium")


def test_a_link_opens_on_its_statement(pages: Pages) -> None:
    """A page opened with a statement's address shows that statement; an unknown one is called unknown, not safe."""
    page = pages.open(place=link(MAYBE_ORLISTAT))
    expect(page.locator("#panel h2")).to_have_text("Vitamin K2-7 possibly interacts with orlistat")
    page = pages.open(place="#s=0000000000000000")
    expect(page.locator("#panel")).to_contain_text("does not mean it is safe")


def test_back_and_forward_lead_through_what_was_looked_at(pages: Pages) -> None:
    """The browser's back and forward buttons go through the concepts that were opened."""
    page = pages.open()
    title = page.locator("#panel h2")
    for name in ("warfarin", "liver"):
        click_concept(page, iri(name))
        expect(title).to_have_text(name)
    page.go_back()
    expect(title).to_have_text("warfarin")
    page.go_back()
    expect(page.locator("#panel")).to_be_hidden()
    page.go_forward()
    expect(title).to_have_text("warfarin")


def test_modalities_cannot_be_taken_for_one_another(pages: Pages) -> None:
    """Asserted, possible and negated statements differ in words, in their tag and in their line."""
    page = pages.open()
    shown = []
    for key in (ACTIVATES, MAYBE_ORLISTAT, NOT_FOR_SURGERY):
        run(page, "select(argument)", key)
        tag = page.locator("#panel .modality")
        expect(tag).to_be_visible()
        line = tag.locator("path").first.get_attribute("stroke-dasharray")
        shown.append((page.locator("#panel h2").inner_text(), tag.inner_text().split(":")[0], line))
    assert shown == [
        ("Vitamin K2-7 activates osteocalcin", "asserted", "none"),
        ("Vitamin K2-7 possibly interacts with orlistat", "possible", "7 5"),
        ("Vitamin K2-7 NOT used for surgery", "negated", "1 5"),
    ]


def test_contraindication_and_caution_have_signs_of_their_own(pages: Pages) -> None:
    """A contraindication bears a cross and a caution a triangle, in panel, table and legend."""
    page = pages.open(place=link(CONTRAINDICATED))
    expect(page.locator("#panel .relation")).to_have_text("✕ contraindicated in")
    run(page, "select(argument)", edge(GOLD, "cautionIn", "renal-impairment"))
    expect(page.locator("#panel .relation")).to_have_text("⚠ caution in")
    expect(page.locator(".legend .chip[data-value=contraindicatedIn] svg")).to_be_visible()
    page.click("#as-table")
    crosses = page.locator("#list .words", has_text="✕")
    expect(crosses).to_have_count(1)
    expect(page.locator("#list .words", has_text="⚠")).to_have_count(7)


def test_a_dose_is_given_in_words(pages: Pages) -> None:
    """The panel of a dose gives amount, unit, per what and for whom, and the qualifiers as they are."""
    page = pages.open(place=link(DOSE))
    expect(page.locator("#panel .dose")).to_have_text("45 µg per day, for children under 12")
    expect(page.locator("#panel dd", has_text="children under 12")).to_be_visible()


def test_pointing_at_a_name_makes_its_lines_stand_out(pages: Pages) -> None:
    """The picture changes when the mouse points at a name, and is as before when it leaves."""
    page = pages.open()
    before = picture(page)
    at = run(page, "position(argument)", iri("warfarin"))
    page.mouse.move(at["x"], at["y"])
    expect(page.locator("#canvas")).to_have_css("cursor", "pointer")
    assert picture(page) != before
    page.mouse.move(5, 5)
    expect(page.locator("#canvas")).not_to_have_css("cursor", "pointer")
    assert picture(page) == before


def test_light_and_dark_follow_the_system_and_the_button(pages: Pages) -> None:
    """The page is light or dark as the system is, and the button turns it round, the canvas too."""
    page = pages.open(color_scheme="dark")
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(18, 23, 30)"
    dark = picture(page)
    page.click("#theme")
    assert page.evaluate(ground) == "rgb(246, 247, 249)"
    assert picture(page) != dark
    assert pages.open(color_scheme="light").evaluate(ground) == "rgb(246, 247, 249)"


def test_the_main_substance_of_a_phone_can_be_read(pages: Pages) -> None:
    """On a phone nothing sticks out sideways, names are no smaller than on paper, and risks come first."""
    page = pages.open(viewport={"width": 390, "height": 844}, has_touch=True)
    page.locator(".legend .chip[data-value=possible]").click()  # the badge of the filter takes no room
    expect(page.locator("#filter-badge")).to_be_visible()
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
    for tool in page.locator(".tools button:visible").all():
        box = tool.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
    page.locator(".legend .chip[data-value=possible]").click()
    assert run(page, "scale()") * 14 > 13
    heights = {
        name: run(page, "position(argument)", iri(name))["y"] for name in ("warfarin", "osteocalcin", "liver")
    }
    assert heights["warfarin"] < min(heights["osteocalcin"], heights["liver"])
    row = run(page, "position(argument)", iri("vitamin-d3"))
    assert page.evaluate(COLOURS, [row["x"] - 35, row["y"], 20]) != ["0,0,0,0"], "the row hangs on a line"
    run(page, "select(argument)", CONTRAINDICATED)
    expect(page.locator("#panel blockquote")).to_be_visible()
    at = run(page, "position(argument)", iri("hypersensitivity-to-vitamin-k2-7"))
    panel = page.locator("#panel").bounding_box()
    assert panel
    assert 140 < at["y"] < panel["y"]


def test_the_hub_says_what_is_known_of_it(pages: Pages) -> None:
    """The main substance's panel lists every statement about it, in the order of importance."""
    page = pages.open()
    click_concept(page, HUB)
    expect(page.locator("#panel .kind")).to_contain_text("subject of a monograph")
    expect(page.locator("#panel .statement")).to_have_count(GOLD.degree(HUB))
    groups = [text.split(" (")[0] for text in page.locator("#panel h3").all_inner_texts() if "(" in text]
    assert [group.lower() for group in groups[:2]] == ["interactions", "safety"]


def test_a_line_that_stands_out_lies_over_no_name(pages: Pages) -> None:
    """Pointing at a far concept leaves the names and headings that its line passes behind as they were."""
    page = pages.open()
    stage = page.locator("#stage").bounding_box()
    assert stage
    others = page.evaluate(
        """() => scene.cards
          .filter((card) => card.h && !card.lines.some((line) => line.node === conceptNames.index.get('natto')))
          .map(({ x, y, w, h }) => [[x, y], [x + w, y + h]]
            .flatMap(([x, y]) => { const at = graph.network.canvasToDOM({ x, y }); return [at.x, at.y]; }))"""
    )
    left, top = stage["x"] + 4, stage["y"] + 4
    clips: list[Any] = [
        {"x": left + a, "y": top + b, "width": c - a - 8, "height": d - b - 8} for a, b, c, d in others
    ]
    picture(page)
    before = [page.screenshot(clip=clip) for clip in clips]
    at = run(page, "position(argument)", iri("natto"))
    page.mouse.move(at["x"], at["y"])
    expect(page.locator("#canvas")).to_have_css("cursor", "pointer")
    picture(page)
    assert len(before) > 5
    assert [page.screenshot(clip=clip) for clip in clips] == before
