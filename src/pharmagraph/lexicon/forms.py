"""Salts and hydrates: "losartan potassium" names losartan where the lexicon knows no better.

The rule: trailing words of ``forms.tsv`` of the kinds "salt" and "hydrate" are taken off, as long as what stays is
the name of one substance. It does not hold for metals and ammonium, kind "base": calcium carbonate is not calcium.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pharmagraph.lexicon.rows import read_rows
from pharmagraph.recognise.spelling import fold_word
from pharmagraph.resources import lexicon_dir


@dataclass(frozen=True, slots=True)
class Forms:
    """The words of the rule.

    Attributes:
        salts: Words that name a salt or a hydrate.
        bases: Words whose salts are substances of their own.
    """

    salts: frozenset[str]
    bases: frozenset[str]

    def base(self, name: str) -> str:
        """The name without its salts, or "" if there are none or the rule does not hold."""
        words = name.split()
        end = len(words)
        while end > 1 and fold_word(words[end - 1]) in self.salts:
            end -= 1
        if end == len(words) or fold_word(words[end - 1]) in self.bases or fold_word(words[0]) in self.bases:
            return ""
        return " ".join(words[:end])

    def split(self, name: str) -> tuple[str, str]:
        """A name -> the name without its salt, and the words of the salt; no such words where it has none.

        Of a name in the British order, "sodium valproate", the first word is the salt; whoever asks makes sure that
        both names are of one substance, so that sodium chloride is no chloride.
        """
        words = name.split()
        if base := self.base(name):
            return base, " ".join(words[len(base.split()) :])
        first = fold_word(words[0]) if len(words) == 2 else ""
        return (words[1], words[0]) if first in self.bases and first in self.salts else (name, "")


@cache
def load_forms(folder: Path | None = None) -> Forms:
    """Read ``forms.tsv``.

    Raises:
        OntologyError: A column is missing.
    """
    kinds: dict[str, set[str]] = {"salt": set(), "hydrate": set(), "base": set()}
    for _, row in read_rows((folder or lexicon_dir()) / "forms.tsv", ("word", "kind")):
        kinds[row["kind"]].add(fold_word(row["word"]))
    return Forms(frozenset(kinds["salt"] | kinds["hydrate"]), frozenset(kinds["base"]))
