"""The vocabulary of ``ontology/vocabulary.ttl``: the relations, with all that code needs to know of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from pharmagraph.errors import OntologyError
from pharmagraph.records import Modality
from pharmagraph.resources import ontology_dir

# The parts of a description of a substance, in the order in which they are shown.
GROUPS = ("identity", "use", "mechanism", "kinetics", "dose", "interactions", "safety", "food")
PG = "https://w3id.org/pharmagraph/vocab/"
_OWL = "http://www.w3.org/2002/07/owl#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_NEEDS = (
    "every relation needs label, definition, scope note, domain, range, group, example and counter-example"
)


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that makes a statement, or one that must not be taken for it; both run as tests.

    Attributes:
        text: The sentence.
        about: Title of the monograph that it stands in.
        object: The statement's object.
        heading: The heading it stands under, or "".
        modality: The modality in question, None for any.
    """

    text: str
    about: str
    object: str
    heading: str = ""
    modality: Modality | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation of the vocabulary.

    Attributes:
        name: Local name (``interactsWith``).
        label: In words ("interacts with").
        definition: What it states.
        scope_note: What it is not for.
        domain: Local names of the classes that its subject may have.
        range: Local names of the classes that its object may have; ``literal`` for names.
        group: Where it belongs (mechanism, use, interactions, safety, kinetics, food, dose, identity).
        risk: Whether it states a risk: its plain triple is written for hedged statements, too.
        symmetric: Whether it holds both ways.
        entails: Local names of the relations that it entails.
        spreads: The ends (``subject``, ``object``) at which a statement of a class holds for each member.
        aligned: IRIs of the terms it is aligned with.
        examples: Sentences that make such a statement.
        counter_examples: Sentences that do not.
    """

    name: str
    label: str
    definition: str
    scope_note: str
    domain: frozenset[str]
    range: frozenset[str]
    group: str
    risk: bool = False
    symmetric: bool = False
    entails: tuple[str, ...] = ()
    spreads: tuple[str, ...] = ()
    aligned: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    counter_examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All relations by their local name, in alphabetical order; ``classes`` are the classes of concepts."""

    relations: Mapping[str, Relation]
    classes: Mapping[str, str] = field(default_factory=dict)

    @property
    def symmetric(self) -> frozenset[str]:
        """Local names of the relations that hold both ways."""
        return frozenset(name for name, relation in self.relations.items() if relation.symmetric)


class _Graph:
    """The triples of the file, by subject and predicate."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._values: dict[tuple[str, str], list[ox.NamedNode | ox.BlankNode | ox.Literal]] = {}
        self.subjects: dict[str, None] = {}
        try:
            for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
                subject = str(quad.subject.value)
                self.subjects[subject] = None
                self._values.setdefault((subject, quad.predicate.value), []).append(quad.object)
        except SyntaxError as error:
            raise OntologyError(f"not valid Turtle: {error}", source=path) from error
        except OSError as error:
            raise OntologyError(f"cannot be read ({error})", remedy="install again", source=path) from error

    def texts(self, subject: str, predicate: str) -> list[str]:
        """Values of a property as text."""
        return [str(value.value) for value in self._values.get((subject, predicate), ())]

    def text(self, subject: str, predicate: str) -> str:
        """The value of a property that must be there.

        Raises:
            OntologyError: It is missing.
        """
        found = self.texts(subject, predicate)
        if not found:
            raise self.error(f"{_local(subject)} has no {re.split('[/#]', predicate)[-1]}", _NEEDS)
        return found[0]

    def members(self, cls: str) -> frozenset[str]:
        """Local names of a class, or of the classes that it is the union of."""
        union = self.texts(cls, _OWL + "unionOf")
        if not union:
            return frozenset(("literal",) if cls == _RDFS + "Literal" else (_local(cls),))
        found, node, passed = [], union[0], set[str]()
        while node != _RDF + "nil":
            if node in passed:
                raise self.error(f"the union {_local(cls)} is a list without end")
            passed.add(node)
            found.append(_local(self.text(node, _RDF + "first")))
            node = self.text(node, _RDF + "rest")
        return frozenset(found)

    def error(self, problem: str, remedy: str = "") -> OntologyError:
        """An error that names the file."""
        return OntologyError(problem, remedy=remedy, source=self.path)


def _local(iri: str) -> str:
    return iri.removeprefix(PG)


def _relation(graph: _Graph, iri: str, kinds: list[str]) -> Relation:
    group = graph.text(iri, PG + "group")
    if group not in GROUPS:
        raise graph.error(
            f"{_local(iri)} is in the unknown group {group!r}", f"use one of {', '.join(GROUPS)}"
        )
    for part in ("example", "counterExample"):
        graph.text(iri, PG + part)
    parents = graph.texts(iri, _RDFS + "subPropertyOf")
    matches = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
    aligned = [value for match in matches for value in graph.texts(iri, _SKOS + match)]
    return Relation(
        name=_local(iri),
        label=graph.text(iri, _RDFS + "label"),
        definition=graph.text(iri, _SKOS + "definition"),
        scope_note=graph.text(iri, _SKOS + "scopeNote"),
        domain=graph.members(graph.text(iri, _RDFS + "domain")),
        range=graph.members(graph.text(iri, _RDFS + "range")),
        group=group,
        risk=PG + "RiskRelation" in kinds,
        symmetric=_OWL + "SymmetricProperty" in kinds,
        entails=tuple(sorted(_local(p) for p in parents if p.startswith(PG))),
        spreads=_spreads(graph, iri),
        aligned=tuple(sorted({*aligned, *(p for p in parents if not p.startswith(PG))})),
        examples=tuple(_example(graph, node) for node in graph.texts(iri, PG + "example")),
        counter_examples=tuple(_example(graph, node) for node in graph.texts(iri, PG + "counterExample")),
    )


def _spreads(graph: _Graph, iri: str) -> tuple[str, ...]:
    found = sorted(end.removeprefix(_RDF) for end in graph.texts(iri, PG + "holdsForMembersOf"))
    if wrong := [end for end in found if end not in ("subject", "object")]:
        raise graph.error(f"{_local(iri)} holds for members of {wrong[0]}", "use rdf:subject or rdf:object")
    return tuple(found)


def _example(graph: _Graph, node: str) -> Example:
    modality = graph.texts(node, PG + "modality")
    if modality and modality[0] not in list(Modality):
        raise graph.error(f"an example has the unknown modality {modality[0]!r}")
    return Example(
        text=graph.text(node, _RDF + "value"),
        about=graph.text(node, PG + "about"),
        object=graph.text(node, PG + "object"),
        heading="".join(graph.texts(node, PG + "heading")),
        modality=Modality(modality[0]) if modality else None,
    )


@cache
def load_vocabulary(folder: Path | None = None) -> Vocabulary:
    """Read ``vocabulary.ttl``.

    Args:
        folder: The ontology's folder; the project's own by default.

    Raises:
        OntologyError: The file is missing or no Turtle, or a relation lacks a part.
    """
    graph = _Graph((folder or ontology_dir()) / "vocabulary.ttl")
    relations: dict[str, Relation] = {}
    classes: dict[str, str] = {}
    for iri in sorted(graph.subjects):
        kinds = graph.texts(iri, _RDF + "type")
        if PG + "Relation" in kinds or PG + "RiskRelation" in kinds:
            relations[_local(iri)] = _relation(graph, iri, kinds)
        elif _OWL + "Class" in kinds and not graph.texts(iri, _OWL + "unionOf"):
            classes[_local(iri)] = graph.text(iri, _RDFS + "label")
    _check(graph, relations, classes)
    return Vocabulary(relations, classes)


def _check(graph: _Graph, relations: Mapping[str, Relation], classes: Mapping[str, str]) -> None:
    """Refuse relations that name what the file does not have."""
    for relation in relations.values():
        for name in sorted((relation.domain | relation.range) - classes.keys() - {"literal"}):
            raise graph.error(
                f"{relation.name} has the class {name}, which is not defined", "define it, or correct it"
            )
        for name in sorted(set(relation.entails) - relations.keys()):
            raise graph.error(
                f"{relation.name} entails {name}, which is no relation", "define it, or correct it"
            )
