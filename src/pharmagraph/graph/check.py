"""The question that matters most: do these substances go together, and who says so?

Everything that the graph states about any two of the substances is shown, denials included: of themselves, by
derivation from a class, and of classes and members of them, each told apart. So are proteins and processes that link
two of them (``linked.py``). What is not stated is said not to be stated: nothing here ever calls a combination safe.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from rdflib import Graph

from pharmagraph.errors import UnknownSubstanceError
from pharmagraph.graph.linked import Link, links
from pharmagraph.graph.names import find_concept
from pharmagraph.graph.readback import Statement, about_of, concepts_of, monographs_in, rows, statements_named
from pharmagraph.records import Modality

_WARNINGS = frozenset(
    ("interactsWith", "increasesEffectOf", "decreasesEffectOf", "contraindicatedIn", "cautionIn")
)
_ABOUT_TWO = _WARNINGS | {"combinedWith"}
# The classes that a substance belongs to, and the members of what was named: "vitamin K2" is menaquinone-7, too.
_RELATED = """SELECT ?concept ?wider ?narrower WHERE {{ VALUES ?concept {{ {iris} }}
  {{ ?concept skos:broader+ ?wider }} UNION {{ ?narrower skos:broader+ ?concept }} }}"""
# A class of classes has thousands of statements: only those are loaded that have an end for each of two substances, or
# say what a substance acts on, or stand behind what is derived.
_CHOSEN = """SELECT DISTINCT ?statement WHERE {{
  {{ VALUES ?subject {{ {ends} }} ?statement rdf:subject ?subject ; rdf:object ?object . VALUES ?object {{ {ends} }} }}
  UNION {{ VALUES ?subject {{ {own} }} ?statement rdf:subject ?subject ; rdf:predicate/pg:group ?group .
    VALUES ?group {{ "mechanism" "kinetics" }} }}
  UNION {{ VALUES ?object {{ {iris} }} ?d pg:derivedObject ?object ; pg:derivedSubject ?subject .
    VALUES ?subject {{ {iris} }} ?d prov:wasDerivedFrom ?statement }} }}"""
_DERIVED = """SELECT ?statement ?subject ?object ?label ?rule ?class WHERE {{
  VALUES ?subject {{ {iris} }} VALUES ?object {{ {iris} }} FILTER(?subject != ?object)
  ?derived pg:derivedSubject ?subject ; pg:derivedObject ?object ; prov:wasDerivedFrom ?statement ; rdfs:label ?label ;
    pg:derivedBy ?rule . OPTIONAL {{ ?derived pg:byWayOf/skos:prefLabel ?class }} }}"""


@dataclass(frozen=True, slots=True)
class Finding:
    """One statement about two of the substances.

    Attributes:
        one: Name of the first, as it was asked for.
        other: Name of the second.
        statement: What is stated, with its evidence.
        how: ``stated`` of the two themselves; ``derived`` for them by a rule of the ontology from what is stated of a
            class; ``related``: stated of a class or a member of one of them, and no rule says that it
            holds for the two.
        by: Labels of the classes or members that it is stated of, where it is not stated of the two themselves.
        derived: What is derived, in words; "" if nothing is.
        rule: The rule that derives it, or "".
        denied: Whether a text denies an interaction of the two themselves, whatever is stated elsewhere.
    """

    one: str
    other: str
    statement: Statement
    how: str = "stated"
    by: tuple[str, ...] = ()
    derived: str = ""
    rule: str = ""
    denied: bool = False

    @property
    def warns(self) -> bool:
        """Whether it states a risk: a denied statement does not, nor does a deliberate combination."""
        return (
            self.statement.assertion.relation in _WARNINGS
            and self.statement.assertion.modality is not Modality.NEGATED
        )


@dataclass(frozen=True, slots=True)
class Check:
    """What the graph states about a set of substances.

    Attributes:
        known: Names as asked -> IRIs.
        unknown: Names that the graph does not know, with what to do.
        same: Pairs of names that mean one and the same concept.
        findings: Statements about two of them, warnings first.
        links: Proteins and processes that link two of them.
        silent: Pairs that no statement was found of.
        without_monograph: Those of the names that no monograph of the graph is about; only others can speak of them.
        monographs: Number of monographs that were looked at.
    """

    known: Mapping[str, str]
    unknown: Mapping[str, str]
    same: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]
    links: tuple[Link, ...]
    silent: tuple[tuple[str, str], ...]
    without_monograph: tuple[str, ...]
    monographs: int

    @property
    def warns(self) -> bool:
        """Whether anything was found that states or suggests a risk, two names of one substance included."""
        return bool(self.same) or any(f.warns for f in self.findings) or any(x.warns for x in self.links)


@dataclass(frozen=True, slots=True)
class _Asked:
    """The substances that were asked for: names by IRI, and the concepts above and below each."""

    names: Mapping[str, str]
    wider: Mapping[str, frozenset[str]]
    narrower: Mapping[str, frozenset[str]]

    def place(self, iri: str, substance: str) -> str | None:
        """What a statement is of: "" for the substance itself, the IRI of a class or member, None for others."""
        if iri == substance:
            return ""
        return iri if iri in self.wider[substance] or iri in self.narrower[substance] else None


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
    asked = _asked(graph, known)
    statements = _chosen(graph, asked) if asked.names else []
    found = tuple(sorted(_disputed(_findings(graph, asked, statements)), key=_order))
    linked = tuple(links(statements, asked.names, asked.narrower))
    spoken = {frozenset((f.one, f.other)) for f in found} | {frozenset((x.actor, x.other)) for x in linked}
    silent = tuple(pair for pair in combinations(asked.names.values(), 2) if frozenset(pair) not in spoken)
    same = tuple((asked.names[iri], name) for name, iri in known.items() if asked.names[iri] != name)
    return Check(
        known, unknown, same, found, linked, silent, tuple(_without(graph, asked)), monographs_in(graph)
    )


def _asked(graph: Graph, known: Mapping[str, str]) -> _Asked:
    names: dict[str, str] = {}
    for name, iri in known.items():
        names.setdefault(iri, name)
    wider: dict[str, set[str]] = {iri: set() for iri in names}
    narrower: dict[str, set[str]] = {iri: set() for iri in names}
    for row in rows(graph, _RELATED.format(iris=_iris(names))) if names else ():
        end, found = ("wider", wider) if "wider" in row else ("narrower", narrower)
        found[str(row["concept"])].add(str(row[end]))
    frozen = ({iri: frozenset(all_) for iri, all_ in found.items()} for found in (wider, narrower))
    return _Asked(names, *frozen)


def _iris(iris: Iterable[str]) -> str:
    return " ".join(f"<{iri}>" for iri in sorted(iris))


def _chosen(graph: Graph, asked: _Asked) -> list[Statement]:
    """The statements that may be about two of the substances, or about what they act on."""
    own = {*asked.names, *(iri for below in asked.narrower.values() for iri in below)}
    text = _CHOSEN.format(ends=_iris(_touching(asked)), own=_iris(own), iris=_iris(asked.names))
    return statements_named(graph, (str(row["statement"]) for row in rows(graph, text)))


def _touching(asked: _Asked) -> set[str]:
    kin = (iri for found in (asked.wider, asked.narrower) for all_ in found.values() for iri in all_)
    return {*asked.names, *kin}


def _without(graph: Graph, asked: _Asked) -> Iterator[str]:
    about = set(about_of(graph).values())
    for iri, name in asked.names.items():
        if not about & {iri, *asked.narrower[iri]}:
            yield name


def _findings(graph: Graph, asked: _Asked, statements: Sequence[Statement]) -> set[Finding]:
    """What is stated of any two; what is derived takes the place of what it is derived from.

    What is derived says nothing new where its statement is of the two themselves, or where all its sentences affirm the
    same relation of them: "interacts with anticoagulants such as warfarin" states both.
    """
    found = set(_stated(graph, asked, statements))
    derived = set(_derived(graph, asked, statements))
    replaced = {(_pair(f), f.statement.iri) for f in derived}
    stated = {(_pair(f), f.statement.iri) for f in found if f.how == "stated"}
    affirmed = {said for f in found if _affirmed(f) for said in _sayings(f)}
    new = {f for f in derived if (_pair(f), f.statement.iri) not in stated and not _sayings(f) <= affirmed}
    return new | {f for f in found if f.how == "stated" or (_pair(f), f.statement.iri) not in replaced}


def _affirmed(finding: Finding) -> bool:
    return finding.how == "stated" and finding.statement.assertion.modality is not Modality.NEGATED


def _sayings(finding: Finding) -> set[tuple[object, ...]]:
    """Which sentences say which relation of the two."""
    a = finding.statement.assertion
    return {(*_pair(finding), a.relation, e.source, e.start, e.end) for e in a.evidence}


def _pair(finding: Finding) -> tuple[str, str]:
    return finding.one, finding.other


def _stated(graph: Graph, asked: _Asked, statements: Sequence[Statement]) -> Iterator[Finding]:
    labels = concepts_of(graph, kin) if (kin := _touching(asked) - asked.names.keys()) else {}
    for statement in statements:
        if statement.assertion.relation not in _ABOUT_TWO:
            continue
        for one, other in combinations(asked.names, 2):
            for a, b in ((one, other), (other, one)):
                subject = asked.place(statement.subject_iri, a)
                target = asked.place(statement.object_iri, b)
                if subject is None or target is None:
                    continue
                by = tuple(labels[iri].label for iri in dict.fromkeys((subject, target)) if iri)
                how = "related" if by else "stated"
                yield Finding(asked.names[one], asked.names[other], statement, how, by)


def _derived(graph: Graph, asked: _Asked, statements: Sequence[Statement]) -> Iterator[Finding]:
    """What the rules of the ontology derive for two of them, once for each statement behind it."""
    if len(asked.names) < 2:
        return
    by_iri = {statement.iri: statement for statement in statements}
    order = list(asked.names)
    classes: dict[tuple[str, ...], set[str]] = {}
    for row in rows(graph, _DERIVED.format(iris=_iris(asked.names))):
        text = {name: str(value) for name, value in row.items()}
        one, other = sorted((text["subject"], text["object"]), key=order.index)
        own = classes.setdefault((one, other, text["statement"], text["label"], text["rule"]), set())
        own.update((text["class"],) if "class" in text else ())
    for (one, other, statement, label, rule), by in classes.items():
        if statement in by_iri:
            pair = asked.names[one], asked.names[other]
            yield Finding(*pair, by_iri[statement], "derived", tuple(sorted(by)), label, rule)


def _disputed(findings: set[Finding]) -> Iterator[Finding]:
    """Mark what stands against a denial of the two themselves."""
    denied = {
        _pair(f)
        for f in findings
        if f.how == "stated" and f.statement.assertion.modality is Modality.NEGATED and not f.warns
    }
    for finding in findings:
        yield replace(finding, denied=finding.warns and _pair(finding) in denied)


def _order(finding: Finding) -> tuple[object, ...]:
    a = finding.statement.assertion
    how = ("stated", "derived", "related").index(finding.how)
    return (
        not finding.warns,
        finding.one,
        finding.other,
        how,
        a.relation,
        finding.statement.iri,
        finding.derived,
    )
