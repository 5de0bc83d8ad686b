"""``pharmagraph query``: SPARQL text, a file, or a saved query with arguments."""

from __future__ import annotations

from pathlib import Path

import click

from pharmagraph.cli.folder import graph_option, open_graph
from pharmagraph.cli.output import table
from pharmagraph.errors import QueryError
from pharmagraph.graph.queries import SavedQuery, as_rows, as_text, run, run_saved, saved_queries
from pharmagraph.graph.readable import Results

_FORMATS = ("table", "csv", "tsv", "json", "xml", "ttl")


@click.command(epilog='Example: pharmagraph query interactions "substance=vitamin K2-7" --format csv')
@click.argument("words", nargs=-1, metavar="SPARQL | NAME [ARG=VALUE...]")
@click.option("-f", "--file", "file", type=click.Path(path_type=Path), help="A file with SPARQL.")
@click.option("--format", "form", type=click.Choice(_FORMATS), default="table", show_default=True)
@click.option("--list", "listed", is_flag=True, help="List the saved queries.")
@graph_option
def query_command(
    words: tuple[str, ...], file: Path | None, form: str, listed: bool, folder: Path | str
) -> None:
    """Ask the graph in SPARQL 1.1, or by a saved query; the project's prefixes are known."""
    if listed:
        _list()
        return
    if not words and not file:
        raise click.UsageError(
            "give SPARQL, -f FILE, or the name of a saved query (pharmagraph query --list)"
        )
    if words and file:
        raise click.UsageError("give SPARQL or a file, not both")
    if words and _is_name(words[0]):
        saved, given = _saved(words[0]), _arguments(words[1:])
        results = run_saved(open_graph(folder), saved, given)
    elif file:
        results = run(open_graph(folder), _read(file), source=str(file))
    else:
        results = run(open_graph(folder), " ".join(words))
    _print(results, form)


def _is_name(word: str) -> bool:
    return not any(mark in word for mark in " {\n?")


def _saved(name: str) -> SavedQuery:
    known = saved_queries()
    if name not in known:
        raise QueryError(f"there is no saved query {name!r}", remedy=f"there are: {', '.join(known)}")
    return known[name]


def _arguments(words: tuple[str, ...]) -> dict[str, str]:
    wrong = next((word for word in words if "=" not in word), None)
    if wrong is not None:
        raise click.UsageError(f"an argument is NAME=VALUE, not {wrong!r}")
    return dict(word.split("=", 1) for word in words)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError("can't be read", remedy="give a file with SPARQL in UTF-8", source=path) from error


def _print(results: Results, form: str) -> None:
    if form == "table":
        columns, rows = as_rows(results)
        table(columns, rows)
    else:
        click.echo(as_text(results, form), nl=False)


def _list() -> None:
    rows = []
    for query in saved_queries().values():
        arguments = " ".join(a.name if a.default is None else f"[{a.name}]" for a in query.arguments)
        rows.append((query.name, arguments, query.answers))
    table(("query", "arguments", "answers"), rows)
