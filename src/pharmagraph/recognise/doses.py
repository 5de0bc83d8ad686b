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
from math import isclose
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
            r"|/24 ?h|(?:in|within|per|every)(?: any)? 24 ?(?:h|hrs?|hours)\b"
            r"|at (?:bedtime|night)|in the (?:morning|evening)|every (?:morning|evening|night)|nightly"
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
# A word of a route before another noun is about that: "oral contraceptives", "intramuscular creatine".
_BY_ROUTE = (
    r"(?=\s*(?:$|[^\w\s]|(?:dos\w*|injections?|infusions?|bolus|route|use|administration|solution|suspension|tablets?|"
    r"capsules?|form|preparations?|treatment|therapy|loading|maintenance|every|once|twice|three|four|daily|then|or|and|for|"
    r"in|over|as|at|to|with|per|a|if|every|is|was|\d\S*)\b))"
)
_ROUTES = (
    ("oral", re.compile(rf"\b(?:orally|by mouth|p\.?o\.?(?!\w)|oral{_BY_ROUTE})", re.I)),
    ("intravenous", re.compile(rf"\b(?:intravenously|i\.?v\.?(?!\w)|infusion|infused|intravenous{_BY_ROUTE})", re.I)),
    ("intramuscular", re.compile(rf"\b(?:intramuscularly|i\.?m\.(?!\w)|intramuscular{_BY_ROUTE})", re.I)),
    ("subcutaneous", re.compile(rf"\b(?:subcutaneously|s\.?c\.(?!\w)|subcutaneous{_BY_ROUTE})", re.I)),
    ("topical", re.compile(r"\b(?:topical(?:ly)?|applied to the skin)\b", re.I)),
    ("rectal", re.compile(r"\brectal(?:ly)?\b", re.I)),
    ("inhaled", re.compile(r"\b(?:inhaled|by inhalation)\b", re.I)),
    ("sublingual", re.compile(r"\bsublingual(?:ly)?\b", re.I)),
)  # fmt: skip
# Words right before an amount that make it a bound. "Do not take more than 1 g a day" is an upper one.
_UPPER = re.compile(
    r"(?:up to|max(?:imum|imal)?\b\.?(?: [a-z]+){0,4}?(?: of| is| at|:)?|"
    r"(?:\bnot|n['’]t|\bnever|\bwithout)(?: to)? (?:exceed(?:ing)?|pass(?:ing)?|"
    r"(?:go(?:ing)? )?(?:above|over|beyond|past)|be (?:more|higher|greater) than)|"
    r"\b(?:no|not|never) (?:more|higher|greater) than|less than|below|at most|exceed|"
    r"\b(?:ceiling|cap|limit|upper (?:intake )?(?:limit|level|bound))\b(?:(?: [a-z]+){0,4}?,?(?: (?:of|is|at|to)|:))?|"
    r"\b(?:caps?|capped|limit(?:s|ed)?)(?: [a-z-]+){0,4}? (?:at|to))\s*$",
    re.I,
)
_NOT_MORE = re.compile(
    r"(?:\bnot|n['’]t|\bnever)(?: (?:take|use|give|have|be given|be taken))?(?: any)? more than\s*$", re.I
)
_LOWER = re.compile(r"(?:at least|minimum(?: of)?|no less than|not less than)\s*$", re.I)
# Words right behind an amount that make it a bound.
_UPPER_AFTER = re.compile(
    r"\s*(?:(?:must|should|may|can) not be (?:exceeded|passed)|not to be (?:exceeded|passed)|"
    r"or (?:less|under|below|lower)\b|"
    r"(?:is|was|being|as) (?:the|a|an|its|their) (?:usual |daily |recommended |absolute |tolerable |official )*"
    r"(?:maximum|max|limit|ceiling|upper|cap|most|safe level)\b|at (?:the )?most\b|max(?:imum)?\b)",
    re.I,
)
_LOWER_AFTER = re.compile(
    r"\s*(?:or (?:more|above|higher|greater)\b|and (?:above|up|upwards)\b|\+(?=\s|$))", re.I
)
# "Not beyond [2 capsules (]400 ug)": the bound stands before the number of pieces.
_PIECES = re.compile(r"\S+ (?:capsules?|tablets?|sachets?|drops|puffs|scoops?|\w*spoon(?:ful)?s?) ?\($")
_LIQUID = re.compile(r"[\d.,]+\s?[^\W\d]+ of (?:\w+ )?(?:water|juice|milk)\b")
_BOUND_TITLE = re.compile(
    r"\b(?:max(?:imum|imal)?|ceiling|cap|limit|do not exceed|upper (?:intake )?(?:limit|level|bound))\b", re.I
)
_AND = re.compile(r"\s+and\s+")
_CONCENTRATION = re.compile(
    r"\s?/\s?(?!day|d\b|dose|week|wk|h\b|hour|24)[a-zA-Z]|"
    r"(?: of [\w-]+(?: [\w-]+)?)? per (?:ml|mL|litre|liter|L|tablet|capsule|serving|cup|100 ?g|gram|dL)\b"
)
_MASSES = {"g": 1.0, "mg": 1e-3, "ug": 1e-6, "ng": 1e-9}  # UCUM codes in grams
_OPENS = re.compile(r"\s*\(\s*(?:or |= ?)?")
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
        rf"(?<![\w.,/-])(?P<between>[Bb]etween\s+)?(?P<low>{_NUMBER})\s?(?P<unit1>{units})?"
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
    restated: Amount | None = None
    for amount, following in zip_longest(found, found[1:]):
        if amount is restated:
            continue
        if following and _restates(amount, following, text):
            restated = following
            yield replace(amount, per=amount.per or following.per)
        elif following and not amount.per and _AND.fullmatch(text, amount.end, following.start):
            yield replace(amount, per=following.per)
        else:
            yield amount


def _amount(match: re.Match[str], text: str) -> Amount | None:
    start, end = match.start("low"), match.end()
    second = match["high"] or match["and"]
    written, factor = _common_unit(match) if second else (match["unit"], 1.0)
    if not factor:
        return None  # "2 tablets to 1 g": no range that can be computed with
    unit, scale = _scaled(load_units()[written])
    if mass := _MASS.match(text, end):
        unit += "/m2" if mass[1].startswith("m") else "/kg"
        end = mass.end()
    elif far := _PER_KG_FAR.match(text, end):
        unit, end = unit + "/kg", far.end()
    elif _CONCENTRATION.match(text, end):
        return None
    low: float | None = _number(match["low"]) * scale
    high: float | None = round(_number(second) * scale * factor, 6) if second else low
    per, after = _per(text, end)
    if not second:
        low, high = _bounded(low, high, text[max(0, start - _WINDOW) : start], text[end:], text[after:])
    closing = text[start:after].count(")") > text[start:after].count("(")  # "(4000 mcg) daily"
    return Amount(low, high, unit, per, _route(text), start, end if closing else after)


def _common_unit(match: re.Match[str]) -> tuple[str, float]:
    """The unit of a range, and by what its upper end is multiplied: "500 mg to 3 g" is 500 to 3,000 mg."""
    first, second = match["unit1"] or match["unit"], match["unit"]
    if load_units()[first] == load_units()[second]:
        return second, 1.0
    return first, _MASSES.get(load_units()[second], 0.0) / _MASSES.get(load_units()[first], 1.0)


def _restates(amount: Amount, following: Amount, text: str) -> bool:
    """Whether an amount is the one before it in another unit: "4 mg (4000 mcg) daily"."""
    if not _OPENS.fullmatch(text, amount.end, following.start):
        return False
    first, second = _MASSES.get(amount.unit), _MASSES.get(following.unit)
    if not first or not second or amount.high is None or following.high is None:
        return False
    return isclose(amount.high * first, following.high * second, rel_tol=1e-6)


def _bounded(
    low: float | None, high: float | None, before: str, behind_unit: str, behind: str
) -> tuple[float | None, float | None]:
    """A single value as a bound, if the words around it make it one."""
    before = _PIECES.sub("", before)
    if _UPPER.search(before) or _NOT_MORE.search(before) or _any(_UPPER_AFTER, behind_unit, behind):
        return None, high
    if _LOWER.search(before) or _any(_LOWER_AFTER, behind_unit, behind):
        return low, None
    return low, high


def _any(pattern: re.Pattern[str], *texts: str) -> bool:
    return any(pattern.match(text) for text in texts)


def is_liquid(text: str, amount: Amount) -> bool:
    """Whether an amount is of what a dose is taken with: "in 150 mL of boiling water"."""
    return bool(_LIQUID.match(text, amount.start))


def is_upper(title: str) -> bool:
    """Whether a label or column head makes what stands under it an upper bound ("Max", "Ceiling", "Upper level")."""
    return bool(_BOUND_TITLE.search(title))


def as_upper(amount: Amount) -> Amount:
    """A single value as an upper bound; a range or a bound as it is."""
    return replace(amount, low=None) if amount.low == amount.high else amount


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
