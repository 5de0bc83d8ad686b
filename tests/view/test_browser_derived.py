"""In a browser: what is derived comes on demand, never looks like what is stated, and leads back to its sentence."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
import rdflib
from playwright.sync_api import Page, expect

from pharmagraph.view.source import network_of

from .conftest import Pages, overlapping, picture
from .graphs import ATTACKS, DERIVED, HUB, derived, edge, hostile, iri
from .test_browser_files import export

GRAPH = derived()
EDGES = {key: data for _, _, key, data in GRAPH.edges(keys=True, data=True)}
FOLLOWS = {key for key, data in EDGES.items() if "derived" in data}
LATE = {iri("heparin"), iri("fish-oil"), iri("fat-soluble-vitamins")}
HEPARIN = DERIVED + "heparin-interactsWith"
MAYBE = DERIVED + "heparin-decreasesEffectOf"
SOURCE = edge(GRAPH, "interactsWith", "anticoagulants")
PG = rdflib.Namespace("https://w3id.org/pharmagraph/vocab/")
PROV = rdflib.Namespace("http://www.w3.org/ns/prov#")
CHIP = ".legend .chip[data-facet=origin]"


def run(page: Page, script: str, argument: object = None) -> Any:
    return page.evaluate(f"argument => window.pharmagraph.{script}", argument)


def test_the_page_opens_on_what_is_stated(pages: Pages) -> None:
    """At first nothing derived is drawn nor what is there only for it; hint, header and legend count it."""
    page = pages.open("derived")
    assert set(run(page, "drawn()")) == {
        k for k, e in EDGES.items() if "derived" not in e and not e.get("behind")
    }
    assert not LATE & set(run(page, "visible()"))
    expect(page.locator("#hint")).to_contain_text("5 derived statements hidden (see legend)")
    expect(page.locator("#counts")).to_contain_text(f"{len(EDGES) - 5} statements · 5 derived")
    expect(page.locator(CHIP)).to_have_text("derived (5)")
    expect(page.locator(CHIP)).to_have_attribute("aria-pressed", "false")
    expect(page.locator("#filter-badge")).to_be_hidden()


def test_a_page_of_only_derived_statements_shows_them(pages: Pages, tmp_path: Path) -> None:
    """Where nothing is stated the page does not open empty."""
    from pharmagraph.view import write_page

    only = GRAPH.edge_subgraph([e for e in GRAPH.edges(keys=True) if e[2] in FOLLOWS]).copy()
    path = tmp_path / "only.html"
    write_page(only, path)
    pages.files.add(path.as_uri())
    page = pages.blank()
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-ready]")
    assert set(run(page, "drawn()")) == FOLLOWS
    assert all("(derived)" in row["heading"] for row in run(page, "rows()"))


def test_a_click_on_the_legend_brings_what_is_derived(pages: Pages) -> None:
    """Derived statements come in cards of their own, over nothing, inside the view; a second click takes them away."""
    page = pages.open("derived")
    before = picture(page)
    page.click(CHIP)
    assert set(run(page, "visible()")) >= LATE
    rows = {row["node"]: row["heading"] for row in run(page, "rows()")}
    assert rows[iri("heparin")] == "interacts with (derived)"
    assert not overlapping(run(page, "boxes()"))
    stage = page.locator("#stage").bounding_box()
    assert stage
    for name in LATE:
        at = run(page, "position(argument)", name)
        assert stage["x"] < at["x"] < stage["x"] + stage["width"]
        assert stage["y"] < at["y"] < stage["y"] + stage["height"]
    page.click(CHIP)
    assert not LATE & set(run(page, "visible()"))
    page.click("#zoom-fit")
    page.mouse.move(5, 5)
    assert picture(page) == before


def test_no_two_kinds_of_lines_have_the_same_dashes(pages: Pages) -> None:
    """Asserted, possible, negated, derived, and derived from what is possible differ in their pattern."""
    page = pages.open("derived")
    patterns = page.evaluate("Object.keys(DASHES).map(dashText)")
    assert len(set(patterns)) == len(patterns) == 5
    for key, pattern in ((HEPARIN, "11 4 2 4"), (MAYBE, "6 4 2 4 2 4")):
        run(page, "select(argument)", key)
        tag = page.locator("#panel .modality path").first
        expect(tag).to_have_attribute("stroke-dasharray", pattern)
        drawn = page.evaluate("id => graph.edges.get(statementNames.index.get(id)).dashes.join(' ')", key)
        assert drawn == pattern


def test_a_derived_statement_leads_to_its_statement_and_sentence(pages: Pages) -> None:
    """A link opens on it, shown; its panel has membership, statement and sentence, and a click leads there and back."""
    page = pages.open("derived", place="#s=heparin-interactsWith")
    panel = page.locator("#panel")
    expect(panel.locator("h2")).to_have_text("Vitamin K2-7 interacts with heparin (derived)")
    expect(panel.locator(".relation")).to_have_text("interacts with (derived)")
    expect(panel.locator(".modality")).to_contain_text("derived: no text says this")
    expect(panel.locator(".membership")).to_have_text("heparin is one of anticoagulants (by the lexicon)")
    quote = EDGES[SOURCE]["evidence"][0]["quote"]
    expect(panel.locator("blockquote").first).to_have_text(quote)
    assert HEPARIN in run(page, "drawn()")
    expect(page.locator("#live")).to_contain_text(
        "Vitamin K2-7 interacts with heparin (derived). derived: no text says this; it follows from what is stated "
        "as a fact. Follows from: Vitamin K2-7 interacts with anticoagulants"
    )
    panel.locator("#follows-from .statement").click()
    expect(panel.locator("h2")).to_have_text("Vitamin K2-7 interacts with anticoagulants")
    panel.locator(".consequences summary").click()
    panel.locator(".consequences .statement").click()
    expect(panel.locator("h2")).to_have_text("Vitamin K2-7 interacts with heparin (derived)")


def test_what_is_hedged_stays_hedged(pages: Pages) -> None:
    """What follows from "may" says "possibly" and that it follows from what is only possible."""
    page = pages.open("derived", place="#s=heparin-decreasesEffectOf")
    expect(page.locator("#panel h2")).to_contain_text("possibly decreases effect of heparin (derived)")
    expect(page.locator("#panel .modality")).to_contain_text("follows from what is stated as possible")


def test_the_other_way_round_has_no_line_of_its_own(pages: Pages) -> None:
    """What joins the two that its statement joins lies on that one's line, is listed and exported all the same."""
    page = pages.open("derived", place="#s=warfarin")
    expect(page.locator("#panel")).to_contain_text("it lies on the line of what it follows from")
    assert DERIVED + "warfarin" not in run(page, "drawn()")
    assert DERIVED + "warfarin" in run(page, "asCsv()")
    page.click("#as-table")
    expect(page.locator("#list tr.derived")).to_have_count(5)


def test_a_concept_tells_what_follows_for_it_apart(pages: Pages) -> None:
    """The panel of a concept counts what is stated, and offers what is derived in a part of its own."""
    page = pages.open("derived", place="#n=heparin")
    panel = page.locator("#panel")
    expect(panel.locator(".nothing")).to_contain_text("does not mean it is safe")
    expect(panel.locator("h3").last).to_have_text("∴ Derived (3)")
    page.click("#show-derived")
    expect(panel.locator(".words.derived")).to_have_count(3)
    for words in panel.locator(".words.derived").all_inner_texts():
        assert "(derived)" in words
    run(page, "select(argument)", HUB)
    assert not [
        t for t in panel.locator("section:not(:last-of-type) .words").all_inner_texts() if "derived" in t
    ]


def test_the_table_has_them_with_the_same_filter(pages: Pages) -> None:
    """The table shows what is derived when the legend does, says so in two columns, and counts it apart."""
    page = pages.open("derived")
    page.click("#as-table")
    stated = len(EDGES) - len(FOLLOWS)
    expect(page.locator("#list caption")).to_have_text(
        f"{stated - 1} statements of {stated}; 5 derived statements hidden (see legend)"
    )
    page.click(CHIP)
    expect(page.locator("#list caption")).to_have_text(f"{stated} statements of {stated}, and 5 derived of 5")
    for row in page.locator("#list tr.derived").all():
        expect(row.locator("td[data-label=Statement]")).to_contain_text("(derived)")
        expect(row.locator("td[data-label='How it is stated']")).to_contain_text("∴ derived")
        expect(row.locator("td[data-label=Passages]")).to_have_text("0")
    page.click("#open-filter")
    page.locator("#drawer summary", has_text="Rule").click()
    page.locator("#drawer input[data-value=symmetric]").uncheck()
    expect(page.locator("#list tr.derived")).to_have_count(4)
    page.locator("#drawer #reset").click()
    expect(page.locator("#list tr.derived")).to_have_count(0)


def test_what_was_hidden_from_the_first_is_not_counted_as_filtered(pages: Pages) -> None:
    """Where a filter hides all that is stated, the number is that of what is stated; what is derived was not there."""
    page = pages.open("derived")
    for modality in ("asserted", "possible", "negated"):
        page.locator(f".legend .chip[data-value={modality}]").click()
    stated = sum("derived" not in data and not data.get("behind") for data in EDGES.values())
    hidden = f"The filter hides all {stated} statements — this does not mean it is safe."
    expect(page.locator("#hint")).to_have_text(hidden)
    page.click("#as-table")
    expect(page.locator("#list caption")).to_have_text(hidden)


def test_a_double_click_leaves_only_what_is_derived(pages: Pages) -> None:
    """A double click on the chip shows nothing but derived statements."""
    page = pages.open("derived")
    page.locator(CHIP).dblclick()
    assert set(run(page, "drawn()")) == FOLLOWS


def test_the_filters_of_its_statement_hold_for_it(pages: Pages) -> None:
    """A derived statement goes with the monograph, the section, the modality and the support that it rests on."""
    page = pages.open("derived")
    page.click(CHIP)
    page.evaluate("filter.set('source', 'fish-oil.md', false)")
    assert DERIVED + "fish" not in run(page, "drawn()")
    page.evaluate("filter.reset()")
    page.click(CHIP)
    page.locator(".legend .chip[data-value=possible]").click()
    assert MAYBE not in run(page, "drawn()")
    assert HEPARIN in run(page, "drawn()")
    page.evaluate("filter.support = 2; filter.changed()")
    assert HEPARIN not in run(page, "drawn()")


def test_the_path_counts_it_only_while_it_is_shown(pages: Pages) -> None:
    """A way over what is derived is found when that is shown, and each step says that it is derived."""
    page = pages.open("derived", place="#p=osteocalcin~heparin")
    expect(page.locator("#path-result .nothing")).to_contain_text("No path found")
    page.click(CHIP)
    steps = page.locator("#path-result .path").first.locator("li")
    expect(steps).to_have_count(2)
    expect(steps.last).to_contain_text("(derived)")


@pytest.mark.parametrize("shown", [False, True])
def test_csv_and_turtle_mark_it(pages: Pages, tmp_path: Path, shown: bool) -> None:
    """The CSV names origin, rule and statement; the Turtle is that of the graph, no association and no plain triple."""
    page = pages.open("derived")
    if shown:
        page.click(CHIP)
    rows = list(csv.DictReader(io.StringIO(export(page, "CSV", tmp_path).read_bytes().decode("utf-8-sig"))))
    by_key = {row["statement_iri"]: row for row in rows}
    assert {key for key, row in by_key.items() if row["origin"] == "derived"} == (FOLLOWS if shown else set())
    graph = rdflib.Graph().parse(export(page, "Turtle", tmp_path))
    assert {str(one) for one in graph.subjects(PG.derivedRelation)} == (FOLLOWS if shown else set())
    if not shown:
        return
    row = by_key[HEPARIN]
    assert row["statement"] == "Vitamin K2-7 interacts with heparin (derived)"
    assert (row["support"], row["quote"], row["rule"]) == ("0", "", "member-of-object")
    assert (row["follows_from"], row["derived_from"]) == (
        "Vitamin K2-7 interacts with anticoagulants",
        SOURCE,
    )
    one = rdflib.URIRef(HEPARIN)
    assert graph.value(one, PROV.wasDerivedFrom) == rdflib.URIRef(SOURCE)
    assert (one, rdflib.RDF.subject, None) not in graph
    assert (rdflib.URIRef(HUB), PG.interactsWith, rdflib.URIRef(iri("heparin"))) not in graph
    again = network_of(graph)  # what was taken along can be drawn, and is derived there, too
    assert again.edges[HUB, iri("heparin"), HEPARIN]["derived"]["from"] == [SOURCE]


def test_the_drawing_marks_it(pages: Pages, tmp_path: Path) -> None:
    """In the SVG file derived lines have their own dashes and are called derived."""
    page = pages.open("derived")
    page.click(CHIP)
    text = export(page, "SVG", tmp_path).read_text(encoding="utf-8")
    assert text.count("(derived)</title>") == 4
    assert text.count('stroke-dasharray="11 4 2 4"') == 3
    assert text.count('stroke-dasharray="6 4 2 4 2 4"') == 1


def test_on_a_phone_it_is_marked_too(pages: Pages) -> None:
    """In one column the rows of what is derived stand under "derived" and bear its sign."""
    page = pages.open("derived", viewport={"width": 390, "height": 844}, has_touch=True)
    page.click(CHIP)
    assert "derived" in {row["node"]: row["heading"] for row in run(page, "rows()")}[iri("heparin")]
    assert page.evaluate("rowSign(conceptNames.index.get('heparin')).text") == "⚠∴"
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390


def test_hostile_texts_of_a_derivation_stay_text(pages: Pages, tmp_path: Path) -> None:
    """The name and title of a rule, and what it refers to, are text in panel, filters and exports."""
    from pharmagraph.view import write_page

    graph, path = hostile(), tmp_path / "hostile.html"
    mark = {"rule": ATTACKS[1], "title": ATTACKS[2], "from": list(ATTACKS), "by": list(ATTACKS)}
    graph.add_edge(iri("hub"), iri("hub"), key="urn:d:1", relation="interactsWith", derived=mark)
    graph.add_edge(
        iri("hub"), iri("hub"), key="urn:d:2", relation="interactsWith", derived={"rule": ATTACKS[3]}
    )
    write_page(graph, path)
    pages.files.add(path.as_uri())
    page = pages.blank()
    page.goto(path.as_uri() + "#s=urn%3Ad%3A1")
    expect(page.locator("#panel code").first).to_have_text(ATTACKS[1])
    page.click("#open-filter")
    page.locator("#drawer summary", has_text="Rule").click()
    assert page.evaluate("window.ran") is None
    assert page.locator("main img, main [onerror]").count() == 0
    found = rdflib.Graph().parse(data=run(page, "asTurtle()"), format="turtle")
    assert (rdflib.URIRef("urn:d:1"), PG.derivedBy, rdflib.Literal(ATTACKS[1])) in found
