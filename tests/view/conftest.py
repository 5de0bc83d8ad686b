"""The browser of the view's tests, and pages opened in it under watch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from pharmagraph.view import write_page

from .gold_graph import gold_graph
from .graphs import derived, hostile, large, several

GRAPHS: dict[str, Callable[[], nx.MultiDiGraph]] = {
    "gold": gold_graph,
    "derived": derived,
    "two": lambda: several(2),
    "three": lambda: several(3),
    "five": lambda: several(5),
    "300": lambda: large(300, 900),
    "1000": lambda: large(1000, 3000),
    "5000": lambda: large(5000, 15000),
    "hostile": hostile,
}


@dataclass
class Pages:
    """Opens pages from files and keeps what they log and ask for."""

    browser: Browser
    folder: Path
    contexts: list[BrowserContext] = field(default_factory=list)
    logged: list[str] = field(default_factory=list)
    asked_for: list[str] = field(default_factory=list)
    files: set[str] = field(default_factory=set)

    def file(self, graph: str) -> Path:
        """The file of a graph's page, written once a session."""
        path = self.folder / f"{graph}.html"
        if not path.exists():
            write_page(GRAPHS[graph](), path, title="Vitamin K2-7" if graph == "gold" else "Pharmagraph")
        return path

    def blank(self, **options: Any) -> Page:
        """An empty page under watch."""
        context = self.browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})
        self.contexts.append(context)
        page = context.new_page()
        page.emulate_media(reduced_motion="reduce")  # the camera jumps, so there is nothing to wait for
        page.set_default_timeout(30_000)
        page.on("console", lambda message: self.logged.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.logged.append(f"error: {error}"))
        page.on("dialog", lambda dialog: self.logged.append(f"dialog: {dialog.message}"))
        context.on("request", lambda request: self.asked_for.append(request.url))
        return page

    def open(self, graph: str = "gold", place: str = "", **options: Any) -> Page:
        """A page opened from its file, drawn and ready."""
        page = self.blank(**options)
        address = self.file(graph).as_uri()
        self.files.add(address)
        page.goto(address + place)
        page.wait_for_selector("html[data-ready]")
        return page

    def strangers(self) -> list[str]:
        """Every request but those for the files that a test opened itself."""
        return [url for url in self.asked_for if url.partition("#")[0] not in self.files]


def picture(page: Page) -> str:
    """The canvas as it is once everything that is due has been drawn."""
    frames = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    page.evaluate(frames)
    return str(page.evaluate("document.querySelector('#canvas canvas').toDataURL()"))


@pytest.fixture(scope="session")
def page_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


@pytest.fixture
def pages(browser: Browser, page_folder: Path) -> Iterator[Pages]:
    """Pages under watch: no test passes whose page logs anything or asks for anything."""
    opened = Pages(browser, page_folder)
    yield opened
    for context in opened.contexts:
        context.close()
    assert opened.logged == []
    assert opened.strangers() == []


def overlapping(boxes: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """The labels of boxes that lie over each other by more than half a pixel both ways."""
    return [
        (a["label"], b["label"])
        for place, a in enumerate(boxes)
        for b in boxes[place + 1 :]
        if min(a["x"] + a["w"], b["x"] + b["w"]) - max(a["x"], b["x"]) > 0.5
        and min(a["y"] + a["h"], b["y"] + b["h"]) - max(a["y"], b["y"]) > 0.5
    ]
