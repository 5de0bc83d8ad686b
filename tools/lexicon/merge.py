"""Entries of many sources -> clusters that mean the same thing, at most one entry of each source in each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pharmagraph.recognise.spelling import name_key
from tools.lexicon.entries import Entry

# Classes that may be one thing by name alone: a drug's name and its class's name never meet a protein's.
_KIN = {"SubstanceClass": "Substance"}
# Whose word on class and label counts most, for each kind of thing.
_LABEL_FROM = ("CHEBI", "MONDO", "HP", "GO", "hgnc", "mesh", "unii", "efo")
_TYPE_FROM = ("hgnc", "mesh", "CHEBI", "MONDO", "HP", "GO", "unii", "efo")


def kin(kind: str) -> str:
    """The group in which a class's labels are compared."""
    return _KIN.get(kind, kind)


def source(curie: str) -> str:
    """The source of an identifier; a plant eaten is a source of its own."""
    return curie.partition(":")[0] + ("#food" if curie.endswith("#food") else "")


@dataclass(slots=True)
class Cluster:
    """Entries that are one thing.

    Attributes:
        entries: By source.
        curated: The id of the curated concept that it is, or "".
    """

    entries: dict[str, Entry] = field(default_factory=dict)
    curated: str = ""

    def first(self, order: Sequence[str]) -> Entry:
        """The entry of the source whose word counts most."""
        return next((self.entries[s] for s in order if s in self.entries), next(iter(self.entries.values())))

    @property
    def named(self) -> Entry:
        """The entry that gives the preferred name."""
        return self.first(_LABEL_FROM)

    @property
    def type(self) -> str:
        """Class of the vocabulary."""
        return self.first(_TYPE_FROM).type


class Merger:
    """Joins entries, refusing what would put two entries of one source or two curated concepts together.

    Args:
        entries: All entries.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._of: dict[str, Cluster] = {
            entry.curie: Cluster({source(entry.curie): entry}) for entry in entries
        }

    def adopt(self, curated: str, xrefs: Iterable[str]) -> None:
        """Join the entries that a curated concept names, under its id."""
        present = [self._of[x] for x in xrefs if x in self._of]
        for cluster in present:
            cluster.curated = curated
        for cluster in present[1:]:
            self._join(present[0], cluster)

    def eaten(self, curie: str) -> str:
        """The twin that is a food of a plant's identifier, or the identifier where there is none."""
        return f"{curie}#food" if f"{curie}#food" in self._of else curie

    def join_named(self, one: str, other: str) -> None:
        """Join two entries that a mapping ties, if they have a name in common: some mappings are only near."""
        if one in self._of and other in self._of and _keys(self._of[one]) & _keys(self._of[other]):
            self._join(self._of[one], self._of[other])

    def join_labels(self) -> None:
        """Join entries whose preferred names are the same after folding; curated concepts were joined by review."""
        seen: dict[tuple[str, str], str] = {}
        for curie in sorted(self._of):
            entry = self._of[curie].entries[source(curie)]
            place = (kin(entry.type), name_key(entry.label))
            if place[1] and place in seen:
                one, other = self._of[seen[place]], self._of[curie]
                if not one.curated and not other.curated:
                    self._join(one, other)
            else:
                seen[place] = curie

    def _join(self, one: Cluster, other: Cluster) -> None:
        if one is other or one.entries.keys() & other.entries.keys():
            return
        if one.curated and other.curated and one.curated != other.curated:
            return
        one.entries.update(other.entries)
        one.curated = one.curated or other.curated
        for entry in other.entries.values():
            self._of[entry.curie] = one

    def clusters(self) -> list[Cluster]:
        """All clusters, in the order of their first identifier."""
        unique = {id(cluster): cluster for _, cluster in sorted(self._of.items())}
        return list(unique.values())

    def of(self, curie: str) -> Cluster | None:
        """The cluster of an identifier."""
        return self._of.get(curie)


def _keys(cluster: Cluster) -> set[str]:
    return {
        name_key(text) for e in cluster.entries.values() for text in (e.label, *(n.text for n in e.names))
    }


def keys_of_labels(clusters: Iterable[Cluster]) -> Mapping[tuple[str, str], set[int]]:
    """Group and folded label -> positions of the clusters that carry it as a preferred name."""
    found: dict[tuple[str, str], set[int]] = defaultdict(set)
    for number, cluster in enumerate(clusters):
        for entry in cluster.entries.values():
            found[kin(cluster.type), name_key(entry.label)].add(number)
    return found
