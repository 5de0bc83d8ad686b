"""IRIs: the only place that mints them. No blank nodes, so that the same input gives the same bytes.

Concepts keep their readable names; statements, readings and doses are named by a hash of what they say, the same in
every build and every monograph; passages are named as RFC 5147 has it (``<monograph>#char=120,245``).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache, lru_cache
from urllib.parse import quote, unquote

from pyoxigraph import NamedNode

from pharmagraph.errors import OntologyError
from pharmagraph.records import Assertion, Entity, Evidence, QualifierValue
from pharmagraph.resources import ontology_dir

BASE = "https://w3id.org/pharmagraph/"
CONCEPTS = BASE + "concept/"
MONOGRAPHS = BASE + "monograph/"
DERIVED = BASE + "derived/"

PREFIXES: Mapping[str, str] = {
    "pg": BASE + "vocab/",
    "pgc": CONCEPTS,
    "pgd": BASE + "dose/",
    "pgi": DERIVED,
    "pgm": MONOGRAPHS,
    "pgr": BASE + "reading/",
    "pgs": BASE + "statement/",
    "pgrun": BASE + "run/",
    "biolink": "https://w3id.org/biolink/vocab/",
    "dcterms": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "obo": "http://purl.obolibrary.org/obo/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qudt": "http://qudt.org/schema/qudt/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
# Graphs that belong to no monograph. What a statement says stands once, however many monographs make it: in the union
# of all graphs Oxigraph finds a triple as often as it stands in one, and a join of such multiplies.
STATEMENT_GRAPH = NamedNode(BASE + "graph/statements")
CONCEPT_GRAPH = NamedNode(BASE + "graph/concepts")
RUN_GRAPH = NamedNode(BASE + "graph/run")
VOCABULARY_GRAPH = NamedNode(BASE + "graph/vocabulary")
SUPPORT_GRAPH = NamedNode(BASE + "graph/support")
DERIVED_GRAPH = NamedNode(BASE + "graph/derived")

_DIGITS = 20  # of a SHA-256 in hexadecimal: 80 bits, no collision below billions of statements
_SOURCE_SAFE = "/!$&'()*+,;=:@-._~"  # RFC 3986, path characters


@cache
def term(curie: str) -> NamedNode:
    """The IRI of a term of a known vocabulary, ``term("skos:prefLabel")``."""
    prefix, _, name = curie.partition(":")
    return NamedNode(PREFIXES[prefix] + name)


def concept_iri(entity_id: str) -> NamedNode:
    """The IRI of a concept's CURIE ``pgc:...``."""
    return NamedNode(CONCEPTS + quote(entity_id.removeprefix("pgc:"), safe=_SOURCE_SAFE))


def concept_curie(iri: str) -> str:
    """The CURIE of a concept's IRI; other IRIs stay as they are."""
    return f"pgc:{unquote(iri.removeprefix(CONCEPTS))}" if iri.startswith(CONCEPTS) else iri


@lru_cache(maxsize=64)
def monograph_iri(source: str) -> NamedNode:
    """The IRI of a monograph, and of its named graph, from the name of its file.

    The ending ``.md`` is left out. A name without it ends in "/", so that no two names have one IRI.
    """
    stem = source.removesuffix(".md")
    bare = stem != source and stem and not stem.endswith("/")
    path = quote(stem if bare else source + "/", safe=_SOURCE_SAFE)
    # At the end of a prefixed name a dot must be escaped, which not every parser reads.
    if path.endswith("."):
        path = path.removesuffix(".") + "%2E"
    return NamedNode(MONOGRAPHS + path)


def source_of(iri: str) -> str:
    """The name of the file, from the IRI of its monograph or of a passage in it."""
    path = unquote(iri.removeprefix(MONOGRAPHS).partition("#")[0])
    return path.removesuffix("/") if path.endswith("/") else path + ".md"


def evidence_iri(evidence: Evidence) -> NamedNode:
    """The IRI of a passage: characters ``start`` to ``end`` of its monograph (RFC 5147)."""
    return NamedNode(f"{monograph_iri(evidence.source).value}#char={evidence.start},{evidence.end}")


def selector_iri(evidence: Evidence) -> NamedNode:
    """The IRI of the node that says where a passage stands and how it reads."""
    return NamedNode(f"{monograph_iri(evidence.source).value}#selector={evidence.start},{evidence.end}")


def faq_iri(source: str, number: int, part: str) -> NamedNode:
    """The IRI of a question, or of the answer to it."""
    return NamedNode(f"{monograph_iri(source).value}#faq-{number}-{part}")


def statement_iri(assertion: Assertion) -> NamedNode:
    """The IRI of a statement: a hash of subject, relation, object, modality and qualifiers."""
    return NamedNode(BASE + "statement/" + _digest(_identity(assertion)))


def reading_iri(assertion: Assertion, evidence: Evidence) -> NamedNode:
    """The IRI of what one passage says towards a statement."""
    words = [assertion.subject.text, assertion.object.text]
    said = [*_identity(assertion), evidence_iri(evidence).value, *words]
    return NamedNode(BASE + "reading/" + _digest(said))


def dose_iri(assertion: Assertion) -> NamedNode:
    """The IRI of the dose that a statement gives."""
    dose = ["dose", assertion.subject.id, assertion.object.label, _plain(assertion.qualifiers)]
    return NamedNode(BASE + "dose/" + _digest(dose))


def run_iri(version: str, knowledge: str) -> NamedNode:
    """The IRI of all runs of one version with the same knowledge: no time, so that builds can be compared."""
    return NamedNode(BASE + "run/" + _digest([version, knowledge]))


def _identity(assertion: Assertion) -> list[object]:
    return [
        _end(assertion.subject),
        assertion.relation,
        _end(assertion.object),
        assertion.modality.value,
        _plain(assertion.qualifiers),
    ]


def _end(entity: Entity) -> str:
    return entity.id or f"{entity.type or 'literal'}:{entity.label}"


def _plain(qualifiers: tuple[tuple[str, QualifierValue], ...]) -> list[list[object]]:
    return [[name, list(value) if isinstance(value, tuple) else value] for name, value in sorted(qualifiers)]


def _digest(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


@cache
def _external() -> Mapping[str, str]:
    path = ontology_dir() / "prefixes.tsv"
    found: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            prefix, tab, iri = line.partition("\t")
            if not tab or not iri.startswith("http"):
                raise OntologyError("a row needs a prefix, a tab and an IRI", source=path, line=number)
            found[prefix] = iri
    return found


def external_iri(curie: str) -> NamedNode:
    """The IRI of a public identifier; prefixes that the table lacks go by way of bioregistry."""
    prefix, _, name = curie.partition(":")
    known = _external().get(prefix)
    return NamedNode(
        known + quote(name, safe=_SOURCE_SAFE)
        if known
        else "https://bioregistry.io/" + quote(curie, safe=_SOURCE_SAFE)
    )


def external_curie(iri: str) -> str:
    """The CURIE of a public identifier's IRI, the way back from :func:`external_iri`."""
    best = max(
        ((prefix, base) for prefix, base in _external().items() if iri.startswith(base)),
        key=lambda pair: len(pair[1]),
        default=None,
    )
    if best:
        return f"{best[0]}:{unquote(iri.removeprefix(best[1]))}"
    return unquote(iri.removeprefix("https://bioregistry.io/"))
