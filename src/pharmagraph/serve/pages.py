"""The pages of the graph's IRIs and of the check: what they show, gathered from the store."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import pyoxigraph as ox
from rdflib import Graph, URIRef

from pharmagraph.graph.iris import concept_curie, concept_iri, external_iri, monograph_iri
from pharmagraph.graph.queries import readable
from pharmagraph.graph.readback import concepts_of, monographs_in, rows, statements_named, statements_of
from pharmagraph.serve.monographs import monograph_of
from pharmagraph.serve.opened import Opened
from pharmagraph.serve.rendering import render
from pharmagraph.serve.told import by_group, link, told
from pharmagraph.view.style import KINDS
from pharmagraph.vocabulary import load_vocabulary
from pharmagraph.wording import says

_ABOUT = "SELECT ?monograph ?source WHERE {{ ?monograph schema:about {iri} ; dcterms:source ?source }} ORDER BY ?source"
_BELOW = (
    "SELECT DISTINCT ?below ?label WHERE {{ ?below skos:broader {iri} ; skos:prefLabel ?label }} "
    "ORDER BY ?label"
)
_OTHERS = 200  # rows of the page of an IRI that has none of its own


def concept_html(opened: Opened, iri: str, data: str) -> bytes:
    """The page of a concept: its names, its classes, and all that is stated of it with the sentences."""
    dataset = opened.dataset
    facts = concepts_of(dataset, [iri])[iri]
    label = facts.label or concept_curie(iri)
    above = concepts_of(dataset, facts.broader) if facts.broader else {}
    groups = by_group(statements_of(dataset, [iri]))
    return render(
        "concept.html",
        title=label,
        data=data,
        iri=iri,
        label=label,
        kind=KINDS[facts.kind].label if facts.kind in KINDS else facts.kind,
        names=sorted((facts.names | facts.brands) - {label}, key=str.casefold),
        identifiers=[(xref, external_iri(xref).value) for xref in sorted(facts.xrefs)],
        above=sorted((above[other].label or other, link(other)) for other in facts.broader),
        below=[(str(r["label"]), link(str(r["below"]))) for r in _asked(dataset, _BELOW, iri)],
        monographs=[(str(r["source"]), link(str(r["monograph"]))) for r in _asked(dataset, _ABOUT, iri)],
        groups=groups,
        number=sum(len(own) for _, own in groups),
        all_monographs=_monographs(opened),
    )


def statement_html(opened: Opened, iri: str, data: str) -> bytes:
    """The page of a statement: in words, with its qualifiers and the sentences that make it."""
    found = statements_named(opened.dataset, [iri])
    if not found:
        return other_html(opened, iri, data)
    shown = told(found[0])
    title = f"{shown.subject[0]} {shown.words} {shown.object[0]}"
    relation = load_vocabulary().relations[shown.relation]
    return render("statement.html", title=title, data=data, iri=iri, statement=shown, relation=relation)


def monograph_html(opened: Opened, iri: str, data: str) -> bytes:
    """The page of a monograph: its passages in the order of the text, with what was read from them."""
    found = monograph_of(opened.dataset, iri)
    return render("monograph.html", title=found.title, data=data, iri=iri, monograph=found)


def other_html(opened: Opened, iri: str, data: str) -> bytes:
    """The page of any other IRI: the triples that it stands in."""
    node = ox.NamedNode(iri)
    out = sorted(
        {(q.predicate.value, _shown(q.object)) for q in opened.store.quads_for_pattern(node, None, None)}
    )
    into = sorted(
        {(_shown(q.subject), q.predicate.value) for q in opened.store.quads_for_pattern(None, None, node)}
    )
    return render(
        "other.html",
        title=readable(node),
        data=data,
        iri=iri,
        out=[(_shown(ox.NamedNode(name)), value) for name, value in out[:_OTHERS]],
        into=[(who, _shown(ox.NamedNode(name))) for who, name in into[:_OTHERS]],
        left=max(len(out) - _OTHERS, 0) + max(len(into) - _OTHERS, 0),
    )


def check_html(names: Sequence[str], record: Mapping[str, object] | None) -> bytes:
    """The page of the check.

    Args:
        names: As they were asked.
        record: From :func:`pharmagraph.graph.check_json.check_record`; None where too few were named.
    """
    found = json.loads(json.dumps(record)) if record is not None else None
    relations = load_vocabulary().relations
    return render(
        "check.html",
        title=f"Check: {', '.join(names)}" if names else "Check",
        names=names,
        found=found,
        words=lambda statement: says(relations[statement["relation"]].label, statement["modality"]),
        concept=lambda entity: link(concept_iri(entity["id"]).value) if entity["id"] else "",
        passage=lambda e: link(f"{monograph_iri(e['source']).value}#char={e['start']},{e['end']}"),
        local=link,
    )


def _shown(node: object) -> tuple[str, str]:
    """A term's text, and its link if it is an IRI."""
    return readable(node), link(node.value) if isinstance(node, ox.NamedNode) else ""


def _asked(dataset: Graph, text: str, iri: str) -> list[dict[str, object]]:
    return list(rows(dataset, text.format(iri=URIRef(iri).n3())))  # type: ignore[arg-type]


def _monographs(opened: Opened) -> int:
    return opened.once("monographs", lambda: monographs_in(opened.dataset))
