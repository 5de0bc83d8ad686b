"""Files -> a folder with the store, the exports, the page and the report: the whole flow in one function."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import networkx as nx
import pyoxigraph as ox
from rdflib import Dataset

from pharmagraph.errors import PharmagraphError, StoreError
from pharmagraph.graph.concepts import (
    Mentions,
    Seen,
    concept_quads,
    merge_mentions,
    run_quads,
    this_run,
    vocabulary_quads,
)
from pharmagraph.graph.export import export
from pharmagraph.graph.iris import CONCEPT_GRAPH, SUPPORT_GRAPH, concept_curie, monograph_iri, term
from pharmagraph.graph.networks import to_networkx
from pharmagraph.graph.store import as_dataset, new_generation, open_ox, open_store
from pharmagraph.graph.validate import validate
from pharmagraph.process import Processed, process
from pharmagraph.read import SourceFile, find_monographs
from pharmagraph.recognise.lexicon import load_lexicon
from pharmagraph.report import Report
from pharmagraph.vocabulary import load_vocabulary

_CHUNK = 25  # files a task: small enough to spread, large enough not to be felt
_SUPPORT = "SELECT ?s (COUNT(DISTINCT ?e) AS ?n) WHERE { ?s pg:hasEvidence ?e } GROUP BY ?s"
Progress = Callable[[int, int, str], None]


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
    *sources: str | Path, out: str | Path | None = None, jobs: int = 1, progress: Progress | None = None
) -> Build:
    """Read monographs and make their graph.

    Args:
        sources: Files and folders.
        out: The folder to write to: the store, ``graph.ttl``, ``graph.jsonld``, ``graph.html``, ``report.md`` and
            ``report.json``. Without it the graph is kept in memory.
        jobs: Number of processes that read.
        progress: Called with the number of files read, the number of all, and the last one's name.

    Returns:
        The graph and the report; files that could not be read are problems of the report, and what a former build
        had of them is kept.

    Raises:
        StoreError: The output folder can't be written, or another build is writing to it.
        PharmagraphError: Nothing at all could be read.
    """
    found = find_monographs(map(Path, sources))
    report = Report(problems=list(found.problems))
    files = sorted(found.files, key=lambda file: file.source)
    if out is None:
        store = ox.Store()
        raws = _fill(store, files, None, report, jobs, progress)
        _check(store, raws, report)
        return Build(as_dataset(store), report)
    folder = Path(out)
    with new_generation(folder) as place:
        former = _former(folder)
        store = ox.Store(str(place))
        raws = _fill(store, files, former, report, jobs, progress)
        _check(store, raws, report)
        store.optimize()
        store.flush()
        del store, former  # an Oxigraph store that is not closed is slow to open again
    _write_exports(folder, report)
    return Build(open_store(folder), report, folder)


def _former(folder: Path) -> ox.Store | None:
    with suppress(StoreError):  # there is none yet, or it is damaged: then there is nothing to keep
        return open_ox(folder)
    return None


def _fill(
    store: ox.Store,
    files: list[SourceFile],
    former: ox.Store | None,
    report: Report,
    jobs: int,
    progress: Progress | None,
) -> Mapping[str, str]:
    """Put everything into an empty store; the decoded files come back, to check the quotes against."""
    mentions: Mentions = {}
    raws: dict[str, str] = {}
    monographs: list[ox.NamedNode] = []
    for number, processed in enumerate(_processed(files, jobs), 1):
        if processed.problem is not None:
            report.problems.append(processed.problem)
            if former is not None and _keep(store, former, processed.source, mentions):
                report.kept.append(processed.source)
                monographs.append(monograph_iri(processed.source))
        else:
            store.bulk_load(input=processed.nquads, format=ox.RdfFormat.N_QUADS)
            merge_mentions(mentions, processed.mentions)
            raws[processed.source] = processed.raw
            monographs.append(monograph_iri(processed.source))
            _count(report, processed)
        if progress:
            progress(number, len(files), processed.source)
    if not monographs:
        raise _nothing_read(report)
    lexicon = load_lexicon()
    store.bulk_extend(concept_quads(mentions, lexicon))
    store.bulk_extend(vocabulary_quads(load_vocabulary()))
    store.bulk_extend(run_quads(this_run(), monographs))
    _support(store, report)
    unknown = {name: seen for name, seen in mentions.items() if lexicon.concept(name) is None}
    counted = [
        (max(s.labels, key=lambda t: (s.labels[t], t)), sum(s.labels.values())) for s in unknown.values()
    ]
    report.local = sorted(counted, key=lambda pair: (-pair[1], pair[0]))
    return raws


def _nothing_read(report: Report) -> PharmagraphError:
    """The last problem is raised, so that whoever catches it sees one; the others were kept in the report."""
    first = (
        report.problems[0]
        if report.problems
        else PharmagraphError("no monograph was given", remedy="name files or folders")
    )
    more = len(report.problems) - 1
    if more < 1:
        return first
    lines = "".join(f"\n{problem}" for problem in report.problems[1:])
    error = PharmagraphError(first.problem, remedy=first.remedy, source=first.source, line=first.line)
    error.add_note(lines)
    return error


def _processed(files: list[SourceFile], jobs: int) -> Iterator[Processed]:
    if jobs <= 1 or len(files) < 2:
        yield from map(process, files)
        return
    # spawn: a forked child would share the open store; the same on all systems
    context = multiprocessing.get_context("spawn")
    chunk = max(1, min(_CHUNK, len(files) // (jobs * 4)))
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        yield from pool.map(process, files, chunksize=chunk)


def _keep(store: ox.Store, former: ox.Store, source: str, mentions: Mentions) -> bool:
    """Take over what the former build had of a monograph that can't be read now; say whether it had anything."""
    graph = monograph_iri(source)
    quads = list(former.quads_for_pattern(None, None, None, graph))
    store.bulk_extend(quads)
    ends = {quad.subject for quad in quads} | {quad.object for quad in quads}
    for concept in ends:
        if isinstance(concept, ox.NamedNode):
            seen = _seen_before(former, concept)
            if seen:
                merge_mentions(mentions, {concept_curie(concept.value): seen})
    return bool(quads)


def _seen_before(former: ox.Store, concept: ox.NamedNode) -> Seen | None:
    def values(name: str) -> Iterable[str]:
        quads = former.quads_for_pattern(concept, term(name), None, CONCEPT_GRAPH)
        return [str(q.object.value) for q in quads if isinstance(q.object, ox.NamedNode | ox.Literal)]

    labels = values("skos:prefLabel")
    if not labels:
        return None
    seen = Seen()
    seen.labels.update(labels)
    seen.texts.update(values("skos:altLabel"))
    seen.types.update(
        kind.removeprefix(term("pg:").value)
        for kind in values("rdf:type")
        if kind.startswith(term("pg:").value)
    )
    return seen


def _count(report: Report, processed: Processed) -> None:
    report.monographs[processed.source] = (processed.title, sum(processed.relations.values()))
    report.relations += processed.relations
    report.modalities += processed.modalities
    report.evidence += processed.evidence
    report.ledger += processed.ledger
    report.headings += [(processed.source, title, line) for title, line in processed.headings]
    report.notes += processed.notes


def _support(store: ox.Store, report: Report) -> None:
    """Count the passages of each statement over all monographs; a passage counts once."""
    from pharmagraph.graph.queries import run

    counts = [(row["s"], row["n"]) for row in run(store, _SUPPORT)]  # type: ignore[union-attr]
    store.bulk_extend(
        ox.Quad(s, term("pg:support"), ox.Literal(int(n.value)), SUPPORT_GRAPH) for s, n in counts
    )
    report.statements = len(counts)


def _check(store: ox.Store, raws: Mapping[str, str], report: Report) -> None:
    report.offences = validate(store, shapes=False, raws=raws)
    report.triples = len({quad.triple for quad in store})


def _write_exports(folder: Path, report: Report) -> None:
    from pharmagraph.view import write_page  # here, because it brings pyvis along

    store = open_ox(folder)
    export(store, folder / "graph.ttl")
    export(store, folder / "graph.jsonld")
    write_page(to_networkx(as_dataset(store)), folder / "graph.html")
    report.write(folder)
