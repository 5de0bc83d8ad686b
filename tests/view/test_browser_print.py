"""In a browser: the drawing and the print are true to what is on the screen."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from .conftest import Pages
from .test_browser_files import EDGES, SVG, export


def groups_of(drawing: ElementTree.ElementTree, opacity: str) -> list[str]:
    """The names in those groups of a drawing that are as dim as that."""
    return [
        text.text or ""
        for group in drawing.iter(f"{SVG}g")
        if group.get("opacity") == opacity
        for text in group.iter(f"{SVG}text")
    ]


def test_the_drawing_is_as_dim_as_the_screen(pages: Pages, tmp_path: Path) -> None:
    """With a concept chosen the SVG file dims the others, widens its lines and has their words, as the screen does."""
    page = pages.open(place="#n=warfarin")
    drawing = ElementTree.parse(export(page, "SVG", tmp_path))
    dim = groups_of(drawing, "0.28")
    assert "osteocalcin" in dim
    assert not {"warfarin", "Vitamin K2-7"} & set(dim)
    texts = [element.text for element in drawing.iter(f"{SVG}text")]
    assert "interacts with" in texts
    assert "possibly decreases effect of" in texts
    page.keyboard.press("Escape")
    assert groups_of(ElementTree.parse(export(page, "SVG", tmp_path)), "0.28") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_print_has_the_view_and_the_whole_legend(pages: Pages, scheme: Any) -> None:
    """On paper stand the drawing as it is in view, light, every entry of the legend, and what the view leaves out."""
    page = pages.open(color_scheme=scheme)
    page.locator(".legend .chip[data-value=negated]").click()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1040, "height": 710})  # A4 without its margins
    paper = page.locator("#on-paper")
    drawing = paper.locator("> svg").bounding_box()
    assert drawing
    assert drawing["width"] == pytest.approx(1040, abs=30)
    assert drawing["height"] < 640  # what else is on the first page has its room
    expect(paper.locator("svg text", has_text="warfarin")).to_have_count(1)
    assert paper.locator("> svg > rect").first.get_attribute("fill") == "#ffffff"
    entries = paper.locator(".legend .chip").all()
    assert len(entries) == page.locator("body > .legend .chip").count()
    for entry in entries:
        box = entry.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 1040
    denied = sum(edge["modality"] == "negated" for edge in EDGES.values())
    expect(paper.locator("p")).to_contain_text(f"The filter hides {denied} statements")
    expect(paper.locator("p")).to_contain_text("does not mean it is safe")
    for hidden in ("#stage", ".tools", "#search", "#hint"):
        expect(page.locator(hidden)).to_be_hidden()
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(paper.locator("svg")).to_have_count(0)
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == ("rgb(246, 247, 249)" if scheme == "light" else "rgb(18, 23, 30)")


def test_the_whole_table_is_printed(pages: Pages) -> None:
    """Also rows beyond the first portion are on paper."""
    page = pages.open("300")
    page.click("#as-table")
    assert page.locator("#list tbody tr").count() < 900
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#list tbody tr").count() == 900
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("#list tbody tr").count() < 900
