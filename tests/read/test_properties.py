"""What holds for every text: places, order, sentences, lines, offsets, YAML."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from pharmagraph.errors import ReadError
from pharmagraph.read import read_bytes
from pharmagraph.read.flow import Flow, FlowBuilder, cut, shifted_by
from pharmagraph.read.offsets import Lines, byte_to_char
from pharmagraph.read.sentences import sentence_spans
from pharmagraph.read.yaml_guard import Builder, YamlProblemError, compose
from pharmagraph.records import Monograph, PassageKind
from read.strategies import MARKDOWN, YAML

FOLDED = MARKDOWN.map(lambda text: " ".join(text.split()))
ENDS = st.text("a\n\r\x85\u2028β\x0b", max_size=30)


def monograph_of(text: str) -> Monograph | None:
    try:
        return read_bytes(text.encode(), "x.md").monograph
    except ReadError:
        return None


@settings(max_examples=300, deadline=None)
@given(MARKDOWN, MARKDOWN)
@example("", "| a | b |\n|---|---|\n!!str <script>")
def test_every_passage_stands_where_it_says(head: str, body: str):
    """The quote of a passage begins and ends with its own first and last words, on the line it names."""
    monograph = monograph_of(f"---\ntitle: X\ndescription: {head}\n---\n{body}")
    for passage in monograph.passages if monograph else ():
        raw = monograph.raw
        assert raw[passage.start : passage.end].strip() == raw[passage.start : passage.end] != ""
        first, last = passage.alignment[0], passage.alignment[-1]
        assert passage.start <= first[1]
        assert last[1] + last[2] <= passage.end
        assert first[0] == 0 or passage.kind is PassageKind.ROW
        assert passage.line == 1 + len(re.findall(r"\r\n?|\n", raw[: passage.start] + "x"))


@settings(max_examples=300, deadline=None)
@given(MARKDOWN)
def test_passages_follow_the_text_and_do_not_overlap(text: str):
    """Passages are in the order of the text, their words overlap nowhere, and blocks only count up."""
    monograph = monograph_of(text)
    passages = monograph.passages if monograph else ()
    for one, two in pairwise(passages):
        assert one.start < two.start
        assert one.alignment[-1][1] < two.alignment[0][1]
        assert one.block <= two.block
        assert one.line <= two.line


@settings(max_examples=300, deadline=None)
@given(MARKDOWN, st.data())
def test_a_slice_of_a_passage_leads_back_to_the_same_characters(text: str, data: st.DataObject):
    """Every slice of a passage maps to the smallest slice of the file with the same visible characters."""
    monograph = monograph_of(text)
    for passage in monograph.passages if monograph else ():
        start = data.draw(st.integers(0, len(passage.text) - 1))
        end = data.draw(st.integers(start + 1, len(passage.text)))
        raw_start, raw_end = passage.raw_span(start, end)
        assert passage.start <= raw_start < raw_end <= passage.end
        for text_at, raw_at, length in passage.alignment:
            if text_at <= start and end <= text_at + length:  # within one run: verbatim, unless rendered
                assert (raw_start, raw_end) == (raw_at + start - text_at, raw_at + end - text_at)
                slices = monograph.raw[raw_start:raw_end], passage.text[start:end]
                assert slices[0] == slices[1] or monograph.raw[raw_at] in "&\\'`"
        assert passage.raw_span(start, start) == (raw_start, raw_start)


@settings(max_examples=300, deadline=None)
@given(MARKDOWN)
def test_cells_lie_in_order_within_their_row(text: str):
    """The cells of a row are apart from each other, and the row's text is its cells joined by bars."""
    monograph = monograph_of(
        f"| a | b |\n|---|---|\n| {text.splitlines()[0] if text.strip() else 'x'} | y |\n"
    )
    for passage in monograph.passages if monograph else ():
        if passage.cells:
            cells = [passage.text[cell.start : cell.end] for cell in passage.cells]
            assert "".join("|".join(cells).split()) == "".join(passage.text.split())
            assert all(one.end <= two.start for one, two in pairwise(passage.cells))


@settings(max_examples=500, deadline=None)
@given(FOLDED, st.integers(0, 10), st.integers(0, 10))
def test_sentences_hold_every_character_that_is_not_white_space(text: str, before: int, after: int):
    """Sentences are in order, not empty, without white space at their ends, and leave no word out."""
    start = min(before, len(text))
    end = max(start, len(text) - after)
    spans = sentence_spans(text, start, end)
    assert all(start <= a < b <= end and text[a:b].strip(" ") == text[a:b] for a, b in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    held = "".join(text[a:b] for a, b in spans)
    assert held.replace(" ", "") == text[start:end].replace(" ", "")


@given(st.lists(st.sampled_from(["It is safe.", "Is it?", "Stop!", "Take 0.5 mg.", "See K2-7."]), min_size=1))
def test_plain_sentences_are_found_again(sentences: list[str]):
    """Sentences that were joined by spaces are the sentences that are found."""
    text = " ".join(sentences)
    assert [text[a:b] for a, b in sentence_spans(text)] == sentences


@given(ENDS)
def test_lines_agree_with_a_naive_count(text: str):
    """The line of every offset is one more than the line ends before it, LF, CRLF or CR."""
    lines = Lines(text)
    for offset in range(len(text) + 1):
        before = text[:offset]
        if before.endswith("\r") and text[offset : offset + 1] == "\n":
            before = before[:-1]  # between CR and LF the line has not ended
        assert lines.at(offset) == 1 + before.count("\n") + before.count("\r") - before.count("\r\n")


@given(st.text(max_size=40), st.integers(1, 80), st.integers(0, 9))
def test_bytes_lead_to_the_characters_of_a_naive_count(text: str, times: int, base: int):
    """A byte offset at the start of a character is as many characters in as the bytes before it decode to."""
    long = text * times
    convert = byte_to_char(long, base)
    offset = 0
    for index, char in enumerate(long):
        assert convert(offset) == base + index
        offset += len(char.encode())
    assert convert(offset) == base + len(long)


@settings(max_examples=500, deadline=None)
@given(st.one_of(YAML, st.text(max_size=60)))
def test_yaml_is_built_or_refused_by_its_own_error(text: str):
    """Whatever the YAML, it gives plain values or the guard's error, whose place lies within the text."""
    try:
        node = compose(text)
        assert_plain(None if node is None else Builder().build(node))
    except YamlProblemError as error:
        assert_helps(error, text)


def assert_helps(error: YamlProblemError, text: str) -> None:
    assert 0 <= error.offset <= len(text)
    assert error.problem
    assert error.remedy


def assert_plain(value: object) -> None:
    if isinstance(value, dict):
        assert all(type(key) is str for key in value)
        value = tuple(value.values())
    if isinstance(value, tuple):
        for item in value:
            assert_plain(item)
    else:
        assert value is None or type(value) in {str, int, float, bool}


def flow_of(raw: str) -> Flow:
    builder = FlowBuilder()
    builder.copy(raw, 0)
    return builder.flow()


@given(st.text("ab \n\t", max_size=40), st.data())
def test_a_flow_that_was_cut_keeps_its_places(raw: str, data: st.DataObject):
    """What is left after slices were taken out stands where it stood, and offsets move with it."""
    flow = flow_of(raw)
    ends = sorted(
        data.draw(st.lists(st.integers(0, len(flow.text)), max_size=6).filter(lambda x: len(x) % 2 == 0))
    )
    spans = [(a, b) for a, b in zip(ends[::2], ends[1::2], strict=True) if a < b]
    spans = [span for index, span in enumerate(spans) if not index or spans[index - 1][1] <= span[0]]
    short, move = flow.cut(spans), shifted_by(spans)
    assert short.text == cut(flow.text, spans)
    for text_at, raw_at, length in short.runs:
        assert short.text[text_at : text_at + length] == raw[raw_at : raw_at + length]
    kept = [i for i in range(len(flow.text)) if not any(a <= i < b for a, b in spans)]
    assert [move(offset) for offset in kept] == list(range(len(kept)))


@given(st.text("ab \n\t\xa0\u2003", max_size=40))
def test_white_space_is_folded_and_words_are_copied(raw: str):
    """The visible text of verbatim text is its words, one space apart, each where it stands."""
    flow = flow_of(raw)
    assert flow.text.split() == raw.split()
    assert "  " not in flow.text
    assert not flow.text.startswith(" ")
    for text_at, raw_at, length in flow.runs:
        assert flow.text[text_at : text_at + length] == raw[raw_at : raw_at + length]
