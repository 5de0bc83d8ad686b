"""What the readers of the sources hand to the merger: one entry a thing of a source."""

from __future__ import annotations

from dataclasses import dataclass

# How a name belongs to its concept, one letter in the pack.
SYNONYM, BRAND, WRITTEN, FORM = "n", "b", "w", "f"


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """One name of an entry.

    Attributes:
        text: As the source has it, tags and inversions undone.
        kind: SYNONYM, BRAND (a trade name), WRITTEN (only in this case: gene symbols, acronyms) or FORM (a salt).
    """

    text: str
    kind: str = SYNONYM


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of a source.

    Attributes:
        curie: Its identifier, as bioregistry writes it.
        label: Its preferred name.
        type: Class of the vocabulary.
        names: Further names.
        broader: Identifiers of its parents in its own source, or of its roles.
        same: Identifiers that a curated mapping calls the same thing.
        extra: Identifiers that go with it and have no entry of their own (UniProt, NCBITaxon).
    """

    curie: str
    label: str
    type: str
    names: tuple[Name, ...] = ()
    broader: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
