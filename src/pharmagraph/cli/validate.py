"""``pharmagraph validate``: SHACL shapes, invariants, quotes; exit status 1 with the offenders."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import click
import pyoxigraph as ox

from pharmagraph.cli.folder import graph_option, open_graph
from pharmagraph.cli.output import complain, remark
from pharmagraph.errors import ReadError
from pharmagraph.graph.places import local_copy
from pharmagraph.graph.validate import sources_of, validate
from pharmagraph.process import read_file
from pharmagraph.read import find_monographs
from pharmagraph.wording import count


@click.command(epilog="Example: pharmagraph validate data/monographs")
@click.argument("sources", nargs=-1, type=click.Path(path_type=Path), metavar="[SRC...]")
@graph_option
def validate_command(sources: tuple[Path, ...], folder: Path | str) -> None:
    """Check that graph and ontology are what they must be; with the monographs, that every quote stands in its place.

    Monographs are named as they were for build, so that they are found under the same names.
    """
    store = local_copy(open_graph(folder))
    raws, failed = _raws(sources)
    offences = validate(store, raws=raws)
    for offence in offences:
        click.echo(str(offence))
    if offences:
        click.echo(f"pharmagraph: {len(offences)} offence{'s' if len(offences) > 1 else ''}", err=True)
    else:
        click.echo(f"valid: ontology, shapes and invariants hold{_quotes(store, raws) if sources else ''}")
    sys.exit(1 if offences or failed else 0)


def _quotes(store: ox.Store, raws: Mapping[str, str]) -> str:
    """What was found of the quotes; a monograph that was not given is named, and not called right."""
    stored = sources_of(store)
    missing = sorted(stored - raws.keys())
    for source in missing:
        remark(f"{source}: its quotes were not checked, the file was not given or can't be read")
    checked = len(stored) - len(missing)
    return f", and every quote of {checked} of {count(len(stored), 'monograph')} stands in its file"


def _raws(sources: tuple[Path, ...]) -> tuple[dict[str, str], bool]:
    found = find_monographs(sources)
    problems = list(found.problems)
    raws = {}
    for file in found.files:
        try:
            raws[file.source] = read_file(file).monograph.raw
        except ReadError as error:
            problems.append(error)
    for problem in problems:
        complain(problem)
    return raws, bool(problems)
