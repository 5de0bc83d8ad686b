"""``pharmagraph validate``: SHACL shapes, invariants, quotes; exit status 1 with the offenders."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pharmagraph.cli.folder import graph_option
from pharmagraph.errors import ReadError
from pharmagraph.graph.store import open_ox
from pharmagraph.graph.validate import validate
from pharmagraph.read import find_monographs, read_monograph


@click.command(epilog="Example: pharmagraph validate data/monographs")
@click.argument("sources", nargs=-1, type=click.Path(path_type=Path), metavar="[SRC...]")
@graph_option
def validate_command(sources: tuple[Path, ...], folder: Path) -> None:
    """Check that the graph is what it must be; with the monographs, that every quote stands where it should."""
    offences = validate(open_ox(folder), raws=_raws(sources))
    for offence in offences:
        click.echo(str(offence))
    if offences:
        click.echo(f"pharmagraph: {len(offences)} offences", err=True)
        sys.exit(1)
    quotes = " and every quote stands in its file" if sources else ""
    click.echo(f"valid: shapes and invariants hold{quotes}")


def _raws(sources: tuple[Path, ...]) -> dict[str, str]:
    found = find_monographs(sources)
    if found.problems:
        raise found.problems[0]
    raws = {}
    for file in found.files:
        try:
            raws[file.source] = read_monograph(file.path, file.source).monograph.raw
        except ReadError:  # said by build; its former statements can't be checked
            continue
    return raws
