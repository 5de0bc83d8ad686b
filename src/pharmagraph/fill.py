"""What monographs gave -> a graph: a new one from nothing, or a former one brought up to date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

import pyoxigraph as ox

from pharmagraph.graph.concepts import all_concept_quads, vocabulary_quads
from pharmagraph.graph.follow import count_derived, draw_all
from pharmagraph.graph.former import Holding, keep
from pharmagraph.graph.iris import monograph_iri
from pharmagraph.graph.part import EVIDENCE, Fact, fact_of, facts_of, offenders_around
from pharmagraph.graph.runs import run_quads, used_quads
from pharmagraph.graph.summary import count_kinds, count_triples, summary_quads
from pharmagraph.graph.update import Update, note_unknown
from pharmagraph.graph.validate import MISQUOTED, Offence, placed
from pharmagraph.ontology_check import ontology_offences
from pharmagraph.process import Processed
from pharmagraph.recognise.lexicon import load_lexicon
from pharmagraph.report import Report
from pharmagraph.vocabulary import load_vocabulary

_LOAD_BYTES = 32_000_000  # of N-Quads, loaded at once: more needs more memory
_LOAD_QUADS = 50_000
_MANY = 500  # monographs read: from there on they are loaded in bulk, and the graph is counted anew
_CHECK_AT_ONCE = 2_000  # facts


def fill(holding: Holding, monographs: Iterable[Processed], former: Holding | None, report: Report) -> None:
    """Put everything into an empty store and an empty book, count it, and check it.

    Args:
        holding: The store and the book.
        monographs: What was read, in any order.
        former: What the former build had, to keep what it knew of monographs that can't be read now.
        report: What is found goes there.
    """
    store, book = holding.store, holding.book
    lexicon, vocabulary = load_lexicon(), load_vocabulary()
    loader = Loader(store)
    for processed in monographs:
        if processed.record is not None:
            loader.add(processed.nquads)
            book.put(processed.record)
        elif processed.problem is not None:
            report.problems.append(processed.problem)
            if former is not None and keep(holding, former, processed.source, vocabulary):
                report.kept.append(processed.source)
    loader.flush()
    store.optimize()  # what follows asks for each statement: from many small tables that takes twice as long
    bulk(store, all_concept_quads(book.concepts(), book.seen, lexicon))
    for concept in list(book.concepts()):
        note_unknown(book, concept, lexicon)
    bulk(store, vocabulary_quads(vocabulary))
    _tell_runs(holding, set(report.kept))
    bulk(store, summary_quads(store, vocabulary))
    bulk(store, draw_all(store, vocabulary))
    count_anew(holding)
    kept = [fact for source in report.kept for fact in _facts_in(store, source)]
    check(holding, kept, report)


def bring_up_to_date(
    holding: Holding, gone: Iterable[str], monographs: Iterable[Processed], many: bool, report: Report
) -> bool:
    """Change a graph where its monographs have changed.

    Args:
        holding: The store and the book, copies of those of the former build.
        gone: Sources that are no longer there.
        monographs: What was read of the new and the changed ones.
        many: Whether so many are read that they are better loaded in bulk.
        report: What is found goes there.

    Returns:
        Whether the graph is another one now.
    """
    store, book = holding.store, holding.book
    vocabulary = load_vocabulary()
    loader = Loader(store) if many else None
    update = Update(holding, load_lexicon(), vocabulary, loader.add if loader else None)
    for source in gone:
        update.take_out(source)
    for processed in monographs:
        if processed.record is not None:
            update.take_out(processed.source)
            update.put_in(processed.record, processed.nquads)
        elif processed.problem is not None:
            report.problems.append(processed.problem)
            if book.record(processed.source) is not None:
                report.kept.append(processed.source)
    if loader:
        loader.flush()
        store.optimize()
    update.settle()
    update.changes.forget_empty_graphs()
    changed = update.changes.number > 0 or many
    if many:
        count_anew(holding)
    else:
        book.add_totals("graph", [("triples", update.changes.triples)])
    check(holding, update.facts, report)
    return changed


def is_many(number: int) -> bool:
    """Whether so many monographs are read that they are better loaded in bulk."""
    return number > _MANY


class Loader:
    """Loads N-Quads in portions.

    Args:
        store: Where to.
    """

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._parts: list[bytes] = []
        self._size = 0

    def add(self, nquads: bytes) -> None:
        """Load some more, now or with the next."""
        self._parts.append(nquads)
        self._size += len(nquads)
        if self._size > _LOAD_BYTES:
            self.flush()

    def flush(self) -> None:
        """Load what is still waiting."""
        data = b"".join(self._parts)
        self._parts.clear()
        self._size = 0
        # lenient: the IRIs are our own and need not be checked again
        self._store.bulk_load(input=data, format=ox.RdfFormat.N_QUADS, lenient=True)


def bulk(store: ox.Store, quads: Iterable[ox.Quad]) -> None:
    """Add many quads in portions: what is held in memory does not grow with their number."""
    rest = iter(quads)
    while portion := list(islice(rest, _LOAD_QUADS)):
        store.bulk_extend(portion)


def _tell_runs(holding: Holding, kept: set[str]) -> None:
    """Which run read which monograph; those of kept ones were taken over with them."""
    store = holding.store
    for source, run in holding.book.runs().items():
        if source not in kept:
            node = ox.NamedNode(run)
            store.extend((*run_quads(node), *used_quads(node, [monograph_iri(source)])))


def count_anew(holding: Holding) -> None:
    """Count statements by kind, and triples."""
    holding.book.clear_totals()
    relations, modalities = count_kinds(holding.store)
    holding.book.add_totals("relation", relations)
    holding.book.add_totals("modality", modalities)
    numbers = (("triples", count_triples(holding.store)), ("derived", count_derived(holding.store)))
    holding.book.add_totals("graph", numbers)


def check(holding: Holding, facts: Iterable[Fact], report: Report) -> None:
    """Check what monographs by themselves were found to offend against, and some facts besides.

    Quotes that don't stand where they should are the monograph's own matter; all else is asked of the whole graph.
    """
    store = holding.store
    suspects = holding.book.offenders()
    found = {pair for pair in suspects if pair[0] == MISQUOTED}
    asked = {*facts, *(fact for _, iri in suspects - found for fact in facts_of(store, iri))}
    rest = iter(asked)
    while portion := list(islice(rest, _CHECK_AT_ONCE)):
        found |= offenders_around(store, portion)
    report.offences = placed(store, {*(Offence(*pair) for pair in found), *ontology_offences()})


def _facts_in(store: ox.Store, source: str) -> Iterator[Fact]:
    for quad in store.quads_for_pattern(None, EVIDENCE, None, monograph_iri(source)):
        if isinstance(quad.subject, ox.NamedNode) and (fact := fact_of(store, quad.subject)):
            yield fact
