"""Cells of a table row: what part each column plays, and the phrases in a cell."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pharmagraph.extract.proposal import Sentence
from pharmagraph.recognise.lists import read_list
from pharmagraph.recognise.phrases import Phrase
from pharmagraph.records import Cell

_SEPARATORS = (",", ";", "/")
_HEADS = (
    (
        "management",
        re.compile(r"\b(?:management|what to do|advice|action|recommendations?|measures?)\b", re.I),
    ),
    ("severity", re.compile(r"\b(?:severity|significance|risk|rating|grade|importance|relevance)\b", re.I)),
    (
        "effect",
        re.compile(
            r"\b(?:effect|comment|consequence|clinical|result|outcome|description|note|what happens)s?\b",
            re.I,
        ),
    ),
    ("mechanism", re.compile(r"\bmechanisms?\b", re.I)),
    (
        "partner",
        re.compile(
            r"\b(?:drugs?|medicines?|medications?|substances?|interact\w*|agents?|supplements?|class|partner|food)\b",
            re.I,
        ),
    ),
    (
        "maximum",
        re.compile(
            r"\b(?:max\w*|upper (?:intake )?(?:limit|level)|UL|ceiling|limit|most|not more than|no more than)\b",
            re.I,
        ),
    ),
    (
        "dose",
        re.compile(
            r"\b(?:dos\w*|amount|how much|intake|regimen|starting|initial|maintenance|usual|range|RDA)\b",
            re.I,
        ),
    ),
    ("population", re.compile(r"\b(?:population|patients?|age|group|who|life stage)\b", re.I)),
    ("condition", re.compile(r"\b(?:indication|condition|use|purpose|for)\b", re.I)),
    ("frequency", re.compile(r"\b(?:frequency|incidence|how (?:common|often))\b", re.I)),
    ("reaction", re.compile(r"\b(?:reaction|side effect|adverse|event|symptom)s?\b", re.I)),
    ("food", re.compile(r"\b(?:food|source)s?\b", re.I)),
    ("test", re.compile(r"\b(?:test|parameter|monitor\w*|check)\b", re.I)),
)


def columns_of(sentence: Sentence) -> Mapping[str, Cell]:
    """The cells of a row by the part that their column plays, told by its head."""
    return {role: cell for cell in reversed(sentence.passage.cells) if (role := role_of(cell.head))}


def role_of(head: str) -> str:
    """The part that a column plays, "" if its head tells none."""
    return next((role for role, pattern in _HEADS if pattern.search(head)), "")


def text_of(sentence: Sentence, cell: Cell | None) -> str:
    """The text of a cell, "" for none or for a dash."""
    text = sentence.text[cell.start : cell.end] if cell else ""
    return "" if text.strip() in ("-", "–", "—") else text


def members_of(sentence: Sentence, cell: Cell) -> list[Phrase]:
    """The phrases of a list that fills a cell, with those in brackets."""
    first = next((i for i, t in enumerate(sentence.tokens) if t.start >= cell.start), None)
    last = next((i for i, t in enumerate(sentence.tokens) if t.start >= cell.end), len(sentence.tokens))
    found: list[Phrase] = []
    at = len(sentence.tokens) if first is None else first
    while at < last:
        members, end = read_list(sentence.reader, at, last)
        found += members
        at = max(end, at + 1)
        if at < last and sentence.tokens[at].text in _SEPARATORS:
            at += 1
        elif at < last and sentence.tokens[at - 1].text not in _SEPARATORS:
            break
    return [member for member in found if member.role != "synonym"]
