"""Valid and invalid examples: Turtle that is added to a valid graph, and what validation must say of it."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph, Namespace

from pharmagraph.errors import OntologyError
from pharmagraph.graph.concepts import vocabulary_quads
from pharmagraph.graph.iris import term
from pharmagraph.graph.queries import run
from pharmagraph.graph.validate import Offence, invariants, sources_of, validate
from pharmagraph.resources import ontology_dir
from pharmagraph.vocabulary import load_vocabulary

from .made import document, said, store_of

EXAMPLES = Path(__file__).parents[1] / "examples"
VALID = sorted((EXAMPLES / "valid").glob("*.ttl"))
INVALID = sorted((EXAMPLES / "invalid").glob("*.ttl"))
_OFFENCE = re.compile(r"^# offence: (.+) \| (\S+)$", re.M)
SH = Namespace("http://www.w3.org/ns/shacl#")


def graph_with(example: Path) -> ox.Store:
    """The valid graph, the vocabulary, and an example."""
    store = ox.Store()
    store.extend(vocabulary_quads(load_vocabulary()))
    for path in {EXAMPLES / "valid" / "graph.ttl", example}:
        store.load(path=str(path), format=ox.RdfFormat.TURTLE)
    return store


def expected(example: Path) -> set[tuple[str, str]]:
    """What the comments of an example say that is wrong with it: problem and offender."""
    return set(_OFFENCE.findall(example.read_text()))


@pytest.mark.parametrize("example", VALID, ids=lambda path: path.stem)
def test_a_valid_example_is_valid(example: Path) -> None:
    """Nothing is found where nothing is wrong."""
    assert validate(graph_with(example)) == []


@pytest.mark.parametrize("example", INVALID, ids=lambda path: path.stem)
def test_an_invalid_example_has_the_offences_that_it_names_and_no_others(example: Path) -> None:
    """Shapes and invariants find what is wrong, and name the node."""
    assert expected(example)
    assert {(o.problem, o.offender) for o in validate(graph_with(example))} == expected(example)


@pytest.mark.parametrize("example", [*VALID, *INVALID], ids=lambda path: path.stem)
def test_an_example_says_what_it_shows(example: Path) -> None:
    """The first line is a comment for the reader."""
    first = example.read_text().splitlines()[0]
    assert first.startswith("# wrong: " if example in INVALID else "# ")
    assert len(first.split()) > 5


def test_every_shape_and_every_invariant_is_violated_by_an_example() -> None:
    """No check stands in the ontology that was never seen to find anything."""
    shapes = Graph().parse(str(ontology_dir() / "shapes.ttl"))
    checks = {str(message) for message in shapes.objects(predicate=SH.message)}
    checks |= {title for title, _ in invariants().values()}
    named = {problem for example in INVALID for problem, _ in expected(example)}
    assert checks - named == set()


def test_an_offence_leads_to_the_sentence() -> None:
    """File, line, statement and sentence stand in the line that is printed."""
    example = EXAMPLES / "invalid" / "subject-outside-domain.ttl"
    (offence,) = validate(graph_with(example))
    assert str(offence) == (
        "alpha.md:3: The subject of a statement is of no class that the relation allows: "
        "Alpha NOT is used for itch ('Alpha inhibits enzyme.')"
    )


@pytest.mark.parametrize("problem", ["statement", "reading", "passage", "selector"])
def test_an_offence_leads_to_its_own_sentence(problem: str) -> None:
    """Of several passages the one is named that the node has to do with, whatever kind of node it is."""
    first, second = (
        said("Alpha", "interactsWith", *words) for words in (("Beta", "First."), ("Gamma", "Second."))
    )
    store = store_of(document("a.md", "Alpha", first, second))
    own = {
        "statement": "SELECT ?x { ?x pg:hasEvidence ?e . ?e pg:line 4 }",
        "reading": "SELECT ?x { ?x pg:passage ?e . ?e pg:line 4 }",
        "passage": "SELECT ?x { ?x pg:line 4 }",
        "selector": "SELECT ?x { ?e oa:hasSelector ?x ; pg:line 4 }",
    }
    (row,) = run(store, own[problem])
    node = row["x"]
    store.add(ox.Quad(node, term("rdf:type"), term("oa:SpecificResource")))
    store.add(ox.Quad(node, term("pg:line"), ox.Literal(0)))
    places = {(o.source, o.quote) for o in validate(store) if o.offender == node.value}
    assert places == {("a.md", "Second.")}


def test_an_offence_without_a_place_names_the_node() -> None:
    """What no passage leads to is named by its IRI."""
    assert str(Offence("Wrong", "http://x/y")) == "Wrong: http://x/y"


def test_offences_are_sorted() -> None:
    """The same graph gives the same list, whatever order the checks ran in."""
    store = graph_with(INVALID[0])
    for example in INVALID[1:]:
        store.load(path=str(example), format=ox.RdfFormat.TURTLE)
    found = validate(store)
    assert len(found) > 10
    assert found == sorted(found)


def test_quotes_are_checked_against_the_files() -> None:
    """A file that was changed since the build is told: its quotes no longer stand where they should."""
    store = store_of(
        document("a.md", "Alpha", said("Alpha", "inhibits", "Beta:Protein", "Alpha inhibits Beta."))
    )
    raw = "# Alpha\n\nAlpha inhibits Beta.\n"
    assert validate(store, raws={"a.md": raw}) == []
    (offence,) = validate(store, raws={"a.md": raw.replace("#", "##")})
    assert str(offence).startswith("a.md:3: The quote does not stand in the file where it should: ")
    assert str(offence).endswith("('Alpha inhibits Beta.')")
    assert validate(store, raws={"b.md": "something else"}) == []


def test_the_monographs_of_a_graph_are_known() -> None:
    """Which files must be given to check all quotes can be asked."""
    store = store_of(document("a b.md", "Alpha"), document("c/d.md", "Beta"))
    assert sources_of(store) == {"a b.md", "c/d.md"}


def test_an_invariant_without_a_title_is_refused(tmp_path: Path) -> None:
    """A check that can't say what it found is no check."""
    (tmp_path / "odd.rq").write_text("SELECT ?offender WHERE { ?offender a ?x }")
    with pytest.raises(OntologyError, match=r"odd\.rq: an invariant needs a line '# title: \.\.\.'"):
        invariants(tmp_path)
