"""The text that raw HTML shows, without tags, comments, scripts and styles.

Labels of regulators and text pasted from web pages put whole lists into tags. What a reader would see of
them is read; no attempt is made to understand HTML beyond that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from pharmagraph.read.blocks import Block, BlockKind
from pharmagraph.read.flow import FlowBuilder
from pharmagraph.read.folding import words

_MARK = re.compile(r"<!--|<[?!]|<(/?)([A-Za-z][\w-]*)[^<>]*>|&#?\w{1,32};")
HIDDEN_TAGS = frozenset({"script", "style", "template", "title"})
INLINE_TAGS = words("a abbr b bdi cite code em font i kbd mark q s small span strong sub sup time u var")
_ITEM_TAGS = frozenset({"li", "item"})


def html_blocks(raw: str, start: int, end: int) -> Iterator[Block]:
    """Read the visible text of a raw HTML block.

    Args:
        raw: The whole file.
        start: Where the HTML begins.
        end: Where it ends.

    Yields:
        A text block for what stands between two block-level tags; items of lists stand in list marks.
    """
    in_list = False
    for name, builder in _pieces(raw, start, end):
        flow = builder.flow()
        if not flow.text.strip():
            continue
        text = Block(BlockKind.TEXT, flow, start=flow.runs[0][1])
        if name in _ITEM_TAGS:
            if not in_list:
                yield Block(BlockKind.OPEN_LIST)
            in_list = True
            yield Block(BlockKind.OPEN_ITEM)
            yield text
            yield Block(BlockKind.CLOSE_ITEM)
            continue
        if in_list:
            yield Block(BlockKind.CLOSE_LIST)
        in_list = False
        yield text
    if in_list:
        yield Block(BlockKind.CLOSE_LIST)


def _pieces(raw: str, start: int, end: int) -> Iterator[tuple[str, FlowBuilder]]:
    """Yield the text after each block-level tag, with the name of the tag."""
    name, builder, at = "", FlowBuilder(), start
    while mark := _MARK.search(raw, at, end):
        builder.copy(raw[at : mark.start()], at)
        at = mark.end()
        text = mark.group()
        if text[0] == "&":
            builder.render(unescape(text), mark.start(), at)
        elif not mark[2]:  # a comment, a declaration or a processing instruction
            at = _after(raw, "-->" if text == "<!--" else ">", at, end)
        elif (tag := mark[2].lower()) in HIDDEN_TAGS:
            at = at if mark[1] else _after(raw, f"</{mark[2]}", at, end)
        elif tag not in INLINE_TAGS:
            yield name, builder
            name, builder = tag, FlowBuilder()
    builder.copy(raw[at:end], at)
    yield name, builder


def _after(raw: str, close: str, at: int, end: int) -> int:
    """Where the text goes on after ``close``; the end when it never comes."""
    found = raw.find(close, at, end)
    return end if found < 0 else found + len(close)
