"""Contradictions and gaps, found by the queries of ``ontology/review``, each with its sentences.

A query gives ``?one``, a statement, and what stands against it: ``?other``, another statement, or ``?silent``, a
monograph that says nothing of ``?substance``. Adding a kind of finding is adding a file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rdflib import Graph

from pharmagraph.graph.described import read_described
from pharmagraph.graph.iris import source_of
from pharmagraph.graph.readback import Statement, rows, statements_named
from pharmagraph.resources import ontology_dir

_DIGITS = 12  # of a SHA-256: 48 bits, no collision below millions of findings, and short enough to type


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of finding.

    Attributes:
        name: Name of its file, without the ending.
        title: In a few words.
        explains: What it means, in one or two sentences.
        text: The SPARQL query.
    """

    name: str
    title: str
    explains: str
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that an editor should look at.

    Attributes:
        id: Hash of the kind and of all that is stated on either side: the same in every build that says the same.
        kind: Name of the kind.
        stated: Statements of the one side, with their evidence.
        against: Statements of the other side; none for a gap.
        silent: The file that says nothing, for a gap, or "".
    """

    id: str
    kind: str
    stated: tuple[Statement, ...]
    against: tuple[Statement, ...] = ()
    silent: str = ""

    @property
    def about(self) -> str:
        """Both sides in words."""
        one = ", ".join(dict.fromkeys(s.words for s in self.stated))
        other = ", ".join(dict.fromkeys(s.words for s in self.against))
        return f"{one} | {other or f'{self.silent} is silent'}"

    @property
    def concepts(self) -> frozenset[str]:
        """IRIs of all that it is about."""
        both = (*self.stated, *self.against)
        return frozenset(iri for s in both for iri in (s.subject_iri, s.object_iri) if iri)


@cache
def kinds(folder: Path | None = None) -> Mapping[str, Kind]:
    """The kinds of ``ontology/review``, by name in alphabetical order.

    Raises:
        OntologyError: One has no title, or doesn't explain itself.
    """
    files = read_described(folder or ontology_dir() / "review", "a kind of finding", ("title", "explains"))
    return {f.path.stem: Kind(f.path.stem, f.heads["title"], f.heads["explains"], f.text) for f in files}


def findings(graph: Graph, only: Sequence[str] = ()) -> list[Finding]:
    """What is to be looked at, sorted by kind and by what it is about.

    Args:
        graph: The graph.
        only: Names of kinds; all by default.
    """
    grouped: dict[tuple[str, ...], set[str]] = {}
    for kind in kinds().values():
        if only and kind.name not in only:
            continue
        for row in rows(graph, kind.text):
            key = (kind.name, *(str(row.get(name, "")) for name in ("other", "silent", "substance")))
            grouped.setdefault(key, set()).add(str(row["one"]))
    wanted = {iri for (_, other, *_), ones in grouped.items() for iri in (*ones, other) if iri}
    known = {statement.iri: statement for statement in statements_named(graph, wanted)}
    return sorted(_findings(grouped, known), key=lambda f: (f.kind, f.about, f.id))


def _findings(
    grouped: Mapping[tuple[str, ...], set[str]], known: Mapping[str, Statement]
) -> Iterator[Finding]:
    for (kind, other, silent, substance), ones in grouped.items():
        stated = tuple(known[iri] for iri in sorted(ones) if iri in known)
        against = (known[other],) if other in known else ()
        if stated and (against or silent):
            said = "\n".join((kind, *sorted(ones), "against", other, silent, substance))
            identifier = hashlib.sha256(said.encode()).hexdigest()[:_DIGITS]
            yield Finding(identifier, kind, stated, against, source_of(silent) if silent else "")
