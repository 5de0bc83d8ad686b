"""``pharmagraph export``: the graph as a file; its ending says in which format."""

from __future__ import annotations

from pathlib import Path

import click

from pharmagraph.cli.folder import graph_option, open_graph
from pharmagraph.graph.export import FORMATS, export
from pharmagraph.graph.places import local_copy


@click.command(epilog="Example: pharmagraph export graph.trig")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.{" + ",".join(FORMATS) + "}")
@graph_option
def export_command(file: Path, folder: Path | str) -> None:
    """Write the graph to a file. N-Quads and TriG keep one named graph a monograph; the others have the union."""
    if file.suffix.lstrip(".").lower() not in FORMATS:
        raise click.UsageError(f"the ending of {file.name!r} is none of: {', '.join(FORMATS)}")
    export(local_copy(open_graph(folder)), file)
