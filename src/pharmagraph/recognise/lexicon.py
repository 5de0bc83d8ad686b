"""Names -> concepts: the place where a terminology plugs in.

A lexicon answers two questions: which concepts carry this name, and what kind of thing is it. Names meet
under :func:`~pharmagraph.recognise.spelling.name_key`; nothing is ever linked by similarity.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Protocol

from pharmagraph.errors import OntologyError
from pharmagraph.lexicon.degrees import Degrees, load_degrees
from pharmagraph.lexicon.forms import load_forms
from pharmagraph.lexicon.layers import Decision, LayeredLexicon
from pharmagraph.lexicon.layout import fingerprint
from pharmagraph.lexicon.pack import Pack
from pharmagraph.lexicon.paraphrases import load_paraphrases
from pharmagraph.lexicon.tables import read_overrides, read_tables
from pharmagraph.lexicon.user import user_tables
from pharmagraph.lexicon.wordings import load_wordings
from pharmagraph.recognise.spelling import fold_word, singular
from pharmagraph.records import Concept
from pharmagraph.resources import lexicon_dir, ontology_dir


class Lexicon(Protocol):
    """What the recogniser needs of a terminology.

    Attributes:
        degrees: Words that say how bad a condition is, which are no part of its name.
    """

    degrees: Degrees

    def readings(self, name: str) -> tuple[Concept, ...]:
        """All concepts that carry a name, in a fixed order; empty if none does."""

    def decide(self, name: str) -> Decision:
        """The same concepts with the words of the name that they leave out: its salt, its degree."""

    def concept(self, identifier: str) -> Concept | None:
        """The concept of a ``pgc:`` CURIE."""


@cache
def load_lexicon(folder: Path | None = None) -> LayeredLexicon:
    """The lexicon: user terminologies, overrides, curated tables, pack.

    Args:
        folder: Where the tables and the pack lie; the project's own by default. A folder without a pack is a
            lexicon without public names.

    Raises:
        OntologyError: A table is damaged, a name belongs to no concept, or the pack cannot be read.
    """
    place = folder or lexicon_dir()
    path = place / "pack.bin"
    pack = Pack(path) if path.exists() else None
    fresh = pack is not None and pack.head["tables"] == fingerprint(place)
    curated = read_tables(place, pack.curated_keys() if pack and fresh else ())
    return LayeredLexicon(
        curated,
        read_overrides(place / "overrides.tsv"),
        load_forms(place),
        pack,
        user_tables(),
        load_paraphrases(place),
        load_degrees(place),
        load_wordings(place),
    )


@dataclass(frozen=True, slots=True, eq=False)
class TypeGuesser:
    """What kind of thing an unknown phrase is, by its head noun or the ending of it.

    Attributes:
        heads: Folded singular head -> types, in the order of the table.
        suffixes: Ending -> type, longest first.
    """

    heads: Mapping[str, tuple[str, ...]]
    suffixes: tuple[tuple[str, str], ...]

    def types(self, head: str) -> tuple[str, ...]:
        """Types of a head noun, likeliest first; empty if nothing is known."""
        return _types(self, head)


@lru_cache(maxsize=65536)
def _types(guesser: TypeGuesser, head: str) -> tuple[str, ...]:
    word = singular(fold_word(head))
    word = word.rpartition("-")[2] if word not in guesser.heads else word
    if known := guesser.heads.get(word):
        return known
    return tuple(
        kind for suffix, kind in guesser.suffixes if len(word) > len(suffix) + 1 and word.endswith(suffix)
    )


@cache
def load_types(folder: Path | None = None) -> TypeGuesser:
    """Read ``types.tsv``.

    Raises:
        OntologyError: A row is damaged.
    """
    path = (folder or ontology_dir()) / "types.tsv"
    heads: dict[str, list[str]] = {}
    suffixes: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        try:
            kind, how, words = line.split("\t")
        except ValueError:
            raise OntologyError("a row needs three columns", source=path, line=number) from None
        for word in words.split():
            if how == "head":
                heads.setdefault(singular(fold_word(word)), []).append(kind)
            else:
                suffixes[word] = kind
    ordered = sorted(suffixes.items(), key=lambda item: (-len(item[0]), item[0]))
    return TypeGuesser({k: tuple(dict.fromkeys(v)) for k, v in heads.items()}, tuple(ordered))
