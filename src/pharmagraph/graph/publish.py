"""A graph that was built here, put into a triple store elsewhere, named graph by named graph.

No protocol of SPARQL 1.1 replaces many graphs in one step. The order is such that whoever reads meanwhile finds at any
time what the former and the new graph agree on:

1. a mark that a build is being written, which readers are told of;
2. the new triples of the graphs that all monographs share, beside the former ones;
3. the graph of each monograph that has changed, replaced whole by one request;
4. the graph of the run, which names the monographs;
5. what is gone: graphs of monographs, and triples of the shared graphs;
6. all is counted, and the mark is taken away.

It may break off anywhere: the mark stays, and the same again completes it. Nothing is doubled, since graphs are sets.
"""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice

import pyoxigraph as ox

from pharmagraph.errors import StoreError
from pharmagraph.graph.graphs import RemoteGraphs
from pharmagraph.graph.http import Http
from pharmagraph.graph.iris import MONOGRAPHS, RUN_GRAPH, term
from pharmagraph.graph.remote import WRITING, RemoteStore, find_query_url, open_remote

_CHUNK = 20_000  # triples a request: some megabytes of text
_NT = ox.RdfFormat.N_TRIPLES
_AGAIN = "build again: that completes it, and doubles nothing"
Progress = Callable[[int, int, str], None]


@dataclass(slots=True)
class Published:
    """What was done to a store.

    Attributes:
        monographs: Number of monographs of the graph.
        sent: Number of those whose graph was sent: new ones, and those that had changed.
        removed: Number of monographs that were removed.
        resumed: When a build began to be written before that had not ended; "" where there was none.
        stage: What is in the store so far, in words.
    """

    monographs: int
    sent: int = 0
    removed: int = 0
    resumed: str = ""
    stage: str = "nothing was written"


def publish(store: ox.Store, url: str, progress: Progress | None = None) -> Published:
    """Make the project's graphs of a store elsewhere the same as those here; other graphs there stay as they are.

    Args:
        store: The graph.
        url: The address of the other store.
        progress: Called with the number of monographs that are in, the number of all, and the last one's name.

    Raises:
        StoreError: The other store can't be reached, or refuses; the message says what is in and what is not.
    """
    http = Http()
    query_url, union, state = find_query_url(url, http)
    graphs, token = RemoteGraphs(url, http), str(uuid.uuid4())
    names = sorted(str(graph.value) for graph in store.named_graphs())
    made = Published(sum(map(_is_monograph, names)), resumed=state.since)
    graphs.put(WRITING.value, _mark(token))
    failed = None
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        try:
            remote = RemoteStore(url, query_url, union, state.since, http)
            _Writer(store, remote, graphs, ox.Store(folder), remote.sizes(), made).write(names, progress)
            _end(graphs, token)
        except StoreError as error:
            failed = _incomplete(error, made)
        # Here the error has gone, and what it held: the store in the folder is closed before the folder goes.
    if failed:
        raise failed
    open_remote(url)  # what was written is seen by those who read
    return made


@dataclass(frozen=True, slots=True)
class _Writer:
    """One graph on its way to a store.

    Attributes:
        store: The graph.
        remote: The other store, to ask it.
        graphs: The other store, to write.
        former: What its shared graphs were.
        there: Its graphs, and how many triples each had.
        made: What was done.
        here: The graphs, and how many triples each has.
    """

    store: ox.Store
    remote: RemoteStore
    graphs: RemoteGraphs
    former: ox.Store
    there: Mapping[str, int]
    made: Published
    here: dict[str, int] = field(default_factory=dict)

    def write(self, names: list[str], progress: Progress | None) -> None:
        """Write the graphs of these names, and remove what is gone."""
        monographs = [name for name in names if _is_monograph(name)]
        own = {*monographs, RUN_GRAPH.value}
        shared = sorted(name for name in {*names, *self.there} - own if not _is_monograph(name))
        self.made.stage = "of the statements and concepts some are new, and no monograph is"
        for name in shared:
            self._add_new(name)
        for number, name in enumerate(monographs, 1):
            self.made.sent += self._put_changed(name)
            self.made.stage = (
                f"all statements and concepts and {number} of {len(monographs)} monographs are in"
            )
            if progress:
                progress(number, len(monographs), name.removeprefix(MONOGRAPHS))
        self._put_changed(RUN_GRAPH.value)
        self.made.stage = "all of it is in, what is gone may not be removed yet"
        for name in sorted(filter(_is_monograph, self.there.keys() - own)):
            self.graphs.drop(name)
            self.made.removed += 1
        for name in shared:
            self._remove_gone(name)
        self._count()

    def _add_new(self, name: str) -> None:
        """The shared graphs get what is new, and keep for now what is gone."""
        graph = ox.NamedNode(name)
        if name in self.there and (body := self.graphs.read(name)) is not None:
            self.former.bulk_load(body, format=_NT, to_graph=graph)
        self.here[name] = 0
        for chunk in _chunks(self._new(graph)):
            self.graphs.add(name, chunk)

    def _new(self, graph: ox.NamedNode) -> Iterator[ox.Triple]:
        for quad in self.store.quads_for_pattern(None, None, None, graph):
            self.here[graph.value] += 1
            if quad not in self.former:
                yield quad.triple

    def _remove_gone(self, name: str) -> None:
        quads = self.former.quads_for_pattern(None, None, None, ox.NamedNode(name))
        for chunk in _chunks(quad.triple for quad in quads if quad not in self.store):
            self.graphs.remove(name, chunk)

    def _put_changed(self, name: str) -> bool:
        """Whether the graph of a monograph had to be sent; to read one costs a fraction of writing it."""
        text = self._dump(name)
        lines = set(text.splitlines())
        self.here[name] = len(lines)
        body = self.graphs.read(name) if self.there.get(name) == len(lines) else None
        # Lines, not triples: a server that writes them otherwise is sent them once more, and that does no harm.
        if body is not None and set(body.read().splitlines()) == lines:
            return False
        self.graphs.put(name, text)
        return True

    def _dump(self, name: str) -> bytes:
        return self.store.dump(format=_NT, from_graph=ox.NamedNode(name)) or b""

    def _count(self) -> None:
        here, there = {name: number for name, number in self.here.items() if number}, self.remote.sizes()
        wrong = sorted(name for name in here.keys() | there.keys() if here.get(name) != there.get(name))
        if wrong:
            name = wrong[0]
            raise StoreError(
                f"the store has {there.get(name, 0)} triples in <{name}> where {here.get(name, 0)} should be",
                remedy="see that nothing else writes to it",
                source=self.remote.url,
            )


def _incomplete(error: StoreError, made: Published) -> StoreError:
    return StoreError(
        f"{error.problem}; the build is not all in this store: {made.stage}",
        remedy="; then ".join(filter(None, (error.remedy, _AGAIN))),
        source=error.source,
    )


def _is_monograph(name: str) -> bool:
    return name.startswith(MONOGRAPHS)


def _mark(token: str) -> bytes:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    moment = ox.Literal(now, datatype=term("xsd:dateTime"))
    said = ((term("prov:startedAtTime"), moment), (term("dcterms:identifier"), ox.Literal(token)))
    return _text(ox.Triple(WRITING, predicate, obj) for predicate, obj in said)


def _end(graphs: RemoteGraphs, token: str) -> None:
    """Take the mark away, if it is still the own one: two builds at once are a mixture until one is repeated."""
    body = graphs.read(WRITING.value)
    if body is None or token not in body.read().decode():
        raise StoreError("another build has written to this store meanwhile", source=graphs.url)
    graphs.drop(WRITING.value)


def _chunks(triples: Iterable[ox.Triple]) -> Iterator[bytes]:
    rest = iter(triples)
    while chunk := list(islice(rest, _CHUNK)):
        yield _text(chunk)


def _text(triples: Iterable[ox.Triple]) -> bytes:
    return ox.serialize(triples, format=_NT) or b""
