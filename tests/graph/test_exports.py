from __future__ import annotations

import io
import json
import warnings
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.term import Node

from pharmagraph.errors import PharmagraphError
from pharmagraph.graph import FORMATS, as_dataset, export, serialize, to_networkx
from pharmagraph.graph.jsonld import context
from pharmagraph.records import Assertion
from pharmagraph.vocabulary import load_vocabulary

from .made import document, said, store_of
from .rdf import plain, plain_quads, quads, union
from .strategies import assertions
from .test_round_trip import filled

Given = tuple[str, tuple[Assertion, ...]]
# What of XML 1.0, section 2.2, is no Char.
NO_XML = {chr(c) for c in (*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF)}


def parsed(data: bytes, form: str) -> Graph:
    """What rdflib's own parsers read."""
    graph = Graph()
    graph.parse(data=data.decode(), format=form)
    return graph


def parsed_quads(data: bytes, form: str) -> Dataset:
    """What rdflib's own parsers of datasets read."""
    dataset = Dataset()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        dataset.parse(data=data.decode(), format=form)
    return dataset


def xml(text: str) -> str:
    """A text as XML can have it: U+FFFD for each character that it has no way to write."""
    return "".join("\ufffd" if c in NO_XML else c for c in text)


def without_controls(triple: tuple[Node, ...]) -> tuple[Node, ...]:
    """A triple as XML can have it."""
    s, p, o = triple
    if isinstance(o, Literal):
        o = Literal(xml(str(o)), datatype=o.datatype, normalize=False)
    return s, p, o


@settings(max_examples=25, deadline=None)
@given(assertions())
def test_turtle_and_n_triples_hold_the_union_of_all_graphs(given_: Given) -> None:
    """Rdflib and Oxigraph read back from Turtle and N-Triples exactly the triples of the store."""
    store = filled(*given_)
    expected = union(store)
    for name, form, known in (("ttl", "turtle", ox.RdfFormat.TURTLE), ("nt", "nt", ox.RdfFormat.N_TRIPLES)):
        data = serialize(store, name)
        assert plain(parsed(data, form)) == expected, name
        assert {q.triple for q in ox.parse(data, format=known)} == {q.triple for q in store}, name


@settings(max_examples=25, deadline=None)
@given(assertions())
def test_json_ld_holds_the_union_of_all_graphs(given_: Given) -> None:
    """General JSON-LD processors expand the compacted document to exactly the triples of the store."""
    store = filled(*given_)
    data = serialize(store, "jsonld")
    assert plain(parsed(data, "json-ld")) == union(store)
    assert {q.triple for q in ox.parse(data, format=ox.RdfFormat.JSON_LD)} == {q.triple for q in store}


@settings(max_examples=25, deadline=None)
@given(assertions())
def test_n_quads_and_trig_keep_the_named_graphs(given_: Given) -> None:
    """Rdflib and Oxigraph read back from N-Quads and TriG exactly the quads of the store."""
    store = filled(*given_)
    for name, form, known in (("nq", "nquads", ox.RdfFormat.N_QUADS), ("trig", "trig", ox.RdfFormat.TRIG)):
        data = serialize(store, name)
        assert plain_quads(parsed_quads(data, form)) == quads(store), name
        assert set(ox.parse(data, format=known)) == set(store), name


@settings(max_examples=25, deadline=None)
@given(assertions())
def test_rdf_xml_is_well_formed_whatever_the_text(given_: Given) -> None:
    """RDF/XML holds the union; characters that XML can't have are U+FFFD, all others are kept."""
    store = filled(*given_)
    data = serialize(store, "xml")
    expected = {without_controls(triple) for triple in union(store)}
    assert plain(parsed(data, "xml")) == expected
    assert len(list(ox.parse(data, format=ox.RdfFormat.RDF_XML))) == len(expected)


@settings(max_examples=25, deadline=None)
@given(assertions())
def test_graphml_is_the_networkx_graph(given_: Given) -> None:
    """Networkx reads back the nodes and edges it was made of; lists and mappings are JSON text."""
    store = filled(*given_)
    graph = to_networkx(as_dataset(store))
    read = nx.read_graphml(io.BytesIO(serialize(store, "graphml")), force_multigraph=True)

    def flat(attributes: dict[str, object]) -> dict[str, object]:
        return {
            name: value
            if isinstance(value, int)
            else xml(
                value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
            )
            for name, value in attributes.items()
        }

    assert dict(read.nodes(data=True)) == {node: flat(data) for node, data in graph.nodes(data=True)}
    edges = {key: (s, t, flat(data)) for s, t, key, data in graph.edges(keys=True, data=True)}
    assert {key: (s, t, data) for s, t, key, data in read.edges(keys=True, data=True)} == edges


@pytest.fixture
def small() -> ox.Store:
    """A graph of one statement with a qualifier, a dose and a name."""
    return store_of(
        document(
            "a b.md", "Alpha", said("Alpha", "hasSideEffect", "Itch:Condition", frequency="rare"),
            said("Alpha", "hasDosage", "0.5 mg daily", low=0.5, high=0.5, unit="mg", per="day"),
            said("Alpha", "alternateName", '"A\u00e9"'),
        )
    )  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_written_to_a_file_by_its_ending(name: str, small: ox.Store, tmp_path: Path) -> None:
    """The file of an export holds what serialize gives, and nothing else is left in the folder."""
    path = tmp_path / f"graph.{name.upper()}"
    export(small, path)
    assert path.read_bytes() == serialize(small, name) != b""
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_turtle_is_for_people(small: ox.Store) -> None:
    """Turtle has only the known prefixes, a heading over each part, and a subject's type and label first."""
    text = serialize(small, "ttl").decode()
    headings = [line for line in text.splitlines() if line.startswith("# ---")]
    assert headings[0] == "# --- Concepts, and what is said of them ---"
    assert headings.index("# --- Statements ---") < headings.index(
        "# --- Readings: which passage says what ---"
    )
    block = next(b for b in text.split("\n\n") if b.startswith("pgc:test-alpha "))
    assert block.splitlines()[0] == "pgc:test-alpha a skos:Concept , pg:Substance ;"
    assert block.splitlines()[1] == '\tskos:prefLabel "Alpha" ;'
    assert "<https://w3id.org/pharmagraph/" not in text.replace("@prefix", "").split("\n\n", 1)[1]


def test_json_ld_uses_the_names_of_the_context(small: ox.Store) -> None:
    """A statement reads in plain words: no IRI is written out where the context has a name for it."""
    document = json.loads(serialize(small, "jsonld"))
    node = next(n for n in document["@graph"] if n.get("predicate") == "pg:hasSideEffect")
    assert node["type"] == "biolink:Association"
    assert (node["subject"], node["object"]) == ("pgc:test-alpha", "pgc:test-itch")
    assert (node["negated"], node["modality"], node["frequency"], node["support"]) == (
        False,
        "asserted",
        "rare",
        1,
    )
    assert (
        next(n for n in document["@graph"] if n["id"] == "pgc:test-alpha")["hasSideEffect"] == "pgc:test-itch"
    )


def test_relations_do_not_take_the_names_of_other_terms() -> None:
    """Each relation's name in the context stands for that relation."""
    for name in load_vocabulary().relations:
        value = context()[name]
        assert (value if isinstance(value, str) else value["@id"]) == f"pg:{name}"


def test_a_failed_export_leaves_the_former_file(small: ox.Store, tmp_path: Path) -> None:
    """An export that can't be put in place says so, and leaves nothing behind."""
    (tmp_path / "graph.ttl").mkdir()
    with pytest.raises(PharmagraphError) as caught:
        export(small, tmp_path / "graph.ttl")
    assert "can't be written" in str(caught.value)
    assert [p.name for p in tmp_path.iterdir()] == ["graph.ttl"]


def test_an_unknown_ending_is_refused(small: ox.Store, tmp_path: Path) -> None:
    """The error lists the endings that are known."""
    with pytest.raises(PharmagraphError, match=r"'docx' is unknown; use one of ttl, turtle, nt"):
        export(small, tmp_path / "graph.docx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "graphml"])
def test_an_empty_graph_can_be_written(name: str) -> None:
    """A store with nothing in it gives a file that parsers take."""
    data = serialize(ox.Store(), name)
    forms: dict[str, Callable[[bytes], Graph]] = {
        "nq": lambda d: parsed_quads(d, "nquads"),
        "trig": lambda d: parsed_quads(d, "trig"),
    }
    form = {
        "ttl": "turtle",
        "nt": "nt",
        "jsonld": "json-ld",
        "json": "json-ld",
        "rdf": "xml",
        "owl": "xml",
    }.get(name, name)
    assert len(forms.get(name, lambda d: parsed(d, form))(data)) == 0


def test_the_same_triples_give_the_same_bytes_whatever_their_order(small: ox.Store) -> None:
    """A store that was filled in another order is written the same."""
    other = ox.Store()
    for quad in sorted(small, key=str, reverse=True):
        other.add(quad)
    for name in FORMATS:
        assert serialize(other, name) == serialize(small, name), name


def test_a_literal_is_told_from_an_iri_that_reads_the_same() -> None:
    """A name that looks like an IRI stays a name in every format."""
    store = store_of(document("a.md", "Alpha", said("Alpha", "alternateName", '"pgc:test-alpha"')))
    for name, form in (("ttl", "turtle"), ("jsonld", "json-ld"), ("xml", "xml"), ("nt", "nt")):
        found = parsed(serialize(store, name), form).objects(
            predicate=URIRef("https://w3id.org/pharmagraph/vocab/alternateName")
        )
        assert [type(o) for o in found] == [Literal], name
