"""Visible text that knows where each of its characters stands in the raw file."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

_WORDS = re.compile(r"\S+(?: \S+)*")

Run = tuple[int, int, int]  # offset in text, offset in raw, length


@dataclass(
    slots=True, eq=False
)  # not frozen: made in bulk, and setting frozen fields takes three times as long
class Flow:
    """The visible text of one block: markup removed, white space folded; not changed once made.

    Attributes:
        text: What a reader sees.
        runs: Which characters of ``text`` are copied from where, in order.
        breaks: Offsets in ``text`` where a new line of the file begins, and whether the break is a hard one.
        bold: Ends of bold runs by their starts, offsets in ``text``.
        italic: Ends of italic runs by their starts, offsets in ``text``.
        opens: Where the markup begins that stands directly before a character, by its raw offset.
        closes: Where the markup or entity begins and ends that ends behind a character, by raw offset.
    """

    text: str
    runs: Sequence[Run]
    breaks: Sequence[tuple[int, bool]] = ()
    bold: dict[int, int] = field(default_factory=dict)
    italic: dict[int, int] = field(default_factory=dict)
    opens: dict[int, int] = field(default_factory=dict)
    closes: dict[int, tuple[int, int]] = field(default_factory=dict)

    def alignment(self, start: int, end: int) -> tuple[Run, ...]:
        """The runs of ``text[start:end]``, cut to it and counted from its start."""
        runs = self.runs
        found = []
        first = bisect_left(runs, (start, 0, 0)) - 1 if start else 0
        for index in range(max(first, 0), len(runs)):
            text_at, raw_at, length = runs[index]
            if text_at >= end:
                break
            if text_at < start:
                length -= start - text_at
                raw_at += start - text_at
                text_at = start
            if text_at + length > end:
                length = end - text_at
            if length > 0:
                found.append((text_at - start, raw_at, length))
        return tuple(found)

    def span(self, runs: Sequence[Run]) -> tuple[int, int]:
        """The slice of the raw file that holds some runs, with the markup around them.

        Args:
            runs: From ``alignment``, not empty.

        Returns:
            Start and end in the raw file.
        """
        raw_start = self.opens.get(runs[0][1], runs[0][1])
        raw_end = runs[-1][1] + runs[-1][2]
        while raw_end in self.closes and self.closes[raw_end][0] >= raw_start:
            raw_end = self.closes[raw_end][1]
        return raw_start, raw_end

    def cut(self, spans: Sequence[tuple[int, int]]) -> Flow:
        """Take slices out of the visible text; the rest keeps its alignment.

        Args:
            spans: Slices of ``text``, in order, not overlapping.
        """
        if not spans:
            return self
        parts, runs = [], []
        kept = at = 0
        for start, end in [*spans, (len(self.text), len(self.text))]:
            runs += [(t + kept, r, n) for t, r, n in self.alignment(at, start)]
            parts.append(self.text[at:start])
            kept += start - at
            at = end
        move = shifted_by(spans)
        return Flow(
            "".join(parts),
            runs,
            [(move(offset), hard) for offset, hard in self.breaks],
            {move(start): move(end) for start, end in self.bold.items()},
            {move(start): move(end) for start, end in self.italic.items()},
            self.opens,
            self.closes,
        )


def cut(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Take slices out of a text: what ``Flow.cut`` does to its text."""
    parts, at = [], 0
    for start, end in spans:
        parts.append(text[at:start])
        at = end
    return "".join([*parts, text[at:]])


def shifted_by(spans: Sequence[tuple[int, int]]) -> Callable[[int], int]:
    """Make a function that says where an offset of a text stands after slices were taken out of it.

    Args:
        spans: The slices, in order, not overlapping.
    """
    starts = [start for start, _ in spans]
    gone = [0]
    for start, end in spans:
        gone.append(gone[-1] + end - start)

    def move(offset: int) -> int:
        index = bisect_left(starts, offset)
        inside = max(spans[index - 1][1] - offset, 0) if index else 0
        return offset + inside - gone[index]

    return move


class FlowBuilder:
    """Builds a ``Flow`` from pieces of text, in the order of the file.

    All offsets it takes are characters of the raw file.
    """

    __slots__ = (
        "_bold", "_breaks", "_closes", "_italic", "_last", "_length", "_opens", "_parts", "_pending",
        "_rendered", "_runs", "_spaced",
    )  # fmt: skip

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._runs: list[Run] = []
        self._breaks: list[tuple[int, bool]] = []
        self._bold: dict[int, int] = {}
        self._italic: dict[int, int] = {}
        self._opens: dict[int, int] = {}
        self._closes: dict[int, tuple[int, int]] = {}
        self._length = 0
        self._spaced = True  # nothing yet, or a space at the end: a further space is folded away
        self._pending: int | None = None
        self._rendered = False  # the last run is not a verbatim one: nothing may be merged into it
        self._last = -1

    @property
    def length(self) -> int:
        """Length of the visible text so far."""
        return self._length

    @property
    def ends_with_ten(self) -> bool:
        """Whether the visible text ends with the number 10."""
        tail = "".join(self._parts[-2:])[-3:]
        return tail.endswith("10") and not tail[:-2].isdigit()

    def copy(self, text: str, at: int) -> None:
        """Add text that stands verbatim at a raw offset; white space is folded."""
        if "  " not in text and text.isprintable():  # no other white space, by far the most common
            self._run(text, at)
            return
        end = 0
        for words in _WORDS.finditer(text):
            if words.start() > end:
                self.gap()
            self._run(words.group(), at + words.start())
            end = words.end()
        if end < len(text):
            self.gap()

    def render(self, text: str, start: int, end: int) -> None:
        """Add text that stands for other characters of the file (an entity)."""
        if not text.strip():
            self.gap()
            return
        self._open(start)
        self._runs.append((self._length, start, 1))
        self._parts.append(text)
        self._length += len(text)
        self._spaced = False
        self._rendered = True
        if end > start + 1:
            self._closes[start + 1] = (start, end)
        self._last = end

    def gap(self) -> None:
        """Add a space that is not copied from the file, unless there is one already."""
        if not self._spaced:
            self.join(" ")

    def join(self, text: str) -> None:
        """Add text that is not in the file (the bar between two cells)."""
        if self._spaced:
            text = text.lstrip(" ")
        self._parts.append(text)
        self._length += len(text)
        self._spaced = text.endswith(" ") or not self._length

    def line_break(self, *, hard: bool) -> None:
        """Note that a new line of the file begins here."""
        self.gap()
        if self._length:
            self._breaks.append((self._length, hard))

    def open(self, start: int) -> None:
        """Note that inline markup begins at a raw offset."""
        if self._pending is None:
            self._pending = start

    def close(self, start: int, end: int) -> None:
        """Note that the inline markup that began at ``start`` ends at ``end``."""
        self._pending = None
        if start < self._last < end:
            self._closes[self._last] = (start, end)
            self._last = end

    def style(self, start: int, *, bold: bool) -> None:
        """Note that the text since ``start`` (an offset in the visible text) is bold or italic."""
        if self._length > start:
            (self._bold if bold else self._italic)[start] = self._length

    def flow(self) -> Flow:
        """The text so far."""
        return Flow(
            "".join(self._parts),
            self._runs,
            self._breaks,
            self._bold,
            self._italic,
            self._opens,
            self._closes,
        )

    def _open(self, at: int) -> None:
        if self._pending is not None:
            self._opens[at] = self._pending
            self._pending = None

    def _run(self, text: str, at: int) -> None:
        if self._spaced and text[:1] == " ":
            text, at = text[1:], at + 1
        if not text:
            return
        if self._pending is not None:
            self._open(at)
        length = len(text)
        runs = self._runs
        if runs and not self._rendered:
            text_at, raw_at, before = runs[-1]
            if raw_at + before == at and text_at + before == self._length:
                runs[-1] = (text_at, raw_at, before + length)
            else:
                runs.append((self._length, at, length))
        else:
            runs.append((self._length, at, length))
            self._rendered = False
        self._parts.append(text)
        self._length += length
        self._spaced = text[-1] == " "
        self._last = at + length
