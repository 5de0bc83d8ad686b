"""What a worker of a Dask cluster does for a build; it needs no Dask for it."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from pharmagraph.errors import PharmagraphError, ReadError
from pharmagraph.graph.runs import fingerprint
from pharmagraph.process import Processed, extract_from, quads_from
from pharmagraph.read import read_bytes

_ONE_AT_A_TIME = threading.Lock()  # a worker may have several threads; what reads a monograph is made for one

Text = tuple[str, bytes]  # name and content of a file


@dataclass(frozen=True, slots=True)
class Chunk:
    """A task. Dask looks for tasks and keys in lists and texts that it is given, and not in this.

    Attributes:
        program: The fingerprint of the program that asks.
        texts: Names and contents of the files.
    """

    program: str
    texts: tuple[Text, ...]


class ClusterError(PharmagraphError):
    """The cluster can't be reached, has no workers, or has another program than this one."""


def read_chunk(chunk: Chunk) -> list[Processed]:
    """What a worker does: read some files.

    Raises:
        ClusterError: The program here is not the one that asks: the graph would be another.
    """
    if chunk.program != fingerprint():
        raise other_program()
    with _ONE_AT_A_TIME:
        return [_read(source, data) for source, data in chunk.texts]


def _read(source: str, data: bytes) -> Processed:
    try:
        reading = read_bytes(data, source)
        return quads_from(reading, extract_from(reading))
    except ReadError as error:
        return Processed(source, problem=error)
    except PharmagraphError:
        raise
    except Exception as error:  # not all errors can be sent; of one that can't, the client would never hear
        raise ClusterError(f"Pharmagraph failed at this file ({error!r})", source=source) from error


def other_program(source: str | None = None) -> ClusterError:
    """The error of a worker whose graph would be another."""
    return ClusterError(
        "a worker of the cluster has another program than this one, or another ontology or lexicon",
        remedy="install the same version there, with the same added terms, and start it again",
        source=source,
    )
