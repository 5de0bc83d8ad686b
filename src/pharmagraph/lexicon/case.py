"""Names that hold only as they are written: gene symbols, acronyms that are words or nearly so."""

from __future__ import annotations

_LONGEST_STRICT = 3  # letters; longer acronyms ("copd", "gerd") are known in small letters too


def same_letters(name: str, phrase: str) -> bool:
    """Whether a phrase has the letters of a name in the same case; hyphens, spaces and a plural s are let go."""
    plain, written = _bare(name), _bare(phrase)
    return written in (plain, plain + "s")


def _bare(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def is_strict(acronym: str) -> bool:
    """Whether a curated acronym holds only as it is written: up to three letters, or small ones among them (eGFR)."""
    letters = acronym.removesuffix("s")
    return letters.isalpha() and (len(letters) <= _LONGEST_STRICT or not letters.isupper())
