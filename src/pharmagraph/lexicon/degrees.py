"""Degrees: "severe renal impairment" is renal impairment, and "severe" is kept beside it.

The rule: words of ``degrees.tsv`` before a name, also joined ("mild to moderate"), are taken off where no layer knows
the whole name (acute kidney injury is a condition of its own) and what stays names one condition. They are never lost:
whoever asks is given them, and they become a qualifier of the statement.
"""

from __future__ import annotations

from collections.abc import Iterator
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

    def splits(self, name: str) -> Iterator[tuple[str, str]]:
        """The ways to part a name into degree words and a rest, as they stand, those with the longest rest first.

        Of "severe chronic pain" both "chronic pain" and "pain" are a rest; of "mild to moderate pain" only "pain" is.
        """
        words = name.split()
        at = 0
        while at < len(words) - 1 and self._is_degree(words[at]):
            at += 1
            while at + 2 < len(words) and words[at].lower() in _JOINTS and self._is_degree(words[at + 1]):
                at += 2
            yield " ".join(words[:at]), " ".join(words[at:])

    def of(self, words: tuple[str, ...]) -> str:
        """Those of some words that are degrees; "mild to" is one, with the next."""
        return " ".join(word for word in words if fold_word(word.partition(" ")[0]) in self.words)

    def _is_degree(self, word: str) -> bool:
        """Whether a word is a degree, or is made of some: "moderate", "moderate-to-severe", "mild/moderate"."""
        plain = fold_word(word.rstrip(","))
        if plain in self.words or plain.isalpha():
            return plain in self.words
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
