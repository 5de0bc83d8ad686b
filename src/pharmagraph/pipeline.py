"""Files -> a folder with the store, the exports, the page and the report: the whole flow in one function."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import networkx as nx
import pyoxigraph as ox
from rdflib import Dataset

from pharmagraph.errors import PharmagraphError, StoreError
from pharmagraph.graph.concepts import (
    Mentions,
    concept_quads,
    merge_mentions,
    most_used,
    run_quads,
    this_run,
    vocabulary_quads,
)
from pharmagraph.graph.derive import derived_quads
from pharmagraph.graph.export import export
from pharmagraph.graph.former import keep
from pharmagraph.graph.iris import monograph_iri
from pharmagraph.graph.networks import to_networkx
from pharmagraph.graph.store import STORE, as_dataset, new_generation, open_ox, open_store
from pharmagraph.graph.summary import count, summary_quads
from pharmagraph.graph.validate import validate
from pharmagraph.process import Processed, process, start_worker
from pharmagraph.read import SourceFile, find_monographs
from pharmagraph.recognise.lexicon import load_lexicon
from pharmagraph.report import Report
from pharmagraph.vocabulary import load_vocabulary

_CHUNK = 25  # files a task: small enough to spread, large enough not to be felt
Progress = Callable[[int, int, str], None]
# Gives one result a file, in any order: the graph is the same. What can't be read is a result with its problem.
Engine = Callable[[Sequence[SourceFile]], Iterator[Processed]]


class NothingReadError(PharmagraphError):
    """None of the monographs could be read, and no former build had anything of them.

    Args:
        problems: Why, file by file; the error speaks as the first of them.
    """

    def __init__(self, problems: tuple[PharmagraphError, ...]) -> None:
        first = problems[0] if problems else PharmagraphError("no monograph was given", remedy="name some")
        super().__init__(first.problem, remedy=first.remedy, source=first.source, line=first.line)
        self.problems = problems or (first,)

    def __reduce__(self) -> tuple[object, ...]:
        """Keep the problems when the error crosses a process boundary."""
        return (type(self), (self.problems,))


@dataclass(frozen=True, slots=True)
class Build:
    """A graph that was built.

    Attributes:
        dataset: The graph, as rdflib has it; SPARQL goes to Oxigraph.
        report: What was read, taken, repaired and refused.
        folder: Where it was written, None if it is only in memory.
    """

    dataset: Dataset
    report: Report
    folder: Path | None = None

    def graph(self, substance: str | None = None) -> nx.MultiDiGraph[Any]:
        """The graph as networkx has it, or the part of it around one substance."""
        return to_networkx(self.dataset, substance)


def build(
    *sources: str | Path,
    out: str | Path | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
    engine: Engine | None = None,
) -> Build:
    """Read monographs and make their graph.

    Args:
        sources: Files and folders.
        out: The folder to write to: the store, ``graph.ttl``, ``graph.jsonld``, ``graph.html``, ``report.md`` and
            ``report.json``. Without it the graph is kept in memory.
        jobs: Number of processes that read.
        progress: Called with the number of files read, the number of all, and the last one's name.
        engine: Who reads the files, in place of the processes of this machine.

    Returns:
        The graph and the report; files that could not be read are problems of the report, and what a former build
        had of them is kept.

    Raises:
        StoreError: The output folder can't be written, or another build is writing to it.
        NothingReadError: Nothing at all could be read; what was there stays as it was.
    """
    found = find_monographs(map(Path, sources))
    report = Report(problems=list(found.problems))
    files = sorted(found.files, key=lambda file: file.source)
    if out is None:
        store = ox.Store()
        fill(store, _processed(files, engine or partial(_read, jobs=jobs), progress), None, report)
        return Build(as_dataset(store), report)
    folder = Path(out)
    with new_generation(folder) as place:
        store = ox.Store(str(place / STORE))
        fill(store, _processed(files, engine or partial(_read, jobs=jobs), progress), _former(folder), report)
        store.optimize()
        store.flush()
        del store  # an Oxigraph store that is not closed is slow to open again
        _write_exports(place, report)
    return Build(open_store(folder), report, folder)


def _former(folder: Path) -> ox.Store | None:
    with suppress(StoreError):  # there is none yet, or it is damaged: then there is nothing to keep
        return open_ox(folder)
    return None


def _processed(files: list[SourceFile], engine: Engine, progress: Progress | None) -> Iterator[Processed]:
    """The files one after the other, whoever reads them; progress is told."""
    for number, processed in enumerate(engine(files), 1):
        yield processed
        if progress:
            progress(number, len(files), processed.source)


def _read(files: Sequence[SourceFile], jobs: int) -> Iterator[Processed]:
    if jobs <= 1 or len(files) < 2:
        yield from map(process, files)
        return
    # spawn: a forked child would share the open store; the same on all systems
    context = multiprocessing.get_context("spawn")
    chunk = max(1, min(_CHUNK, len(files) // (jobs * 4)))
    with ProcessPoolExecutor(min(jobs, len(files)), mp_context=context, initializer=start_worker) as pool:
        try:
            yield from pool.map(process, files, chunksize=chunk)
        except BrokenProcessPool as error:
            raise PharmagraphError(
                "a process that was reading was ended from outside, perhaps for want of memory",
                remedy="read with fewer processes: -j 1",
            ) from error


def fill(store: ox.Store, monographs: Iterator[Processed], former: ox.Store | None, report: Report) -> None:
    """Put everything into an empty store, count it, and check it against the texts.

    Args:
        store: The store.
        monographs: What was read, in the order of the names.
        former: The store of the former build, to keep what it had of monographs that can't be read now.
        report: What is found goes there.

    Raises:
        NothingReadError: There is nothing to put in.
    """
    lexicon, vocabulary = load_lexicon(), load_vocabulary()
    mentions: Mentions = {}
    raws: dict[str, str] = {}
    for processed in monographs:
        if processed.problem is not None:
            report.problems.append(processed.problem)
            if former is not None and keep(store, former, processed.source, mentions, vocabulary):
                report.kept.append(processed.source)
            continue
        store.bulk_load(input=processed.nquads, format=ox.RdfFormat.N_QUADS)
        merge_mentions(mentions, processed.mentions)
        raws[processed.source] = processed.raw
        _count(report, processed)
    report.problems.sort(key=str)
    if not raws and not report.kept:
        raise NothingReadError(tuple(report.problems))
    store.bulk_extend(concept_quads(mentions, lexicon))
    store.bulk_extend(vocabulary_quads(vocabulary))
    store.bulk_extend(run_quads(this_run(), map(monograph_iri, raws)))
    store.bulk_extend(derived_quads(store, vocabulary))
    store.bulk_extend(list(summary_quads(store, vocabulary)))
    _sum_up(store, mentions, raws, report)


def _count(report: Report, processed: Processed) -> None:
    report.monographs[processed.source] = (processed.title, sum(processed.relations.values()))
    report.relations += processed.relations
    report.modalities += processed.modalities
    report.ledger += processed.ledger
    report.headings += [(processed.source, title, line) for title, line in processed.headings]
    report.notes += processed.notes


def _sum_up(store: ox.Store, mentions: Mentions, raws: Mapping[str, str], report: Report) -> None:
    lexicon = load_lexicon()
    unknown = [seen.labels for name, seen in mentions.items() if lexicon.concept(name) is None]
    named = [(most_used(labels), sum(labels.values())) for labels in unknown]
    report.local = sorted(named, key=lambda pair: (-pair[1], pair[0]))
    report.offences = validate(store, shapes=False, raws=raws)
    report.statements, report.evidence, report.triples = count(store)


def _write_exports(folder: Path, report: Report) -> None:
    from pharmagraph.view import write_page  # here, because it brings pyvis along

    store = open_ox(folder)
    export(store, folder / "graph.ttl")
    export(store, folder / "graph.jsonld")
    write_page(to_networkx(as_dataset(store)), folder / "graph.html")
    report.write(folder)
