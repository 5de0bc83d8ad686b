"""In a browser: files that the page gives out, hostile texts, and the page in a notebook."""

from __future__ import annotations

import csv
import io
import re
import struct
import xml.etree.ElementTree as ElementTree
import zlib
from pathlib import Path
from typing import Any

import pytest
import rdflib
from playwright.sync_api import Page, expect

from pharmagraph.view import show
from pharmagraph.wording import says

from .conftest import Pages
from .gold_graph import gold_graph
from .graphs import ATTACKS, HUB, hostile, iri

GOLD = gold_graph()
EDGES = {key: attributes for _, _, key, attributes in GOLD.edges(keys=True, data=True)}
PG = rdflib.Namespace("https://w3id.org/pharmagraph/vocab/")
BIOLINK = rdflib.Namespace("https://w3id.org/biolink/vocab/")
SVG = "{http://www.w3.org/2000/svg}"


def run(page: Page, script: str, argument: object = None) -> Any:
    return page.evaluate(f"argument => window.pharmagraph.{script}", argument)


def export(page: Page, label: str, folder: Path) -> Path:
    """The file that a choice of the export menu gives."""
    page.click("#open-export")
    with page.expect_download() as waiting:
        page.locator("#export-menu button", has_text=label).click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def in_words(subject: str, edge: dict[str, Any], object_: str) -> str:
    """A statement as a sentence, "NOT" and "possibly" in words."""
    return f"{subject} {says(edge['label'], edge['modality'])} {object_}"


def png_lines(data: bytes) -> tuple[int, int, bytes]:
    """Width, height and uncompressed pixels of a PNG file."""
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    at, packed, size = 8, b"", (0, 0)
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            size = struct.unpack(">II", body[:8])
        packed += body if kind == b"IDAT" else b""
        at += length + 12
    return (*size, zlib.decompress(packed))


def test_the_picture_is_what_is_in_view(pages: Pages, tmp_path: Path) -> None:
    """The PNG file is as large as the stage and has the picture on the page's ground, nothing see-through."""
    page = pages.open()
    path = export(page, "PNG", tmp_path)
    width, height, pixels = png_lines(path.read_bytes())
    stage = page.locator("#stage").bounding_box()
    assert stage
    assert (width, height) == (round(stage["width"]), round(stage["height"]))
    assert len(set(pixels)) > 100
    assert path.name == "pharmagraph.png"


def test_the_drawing_is_valid_and_has_every_name(pages: Pages, tmp_path: Path) -> None:
    """The SVG file can be parsed, refers to nothing outside, and has every name, line and sign of the view."""
    page = pages.open()
    tree = ElementTree.parse(export(page, "SVG", tmp_path))
    texts = [element.text or "" for element in tree.iter(f"{SVG}text")]
    for name in (
        "Vitamin K2-7",
        "warfarin",
        "⊘ NOT used for",
        "✕ contraindicated in",
        "⚠ caution in",
        "Interactions",
    ):
        assert name in texts
    titles = [element.text for element in tree.iter(f"{SVG}title")]
    assert "Vitamin K2-7 NOT used for surgery" in titles
    assert len(titles) == len(EDGES) + 1
    assert not [element for element in tree.iter() if "href" in " ".join(element.attrib)]


def test_the_table_of_statements_is_true_to_the_graph(pages: Pages, tmp_path: Path) -> None:
    """The CSV file has every visible statement with modality, sentence and line, and nothing that is hidden."""
    page = pages.open()
    page.locator(".legend .chip[data-value=possible]").click()
    rows = list(csv.DictReader(io.StringIO(export(page, "CSV", tmp_path).read_bytes().decode("utf-8-sig"))))
    visible = {key: edge for key, edge in EDGES.items() if edge["modality"] != "possible"}
    assert {row["statement_iri"] for row in rows} == set(visible)
    for row in rows:
        said = visible[row["statement_iri"]]
        assert (row["relation"], row["modality"]) == (said["relation"], said["modality"])
        assert row["statement"] == in_words(row["subject"], said, row["object"])
        assert row["quote"] == said["evidence"][0]["quote"]
        assert int(row["line"]) == said["evidence"][0]["line"]


def test_the_turtle_says_no_more_than_the_graph(pages: Pages, tmp_path: Path) -> None:
    """Every statement is an association; plain triples are facts and hedged risks, never what is denied."""
    page = pages.open()
    graph = rdflib.Graph().parse(export(page, "Turtle", tmp_path))
    label = {str(key): str(graph.value(key, rdflib.RDFS.label)) for key in graph.subjects(PG.modality)}
    ends = {key: (GOLD.nodes[s]["label"], GOLD.nodes[o]["label"]) for s, o, key in GOLD.edges(keys=True)}
    assert label == {key: in_words(ends[key][0], edge, ends[key][1]) for key, edge in EDGES.items()}
    modality = {str(key): str(value) for key, value in graph.subject_objects(PG.modality)}
    assert modality == {key: edge["modality"] for key, edge in EDGES.items()}
    hub = rdflib.URIRef(HUB)
    assert (hub, PG.interactsWith, rdflib.URIRef(iri("orlistat"))) in graph  # "may interact"
    assert (hub, PG.hasDosage, rdflib.URIRef(iri("45-mcg-daily"))) in graph
    assert (hub, PG.hasDosage, rdflib.URIRef(iri("up-to-600-mcg-day"))) not in graph  # "may be considered"
    assert (hub, PG.usedFor, rdflib.URIRef(iri("surgery"))) not in graph  # "is not administered in"
    assert (hub, PG.cautionIn, rdflib.URIRef(iri("children"))) not in graph  # "safe for children"
    denied = set(graph.subjects(BIOLINK.negated, rdflib.Literal(True)))
    assert {str(key) for key in denied} == {
        key for key, edge in EDGES.items() if edge["modality"] == "negated"
    }
    assert graph.value(hub, rdflib.SKOS.prefLabel) == rdflib.Literal("Vitamin K2-7")


def test_exports_follow_the_table_too(pages: Pages, tmp_path: Path) -> None:
    """With the table open, the CSV file has the rows of the table in its order."""
    page = pages.open()
    page.click("#as-table")
    page.locator("th button", has_text="Object").click()
    rows = list(csv.DictReader(io.StringIO(export(page, "CSV", tmp_path).read_bytes().decode("utf-8-sig"))))
    shown = page.locator("#list td[data-label=Object]").all_inner_texts()
    assert [row["object"] for row in rows] == [text.strip() for text in shown]


def test_the_export_menu_works_by_keyboard(pages: Pages) -> None:
    """The menu opens with Enter, is walked with the arrow keys and closed with Escape."""
    page = pages.open()
    page.locator("#open-export").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#export-menu button").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#export-menu button").last).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#export-menu")).to_be_hidden()
    expect(page.locator("#open-export")).to_be_focused()


def look_everywhere(page: Page) -> None:
    """Bring every text of the graph onto the page: search, panels, table, filters, tooltips, path."""
    for attack in ("script", "img", "javascript", "svg", "urn:x"):
        page.locator("#find").fill(attack)
        expect(page.locator("#find-list")).to_be_visible()
    page.locator("#find").fill("")
    page.keyboard.press("Escape")
    for key in run(page, "drawn()"):
        run(page, "select(argument)", key)
        expect(page.locator("#panel blockquote").first).to_be_visible()
    for name in run(page, "visible()"):
        run(page, "select(argument)", name)
        expect(page.locator("#panel .kind")).to_be_visible()
        at = run(page, "position(argument)", name)
        page.mouse.move(at["x"], at["y"])
    page.click("#open-filter")
    for summary in page.locator("#drawer summary").all():
        summary.click()
    page.keyboard.press("Escape")
    page.click("#as-table")


def test_nothing_of_a_monograph_runs_or_becomes_markup(pages: Pages) -> None:
    """Scripts, images and links in names, quotes, sections or identifiers are shown as text everywhere."""
    page = pages.open("hostile")
    own_scripts = page.locator("script").count()
    look_everywhere(page)
    assert page.evaluate("window.ran") is None
    assert page.locator("script").count() == own_scripts
    assert (
        page.locator("main img, main iframe, main [onerror], main [onmouseover], main svg[onload]").count()
        == 0
    )
    addresses = page.locator("a").evaluate_all("links => links.map((link) => link.getAttribute('href'))")
    assert all(re.match(r"https://bioregistry\.io/|#list$", address) for address in addresses)
    expect(page.locator("#list tbody tr")).to_have_count(len(ATTACKS))
    assert ATTACKS[0] in page.locator("#list").inner_text()


def test_the_watch_sees_what_would_run(pages: Pages) -> None:
    """The attacks of these tests do run on a page that takes them for markup."""
    page = pages.blank()
    page.set_content(ATTACKS[0])
    assert page.evaluate("window.ran") == 1


def test_exports_of_hostile_texts_are_valid(pages: Pages, tmp_path: Path) -> None:
    """With hostile names the SVG can be parsed, the Turtle too, and no field of the CSV is a formula."""
    page = pages.open("hostile")
    drawing = ElementTree.parse(export(page, "SVG", tmp_path))
    assert not [
        element for element in drawing.iter() if element.tag.rpartition("}")[2] in ("script", "img", "a")
    ]
    graph = rdflib.Graph().parse(export(page, "Turtle", tmp_path))
    assert len(set(graph.subjects(rdflib.RDF.type, BIOLINK.Association))) == hostile().number_of_edges()
    assert (None, rdflib.SKOS.prefLabel, rdflib.Literal(ATTACKS[0])) in graph
    table = export(page, "CSV", tmp_path).read_bytes().decode("utf-8-sig")
    fields = [field for row in csv.reader(io.StringIO(table)) for field in row]
    assert "'" + ATTACKS[9] in fields
    assert not [field for field in fields if field[:1] in ("=", "+", "-", "@")]


def test_a_hostile_address_opens_nothing(pages: Pages) -> None:
    """An address with markup in it shows "not in this graph" and runs nothing."""
    page = pages.open(place="#n=<img src=x onerror=window.ran=1>")
    expect(page.locator("#panel h2")).to_have_text("Not in this graph")
    page.evaluate("location.hash = '#s=%E0%A4%A'")
    expect(page.locator("#panel h2")).to_have_text("Not in this graph")
    assert page.evaluate("window.ran") is None


@pytest.mark.parametrize("height", [640])
def test_the_page_works_in_a_notebook(pages: Pages, height: int) -> None:
    """In a notebook's cell the graph is drawn in its frame, offline, and a search opens the panel."""
    page = pages.blank()
    page.set_content(f"<main>{show(gold_graph(), height=height)._repr_html_()}</main>")
    frame = page.frame_locator("iframe")
    expect(frame.locator("#counts")).to_contain_text("77 concepts")
    frame.locator("#find").fill("warfarin")
    frame.locator("#find-list li").first.click()
    expect(frame.locator("#panel h2")).to_have_text("warfarin")
    box = page.locator("iframe").bounding_box()
    assert box
    assert box["height"] == pytest.approx(height, abs=4)
