"""Wordings: "pins and needles" is paresthesia, "high temperature" is fever, "PML" a disease of the brain.

Whole names of conditions that the public sources do not have, each with the name that it means: what patients and
labels say. It is a table beside the pack, reviewed row by row, so that a new wording needs no new pack.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from pharmagraph.errors import OntologyError
from pharmagraph.lexicon.case import same_letters
from pharmagraph.lexicon.rows import read_rows
from pharmagraph.recognise.spelling import name_key


@dataclass(frozen=True, slots=True)
class Wording:
    """One row of ``wordings.tsv``.

    Attributes:
        text: The wording.
        means: A name of the condition that it is.
    """

    text: str
    means: str

    def fits(self, phrase: str) -> bool:
        """Whether a phrase with the same key is this wording.

        Names of several words meet however they are spelled, if not as one word: "redeye" is a flight. One word holds
        as it is written: "floaters" are in the eye and "floater" is not, "PRES" is a syndrome and "pres" is not.
        """
        if " " in self.text:
            return not phrase.isalnum()
        if self.text.islower():
            return phrase.lower() == self.text
        return same_letters(self.text, phrase)


@cache
def load_wordings(folder: Path) -> Mapping[str, Wording]:
    """Read ``wordings.tsv``: folded wording -> row; a folder without one has no wordings.

    Raises:
        OntologyError: A column is missing, a cell is empty, or a wording means two things.
    """
    path = folder / "wordings.tsv"
    found: dict[str, Wording] = {}
    if not path.exists():
        return MappingProxyType(found)
    for line, row in read_rows(path, ("text", "means", "curie", "source")):
        if not all(row.values()):
            raise OntologyError(f"the wording {row['text']!r} has an empty cell", source=path, line=line)
        wording = Wording(row["text"], row["means"])
        if found.setdefault(name_key(wording.text), wording).means != wording.means:
            raise OntologyError(
                f"the wording {wording.text!r} is there twice and means two things", source=path, line=line
            )
    return MappingProxyType(found)
