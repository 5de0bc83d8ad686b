"""The pieces of one block that stand for themselves.

A paragraph is one piece, unless its lines are: lines that were broken on purpose, lines that begin with a
label, a bullet or the mark of a question, a section heading above its text, and lists without marks.
"""

from __future__ import annotations

import re

from pharmagraph.read.flow import Flow
from pharmagraph.read.labels import answer_mark, question_mark, section_depth

# A bullet that was typed, or the number of a numbered paragraph ("4.2 Give with food")
_BULLET = re.compile(r"[•·‣◦▪▫●○∙]\s*|[–—]\s+|\d{1,2}(?:\.\d{1,2}){1,3}\.?\s+(?=[^\W\d_])")
_LABEL = re.compile(r"[A-Z][\w'’-]*(?: [\w'’/-]+){0,3}: ")  # "Common brands: "
_FEWEST_LINES = 3
_SHOUT = re.compile(r"[A-Z]{4,}(?: [A-Z]+){0,3}: ")  # "EXCERPT: ", "WARNING: "
_PROSE_END = ".!?,;:"


def segments(flow: Flow, *, introduced: bool = False) -> list[tuple[int, int]]:
    """Split the text of a block into the pieces that stand for themselves.

    Args:
        flow: Visible text of a block.
        introduced: Whether the text before it ends in a colon, so that lines are probably a list.

    Returns:
        Slices of ``flow.text`` in order; one slice for a common paragraph.
    """
    text = flow.text
    if not flow.breaks:
        return [(0, len(text))]
    starts = [0, *(offset for offset, _ in flow.breaks)]
    ends = [*starts[1:], len(text)]
    lines = [text[a:b].strip() for a, b in zip(starts, ends, strict=True)]
    if lines[0].endswith(":"):  # "It comes as:" above the entries
        lines = lines[1:]
    verse = _is_verse(lines, introduced)
    found = []
    start = 0
    heading = len(text[: ends[0]]) < 140 and section_depth(text[: ends[0]].strip()) > 0
    for offset, hard in flow.breaks:
        if hard or verse or heading or _begins(flow, offset):
            found.append((start, offset))
            start = offset
        heading = False
    found.append((start, len(text)))
    return found


def bullet(text: str, start: int, end: int) -> int:
    """Where the text begins after a typed bullet; ``start`` when there is none."""
    mark = _BULLET.match(text, start, end)
    return mark.end() if mark else start


def _begins(flow: Flow, at: int) -> bool:
    """Whether a line begins something new, though the file has no blank line before it."""
    text = flow.text
    stop = flow.bold.get(at, 0) or flow.italic.get(at, 0)
    if stop and (text[stop - 1] == ":" or text[stop : stop + 1] == ":" or text[stop - 1] == "?"):
        return True
    if _BULLET.match(text, at) or _SHOUT.match(text, at) or _LABEL.match(text, at):
        return True
    end = min(at + 20, len(text))
    return answer_mark(text, at, end) > at or question_mark(text, at, end) > at


def _is_verse(lines: list[str], introduced: bool) -> bool:
    """Whether lines are entries of a list without marks, and not wrapped prose."""
    if len(lines) < _FEWEST_LINES - introduced:
        return False
    begin = sum(line[:1].isupper() or line[:1].isdigit() for line in lines[1:])
    end = sum(line[-1:] in _PROSE_END for line in lines[:-1])
    return begin * 4 >= (len(lines) - 1) * 3 and end * 4 <= len(lines) - 1
