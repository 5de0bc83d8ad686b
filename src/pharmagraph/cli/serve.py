"""``pharmagraph serve``: a SPARQL 1.1 endpoint and pages over the graph, on this machine."""

from __future__ import annotations

from pathlib import Path

import click

from pharmagraph.cli.folder import graph_option
from pharmagraph.graph.store import open_ox
from pharmagraph.serve import Limits, listen, serve
from pharmagraph.serve.limits import MEGABYTE

_PORT = 8010


@click.command(epilog="Example: pharmagraph serve --port 8010")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=_PORT, show_default=True, help="Port; 0: a free one."
)
@click.option(
    "--timeout", type=click.FloatRange(0.1), default=10.0, show_default=True, help="Seconds for a query."
)
@click.option(
    "--max-result", type=click.FloatRange(0.001), default=50.0, show_default=True, help="MB of a result."
)
@click.option(
    "--max-body", type=click.FloatRange(0.001), default=1.0, show_default=True, help="MB of a request."
)
@click.option(
    "--memory", type=click.IntRange(0), default=1000, show_default=True, help="MB for a query; 0: any."
)
@click.option(
    "--workers", type=click.IntRange(1), help="Processes that answer; as many as cores, at least 2."
)
@click.option(
    "--connections", type=click.IntRange(1), default=500, show_default=True, help="Open connections."
)
@graph_option
def serve_command(
    host: str,
    port: int,
    timeout: float,
    max_result: float,
    max_body: float,
    memory: int,
    workers: int | None,
    connections: int,
    folder: Path | str,
) -> None:
    """Serve the graph: a read-only SPARQL endpoint at /sparql, a query page, the graph page, a page for each IRI.

    A graph that is built anew in the same folder is served from then on. Ctrl-C ends the server.
    """
    if not isinstance(folder, Path):
        raise click.UsageError(
            "serve takes the folder that build wrote (-C DIR); a store elsewhere is served there"
        )
    limits = Limits(
        seconds=timeout,
        result=int(max_result * MEGABYTE),
        body=int(max_body * MEGABYTE),
        memory=memory * MEGABYTE or None,
        connections=connections,
        **({"workers": workers} if workers else {}),
    )
    open_ox(folder)  # what is wrong with it is said now, not to the first client
    with listen(host, port) as listening:
        shown = f"[{host}]" if ":" in host else host
        click.echo(f"serving {folder} at http://{shown}:{listening.getsockname()[1]}/ (Ctrl-C ends)")
        serve(folder, listening, limits)
