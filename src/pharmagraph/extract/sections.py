"""What a heading, a bold label or a question means: the SKOS scheme of ``ontology/sections.ttl``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import pyoxigraph as ox

from pharmagraph.errors import OntologyError
from pharmagraph.recognise.spelling import fold_word, singular
from pharmagraph.resources import ontology_dir

_PG = "https://w3id.org/pharmagraph/vocab/"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_LONGEST_HEADING = 9  # words; a longer line is no heading whose single words tell
_FEW_WORDS = 4  # in a heading of so many words a single word tells
_WORDS = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_FREQUENCY = (
    ("very rare", "very rare"), ("uncommon", "uncommon"), ("less common", "uncommon"), ("infrequent", "uncommon"),
    ("very common", "very common"), ("common", "common"), ("frequent", "common"), ("rare", "rare"),
)  # fmt: skip
_SEVERITY = (("serious", "serious"), ("severe", "serious"), ("life-threatening", "serious"), ("mild", "mild"))


@dataclass(frozen=True, slots=True)
class SectionKind:
    """A kind of section.

    Attributes:
        name: Local name (``side-effects``).
        relation: Local name of the relation that a bare list under such a heading states, or "".
        silent: Nothing is taken from such a section (references, history).
        expects: Relations that are at home here: their object may be of unknown class.
    """

    name: str
    relation: str = ""
    silent: bool = False
    expects: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SectionScheme:
    """The kinds of sections, found by their labels.

    Attributes:
        kinds: Local name -> kind.
        labels: Folded words of a label -> local name.
        questions: Folded words by which a question asks for a kind, longest first.
        stems: Beginnings of words, and phrases, that give a heading its meaning where no label fits, longest first.
    """

    kinds: Mapping[str, SectionKind]
    labels: Mapping[tuple[str, ...], str]
    questions: tuple[tuple[tuple[str, ...], str], ...]
    stems: tuple[tuple[str, str], ...] = ()

    def of_heading(self, title: str) -> SectionKind | None:
        """The kind of a heading or label; None if no label fits.

        The whole heading is compared first, then the longest label that it contains, then the stems.
        """
        words = _fold(title)
        if name := self.labels.get(words):
            return self.kinds[name]
        for length in range(min(len(words), 8), 0 if len(words) <= _FEW_WORDS else 1, -1):
            parts = (words[start : start + length] for start in range(len(words) - length + 1))
            found = [self.kinds[name] for part in parts if (name := self.labels.get(part))]
            if found:  # "Preparations and dose" is about doses
                return next((kind for kind in found if not kind.silent), found[0])
        return self._by_stem(" ".join(words)) if len(words) <= _LONGEST_HEADING else None

    def _by_stem(self, words: str) -> SectionKind | None:
        padded = f" {words}"
        return next((self.kinds[name] for stem, name in self.stems if f" {stem}" in padded), None)

    def of_question(self, question: str) -> SectionKind | None:
        """The kind that a question asks for, None if it asks for none that is known."""
        words = _fold(question)
        for phrase, name in self.questions:
            if any(words[i : i + len(phrase)] == phrase for i in range(len(words) - len(phrase) + 1)):
                return self.kinds[name]
        return None


@lru_cache(maxsize=8192)
def _fold(text: str) -> tuple[str, ...]:
    words = (singular(fold_word(word)) for word in _WORDS.findall(text))
    return tuple(word for word in words if word not in ("the", "of", "and", "a", "an", "it", "to"))


def frequency_of(title: str) -> str:
    """Frequency that a heading or label gives ("Common side effects" -> ``common``), or ""."""
    lower = title.lower()
    return next((value for word, value in _FREQUENCY if word in lower), "")


def severity_of(title: str) -> str:
    """Severity that a heading or label gives ("Rare but serious" -> ``serious``), or ""."""
    lower = title.lower()
    return next((value for word, value in _SEVERITY if word in lower), "")


@cache
def load_sections(folder: Path | None = None) -> SectionScheme:
    """Read ``sections.ttl``.

    Raises:
        OntologyError: The file is no Turtle, or two kinds share a label.
    """
    path = (folder or ontology_dir()) / "sections.ttl"
    relations: dict[str, str] = {}
    silent: set[str] = set()
    expects: dict[str, set[str]] = {}
    labels: dict[tuple[str, ...], str] = {}
    questions: list[tuple[tuple[str, ...], str]] = []
    stems: list[tuple[str, str]] = []
    names: set[str] = set()
    try:
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            name = str(quad.subject).rsplit("/", 1)[-1].rstrip(">")
            predicate, value = quad.predicate.value, quad.object
            if (
                predicate in (_SKOS + "altLabel", _SKOS + "prefLabel")
                and isinstance(value, ox.Literal)
                and name
            ):
                words = _fold(value.value)
                if labels.setdefault(words, name) != name:
                    raise OntologyError(
                        f"{value.value!r} is a label of {labels[words]} and of {name}", source=path
                    )
                names.add(name)
            elif predicate == _PG + "statesRelation" and isinstance(value, ox.NamedNode):
                relations[name] = value.value.removeprefix(_PG)
            elif predicate == _PG + "expects" and isinstance(value, ox.NamedNode):
                expects.setdefault(name, set()).add(value.value.removeprefix(_PG))
            elif predicate == _PG + "isSilent":
                silent.add(name)
            elif predicate == _PG + "questionPhrase" and isinstance(value, ox.Literal):
                questions.append((_fold(value.value), name))
            elif predicate == _PG + "headingStem" and isinstance(value, ox.Literal):
                stems.append((value.value, name))
    except SyntaxError as error:
        raise OntologyError(f"not valid Turtle: {error}", source=path) from error
    kinds = {
        name: SectionKind(name, relations.get(name, ""), name in silent, frozenset(expects.get(name, ())))
        for name in sorted(names)
    }
    questions.sort(key=lambda item: (-len(item[0]), item))
    stems.sort(key=lambda item: (-len(item[0]), item))
    return SectionScheme(kinds, labels, tuple(questions), tuple(stems))
