"""Amounts in running text: ranges, bounds, units, "per what", route.

An :class:`Amount` is a quantity that can be computed with: numbers, a UCUM unit (https://ucum.org), and what it is
per. Whether it is a dose of the substance is decided by the extractor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import zip_longest
from pathlib import Path

from pharmagraph.errors import OntologyError
from pharmagraph.resources import ontology_dir

_NUMBER = r"\d+(?:[,\u202f]\d{3})*(?:\.\d+)?|\d*\.\d+|½|¼|¾"
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_TIMES = "two|three|four|five|six|[2-6]"
_HOURS = r"\d+|four|six|eight|twelve"
_PER_WORDS = (
    ("week", r"(?:once |one time |twice )?(?:a |per |each |every )week|weekly|/\s?(?:week|wk)"),
    ("dose", r"(?:per|/|a|each|every) (?:dose|injection)|/\s?dose"
             rf"|(?:(?:{_TIMES})(?:\s?(?:-|–|to|or)\s?(?:{_TIMES}))? times|twice|thrice|2x|3x)"
             r" ?(?:a |per |/|each |every )?(?:day|daily)?"
             rf"|every (?:{_HOURS})(?:\s?(?:-|–|to)\s?\d+)? ?(?:h|hours|hrs|hourly)\b|(?:{_HOURS})[- ]hourly"
             r"|b\.?i\.?d\b|t\.?i\.?d\b|q\.?i\.?d\b|bd\b|tds\b|qds\b|q\d+h\b|as a single dose|single dose|stat\b"),
    ("day", r"once (?:a |per |each |every )?(?:day|daily)|daily|(?:a|per|each|every) day|/\s?(?:day|d)\b|o\.?d\b"
            r"|/24 ?h|at (?:bedtime|night)|in the (?:morning|evening)|every (?:morning|evening|night)|nightly"
            r"|before bed(?:time)?"),
    ("month", r"(?:a |per |once a |each |every )month|monthly"),
    ("h", r"(?:per|an|/)\s?(?:hour|h)\b"),
)  # fmt: skip
_PER = tuple((name, re.compile(pattern, re.I)) for name, pattern in _PER_WORDS)
_MASS = re.compile(
    r"\s?(?:/|per|for each|for every)\s?(kg|kilogram|kilo|m2|m²)(?: of)?(?: (?:body ?weight|bw|bodyweight))?(?![a-z])",
    re.I,
)
_PER_KG_FAR = re.compile(r" of [\w -]{2,40} per (kg|kilogram)\b", re.I)
_ROUTES = (
    ("oral", re.compile(r"\b(?:orally|oral|by mouth|p\.?o\.?)(?![\w])", re.I)),
    ("intravenous", re.compile(r"\b(?:intravenous(?:ly)?|i\.?v\.?|infusion|infused)(?![\w])", re.I)),
    ("intramuscular", re.compile(r"\b(?:intramuscular(?:ly)?|i\.?m\.)(?![\w])", re.I)),
    ("subcutaneous", re.compile(r"\b(?:subcutaneous(?:ly)?|s\.?c\.)(?![\w])", re.I)),
    ("topical", re.compile(r"\b(?:topical(?:ly)?|applied to the skin)\b", re.I)),
    ("rectal", re.compile(r"\brectal(?:ly)?\b", re.I)),
    ("inhaled", re.compile(r"\b(?:inhaled|by inhalation)\b", re.I)),
    ("sublingual", re.compile(r"\bsublingual(?:ly)?\b", re.I)),
)  # fmt: skip
_UPPER = re.compile(
    r"(?:up to|maximum(?: [a-z]+){0,4}?(?: of| is|:)?|max\.?(?: dose)?|not (?:to )?exceed(?:ing)?|no more than|"
    r"less than|below|at most|do not exceed|not more than|upper limit(?: [a-z]+){0,3} (?:of|is)|exceed)\s*$",
    re.I,
)
# "Do not take more than 1 g a day" is an upper bound.
NOT_MORE = re.compile(r"\bnot (?:take|use|give|have|be given|be taken)? ?(?:any )?more than\s*$", re.I)
_LOWER = re.compile(r"(?:at least|minimum(?: of)?|no less than|not less than)\s*$", re.I)
_AND = re.compile(r"\s+and\s+")
_CONCENTRATION = re.compile(
    r"\s?/\s?(?!day|d\b|dose|week|wk|h\b|hour|24)[a-zA-Z]|"
    r"(?: of [\w-]+(?: [\w-]+)?)? per (?:ml|mL|litre|liter|L|tablet|capsule|serving|cup|100 ?g|gram|dL)\b"
)
_POWER = re.compile(r"10\*(\d+)\.")
_WINDOW = 48  # characters before an amount in which a bound is looked for, and after it for "per what"


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity read from text.

    Attributes:
        low: Lower bound, None where the text gives only an upper one.
        high: Upper bound, None where the text gives only a lower one.
        unit: UCUM code ("ug", "mg", "[iU]", "ug/kg").
        per: ``day``, ``week``, ``month``, ``dose``, ``h`` or "".
        route: ``oral``, ``intravenous``, ... or "".
        start: Offset of the first digit in the text.
        end: Offset after the unit or after "per what".
    """

    low: float | None
    high: float | None
    unit: str
    per: str
    route: str
    start: int
    end: int


@cache
def load_units(folder: Path | None = None) -> Mapping[str, str]:
    """Read ``units.tsv``: text of a unit -> UCUM code.

    Raises:
        OntologyError: A row is damaged.
    """
    path = (folder or ontology_dir()) / "units.tsv"
    units: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            text, tab, ucum = line.partition("\t")
            if not tab:
                raise OntologyError("a row needs a unit and its UCUM code", source=path, line=number)
            units[text] = ucum
    return units


@cache
def _amount_pattern() -> re.Pattern[str]:
    units = "|".join(re.escape(unit) for unit in sorted(load_units(), key=lambda u: (-len(u), u)))
    return re.compile(
        rf"(?<![\w.,/-])(?P<between>between\s+)?(?P<low>{_NUMBER})\s?(?P<unit1>{units})?"
        rf"(?:\s?(?:-|–|—|‑|to|or)\s?(?P<high>{_NUMBER})|(?(between)\s+and\s+(?P<and>{_NUMBER})|(?!)))?"
        rf"[\s-]?(?P<unit>{units})(?![\w%²³])"
    )


def _number(text: str) -> float:
    if text in _FRACTIONS:
        return _FRACTIONS[text]
    return float(text.replace(",", "").replace("\u202f", ""))


def amounts(text: str) -> Iterator[Amount]:
    """All quantities with a unit of mass, volume or activity, left to right.

    Concentrations ("12 ng/mL") and contents ("15 mg per mL") are none: what follows must be a time, a mass of body or
    a dose. "65 mg and 110 mg per day" are two, both per day.
    """
    found = [amount for match in _amount_pattern().finditer(text) if (amount := _amount(match, text))]
    for amount, following in zip_longest(found, found[1:]):
        if following and not amount.per and _AND.fullmatch(text, amount.end, following.start):
            yield replace(amount, per=following.per)
        else:
            yield amount


def _amount(match: re.Match[str], text: str) -> Amount | None:
    start, end = match.start("low"), match.end()
    unit, scale = _scaled(load_units()[match["unit"]])
    if mass := _MASS.match(text, end):
        unit += "/m2" if mass[1].startswith("m") else "/kg"
        end = mass.end()
    elif far := _PER_KG_FAR.match(text, end):
        unit, end = unit + "/kg", far.end()
    elif _CONCENTRATION.match(text, end):
        return None
    second = match["high"] or match["and"]
    low: float | None = _number(match["low"]) * scale
    high: float | None = _number(second) * scale if second else low
    before = text[max(0, start - _WINDOW) : start]
    if not second and (_UPPER.search(before) or NOT_MORE.search(before)):
        low = None
    elif not second and _LOWER.search(before):
        high = None
    per, end = _per(text, end)
    return Amount(low, high, unit, per, _route(text), start, end)


def _scaled(ucum: str) -> tuple[str, float]:
    """A unit without its power of ten, so that doses compare: 10*9.[CFU] -> [CFU] and 1e9."""
    power = _POWER.match(ucum)
    return (ucum[power.end() :], 10.0 ** int(power[1])) if power else (ucum, 1.0)


def _per(text: str, end: int) -> tuple[str, int]:
    """Such as "per what" stands right after the unit, or a few words on ("500 mg capsule three times a day")."""
    window = text[end : end + _WINDOW]
    stop = re.search(r"[.;(,](?:\s|$)|\d+(?:\.\d+)?\s?(?:mg|mcg|µg|g|IU)\b", window)
    window = window[: stop.start()] if stop else window
    best: tuple[int, int, str] | None = None
    for name, pattern in _PER:
        if (found := pattern.search(window)) and (best is None or found.start() < best[0]):
            best = (found.start(), found.end(), name)
    return (best[2], end + best[1]) if best else ("", end)


def _route(text: str) -> str:
    return next((name for name, pattern in _ROUTES if pattern.search(text)), "")
