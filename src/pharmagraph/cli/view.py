"""``pharmagraph view``: the interactive page."""

from __future__ import annotations

from pathlib import Path

import click
from rdflib import Dataset

from pharmagraph.cli.folder import graph_option, open_dataset
from pharmagraph.graph.names import find_concept
from pharmagraph.graph.networks import to_networkx
from pharmagraph.view import write_page


@click.command(epilog='Example: pharmagraph view "vitamin K2-7" -o k2.html')
@click.argument("substance", required=False)
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    help="The page; by default graph.html, or SUBSTANCE.html, in the graph's folder; here where it is in a store.",
)
@graph_option
def view_command(substance: str | None, out: Path | None, folder: Path | str) -> None:
    """Make the page of the whole graph, or of what is said about one substance; one file, no network."""
    dataset = open_dataset(folder)
    graph = to_networkx(dataset, substance, derived=True)
    focus = _focus(dataset, substance)
    name = (
        focus.rpartition("/")[2] if focus else "graph"
    )  # the page of a part must not replace that of the whole
    path = out or (folder if isinstance(folder, Path) else Path()) / f"{name}.html"
    title = f"{substance} · Pharmagraph" if substance else "Pharmagraph"
    write_page(graph, path, title=title, focus=focus)
    click.echo(path)


def _focus(dataset: Dataset, substance: str | None) -> str | None:
    return find_concept(dataset, substance) if substance else None
