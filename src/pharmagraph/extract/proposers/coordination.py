"""Lists on the left of a cue: "Nausea, vomiting, or diarrhea may occur", "Cimetidine and ranolazine raise ..."."""

from __future__ import annotations

from pharmagraph.extract.clauses import aside_start
from pharmagraph.extract.proposal import Sentence
from pharmagraph.recognise.lists import read_list
from pharmagraph.recognise.phrases import Phrase
from pharmagraph.recognise.tokens import AUXILIARIES, Tag


def list_before(sentence: Sentence, cue: int, start: int) -> tuple[list[Phrase], int]:
    """The list that ends right before a cue's verb group, read from its clause's start.

    Returns:
        Its members and the index after them; none where something else stands between.
    """
    start = max(start, aside_start(sentence.tokens, cue))
    end = cue
    while end > start and (
        sentence.tokens[end - 1].tag in (*AUXILIARIES, Tag.ADVERB, Tag.NEGATOR, Tag.COMMA)
        or sentence.tokens[end - 1].word
        in ("also", "been", "a", "an", "among", "the", "other", "most", "more", "all", "both", "each")
        or (sentence.tokens[end - 1].tag is Tag.PAST and sentence.tokens[end - 2].tag in AUXILIARIES)
    ):
        end -= 1
    at = start
    while at < end:
        token = sentence.tokens[at]
        if token.tag in (
            Tag.ADVERB, Tag.COMMA, Tag.CONJUNCTION, Tag.SUBORDINATOR, Tag.OTHER, Tag.SEMICOLON, Tag.COLON, Tag.NEGATOR,
        ):  # fmt: skip
            at += 1
        elif token.tag is Tag.PREPOSITION:
            comma = next((i for i in range(at, end) if sentence.tokens[i].tag is Tag.COMMA), None)
            if comma is None:
                return [], at
            at = comma + 1
        else:
            break
    members, last = read_list(sentence.reader, at, end)
    if (
        members
        and last < end
        and sentence.tokens[last].tag not in (Tag.PREPOSITION, Tag.OPEN, Tag.RELATIVE, Tag.COMMA)
    ):
        return [], at
    return members, last
