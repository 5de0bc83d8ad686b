"""What of a substance is measured: "serum levels of digoxin", "digoxin concentrations", "exposure to digoxin"."""

from __future__ import annotations

from pharmagraph.recognise.english import load_english
from pharmagraph.recognise.phrases import Phrase
from pharmagraph.recognise.spelling import fold_word, singular

_CLASSES = load_english().classes
MEASURES = _CLASSES["measure"]
INVERSE = _CLASSES["inverse_measure"]
_BESIDE = _CLASSES["beside_measure"]
_IN_BODY = frozenset(("serum", "plasma"))


def measure_of(phrase: Phrase) -> str:
    """The folded measure that a phrase names ("level"), or "" where it names none."""
    core = phrase.text.partition(" of ")[0].partition(" to ")[0].split()
    complemented = len(core) < len(phrase.text.split())
    for word in (phrase.head, core[-1] if core and complemented else ""):
        folded = fold_word(word)
        if (
            folded in MEASURES
            or singular(folded) in MEASURES
            or folded in INVERSE
            or singular(folded) in INVERSE
        ):
            return singular(folded)
    return "level" if len(core) > 1 and core[0].lower() in _IN_BODY else ""


def is_inverse(measure: str) -> bool:
    """Whether the substance falls where the measure rises (clearance, metabolism)."""
    return measure in INVERSE


def measured_name(phrase: Phrase) -> str | None:
    """The name of what is measured, "" where none is left, None where the phrase is no measure."""
    if not measure_of(phrase):
        return None
    for link in (" of ", " to "):
        _, found, complement = phrase.text.partition(link)
        if found:
            return complement.removeprefix("the ").removeprefix("both ")
    words = phrase.text.split()
    if words[0].lower() in _IN_BODY and fold_word(words[-1]) not in MEASURES | INVERSE:
        return " ".join(words[1:])
    kept = [w for w in words[:-1] if fold_word(w) not in _BESIDE and fold_word(w) not in MEASURES]
    return " ".join(kept)
