"""Markdown to blocks of visible text with character offsets.

The grammar is CommonMark 0.31 with GitHub's tables, task lists and footnotes, as pulldown-cmark (through
pyromark) reads it. Its events form a flat stream, so depth of nesting costs nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from pyromark import Options, events_with_range
from pyromark.event import Event, Range

from pharmagraph.read.blocks import Block, BlockKind
from pharmagraph.read.flow import Flow
from pharmagraph.read.html import html_blocks
from pharmagraph.read.inline import INLINE_NAMES, InlineReader
from pharmagraph.read.labels import is_title
from pharmagraph.read.offsets import byte_to_char
from pharmagraph.read.tables import tables_explode

_OPTIONS = (
    Options.ENABLE_FOOTNOTES
    | Options.ENABLE_STRIKETHROUGH
    | Options.ENABLE_TASKLISTS
    | Options.ENABLE_HEADING_ATTRIBUTES
    | Options.ENABLE_GFM
)
_LONE_CR = re.compile(r"\r(?!\n)")
# Converters of web pages lose the line end before a heading: "- Headaches are rare. ### Cognitive effects"
_GLUED_HEADING = re.compile(r" (#{2,6}) (?=[A-Z][^#]{2,80}\Z)")
_CODE_SIGN = re.compile(r"[{}\\|]|;\s*$|\w\(\)|[=!]=|</?[a-z]|^\s*[#$]", re.MULTILINE)
_FEWEST_WORDS = 5  # an indented block with fewer is not worth the risk
_LONGEST_TITLE = 25  # words; beyond it, a line of dashes under a paragraph was meant as a rule


def read_blocks(raw: str, start: int = 0) -> tuple[list[Block], bool]:
    """Read the blocks of a body.

    Args:
        raw: The whole decoded file.
        start: Where the body starts in it.

    Returns:
        The blocks in the order of the text, and whether tables were read as tables.
    """
    body = raw[start:] if start else raw
    if "\r" in body:
        # pulldown-cmark does not end every kind of line at a lone CR, though CommonMark does
        body = _LONE_CR.sub("\n", body)
    tables = not tables_explode(body)
    options = _OPTIONS | Options.ENABLE_TABLES if tables else _OPTIONS
    return _Reader(raw).read(events_with_range(body, options=options), byte_to_char(body, start)), tables


class _Reader:
    """The state of one walk over the events."""

    def __init__(self, raw: str) -> None:
        self._raw = raw
        self._inline = InlineReader(raw)
        self._blocks: list[Block] = []
        self._heads: tuple[str, ...] = ()
        self._cells: list[tuple[int, int]] = []
        self._cell_start = 0
        self._code = ""  # kind of the code block that is open

    def read(self, events: Iterator[tuple[Event, Range]], at: Callable[[int], int]) -> list[Block]:
        """Walk over the events once; ``at`` turns byte offsets into characters of the file."""
        inline = self._inline
        for event, span in events:
            if isinstance(event, str):
                if event != "Rule":
                    inline.builder.line_break(hard=event == "HardBreak")
                continue
            kind: str
            value: Any  # what it holds depends on the kind
            ((kind, value),) = event.items()
            if kind == "Text":
                start, length = span["start"], len(value)
                same = span["end"] - start == length  # in ASCII, bytes are characters
                start = at(start)
                if self._code:
                    self._code_line(value, start)
                else:
                    inline.text(value, start, start + length if same else at(span["end"]))
            elif value == "Paragraph":
                self._flush()
            elif kind == "Start":
                name, data = (value, None) if isinstance(value, str) else next(iter(value.items()))
                (inline.start if name in INLINE_NAMES else self._start)(name, data, at(span["start"]))
            elif kind == "End":
                name, data = (value, None) if isinstance(value, str) else next(iter(value.items()))
                end = inline.end if name in INLINE_NAMES else self._end
                end(name, data, at(span["start"]), at(span["end"]))
            elif kind == "Code":
                inline.code(value, at(span["start"]), at(span["end"]))
            elif kind == "InlineHtml":
                inline.html(value, at(span["end"]))
        self._flush()
        return self._blocks

    def _start(self, name: str, data: Any, start: int) -> None:  # noqa: ANN401 - pyromark's payload of a tag
        if name == "TableCell":
            if self._cells:
                self._inline.builder.join(" | ")
            self._cell_start = self._inline.builder.length
            return
        self._flush()
        if name == "List":
            self._blocks.append(Block(BlockKind.OPEN_LIST, start=start))
        elif name == "Item":
            self._blocks.append(Block(BlockKind.OPEN_ITEM, start=start))
        elif name == "Table":
            self._blocks.append(Block(BlockKind.OPEN_TABLE, start=start))
        elif name == "CodeBlock":
            self._code = "indented" if data == "Indented" else "fenced"

    def _end(self, name: str, data: Any, start: int, end: int) -> None:  # noqa: ANN401 - see _start
        if name == "TableCell":
            self._cells.append((self._cell_start, self._inline.builder.length))
        elif name in {"TableHead", "TableRow"}:
            self._close_row(start, head=name == "TableHead")
        elif name == "Heading":
            self._close_heading(int(data[1]), start)
        elif name == "HtmlBlock":
            self._blocks.extend(html_blocks(self._raw, start, end))
        elif name == "CodeBlock":
            if not _is_prose(self._raw[start:end]):
                self._inline.drop()
            self._code = ""
            self._flush()
        else:
            self._flush()
            if name == "List":
                self._blocks.append(Block(BlockKind.CLOSE_LIST, start=end))
            elif name == "Item":
                self._blocks.append(Block(BlockKind.CLOSE_ITEM, start=end))

    def _code_line(self, text: str, start: int) -> None:
        """A line of an indented block: pasted labels indent prose, which Markdown takes for code."""
        line = text.rstrip("\r\n")
        if self._code == "indented" and self._raw.startswith(line, start):
            self._inline.builder.copy(line, start)
            self._inline.builder.line_break(hard=False)

    def _flush(self) -> None:
        flow = self._inline.take()
        if flow is None:
            return
        heading = _glued_heading(flow)
        if heading is not None:
            flow = flow.cut([(len(flow.text) - len(heading.flow.text) - heading.level - 2, len(flow.text))])
        self._blocks.append(Block(BlockKind.TEXT, flow, start=flow.runs[0][1]))
        if heading is not None:
            self._blocks.append(heading)

    def _close_heading(self, level: int, start: int) -> None:
        flow = self._inline.take()
        if flow is None:
            return
        underlined = not self._raw.startswith("#", start)
        words = flow.text.count(" ")
        if underlined and (words >= _LONGEST_TITLE or flow.text.rstrip().endswith(".")):
            self._blocks.append(Block(BlockKind.TEXT, flow, start=start))
        else:
            self._blocks.append(Block(BlockKind.HEADING, flow, start=start, level=level))

    def _close_row(self, start: int, *, head: bool) -> None:
        cells, self._cells = self._cells, []
        flow = self._inline.take(cells)
        text = flow.text.rstrip() if flow else ""
        spans = [(min(a, len(text)), min(b, len(text))) for a, b in cells]
        spans = [(a, b - (b > a and text[b - 1] == " ")) for a, b in spans]
        if head:
            self._heads = tuple(text[a:b] for a, b in spans)
        elif flow is not None and flow.runs:
            heads = self._heads
            row = tuple((heads[i] if i < len(heads) else "", a, b) for i, (a, b) in enumerate(spans))
            self._blocks.append(Block(BlockKind.ROW, flow, start=start, cells=row))


def _glued_heading(flow: Flow) -> Block | None:
    """The heading that stands at the end of a text, on the same line."""
    mark = _GLUED_HEADING.search(flow.text) if " ##" in flow.text else None
    if mark is None or not is_title(flow.text[mark.end() :].rstrip()):
        return None
    title = flow.cut([(0, mark.end())])
    if not title.runs or not flow.alignment(0, mark.start()):
        return None
    return Block(BlockKind.HEADING, title, start=title.runs[0][1], level=len(mark[1]))


def _is_prose(text: str) -> bool:
    """Whether an indented block is prose that was pasted with its indentation, and not code."""
    return text.count(" ") >= _FEWEST_WORDS - 1 and not _CODE_SIGN.search(text)
