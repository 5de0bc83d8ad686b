"""Blocks to passages: sections, labels, lists and questions put every sentence in its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pharmagraph.read.blocks import Block, BlockKind
from pharmagraph.read.flow import Flow
from pharmagraph.read.labels import (
    Label,
    answer_mark,
    is_title_case,
    plain_label,
    question_mark,
    section_depth,
    styled_label,
    without_number,
)
from pharmagraph.read.offsets import Lines
from pharmagraph.read.outline import Outline
from pharmagraph.read.passage import Place, make_passage
from pharmagraph.read.questions import find_question
from pharmagraph.read.segments import bullet, segments
from pharmagraph.read.sentences import sentence_spans
from pharmagraph.records import Faq, Passage, PassageKind

_INTRODUCES = re.compile(
    r"\b(?:following|below|as follows|listed|these|include[sd]?|including)\b", re.IGNORECASE
)
_MOST_ITEM_LABEL_WORDS = 6
_LONGEST_LINE = 140  # characters of a heading in plain text
_MOST_LONE_LINES = 2  # a heading and its sub-heading; more lone lines in a row are a list


@dataclass(slots=True)
class _Scope:
    """What an open list or list item gives to the items inside of it."""

    labels: tuple[str, ...] = ()
    intro: str = ""


@dataclass(slots=True)
class _Lead:
    """The piece of text just read, which may introduce a list or table."""

    labels: tuple[str, ...]
    last: str  # its last sentence
    sentences: int
    in_item: bool

    def scope(self) -> _Scope:
        """What it gives to a list that follows it directly."""
        last = self.last
        if not last:
            return _Scope(self.labels)
        open_end = last[-1] not in ".!?"
        if self.in_item and self.sentences == 1 and open_end and last.count(" ") < _MOST_ITEM_LABEL_WORDS:
            short = last.rstrip(": ")
            return _Scope((*self.labels, short), last if last[-1] == ":" else "")
        if open_end or _INTRODUCES.search(last):
            return _Scope(self.labels, last)
        return _Scope(self.labels if self.in_item else ())


@dataclass(slots=True)
class Body:
    """What was read in the body, in the order of the text."""

    passages: list[Passage] = field(default_factory=list)
    faqs: list[Faq] = field(default_factory=list)
    title: str = ""  # of the first heading of level 1
    headings: int = 0


def compose(blocks: list[Block], lines: Lines, first_block: int = 0) -> Body:
    """Turn the blocks of a body into passages.

    Args:
        blocks: From ``read_blocks``.
        lines: Line numbers of the file.
        first_block: Number of the first block (``Passage.block``).
    """
    composer = _Composer(blocks, lines, first_block)
    for index, block in enumerate(blocks):
        composer.take(index, block)
    composer.close_question()
    return composer.body


class _Composer:
    def __init__(self, blocks: list[Block], lines: Lines, first_block: int) -> None:
        self.body = Body()
        self._blocks = blocks
        self._lines = lines
        self._block = first_block
        self._outline = Outline()
        self._scopes: list[_Scope] = []
        self._lead: _Lead | None = None  # the text directly before this block
        self._table = _Scope()  # what the text before a table gives to its rows
        self._question = ""
        self._question_line = 0
        self._question_depth = 0
        self._answers: list[str] = []
        self._lone_until = 0  # lone lines up to this block were looked at
        self._lone_labels = False  # and are labels

    def take(self, index: int, block: Block) -> None:
        """Read the next block."""
        kind = block.kind
        if kind is BlockKind.TEXT:
            self._text(index, block)
        elif kind is BlockKind.HEADING:
            self._heading(index, block)
        elif kind is BlockKind.ROW:
            self._row(block)
        elif kind is BlockKind.OPEN_LIST:
            outer = self._scopes[-1] if self._scopes else _Scope()
            given = self._lead.scope() if self._lead else _Scope()
            self._scopes.append(_Scope(outer.labels + given.labels, given.intro or outer.intro))
            self._outline.list_followed |= len(self._scopes) == 1
        elif kind is BlockKind.OPEN_ITEM:
            outer = self._scopes[-1]
            self._scopes.append(_Scope(outer.labels, outer.intro))
            self._lead = None
        elif kind is BlockKind.OPEN_TABLE:
            self._table = self._lead.scope() if self._lead else _Scope()
            self._lead = None
        else:
            self._close_scope()

    def _close_scope(self) -> None:
        self._scopes.pop()
        self._lead = None
        if self._question and len(self._scopes) < self._question_depth:
            self.close_question()

    def close_question(self) -> None:
        """The answer to the open question ends here."""
        if self._question:
            answer = " ".join(self._answers)
            self.body.faqs.append(Faq(self._question, answer, self._question_line, in_body=True))
        self._question, self._answers = "", []

    def _heading(self, index: int, block: Block) -> None:
        text = block.flow.text.rstrip()
        self.close_question()
        self._lead = None
        self._block += 1
        self.body.headings += 1
        line = self._lines.at(block.start)
        outline = self._outline
        marked = question_mark(text, 0, len(text)) > 0
        if text.endswith("?") or marked:
            outline.leave(block.level)
            question = find_question(block.flow, 0, len(text), in_faq=outline.in_faq, alone=True)
            if question and self._has_text(index + 1):
                if not marked and len(outline.section.path) < 2 and not outline.in_faq:
                    outline.heading(block.level, without_number(text), line)
                self._ask(block.flow, question)
                return
        title = without_number(text.rstrip(":").rstrip())
        if block.level == 1 and not self.body.title:
            self.body.title = title
        outline.heading(block.level, title, line)

    def _row(self, block: Block) -> None:
        length = len(block.flow.text.rstrip())
        self._block += 1
        place = self._place(PassageKind.ROW, self._labels + self._table.labels, self._table.intro)
        found = make_passage(block.flow, 0, length, place, self._lines, cells=block.cells)
        if found:
            self.body.passages.append(found)

    def _text(self, index: int, block: Block) -> None:
        flow = block.flow
        self._block += 1
        lead, self._lead = self._lead, None
        introduced = lead is not None and lead.last.endswith(":")
        pieces = segments(flow, introduced=introduced)
        intro = lead.last if lead and introduced and len(pieces) > 1 else ""
        for number, (start, stop) in enumerate(pieces):
            end = stop - (flow.text[stop - 1] == " ")
            if end > start:
                self._segment(index, flow, start, end, last=number == len(pieces) - 1, intro=intro)
            if not number and self._lead and self._lead.last.endswith(":"):
                intro = self._lead.last

    def _segment(self, index: int, flow: Flow, start: int, end: int, *, last: bool, intro: str) -> None:
        text = flow.text
        depth = len(self._scopes)
        followed = not last or self._has_text(index + 1)
        question = find_question(flow, start, end, in_faq=self._outline.in_faq, alone=False)
        if question and (followed or text[question[1] : end].strip()):
            self.close_question()
            self._ask(flow, question)
            start = question[1] + (text[question[1] : question[1] + 1] == " ")
            if start >= end:
                return
        if self._question:
            start = answer_mark(text, start, end)
        elif not depth and followed and self._plain_heading(index, flow, start, end):
            return
        at = bullet(text, start, end)
        listed = depth > 0 or at > start or bool(intro)
        label = styled_label(flow, at, end) or (plain_label(text, at, end) if listed else None)
        if label and label.end >= end and (not followed or (listed and not label.colon)):
            label = None  # nothing stands under it: it says something itself
        if not depth:
            self._outline.paragraph(label)
            if label and label.end >= end:
                self._outline.pseudo_heading(label)
                return
        self._say(flow, at, end, label, listed=listed, intro=intro)

    def _say(
        self, flow: Flow, start: int, end: int, label: Label | None, *, listed: bool, intro: str
    ) -> None:
        """Write the sentences of a piece of text, and note what it gives to a list after it."""
        text = flow.text
        own = (label.title,) if label else ()
        intro = intro or (self._scopes[-1].intro if self._scopes else "")
        labels = self._labels + own
        spans = sentence_spans(text, label.end if label else start, end)
        kind = PassageKind.ITEM if listed else PassageKind.SENTENCE
        place = self._place(kind, labels, intro)
        for number, (a, b) in enumerate(spans):
            quote_from = start if label and not number else None
            found = make_passage(flow, a, b, place, self._lines, quote_from=quote_from)
            if found:
                self.body.passages.append(found)
                if self._question:
                    self._answers.append(found.text)
        last = text[spans[-1][0] : spans[-1][1]] if spans else ""
        self._lead = _Lead(own, last, len(spans), in_item=bool(self._scopes))

    def _plain_heading(self, index: int, flow: Flow, start: int, end: int) -> bool:
        """Read a line of plain text that acts as a heading; say whether it was one."""
        if end - start > _LONGEST_LINE or flow.text[end - 1] in ".,;:!?" or start in flow.bold:
            return False
        line = flow.text[start:end]
        depth = section_depth(line)
        runs = flow.alignment(start, end)
        if depth and runs:
            self._outline.plain_heading(depth, without_number(line), self._lines.at(runs[0][1]))
            self.body.headings += 1
            return True
        if start or end < len(flow.text.rstrip()) or not _is_lone(self._blocks[index]):
            return False
        if self._lone_until <= index:
            stop = index + 1
            while stop < len(self._blocks) and _is_lone(self._blocks[stop]):
                stop += 1
            self._lone_until = stop
            self._lone_labels = stop - index <= _MOST_LONE_LINES and self._has_text(stop)
        if self._lone_labels:
            self._outline.pseudo_heading(Label(line, len(line), colon=False))
        return self._lone_labels

    def _has_text(self, index: int) -> bool:
        """Whether text, a list or a table follows directly."""
        kinds = (BlockKind.TEXT, BlockKind.OPEN_LIST, BlockKind.OPEN_TABLE)
        return index < len(self._blocks) and self._blocks[index].kind in kinds

    def _ask(self, flow: Flow, span: tuple[int, int]) -> None:
        found = make_passage(flow, *span, self._place(PassageKind.QUESTION, (), ""), self._lines)
        if found:
            self._question, self._question_line = found.text, found.line
            self._question_depth = len(self._scopes)
            self.body.passages.append(found)

    @property
    def _labels(self) -> tuple[str, ...]:
        return self._outline.labels + (self._scopes[-1].labels if self._scopes else ())

    def _place(self, kind: PassageKind, labels: tuple[str, ...], intro: str) -> Place:
        if self._question and kind is not PassageKind.ROW:
            kind = PassageKind.ANSWER
        question = self._question if kind is not PassageKind.QUESTION else ""
        return Place(kind, self._outline.section, labels, self._block, question, intro)


def _is_lone(block: Block) -> bool:
    """Whether a block is one short line that reads like a heading."""
    flow = block.flow
    return (
        block.kind is BlockKind.TEXT
        and not flow.breaks
        and not flow.bold
        and is_title_case(flow.text.rstrip())
    )
