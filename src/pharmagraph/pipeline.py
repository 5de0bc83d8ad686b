"""Files -> a folder with the store, the exports, the page and the report: the whole flow in one function."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from stat import S_ISREG
from typing import Any

import networkx as nx
import pyoxigraph as ox
from rdflib import Dataset

from pharmagraph.engine import Engine, read_here
from pharmagraph.errors import PharmagraphError
from pharmagraph.fill import bring_up_to_date, fill, is_many
from pharmagraph.graph.book import BOOK, Book
from pharmagraph.graph.export import export
from pharmagraph.graph.former import Former, Holding, former_of
from pharmagraph.graph.generation import copy_store, new_generation, seal, share
from pharmagraph.graph.networks import to_networkx
from pharmagraph.graph.runs import fingerprint, this_run
from pharmagraph.graph.store import STORE, as_dataset, open_ox, open_store
from pharmagraph.process import Processed
from pharmagraph.read import SourceFile, find_monographs
from pharmagraph.report import Report, Since

EXPORTS = ("graph.ttl", "graph.jsonld", "graph.html")
MOST_EXPORTED = 500_000  # triples; larger graphs are written to files only when that is asked for
_SMALL = 1_000_000  # bytes
Progress = Callable[[int, int, str], None]


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
        report: What was read, taken, repaired and refused, and what has changed since the last build.
        folder: Where it was written, None if it is only in memory.
    """

    dataset: Dataset
    report: Report
    folder: Path | None = None

    def graph(self, substance: str | None = None, *, derived: bool = False) -> nx.MultiDiGraph[Any]:
        """The graph as networkx has it, or the part of it around one substance; see ``to_networkx``."""
        return to_networkx(self.dataset, substance, derived=derived)


def build(
    *sources: str | Path,
    out: str | Path | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
    fresh: bool = False,
    exports: bool | None = None,
    engine: Engine | None = None,
) -> Build:
    """Read monographs and make their graph, or bring the graph that is there up to date.

    Args:
        sources: Files and folders.
        out: The folder to write to: the store, ``graph.ttl``, ``graph.jsonld``, ``graph.html``, ``report.md`` and
            ``report.json``. Without it the graph is kept in memory.
        jobs: Number of processes that read.
        progress: Called with the number of files read, the number of all that are to be read, and the last one's
            name.
        fresh: Whether everything is read again, whatever a former build has read.
        exports: Whether to write the graph to files besides the store; by default if it is not too large.
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
    read = _Reader(engine or partial(read_here, jobs=jobs), progress)
    if out is None:
        holding = Holding(ox.Store(), Book())
        report.read = [file.source for file in files]
        fill(holding, read(files), None, report)
        sum_up(holding, report)
        return Build(as_dataset(holding.store), report)
    folder = Path(out)
    with new_generation(folder) as place:
        former = former_of(folder, fresh=fresh)
        changed = _write_store(place, files, former, read, report)
        _write_exports(place, None if changed else former.generation, exports, report)
        report.write(place)
    return Build(open_store(folder), report, folder)


class _Reader:
    """Files to what they give, whoever reads them; progress is told."""

    def __init__(self, engine: Engine, progress: Progress | None) -> None:
        self._engine, self._progress = engine, progress

    def __call__(self, files: Sequence[SourceFile]) -> Iterator[Processed]:
        for number, processed in enumerate(self._engine(files), 1):
            yield processed
            if self._progress:
                self._progress(number, len(files), processed.source)


def _write_store(
    place: Path, files: Sequence[SourceFile], former: Former, read: _Reader, report: Report
) -> bool:
    """Write store and book; returns whether the graph is another one than that of the generation it goes on from."""
    known = former.holding.book.hashes() if former.holding else {}
    current = {file.source: sha256_of(file) for file in files}
    _compare(current, known, former, report)
    if former.generation is None:
        holding, changed = _open(place), True
        fill(holding, read(files), former.holding, report)
    else:
        copy_store(former.generation, place)
        holding = _open(place)
        read_before = holding.book.hashes(this_run().value)
        stale = [
            f for f in files if current[f.source] is None or read_before.get(f.source) != current[f.source]
        ]
        gone = sorted(known.keys() - current.keys())
        changed = bring_up_to_date(holding, gone, read(stale), is_many(len(stale)), report)
        report.read = [file.source for file in stale]
    sum_up(holding, report)
    holding.store.flush()
    holding.book["fingerprint"] = fingerprint()
    holding.book.close()
    del holding  # an Oxigraph store that is not closed is slow to open again
    seal(place)
    return changed


def _open(place: Path) -> Holding:
    return Holding(ox.Store(str(place / STORE)), Book(place / BOOK))


def sha256_of(file: SourceFile) -> str | None:
    """Hash of a file's bytes; None if it can't be read, which is for the one who reads it to tell."""
    try:
        status = file.path.stat()
        if not S_ISREG(status.st_mode):
            return None
        if status.st_size < _SMALL:  # in one piece: a third of the time
            return hashlib.sha256(file.path.read_bytes()).hexdigest()
        with file.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None


def _compare(current: dict[str, str | None], known: dict[str, str], former: Former, report: Report) -> None:
    """Say what has changed since the last build."""
    report.read = list(current)
    report.why = former.why
    if former.holding is None:
        return
    report.since = Since(
        added=sorted(current.keys() - known.keys()),
        changed=sorted(s for s, digest in current.items() if s in known and known[s] != digest),
        deleted=sorted(known.keys() - current.keys()),
        unchanged=sum(known.get(source) == digest for source, digest in current.items() if digest),
    )


def sum_up(holding: Holding, report: Report) -> None:
    """Complete the report from the book, and refuse a graph of nothing."""
    book = holding.book
    report.problems.sort(key=str)
    report.kept.sort()
    for record in book.records():
        report.add(record)
    if not report.monographs:
        raise NothingReadError(tuple(report.problems))
    report.relations, report.modalities = book.totals("relation"), book.totals("modality")
    report.statements = sum(report.relations.values())
    numbers = book.totals("graph")
    report.triples, report.derived = numbers["triples"], numbers["derived"]
    report.local = book.unknown()


def _write_exports(place: Path, same: Path | None, wanted: bool | None, report: Report) -> None:
    """Write the graph to files, or take those of a generation that has the same graph."""
    if wanted is False or (wanted is None and report.triples > MOST_EXPORTED):
        report.not_exported = EXPORTS
        return
    if same and all((same / name).is_file() for name in EXPORTS):
        for name in EXPORTS:
            share(same / name, place / name)
        return
    from pharmagraph.view import write_page  # here, because it brings pyvis along

    store = open_ox(place)
    export(store, place / "graph.ttl", place / "graph.jsonld")
    write_page(to_networkx(as_dataset(store), derived=True), place / "graph.html")
