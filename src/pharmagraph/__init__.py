"""Pharmagraph: monographs of drugs and supplements as a knowledge graph whose every statement leads to its sentence.

>>> from pharmagraph import build
>>> made = build("data/monographs")            # an rdflib Dataset in memory; out="folder" keeps it on disk
>>> made.dataset.query("SELECT ...")           # SPARQL, run by Oxigraph
>>> made.graph("vitamin K2-7")                 # a networkx MultiDiGraph
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pharmagraph.graph import find_concept, open_store, to_networkx, validate
    from pharmagraph.graph.check import check
    from pharmagraph.pipeline import Build, build
    from pharmagraph.read import read_bytes, read_monograph
    from pharmagraph.view import show, write_page

# Imported when first used, so that a command pays only for what it needs.
_PLACES = {
    "Build": "pipeline",
    "build": "pipeline",
    "check": "graph.check",
    "find_concept": "graph",
    "open_store": "graph",
    "to_networkx": "graph",
    "validate": "graph",
    "read_bytes": "read",
    "read_monograph": "read",
    "show": "view",
    "write_page": "view",
}
__all__ = [
    "Build",
    "build",
    "check",
    "find_concept",
    "open_store",
    "read_bytes",
    "read_monograph",
    "show",
    "to_networkx",
    "validate",
    "write_page",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - PEP 562
    if name in _PLACES:
        return getattr(import_module(f"pharmagraph.{_PLACES[name]}"), name)
    raise AttributeError(f"module 'pharmagraph' has no attribute {name!r}")
