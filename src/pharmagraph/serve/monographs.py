"""A monograph as the graph has it: what it is about, its passages in the order of the text, its questions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from rdflib import Graph, URIRef

from pharmagraph.graph.readback import rows
from pharmagraph.serve.told import link

_HEAD = """SELECT ?title ?source ?description ?modified ?about ?label WHERE {{
  {iri} dcterms:title ?title ; dcterms:source ?source .
  OPTIONAL {{ {iri} dcterms:description ?description }} OPTIONAL {{ {iri} dcterms:modified ?modified }}
  OPTIONAL {{ {iri} schema:about ?about . ?about skos:prefLabel ?label }} }}"""
_PASSAGES = """SELECT DISTINCT ?passage ?start ?end ?line ?section ?exact
  ?statement ?subject ?relation ?object ?modality ?words WHERE {{
  ?passage oa:hasSource {iri} ; pg:line ?line ; pg:section ?section ; oa:hasSelector ?selector .
  ?selector oa:start ?start ; oa:end ?end ; oa:exact ?exact .
  ?statement pg:hasEvidence ?passage ; rdf:subject/skos:prefLabel ?subject ; rdf:predicate/rdfs:label ?relation ;
    rdf:object ?o ; pg:modality ?modality ; rdfs:label ?words .
  OPTIONAL {{ ?o skos:prefLabel ?name }} OPTIONAL {{ ?o rdfs:label ?dose }}
  BIND(COALESCE(?name, ?dose, STR(?o)) AS ?object) }}"""
_QUESTIONS = """SELECT ?question ?name ?text WHERE {{
  {iri} schema:mainEntity ?question . ?question schema:name ?name ; schema:acceptedAnswer/schema:text ?text }}"""


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage.

    Attributes:
        fragment: ``char=120,245`` (RFC 5147).
        line: Where it begins, counted from 1.
        line_fragment: ``L129`` for the first passage of a line, "" for others.
        quote: Its words.
        statements: What it says: link, words, modality.
    """

    fragment: str
    line: int
    line_fragment: str
    quote: str
    statements: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class MonographPage:
    """What the page of a monograph shows.

    Attributes:
        title: Its title.
        source: The name of its file.
        description: From its front matter, or "".
        modified: From its front matter, or "".
        about: Label and link of its substance; two times "" if it has none.
        sections: Headings, each with its passages, in the order of the text.
        questions: Fragment, question and answer.
    """

    title: str
    source: str
    description: str
    modified: str
    about: tuple[str, str]
    sections: tuple[tuple[str, tuple[Passage, ...]], ...] = field(default=())
    questions: tuple[tuple[str, str, str], ...] = field(default=())


def monograph_of(dataset: Graph, iri: str) -> MonographPage:
    """Gather what the page of a monograph shows.

    Args:
        dataset: The graph.
        iri: Of the monograph.
    """
    node = URIRef(iri).n3()
    head = {name: str(value) for name, value in next(rows(dataset, _HEAD.format(iri=node)), {}).items()}
    passages = list(_passages(dataset, node))
    return MonographPage(
        head.get("title", iri),
        head.get("source", ""),
        head.get("description", ""),
        head.get("modified", ""),
        (head.get("label", ""), link(head["about"]) if "about" in head else ""),
        tuple(
            (section, tuple(passage for _, passage in own))
            for section, own in groupby(passages, key=lambda pair: pair[0])
        ),
        tuple(sorted(_questions(dataset, node), key=lambda q: (len(q[0]), q[0]))),
    )


def _passages(dataset: Graph, node: str) -> Iterator[tuple[str, Passage]]:
    found = [{n: str(v) for n, v in row.items()} for row in rows(dataset, _PASSAGES.format(iri=node))]
    found.sort(
        key=lambda r: (
            int(r["start"]),
            int(r["end"]),
            r["subject"],
            r["relation"],
            r["object"],
            r["statement"],
        )
    )
    lines: set[int] = set()
    for passage, own in groupby(found, key=lambda row: row["passage"]):
        said = list(own)
        line = int(said[0]["line"])
        statements = tuple(
            (
                link(r["statement"]),
                r["words"],
                r["modality"],
            )
            for r in said
        )
        first = "" if line in lines else f"L{line}"
        lines.add(line)
        yield (
            said[0]["section"],
            Passage(passage.partition("#")[2], line, first, said[0]["exact"], statements),
        )


def _questions(dataset: Graph, node: str) -> Iterator[tuple[str, str, str]]:
    for row in rows(dataset, _QUESTIONS.format(iri=node)):
        yield str(row["question"]).partition("#")[2], str(row["name"]), str(row["text"])
