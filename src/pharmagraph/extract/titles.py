"""The substance that a document is about, told from its title: "Package leaflet: Ibuprofen 200 mg tablets".

Titles carry kinds of documents, strengths and dosage forms beside the name. What is left when those are taken off is
looked up; a title that names nothing known leaves the word to the first headings and the file's name. A title that the
text never repeats ("The root of the matter") gives way to the substance that is named most often.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path

from pharmagraph.recognise.english import load_english
from pharmagraph.recognise.lexicon import Lexicon
from pharmagraph.records import Monograph

_PARTS = re.compile(r"\s+[–—|·-]+\s+|[:;?!]\s+|[:;?!]$")
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_STRENGTH = re.compile(
    r"\b\d[\d.,]*\s?(?:mg|mcg|µg|micrograms?|g|ml|IU|units?|%)(?:/\s?\w+)?(?:(?:,| and| or| to)\s(?=\d))?",
    re.I,
)
_EMPTY = re.compile(r"\(\s*\)")  # what a strength leaves of its brackets
# Salts and forms after a substance's name: the substance is the same.
_SALTS = re.compile(
    r"\s+(?:hydrochloride|hydrobromide|sodium|potassium|calcium|magnesium|sulfate|sulphate|citrate|maleate|mesylate|besylate|"
    r"besilate|tartrate|fumarate|succinate|acetate|phosphate|bisulfate|monohydrate|dihydrate|hyclate|trihydrate|"
    r"medoxomil|hcl|picolinate|bisglycinate|glycinate|gluconate|carbonate|chloride|extract|root|supplements?)$", re.I,
)  # fmt: skip
_ABOUT_KEYS = ("substance", "drug", "generic_name", "genericName", "name", "inn")
_HEADINGS = 3  # of a document whose title names nothing, so many headings are asked
_LONGEST_NAME = 5  # words
_LONGEST_TITLE = 6  # words of a title that no lexicon knows, to be taken for a name
_LONGEST_COUNTED = 3  # words of a name that is counted in the text
_REPEATED = 2  # times that the text must repeat a title that no lexicon knows
_OFTEN = 4  # times that the text must name a substance that no title names
_MOST_ASKED = 400  # of the commonest runs of words, so many are looked up
_MARKS = re.compile(r"[^\w\s'’-]+|\s[-–—]\s")
_NO_NAMES = load_english().classes["title_word"]


def substance_name(monograph: Monograph, lexicon: Lexicon) -> str:
    """The name of the substance that a monograph is about, as the title writes it, brackets included.

    Args:
        monograph: The document.
        lexicon: Tells a substance from other words.
    """

    @cache
    def spoken() -> Counter[str]:  # most titles name the substance, and the text needs not be counted
        return Counter(name for passage in monograph.passages for name in _names_in(passage.text))

    unknown = ""
    for text in _candidates(monograph):
        for part in _parts(text):
            if _is_substance(part, lexicon) or _is_substance(without_salt(part), lexicon):
                return part
            if found := _inside(part, lexicon, spoken):
                return found
            if not unknown and len(part.split()) <= _LONGEST_TITLE:
                unknown = part
    plain = _BRACKETS.sub("", unknown)
    if unknown and (_is_class(plain, lexicon) or spoken()[plain.lower()] >= _REPEATED):
        return unknown
    return _named_most(spoken(), lexicon) or unknown or monograph.title


def _names_in(text: str) -> Iterator[str]:
    """All runs of up to a few words that may be a name, in lower case."""
    for clause in _MARKS.split(text.lower()):
        found = clause.split()
        for length in range(1, _LONGEST_COUNTED + 1):
            yield from (" ".join(found[at : at + length]) for at in range(len(found) - length + 1))


def _named_most(words: Counter[str], lexicon: Lexicon) -> str:
    """The substance that is named most often, or "" if none stands out."""
    for name, count in words.most_common(_MOST_ASKED):
        if count < _OFTEN:
            return ""
        if len(name) > 2 and not name.isdigit() and _is_substance(name, lexicon):
            return name[0].upper() + name[1:]
    return ""


def _candidates(monograph: Monograph) -> Iterator[str]:
    yield monograph.title
    for key in _ABOUT_KEYS:
        if isinstance(value := monograph.metadata.get(key), str):
            yield value
    headings = dict.fromkeys(title for passage in monograph.passages for title in passage.section.path)
    yield from islice(headings, _HEADINGS)
    yield Path(monograph.source).stem.replace("_", " ").replace("-", " ")


def _parts(title: str) -> Iterator[str]:
    """What is left of a title in pieces, without strengths, kinds of documents and dosage forms at their ends."""
    for piece in _PARTS.split(title):
        words = _EMPTY.sub(" ", _STRENGTH.sub(" ", piece or "")).split()
        plain = {word.strip(",.()").lower() for word in words}
        if not plain or (plain <= _NO_NAMES and not _is_vitamin(words[-2:])):
            continue
        while len(words) > 1 and _is_wrapper(words[-1]) and not _is_vitamin(words[-2:]):
            words.pop()
        while len(words) > 1 and _is_wrapper(words[0]) and words[0].lower() not in ("vitamin", "mineral"):
            words.pop(0)
        yield " ".join(words).strip(" ,.")


def _is_vitamin(words: list[str]) -> bool:
    """Such as "VITAMIN A", whose second word is no article."""
    return len(words) == 2 and words[0].lower() == "vitamin" and words[1] == "A"


def _is_wrapper(word: str) -> bool:
    return word.strip(",.").lower() in _NO_NAMES


def _is_substance(name: str, lexicon: Lexicon) -> bool:
    forms = (name, _BRACKETS.sub("", name))
    return any(concept.type in ("Substance", "Food") for form in forms for concept in lexicon.readings(form))


def _is_class(name: str, lexicon: Lexicon) -> bool:
    """Whether a title names a class of substances: a monograph of "omega-3 fatty acids"."""
    return any(concept.type == "SubstanceClass" for concept in lexicon.readings(name))


def _inside(part: str, lexicon: Lexicon, spoken: Callable[[], Counter[str]]) -> str:
    """The longest name of a substance inside of a longer title ("Managing pain with ibuprofen"), or "".

    In a title of two words ("Copper homeostasis") the text must repeat it.
    """
    words = _BRACKETS.sub("", part).split()
    for length in range(min(_LONGEST_NAME, len(words) - 1), 0, -1):
        for start in range(len(words) - length + 1):
            name = " ".join(words[start : start + length]).strip(",.")
            if len(words) < 3 and spoken()[name.lower()] < _OFTEN:
                continue
            if any(concept.type == "Substance" for concept in lexicon.readings(name)):
                return name
    return ""


def without_salt(name: str) -> str:
    """A name without the salt or form after it: "levothyroxine sodium" is levothyroxine."""
    return _SALTS.sub("", name)
