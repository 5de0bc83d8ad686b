"""The graph as files: Turtle, N-Triples, N-Quads, TriG, JSON-LD, RDF/XML, GraphML.

Triples are put in a fixed order before they are written, and there are no blank nodes: the same graph gives the same
bytes. Oxigraph writes all formats but JSON-LD (compacted with the project's own context) and GraphML (networkx).
XML has no way to write most control characters: RDF/XML and GraphML have U+FFFD in their place, all others keep them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import pyoxigraph as ox

from pharmagraph.errors import PharmagraphError
from pharmagraph.graph.iris import BASE, CONCEPTS, DERIVED, MONOGRAPHS, PREFIXES, term

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "turtle": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "xml": ox.RdfFormat.RDF_XML,
    "rdf": ox.RdfFormat.RDF_XML,
    "owl": ox.RdfFormat.RDF_XML,
}
FORMATS = (*_FORMATS, "jsonld", "json", "graphml")
# How a person reads a graph: what there is and what is said of it first, the bookkeeping last.
_PARTS = (
    ("Concepts, and what is said of them", CONCEPTS),
    ("Monographs, their questions and passages", MONOGRAPHS),
    ("Doses", BASE + "dose/"),
    ("Statements", BASE + "statement/"),
    ("Readings: which passage says what", BASE + "reading/"),
    ("Derived statements: what no text says, and follows by rule from a statement", DERIVED),
    ("Runs", BASE + "run/"),
    ("Vocabulary", PREFIXES["pg"]),
)
_FIRST = tuple(
    term(name).value
    for name in (
        "rdf:type", "rdfs:label", "skos:prefLabel", "dcterms:title", "rdf:subject", "rdf:predicate", "rdf:object",
        "pg:modality", "biolink:negated", "skos:altLabel", "schema:proprietaryName", "skos:exactMatch", "skos:broader",
    )
)  # fmt: skip
_PLACE = itemgetter(0, 1, 2)
_RANK = {iri: rank for rank, iri in enumerate(_FIRST)}


def export(store: ox.Store, *paths: Path) -> None:
    """Write a graph to files; the ending of each name says in which format.

    Args:
        store: The graph.
        paths: The files; each is replaced in one step when all of it is written.

    Raises:
        PharmagraphError: An ending is unknown, or a file can't be written.
    """
    ordered = cache(triples)  # all of the graph in its order, made once
    for path in paths:
        _write(path, _serialize(store, path.suffix.lstrip(".").lower(), ordered))


def _write(path: Path, data: bytes) -> None:
    temporary = path.with_name(f".{path.name}.part")
    try:
        temporary.write_bytes(data)
        temporary.replace(path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink()
        raise PharmagraphError(
            f"can't be written ({error.strerror or error})", remedy="choose another place", source=path
        ) from error


def serialize(store: ox.Store, name: str) -> bytes:
    """A graph as bytes.

    Args:
        store: The graph.
        name: One of ``FORMATS``.

    Raises:
        PharmagraphError: The format is unknown.
    """
    return _serialize(store, name, triples)


def _serialize(store: ox.Store, name: str, ordered: Callable[[ox.Store], list[ox.Triple]]) -> bytes:
    if name in ("jsonld", "json"):
        from pharmagraph.graph.jsonld import jsonld  # here, since it needs this module's order

        return jsonld(ordered(store))
    if name == "graphml":
        from pharmagraph.graph.networks import graphml
        from pharmagraph.graph.store import as_dataset

        return graphml(as_dataset(store))
    known = _FORMATS.get(name)
    if known is None:
        raise PharmagraphError(f"the format {name!r} is unknown", remedy="use one of " + ", ".join(FORMATS))
    if known is ox.RdfFormat.RDF_XML:
        return rdf_xml(ordered(store))
    if known is ox.RdfFormat.TURTLE:
        return turtle(ordered(store))
    if known.supports_datasets:
        return ox.serialize(_quads(store), format=known, prefixes=dict(PREFIXES)) or b""
    return ox.serialize(ordered(store), format=known, prefixes=dict(PREFIXES)) or b""


def xml_text(text: str) -> str:
    """A text with U+FFFD for each character that XML 1.0 (section 2.2) has no way to write; its length stays."""
    return _NO_XML.sub("\ufffd", text)


def xml_bytes(data: bytes) -> bytes:
    """XML whose carriage returns come back: a parser takes those that are not escaped for line feeds (section 2.11)."""
    return data.replace(b"\r", b"&#13;")


def rdf_xml(ordered: Iterable[ox.Triple]) -> bytes:
    """Triples as RDF/XML, in the order that they are given in."""
    data = ox.serialize(map(_for_xml, ordered), format=ox.RdfFormat.RDF_XML, prefixes=dict(PREFIXES)) or b""
    return xml_bytes(data)


def _for_xml(triple: ox.Triple) -> ox.Triple:
    value = triple.object
    if not isinstance(value, ox.Literal) or not _NO_XML.search(value.value):
        return triple
    text = xml_text(value.value)
    same_kind = (
        ox.Literal(text, language=value.language)
        if value.language
        else ox.Literal(text, datatype=value.datatype)
    )
    return ox.Triple(triple.subject, triple.predicate, same_kind)


def triples(store: ox.Store) -> list[ox.Triple]:
    """The triples of all graphs, each once, in the order of a reader."""
    return in_order({quad.triple for quad in store})


def in_order(found: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Triples in the order of a reader: by kind of subject, statements by their words, types and labels first."""
    of: dict[str, list[tuple[int, str, str, ox.Triple]]] = {}
    labels: dict[str, str] = {}
    for triple in found:
        subject, predicate = str(triple.subject.value), triple.predicate.value  # type: ignore[union-attr]
        text = str(triple.object)
        of.setdefault(subject, []).append((_RANK.get(predicate, len(_RANK)), predicate, text, triple))
        if predicate == _FIRST[1] and isinstance(triple.object, ox.Literal):
            labels[subject] = min(triple.object.value, labels.get(subject, triple.object.value))
    ordered: list[ox.Triple] = []
    for subject in sorted(of, key=lambda subject: (part(subject), labels.get(subject, ""), subject)):
        ordered += [own[3] for own in sorted(of[subject], key=_PLACE)]
    return ordered


def part(subject: str) -> int:
    """The part of the file in which a subject is written."""
    return next((number for number, (_, base) in enumerate(_PARTS) if subject.startswith(base)), len(_PARTS))


def turtle(ordered: Iterable[ox.Triple]) -> bytes:
    """Turtle with a heading over each part, for people; ``ordered`` as :func:`in_order` gives it."""
    heads: list[bytes] = []
    bodies: list[bytes] = []
    for number, own in groupby(ordered, key=lambda triple: part(str(triple.subject.value))):  # type: ignore[union-attr]
        text = ox.serialize(own, format=ox.RdfFormat.TURTLE, prefixes=dict(PREFIXES)) or b""
        lines = text.splitlines(keepends=True)
        heads = [line for line in lines if line.startswith(b"@prefix")]
        # A line that begins a subject is not indented (Oxigraph writes line ends in literals as "\\n").
        body = b"".join(line if line.startswith(b"\t") else b"\n" + line for line in lines[len(heads) :])
        title = _PARTS[number][0] if number < len(_PARTS) else "More"
        bodies.append(f"\n# --- {title} ---\n".encode() + body)
    return b"".join(sorted(heads)) + b"".join(bodies)


def _quads(store: ox.Store) -> Iterator[ox.Quad]:
    graphs = sorted({quad.graph_name for quad in store}, key=str)
    for graph in graphs:
        own = {quad.triple for quad in store.quads_for_pattern(None, None, None, graph)}
        for triple in in_order(own):
            yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)
