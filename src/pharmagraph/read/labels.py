"""Words that govern the text after them: labels, pseudo-headings, marks of questions and answers.

Each function looks at the start of a piece of visible text and says where the mark ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pharmagraph.read.flow import Flow
from pharmagraph.read.folding import words

_COLON = re.compile(r"\s*:\s*")
_PLAIN = re.compile(r"([A-Z][^\s:.!?]*(?: [^\s:.!?]+){0,5}) ?:(?: +|$)")
_MOST_LABEL_WORDS = 15
_MOST_TITLE_WORDS = 12
_QUESTION = re.compile(r"(?:Q(?:uestion)?\s?\d{0,3}\s?[:.)]|Q\d{1,3}\s|FAQ\s?\d{1,3}\s?[:.)])[\s*_]*")
_ANSWER = re.compile(r"(?:A(?:nswer)?\s?\d{0,3}\s?:|Answer\s?\d{0,3}\s?[.)–-])[\s*_]*")
_NUMBERED = re.compile(r"([1-9]\d?(?:\.\d{1,2}){0,4})\.?\s+(?=[A-Z])")
_SMALL_WORDS = words(
    "a an and as at by due during following for from in into is of on or other per than that the to use "
    "versus via vs with without"
)
_NOT_IN_TITLES = "|=%<>#{}"
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_NUMBER_MARK = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2}){0,4}(?:[.)]\s+(?=\w)|\s+(?=[A-Z]))|(?:[IVX]{1,5}\.|[A-Z][.)])\s+(?=[A-Z]))"
)


@dataclass(frozen=True, slots=True)
class Label:
    """A label before a text.

    Attributes:
        title: The label without its colon.
        end: Where the labelled text begins.
        colon: Whether a colon closes it.
    """

    title: str
    end: int
    colon: bool


def styled_label(flow: Flow, start: int, end: int) -> Label | None:
    """Find a bold or italic run that labels ``flow.text[start:end]``: ``**Absorption:** text``.

    A run that is the whole text is one too, with or without colon.
    """
    bold_end, italic_end = flow.bold.get(start, 0), flow.italic.get(start, 0)
    stop = min(bold_end or italic_end, end)
    if stop <= start:
        return None
    title = flow.text[start:stop].rstrip()
    colon = _COLON.match(flow.text, stop, end)
    if title.endswith(":"):
        stop = start + len(flow.text[start:stop])
    elif colon:
        stop = colon.end()
    elif stop < end and flow.text[stop:end].strip():
        return None
    if title.count(" ") >= _MOST_LABEL_WORDS:
        return None
    has_colon = bool(colon) or title.endswith(":")
    if not has_colon and (not bold_end or not is_title(title)):
        return None
    title = title.rstrip(": ")
    return Label(without_number(title), stop, has_colon) if title else None


def plain_label(text: str, start: int, end: int) -> Label | None:
    """Find a plain label of a list item: ``Absorption: text``, at most six words."""
    label = _PLAIN.match(text, start, end)
    return Label(label[1], label.end(), True) if label else None


def is_title(text: str) -> bool:
    """Whether a bold text on a line of its own is a heading, and not a sentence in bold."""
    return text[-1:] not in ".!?,;" and text.count(" ") < _MOST_TITLE_WORDS and ": " not in text


def question_mark(text: str, start: int, end: int) -> int:
    """Where the question begins after "Q1:"; ``start`` when there is no such mark."""
    mark = _QUESTION.match(text, start, end)
    return mark.end() if mark else start


def answer_mark(text: str, start: int, end: int) -> int:
    """Where the answer begins after "A:"; ``start`` when there is no such mark."""
    mark = _ANSWER.match(text, start, end)
    return mark.end() if mark else start


def without_number(title: str) -> str:
    """A heading without the number before it: "7.1 CYP2C19 Inhibitors" is "CYP2C19 Inhibitors"."""
    mark = _NUMBER_MARK.match(title)
    return title[mark.end() :] if mark else title


def section_depth(line: str) -> int:
    """How deep a line of plain text stands as a section heading; 0 when it is none.

    Labels of medicines number their sections in plain text ("7.1 CYP2C19 Inhibitors" is depth 2), or write
    them in capitals ("WARNINGS", depth 1).
    """
    if not 3 < len(line) < 140 or line[-1] in ".,;:!?" or line.count(" ") >= _MOST_TITLE_WORDS + 4:
        return 0
    number = _NUMBERED.match(line)
    title = line[number.end() :] if number else line
    if any(char in _NOT_IN_TITLES for char in title):
        return 0
    letters = [char for char in title if char.isalpha()]
    capitals = len(letters) >= (4 if number else 6) and all(char.isupper() for char in letters)
    if number and "." in number[1]:
        return number[1].count(".") + 1 if len(letters) > 3 and len(_WORD.findall(title)) else 0
    if capitals or (number and is_title_case(title)):
        return 1
    return 0


def is_title_case(line: str) -> bool:
    """Whether a line reads like a heading: few words, the long ones capitalised, no end punctuation."""
    if not line or not line[0].isupper() or line[-1] in ".,;:!?" or line.count(" ") >= 8:
        return False
    long_words = [word for word in _WORD.findall(line) if len(word) > 3 and word.lower() not in _SMALL_WORDS]
    return (
        bool(long_words)
        and all(word[0].isupper() for word in long_words)
        and not any(char in line for char in _NOT_IN_TITLES)
    )
