"""No input may crash the reader, and what comes out keeps its promises."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pharmagraph.errors import ReadError
from pharmagraph.read import read_bytes
from read.invariants import check
from read.refusals import check_message
from read.strategies import MARKDOWN


def read_or_refuse(data: bytes) -> None:
    """Read bytes; an error must be a ReadError of one line that names the file."""
    try:
        reading = read_bytes(data, "x.md")
    except ReadError as error:
        check_message(error)
        return
    check(reading.monograph)
    assert reading.monograph.raw.encode() == data


@example("| a | b |\n|---|---|\n[1]|!!str ")  # a row that began with a blank
@example("| a | b |\n|---|---|\n[1] [2] word|[3] b")
@settings(max_examples=500, deadline=None)
@given(MARKDOWN)
def test_any_mixture_of_marks_is_read(text):
    """Markdown, YAML and HTML mixed at random are read, and all invariants hold."""
    read_or_refuse(text.encode())


@settings(max_examples=200, deadline=None)
@given(MARKDOWN, MARKDOWN)
def test_any_mixture_in_front_matter_is_read(head, body):
    """What stands between the fences may be anything too."""
    read_or_refuse(f"---\ntitle: X\n{head}\n---\n{body}".encode())


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_any_text_is_read(text):
    """Text of any characters is read."""
    read_or_refuse(text.encode())


@settings(max_examples=200, deadline=None)
@given(st.binary())
def test_any_bytes_are_read_or_refused(data):
    """Bytes of any kind give a monograph or a ReadError, nothing else."""
    read_or_refuse(data)


@settings(max_examples=200, deadline=None)
@given(MARKDOWN)
def test_line_ends_do_not_change_what_is_read(text):
    """LF, CRLF and CR give the same passages; only the offsets differ."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    readings = []
    for end in ("\n", "\r\n", "\r"):
        try:
            monograph = read_bytes(text.replace("\n", end).encode(), "x.md").monograph
        except ReadError as error:
            readings.append(("error", error.line))
            continue
        passages = [(p.text, p.line, p.kind, p.section, p.labels, p.question) for p in monograph.passages]
        readings.append((monograph.title, passages, monograph.metadata))
    assert readings[0] == readings[1] == readings[2]


DEEP = 10_000


@pytest.mark.parametrize(
    "text",
    [
        "> " * DEEP + "deep",
        "- " * DEEP + "deep",
        "1. " * DEEP + "deep",
        "*" * DEEP + "deep" + "*" * DEEP,
        "[" * DEEP + "deep" + "](x)" * DEEP,
        "![" * DEEP + "deep" + "](x)" * DEEP,
        "<b>" * DEEP + "deep" + "</b>" * DEEP,
        "<div>" * DEEP + "deep",
        "<!--" * DEEP,
        "`" * DEEP + "deep",
        "".join("  " * depth + f"- Item number {depth}\n" for depth in range(300)),
        "|" * DEEP + "\n" + "|-" * DEEP + "|\n" + "|a" * DEEP,
    ],
    ids=lambda text: text[:6].strip(),
)
def test_deep_nesting_is_read(text):
    """Nesting of any depth neither overflows the stack nor loses the invariants."""
    check(read_bytes(text.encode(), "x.md").monograph)
