"""The frame table: what a substance goes through, with the prepositions that name places and agents of it.

A cue wants its object next to it; a frame finds it anywhere in the sentence: "converted in the liver to inactive
metabolites, mainly by CYP3A4". The language of ``ontology/frames.tsv`` is four columns and no more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pharmagraph.errors import OntologyError
from pharmagraph.recognise.english import load_english
from pharmagraph.recognise.spelling import fold_word
from pharmagraph.resources import ontology_dir


@dataclass(frozen=True, slots=True)
class Frame:
    """A row of the frame table.

    Attributes:
        relation: Local name of the relation.
        prepositions: Folded prepositions that name its objects.
        classes: Classes that the object must have.
    """

    relation: str
    prepositions: frozenset[str]
    classes: frozenset[str]


@cache
def load_frames(folder: Path | None = None) -> Mapping[str, tuple[Frame, ...]]:
    """Read ``frames.tsv``: folded word -> the frames that it opens.

    Raises:
        OntologyError: A row is damaged.
    """
    path = (folder or ontology_dir()) / "frames.tsv"
    english = load_english()
    found: dict[str, list[Frame]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        columns = line.split("\t")
        if len(columns) != 4:
            raise OntologyError(
                "a frame needs four columns",
                remedy="relation, words, prepositions, classes, separated by tabs",
                source=path,
                line=number,
            )
        relation, words, prepositions, classes = columns
        frame = Frame(relation, frozenset(prepositions.split()), frozenset(classes.split("|")))
        for word in words.split():
            forms = english.forms(word[1:]).all() if word.startswith("~") else {word}
            for form in forms:
                found.setdefault(fold_word(form), []).append(frame)
    return {word: tuple(dict.fromkeys(frames)) for word, frames in found.items()}
