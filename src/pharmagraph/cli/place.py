"""The options that say where the graph is, for the program and for each of its commands; nothing is opened here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from pharmagraph.address import check_url, is_url

_Command = Callable[..., object]


def place_options(function: _Command) -> _Command:
    """Add ``-C DIR`` and ``--store URL``; the function is given them as ``folder`` and ``store``."""
    url = click.option(
        "--store", metavar="URL", help="A triple store elsewhere, instead of a folder: http://HOST:PORT/."
    )
    return click.option(
        "-C", "--dir", "folder", type=click.Path(path_type=Path), help="The folder that build wrote."
    )(url(function))


def store_url(store: str | None) -> str | None:
    """The store that build is to write to: that of its own option, or of the one before the command; checked early."""
    said = click.get_current_context().obj
    place = given(None, store) or said
    return check_url(place) if isinstance(place, str) else None


def given(folder: Path | None, store: str | None) -> Path | str | None:
    """The place that two options name, one at most."""
    if folder and store:
        raise click.UsageError("give a folder with -C, or a store with --store, not both")
    if store and not is_url(store):
        raise click.BadParameter(
            "a store is given as http://HOST:PORT/; a folder by -C", param_hint="--store"
        )
    return store or folder
