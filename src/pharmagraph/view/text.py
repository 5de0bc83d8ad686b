"""How wide a label will be: the layout has to know before any browser is there."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Widths of a sans-serif in thousandths of the font size. Page fonts differ by system, so they are taken a
# little wide; the page itself shortens what is still too long for its row.
_NARROW = frozenset("ijl.,:;'!|()[]{}/\\ tfI·")
_WIDE = frozenset("mwMW@%&—ÆŒ⊘⚠")


@lru_cache(maxsize=4096)
def text_width(text: str, size: float) -> float:
    """Estimated width of ``text`` in pixels when set in a sans-serif of ``size`` pixels."""
    return sum(map(_units, text)) * size / 1000


@lru_cache(maxsize=1024)
def _units(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) == "Cf":
        return 0
    if unicodedata.east_asian_width(char) in "WF":
        return 1050
    if char in _NARROW:
        return 360
    if char in _WIDE:
        return 950
    return 690 if char.isupper() else 570
