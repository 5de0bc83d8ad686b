"""Slices of visible text to passages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pharmagraph.read.flow import Flow, Run
from pharmagraph.read.offsets import Lines
from pharmagraph.records import Cell, Passage, PassageKind, Section

_SAYS_SOMETHING = re.compile(r"[^\W_]")
_MOST_LABELS = 12  # a bound for hostile nesting; real lists are three deep


@dataclass(slots=True)  # not frozen, see Flow
class Place:
    """What a passage inherits from where it stands; the fields are those of ``Passage``."""

    kind: PassageKind
    section: Section = field(default_factory=Section)
    labels: tuple[str, ...] = ()
    block: int = 0
    question: str = ""
    intro: str = ""


def make_passage(
    flow: Flow,
    start: int,
    end: int,
    place: Place,
    lines: Lines,
    *,
    quote_from: int | None = None,
    cells: tuple[tuple[str, int, int], ...] = (),
) -> Passage | None:
    """Make a passage of ``flow.text[start:end]``.

    Args:
        flow: Visible text of a block.
        start: Start of the slice, not white space.
        end: End of the slice, not after white space.
        place: Where it stands.
        lines: Line numbers of the file.
        quote_from: Where in the flow's text the quote starts, if it is to show a label before the slice.
        cells: For a row, its cells as offsets of the flow's text.

    Returns:
        The passage, or None when the slice holds no letter and no digit.
    """
    text = flow.text[start:end]
    runs = flow.alignment(start, end)
    if not runs or not _SAYS_SOMETHING.search(text):
        return None
    runs = _without_last_blank(text, runs)
    raw_start, raw_end = flow.span(runs)
    if quote_from is not None and quote_from < start:
        raw_start = min(flow.span(flow.alignment(quote_from, start) or runs)[0], raw_start)
    return Passage(
        text=text,
        start=raw_start,
        end=raw_end,
        alignment=runs,
        line=lines.at(raw_start),
        kind=place.kind,
        section=place.section,
        labels=place.labels[:_MOST_LABELS],
        block=place.block,
        question=place.question,
        intro=place.intro,
        cells=tuple([Cell(head, a - start, b - start) for head, a, b in cells]) if cells else (),
    )


def _without_last_blank(text: str, runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """Runs that end with a word: in a row whose last cell is empty a blank stands before the last bar."""
    *before, (text_at, raw_at, length) = runs
    kept = len(text[text_at : text_at + length].rstrip())
    if kept or not before:
        return (*before, (text_at, raw_at, kept or length))
    return _without_last_blank(text, tuple(before))
