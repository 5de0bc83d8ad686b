"""Names that people type -> concepts of the graph: exact after folding case, hyphens and plurals, never by guess."""

from __future__ import annotations

from difflib import get_close_matches

from pyoxigraph import Literal, NamedNode
from rdflib import Graph

from pharmagraph.errors import UnknownSubstanceError
from pharmagraph.graph.iris import CONCEPTS, PREFIXES, concept_curie, concept_iri
from pharmagraph.graph.readback import rows
from pharmagraph.recognise.spelling import name_key

# By the folded names of the graph: an exact look-up, however large the graph is.
_KEYED = (
    """SELECT DISTINCT ?concept ?name WHERE {{ ?concept pg:nameKey {key} . ?concept skos:prefLabel ?name }}"""
)
_NAMES = """SELECT ?concept ?property ?name WHERE { ?concept a skos:Concept ; ?property ?name .
  VALUES ?property { skos:prefLabel skos:altLabel schema:proprietaryName pg:alternateName pg:brandName } }"""
_STATED = """SELECT ?statement WHERE {{ {{ ?statement rdf:subject <{iri}> }} UNION {{ ?statement rdf:object <{iri}> }}
  ?statement a biolink:Association }} LIMIT 1"""


def find_concept(graph: Graph, name: str) -> str:
    """The IRI of the concept that has a name.

    Args:
        graph: The graph.
        name: Label, synonym or brand, CURIE (``pgc:...``) or IRI.

    Raises:
        UnknownSubstanceError: No concept has the name, or several have it.
    """
    if name.startswith(("pgc:", CONCEPTS)):
        return _by_iri(graph, name)
    known: set[str] = set()
    found = _by_key(graph, name_key(name))
    if not found:  # no folded name: the name is unknown, or is nothing but signs
        known, found = _by_name(graph, name)
    if len(found) > 1:
        # The lexicon may give a name to concepts that no monograph speaks of: they are not meant.
        found = {iri for iri in found if any(True for _ in rows(graph, _STATED.format(iri=iri)))} or found
    if len(found) == 1:
        return found.pop()
    if found:
        curies = ", ".join(sorted(map(concept_curie, found)))
        raise UnknownSubstanceError(
            f"{name!r} is the name of several concepts", remedy=f"say which: {curies}"
        )
    close = _near(name, known)
    hint = (
        f"did you mean {', '.join(map(repr, close))}?"
        if close
        else "pharmagraph query monographs lists what there is"
    )
    raise UnknownSubstanceError(
        f"the graph knows nothing called {name!r}; that says nothing about its safety", remedy=hint
    )


def _near(name: str, known: set[str]) -> list[str]:
    """Up to three names that look like this one, those that begin with it first: a hint, never an answer."""
    key = name_key(name)
    longer = sorted(
        (text for text in known if key and name_key(text).startswith(key)), key=lambda t: (len(t), t)
    )
    return list(dict.fromkeys([*longer, *get_close_matches(name, sorted(known), 3)]))[:3]


def _by_iri(graph: Graph, name: str) -> str:
    iri = _concept_iri(name)
    if iri is None or not any(True for _ in rows(graph, f"SELECT ?p WHERE {{ <{iri}> ?p ?o }} LIMIT 1")):
        raise UnknownSubstanceError(
            f"the graph has no concept {name}", remedy="look for its name with: pharmagraph show NAME"
        )
    return iri


def _concept_iri(name: str) -> str | None:
    """The IRI of what was typed as a CURIE or IRI of a concept; None if no IRI can read like that."""
    try:
        return concept_iri(name).value if name.startswith("pgc:") else NamedNode(name).value
    except ValueError:
        return None


def _by_key(graph: Graph, key: str) -> set[str]:
    """The concepts that have a folded name; if it is the preferred name of one, only such."""
    if not key:
        return set()
    found = {
        str(row["concept"]): str(row["name"]) for row in rows(graph, _KEYED.format(key=str(Literal(key))))
    }
    return {iri for iri, name in found.items() if name_key(name) == key} or set(found)


def _by_name(graph: Graph, name: str) -> tuple[set[str], set[str]]:
    """All names of the graph, and the concepts that have this one; as the preferred name before others."""
    key = name_key(name)
    preferred: set[str] = set()
    others: set[str] = set()
    known: set[str] = set()
    for row in rows(graph, _NAMES):
        text = str(row["name"])
        known.add(text)
        # Of a name without letters and digits nothing is left to compare but itself.
        if (key and name_key(text) == key) or text == name:
            own = preferred if str(row["property"]) == PREFIXES["skos"] + "prefLabel" else others
            own.add(str(row["concept"]))
    return known, preferred or others
