"""Answers of the SPARQL endpoint: one query, its dataset, and what the client takes -> an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

import pyoxigraph as ox

from pharmagraph.errors import QueryError
from pharmagraph.graph.export import rdf_xml, xml_bytes, xml_text
from pharmagraph.graph.iris import PREFIXES
from pharmagraph.graph.jsonld import jsonld
from pharmagraph.graph.queries import failed, malformed, place_of, write_rows
from pharmagraph.graph.readable import Results
from pharmagraph.serve.answer import GRAPHS, RESULTS, Answer, said
from pharmagraph.serve.guard import FederationError, column_before, without_service
from pharmagraph.serve.limits import MEGABYTE
from pharmagraph.serve.negotiate import chosen

_GRAPHS = {"ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "jsonld": ox.RdfFormat.JSON_LD}


class _TooLargeError(Exception):
    """A result is past its limit."""


class _Bounded(BytesIO):
    """Bytes up to a bound: writing goes no further, so that a result that is too large ends early."""

    def __init__(self, bound: int) -> None:
        super().__init__()
        self.bound = bound

    def write(self, data: bytes) -> int:  # type: ignore[override]
        """Take some more bytes."""
        if self.tell() + len(data) > self.bound:
            raise _TooLargeError
        return super().write(data)


@dataclass(frozen=True, slots=True)
class Question:
    """A query as the SPARQL 1.1 Protocol has it.

    Attributes:
        query: The text.
        accept: The client's Accept header.
        default_graphs: ``default-graph-uri``; the union of all graphs where neither of the two is given.
        named_graphs: ``named-graph-uri``.
    """

    query: str
    accept: str = ""
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


def answer(store: ox.Store, question: Question, bound: int) -> Answer:
    """Answer a query.

    Args:
        store: The graph.
        question: What is asked.
        bound: Bytes that the answer may have.
    """
    try:
        return _written(_run(store, question), question.accept, bound)
    except FederationError as error:
        return said(403, str(error))
    except QueryError as error:
        return said(400, str(error))
    except _TooLargeError:
        return said(
            403,
            f"refused: the result is larger than {bound / MEGABYTE:g} MB, and a part of it would read as all of it; "
            "ask for less, or in pages with ORDER BY, LIMIT and OFFSET",
        )


def _run(store: ox.Store, question: Question) -> Results:
    """Evaluate a query.

    Raises:
        QueryError: It is malformed, names a graph by what is no IRI, or can't be evaluated.
        FederationError: It uses SERVICE.
    """
    guarded = without_service(question.query)
    chosen_graphs = bool(question.default_graphs or question.named_graphs)
    dataset = {
        "default_graph": _graphs(question.default_graphs),
        "named_graphs": _graphs(question.named_graphs),
    }
    try:
        return store.query(
            guarded,
            prefixes=dict(PREFIXES),
            use_default_graph_as_union=not chosen_graphs,
            **(dataset if chosen_graphs else {}),  # type: ignore[arg-type]
        )
    except SyntaxError as error:
        raise _placed(guarded, error) from error
    except (ValueError, OSError, RuntimeError) as error:
        raise failed(error) from error


def _placed(query: str, error: SyntaxError) -> QueryError:
    """The error of a malformed query, with its column."""
    found = malformed(query, error, "query")
    line, column = place_of(error)
    written = query.split("\n")[line - 1 :][:1]
    place = f"line {line}, column {column_before(''.join(written), column)}"
    return QueryError(f"{place}: {found.problem}", remedy=found.remedy)


def _graphs(iris: Iterable[str]) -> list[ox.NamedNode]:
    try:
        return [ox.NamedNode(iri) for iri in iris]
    except ValueError as error:
        raise QueryError(f"a graph is named by an IRI ({error})") from error


def _written(results: Results, accept: str, bound: int) -> Answer:
    rows = not isinstance(results, ox.QueryTriples)
    offers = RESULTS if rows else GRAPHS
    media = chosen(accept, tuple(offers))
    if media is None:
        return not_acceptable("rows" if rows else "triples", tuple(offers))
    out = _Bounded(bound)
    if isinstance(results, ox.QueryTriples):
        try:
            _write_triples(results, offers[media], out)
        except (OSError, RuntimeError) as error:  # answers are looked up while they are written
            raise failed(error) from error
    else:
        write_rows(results, offers[media], out)
    body = out.getvalue()
    if rows and offers[media] == "xml":
        body = xml_bytes(xml_text(body.decode()).encode())
    return Answer(200, media, body, {"Vary": "Accept"})


def not_acceptable(what: str, offers: Sequence[str]) -> Answer:
    """The answer to a client that takes none of the formats there are."""
    return said(406, f"{what} can be had as {', '.join(offers)}: name one of them in Accept")


def _write_triples(triples: Iterable[ox.Triple], name: str, out: BytesIO) -> None:
    """Write triples, each once and in a fixed order."""
    ordered = sorted(
        set(triples), key=lambda triple: (str(triple.subject), triple.predicate.value, str(triple.object))
    )
    if name == "xml":
        out.write(rdf_xml(ordered))
    else:
        ox.serialize(ordered, out, format=_GRAPHS[name], prefixes=dict(PREFIXES))


def triples_as(ordered: Sequence[ox.Triple], media: str) -> bytes:
    """Triples of the graph itself in one of the formats of ``GRAPHS``; JSON-LD with the project's context.

    Args:
        ordered: The triples, those of each subject one after the other.
        media: The media type.
    """
    if GRAPHS[media] == "jsonld":
        return jsonld(ordered)
    out = BytesIO()
    _write_triples(ordered, GRAPHS[media], out)
    return out.getvalue()
