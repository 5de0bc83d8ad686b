"""Lists that are no sentences: where no finite verb stands."""

from __future__ import annotations

from pharmagraph.extract.proposal import Sentence
from pharmagraph.recognise.english import load_english
from pharmagraph.recognise.tokens import AUXILIARIES, Tag
from pharmagraph.records import PassageKind

_VERDICT_OPENERS = load_english().classes["verdict_opener"]


def is_fragment(sentence: Sentence, first: int = 0, end: int | None = None) -> bool:
    """Whether tokens have no finite verb before the first subordinate clause: a list, not a sentence.

    An item of "Do not take this if you:" may begin with "have" or "are" and is a list all the same.
    """
    tokens = sentence.tokens
    end = len(tokens) if end is None else end
    at = first
    listed = sentence.passage.kind is PassageKind.ITEM and sentence.within("contraindications", "precautions")
    if sentence.passage.intro or listed:
        while at < end and tokens[at].word in _VERDICT_OPENERS:
            at += 1
    depth = 0
    for index in range(at, end):
        token = tokens[index]
        depth += (token.tag is Tag.OPEN) - (token.tag is Tag.CLOSE)
        if depth > 0:
            continue
        if index > at and (token.tag in (Tag.SUBORDINATOR, Tag.RELATIVE) or _opens_reason(sentence, index)):
            return True
        if token.tag in AUXILIARIES or token.tag is Tag.VERB or _is_finite_past(sentence, index, at):
            return False
        if token.tag is Tag.NOUN_VERB and index > at and _takes_an_object(sentence, index, end):
            return False  # "Low blood sugar tops the list"
        if token.tag is Tag.NOUN_VERB and index == at and _is_verb_of_fragment(sentence, index, end):
            return False  # "Supports bone health."
        if token.tag in (Tag.PRONOUN, Tag.SUBORDINATOR) and token.word not in ("as", "one", "ones"):
            return False
    return True


def _takes_an_object(sentence: Sentence, index: int, end: int) -> bool:
    """Whether a word that may be a noun or a verb has an article right behind it and a noun before it."""
    tokens = sentence.tokens
    if index + 1 >= end or tokens[index + 1].tag is not Tag.DETERMINER:
        return False
    return tokens[index - 1].tag in (Tag.WORD, Tag.CLOSE)


def _is_finite_past(sentence: Sentence, index: int, start: int) -> bool:
    """Whether a form in -ed is the sentence's verb: "Another meta-analysis found that", "populations included X"."""
    tokens = sentence.tokens
    if tokens[index].tag is not Tag.PAST or index == start or index + 1 >= len(tokens):
        return False
    if tokens[index - 1].tag not in (Tag.WORD, Tag.NOUN_VERB, Tag.CLOSE):
        return False
    return tokens[index + 1].word == "that" or tokens[index + 1].tag in (Tag.DETERMINER, Tag.NUMBER)


def _opens_reason(sentence: Sentence, index: int) -> bool:
    """Such as ", as these can get worse"."""
    return (
        sentence.tokens[index].word in ("as", "so", "since") and sentence.tokens[index - 1].tag is Tag.COMMA
    )


def _is_verb_of_fragment(sentence: Sentence, index: int, end: int) -> bool:
    tokens = sentence.tokens
    return (
        tokens[index].word.endswith("s")
        and end > index + 2
        and tokens[index + 1].tag in (Tag.WORD, Tag.DETERMINER, Tag.PAST)
    )
