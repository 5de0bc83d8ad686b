"""What all monographs share: concepts, and the vocabulary's terms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from pyoxigraph import Literal, Quad

from pharmagraph.graph.iris import (
    CONCEPT_GRAPH,
    VOCABULARY_GRAPH,
    concept_iri,
    external_iri,
    term,
)
from pharmagraph.graph.quads import LABEL, TYPE, name_keys
from pharmagraph.recognise.lexicon import Lexicon
from pharmagraph.records import Assertion, Entity
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


def all_concept_quads(
    used: Iterable[str], seen: Callable[[str], Seen | None], lexicon: Lexicon
) -> Iterator[Quad]:
    """All concepts: those that monographs speak of, and the classes that the lexicon names as broader, up to the top.

    Args:
        used: CURIEs of the concepts that monographs speak of.
        seen: How all monographs together speak of one; None if none does.
        lexicon: What is known of them besides.
    """
    known: set[str] = set()
    for first in used:
        pending = [first]
        while pending:
            identifier = pending.pop()
            if identifier not in known:
                known.add(identifier)
                yield from concept_quads(identifier, seen(identifier), lexicon)
                pending += broader_of(identifier, lexicon)


def broader_of(identifier: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The classes that the lexicon puts a concept into."""
    concept = lexicon.concept(identifier)
    return concept.broader if concept else ()


def concept_quads(identifier: str, mentioned: Seen | None, lexicon: Lexicon) -> Iterator[Quad]:
    """One concept in SKOS: labels, classes, public identifiers, the classes that it belongs to, its folded names.

    Args:
        identifier: Its CURIE.
        mentioned: How monographs speak of it; None for a class that none speaks of.
        lexicon: What is known of it besides.
    """
    concept = lexicon.concept(identifier)
    seen = mentioned or Seen()
    me = concept_iri(identifier)
    label = concept.label if concept else most_used(seen.labels)
    yield Quad(me, TYPE, term("skos:Concept"), CONCEPT_GRAPH)
    yield Quad(me, term("skos:prefLabel"), Literal(label), CONCEPT_GRAPH)
    yield Quad(me, term("pg:isLocal"), Literal(concept is None), CONCEPT_GRAPH)
    # A text may use a thing that the lexicon knows as another kind of thing ("milk" that a drug passes into).
    for kind in sorted({*seen.types, concept.type if concept else ""} - {""}):
        yield Quad(me, TYPE, term(f"pg:{kind}"), CONCEPT_GRAPH)
    names = {*seen.texts, *seen.labels, *(concept.names if concept else ())} - {label}
    brands = concept.brands if concept else ()
    for name in sorted(names):
        yield Quad(me, term("skos:altLabel"), Literal(name), CONCEPT_GRAPH)
    for brand in brands:
        yield Quad(me, term("schema:proprietaryName"), Literal(brand), CONCEPT_GRAPH)
    for triple in name_keys(me, (label, *names, *brands)):
        yield Quad(*triple, CONCEPT_GRAPH)
    for xref in sorted({*seen.xrefs, *(concept.xrefs if concept else ())}):
        yield Quad(me, term("skos:exactMatch"), external_iri(xref), CONCEPT_GRAPH)
    for broader in concept.broader if concept else ():
        yield Quad(me, term("skos:broader"), concept_iri(broader), CONCEPT_GRAPH)


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
