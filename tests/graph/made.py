"""Graphs made of statements that are given, not extracted: they say the same whatever the rules become."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyoxigraph as ox

from pharmagraph.extract import Extraction
from pharmagraph.extract.knowledge import load_knowledge
from pharmagraph.extract.naming import names_of
from pharmagraph.fill import fill
from pharmagraph.graph import open_ox
from pharmagraph.graph.book import BOOK, Book
from pharmagraph.graph.former import Holding
from pharmagraph.graph.generation import new_generation
from pharmagraph.graph.queries import as_rows, run
from pharmagraph.graph.store import STORE
from pharmagraph.pipeline import sum_up
from pharmagraph.process import Processed, quads_from
from pharmagraph.read import Reading
from pharmagraph.records import Assertion, Entity, Evidence, Modality, Monograph, QualifierValue
from pharmagraph.report import Report


def entity(name: str) -> Entity:
    """A concept that no lexicon knows: ``Name``, or ``Name:Class``; ``"text"`` in quotes is a literal."""
    if name.startswith('"'):
        return Entity(name.strip('"'), name.strip('"'), "", "")
    label, _, kind = name.partition(":")
    return Entity(label, label, "pgc:test-" + re.sub(r"[^a-z!?]+", "-", label.lower()), kind or "Substance")


@dataclass(frozen=True)
class Said:
    """A statement and the sentences that make it."""

    subject: str
    relation: str
    object: str
    quotes: tuple[str, ...]
    modality: str = "asserted"
    qualifiers: dict[str, QualifierValue] = field(default_factory=dict)


def said(
    subject: str, relation: str, obj: str, *quotes: str, modality: str = "asserted", **qualifiers
) -> Said:
    """A statement; without quotes a sentence is made up."""
    made = quotes or (f"{subject} {relation} {obj} {modality} {sorted(qualifiers.items())}.",)
    return Said(subject, relation, obj, made, modality, qualifiers)


def monograph(source: str, title: str, *statements: Said) -> tuple[Monograph, tuple[Assertion, ...]]:
    """A document of nothing but the sentences, one on each line from the third, and the assertions in it."""
    quotes = list(dict.fromkeys(quote for statement in statements for quote in statement.quotes))
    raw = f"# {title}\n\n" + "\n".join(quotes) + "\n"

    def assertion(statement: Said) -> Assertion:
        obj = entity(statement.object)
        if statement.relation == "hasDosage":
            obj = replace(obj, id="", type="Dosage")
        return Assertion(
            entity(statement.subject),
            statement.relation,
            obj,
            Modality(statement.modality),
            tuple(sorted(statement.qualifiers.items())),
            tuple(sorted(evidence(quote, statement.modality) for quote in statement.quotes)),
        )

    def evidence(quote: str, modality: str) -> Evidence:
        start = raw.index(quote)
        line = raw.count("\n", 0, start) + 1
        return Evidence(
            source,
            start,
            start + len(quote),
            quote,
            title,
            line,
            "made",
            Modality(modality),
            object_span=(start, start),
        )

    return Monograph(source, title, raw, {}, (), sha256="0" * 64), tuple(map(assertion, statements))


def document(source: str, title: str, *statements: Said) -> Processed:
    """What reading a document of these statements gives."""
    read, assertions = monograph(source, title, *statements)
    return quads_from(Reading(read), Extraction(read, assertions, (), names_of(read, load_knowledge())))


def holding_of(*documents: Processed, former: Holding | None = None, report: Report | None = None) -> Holding:
    """The graph of documents and its book, in memory; it is valid, or the test is wrong."""
    holding = Holding(ox.Store(), Book())
    report = report or Report()
    fill(holding, iter(documents), former, report)
    assert report.offences == []
    sum_up(holding, report)
    return holding


def store_of(*documents: Processed, former: Holding | None = None, report: Report | None = None) -> ox.Store:
    """The graph of documents, in memory; it is valid, or the test is wrong."""
    return holding_of(*documents, former=former, report=report).store


def write_graph(folder: Path, documents: Iterable[Processed]) -> Path:
    """The graph of documents, on disk, as a build writes it."""
    with new_generation(folder) as place:
        holding = Holding(ox.Store(str(place / STORE)), Book(place / BOOK))
        fill(holding, iter(list(documents)), None, Report())
        holding.store.flush()
        holding.book.close()
        del holding
    return folder


def sources(folder: Path) -> list[str]:
    """The monographs of a graph on disk."""
    _, rows = as_rows(run(open_ox(folder), "SELECT ?s { ?m a pg:Monograph ; dcterms:source ?s } ORDER BY ?s"))
    return [source for (source,) in rows]


def statements(folder: Path) -> set[str]:
    """The statements of a graph on disk, in words."""
    _, rows = as_rows(run(open_ox(folder), "SELECT ?l { ?s a biolink:Association ; rdfs:label ?l }"))
    return {label for (label,) in rows}
