"""What ``build --store URL`` does when the graph is built: it goes to a triple store elsewhere."""

from __future__ import annotations

from pathlib import Path

import click

from pharmagraph.cli.output import progress, remark
from pharmagraph.graph.publish import publish
from pharmagraph.graph.store import open_ox
from pharmagraph.wording import count


def put(folder: Path, url: str, *, quiet: bool) -> None:
    """Put the graph of a folder into a store, and say what was done.

    Raises:
        StoreError: The store can't be reached, or refuses.
    """
    with progress("writing") as step:
        made = publish(open_ox(folder), url, step)
    if made.resumed:
        remark(f"{url}: a build that had begun at {made.resumed} and not ended there was completed")
    if not quiet:
        gone = f", {made.removed} removed" if made.removed else ""
        click.echo(
            f"{count(made.monographs, 'monograph')}, {made.sent} of them sent{gone} -> {url}", err=True
        )
