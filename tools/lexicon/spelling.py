"""Which names of the sources are names that a person would write, and in what form."""

from __future__ import annotations

import re

from pharmagraph.recognise.spelling import name_key
from tools.lexicon.entries import SYNONYM, WRITTEN, Name

LONGEST = 50  # characters; longer names are systematic ones that no monograph uses
_SHORTEST_KEY, _SHORTEST_ACRONYM = 4, 3
_LONGEST_ACRONYM = 6
_TAG = re.compile(r"\s*\[[^\]]*\]\s*$")
_INVERSION = re.compile(r",\s")
_LETTER = re.compile(r"[^\W\d_]")
_CODE = re.compile(r"^[A-Za-z]{0,4}[- ]?\d[\d .-]*[A-Za-z]?$")


def is_acronym(text: str) -> bool:
    """Whether a name is one short word with two capitals, most of its letters: it is read only as it is written."""
    plain = [c for c in text if c.isalnum()]
    letters = [c for c in plain if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    return (
        " " not in text and len(plain) <= _LONGEST_ACRONYM and capitals > 1 and 2 * capitals >= len(letters)
    )


def usable(text: str) -> bool:
    """Whether a name is kept: short enough, not turned round, not a number or a code, with a key of its own."""
    return (
        len(text) <= LONGEST
        and not _INVERSION.search(text)
        and ";" not in text
        and "|" not in text
        and "\t" not in text
        and bool(_LETTER.search(text))
        and not _CODE.match(text)
        and len(name_key(text)) >= (_SHORTEST_ACRONYM if is_acronym(text) else _SHORTEST_KEY)
    )


def name(text: str, kind: str = SYNONYM) -> Name | None:
    """A name without its source's tags ("[INN]"), or None if it is not kept."""
    text = " ".join(_TAG.sub("", text).split())
    if not usable(text):
        return None
    return Name(text, WRITTEN if kind == SYNONYM and is_acronym(text) else kind)


def turned(text: str) -> str:
    """A name that is turned round for sorting, the right way again: "Receptors, Dopamine" -> "Dopamine Receptors"."""
    parts = text.split(", ")
    return text if any(part[:1].isdigit() for part in parts[1:]) else " ".join(reversed(parts))


def lowered(text: str) -> str:
    """A label in capitals or title case as it stands within a sentence; acronyms and names of people stay."""
    words = text.split(" ")
    return " ".join(w.lower() if w.isupper() and len(w) > 4 and w.isalpha() else w for w in words)
