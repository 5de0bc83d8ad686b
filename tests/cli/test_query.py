from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from rdflib import Graph

from conftest import complaints
from graph.made import document, said, write_graph
from pharmagraph.graph import saved_queries

Run = Callable[..., Result]
ASK = "SELECT ?name ?n { ?x pg:interactsWith/skos:prefLabel ?name ; skos:prefLabel ?l BIND(1.5 AS ?n) } ORDER BY ?name"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph on disk with a tab, a quote and a comma in a name."""
    statements = (said("Alpha", "interactsWith", "Beta"), said("Alpha", "interactsWith", 'Odd\t"one", this'))
    return write_graph(tmp_path_factory.mktemp("made") / "out", [document("a.md", "Test Alpha", *statements)])


@pytest.fixture
def ask(made: Path, pharmagraph: Run) -> Run:
    """The command query on that graph."""
    return lambda *words: pharmagraph("-C", made, "query", *words)


def test_a_pipe_gets_tab_separated_lines(ask: Run) -> None:
    """A head line, then a line for each row; a tab in a value can't break a row."""
    assert ask(ASK).stdout == 'name\tn\nBeta\t1.5\nOdd "one", this\t1.5\n'


def test_formats_of_rows(ask: Run) -> None:
    """CSV, TSV, JSON and XML are those of the SPARQL recommendations."""
    assert ask(ASK, "--format", "csv").stdout_bytes == b'name,n\r\nBeta,1.5\r\n"Odd\t""one"", this",1.5\r\n'
    assert ask(ASK, "--format", "tsv").stdout == '?name\t?n\n"Beta"\t1.5\n"Odd\\t\\"one\\", this"\t1.5\n'
    rows = json.loads(ask(ASK, "--format", "json").stdout)["results"]["bindings"]
    assert [row["name"]["value"] for row in rows] == ["Beta", 'Odd\t"one", this']
    assert "<literal>Beta</literal>" in ask(ASK, "--format", "xml").stdout


def test_a_graph_as_turtle(ask: Run) -> None:
    """CONSTRUCT gives Turtle that others can read, or a table of triples."""
    text = "CONSTRUCT { ?x skos:prefLabel ?l } WHERE { ?x skos:prefLabel ?l }"
    assert len(Graph().parse(data=ask(text, "--format", "ttl").stdout, format="turtle")) == 3
    assert ask(text).stdout.splitlines()[0] == "subject\tpredicate\tobject"
    refused = ask(text, "--format", "csv")
    assert (refused.exit_code, complaints(refused)) == (
        1,
        ["pharmagraph: a graph can't be written as csv; use --format ttl"],
    )
    assert ask(ASK, "--format", "ttl").exit_code == 1


def test_yes_or_no(ask: Run) -> None:
    """ASK prints one word."""
    assert ask("ASK { ?x pg:interactsWith ?y }").stdout == "answer\nyes\n"
    assert ask("ASK { ?x pg:inhibits ?y }", "--format", "csv").stdout == "false\n"


def test_a_query_from_a_file(ask: Run) -> None:
    """Prefixes need not be declared there either; errors name the file and its line."""
    Path("q.rq").write_text(ASK)
    assert ask("-f", "q.rq").stdout == ask(ASK).stdout
    Path("bad.rq").write_text("SELECT ?x\nWHERE { ?x foo:bar ?y }")
    result = ask("-f", "bad.rq")
    assert (result.exit_code, result.stdout) == (1, "")
    assert complaints(result) == [
        "pharmagraph: bad.rq:2: this is not valid SPARQL (Prefix not found, near 'WHERE { ?x foo:bar ?y }')"
    ]
    assert complaints(ask("-f", "none.rq")) == [
        "pharmagraph: none.rq: can't be read; give a file with SPARQL in UTF-8"
    ]


def test_malformed_sparql_is_one_line_with_its_place(ask: Run) -> None:
    """The line of the query is told, and the exit status is 1."""
    result = ask("SELECT ?x {\n ?x ?y }")
    assert (result.exit_code, result.stdout) == (1, "")
    (line,) = complaints(result)
    assert line.startswith("pharmagraph: query:2: this is not valid SPARQL (")
    assert len(result.stderr.splitlines()) == 1


def test_the_saved_queries_are_listed(ask: Run) -> None:
    """Name, arguments (in brackets those that may be left out), and the question."""
    head, *rows = [line.split("\t") for line in ask("--list").stdout.splitlines()]
    assert head == ["query", "arguments", "answers"]
    assert [row[0] for row in rows] == list(saved_queries())
    arguments = {row[0]: row[1] for row in rows}
    assert (arguments["interactions"], arguments["doses-above"], arguments["hedged"]) == (
        "substance",
        "[milligrams]",
        "",
    )


def test_a_saved_query_takes_its_arguments_by_name(ask: Run) -> None:
    """A name may have blanks and an equals sign of its own."""
    rows = [line.split("\t") for line in ask("interactions", "substance=alpha").stdout.splitlines()]
    assert [row[2] for row in rows] == ["object", "Beta", 'Odd "one", this']


@pytest.mark.parametrize(
    ("words", "status", "said_"),
    [
        (["nonsense"], 1, "there is no saved query 'nonsense'; there are: cautions-for, "),
        (["interactions"], 1, "interactions needs substance=..."),
        (["interactions", "substance=Omega"], 1, "that says nothing about its safety"),
        (["interactions", "drug=Alpha"], 1, "interactions has no argument 'drug'; its arguments are: substance"),
        (["hedged", "drug=Alpha"], 1, "hedged has no argument 'drug'; its arguments are: none"),
        (["doses-above", "milligrams=many"], 1, "milligrams must be a number, not 'many'; write it as 100 or 0.5"),
        (["doses-above", "milligrams=nan"], 1, "milligrams must be a number"),
        (["doses-above", "100"], 2, "an argument is NAME=VALUE, not '100'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)  # fmt: skip
def test_wrong_arguments_of_saved_queries(words: list[str], status: int, said_: str, ask: Run) -> None:
    """What is wrong is told in one line, with what would be right."""
    result = ask(*words)
    assert (result.exit_code, result.stdout) == (status, "")
    assert said_ in result.stderr
    if status == 1:
        assert len(result.stderr.splitlines()) == 1
