"""What all monographs share: concepts, the vocabulary's terms, the record of the run."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from pharmagraph.graph.iris import (
    CONCEPT_GRAPH,
    RUN_GRAPH,
    VOCABULARY_GRAPH,
    concept_iri,
    external_iri,
    run_iri,
    term,
)
from pharmagraph.graph.quads import LABEL, TYPE
from pharmagraph.recognise.lexicon import Lexicon
from pharmagraph.records import Assertion, Entity
from pharmagraph.resources import lexicon_dir, ontology_dir
from pharmagraph.vocabulary import Vocabulary


@dataclass(slots=True)
class Seen:
    """How one concept was spoken of.

    Attributes:
        labels: Labels, and how often.
        texts: Wordings of the text, and how often.
        types: Classes, and how often.
        xrefs: CURIEs of public identifiers.
    """

    labels: Counter[str] = field(default_factory=Counter)
    texts: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    xrefs: set[str] = field(default_factory=set)

    def add(self, entity: Entity) -> None:
        """Count one more mention."""
        self.labels[entity.label] += 1
        self.texts[entity.text] += 1
        self.types[entity.type] += 1
        self.xrefs.update(entity.xrefs)

    def merge(self, other: Seen) -> None:
        """Add what was counted elsewhere."""
        self.labels += other.labels
        self.texts += other.texts
        self.types += other.types
        self.xrefs |= other.xrefs


Mentions = dict[str, Seen]


def mentions_of(assertions: Iterable[Assertion], subject: Entity) -> Mentions:
    """Count the concepts of one monograph; its substance is among them, whether it is spoken of or not."""
    found: Mentions = {}
    entities = [subject]
    for assertion in assertions:
        entities += (assertion.subject, assertion.object)
    for entity in entities:
        if entity.id:
            found.setdefault(entity.id, Seen()).add(entity)
    return found


def merge_mentions(into: Mentions, more: Mapping[str, Seen]) -> None:
    """Add the counts of one more monograph."""
    for identifier, seen in more.items():
        into.setdefault(identifier, Seen()).merge(seen)


def concept_quads(mentions: Mapping[str, Seen], lexicon: Lexicon) -> Iterator[Quad]:
    """Concepts in SKOS: labels, classes, public identifiers, the classes that they belong to.

    Classes that the lexicon names as broader are described too, up to the top, so that queries by class find them.
    """
    pending = sorted(mentions)
    known = set(pending)
    for identifier in pending:  # grows while it is walked: broader concepts are appended
        concept = lexicon.concept(identifier)
        seen = mentions.get(identifier) or Seen()
        me = concept_iri(identifier)
        label = concept.label if concept else most_used(seen.labels)
        yield Quad(me, TYPE, term("skos:Concept"), CONCEPT_GRAPH)
        yield Quad(me, term("skos:prefLabel"), Literal(label), CONCEPT_GRAPH)
        yield Quad(me, term("pg:isLocal"), Literal(concept is None), CONCEPT_GRAPH)
        # A text may use a thing that the lexicon knows as another kind of thing ("milk" that a drug passes into).
        for kind in sorted({*seen.types, concept.type if concept else ""} - {""}):
            yield Quad(me, TYPE, term(f"pg:{kind}"), CONCEPT_GRAPH)
        names = {*seen.texts, *seen.labels, *(concept.names if concept else ())} - {label}
        for name in sorted(names):
            yield Quad(me, term("skos:altLabel"), Literal(name), CONCEPT_GRAPH)
        for brand in concept.brands if concept else ():
            yield Quad(me, term("schema:proprietaryName"), Literal(brand), CONCEPT_GRAPH)
        for xref in sorted({*seen.xrefs, *(concept.xrefs if concept else ())}):
            yield Quad(me, term("skos:exactMatch"), external_iri(xref), CONCEPT_GRAPH)
        for broader in concept.broader if concept else ():
            yield Quad(me, term("skos:broader"), concept_iri(broader), CONCEPT_GRAPH)
            if broader not in known:
                known.add(broader)
                pending.append(broader)


def most_used(counts: Counter[str]) -> str:
    """The most frequent text; of equally frequent ones the first by alphabet."""
    return min(counts, key=lambda text: (-counts[text], text), default="")


def vocabulary_quads(vocabulary: Vocabulary) -> Iterator[Quad]:
    """Relations and classes with their labels, so that an exported graph explains itself."""
    for name, label in vocabulary.classes.items():
        yield Quad(term(f"pg:{name}"), TYPE, term("owl:Class"), VOCABULARY_GRAPH)
        yield Quad(term(f"pg:{name}"), LABEL, Literal(label), VOCABULARY_GRAPH)
    for relation in vocabulary.relations.values():
        me = term(f"pg:{relation.name}")
        kinds = ["pg:Relation", *(["pg:RiskRelation"] if relation.risk else [])]
        kinds += ["owl:SymmetricProperty"] if relation.symmetric else []
        kinds += ["owl:DatatypeProperty" if "literal" in relation.range else "owl:ObjectProperty"]
        for kind in kinds:
            yield Quad(me, TYPE, term(kind), VOCABULARY_GRAPH)
        yield Quad(me, LABEL, Literal(relation.label), VOCABULARY_GRAPH)
        yield Quad(me, term("skos:definition"), Literal(relation.definition), VOCABULARY_GRAPH)
        yield Quad(me, term("pg:group"), Literal(relation.group), VOCABULARY_GRAPH)
        for name in sorted(relation.domain):
            yield Quad(me, term("schema:domainIncludes"), term(f"pg:{name}"), VOCABULARY_GRAPH)
        for name in sorted(relation.range - {"literal"}):
            yield Quad(me, term("schema:rangeIncludes"), term(f"pg:{name}"), VOCABULARY_GRAPH)
        for end in relation.spreads:
            yield Quad(me, term("pg:holdsForMembersOf"), term(f"rdf:{end}"), VOCABULARY_GRAPH)
        for name in relation.entails:
            yield Quad(me, term("rdfs:subPropertyOf"), term(f"pg:{name}"), VOCABULARY_GRAPH)


@cache
def program_version() -> str:
    """Version of the installed package; "0" in a source tree that was never installed."""
    try:
        return version("pharmagraph")
    except PackageNotFoundError:
        return "0"


def knowledge_digest(*folders: Path) -> str:
    """A hash of all files of the ontology and the lexicon, or of other folders.

    Two builds agree when this, the program and the monographs do.
    """
    digest = hashlib.sha256()
    for root in folders or (ontology_dir(), lexicon_dir()):
        for path in sorted(p for p in root.rglob("*") if p.is_file()):
            name = path.relative_to(root).as_posix().encode("utf-8", "surrogateescape")
            digest.update(name + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


@cache
def this_run() -> NamedNode:
    """The run of this program with its ontology and lexicon."""
    return run_iri(program_version(), knowledge_digest())


def run_quads(run: NamedNode, monographs: Iterable[NamedNode]) -> Iterator[Quad]:
    """What was run, and on what (PROV-O). No time: the same input gives the same bytes."""
    yield Quad(run, TYPE, term("prov:Activity"), RUN_GRAPH)
    yield Quad(run, LABEL, Literal(f"Pharmagraph {program_version()}"), RUN_GRAPH)
    yield Quad(run, term("dcterms:hasVersion"), Literal(program_version()), RUN_GRAPH)
    for monograph in monographs:
        yield Quad(run, term("prov:used"), monograph, RUN_GRAPH)
