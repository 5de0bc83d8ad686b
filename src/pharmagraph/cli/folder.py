"""Where the graph is: the option ``-C`` of commands that ask it, and its defaults."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from pharmagraph.graph.store import STORE

_Function = TypeVar("_Function", bound=Callable[..., object])
DEFAULT = Path("out")


def graph_option(function: _Function) -> _Function:
    """Add ``-C DIR`` to a command; it is given the folder as ``folder``."""
    option = click.option(
        "-C",
        "--dir",
        "folder",
        type=click.Path(path_type=Path),
        callback=_found,
        help="The folder that build wrote.",
    )
    return option(function)


def _found(ctx: click.Context, _: click.Parameter, value: Path | None) -> Path:
    if value:
        return value
    if isinstance(ctx.obj, Path):
        return ctx.obj
    if named := os.environ.get("PHARMAGRAPH_DIR"):
        return Path(named)
    return Path() if Path(STORE).is_dir() else DEFAULT
