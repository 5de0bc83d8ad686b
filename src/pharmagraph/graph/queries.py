"""SPARQL: saved queries with typed arguments, and results in every format of the SPARQL 1.1 recommendations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

import pyoxigraph as ox
from rdflib import Graph

from pharmagraph.errors import OntologyError, QueryError
from pharmagraph.graph.described import Described, read_described
from pharmagraph.graph.iris import PREFIXES
from pharmagraph.graph.names import find_concept
from pharmagraph.graph.readable import Readable, Results
from pharmagraph.graph.store import as_dataset
from pharmagraph.resources import ontology_dir

_ARGUMENT = re.compile(r"#\s*arg\s+(\w+)\s+(concept|number|text)(?:\s*=\s*([^:]*))?:\s*(.*)")
_ARG = re.compile(r"#\s*arg\b")
_RESULTS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,15}(?:\.[0-9]{0,15})?|\.[0-9]{1,15})")
_PLACE = re.compile(r"^error at (\d+):(\d+): ")
_REASON = re.compile(r"\b[A-Z][A-Za-z]*(?: [A-Za-z]+){2,}")
_SHOWN = 20  # characters of the query on either side
_UPDATE = re.compile(r"^\s*(?:INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY)\b", re.I | re.M)


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a saved query.

    Attributes:
        name: The variable that it binds.
        kind: ``concept`` (a name, looked up in the graph), ``number`` or ``text``.
        default: Value where none is given; None where one must be.
        help: What it is.
    """

    name: str
    kind: str
    default: str | None
    help: str


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A query of ``ontology/queries``.

    Attributes:
        name: Name of its file, without the ending.
        title: In a few words.
        answers: The question that it answers.
        arguments: What it can be given.
        text: The SPARQL.
    """

    name: str
    title: str
    answers: str
    arguments: tuple[Argument, ...]
    text: str


@cache
def saved_queries(folder: Path | None = None) -> Mapping[str, SavedQuery]:
    """Read the saved queries, by name in alphabetical order.

    Raises:
        OntologyError: One has no title, or doesn't say what it answers.
    """
    files = read_described(folder or ontology_dir() / "queries", "a saved query", ("title", "answers"))
    return {
        f.path.stem: SavedQuery(
            f.path.stem, f.heads["title"], f.heads["answers"], tuple(_arguments(f)), f.text
        )
        for f in files
    }


def _arguments(file: Described) -> Iterator[Argument]:
    for number, line in enumerate(file.text.splitlines(), 1):
        if found := _ARGUMENT.match(line):
            name, kind, default, explained = found.groups()
            yield Argument(name, kind, None if default is None else default.strip(), explained.strip())
        elif _ARG.match(line):
            raise OntologyError(
                "an argument is written '# arg NAME concept|number|text [= DEFAULT]: HELP'",
                source=file.path,
                line=number,
            )


def run(
    store: Readable,
    text: str,
    bindings: Mapping[str, ox.NamedNode | ox.Literal] | None = None,
    source: str = "query",
) -> Results:
    """Run SPARQL over the union of all graphs; the project's prefixes need not be declared.

    Args:
        store: The graph.
        text: A SELECT, ASK, CONSTRUCT or DESCRIBE query.
        bindings: Values of variables, put into the first ``WHERE {`` of the text.
        source: What the query is called in errors: its file, for example.

    Raises:
        QueryError: The query is malformed or can't be run; the message names the line.
    """
    try:
        return store.query(
            bound(text, bindings or {}), use_default_graph_as_union=True, prefixes=dict(PREFIXES)
        )
    except SyntaxError as error:
        raise malformed(text, error, source) from error
    except (ValueError, OSError, RuntimeError) as error:
        raise failed(error) from error


def bound(text: str, bindings: Mapping[str, ox.NamedNode | ox.Literal]) -> str:
    """SPARQL with values for some of its variables, put into its first ``WHERE {``."""
    for name, value in bindings.items():
        text = restricted(text, name, (value,))
    return text


def restricted(text: str, name: str, values: Iterable[ox.NamedNode | ox.Literal]) -> str:
    """SPARQL with the values that one of its variables may have, put into its first ``WHERE {``."""
    # Oxigraph's own substitutions are refused for variables that are not in the projection.
    listed = " ".join(map(str, values))
    return text.replace("WHERE {", f"WHERE {{ VALUES ?{name} {{ {listed} }} ", 1)


def malformed(text: str, error: SyntaxError, source: str) -> QueryError:
    """The error of a query that Oxigraph can't parse, with its line.

    Oxigraph lists all that could stand in a place, the true reason among it if it knows one: that is picked out.
    """
    message = _first_line(error)
    line, column = place_of(error)
    written = "".join(text.splitlines()[line - 1 : line])
    near = written[max(column - 1 - _SHOWN, 0) : column - 1 + _SHOWN].strip()
    reason = _REASON.search(message)
    problem = f"{reason[0]}, near {near!r}" if reason else f"near {near!r}" if near else "it ends too early"
    update = _UPDATE.search(text)
    return QueryError(
        f"this is not valid SPARQL ({problem})",
        remedy="only SELECT, ASK, CONSTRUCT and DESCRIBE are possible" if update else "",
        source=source,
        line=line,
    )


def place_of(error: SyntaxError) -> tuple[int, int]:
    """Line and column, counted from 1, where Oxigraph stopped reading; the beginning where it does not say."""
    place = _PLACE.match(_first_line(error))
    return (int(place[1]), int(place[2])) if place else (1, 1)


def failed(error: Exception) -> QueryError:
    """The error of a query that is well-formed and can't be answered."""
    return QueryError(f"the query can't be answered ({_first_line(error)})", source="query")


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or ["unknown reason"])[0]


def run_saved(store: Readable, query: SavedQuery, given: Mapping[str, str]) -> Results:
    """Run a saved query.

    Args:
        store: The graph.
        query: From :func:`saved_queries`.
        given: Values of its arguments, as text; concepts by any of their names.

    Raises:
        QueryError: An argument is missing, unknown or no number.
        UnknownSubstanceError: A concept is not in the graph.
    """
    return run(store, query.text, bindings_of(store, query, given))


def bindings_of(
    store: Readable, query: SavedQuery, given: Mapping[str, str]
) -> dict[str, ox.NamedNode | ox.Literal]:
    """The values of a saved query's variables.

    Args:
        store: The graph.
        query: From :func:`saved_queries`.
        given: Values of its arguments, as text; concepts by any of their names.

    Raises:
        QueryError: An argument is missing, unknown or no number.
        UnknownSubstanceError: A concept is not in the graph.
    """
    names = [argument.name for argument in query.arguments]
    if strange := sorted(set(given) - set(names)):
        known = ", ".join(names) or "none"
        raise QueryError(f"{query.name} has no argument {strange[0]!r}", remedy=f"its arguments are: {known}")
    bindings: dict[str, ox.NamedNode | ox.Literal] = {}
    dataset = as_dataset(store)
    for argument in query.arguments:
        value = given.get(argument.name, argument.default)
        if value is None:
            raise QueryError(
                f"{query.name} needs {argument.name}=... ({argument.help})",
                remedy=f"add {argument.name}=VALUE",
            )
        if value or argument.kind == "number":  # a concept or text that is left empty may be any
            bindings[argument.name] = _term(dataset, argument, value)
    return bindings


def _term(dataset: Graph, argument: Argument, value: str) -> ox.NamedNode | ox.Literal:
    if argument.kind == "concept":
        return ox.NamedNode(find_concept(dataset, value))
    if argument.kind == "text":
        return ox.Literal(value)
    if not _NUMBER.fullmatch(value):  # not Decimal(): it takes "nan", for which no comparison holds
        raise QueryError(f"{argument.name} must be a number, not {value!r}", remedy="write it as 100 or 0.5")
    return ox.Literal(value, datatype=ox.NamedNode(PREFIXES["xsd"] + "decimal"))


def as_text(results: Results, name: str) -> bytes:
    """Results in a format of the SPARQL recommendations, or triples as Turtle.

    Args:
        results: From :func:`run`.
        name: json, xml, csv, tsv or ttl.

    Raises:
        QueryError: The format does not fit the kind of query.
    """
    if isinstance(results, ox.QueryTriples):
        if name != "ttl":
            raise QueryError(f"a graph can't be written as {name}", remedy="use --format ttl")
        from pharmagraph.graph.export import in_order, turtle

        return turtle(in_order(set(results)))
    if name not in _RESULTS:
        raise QueryError(f"rows can't be written as {name}", remedy="use table, csv, tsv, json or xml")
    out = BytesIO()
    write_rows(results, name, out)
    return out.getvalue()


def write_rows(results: ox.QuerySolutions | ox.QueryBoolean, name: str, out: BytesIO) -> None:
    """Write rows, or the answer of an ASK query, in a format of the SPARQL recommendations.

    Args:
        results: From :func:`run`.
        name: json, xml, csv or tsv.
        out: Takes the bytes.

    Raises:
        QueryError: The query fails while its answers are looked up.
    """
    if isinstance(results, ox.QueryBoolean) and name in ("csv", "tsv"):
        out.write(f"{str(bool(results)).lower()}\n".encode())
        return
    try:
        results.serialize(out, _RESULTS[name])
    except (OSError, RuntimeError) as error:  # answers are looked up while they are written
        raise failed(error) from error


def as_rows(results: Results) -> tuple[list[str], list[list[str]]]:
    """Results for people: head and rows, IRIs as CURIEs, literals by their text."""
    if isinstance(results, ox.QueryBoolean):
        return ["answer"], [["yes" if results else "no"]]
    if isinstance(results, ox.QueryTriples):
        return ["subject", "predicate", "object"], [
            [readable(t.subject), readable(t.predicate), readable(t.object)] for t in results
        ]
    columns = [variable.value for variable in results.variables]
    try:
        return columns, [[readable(solution[variable]) for variable in columns] for solution in results]
    except (OSError, RuntimeError) as error:  # answers are looked up while they are read
        raise failed(error) from error


def readable(value: object) -> str:
    """A term as people read it."""
    if value is None:
        return ""
    if isinstance(value, ox.NamedNode):
        for prefix, base in PREFIXES.items():
            if value.value.startswith(base):
                return f"{prefix}:{value.value[len(base) :]}"
        return value.value
    return str(getattr(value, "value", value))
