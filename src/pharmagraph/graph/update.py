"""A graph brought up to date in proportion to what has changed: monographs taken out and put in, the rest settled.

A monograph's own graph goes and comes as a whole. What monographs share is settled at the end, for what they touched:
a statement goes with its last evidence, its plain triple with the last statement that gives it, a concept with the
last monograph that speaks of it and of what is below it; labels and support are computed anew. The outcome is the
graph that a build from nothing makes, to the byte.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

import pyoxigraph as ox

from pharmagraph.graph.book import Book, Record
from pharmagraph.graph.changes import Changes
from pharmagraph.graph.concepts import broader_of, concept_quads, most_used
from pharmagraph.graph.follow import draw_anew
from pharmagraph.graph.former import Holding, dose_quads
from pharmagraph.graph.iris import (
    CONCEPT_GRAPH,
    PREFIXES,
    RUN_GRAPH,
    STATEMENT_GRAPH,
    SUPPORT_GRAPH,
    concept_curie,
    concept_iri,
    monograph_iri,
    source_of,
    term,
)
from pharmagraph.graph.part import EVIDENCE, OBJECT, PREDICATE, SUBJECT, Fact, Sayings, fact_of
from pharmagraph.graph.quads import NAME_KEY, TYPE, is_plain, name_keys, plain_triples
from pharmagraph.graph.runs import MADE_BY, run_quads, used_quads
from pharmagraph.graph.summary import SUPPORT, summary_quads
from pharmagraph.recognise.lexicon import Lexicon
from pharmagraph.records import Modality
from pharmagraph.vocabulary import Vocabulary

_PG = PREFIXES["pg"]
_LABEL, _BROADER, _MODALITY = term("skos:prefLabel"), term("skos:broader"), term("pg:modality")
_NOTABLE = (_LABEL, TYPE)  # of a concept: what statements about it depend on
_NAMES = (term("pg:alternateName"), term("pg:brandName"))
_STATED = re.compile(rb"^<([^>]*)> " + re.escape(str(EVIDENCE).encode()), re.M)


class Update:
    """One build's changes to a graph that is there.

    Args:
        holding: The graph and its book.
        lexicon: What is known of concepts besides.
        vocabulary: The relations.
        load: What to load N-Quads with, where they are so many that they are not to be added one by one.

    Attributes:
        changes: What was added and removed.
        facts: Subject, relation and object of all statements that were touched; those that are gone, too.
    """

    def __init__(
        self,
        holding: Holding,
        lexicon: Lexicon,
        vocabulary: Vocabulary,
        load: Callable[[bytes], None] | None = None,
    ) -> None:
        self.store, self.book = holding.store, holding.book
        self.lexicon, self.vocabulary = lexicon, vocabulary
        self.changes = Changes(self.store)
        self._load = load
        self.facts: set[Fact] = set()
        self._statements: set[ox.NamedNode] = set()
        # Concepts that were touched, and whether any monograph spoke of them before.
        self._used: dict[str, bool] = {}
        self._runs = set(self.book.runs().values())

    def take_out(self, source: str) -> None:
        """Remove a monograph: its graph, its place in the book and in the record of its run."""
        record = self.book.record(source)
        if record is None:
            return
        graph = monograph_iri(source)
        quads = list(self.store.quads_for_pattern(None, None, None, graph))
        self._statements.update(
            q.subject for q in quads if q.predicate == EVIDENCE and isinstance(q.subject, ox.NamedNode)
        )
        self.changes.remove(quads)
        self.changes.remove(used_quads(ox.NamedNode(record.run), [graph]))
        self._touch(record)
        self.book.drop(record)

    def put_in(self, record: Record, nquads: bytes) -> None:
        """Add a monograph that is not there."""
        run = ox.NamedNode(record.run)
        if self._load:
            self._load(nquads)
        else:
            self.changes.add(ox.parse(nquads, format=ox.RdfFormat.N_QUADS))
        self.changes.add((*run_quads(run), *used_quads(run, [monograph_iri(record.source)])))
        self._statements.update(ox.NamedNode(iri.decode()) for iri in _STATED.findall(nquads))
        self._runs.add(record.run)
        self._touch(record)
        self.book.put(record)

    def _touch(self, record: Record) -> None:
        for concept in record.mentions.keys() - self._used.keys():
            self._used[concept] = self.book.uses(concept)

    def settle(self) -> None:
        """Bring what monographs share up to date, for all that was touched."""
        dead = {s for s in self._statements if not self._has(s, EVIDENCE, None)}
        alive = self._statements - dead
        fresh = {s for s in alive if not self._has(s, SUPPORT, SUPPORT_GRAPH)}
        self._count(fresh, 1)
        self._count(dead, -1)
        self.facts.update(fact for s in self._statements if (fact := fact_of(self.store, s)))
        self._bury(dead)
        if len(self._runs) > 1:
            self._tell_runs(alive)
        other = self._settle_concepts()
        about = {s for concept in other for s in self._about(concept)}
        alive |= about
        old = [q for s in alive for q in self.store.quads_for_pattern(s, None, None, SUPPORT_GRAPH)]
        self.changes.replace(old, summary_quads(self.store, self.vocabulary, alive))
        turned = {concept_iri(c) for c, before in self._used.items() if self.book.uses(c) != before}
        derived = draw_anew(self.changes, self.vocabulary, dead | fresh | about, turned, other)
        self.book.add_totals("graph", [("derived", derived)])

    def _about(self, concept: ox.NamedNode) -> Iterator[ox.NamedNode]:
        for end in (SUBJECT, OBJECT):
            for quad in self.store.quads_for_pattern(None, end, concept, STATEMENT_GRAPH):
                if isinstance(quad.subject, ox.NamedNode):
                    yield quad.subject

    def _has(self, subject: ox.NamedNode, predicate: ox.NamedNode, graph: ox.NamedNode | None) -> bool:
        return next(iter(self.store.quads_for_pattern(subject, predicate, None, graph)), None) is not None

    def _count(self, statements: set[ox.NamedNode], sign: int) -> None:
        for kind, predicate in (("relation", PREDICATE), ("modality", _MODALITY)):
            values = [_value(self.store, s, predicate).removeprefix(_PG) for s in statements]
            self.book.add_totals(kind, [(value, sign) for value in values])

    def _bury(self, dead: set[ox.NamedNode]) -> None:
        facts = {fact for s in dead if (fact := fact_of(self.store, s))}
        for statement in dead:
            for graph in (STATEMENT_GRAPH, SUPPORT_GRAPH):
                self.changes.remove(self.store.quads_for_pattern(statement, None, None, graph))
        sayings = Sayings(self.store)
        for fact in facts:
            left = list(sayings.of(fact))
            relation = self.vocabulary.relations.get(fact[1].value.removeprefix(_PG))
            modes = {Modality(_value(self.store, s, _MODALITY)) for s in left}
            if not relation or not any(is_plain(mode, relation) for mode in modes):
                self._unsay(fact)
            if not left and isinstance(fact[2], ox.NamedNode) and fact[1] == term("pg:hasDosage"):
                self.changes.remove(dose_quads(self.store, fact[2]))

    def _unsay(self, fact: Fact) -> None:
        """Remove a plain triple; the key of a name stays as long as another name of the concept has it."""
        gone = {ox.Quad(*triple, STATEMENT_GRAPH) for triple in plain_triples(*fact)}
        self.changes.remove(q for q in gone if q.predicate != NAME_KEY)
        names = [
            q.object for p in _NAMES for q in self.store.quads_for_pattern(fact[0], p, None, STATEMENT_GRAPH)
        ]
        kept = name_keys(fact[0], (name.value for name in names if isinstance(name, ox.Literal)))
        self.changes.remove(gone - {ox.Quad(*triple, STATEMENT_GRAPH) for triple in kept})

    def _tell_runs(self, statements: set[ox.NamedNode]) -> None:
        """Where monographs of several runs stand side by side: by whose runs each statement was made."""
        runs = self.book.runs()
        for statement in statements:
            evidence = self.store.quads_for_pattern(statement, EVIDENCE, None, None)
            made = {
                runs[source_of(q.graph_name.value)]
                for q in evidence
                if isinstance(q.graph_name, ox.NamedNode)
            }
            old = self.store.quads_for_pattern(statement, MADE_BY, None, STATEMENT_GRAPH)
            self.changes.replace(
                old, (ox.Quad(statement, MADE_BY, ox.NamedNode(r), STATEMENT_GRAPH) for r in made)
            )
        for run in self._runs - set(runs.values()):
            self.changes.remove(self.store.quads_for_pattern(ox.NamedNode(run), None, None, RUN_GRAPH))

    def _settle_concepts(self) -> set[ox.NamedNode]:
        """Describe the concepts that were touched, and the classes above them.

        Returns:
            Those that have another label, or are of other classes, than before.
        """
        other = set()
        pending = set(self._used)
        while pending:
            identifier = pending.pop()
            me, seen = concept_iri(identifier), self.book.seen(identifier)
            wanted = seen is not None or self._above_used(me)
            new = set(concept_quads(identifier, seen, self.lexicon)) if wanted else set()
            old = set(self.store.quads_for_pattern(me, None, None, CONCEPT_GRAPH))
            self.changes.replace(old, new)
            if any(quad.predicate in _NOTABLE for quad in old ^ new):
                other.add(me)
            note_unknown(self.book, identifier, self.lexicon)
            # A class comes with the first concept below it, and goes with the last.
            for broader in broader_of(identifier, self.lexicon):
                if self._has(concept_iri(broader), _LABEL, CONCEPT_GRAPH) != wanted:
                    pending.add(broader)
        return other

    def _above_used(self, concept: ox.NamedNode) -> bool:
        """Whether a concept that monographs speak of is somewhere below this one."""
        known, pending = {concept}, [concept]
        while pending:
            for quad in self.store.quads_for_pattern(None, _BROADER, pending.pop(), CONCEPT_GRAPH):
                below = quad.subject
                if isinstance(below, ox.NamedNode) and below not in known:
                    if self.book.uses(concept_curie(below.value)):
                        return True
                    known.add(below)
                    pending.append(below)
        return False


def note_unknown(book: Book, identifier: str, lexicon: Lexicon) -> None:
    """Note in the book whether a concept is one that no lexicon knows, under which name, and how often it is named."""
    seen = None if lexicon.concept(identifier) else book.seen(identifier)
    labels: Counter[str] = seen.labels if seen else Counter()
    book.set_unknown(identifier, most_used(labels), sum(labels.values()))


def _value(store: ox.Store, subject: ox.NamedNode, predicate: ox.NamedNode) -> str:
    quad = next(iter(store.quads_for_pattern(subject, predicate, None, STATEMENT_GRAPH)))
    return str(quad.object.value)  # type: ignore[union-attr]  # no triple terms in the graph
