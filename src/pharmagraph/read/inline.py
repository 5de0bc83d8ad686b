"""The inline level of Markdown: events to visible text."""

from __future__ import annotations

import re
from typing import Any

from pharmagraph.read.citations import citation_spans
from pharmagraph.read.flow import Flow, FlowBuilder, shifted_by
from pharmagraph.read.html import HIDDEN_TAGS, INLINE_TAGS

INLINE_NAMES = frozenset({"Strong", "Emphasis", "Link", "Image", "Strikethrough"})
_STYLES = {"Strong": True, "Emphasis": False}
_POWER = re.compile(r"[-–−]?\d{1,3}</sup>", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([A-Za-z][\w-]*)")


class InlineReader:
    """Collects the visible text of one block after the other.

    Images, bare addresses, text struck out and the content of scripts are not visible text.

    Args:
        raw: The whole decoded file; all offsets are characters of it.
    """

    def __init__(self, raw: str) -> None:
        self._raw = raw
        self._flow: FlowBuilder | None = None
        self._open: list[tuple[bool, int]] = []  # open markup: is it hidden, where in the text it began
        self._hidden = 0  # how many of them are hidden
        self._hidden_tag = ""  # the raw tag whose content is hidden
        self._raised_at = -1
        self._raised: list[tuple[int, int]] = []

    @property
    def builder(self) -> FlowBuilder:
        """The text of the block that is being read."""
        if self._flow is None:
            self._flow = FlowBuilder()
        return self._flow

    def take(self, cells: list[tuple[int, int]] | None = None) -> Flow | None:
        """Hand over the text of the block and start anew.

        Args:
            cells: Slices of the text to move along when citation marks are taken out; changed in place.

        Returns:
            The text, or None when the block shows none.
        """
        builder, raised = self._flow, self._raised
        if builder is None:
            self._hidden_tag = ""
            return None
        self.drop()
        flow = builder.flow()
        spans = citation_spans(flow.text, raised) if raised or "[" in flow.text else []
        if spans:
            if cells is not None:
                spans = _with_space_after(flow.text, spans)
            flow = flow.cut(spans)
            move = shifted_by(spans)
            if cells is not None:
                cells[:] = [(move(start), move(end)) for start, end in cells]
        return flow if flow.runs and not flow.text.isspace() else None

    def drop(self) -> None:
        """Forget the text of the block."""
        self._flow = None
        self._hidden_tag = ""
        self._raised_at = -1
        self._raised = []

    def start(self, name: str, data: Any, at: int) -> None:  # noqa: ANN401 - pyromark's payload of a tag
        """Inline markup begins."""
        flow = self.builder
        struck = name == "Strikethrough"
        single = struck and not self._raw.startswith("~~", at)
        hidden = name == "Image" or (struck and not single)
        hidden = hidden or (name == "Link" and data["link_type"] in {"Autolink", "Email"})
        self._hidden += hidden
        self._open.append((hidden, flow.length))
        if single:
            flow.copy("~", at)  # "~5 mg" is about five, not struck out
        elif not hidden:
            flow.open(at)

    def end(self, name: str, _: object, start: int, end: int) -> None:
        """Inline markup ends; ``start`` and ``end`` are those of the whole of it."""
        hidden, text_start = self._open.pop()
        self._hidden -= hidden
        if hidden:
            return
        if name == "Strikethrough":
            self.builder.copy("~", end - 1)
            return
        self.builder.close(start, end)
        if name in _STYLES:
            self.builder.style(text_start, bold=_STYLES[name])

    def text(self, text: str, start: int, end: int) -> None:
        """Plain text, or what an entity stands for."""
        if self._hidden or self._hidden_tag:
            return
        flow = self._flow or self.builder
        if end - start == len(text) and self._raw.startswith(text, start):
            flow.copy(text, start)
        else:
            flow.render(text, start, end)

    def code(self, text: str, start: int, end: int) -> None:
        """A code span: names of genes and files are often set so, and are read as text."""
        if self._hidden or self._hidden_tag:
            return
        flow, raw, at = self.builder, self._raw, start
        while raw[at] == "`":
            at += 1
        flow.open(start)
        words = text.split()
        escaped = "\\|" in raw[start:end] and "\\|" not in text  # bars in tables are escaped, in code too
        for index, word in enumerate(words):
            if index:
                flow.gap()
            written = word.replace("|", "\\|") if escaped else word
            found = raw.find(written, at, end)
            if found < 0:
                flow.render(" ".join(words[index:]), at, end)
                break
            at = found + len(written)
            if written == word:
                flow.copy(word, found)
            else:
                flow.render(word, found, at)
        flow.close(start, end)

    def html(self, tag: str, end: int) -> None:
        """A raw tag inside of text, and where it ends."""
        name = _TAG.match(tag)
        if name is None:
            return
        closing, kind = bool(name[1]), name[2].lower()
        if kind in HIDDEN_TAGS:
            self._hidden_tag = "" if closing else kind
        elif kind not in INLINE_TAGS:  # <br>, <li>, <p>
            self.builder.line_break(hard=True)
        elif kind == "sup" and not closing:
            if self.builder.ends_with_ten and _POWER.match(self._raw, end):
                self.builder.join("^")  # "10<sup>9</sup> CFU" is not 109 of them
            self._raised_at = self.builder.length
        elif kind == "sup" and self._raised_at >= 0:
            self._raised.append((self._raised_at, self.builder.length))
            self._raised_at = -1


def _with_space_after(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Marks at the very beginning of a row go with the space after them, so that no row begins with one."""
    if spans[0][0]:
        return spans
    end, rest = spans[0][1], spans[1:]
    while True:
        if rest and rest[0][0] <= end:
            end, rest = max(end, rest[0][1]), rest[1:]
        elif text[end : end + 1] == " ":
            end += 1
        else:
            return [(0, end), *rest]
