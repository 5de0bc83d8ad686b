"""The former build: what it knew, how far a new one can go on from it, and what is kept of it unchanged."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox

from pharmagraph.errors import StoreError
from pharmagraph.graph.book import BOOK, Book
from pharmagraph.graph.generation import current_generation, signature
from pharmagraph.graph.iris import PREFIXES, RUN_GRAPH, STATEMENT_GRAPH, monograph_iri, term
from pharmagraph.graph.part import EVIDENCE, OBJECT, PREDICATE, SUBJECT
from pharmagraph.graph.quads import is_plain, plain_triples
from pharmagraph.graph.runs import MADE_BY, USED, fingerprint
from pharmagraph.graph.store import open_ox
from pharmagraph.records import Modality
from pharmagraph.vocabulary import Vocabulary

_PG = PREFIXES["pg"]


@dataclass(frozen=True, slots=True)
class Holding:
    """A graph and the book that goes with it."""

    store: ox.Store
    book: Book


@dataclass(frozen=True, slots=True)
class Former:
    """What a former build has left.

    Attributes:
        generation: Where it lies, to go on from; None if that can't be.
        holding: Its graph and book, to keep what can't be read now; None if there is nothing to keep.
        why: Why everything is read again; "" if there was no former build, or if the new one goes on from it.
    """

    generation: Path | None = None
    holding: Holding | None = None
    why: str = ""


def former_of(folder: Path, *, fresh: bool = False) -> Former:
    """Look at what is in an output folder.

    Args:
        folder: The output folder.
        fresh: Whether everything is to be read again in any case.
    """
    generation = current_generation(folder)
    if generation is None:
        return Former()
    try:
        store, book = open_ox(folder), Book(generation / BOOK, read_only=True)
        written, state = book["fingerprint"], book["signature"]
        book.hashes()  # fails where its pages are damaged
    except StoreError as error:
        return Former(why=f"the former graph can't be taken over: {error.problem}")
    except sqlite3.Error:
        return Former(why="the former graph can't be taken over: its book is missing or damaged")
    why = "it was asked for" if fresh else _why(written, state, generation)
    return Former(generation=None if why else generation, holding=Holding(store, book), why=why)


def _why(written: str, state: str, generation: Path) -> str:
    if written != fingerprint():
        return "the program, the ontology, the lexicon, or the libraries that read are not those of the former build"
    return "" if state == signature(generation) else "another program has written to the store"


def keep(holding: Holding, former: Holding, source: str, vocabulary: Vocabulary) -> bool:
    """Take over the statements of a monograph, its place in the book, and the run that made them.

    Args:
        holding: What is being filled.
        former: What the former build had.
        source: The name of the monograph's file.
        vocabulary: The relations.

    Returns:
        Whether the former build had anything of it.
    """
    record = former.book.record(source)
    if record is None:
        return False
    graph = monograph_iri(source)
    quads = list(former.store.quads_for_pattern(None, None, None, graph))
    made = {quad.subject for quad in quads if quad.predicate == EVIDENCE}
    statements = [node for node in made if isinstance(node, ox.NamedNode)]
    said = [quad for statement in statements for quad in _statement(former.store, statement, vocabulary)]
    # A statement that others made too may have come from several runs; only this monograph's own is meant.
    if any(quad.object == ox.NamedNode(record.run) for quad in said):
        said = [q for q in said if q.predicate != MADE_BY or q.object == ox.NamedNode(record.run)]
    holding.store.bulk_extend([*quads, *said])
    for run in {quad.object for quad in said if quad.predicate == MADE_BY}:
        if isinstance(run, ox.NamedNode):
            described = former.store.quads_for_pattern(run, None, None, RUN_GRAPH)
            holding.store.extend(q for q in described if q.predicate != USED or q.object == graph)
    # Without its hash: it was read by another program, and is to be read again even if the same bytes come back.
    holding.book.put(replace(record, sha256=""))
    return True


def _statement(former: ox.Store, statement: ox.NamedNode, vocabulary: Vocabulary) -> Iterator[ox.Quad]:
    """What a statement says: itself, its dose, and the plain triple, if its own modality gives it one."""
    own = _described(former, statement)
    yield from own
    values = {quad.predicate: quad.object for quad in own}
    subject, predicate, obj = values[SUBJECT], values[PREDICATE], values[OBJECT]
    modality = values[term("pg:modality")]
    assert isinstance(subject, ox.NamedNode)
    assert isinstance(predicate, ox.NamedNode)
    assert isinstance(obj, ox.NamedNode | ox.Literal)
    assert isinstance(modality, ox.Literal)
    relation = vocabulary.relations.get(predicate.value.removeprefix(_PG))
    if relation and is_plain(Modality(modality.value), relation):
        for triple in plain_triples(subject, predicate, obj):
            yield ox.Quad(*triple, STATEMENT_GRAPH)
    if predicate == term("pg:hasDosage") and isinstance(obj, ox.NamedNode):
        yield from dose_quads(former, obj)


def dose_quads(store: ox.Store, dose: ox.NamedNode) -> Iterator[ox.Quad]:
    """All that a graph says of a dose and its quantity."""
    own = _described(store, dose)
    yield from own
    for quad in own:
        if quad.predicate == term("schema:doseValue") and isinstance(quad.object, ox.NamedNode):
            yield from _described(store, quad.object)


def _described(store: ox.Store, node: ox.NamedNode) -> list[ox.Quad]:
    return list(store.quads_for_pattern(node, None, None, STATEMENT_GRAPH))
