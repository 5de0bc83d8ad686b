"""Is a graph what it must be? Shapes, invariants, quotes that stand in their files, and the ontology itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox
from rdflib import RDF, Graph, Namespace

from pharmagraph.errors import PharmagraphError
from pharmagraph.graph.described import read_described
from pharmagraph.graph.queries import run
from pharmagraph.resources import ontology_dir

_SH = Namespace("http://www.w3.org/ns/shacl#")
MISQUOTED = "The quote does not stand in the file where it should"
_WHERE = """SELECT ?label ?source ?line ?quote WHERE {{
  OPTIONAL {{ {offender} rdfs:label ?label }}
  OPTIONAL {{
    {{ {offender} pg:hasEvidence ?e }} UNION {{ {offender} pg:passage ?e }} UNION {{ ?e oa:hasSelector {offender} }}
    UNION {{ {offender} prov:wasDerivedFrom/pg:hasEvidence ?e }} UNION {{ VALUES ?e {{ {offender} }} }}
    ?e oa:hasSource/dcterms:source ?source ; pg:line ?line ; oa:hasSelector/oa:exact ?quote }}
}} ORDER BY ?source ?line LIMIT 1"""
_QUOTES = """SELECT ?passage ?source ?start ?end ?exact WHERE {
  ?passage oa:hasSource/dcterms:source ?source ; oa:hasSelector ?s .
  ?s oa:start ?start ; oa:end ?end ; oa:exact ?exact }
  ORDER BY ?source ?start"""


@dataclass(frozen=True, slots=True, order=True)
class Offence:
    """Something in the graph that must not be.

    Attributes:
        problem: What is wrong.
        offender: IRI of the node.
        label: What it states, or "".
        source: File of its first passage, or "".
        line: Line of it, or 0.
        quote: The passage, or "".
    """

    problem: str
    offender: str
    label: str = ""
    source: str = ""
    line: int = 0
    quote: str = ""

    def __str__(self) -> str:
        """One line: ``file:line: problem: statement ("sentence")``."""
        line = f":{self.line}" if self.line else ""
        place = f"{self.source}{line}: " if self.source else ""
        said = f" ({' '.join(self.quote.split())!r})" if self.quote else ""
        return f"{place}{self.problem}: {self.label or self.offender}{said}"


@cache
def invariants(folder: Path | None = None) -> Mapping[str, tuple[str, str]]:
    """The invariants of the ontology: name -> title and SPARQL text.

    Raises:
        OntologyError: One has no title.
    """
    files = read_described(folder or ontology_dir() / "invariants", "an invariant", ("title",))
    return {f.path.stem: (f.heads["title"], f.text) for f in files}


def validate(store: ox.Store, *, shapes: bool = True, raws: Mapping[str, str] | None = None) -> list[Offence]:
    """Check a graph, and the ontology that it was made with.

    Args:
        store: The graph.
        shapes: Whether to check the SHACL shapes too (slower).
        raws: Decoded files by source, to check that ``raw[start:end]`` is the quote of every passage.

    Returns:
        What is wrong, sorted; empty for a valid graph.
    """
    from pharmagraph.ontology_check import ontology_offences  # here, because it imports this module

    found = {Offence(*pair) for pair in broken(store)}
    found.update(_unlike_shapes(store) if shapes else (), _misquoted(store, raws or {}))
    found.update(ontology_offences())
    return placed(store, found)


def broken(store: ox.Store) -> Iterator[tuple[str, str]]:
    """What the invariants find: the problem, and the IRI of the node."""
    for title, text in invariants().values():
        results = run(store, text)
        if isinstance(results, ox.QuerySolutions):
            for solution in results:
                yield title, _iri(solution["offender"])


def placed(store: ox.Store, offences: Iterable[Offence]) -> list[Offence]:
    """Offences with the statement and the sentence that they are about, sorted."""
    return sorted(_with_place(store, offence) for offence in offences)


def _iri(value: object) -> str:
    return str(getattr(value, "value", value))


def _unlike_shapes(store: ox.Store) -> Iterator[Offence]:
    graph = Graph()
    data = ox.serialize((quad.triple for quad in store), format=ox.RdfFormat.N_TRIPLES) or b""
    graph.parse(data=data, format="nt")
    return shape_offences(graph)


def shape_offences(graph: Graph) -> Iterator[Offence]:
    """What the SHACL shapes of ``ontology/shapes.ttl`` find wrong in an rdflib graph.

    Raises:
        PharmagraphError: The shapes can't be run.
    """
    import pyshacl  # here, because it takes most of a second to import

    shapes = Graph().parse(str(ontology_dir() / "shapes.ttl"), format="turtle")
    try:
        _, report, _ = pyshacl.validate(graph, shacl_graph=shapes, inplace=True, advanced=False)
    except Exception as error:  # pyshacl raises many kinds of its own, all with one meaning here
        raise PharmagraphError(
            f"the SHACL shapes can't be run ({error})", remedy="check ontology/shapes.ttl"
        ) from error
    if not isinstance(report, Graph):
        raise PharmagraphError("the SHACL shapes can't be run", remedy="check ontology/shapes.ttl")
    for result in report.subjects(RDF.type, _SH.ValidationResult):
        shape = report.value(result, _SH.sourceShape)
        # Where the shape has no message of its own, pySHACL writes out the whole shape.
        own = shape is not None and (shape, _SH.message, None) in shapes
        name = str(shape).rpartition("/")[2]
        message = report.value(result, _SH.resultMessage) if own else f"Does not fit the shape {name}"
        yield Offence(str(message), str(report.value(result, _SH.focusNode)))


def sources_of(store: ox.Store) -> set[str]:
    """The names of the monographs that a graph was made of."""
    results = run(store, "SELECT ?source WHERE { ?monograph a pg:Monograph ; dcterms:source ?source }")
    return {_iri(row["source"]) for row in results}  # type: ignore[union-attr]


def _misquoted(store: ox.Store, raws: Mapping[str, str]) -> Iterator[Offence]:
    results = run(store, _QUOTES) if raws else ()
    for row in results:  # type: ignore[union-attr]
        raw = raws.get(_iri(row["source"]))
        if raw is not None and raw[int(_iri(row["start"])) : int(_iri(row["end"]))] != _iri(row["exact"]):
            yield Offence(MISQUOTED, _iri(row["passage"]))


def _with_place(store: ox.Store, offence: Offence) -> Offence:
    if offence.source or ":" not in offence.offender:
        return offence
    try:
        results = run(store, _WHERE.format(offender=ox.NamedNode(offence.offender)))
    except ValueError:  # no IRI: a literal or blank node that a shape complains of
        return offence
    row = next(iter(results), None) if isinstance(results, ox.QuerySolutions) else None
    if row is None:
        return offence
    label, source, line, quote = (
        _iri(row[name]) if row[name] is not None else "" for name in ("label", "source", "line", "quote")
    )
    return Offence(offence.problem, offence.offender, label, source, int(line or 0), quote)
