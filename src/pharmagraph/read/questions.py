"""Questions in the body: where a question ends and its answer begins."""

from __future__ import annotations

from pharmagraph.read.flow import Flow
from pharmagraph.read.labels import answer_mark, question_mark
from pharmagraph.read.sentences import sentence_spans


def find_question(flow: Flow, start: int, end: int, *, in_faq: bool, alone: bool) -> tuple[int, int] | None:
    """Find the question that a piece of text begins with, if it is an entry of a FAQ.

    Args:
        flow: Visible text of a block.
        start: Start of the piece.
        end: End of the piece.
        in_faq: Whether the section is one of questions and answers.
        alone: Whether a heading or a line in bold is nothing but this piece.

    Returns:
        The slice of the question without its mark; what follows it is the answer. None when the text is no
        entry.
    """
    text = flow.text
    if not alone and text.find("?", start, end) < 0:
        return None
    at = question_mark(text, start, end)
    marked = at > start
    if alone:
        asks = text.endswith("?", at, end)
        return (at, end) if at < end and (asks or (marked and in_faq)) else None
    bold = min(flow.bold.get(start, flow.bold.get(at, 0)), end)
    if bold > at and text[at:bold].rstrip().endswith("?"):
        rest = text[bold:end].strip()
        if marked or in_faq or not rest or answer_mark(text, bold + 1, end) > bold + 1:
            return at, at + len(text[at:bold].rstrip())
    if not marked and not in_faq:
        return None
    spans = sentence_spans(text, at, end)
    if spans and text[spans[0][1] - 1] == "?" and (marked or len(spans) == 1):
        return spans[0]
    return None
