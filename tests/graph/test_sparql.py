"""SPARQL and arguments that go wrong, and the formats of results."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from pharmagraph.errors import OntologyError, QueryError, UnknownSubstanceError
from pharmagraph.graph.queries import as_rows, as_text, run, run_saved, saved_queries

from .made import document, said, store_of


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """A graph of one food and one mechanism."""
    kale = said("Alpha", "foundIn", "Kale:Food")
    return store_of(document("alpha.md", "Test Alpha", kale, said("Alpha", "inhibits", "Zymase:Protein")))


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("SELECT ?x WHERE { ?x ?y ", 1, "near"),
        ("SELECT ?x\nWHERE { ?x foo:bar ?z }", 2, "Prefix not found"),
        ("SELEC ?x", 1, "near 'SELEC ?x'"),
        ("SELECT ?x { ?x a ?y } GROUP BY ?y", 1, "variable that is unbound"),
        ("ASK {\n\n?x <a b> ?y }", 3, "IRI parsing failed"),
        ("", 1, "it ends too early"),
        ("INSERT DATA { <a:a> <a:a> <a:a> }", 1, "only SELECT, ASK, CONSTRUCT and DESCRIBE are possible"),
    ],
)  # fmt: skip
def test_malformed_sparql_is_one_short_line_with_its_place(text: str, line: int, words: str) -> None:
    """The line of the query and what is wrong there, not the endless list of what could stand there."""
    with pytest.raises(QueryError) as caught:
        run(ox.Store(), text)
    message = str(caught.value)
    assert message.startswith(f"query:{line}: this is not valid SPARQL (")
    assert words in message
    assert "expected" not in message
    assert len(message) < 160


def test_a_query_that_fails_while_it_is_answered_is_an_error_of_ours() -> None:
    """Answers are looked up as they are read: what goes wrong then is told the same way."""
    text = "SELECT ?x { SERVICE <http://localhost:1/> { ?x ?y ?z } }"
    for read in (as_rows, lambda results: as_text(results, "csv")):
        with pytest.raises(QueryError, match="the query can't be answered"):
            read(run(ox.Store(), text))


@pytest.mark.parametrize("bad", ["many", "nan", "inf", "1e3", "", "5 mg", "1_000", "5)} #"])
def test_a_number_must_be_one(bad: str, store: ox.Store) -> None:
    """A bound that compares with nothing would find nothing, and look as if there were nothing."""
    with pytest.raises(QueryError, match=r"milligrams must be a number, not '.*'; write it as 100 or 0\.5"):
        run_saved(store, saved_queries()["doses-above"], {"milligrams": bad})


def test_arguments_are_checked(store: ox.Store) -> None:
    """A missing argument, one that is unknown, and a name that the graph does not know are told apart."""
    query = saved_queries()["interactions"]
    with pytest.raises(QueryError, match=r"interactions needs substance=\.\.\. \(.+\); add substance=VALUE"):
        run_saved(store, query, {})
    with pytest.raises(QueryError, match="interactions has no argument 'drug'; its arguments are: substance"):
        run_saved(store, query, {"drug": "Alpha"})
    with pytest.raises(UnknownSubstanceError, match="did you mean 'Alpha'"):
        run_saved(store, query, {"substance": "Alfa"})


def test_a_saved_query_without_a_title_or_with_a_damaged_argument_is_refused(tmp_path: Path) -> None:
    """The error names the file, and the line where there is one."""
    (tmp_path / "odd.rq").write_text("# answers: What?\nSELECT ?x { ?x ?y ?z }")
    with pytest.raises(OntologyError, match=r"odd\.rq: a saved query needs a line '# title: \.\.\.'"):
        saved_queries(tmp_path)
    other = tmp_path / "other"
    other.mkdir()
    (other / "odd.rq").write_text(
        "# title: T\n# answers: A?\n# arg bound integer: a bound\nSELECT ?x { ?x ?y ?z }"
    )
    with pytest.raises(OntologyError, match=r"odd\.rq:3: an argument is written"):
        saved_queries(other)


@pytest.mark.parametrize(
    ("name", "begins"), [("json", b'{"head"'), ("xml", b"<?xml"), ("csv", b"n\r\n"), ("tsv", b"?n\n")]
)
def test_results_come_in_the_formats_of_the_recommendations(
    name: str, begins: bytes, store: ox.Store
) -> None:
    """Rows are written as others read them."""
    results = run(store, 'SELECT ?n { ?x skos:prefLabel ?n FILTER(?n = "Kale") }')
    data = as_text(results, name)
    assert data.startswith(begins)
    assert b"Kale" in data


def test_a_graph_is_turtle_and_rows_are_not(store: ox.Store) -> None:
    """CONSTRUCT gives Turtle with the project's prefixes; formats that do not fit are refused with what does."""
    graph = run(store, "CONSTRUCT { ?x a ?t } WHERE { ?x a ?t ; skos:prefLabel 'Kale' }")
    assert b"\npgc:test-kale a skos:Concept , pg:Food ." in as_text(graph, "ttl")
    with pytest.raises(QueryError, match="a graph can't be written as csv; use --format ttl"):
        as_text(run(store, "CONSTRUCT { ?x a ?t } WHERE { ?x a ?t }"), "csv")
    with pytest.raises(QueryError, match="rows can't be written as ttl"):
        as_text(run(store, "SELECT ?x { ?x a ?t }"), "ttl")


def test_yes_and_no(store: ox.Store) -> None:
    """ASK is answered in words for people and as true and false for programs."""
    assert as_rows(run(store, "ASK { ?x pg:inhibits ?y }")) == (["answer"], [["yes"]])
    assert as_rows(run(store, "ASK { ?x pg:usedFor ?y }")) == (["answer"], [["no"]])
    assert as_text(run(store, "ASK { ?x pg:usedFor ?y }"), "csv") == b"false\n"
