"""The cue table: which words carry which relation, and on which side the object stands.

The language of ``ontology/cues.tsv`` is small on purpose (see ``docs/extraction.md``). What needs more is a
proposer written in Python, not a bigger language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from pharmagraph.errors import OntologyError
from pharmagraph.recognise.english import English, load_english
from pharmagraph.recognise.spelling import fold_word
from pharmagraph.recognise.tokens import Tag, Token
from pharmagraph.resources import ontology_dir

SIDES = ("right", "left", "before", "context")
# Words that may stand between two elements of a cue ("is PRIMARILY eliminated THEN through").
_BETWEEN = (Tag.ADVERB, Tag.NEGATOR)
_MOST_BETWEEN = 3


@dataclass(frozen=True, slots=True)
class Element:
    """One place of a cue: the folded words that may fill it."""

    words: frozenset[str]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Cue:
    """A row of the cue table.

    Attributes:
        relation: Local name of the relation.
        side: Where the object stands: ``right``, ``left``, ``before`` or ``context``.
        elements: What must stand in the text, in this order.
        transitive: A single verb: its passive with "by" swaps subject and object.
        types: Classes that the object must have, empty for the relation's range.
        strict: Whether an object of unknown class is refused.
        heads: Folded heads that the object must have, empty for any.
        other_heads: Folded heads that the object must not have.
        sections: Kinds of sections it is limited to, empty for any.
        rule: Its name in the evidence (``cue:inhibits:~inhibit``).
        negating: Whether a negator is part of the cue ("should not be used in").
        only: The modality that the statement must have, "" for any.
        outside: Kinds of sections in which it says something else.
        then_self: Whether the substance must be named right after it.
        denies: Whether it is itself a denial ("unsuited to").
    """

    relation: str
    side: str
    elements: tuple[Element, ...]
    transitive: bool
    rule: str
    types: frozenset[str] = frozenset()
    strict: bool = False
    heads: frozenset[str] = frozenset()
    other_heads: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    negating: bool = False
    only: str = ""
    outside: frozenset[str] = frozenset()
    then_self: bool = False
    denies: bool = False


@dataclass(frozen=True, slots=True)
class CueMatch:
    """A cue found in a passage: tokens ``first`` to ``last`` (exclusive); ``used`` are its own tokens."""

    cue: Cue
    first: int
    last: int
    used: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CueTable:
    """All cues, found by the words that can begin them.

    Attributes:
        cues: In the order of the file.
        starts: First word -> cues that can begin with it, longest first.
    """

    cues: tuple[Cue, ...]
    starts: Mapping[str, tuple[Cue, ...]] = field(default_factory=dict)

    def matches(self, tokens: Sequence[Token]) -> Iterator[CueMatch]:
        """All cues in a passage, left to right; of two cues of one relation at one place the longer."""
        for index, token in enumerate(tokens):
            seen: dict[tuple[str, str], int] = {}
            for cue in self.starts.get(token.word, ()):
                match = _match(cue, tokens, index)
                key = (cue.relation, cue.side)
                if match and match.last > seen.get(key, 0):
                    seen[key] = match.last
                    yield match


def _match(cue: Cue, tokens: Sequence[Token], at: int) -> CueMatch | None:
    first = at
    used: list[int] = []
    for element in cue.elements:
        probe = at
        while probe < len(tokens) and tokens[probe].word not in element.words:
            if (
                not used
                or element.optional
                or tokens[probe].tag not in _BETWEEN
                or probe - at >= _MOST_BETWEEN
            ):
                probe = -1
                break
            probe += 1
        if probe == -1 or probe >= len(tokens):
            if element.optional:
                continue
            return None
        used.append(probe)
        at = probe + 1
    return CueMatch(cue, first, at, tuple(used)) if used else None


def _heads(text: str) -> frozenset[str]:
    return frozenset(fold_word(word) for word in text.split("|") if word)


class _Parser:
    """Reads the rows of the cue table."""

    def __init__(self, path: Path, english: English) -> None:
        self.path = path
        self.english = english
        self.sets: dict[str, frozenset[str]] = {}

    def parse(self) -> tuple[Cue, ...]:
        cues: list[Cue] = []
        for number, line in enumerate(self.path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            columns = line.split("\t")
            if line.startswith("@"):
                self.sets[columns[0]] = frozenset(fold_word(word) for word in columns[-1].split("|"))
                continue
            if len(columns) < 3 or columns[1] not in SIDES:
                raise OntologyError(
                    "a cue needs a relation, a side and a pattern, separated by tabs",
                    remedy=f"the side is one of {', '.join(SIDES)}",
                    source=self.path,
                    line=number,
                )
            cues.append(self._cue(columns, number))
        return tuple(cues)

    def _cue(self, columns: list[str], number: int) -> Cue:
        relation, side, pattern = (column.strip() for column in columns[:3])
        options = dict(
            part.split("=", 1) for part in (columns[3] if len(columns) > 3 else "").split() if "=" in part
        )
        elements = tuple(self._element(word, number) for word in pattern.split())
        if all(element.optional for element in elements):
            raise OntologyError(
                "a cue needs at least one word that must stand", source=self.path, line=number
            )
        negators = self.english.classes["negator"]
        return Cue(
            relation=relation,
            side=side,
            elements=elements,
            transitive=side == "right" and len(elements) == 1 and pattern.startswith("~"),
            rule=f"cue:{relation}:{pattern.replace(' ', '_')}",
            types=frozenset(filter(None, options.get("types", "").rstrip("!").split("|"))),
            strict=options.get("types", "").endswith("!"),
            heads=_heads(options.get("heads", "")),
            other_heads=_heads(options.get("not", "")),
            sections=frozenset(filter(None, options.get("in", "").split("|"))),
            negating=any(element.words & negators and not element.optional for element in elements),
            only=options.get("only", ""),
            outside=frozenset(filter(None, options.get("out", "").split("|"))),
            then_self=options.get("then") == "self",
            denies=options.get("as") == "negated",
        )

    def _element(self, text: str, number: int) -> Element:
        optional = text.endswith("?")
        words: set[str] = set()
        for part in text.rstrip("?").split("|"):
            if part.startswith("@"):
                if part not in self.sets:
                    raise OntologyError(f"the set {part} is not defined above", source=self.path, line=number)
                words |= self.sets[part]
            elif part == "~be":
                words |= {"is", "are", "was", "were", "be", "been", "being"}
            elif part == "~have":
                words |= {"has", "have", "had", "having"}
            elif part.startswith("~"):
                words |= {fold_word(form) for form in self.english.forms(part[1:]).all()}
            else:
                words.add(fold_word(part.replace("_", " ")))
        return Element(frozenset(words), optional)


@cache
def load_cues(folder: Path | None = None) -> CueTable:
    """Read ``cues.tsv``.

    Raises:
        OntologyError: A row is damaged; the message names its line.
    """
    cues = _Parser((folder or ontology_dir()) / "cues.tsv", load_english()).parse()
    starts: dict[str, list[Cue]] = {}
    for cue in sorted(cues, key=lambda c: -len(c.elements)):
        for element in cue.elements:
            for word in sorted(element.words):
                starts.setdefault(word, []).append(cue)
            if not element.optional:
                break
    return CueTable(cues, {word: tuple(found) for word, found in starts.items()})
