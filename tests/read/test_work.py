"""Reading takes work in proportion to the size of the text, however hostile it is."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable

import pytest

from pharmagraph.errors import ReadError
from pharmagraph.read import read_bytes


def repeated(unit: str, before: str = "", after: str = "") -> Callable[[int], str]:
    return lambda n: before + unit * n + after


def numbered(unit: str, before: str = "", after: str = "") -> Callable[[int], str]:
    return lambda n: before + "".join(unit.replace("#", str(i)) for i in range(n)) + after


# The size of each is in proportion to n.
HOSTILE = {
    "open brackets": repeated("["),
    "open links": repeated("[a]("),
    "open images": repeated("!["),
    "open citations": repeated("[1,"),
    "citations": repeated("word [1] "),
    "link definitions": numbered("[a#]: b\n"),
    "bars": repeated("|"),
    "rows of bars": repeated("|-|\n"),
    "a long table": repeated("|c|d|\n", "|a|b|\n|-|-|\n"),
    "a wide table": lambda n: "|a" * n + "|\n" + "|-" * n + "|\n" + "|b" * n + "|\n",
    "code with bars in a cell": repeated("a\\| ", "|a|\n|-|\n|`", "`|\n"),
    "asterisks": repeated("*"),
    "open emphasis": repeated("**a *b "),
    "closed emphasis": lambda n: "*a _b " * n + "_ c* " * n,
    "bold labels": repeated("**a:** b\n"),
    "underscores": repeated("_a"),
    "tildes": repeated("~a"),
    "backticks": repeated("`a"),
    "a long line": repeated("a"),
    "long words of points": repeated("a."),
    "points": repeated(". "),
    "question marks": repeated("? "),
    "abbreviations": repeated("e.g. "),
    "slashes": repeated("a/", "", "."),
    "sentences": repeated("It is so. "),
    "references to sections": repeated("is so. [see "),
    "references": repeated("ok.1,2"),
    "spaces": repeated(" ", "", "a"),
    "spaces that do not break": repeated("a\xa0"),
    "empty lines": repeated("\n", "", "a"),
    "lone carriage returns": repeated("a\r"),
    "letters of many bytes": repeated("𝄞 "),
    "quotes": repeated("> "),
    "dashes": repeated("- "),
    "items": repeated("- a\n"),
    "colons in an item": repeated("a: ", "- "),
    "typed bullets": repeated("• a\n"),
    "headings": repeated("# a\n\nb\n\n"),
    "headings glued to text": repeated("a ## Abc "),
    "questions": repeated("Q: a?\nA: b\n"),
    "questions in headings": repeated("## Q: a?\nb\n"),
    "paragraphs of an answer": repeated("b c d.\n\n", "Q: a?\n\n"),
    "lines in title case": repeated("Title Case\n\n"),
    "numbered sections": repeated("7.1 Foo Bars\n\n"),
    "short lines": repeated("Abc def\n"),
    "tags": repeated("<b>"),
    "blocks of tags": repeated("<div>\n"),
    "open tags in a block": repeated("<a ", "<div>"),
    "open comments": repeated("<!--", "<div>"),
    "scripts": repeated("<script>a</script>", "<div>"),
    "items of HTML": repeated("<li>a</li>", "<div>"),
    "raised numbers": repeated("a<sup>1</sup>"),
    "powers": repeated("10<sup>9</sup> "),
    "entities": repeated("&amp;"),
    "keys": numbered("k#: v\n", "---\n", "---\n"),
    "keys of one name": repeated("a: b\n", "---\n", "---\n"),
    "merge keys": numbered("k#:\n  <<: *b\n", "---\nb: &b {x: 1}\n", "---\n"),
    "a long description": numbered("It is a#. ", "---\ndescription: ", "\n---\n"),
    "a FAQ": numbered("- q: q#?\n  a: b\n", "---\nfaqs:\n", "---\n"),
    "answers to one question": numbered("- q: q?\n  a: b#. c\n", "---\nfaqs:\n", "---\n"),
    "marks in a question": repeated("* [a](", "---\nfaqs:\n- q: '", "?'\n  a: b\n---\n"),
    "fences": repeated("---\n"),
    "front matter that is not closed": repeated("x\n", "---\na: b\n"),
    "brackets in front matter": repeated("[", "---\na: ", "\n---\n"),
    "comments in front matter": repeated("#\n", "---\n", "a"),
    "a quote that is not closed": repeated("x\n", '---\na: "', "\n---\n"),
}


def read(data: bytes) -> None:
    try:
        read_bytes(data, "x.md")
    except ReadError:  # refusing takes work too
        return


def calls(data: bytes) -> int:
    """How many functions are called, those of C included, while bytes are read."""
    count = 0

    def note(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        read(data)
    finally:
        sys.setprofile(before)
    return count


def effort(data: bytes) -> float:
    """Seconds of the processor that reading takes."""
    gc.disable()
    start = time.process_time()
    read(data)
    taken = time.process_time() - start
    gc.enable()
    return taken


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_four_times_the_text_takes_four_times_the_calls(text: Callable[[int], str]):
    """The number of function calls grows no faster than the text."""
    read(b"warm up")
    assert calls(text(1200).encode()) <= 1.05 * 4 * calls(text(300).encode())


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_eight_times_the_text_takes_no_square_of_the_effort(text: Callable[[int], str]):
    """What regular expressions and the parsers of C do grows no faster than the text either.

    Their steps cannot be counted, so the processor's time for two sizes is compared: eight is linear, 64 is
    quadratic. The best of three tries counts, so that a busy machine makes no difference.
    """
    small, large = text(2000).encode(), text(16_000).encode()
    ratios = []
    for _ in range(3):
        ratios.append(effort(large) / max(effort(small), 0.0005))
        if ratios[-1] < 20:
            return
    pytest.fail(f"eight times the text takes {min(ratios):.0f} times the effort")


def nested(depth: int) -> str:
    return "".join("  " * level + f"- Item number {level}.\n" for level in range(depth))


def test_deep_lists_take_work_in_proportion_to_their_size():
    """A list twice as deep has four times the characters, and takes at most four times the calls."""
    assert calls(nested(160).encode()) <= 1.05 * 4 * calls(nested(80).encode())


def test_labels_of_deep_lists_do_not_add_up():
    """Items deep in a list keep a bounded number of labels."""
    monograph = read_bytes(nested(300).replace(".", "").encode(), "x.md").monograph
    assert len(monograph.passages) == 300
    assert max(len(passage.labels) for passage in monograph.passages) == 12
