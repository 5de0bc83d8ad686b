"""``pharmagraph build``: monographs to a folder with store, exports, page and report."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from pharmagraph.cli.engine import ENGINES, reader
from pharmagraph.cli.folder import DEFAULT
from pharmagraph.cli.output import complain, progress, remark
from pharmagraph.cli.place import store_url
from pharmagraph.cli.publish import put
from pharmagraph.pipeline import MOST_EXPORTED, NothingReadError, build
from pharmagraph.report import Report


@click.command(epilog="Example: pharmagraph build data/monographs -o out")
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="SRC...")
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    default=DEFAULT,
    show_default=True,
    help="The folder to write to.",
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1),
    default=os.cpu_count() or 1,
    help="Number of processes; all cores by default.",
)
@click.option("--fresh", is_flag=True, help="Read everything again, changed or not.")
@click.option(
    "--exports/--no-exports",
    default=None,
    help="Write graph.ttl, graph.jsonld and graph.html, however large they become, or don't; by default they are "
    f"written up to {MOST_EXPORTED:,} triples.",
)
@click.option(
    "--engine", type=click.Choice(ENGINES), default=ENGINES[0], show_default=True, help="Who reads."
)
@click.option("--scheduler", metavar="ADDRESS", help="The scheduler of a Dask cluster: tcp://HOST:PORT.")
@click.option("--store", metavar="URL", help="A triple store elsewhere that gets the graph, too.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def build_command(
    sources: tuple[Path, ...],
    out: Path,
    jobs: int,
    fresh: bool,
    exports: bool | None,
    engine: str,
    scheduler: str | None,
    store: str | None,
    quiet: bool,
) -> None:
    """Read monographs (files or folders) and make their graph, or bring the graph that is there up to date.

    Writes the store, graph.ttl, graph.jsonld, graph.html, report.md and report.json. Monographs that have not changed
    since the last build are not read again, those that are no longer named are taken out. Files that can't be read
    are named on standard error, the others go through, and the exit status is 1.

    With --engine dask, the workers of a cluster read; the store is written here.

    With --store, the graph is put into a triple store elsewhere as well; only what has changed is sent.
    """
    url, reads = store_url(store), reader(engine, scheduler)
    with progress("reading") as step:
        try:
            made = build(
                *sources, out=out, jobs=jobs, progress=step, fresh=fresh, exports=exports, engine=reads
            )
        except NothingReadError as error:
            for problem in error.problems:
                complain(problem)
            sys.exit(1)
    _tell(made.report, out, quiet=quiet, asked=exports is not None)
    if url:
        put(out, url, quiet=quiet)
    sys.exit(0 if made.report.ok else 1)


def _tell(report: Report, out: Path, *, quiet: bool, asked: bool) -> None:
    """Say what was done; ``asked``: whether it was said which files to write."""
    for problem in report.problems:
        complain(problem)
    for source in report.kept:
        remark(f"{source}: the statements of the former build were kept")
    if not quiet:
        for note in report.news():
            remark(note)
        if report.since or report.why:
            remark(report.changes())
        if report.not_exported and not asked:
            remark(f"{report.left_out()}; --exports writes them")
        click.echo(f"{report.summary()} -> {out}", err=True)
    for offence in report.offences:
        click.echo(f"pharmagraph: {offence}", err=True)
