"""Degrees: "severe renal impairment" is renal impairment, and "severe" is kept beside it.

The rule: words of ``degrees.tsv`` before a name, also joined ("mild to moderate"), are taken off where no layer knows
the whole name (acute kidney injury is a condition of its own) and what stays names one condition. They are never lost:
whoever asks is given them, and they become a qualifier of the statement.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pharmagraph.errors import OntologyError
from pharmagraph.lexicon.rows import read_rows
from pharmagraph.recognise.spelling import fold_word

_KINDS = ("severity", "course")
_JOINTS = frozenset(("to", "or", "and"))


@dataclass(frozen=True, slots=True)
class Degrees:
    """The words of the rule.

    Attributes:
        words: Folded words that say how bad a condition is, or how it runs.
    """

    words: frozenset[str] = frozenset()

    def split(self, name: str) -> tuple[str, str]:
        """A name -> its degree words as they stand, and the rest; no degree words where it begins with none."""
        words = name.split()
        if len(words) < 2 or not self._is_degree(words[0]):
            return "", name
        at = 1
        while at < len(words) - 1:
            joined = words[at].lower() in _JOINTS and at + 2 < len(words) and self._is_degree(words[at + 1])
            if not joined and not self._is_degree(words[at]):
                break
            at += 2 if joined else 1
        return " ".join(words[:at]), " ".join(words[at:])

    def of(self, words: tuple[str, ...]) -> str:
        """Those of some words that are degrees; "mild to" is one, with the next."""
        return " ".join(word for word in words if fold_word(word.partition(" ")[0]) in self.words)

    def _is_degree(self, word: str) -> bool:
        """Whether a word is a degree, or is made of some: "moderate", "moderate-to-severe", "mild/moderate"."""
        plain = fold_word(word.rstrip(","))
        if plain in self.words:
            return True
        parts = [part for part in plain.replace("–", "-").replace("/", "-").split("-") if part not in _JOINTS]
        return len(parts) > 1 and all(part in self.words for part in parts)


@cache
def load_degrees(folder: Path) -> Degrees:
    """Read ``degrees.tsv``; a folder without one has no degrees.

    Raises:
        OntologyError: A column is missing, or a kind is unknown.
    """
    path = folder / "degrees.tsv"
    if not path.exists():
        return Degrees()
    words: set[str] = set()
    for line, row in read_rows(path, ("word", "kind", "reason")):
        if row["kind"] not in _KINDS:
            raise OntologyError(
                f"the kind {row['kind']!r} is not one of {', '.join(_KINDS)}", source=path, line=line
            )
        words.add(fold_word(row["word"]))
    return Degrees(frozenset(words))
