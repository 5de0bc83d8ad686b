"""Where sentences end.

A candidate is every run of ``.``, ``!``, ``?`` or an ellipsis. What stands directly before and after it
decides; nothing looks further than a few words, so the work is linear in the length of the text.
"""

from __future__ import annotations

import re

from pharmagraph.read.folding import words

_END = re.compile(r"[.!?…]+[\"'”’»)\]*.!?…]*")
_REACH = 40  # characters looked back at
# "bone health.1,2 It also": the number of a reference that stands directly behind the full stop
_REFERENCE = re.compile(r"\d{1,3}(?:[,–-]\d{1,3}){0,9}(?=\s+[A-Z])")
# "... is rare. (5.1)" and "... [see Warnings (5.2)]": it belongs to the sentence before
_NUMBER = r"\d{1,2}(?:\.\d{1,2}){0,4}"
_SEE = re.compile(
    rf" ?[(\[] ?{_NUMBER}(?: ?, ?{_NUMBER}){{0,8}} ?[)\]](?:\.(?= |\Z))?"
    r"| ?[(\[] ?see [^\])]{1,120}(?:\([\d., ]{1,20}\)[^\])]{0,60}){0,4} ?[)\]]+(?:\.(?= |\Z))?",
    re.IGNORECASE,
)
_GLUED = re.compile(r"(?:A|I|[A-Z][a-z]{1,30})\b(?![.@/(])")
# A lower-case word that may begin a sentence: pH, mTOR, l-Theanine, α-Tocopherol, n-3
_LOWER_START = re.compile(r"[a-z]{1,3}[A-Z]|[α-ω]-|[a-z]-[A-Z]")

# The text always goes on after these.
_NEVER = words(
    "e.g i.e eg ie vs cf viz dr mr mrs ms prof st fig figs eq ref refs approx ca incl resp subg subsp "
    "var vol pp sect subsect sec tab ed eds"
)
# The text goes on after these when a number follows.
_BEFORE_NUMBER = words("no nos p para art ch app max min c")
# These may end a sentence; then the next one begins like a sentence.
_MAYBE = words(
    "al inc ltd co corp jr sr spp sp ser lit wt hr hrs min max est "
    "jan feb apr jun jul aug sep sept oct nov dec"
)
_DOTTED = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]")
_LETTERED = re.compile(
    r"\b(?:vitamins?|hepatitis|type|group|factor|class|grade|stage|coenzyme)\b", re.IGNORECASE
)
_NEXT_WORD = re.compile(r"\W{0,3}(\w+)")
_STARTERS = words(
    "a according additionally after all also although an and any are as at avoid because before both but by "
    "can caution common consult do does due during each even for from further furthermore generally given "
    "he hence her high his how however if in it its like long low many may moreover most no not of often on "
    "once one only other others our overall patients people researchers several she side similarly since "
    "some studies such take tell that the their then there therefore these they this those though thus to "
    "too two typically under unlike until use usually we what when where whereas whether which while who why "
    "with without women you your"
)


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Split visible text into sentences.

    Args:
        text: Visible text of a block, white space folded.
        start: Where to begin.
        end: Where to stop.

    Returns:
        Slices of ``text`` in order, without white space at their ends; together they hold every
        character of the text that is not white space.
    """
    end = len(text) if end is None else end
    spans: list[tuple[int, int]] = []
    at = start
    for mark in _END.finditer(text, start, end):
        stop = _boundary(text, mark.start(), mark.end(), at, end)
        if stop:
            reference = _SEE.match(text, stop, end)
            stop = reference.end() if reference else stop
            _add(spans, text, at, stop)
            at = stop
    _add(spans, text, at, end)
    return spans


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    if text[start : start + 1] == " ":  # white space is folded: there is one space at most
        start += 1
    if text[end - 1 : end] == " ":
        end -= 1
    if start < end:
        spans.append((start, end))


def _boundary(text: str, mark: int, after: int, sentence: int, end: int) -> int:
    """Where the sentence ends that this mark closes; 0 when it closes none."""
    if after >= end:
        return end
    if (
        text[after] == " "
        and text[after + 1 : after + 2].islower()
        and not _LOWER_START.match(text, after + 1)
    ):
        return 0
    before = _word_before(text, max(sentence, mark - _REACH), mark)
    if text[after] != " ":
        return _without_space(text, mark, after, before)
    if text[mark] != "." or text[mark + 1] in ".!?…":
        return after
    if after - mark > 1:  # "(warfarin etc.) The": a bracket closes behind an abbreviation
        return 0 if _is_abbreviation(before) and _word(text, after).lower() not in _STARTERS else after
    return 0 if _goes_on(text, mark, before, sentence) else after


def _without_space(text: str, mark: int, after: int, before: str) -> int:
    """A full stop directly before the next word: "health.It" or "health.1,2 It"."""
    if text[mark:after] != "." or not before[-1:].islower() or before.lower() in _NEVER:
        return 0
    reference = _REFERENCE.match(text, after)
    if reference and len(before) > 1 and before.isalpha():
        return reference.end()
    long_word = len(before) > 2 and before.rpartition("-")[2].isalpha()
    return after if long_word and _GLUED.match(text, after) else 0


def _goes_on(text: str, mark: int, before: str, sentence: int) -> bool:
    """Whether a full stop before a space and no lower-case letter belongs to an abbreviation."""
    following = _word(text, mark + 2)
    lowered = before.lower().lstrip("-–—")
    if lowered in _NEVER:
        return True
    if text[mark + 2 : mark + 3] == "&":
        return True
    if following[:1].isdigit() and lowered in _BEFORE_NUMBER and (len(before) > 1 or before.islower()):
        return True
    starts = following.lower() in _STARTERS and text[mark + 2 : mark + 4] != f"{following}."
    if lowered in _MAYBE or _DOTTED.fullmatch(before):
        return not starts
    if len(before) == 1 and before.isalpha() and before.isupper():
        lead = text[max(sentence, mark - _REACH) : mark]
        return not starts and not _LETTERED.search(lead)
    # "1. Take": a number at the start of a sentence counts it
    return before.isdigit() and len(before) < 3 and text[sentence : mark - len(before)].strip() == ""


def _is_abbreviation(word: str) -> bool:
    lowered = word.lower()
    return lowered in _NEVER or lowered in _MAYBE or lowered == "etc" or bool(_DOTTED.fullmatch(word))


def _word_before(text: str, start: int, end: int) -> str:
    """The word that ends at an offset, without opening brackets, quotes and what a slash parts from it."""
    word = text[text.rfind(" ", start, end) + 1 or start : end].lstrip('(["“‘')
    return word.rpartition("/")[2] if "/" in word else word


def _word(text: str, at: int) -> str:
    """The word that begins at or shortly after an offset."""
    word = _NEXT_WORD.match(text, at)
    return word[1] if word else ""
