"""The options of ``build`` that say who reads the monographs."""

from __future__ import annotations

from functools import partial

import click

from pharmagraph.cluster import check_scheduler, read_on_cluster
from pharmagraph.engine import Engine

ENGINES = ("processes", "dask")


def reader(engine: str, scheduler: str | None) -> Engine | None:
    """Who reads, as ``build`` takes it; None: the processes of this machine.

    Raises:
        click.UsageError: The options do not go together.
        ClusterError: The address can't be one of a scheduler.
    """
    if (engine == "dask") != (scheduler is not None):
        raise click.UsageError("--engine dask and --scheduler ADDRESS go together")
    if scheduler is None:
        return None
    check_scheduler(scheduler)
    return partial(read_on_cluster, scheduler=scheduler)
