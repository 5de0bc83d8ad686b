"""The graph as the view sees it: concepts and statements in a fixed order, with every default filled in.

Others may hand in a graph of their own (a CONSTRUCT result, say), so nothing is taken for granted here:
unknown attributes are ignored, missing or malformed ones get a default that never reads as a firmer
statement than the one that was made.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx

from pharmagraph.view.style import GROUPS, KINDS, MODALITIES, RISKS

# What no XML may hold, and what turns the direction of the words behind it ("NOT" might move elsewhere).
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Concept:
    """A node.

    Attributes:
        iri: The concept's IRI.
        label: Preferred name.
        kind: A key of ``style.KINDS``.
        names: Other names.
        xrefs: CURIEs.
        about: Whether a monograph is about it.
    """

    iri: str
    label: str
    kind: str
    names: tuple[str, ...]
    xrefs: tuple[str, ...]
    about: bool


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a derived statement comes about; fields are empty where whoever made the graph did not say.

    Attributes:
        rule: Name of the rule.
        title: The rule in a few words.
        sources: IRIs of the statements that it follows from.
        classes: IRIs of the classes by way of which it does.
    """

    rule: str = ""
    title: str = ""
    sources: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """An edge; ``subject`` and ``object`` are places in ``ViewModel.concepts``.

    Attributes:
        iri: The association's IRI.
        subject: What it is about.
        object: The other end.
        relation: Local name of the relation.
        label: The relation in words.
        group: A key of ``style.GROUPS``.
        modality: asserted, possible or negated.
        qualifiers: Name and value, as text, sorted.
        support: Number of independent passages; 0 of what is derived.
        evidence: As handed in, mappings only.
        confidence: From 0 to 1, where whoever made the graph gave one.
        derived: Where no text says it, how it follows from what texts say.
        behind: Whether it is here only for what follows from it, as in the graph of one substance.
    """

    iri: str
    subject: int
    object: int
    relation: str
    label: str
    group: str
    modality: str
    qualifiers: tuple[tuple[str, str], ...]
    support: int
    evidence: tuple[Mapping[str, Any], ...]
    confidence: float | None = None
    derived: Derivation | None = None
    behind: bool = False


@dataclass(frozen=True, slots=True)
class ViewModel:
    """What is to be drawn, in an order that does not depend on how the graph was built."""

    concepts: tuple[Concept, ...]
    statements: tuple[Statement, ...]

    @property
    def foremost(self) -> tuple[Statement, ...]:
        """What the page opens on: what is stated; where nothing is, what is derived."""
        stated = tuple(one for one in self.statements if one.derived is None and not one.behind)
        return stated or self.statements


def view_model(graph: nx.MultiDiGraph[Any]) -> ViewModel:
    """Read a graph with the attributes that ``docs/architecture.md`` lists.

    Args:
        graph: Nodes are concept IRIs, edges are keyed by the IRI of the association.

    Returns:
        Its concepts and statements, sorted.
    """
    concepts = {node: _concept(str(node), attributes) for node, attributes in graph.nodes(data=True)}
    order = sorted(concepts, key=lambda node: (concepts[node].label.casefold(), concepts[node].iri))
    place = {node: index for index, node in enumerate(order)}
    statements = [
        _statement(str(key), place[subject], place[object_], attributes)
        for subject, object_, key, attributes in graph.edges(keys=True, data=True)
    ]
    statements.sort(key=_statement_order)
    return ViewModel(tuple(concepts[node] for node in order), tuple(statements))


def local_name(iri: str) -> str:
    """The last part of an IRI or CURIE, which is the readable one."""
    return iri.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1] or iri


def _statement_order(statement: Statement) -> tuple[object, ...]:
    return (
        statement.subject,
        list(GROUPS).index(statement.group),
        statement.relation,
        MODALITIES.index(statement.modality),
        statement.derived is not None,
        statement.object,
        statement.iri,
        statement.qualifiers,
    )


def _concept(iri: str, attributes: Mapping[str, Any]) -> Concept:
    label = _text(attributes.get("label")) or local_name(iri)
    names = tuple(name for name in _texts(attributes.get("names")) if name != label)
    kind = _text(attributes.get("kind"))
    return Concept(
        iri=iri,
        label=label,
        kind=kind if kind in KINDS else "Other",
        names=names,
        xrefs=_texts(attributes.get("xrefs")),
        about=attributes.get("about") is True,
    )


def _statement(key: str, subject: int, object_: int, attributes: Mapping[str, Any]) -> Statement:
    relation = _text(attributes.get("relation")) or "relatedTo"
    evidence = tuple(item for item in _items(attributes.get("evidence")) if isinstance(item, Mapping))
    group = _text(attributes.get("group"))
    derived = _derivation(attributes.get("derived"))
    return Statement(
        iri=key if ":" in key else f"{subject}-{relation}-{object_}-{key}",
        subject=subject,
        object=object_,
        relation=relation,
        label=_text(attributes.get("label")) or _in_words(relation),
        group=group if group in GROUPS else "other",
        modality=_modality(
            attributes.get("modality") or ("possible" if derived else None), relation, evidence
        ),
        qualifiers=_qualifiers(attributes.get("qualifiers")),
        support=0 if derived else _support(attributes.get("support"), len(evidence)),
        evidence=() if derived else evidence,
        confidence=_confidence(attributes.get("confidence")),
        derived=derived,
        behind=attributes.get("behind") is True,
    )


def _derivation(value: object) -> Derivation | None:
    """Any value but a plain no marks what is derived: it must not pass for stated because we can't read the mark."""
    if value is None or value is False:
        return None
    said: Mapping[Any, Any] = value if isinstance(value, Mapping) else {}
    return Derivation(
        _text(said.get("rule")), _text(said.get("title")), _texts(said.get("from")), _texts(said.get("by"))
    )


def _modality(value: object, relation: str, evidence: Sequence[Mapping[str, Any]]) -> str:
    """Asserted only where nothing speaks against it.

    A word that we don't know must not pass for a fact. Without any, the evidence decides, unless it disagrees
    with itself; without evidence it is a plain triple, which risks have also when they are hedged.
    """
    text = _text(getattr(value, "value", value))
    if not text:
        each = (item.get("modality") for item in evidence)
        said = {_text(getattr(one, "value", one)) for one in each} - {""}
        text = said.pop() if len(said) == 1 else "" if said or relation in RISKS else "asserted"
    return text if text in MODALITIES else "possible"


def _qualifiers(value: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, Mapping):
        return ()
    pairs = ((str(name), ", ".join(_texts(item)) or _text(item)) for name, item in value.items())
    return tuple(sorted((name, text) for name, text in pairs if text))


def _support(value: object, pieces: int) -> int:
    if isinstance(value, int | float) and not isinstance(value, bool) and 1 <= value < math.inf:
        return int(value)
    return max(1, pieces)


def _confidence(value: object) -> float | None:
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
        return round(float(value), 3)
    return None


def _in_words(relation: str) -> str:
    return "".join(f" {char.lower()}" if char.isupper() else char for char in relation).strip()


def _text(value: object) -> str:
    return " ".join(_UNFIT.sub(" ", str(value)).split()) if isinstance(value, str | int | float) else ""


def _items(value: object) -> Iterable[object]:
    if isinstance(value, Sequence | set | frozenset) and not isinstance(value, str | bytes):
        return sorted(value, key=str) if isinstance(value, set | frozenset) else value
    return ()


def _texts(value: object) -> tuple[str, ...]:
    return tuple(text for item in _items(value) if (text := _text(item)))
