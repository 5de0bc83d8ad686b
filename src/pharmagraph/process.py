"""One file from bytes to quads: what a worker of a build does. Pure, so that files can be read in any order."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
import traceback
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from pharmagraph.errors import PharmagraphError, ReadError
from pharmagraph.extract import Extraction, extract
from pharmagraph.extract.knowledge import load_knowledge
from pharmagraph.graph.book import Record
from pharmagraph.graph.concepts import mentions_of
from pharmagraph.graph.iris import STATEMENT_GRAPH, monograph_iri
from pharmagraph.graph.part import misquoted, offenders_of
from pharmagraph.graph.quads import contribution, nquads
from pharmagraph.graph.runs import this_run
from pharmagraph.read import Reading, SourceFile, read_monograph
from pharmagraph.recognise.lexicon import load_lexicon


@dataclass(frozen=True, slots=True)
class Processed:
    """What one file gave.

    Attributes:
        source: The name it is known by.
        nquads: What it contributes to the graph, as N-Quads; empty when it could not be read.
        record: What is kept of it beside the graph; None when it could not be read.
        problem: Why it could not be read, None when it was.
    """

    source: str
    nquads: bytes = b""
    record: Record | None = None
    problem: PharmagraphError | None = None


def process(file: SourceFile) -> Processed:
    """Read a file, extract its statements, write its named graph.

    Args:
        file: From :func:`pharmagraph.read.find_monographs`.

    Returns:
        What it gave; a file that can't be read gives its problem.
    """
    try:
        reading = read_file(file)
        return quads_from(reading, extract_from(reading))
    except ReadError as error:
        return Processed(_printable(file.source), problem=error)


def read_file(file: SourceFile) -> Reading:
    """Read a monograph.

    Raises:
        ReadError: It can't be read, or its name is no text.
    """
    name = _printable(file.source)
    if name != file.source:
        raise ReadError("the name of the file is not UTF-8", remedy="give it another name", source=name)
    return read_monograph(file.path, file.source)


def extract_from(reading: Reading) -> Extraction:
    """Extract the statements of a monograph; a defect of the program costs this one monograph, not all the others.

    Raises:
        ReadError: The program failed.
    """
    try:
        return extract(reading.monograph)
    except PharmagraphError:  # a damaged ontology concerns all files
        raise
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        raise ReadError(
            f"Pharmagraph failed at this file ({error!r} at {Path(place.filename).name}:{place.lineno})",
            remedy="report it, with the file",
            source=reading.monograph.source,
        ) from error


def quads_from(reading: Reading, extraction: Extraction) -> Processed:
    """Write what a monograph contributes to the graph, and check it as far as it can be checked by itself."""
    monograph, run = reading.monograph, this_run()
    subject = extraction.names.subject
    mentions = mentions_of(extraction.assertions, subject)
    made = contribution(monograph, extraction.assertions, run, subject=subject)
    own = nquads(made.said, STATEMENT_GRAPH) + nquads(made.shown, monograph_iri(monograph.source))
    record = Record(
        source=monograph.source,
        sha256=monograph.sha256,
        run=run.value,
        title=monograph.title,
        statements=len(made.statements),
        evidence=made.evidence,
        ledger=Counter(entry.reason for entry in extraction.ledger),
        headings=_unknown_headings(extraction),
        notes=reading.notes,
        offenders=(
            *offenders_of(made, mentions, load_lexicon()),
            *misquoted(monograph, extraction.assertions),
        ),
        mentions=mentions,
    )
    return Processed(monograph.source, own, record)


def start_worker() -> None:
    """Set up a process that reads for another: it leaves Ctrl-C to that one, and ends when that one does."""
    settle()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def settle() -> None:
    """Load what reading needs, and let the garbage collector look at it no more: it would, at each monograph anew."""
    load_knowledge()
    gc.freeze()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _printable(name: str) -> str:
    """A file name whose bytes are no UTF-8 can't be part of an IRI or a literal."""
    return name.encode("utf-8", "backslashreplace").decode()


def _unknown_headings(extraction: Extraction) -> tuple[tuple[str, int], ...]:
    """Section headings that no kind of section fits, each once."""
    sections = load_knowledge().sections
    found = {
        (passage.section.title, passage.section.line)
        for passage in extraction.monograph.passages
        if passage.section.title
        and not any(sections.of_heading(title) for title in passage.section.path)
        and passage.section.title != extraction.monograph.title
    }
    return tuple(sorted(found, key=lambda heading: heading[1]))
