"""The run that reads a monograph: the program, its ontology and lexicon; and the mark of the layout."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Store

from pharmagraph.graph.iris import RUN_GRAPH, run_iri, term
from pharmagraph.graph.quads import LABEL, TYPE
from pharmagraph.lexicon.user import user_files
from pharmagraph.resources import lexicon_dir, model_file, ontology_dir

# Raised when the graph is laid out in another way, so that what a former version wrote is not taken for this one's.
LAYOUT = 2
USED = term("prov:used")
MADE_BY = term("prov:wasGeneratedBy")
_LAYOUT = term("schema:schemaVersion")
_LIBRARIES = ("pyromark", "python-frontmatter", "pyyaml", "pyoxigraph")  # what they give goes into the graph
OTHER_LAYOUT = "this graph was written by another version of Pharmagraph, which laid it out differently"
LAID_OUT_SO = f"GRAPH {RUN_GRAPH} {{ ?written_by {_LAYOUT} {LAYOUT} }}"  # SPARQL: what is_readable asks


@cache
def program_version() -> str:
    """Version of the installed package; "0" in a source tree that was never installed."""
    try:
        return version("pharmagraph")
    except PackageNotFoundError:
        return "0"


def knowledge_digest(*folders: Path) -> str:
    """A hash of all files of the ontology and the lexicon and of the model, or of other folders.

    Two builds agree when this, the program and the monographs do.
    """
    digest = hashlib.sha256()
    for root in folders or (ontology_dir(), lexicon_dir()):
        for path in sorted(p for p in root.rglob("*") if p.is_file()):
            name = path.relative_to(root).as_posix().encode("utf-8", "surrogateescape")
            digest.update(name + b"\0" + path.read_bytes() + b"\0")
    if not folders:
        for path in (model_file(), *user_files()):
            digest.update(path.name.encode("utf-8", "surrogateescape") + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


@cache
def this_run() -> NamedNode:
    """The run of this program with its ontology and lexicon, and the terms that users added."""
    return run_iri(program_version(), knowledge_digest())


@cache
def fingerprint() -> str:
    """What a monograph's part of the graph depends on besides its bytes.

    The run, the program to the letter, the version of Python, and of the libraries that read.
    """
    code = sorted(Path(str(files("pharmagraph"))).rglob("*.py"))
    digest = hashlib.sha256(f"{LAYOUT} {this_run().value}".encode())
    for path in code:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    for part in (*map(str, sys.version_info[:2]), *map(version, _LIBRARIES)):
        digest.update(part.encode() + b"\0")
    return digest.hexdigest()


def run_quads(run: NamedNode) -> Iterator[Quad]:
    """What was run (PROV-O). No time: the same input gives the same bytes."""
    yield Quad(run, TYPE, term("prov:Activity"), RUN_GRAPH)
    yield Quad(run, LABEL, Literal(f"Pharmagraph {program_version()}"), RUN_GRAPH)
    yield Quad(run, term("dcterms:hasVersion"), Literal(program_version()), RUN_GRAPH)
    yield Quad(run, _LAYOUT, Literal(LAYOUT), RUN_GRAPH)


def used_quads(run: NamedNode, monographs: Iterable[NamedNode]) -> Iterator[Quad]:
    """What it was run on."""
    for monograph in monographs:
        yield Quad(run, USED, monograph, RUN_GRAPH)


def is_readable(store: Store) -> bool:
    """Whether a store is laid out as this program reads it: each run marks what it writes."""
    return next(iter(store.quads_for_pattern(None, _LAYOUT, Literal(LAYOUT), RUN_GRAPH)), None) is not None
