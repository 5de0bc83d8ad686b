"""The pages, in a real browser: nothing is asked of others, and what a monograph says is shown, never run."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page
from rdflib import Graph, URIRef

from conftest import command
from pharmagraph.graph.iris import CONCEPTS, MONOGRAPHS

Open = Callable[..., Page]


@pytest.fixture
def show(browser: Browser, server: str) -> Iterator[Open]:
    """A function that opens a page of the server; no page may log an error, run foreign script or ask another host."""
    contexts = []
    wrong: list[str] = []

    def show(path: str, **options: object) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: wrong.append(dialog.message))
        own = (server, "data:", "blob:")
        context.on("request", lambda r: None if r.url.startswith(own) else wrong.append(r.url))
        page.goto(server + path)
        return page

    yield show
    for context in contexts:
        context.close()
    assert wrong == []


def test_type_complete_run_and_follow_a_result_to_its_sentence(show: Open) -> None:
    """A query is typed with completion, run by keyboard, and a click on a result leads to the sentence."""
    page = show("/")
    page.wait_for_selector("html[data-ready]")
    area = page.get_by_label("SPARQL query")
    area.fill("SELECT ?source ?line WHERE { ?s a biolink:Association ; rdf:predicate ")
    area.press_sequentially("pg:inter")
    page.get_by_role("option", name="pg:interactsWith").wait_for()
    area.press("Enter")
    assert area.input_value().endswith("pg:interactsWith")
    area.press_sequentially(" ; rdf:object pgc:warfarin ; pg:hasEvidence ?e . ?e pg:line ?line ; ")
    area.press_sequentially("oa:hasSource/dcterms:source ?source } ORDER BY ?source LIMIT 1")
    area.press("Control+Enter")
    page.get_by_text("1 row, in").wait_for()
    page.get_by_role("link", name="aspirin.md").click()
    target = page.locator("article:has(:target)")
    target.wait_for()
    assert "Aspirin may interact with warfarin." in target.inner_text()


def test_a_saved_query_is_told_what_it_must_know(show: Open) -> None:
    """A saved query asks for its arguments, by any name; one that is unknown is told to be unknown, never safe."""
    page = show("/")
    page.wait_for_selector("html[data-ready]")
    page.get_by_role("button", name="Interactions of a substance").click()
    page.locator("#arguments input").fill("Coumadin")
    page.get_by_role("button", name="Fill in and run").click()
    page.locator("#results td", has_text="menaquinone-7").first.wait_for()
    assert "VALUES ?substance" in page.get_by_label("SPARQL query").input_value()


@pytest.mark.parametrize(
    "path", ["/concept/warfarin", "/monograph/badroot", "/check?s=warfarin&s=badroot", "/graph"]
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_a_monograph_says_is_shown_as_text(show: Open, path: str, scheme: str) -> None:
    """HTML and script in a monograph are text on every page; pages fit the width of a telephone."""
    page = show(path, viewport={"width": 380, "height": 800}, color_scheme=scheme)
    page.wait_for_load_state("networkidle")
    assert page.locator("img").count() == 0
    assert page.locator("[onmouseover]").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 380
    if path != "/graph":
        assert "onerror=alert(3)" in page.inner_text("main")


def test_hostile_results_are_text(show: Open) -> None:
    """Markup in a result is shown as it stands."""
    page = show("/")
    page.wait_for_selector("html[data-ready]")
    page.get_by_label("SPARQL query").fill(
        'SELECT ?x ("<img src=x onerror=alert(9)>" AS ?y) WHERE { VALUES ?x { <javascript:alert(8)> } }'
    )
    page.get_by_role("button", name="Run").click()
    page.locator("#results td", has_text="<img src=x").wait_for()
    assert page.locator("#results a").count() == 0


def test_each_iri_is_a_page_and_data(server: str) -> None:
    """A concept, a statement and a monograph are HTML with JSON-LD inside, and the same triples as Turtle."""
    statement = httpx.get(
        f"{server}/sparql", params={"query": "SELECT ?s { ?s rdf:object pgc:warfarin } ORDER BY ?s LIMIT 1"}
    ).json()["results"]["bindings"][0]["s"]["value"]
    for iri in (CONCEPTS + "warfarin", MONOGRAPHS + "badroot", statement):
        address = server + "/" + iri.removeprefix("https://w3id.org/pharmagraph/")
        html = httpx.get(address, headers={"Accept": "text/html"}).text
        data = html.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
        assert json.loads(data)
        inside = Graph().parse(data=data, format="json-ld")
        turtle = Graph().parse(
            data=httpx.get(address, headers={"Accept": "text/turtle"}).text, format="turtle"
        )
        assert (URIRef(iri), None, None) in inside
        assert set(inside) == set(turtle)


def test_the_check_is_the_same_as_on_the_command_line(server: str) -> None:
    """``/check`` gives the JSON of the command; silence and unknown names never read as safe."""
    names = {"s": ["vitamin K2-7", "Coumadin", "aspirin", "no such thing"]}
    found = httpx.get(f"{server}/check", params=names, headers={"Accept": "application/json"}).json()
    assert found["warns"]
    assert list(found["unknown"]) == ["no such thing"]
    assert ["vitamin K2-7", "aspirin"] in found["noStatementFound"]
    html = httpx.get(f"{server}/check", params=names).text
    assert "no statement found in 3 monographs; that does not mean it is safe" in html
    assert "says nothing about its safety" in html


@pytest.mark.parametrize(
    "path",
    ["/concept/nothing", "/nothing", "/static/..%2fapp.py", "/static/../app.py", "/concept/../../../etc/passwd",
     "/concept/%00", "/concept/%ff%3c", "/monograph/a%22b", "/find?name=nothing", "/graph?substance=nothing",
     "/queries/nothing", "//etc/passwd"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(server: str, path: str) -> None:
    """Unknown names and tricks with paths give 404, as text and as a page, and nothing that reads as safe."""
    for accept in ("*/*", "text/html"):
        answer = httpx.get(server + path, headers={"Accept": accept})
        assert answer.status_code == 404
        assert "root:" not in answer.text
        assert "is safe" not in answer.text


def test_pages_are_guarded(server: str) -> None:
    """Every page has a policy under which nothing but the server's own files is loaded."""
    for path in ("/", "/concept/warfarin", "/check", "/nothing"):
        policy = httpx.get(server + path, headers={"Accept": "text/html"}).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_the_graph_page_is_that_of_build_and_view(server: str, graph: Path, tmp_path: Path) -> None:
    """The page of everything is the file that build wrote, that of a substance that of ``view``, derived and all."""
    whole = httpx.get(f"{server}/graph").text
    assert whole == (graph / "graph.html").read_text(encoding="utf-8")
    one = tmp_path / "warfarin.html"
    subprocess.run(command("-C", graph, "view", "warfarin", "-o", one), check=True, capture_output=True)
    part = httpx.get(f"{server}/graph", params={"substance": "warfarin"}).text
    assert part == one.read_text(encoding="utf-8")
    for page in (whole, part):
        data = json.loads(page.partition(' id="pg-data">')[2].partition("</script>")[0])
        assert {data["rules"][s["d"]["r"]]["name"] for s in data["statements"] if "d" in s} >= {"symmetric"}
