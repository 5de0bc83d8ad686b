"""The graph page beside plain pyvis: time to make it, and from opening it to the first drawn, clickable graph.

Both show the same nodes and edges, in one browser and one run. Pyvis is taken as it comes: its own options, with
physics, everything in the file; the two hosts that its template still names are refused at once, so that no
time is lost on the network. "Drawn" is the first frame after which a click does something: for pyvis the first
one after its layout has settled, before which its progress bar covers the graph.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
from playwright.sync_api import Browser, Page, TimeoutError, sync_playwright
from pyvis.network import Network
from tests.browser import ARGUMENTS, MISSING, find_browser

from pharmagraph.view import render_page

SIZES = (100, 300, 1000, 5000)
EDGES_PER_NODE = 3
BOUND = 60.0  # seconds that a page may take
REPEATS = 3
QUICK = 10.0  # what takes longer is not measured again

VOCABULARY = (
    ("interactsWith", "interacts with", "interactions", "Substance"),
    ("usedFor", "is used for", "use", "Condition"),
    ("inhibits", "inhibits", "mechanism", "Protein"),
    ("hasSideEffect", "has the side effect", "safety", "Condition"),
    ("contraindicatedIn", "is contraindicated in", "safety", "Population"),
    ("foundIn", "is found in", "food", "Food"),
    ("metabolizedIn", "is metabolised in", "kinetics", "Anatomy"),
)

# Tells the time of the first frame after the layout of pyvis's network has settled.
WATCH_PYVIS = """
let drawn;
Object.defineProperty(window, 'network', {
  get: () => drawn,
  set: (network) => {
    drawn = network;
    network.once('stabilizationIterationsDone', () =>
      network.once('afterDrawing', () => {
        window.drawnAfter = performance.now();
        document.documentElement.dataset.ready = 'true';
      }));
  },
});
"""


def made_up_graph(nodes: int) -> nx.MultiDiGraph[str]:
    """A graph as ``docs/architecture.md`` describes it, the same at every run."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    substances = max(2, nodes // 25)
    for number in range(nodes):
        about = number < substances
        kind = "Substance" if about else VOCABULARY[number % len(VOCABULARY)][3]
        graph.add_node(f"urn:c:{number}", label=f"{kind.lower()} number {number}", kind=kind, about=about)
    for number in range(nodes * EDGES_PER_NODE):
        relation, label, group, _ = VOCABULARY[number % len(VOCABULARY)]
        quote = f"Sentence {number} says that one {label} the other, more or less in these words."
        graph.add_edge(
            f"urn:c:{number * 7 % substances}",
            f"urn:c:{number * 2654435761 % 2**32 * nodes // 2**32}",
            key=f"urn:s:{number}",
            relation=relation,
            label=label,
            group=group,
            modality=("asserted", "possible", "negated")[number % 5 // 2],
            support=1 + number % 3,
            evidence=[{"source": "made-up.md", "section": "Usage", "line": number, "quote": quote}],
        )
    return graph


def pyvis_page(graph: nx.MultiDiGraph[str]) -> str:
    """The same nodes and edges by pyvis, as it comes."""
    network = Network(directed=True, cdn_resources="in_line")
    for node, attributes in graph.nodes(data=True):
        network.add_node(node, label=attributes["label"])
    for subject, object_, attributes in graph.edges(data=True):
        network.add_edge(subject, object_, label=attributes["label"])
    return str(network.generate_html())


def timed(make: Callable[[nx.MultiDiGraph[str]], str], graph: nx.MultiDiGraph[str]) -> tuple[str, float]:
    """What ``make`` makes, and the seconds that it took."""
    start = time.perf_counter()
    page = make(graph)
    return page, time.perf_counter() - start


def first_drawn(browser: Browser, file: Path, script: str, clock: str) -> float | None:
    """Seconds from opening a file to the first drawn, clickable graph; None beyond the bound."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.route(lambda url: not url.startswith("file:"), lambda route: route.abort())
    page: Page = context.new_page()
    page.add_init_script(script)
    try:
        page.goto(file.as_uri(), wait_until="commit")
        page.wait_for_selector("html[data-ready]", timeout=BOUND * 1000)
        return float(page.evaluate(clock)) / 1000
    except TimeoutError:
        return None
    finally:
        context.close()


def median_of(measure: Callable[[], float | None]) -> float | None:
    """The median of some measurements; what is slow is measured once."""
    first = measure()
    if first is None or first > QUICK:
        return first
    others = [again for _ in range(REPEATS - 1) if (again := measure()) is not None]
    return statistics.median([first, *others])


def row(browser: Browser, folder: Path, nodes: int) -> list[str]:
    """The figures of one size, as text."""
    graph = made_up_graph(nodes)
    ours, making = timed(render_page, graph)
    theirs, pyvis_making = timed(pyvis_page, graph)
    files = {"ours": folder / f"ours-{nodes}.html", "pyvis": folder / f"pyvis-{nodes}.html"}
    files["ours"].write_text(ours, encoding="utf-8")
    files["pyvis"].write_text(theirs, encoding="utf-8")
    opened = median_of(lambda: first_drawn(browser, files["ours"], "", "pharmagraph.openedAfter"))
    pyvis_opened = median_of(lambda: first_drawn(browser, files["pyvis"], WATCH_PYVIS, "window.drawnAfter"))
    return [
        f"{nodes:,}",
        f"{graph.number_of_edges():,}",
        *(shown(value) for value in (making, pyvis_making, opened, pyvis_opened)),
        times_faster(opened, pyvis_opened),
        f"{len(ours.encode()) / 1e6:.2f}",
        f"{len(theirs.encode()) / 1e6:.2f}",
    ]


def shown(seconds: float | None) -> str:
    """Seconds as text; None is beyond the bound."""
    return f"> {BOUND:.0f}" if seconds is None else f"{seconds:.2f}"


def times_faster(ours: float | None, theirs: float | None) -> str:
    """How many times as long pyvis takes, at least."""
    if ours is None:
        return "-"
    return f"> {BOUND / ours:.0f}x" if theirs is None else f"{theirs / ours:.0f}x"


def table(rows: list[list[str]]) -> str:
    """Rows as lines of a Markdown table, columns flush right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 1) + ":" for width in widths) + "|")
    return "\n".join(lines)


def main() -> None:
    """Print the table.

    Raises:
        SystemExit: When there is no browser.
    """
    path = find_browser()
    if path is None:
        raise SystemExit(MISSING)
    head = ["nodes", "edges", "make s", "pyvis s", "open s", "pyvis s", "faster", "MB", "pyvis MB"]
    rows = [head]
    options: dict[str, Any] = {"executable_path": path, "args": list(ARGUMENTS)}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**options)
        render_page(made_up_graph(10))  # pyvis takes its time to be imported, once
        for nodes in SIZES:
            rows.append(row(browser, Path(folder), nodes))
        browser.close()
    sys.stdout.write(f"{table(rows)}\n")


if __name__ == "__main__":
    main()
