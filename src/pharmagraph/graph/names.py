"""Names that people type -> concepts of the graph: exact after folding case, hyphens and plurals, never by guess."""

from __future__ import annotations

from difflib import get_close_matches

from rdflib import Graph

from pharmagraph.errors import UnknownSubstanceError
from pharmagraph.graph.iris import CONCEPTS, PREFIXES
from pharmagraph.graph.readback import rows
from pharmagraph.recognise.spelling import name_key

_NAMES = """SELECT ?concept ?property ?name WHERE { ?concept a skos:Concept ; ?property ?name .
  VALUES ?property { skos:prefLabel skos:altLabel schema:proprietaryName pg:alternateName pg:brandName } }"""
_STATED = (
    "SELECT DISTINCT ?concept WHERE { ?statement a biolink:Association . { ?statement "
    "rdf:subject ?concept } UNION { ?statement rdf:object ?concept } }"
)


def find_concept(graph: Graph, name: str) -> str:
    """The IRI of the concept that has a name.

    Args:
        graph: The graph.
        name: Label, synonym or brand, CURIE (``pgc:...``) or IRI.

    Raises:
        UnknownSubstanceError: No concept has the name, or several have it.
    """
    for prefix, base in (("pgc:", CONCEPTS), (CONCEPTS, CONCEPTS)):
        if name.startswith(prefix):
            iri = base + name.removeprefix(prefix)
            if any(True for _ in rows(graph, f"SELECT ?p WHERE {{ <{_safe(iri)}> ?p ?o }} LIMIT 1")):
                return iri
            raise UnknownSubstanceError(
                f"the graph has no concept {name}", remedy="look for its name with: pharmagraph show NAME"
            )
    wanted = name_key(name)
    preferred: set[str] = set()
    others: set[str] = set()
    known: set[str] = set()
    for row in rows(graph, _NAMES):
        text = str(row["name"])
        known.add(text)
        if name_key(text) == wanted:
            (preferred if str(row["property"]) == PREFIXES["skos"] + "prefLabel" else others).add(
                str(row["concept"])
            )
    found = preferred or others
    if len(found) > 1:
        # The lexicon may give a name to concepts that no monograph speaks of: they are not meant.
        stated = {str(row["concept"]) for row in rows(graph, _STATED)}
        found = found & stated or found
    if len(found) == 1:
        return found.pop()
    if found:
        curies = ", ".join(sorted("pgc:" + iri.removeprefix(CONCEPTS) for iri in found))
        raise UnknownSubstanceError(
            f"{name!r} is the name of several concepts", remedy=f"say which: {curies}"
        )
    close = get_close_matches(name, sorted(known), 3)
    hint = (
        f"did you mean {', '.join(map(repr, close))}?"
        if close
        else "pharmagraph query monographs lists what there is"
    )
    raise UnknownSubstanceError(
        f"the graph knows nothing called {name!r}; that says nothing about its safety", remedy=hint
    )


def _safe(iri: str) -> str:
    return "".join(c for c in iri if c not in '<>"{}|^`\\' and c > " ")
