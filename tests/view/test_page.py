"""The page as text: the same bytes for the same graph, safe, small, and true to the evidence."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from pharmagraph.errors import PharmagraphError
from pharmagraph.view import render_page, show, write_page
from pharmagraph.view.page import SCRIPTS, json_text

from .gold_graph import gold_graph
from .graphs import ATTACKS, DERIVED, HUB, derived, edge, hostile, large


def block(page: str, name: str) -> Any:
    """The contents of a JSON block of the page."""
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', page, re.S)
    assert found
    return json.loads(found[1])


def scripts(page: str) -> list[str]:
    return re.findall(r"<script>(.*?)</script>", page, re.S)


def one_statement(**evidence: Any) -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph()
    graph.add_edge("urn:a", "urn:b", key="urn:s", relation="usedFor", evidence=[evidence])
    return graph


def test_the_same_graph_gives_the_same_bytes() -> None:
    """The page does not depend on the order in which the graph was put together."""
    graph = gold_graph()
    other = nx.MultiDiGraph()
    other.add_nodes_from(reversed(list(graph.nodes(data=True))))
    other.add_edges_from(reversed(list(graph.edges(keys=True, data=True))))
    assert render_page(other) == render_page(graph)


def test_the_policy_allows_the_scripts_of_the_page_and_no_others() -> None:
    """The hashes of the Content-Security-Policy are those of the page's scripts; nothing may be loaded."""
    page = render_page(gold_graph())
    found = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">', page)
    assert found
    policy = dict(part.strip().split(" ", 1) for part in html.unescape(found[1]).split(";"))
    hashes = {base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in scripts(page)}
    assert len(scripts(page)) == len(SCRIPTS) + 1
    assert set(policy["script-src"].split()) == {f"'sha256-{digest}'" for digest in hashes}
    assert policy["default-src"] == "'none'"
    assert not re.search(r"https?:|\*|unsafe-eval", " ".join(policy.values()))


def test_the_page_names_no_file_of_its_own() -> None:
    """Nothing in the page is fetched: no script or style sheet by address, no source map, no image."""
    page = render_page(gold_graph())
    markup = re.sub(r"<script.*?</script>", "", page, flags=re.S)
    assert re.findall(r'(?:src|href)="(?!data:|#)([^"]*)"', markup) == []
    assert "@import" not in page
    assert "sourceMappingURL" not in page


def test_300_nodes_are_below_one_and_a_half_megabytes() -> None:
    """The page of 300 nodes and 900 statements is smaller than 1.5 MB."""
    assert len(render_page(large(300, 900)).encode()) < 1_500_000


def test_hostile_texts_stay_inside_their_json_block() -> None:
    """No text of a monograph can end a script element or begin one, or fill in a template."""
    page, harmless = render_page(hostile(), title=ATTACKS[1]), render_page(gold_graph())
    for markup in ("<script", "</script", "<img", "<!--", "<a ", "</style"):
        assert page.count(markup) == harmless.count(markup), markup
    assert "{{ 7 * 7 }}" in {concept["label"][:11] for concept in block(page, "pg-data")["concepts"]}
    assert f"<title>{html.escape(ATTACKS[1])}</title>" in page


@settings(deadline=None)  # what is tested is not how busy the machine is
@given(st.text())
def test_json_text_is_read_back_as_it_was(text: str) -> None:
    """What goes into a JSON block has no character that HTML knows, and comes out as it went in."""
    made = json_text({"text": text})
    assert not set(made) & set("<>&\u2028\u2029")
    assert json.loads(made)["text"] == text


@settings(deadline=None)  # what is tested is not how busy the machine is
@given(st.text(min_size=2), st.data())
def test_spans_count_in_utf_16_units(quote: str, data: st.DataObject) -> None:
    """The words that a span marks are the same words when counted as the browser counts."""
    start = data.draw(st.integers(0, len(quote) - 1))
    end = data.draw(st.integers(start + 1, len(quote)))
    made = block(render_page(one_statement(quote=quote, cue_span=(start, end))), "pg-data")
    first, last = made["statements"][0]["e"][0]["cue"]
    units = quote.encode("utf-16-le")
    assert units[2 * first : 2 * last].decode("utf-16-le") == quote[start:end]


@pytest.mark.parametrize(
    "span", [None, (), (3, 3), (4, 2), (-1, 2), (0, 99), ("0", "2"), (0.0, 2.0), "ab", (1, 2, 3)]
)
def test_spans_outside_the_quote_mark_nothing(span: object) -> None:
    """A span that does not lie in its quote is left out."""
    made = block(render_page(one_statement(quote="a quote", subject_span=span)), "pg-data")
    assert "subject" not in made["statements"][0]["e"][0]


def test_a_quote_with_a_lone_surrogate_is_no_obstacle() -> None:
    """A quote that can't be written as UTF-8 is shown with a question mark, its marks in place."""
    page = render_page(one_statement(quote="a \ud800 cue", cue_span=(4, 7)))
    page.encode("utf-8")
    made = block(page, "pg-data")
    assert made["passages"][0]["quote"] == "a ? cue"
    assert made["statements"][0]["e"][0]["cue"] == [4, 7]


def test_each_passage_is_in_the_page_once() -> None:
    """A sentence that makes several statements is stored once, and each statement refers to it."""
    graph = gold_graph()
    made = block(render_page(graph), "pg-data")
    quotes = [piece["quote"] for _, _, edge in graph.edges(data=True) for piece in edge["evidence"]]
    assert len({passage["quote"] for passage in made["passages"]}) == len(set(quotes))
    assert len(made["passages"]) < len(quotes)
    assert sorted(
        made["passages"][piece["p"]]["quote"] for s in made["statements"] for piece in s["e"]
    ) == sorted(quotes)


def test_the_focus_is_in_the_middle_of_the_page() -> None:
    """A page asked for one concept has that concept as its only main substance."""
    made = block(render_page(gold_graph(), focus="osteocalcin"), "pg-data")
    hubs = [made["concepts"][hub["node"]]["label"] for hub in made["layout"]["hubs"]]
    assert hubs == ["osteocalcin"]


def test_the_page_is_written_as_utf_8(tmp_path: Path) -> None:
    """``write_page`` writes the very bytes of the page."""
    write_page(gold_graph(), tmp_path / "graph.html", title="Vitamin K₂")
    assert (tmp_path / "graph.html").read_bytes() == render_page(gold_graph(), title="Vitamin K₂").encode()


def test_a_page_that_cannot_be_written_says_what_to_do(tmp_path: Path) -> None:
    """A folder that is not there is an error that names the file and the remedy."""
    with pytest.raises(PharmagraphError, match=r"absent/graph\.html.*choose a folder"):
        write_page(gold_graph(), tmp_path / "absent/graph.html")


def test_a_notebook_shows_the_page_in_a_sandbox() -> None:
    """The value of a notebook's cell is the page, escaped, in a frame that can't reach the notebook."""
    made = show(gold_graph(), height=500)._repr_html_()
    found = re.fullmatch(r'<iframe srcdoc="([^"]*)"([^>]*)></iframe>', made)
    assert found
    assert html.unescape(found[1]) == render_page(gold_graph())
    assert 'height="500"' in found[2]
    assert "allow-same-origin" not in found[2]


def test_statements_carry_their_confidence_where_there_is_one() -> None:
    """A confidence of the graph is in the page; without one the page says nothing about it."""
    graph = gold_graph()
    subject, object_, key = next(iter(graph.edges(HUB, keys=True)))
    graph.edges[subject, object_, key]["confidence"] = 0.83
    made = block(render_page(graph), "pg-data")["statements"]
    assert [statement.get("c") for statement in made if "c" in statement] == [0.83]


RDF_TEXT = """
@prefix pg: <https://w3id.org/pharmagraph/vocab/> .
@prefix pgc: <https://w3id.org/pharmagraph/concept/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
pgc:a a pg:Substance ; skos:prefLabel "A" ; pg:interactsWith pgc:b ; pg:usedFor pgc:c ; pg:alternateName "A1" .
pgc:b a pg:Substance ; skos:prefLabel "B" .
"""


def test_plain_triples_of_a_query_can_be_drawn() -> None:
    """A CONSTRUCT result without associations is drawn; a risk in it, which may be hedged, is no fact."""
    graph = rdflib.Graph().parse(data=RDF_TEXT, format="turtle")
    result = graph.query("CONSTRUCT WHERE { ?s ?p ?o }")
    page = render_page(result)
    assert page == render_page(graph)
    data = block(page, "pg-data")
    labels = [concept["label"] for concept in data["concepts"]]
    relations = [relation["name"] for relation in data["relations"]]
    said = {(relations[s["r"]], labels[s["o"]], s["m"]) for s in data["statements"]}
    assert said == {
        ("interactsWith", "B", "possible"),
        ("usedFor", "c", "asserted"),
        ("alternateName", "A1", "asserted"),
    }


def test_what_is_no_graph_cannot_be_drawn() -> None:
    """The result of a SELECT query is refused with the way out."""
    with pytest.raises(PharmagraphError, match="SELECT") as refused:
        show(rdflib.Graph().query("SELECT * WHERE { ?s ?p ?o }"))
    assert "CONSTRUCT" in str(refused.value.remedy)


def test_what_is_derived_refers_to_its_statement_and_class() -> None:
    """In the data of the page a derived statement has the places of its statement and class, and its rule."""
    data = block(render_page(derived()), "pg-data")
    found = {s["iri"]: s for s in data["statements"] if "d" in s}
    assert len(found) == 5
    one = found[DERIVED + "heparin-interactsWith"]
    (source,), (group,) = one["d"]["from"], one["d"]["by"]
    assert data["statements"][source]["iri"] == edge(derived(), "interactsWith", "anticoagulants")
    assert data["concepts"][group]["label"] == "anticoagulants"
    assert data["rules"][one["d"]["r"]] == {"name": "member-of-object", "title": "Title of the rule"}
    assert (one["n"], one["e"]) == (0, [])
    late = {data["concepts"][index]["label"] for index in data["layout"]["late"]}
    assert late == {"heparin", "fish oil", "fat soluble vitamins"}


DERIVED_TEXT = """
@prefix pg: <https://w3id.org/pharmagraph/vocab/> .
@prefix pgc: <https://w3id.org/pharmagraph/concept/> .
@prefix pgi: <https://w3id.org/pharmagraph/derived/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
pgi:1 pg:derivedSubject pgc:a ; pg:derivedRelation pg:usedFor ; pg:derivedObject pgc:b .
pgc:a skos:prefLabel "A" .
"""


def test_a_query_result_of_derived_statements_can_be_drawn() -> None:
    """What a CONSTRUCT result has of a derived statement is enough to draw it, as derived, beside its plain triples."""
    graph = rdflib.Graph().parse(data=DERIVED_TEXT, format="turtle")
    data = block(render_page(graph.query("CONSTRUCT WHERE { ?s ?p ?o }")), "pg-data")
    (one,) = data["statements"]
    assert one["d"]["from"] == one["d"]["by"] == []
    assert one["m"] == "possible"  # whoever made the graph left out how firm it is
    assert [concept["label"] for concept in data["concepts"]] == ["A", "b"]
    graph.parse(data=DERIVED_TEXT + "pgc:a pg:usedFor pgc:c .", format="turtle")
    data = block(render_page(graph), "pg-data")
    assert sorted("d" in one for one in data["statements"]) == [False, True]
