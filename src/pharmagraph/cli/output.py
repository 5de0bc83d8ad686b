"""Tables on a terminal, tab-separated lines in a pipe, messages on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

import click

from pharmagraph.errors import Note, PharmagraphError


def complain(error: PharmagraphError) -> None:
    """One line on standard error."""
    click.echo(f"pharmagraph: {error}", err=True)


def remark(note: Note | str) -> None:
    """A note on standard error, told apart from errors by its first word."""
    click.echo(f"note: {note}", err=True)


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], title: str = "") -> None:
    """Print rows: as a table where people look, tab-separated with a head line where programs read."""
    if not sys.stdout.isatty():
        click.echo("\t".join(columns))
        for row in rows:
            click.echo("\t".join(flat(value) for value in row))
        return
    from rich.console import Console  # imported here: a pipe does not pay for it
    from rich.table import Table
    from rich.text import Text

    shown = Table(title=title or None, title_justify="left", header_style="bold", show_lines=False)
    for column in columns:
        shown.add_column(column, overflow="fold")
    for row in rows:
        shown.add_row(*(Text(flat(value)) for value in row))  # Text: brackets in a monograph are no markup
    Console().print(shown)


def flat(value: object) -> str:
    """A value as one line: line ends and tabs become blanks, nothing becomes ""."""
    return " ".join(str("" if value is None else value).split())


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int, str], None] | None]:
    """A progress bar on a terminal, nothing in a pipe.

    Args:
        what: What is being done, one word.

    Yields:
        What to call with the number done, the number of all, and the last one's name; None in a pipe.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)

        def step(done: int, total: int, name: str) -> None:
            bar.update(task, completed=done, total=total, description=f"{what} {name[-40:]}")

        yield step
