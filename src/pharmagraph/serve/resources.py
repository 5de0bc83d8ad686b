"""The graph's own IRIs: which one an address of the server is for, what the graph says of it, and its page."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from urllib.parse import unquote

import pyoxigraph as ox

from pharmagraph.graph.export import in_order
from pharmagraph.graph.iris import BASE, CONCEPTS, MONOGRAPHS, concept_iri, term
from pharmagraph.graph.jsonld import jsonld
from pharmagraph.serve import pages
from pharmagraph.serve.opened import Opened
from pharmagraph.view.page import harmless

_STATEMENTS = BASE + "statement/"
# What hangs on a statement and is told with it.
_PARTS = tuple(term(name) for name in ("pg:hasReading", "pg:hasEvidence", "oa:hasSelector"))
_PAGES: Mapping[str, Callable[[Opened, str, str], bytes]] = {
    CONCEPTS: pages.concept_html,
    _STATEMENTS: pages.statement_html,
    MONOGRAPHS: pages.monograph_html,
}


def find(opened: Opened, path: str) -> str | None:
    """The IRI that an address is for.

    Args:
        opened: The store.
        path: What follows the project's namespace, percent-encoded as the client has it.

    Returns:
        An IRI that the graph says something of; None if there is none.
    """
    # Clients may encode more or less than the IRI does: "St.%20John's" and "St.%20John%27s" are the same.
    usual = concept_iri(unquote(path)).value.removeprefix(CONCEPTS)
    for candidate in dict.fromkeys((path, usual)):
        try:
            node = ox.NamedNode(BASE + candidate)
        except ValueError:  # what no IRI can have
            continue
        if next(iter(opened.store.quads_for_pattern(node, None, None)), None) is not None:
            return node.value
    return None


def triples(opened: Opened, iri: str) -> list[ox.Triple]:
    """What the graph says of an IRI.

    Of a concept with its statements, of a statement with its passages and readings, of a monograph all of its named
    graph; of everything else what it is the subject of.
    """
    store, node = opened.store, ox.NamedNode(iri)
    if iri.startswith(MONOGRAPHS):
        return in_order({quad.triple for quad in store.quads_for_pattern(None, None, None, node)})
    found = _about(store, node)
    if iri.startswith(CONCEPTS):
        for end in ("rdf:subject", "rdf:object"):
            for quad in store.quads_for_pattern(None, term(end), node):
                found |= _about(store, quad.subject)
    elif iri.startswith(_STATEMENTS):
        for triple in list(found):
            if triple.predicate in _PARTS:
                found |= _about(store, triple.object)
        for triple in list(found):
            if triple.predicate == _PARTS[-1]:
                found |= _about(store, triple.object)
    return in_order(found)


def _about(store: ox.Store, node: object) -> set[ox.Triple]:
    return {quad.triple for quad in store.quads_for_pattern(node, None, None)}  # type: ignore[arg-type]


def page(opened: Opened, iri: str) -> bytes:
    """The page of an IRI, with what the graph says of it as JSON-LD inside."""
    # On one line, and without what means something in HTML: it stands in a script element.
    data = json.dumps(json.loads(jsonld(triples(opened, iri))), ensure_ascii=False, separators=(",", ":"))
    make = next((make for base, make in _PAGES.items() if iri.startswith(base)), pages.other_html)
    return make(opened, iri, harmless(data))
