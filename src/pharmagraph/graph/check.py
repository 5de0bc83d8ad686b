"""The question that matters most: do these substances go together, and who says so?

Everything that the graph states about any two of the substances is shown, denials included, with the classes that a
substance belongs to and the enzymes that two of them share. What is not stated is said not to be stated: nothing here
ever calls a combination safe.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from rdflib import Graph

from pharmagraph.errors import UnknownSubstanceError
from pharmagraph.graph.names import find_concept
from pharmagraph.graph.readback import Statement, concepts_of, rows, statements_of
from pharmagraph.records import Modality

_ABOUT_TWO = frozenset(
    (
        "interactsWith",
        "increasesEffectOf",
        "decreasesEffectOf",
        "contraindicatedIn",
        "cautionIn",
        "combinedWith",
    )
)
_WARNINGS = _ABOUT_TWO - {"combinedWith"}
# The classes that a substance belongs to, and the members of what was named: "vitamin K2" is menaquinone-7, too.
_RELATED = """SELECT ?concept ?related WHERE {{ VALUES ?concept {{ {iris} }}
  {{ ?concept skos:broader+ ?related }} UNION {{ ?related skos:broader+ ?concept }} }}"""
_ENZYMES = """SELECT ?actor ?relation ?enzyme ?substance WHERE {{
  VALUES ?actor {{ {iris} }} VALUES ?substance {{ {iris} }} FILTER(?actor != ?substance)
  VALUES ?predicate {{ pg:inhibits pg:activates }}
  ?actor ?predicate ?e . ?substance pg:metabolizedBy ?e .
  ?predicate rdfs:label ?relation . ?e skos:prefLabel ?enzyme }}"""
_NUMBER = "SELECT (COUNT(?m) AS ?n) WHERE { ?m a pg:Monograph }"


@dataclass(frozen=True, slots=True)
class Finding:
    """One statement about two of the substances.

    Attributes:
        one: Name of the first, as it was asked for.
        other: Name of the second.
        statement: What is stated, with its evidence.
        by: Label of the class or member that it is stated of, where it is not stated of the substance itself.
    """

    one: str
    other: str
    statement: Statement
    by: str = ""

    @property
    def warns(self) -> bool:
        """Whether it states a risk: a denied statement does not, nor does a deliberate combination."""
        return (
            self.statement.assertion.relation in _WARNINGS
            and self.statement.assertion.modality is not Modality.NEGATED
        )


@dataclass(frozen=True, slots=True)
class Shared:
    """One substance acts on an enzyme that metabolises another."""

    actor: str
    relation: str
    enzyme: str
    substance: str


@dataclass(frozen=True, slots=True)
class Check:
    """What the graph states about a set of substances.

    Attributes:
        known: Names as asked -> IRIs.
        unknown: Names that the graph does not know, with what to do.
        findings: Statements about two of them, warnings first.
        shared: Enzymes that link two of them.
        silent: Pairs that no statement was found of.
        monographs: Number of monographs that were looked at.
    """

    known: Mapping[str, str]
    unknown: Mapping[str, str]
    findings: tuple[Finding, ...]
    shared: tuple[Shared, ...]
    silent: tuple[tuple[str, str], ...]
    monographs: int

    @property
    def warns(self) -> bool:
        """Whether anything was found that states or suggests a risk."""
        return bool(self.shared) or any(finding.warns for finding in self.findings)


def check(graph: Graph, names: Sequence[str]) -> Check:
    """Find what is stated about any two of the named substances.

    Args:
        graph: The graph.
        names: Two or more names, synonyms or brands.
    """
    known: dict[str, str] = {}
    unknown: dict[str, str] = {}
    for name in dict.fromkeys(names):
        try:
            known[name] = find_concept(graph, name)
        except UnknownSubstanceError as error:
            unknown[name] = str(error)
    related = _related(graph, known)
    found = tuple(sorted(_findings(graph, known, related), key=_order))
    shared = tuple(_shared(graph, known))
    spoken = {frozenset((f.one, f.other)) for f in found} | {
        frozenset((s.actor, s.substance)) for s in shared
    }
    silent = tuple(pair for pair in combinations(known, 2) if frozenset(pair) not in spoken)
    number = next(rows(graph, _NUMBER), {}).get("n", 0)
    return Check(known, unknown, found, shared, silent, int(str(number)))


def _order(finding: Finding) -> tuple[object, ...]:
    a = finding.statement.assertion
    return (
        not finding.warns,
        finding.one,
        finding.other,
        bool(finding.by),
        a.relation,
        finding.statement.iri,
    )


def _related(graph: Graph, known: Mapping[str, str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {iri: set() for iri in known.values()}
    if found:
        for row in rows(graph, _RELATED.format(iris=_iris(known))):
            found[str(row["concept"])].add(str(row["related"]))
    return found


def _iris(known: Mapping[str, str]) -> str:
    return " ".join(f"<{iri}>" for iri in sorted(set(known.values())))


def _findings(graph: Graph, known: Mapping[str, str], related: Mapping[str, set[str]]) -> Iterator[Finding]:
    named = {iri: name for name, iri in known.items()}
    above = {iri for found in related.values() for iri in found}
    labels = concepts_of(graph, above) if above else {}
    touching = [*named, *above]
    for statement in statements_of(graph, touching) if named else ():
        if statement.assertion.relation not in _ABOUT_TWO:
            continue
        for one, other in combinations(named, 2):
            for a, b in ((one, other), (other, one)):
                subject_by = _by(statement.subject_iri, a, related)
                object_by = _by(statement.object_iri, b, related)
                if subject_by is None or object_by is None:
                    continue
                cls = subject_by or object_by
                yield Finding(named[one], named[other], statement, labels[cls].label if cls else "")


def _by(iri: str, substance: str, related: Mapping[str, set[str]]) -> str | None:
    """What a statement is of: "" for the substance itself, the IRI of a class or member of it, None for others."""
    if iri == substance:
        return ""
    return iri if iri in related[substance] else None


def _shared(graph: Graph, known: Mapping[str, str]) -> Iterator[Shared]:
    if len(known) < 2:
        return
    named = {iri: name for name, iri in known.items()}
    found = {
        (named[str(row["actor"])], str(row["relation"]), str(row["enzyme"]), named[str(row["substance"])])
        for row in rows(graph, _ENZYMES.format(iris=_iris(known)))
    }
    for actor, relation, enzyme, substance in sorted(found):
        yield Shared(actor, relation, enzyme, substance)
