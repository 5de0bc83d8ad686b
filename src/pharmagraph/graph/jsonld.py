"""JSON-LD 1.1, compacted with the project's context, in a fixed order.

The graph is flat (no blank nodes, no lists), so compaction is a look-up a term (JSON-LD 1.1 Processing Algorithms,
section 6); general processors are slower by orders of magnitude and leave the order open.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import groupby
from typing import Any

import pyoxigraph as ox

from pharmagraph.graph.iris import PREFIXES
from pharmagraph.resources import ontology_dir
from pharmagraph.vocabulary import load_vocabulary

_XSD = PREFIXES["xsd"]
_STRING, _INTEGER, _BOOLEAN = (f"{_XSD}{name}" for name in ("string", "integer", "boolean"))
_TYPE = PREFIXES["rdf"] + "type"
_LARGEST = 2**53  # beyond it, numbers of JSON lose digits


@cache
def context() -> Mapping[str, Any]:
    """The context of ``ontology/context.jsonld``, with a term for each relation of the vocabulary."""
    text = (ontology_dir() / "context.jsonld").read_text(encoding="utf-8")
    terms: dict[str, Any] = dict(json.loads(text)["@context"])
    for name, relation in load_vocabulary().relations.items():
        terms[name] = f"pg:{name}" if "literal" in relation.range else {"@id": f"pg:{name}", "@type": "@id"}
    return terms


class _Compactor:
    """Terms and compact IRIs for full ones."""

    def __init__(self) -> None:
        self.terms: dict[str, tuple[str, bool]] = {}
        for name, value in context().items():
            identifier = value["@id"] if isinstance(value, dict) else value
            if isinstance(identifier, str) and ":" in identifier and not identifier.startswith(("http", "@")):
                prefix, _, local = identifier.partition(":")
                self.terms[PREFIXES[prefix] + local] = (name, isinstance(value, dict))

    @cache  # noqa: B019 - one compactor lives as long as one export
    def iri(self, iri: str) -> str:
        """A compact IRI; what would not be read back the same stays whole (JSON-LD 1.1, section 4.1.5)."""
        for prefix, base in PREFIXES.items():
            if iri.startswith(base) and not (local := iri[len(base) :]).startswith("//"):
                return f"{prefix}:{local}"
        return iri

    def predicate(self, iri: str) -> tuple[str, bool]:
        """The key of a property, and whether its values are IRIs by the context."""
        return self.terms.get(iri) or (self.iri(iri), False)

    def value(self, value: ox.NamedNode | ox.BlankNode | ox.Literal, *, is_iri: bool) -> Any:  # noqa: ANN401 - JSON
        """An object as JSON."""
        if not isinstance(value, ox.Literal):
            compact = self.iri(value.value)
            return compact if is_iri else {"@id": compact}
        kind = value.datatype.value
        if value.language:
            return {"@language": value.language, "@value": value.value}
        if kind == _INTEGER and abs(int(value.value)) < _LARGEST:
            return {"@value": int(value.value)} if is_iri else int(value.value)
        if kind == _BOOLEAN:
            return value.value == "true"
        if kind == _STRING:
            return {"@value": value.value} if is_iri else value.value
        return {"@type": self.iri(kind), "@value": value.value}


def jsonld(ordered: Iterable[ox.Triple]) -> bytes:
    """Triples as one JSON-LD document with its context inside, one node a line.

    Args:
        ordered: The triples of each subject one after the other.
    """
    compactor = _Compactor()
    nodes = [
        json.dumps(_node(compactor, str(subject.value), list(own)), ensure_ascii=False)
        for subject, own in groupby(ordered, key=lambda triple: triple.subject)
    ]
    head = json.dumps(context(), ensure_ascii=False, indent=2, sort_keys=True)
    body = ",\n".join(nodes)
    return f'{{"@context": {head},\n"@graph": [\n{body}\n]}}\n'.encode()


def _node(compactor: _Compactor, subject: str, own: list[ox.Triple]) -> dict[str, Any]:
    node: dict[str, Any] = {"id": compactor.iri(subject)}
    for predicate, values in groupby(own, key=lambda triple: triple.predicate.value):
        objects = [triple.object for triple in values]
        if predicate == _TYPE:
            key, found = "type", [compactor.iri(str(o.value)) for o in objects]  # type: ignore[union-attr]
        else:
            key, is_iri = compactor.predicate(predicate)
            found = [compactor.value(o, is_iri=is_iri) for o in objects]  # type: ignore[arg-type]
        node[key] = found[0] if len(found) == 1 else found
    return node
