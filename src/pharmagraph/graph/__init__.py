"""Assertions to RDF and back: quads, concepts, store, exports, saved queries, validation, networkx."""

from __future__ import annotations

from pharmagraph.graph.export import FORMATS, export, serialize
from pharmagraph.graph.names import find_concept
from pharmagraph.graph.networks import to_networkx
from pharmagraph.graph.quads import monograph_quads
from pharmagraph.graph.queries import run, run_saved, saved_queries
from pharmagraph.graph.readback import assertions_of, statements_of
from pharmagraph.graph.store import as_dataset, open_ox, open_store
from pharmagraph.graph.validate import validate

__all__ = [
    "FORMATS",
    "as_dataset",
    "assertions_of",
    "export",
    "find_concept",
    "monograph_quads",
    "open_ox",
    "open_store",
    "run",
    "run_saved",
    "saved_queries",
    "serialize",
    "statements_of",
    "to_networkx",
    "validate",
]
