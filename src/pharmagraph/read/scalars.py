"""Text of the front matter with its exact place in the file."""

from __future__ import annotations

import re

import yaml

from pharmagraph.read.flow import Flow, FlowBuilder

_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)*")
_BLOCK_HEAD = re.compile(r"[|>][^\r\n]*")
# The pieces of a quoted scalar: escapes, and line ends that are escaped in double quotes.
_DOUBLE = re.compile(r"\\(?:\r\n?|\n)\s*|\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[^\r\n])")
_SINGLE = re.compile(r"''")
_ESCAPES = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b",
    "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029", "\t": "\t",
}  # fmt: skip


def scalar_flow(raw: str, base: int, node: yaml.ScalarNode) -> Flow | None:
    """Find the visible text of a scalar in the file.

    Args:
        raw: The whole decoded file.
        base: Where the YAML text starts in it.
        node: The scalar, with its marks.

    Returns:
        The text, white space folded, with its place; None when the slice of the file does not read like the
        value.
    """
    start, end = base + node.start_mark.index, base + node.end_mark.index
    start = min(_PROPERTIES.match(raw, start, end).end(), end)  # type: ignore[union-attr]
    builder = FlowBuilder()
    if node.style in {"|", ">"}:
        head = _BLOCK_HEAD.match(raw, start, end)
        start = head.end() if head else start
        builder.copy(raw[start:end], start)
    elif node.style in {"'", '"'}:
        _quoted(builder, raw, start + 1, max(end - 1, start + 1), _SINGLE if node.style == "'" else _DOUBLE)
    else:
        builder.copy(raw[start:end], start)
    flow = builder.flow()
    return flow if flow.text.split() == str(node.value).split() else None


def _quoted(builder: FlowBuilder, raw: str, start: int, end: int, escape: re.Pattern[str]) -> None:
    at = start
    for found in escape.finditer(raw, start, end):
        builder.copy(raw[at : found.start()], at)
        at = found.end()
        text = _unescape(found[0])
        if text:
            builder.render(text, found.start(), at)
    builder.copy(raw[at:end], at)


def _unescape(escape: str) -> str:
    mark = escape[1]  # of '' too, the escape of single quotes
    if mark in "xuU":
        return chr(min(int(escape[2:], 16), 0x10FFFF))
    return "" if mark in "\r\n" else _ESCAPES.get(mark, mark)
