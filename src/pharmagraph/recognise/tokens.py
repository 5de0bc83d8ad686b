"""Text -> tokens with a word class each.

The classes are coarse on purpose: enough to find where a noun phrase begins and ends, cheap enough for
a hundred monographs a second. No tagger is loaded; see ``docs/extraction.md`` for why.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from pharmagraph.recognise.english import English, load_english
from pharmagraph.recognise.spelling import fold_word

_TOKEN = re.compile(
    r"\d+(?:[.,]\d+)*(?:\s?%)?(?![A-Za-z0-9]|[-‐‑][A-Za-z])"  # numbers, with thousands and decimals
    r"|(?:e\.g\.|incl\.|i\.e\.|etc\.|vs\.|approx\.|St\.(?=\s[A-Z])|spp\.|ssp\.|var\.|L\.(?=\s))"
    r"|[^\W_]+(?:(?:[-‐‑'’./+]|(?<=[^\W\d_])–(?=[^\W\d_]))[^\W_]+)*[+]*(?:'(?=\s))?"
    # words with inner hyphens, apostrophes, dots and slashes, and dashes between letters ("Stevens–Johnson")
    r"|\S"
)


class Tag(IntEnum):
    """Coarse word classes."""

    WORD = 0
    DETERMINER = 1
    PREPOSITION = 2
    CONJUNCTION = 3
    BE = 4
    HAVE = 5
    DO = 6
    MODAL = 7
    PRONOUN = 8
    RELATIVE = 9
    SUBORDINATOR = 10
    NEGATOR = 11
    ADVERB = 12
    VERB = 13  # finite, hardly ever a noun
    NOUN_VERB = 14  # noun or finite verb: the context decides
    PAST = 15  # past tense or participle
    ING = 16
    NUMBER = 17
    COMMA = 18
    SEMICOLON = 19
    COLON = 20
    OPEN = 21
    CLOSE = 22
    STOP = 23
    EXAMPLE = 24  # such as, e.g., including, like
    OTHER = 25


AUXILIARIES = frozenset((Tag.BE, Tag.HAVE, Tag.DO, Tag.MODAL))

_PUNCTUATION = {
    ",": Tag.COMMA, ";": Tag.SEMICOLON, ":": Tag.COLON, "(": Tag.OPEN, "[": Tag.OPEN, ")": Tag.CLOSE,
    "]": Tag.CLOSE, ".": Tag.STOP, "!": Tag.STOP, "?": Tag.STOP, "&": Tag.CONJUNCTION, "|": Tag.SEMICOLON,
    "—": Tag.SEMICOLON, "–": Tag.SEMICOLON, "•": Tag.SEMICOLON, "→": Tag.SEMICOLON,
}  # fmt: skip
_CLASS_OF = (
    ("modal", Tag.MODAL), ("be", Tag.BE), ("have", Tag.HAVE), ("do", Tag.DO), ("negator", Tag.NEGATOR),
    ("conjunction", Tag.CONJUNCTION), ("relative", Tag.RELATIVE), ("subordinator", Tag.SUBORDINATOR),
    ("determiner", Tag.DETERMINER), ("preposition", Tag.PREPOSITION), ("pronoun", Tag.PRONOUN),
    ("adverb", Tag.ADVERB),
)  # fmt: skip
_CONTRACTION = re.compile(
    r"(it|that|there|he|she|what|who|here|you|they|we|I|this)(['’](?:s|re|ve|ll|d|m))", re.IGNORECASE
)
_CONTRACTED = {"s": Tag.BE, "re": Tag.BE, "m": Tag.BE, "ve": Tag.HAVE, "ll": Tag.MODAL, "d": Tag.MODAL}
_EXAMPLES = frozenset(
    ("e.g.", "eg", "incl.", "incl", "namely", "including", "especially", "particularly", "notably", "e.g")
)
# -ly words that are no adverbs.
_NOT_ADVERBS = frozenset(
    ("family", "elderly", "daily", "jelly", "belly", "july", "anomaly", "fly", "early", "only")
)


class Token(NamedTuple):
    """A word or mark: where it stands, how it compares, what it may be.

    Attributes:
        text: As written.
        word: Folded (lower case, American spelling).
        tag: Coarse class.
        start: Offset in the passage's text.
        end: End offset.
    """

    text: str
    word: str
    tag: Tag
    start: int
    end: int


@lru_cache(maxsize=65536)
def _tag(text: str) -> tuple[str, Tag]:
    if text in _PUNCTUATION:
        return text, _PUNCTUATION[text]
    word = fold_word(text)
    return word, _class_of(word, text, load_english())


def _class_of(word: str, text: str, english: English) -> Tag:
    if not word:
        return Tag.OTHER  # nothing but marks that fold away
    if word[0].isdigit():
        return Tag.NUMBER if re.fullmatch(r"\d[\d.,]*(?:\s?%)?", word) else Tag.WORD
    if word in _EXAMPLES:
        return Tag.EXAMPLE
    for name, tag in _CLASS_OF:
        if word in english.classes[name]:
            return Tag.WORD if text == "US" else tag  # the country, not the pronoun
    if text.isupper() and len(text) > 1:
        return Tag.WORD  # an acronym is never a verb ("AIDS", "USE")
    if word in english.finite:
        return Tag.VERB
    if word in english.noun_verbs:
        return Tag.NOUN_VERB
    if word in english.past:
        return Tag.PAST
    if word in english.ing:
        return Tag.ING
    if word.endswith("ly") and word not in _NOT_ADVERBS and len(word) > 4:
        return Tag.ADVERB
    return Tag.WORD if word[0].isalpha() else Tag.OTHER


def _pieces(text: str) -> Iterator[Token]:
    """The tokens as they stand; "it's" and "you're" are two."""
    for match in _TOKEN.finditer(text):
        written, start, end = match.group(), match.start(), match.end()
        if contraction := _CONTRACTION.fullmatch(written):
            middle = start + len(contraction[1])
            yield Token(contraction[1], *_tag(contraction[1]), start, middle)
            yield Token(
                contraction[2], contraction[2].lower(), _CONTRACTED[contraction[2][1:].lower()], middle, end
            )
        else:
            yield Token(written, *_tag(written), start, end)


def tokenize(text: str) -> tuple[Token, ...]:
    """Split text into tokens; offsets are those of ``text``.

    Two-word openers of examples ("such as", "for example") become one EXAMPLE token each.
    """
    tokens: list[Token] = []
    for piece in _pieces(text):
        token, word = piece, piece.word
        if token.text == "–" and tokens and tokens[-1].tag is Tag.NUMBER and tokens[-1].end == token.start:
            token = token._replace(tag=Tag.OTHER)  # "40–80%" is one amount, no break between two clauses
        if (
            token.text == "-"
            and text[token.start - 1 : token.end + 1] == " - "
            and not _in_range(text, token)
        ):
            token = token._replace(tag=Tag.SEMICOLON)  # a hyphen that stands for a dash
        if tokens and (tokens[-1].word, word) in _TWO_WORDS:
            first = tokens.pop()
            joined = text[first.start : token.end]
            token = Token(
                joined, f"{first.word} {word}", _TWO_WORDS[first.word, word], first.start, token.end
            )
        tokens.append(token)
    return tuple(tokens)


def _in_range(text: str, dash: Token) -> bool:
    return text[dash.end : dash.end + 2].strip()[:1].isdigit()


_TWO_WORDS = {
    ("such", "as"): Tag.EXAMPLE,
    ("for", "example"): Tag.EXAMPLE,
    ("for", "instance"): Tag.EXAMPLE,
    ("and", "or"): Tag.CONJUNCTION,
    ("as well", "as"): Tag.CONJUNCTION,
    ("due", "to"): Tag.PREPOSITION,
    ("because", "of"): Tag.PREPOSITION,
    ("owing", "to"): Tag.PREPOSITION,
    ("rather", "than"): Tag.NEGATOR,
    ("instead", "of"): Tag.NEGATOR,
    ("such", "that"): Tag.SUBORDINATOR,
    ("so", "that"): Tag.SUBORDINATOR,
    ("other", "than"): Tag.PREPOSITION,
    ("more", "than"): Tag.ADVERB,
    ("less", "than"): Tag.ADVERB,
    ("up", "to"): Tag.ADVERB,
    ("no", "longer"): Tag.NEGATOR,
    ("not", "only"): Tag.ADVERB,
    ("but", "also"): Tag.CONJUNCTION,
    ("along", "with"): Tag.CONJUNCTION,
    ("at", "least"): Tag.ADVERB,
    ("as", "well"): Tag.ADVERB,
    ("in", "vitro"): Tag.ADVERB,
    ("in", "vivo"): Tag.ADVERB,
    ("in", "turn"): Tag.ADVERB,
    ("in", "part"): Tag.ADVERB,
    ("in", "addition"): Tag.ADVERB,
    ("in", "general"): Tag.ADVERB,
    ("in", "particular"): Tag.ADVERB,
    ("among", "them"): Tag.EXAMPLE,
    ("among", "others"): Tag.ADVERB,
}
