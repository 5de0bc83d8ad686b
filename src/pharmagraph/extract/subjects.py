"""Who a statement is about: the monograph's substance unless the sentence itself says otherwise.

"Activated MGP inhibits arterial calcification" is about MGP, "This enzyme activates osteocalcin" about the
enzyme named just before, "Patients may experience nausea" about the substance. A subject that cannot be told
gives no statement at all.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pharmagraph.extract.measure import measured_name
from pharmagraph.extract.proposal import Sentence
from pharmagraph.extract.titles import without_salt
from pharmagraph.recognise.english import load_english
from pharmagraph.recognise.lists import read_list
from pharmagraph.recognise.phrases import Phrase
from pharmagraph.recognise.spelling import name_key, singular
from pharmagraph.recognise.tokens import AUXILIARIES, Tag, Token
from pharmagraph.records import Entity

_ENGLISH = load_english()
_GERUNDS = _ENGLISH.classes["gerund_noun"]
_PEOPLE = _ENGLISH.classes["population_head"]
# Verbs that stand between a subject and the verb that says something of it.
_LIGHT = _ENGLISH.classes["light_verb"]
# "The drug", "treatment", "high doses": the monograph's substance under another word.
_SELF = _ENGLISH.classes["self_noun"]
# Words that may stand beside the substance's name without changing what is spoken of.
_BESIDE = _SELF | _ENGLISH.classes["beside_name"] | _ENGLISH.classes["before_name"]
# What stands between "is" and a noun that is a cue ("is a potent inhibitor of").
_BEFORE_NOUN = frozenset(("a", "an", "the", "potent", "strong", "weak", "selective"))
_SPECIALIST = re.compile(r"(?:ologist|trician|iatrist|therapist|surgeon)s?$")
_CARERS = _ENGLISH.classes["carer"]
_DEMONSTRATIVES = frozenset(("this", "these", "the", "that", "such", "its", "their"))
_KINDS_OF_PROTEIN = _ENGLISH.classes["kind_of_protein"]
_SUBJECT_CLASSES = frozenset(("Substance", "Protein", "SubstanceClass"))


class Unknown:
    """The subject is something that no statement can be made of."""


UNKNOWN = Unknown()


def subject_of(sentence: Sentence, verb: int) -> tuple[Entity | Unknown, tuple[int, int] | None]:
    """The subject of the verb (or noun cue) at a token.

    Args:
        sentence: The passage.
        verb: Index of the cue's first token.

    Returns:
        The entity and where its words stand, or UNKNOWN.
    """
    start = sentence.starts[verb]
    end = _before_verb_group(sentence, verb, start)
    if sentence.tokens[start].tag is Tag.RELATIVE or sentence.tokens[start].word == "that":
        if end <= start + 1:
            return _antecedent(sentence, start)
        start += 1
    first = _skip_introduction(sentence, start, end)
    if first >= end:
        return _inherited(sentence, start)
    phrase = sentence.reader.phrase(first, end)
    token = sentence.tokens[first]
    if token.tag is Tag.PRONOUN or (phrase is None and token.word in ("this", "these", "both")):
        return _pronoun(sentence, token.word)
    if phrase is None:
        return (
            _inherited(sentence, start)
            if token.tag in (Tag.ING, Tag.VERB, Tag.NOUN_VERB)
            else (UNKNOWN, None)
        )
    return _named(sentence, phrase, first, end)


_MEANS = ("by", "through", "via")


def _before_verb_group(sentence: Sentence, verb: int, start: int) -> int:
    at = verb
    while at > start:
        token = sentence.tokens[at - 1]
        light = (
            token.tag in AUXILIARIES
            or token.tag in (Tag.ADVERB, Tag.NEGATOR)
            or token.word in _LIGHT
            or (token.word in _BEFORE_NOUN and at < verb + 1 and _predicate(sentence, at - 1))
        )  # fmt: skip
        if not light and not _parenthesis(sentence, at, start):
            break
        at -= 1
    if (
        at > start
        and sentence.tokens[at - 1].tag in (Tag.COMMA, Tag.CONJUNCTION)
        and _is_verbal(sentence, at, verb)
    ):
        # "..., preventing X" and "... and increases X" share the subject of what stands before.
        return start if at - 1 == start else _first_subject_end(sentence, start, at - 1)
    return at


def _parenthesis(sentence: Sentence, at: int, start: int) -> bool:
    """Whether the comma before a token closes or opens an adverb set apart: "AMPK, in turn, inhibits"."""
    tokens = sentence.tokens
    if tokens[at - 1].tag is not Tag.COMMA:
        return False
    closes = at - 3 > start and tokens[at - 2].tag is Tag.ADVERB and tokens[at - 3].tag is Tag.COMMA
    opens = at + 1 < len(tokens) and tokens[at].tag is Tag.ADVERB and tokens[at + 1].tag is Tag.COMMA
    return closes or opens


def _predicate(sentence: Sentence, at: int) -> bool:
    """Whether an article or adjective belongs to "is a potent ..."."""
    for index in range(at, max(at - 5, -1), -1):
        if sentence.tokens[index].tag is Tag.BE or sentence.tokens[index].word in ("as", "acts", "act"):
            return True
    return False


def _is_verbal(sentence: Sentence, at: int, verb: int) -> bool:
    return any(
        sentence.tokens[i].tag in (Tag.VERB, Tag.NOUN_VERB, Tag.ING, Tag.PAST, *AUXILIARIES)
        for i in range(at, verb + 1)
    )


def _first_subject_end(sentence: Sentence, start: int, limit: int) -> int:
    """Where the clause's own subject ends: before its first finite verb."""
    at = _skip_introduction(sentence, start, limit)
    for index in range(at, limit):
        token = sentence.tokens[index]
        if token.tag in AUXILIARIES or token.tag is Tag.VERB:
            return index
        if token.tag in (Tag.NOUN_VERB, Tag.PAST) and index > at and token.word.endswith(("s", "ed")):
            return index
        if token.tag is Tag.ING and token.word not in _GERUNDS:
            return index
    return limit  # "Triazole, the chief product, inhibits": what opens the clause, though no verb stands right after it


def _skip_introduction(sentence: Sentence, at: int, end: int) -> int:
    """Skip "However,", "In patients with X,", "By doing so,", conjunctions and adverbs."""
    tokens = sentence.tokens
    while at < end:
        token = tokens[at]
        if token.tag in (
            Tag.ADVERB,
            Tag.COMMA,
            Tag.CONJUNCTION,
            Tag.SUBORDINATOR,
            Tag.SEMICOLON,
            Tag.STOP,
            Tag.COLON,
            Tag.OTHER,
        ) or token.word in ("how", "why", "whether"):
            at += 1
        elif token.tag is Tag.PAST and (after := _after_comma(sentence, at, end)):
            at = after  # "Taken at the same time, X reduces"
        elif token.tag in (Tag.PREPOSITION, Tag.EXAMPLE):
            comma = next((i for i in range(at, end) if tokens[i].tag is Tag.COMMA), None)
            inner = sentence.reader.phrase(at + 1, end) if comma is None else None
            if inner and inner.last < end and tokens[inner.last].tag in (Tag.PRONOUN, Tag.DETERMINER):
                return inner.last  # "In giant cell arteritis it may be paired with"
            if comma is None:
                return (
                    end if token.word in ("by", "through", "via", "thereby", "for", "with", "to") else at + 1
                )
            at = comma + 1
        else:
            break
    return at


def _after_comma(sentence: Sentence, at: int, end: int) -> int | None:
    return next((i + 1 for i in range(at, end) if sentence.tokens[i].tag is Tag.COMMA), None)


def _inherited(sentence: Sentence, start: int) -> tuple[Entity | Unknown, tuple[int, int] | None]:
    """A clause without a subject of its own: that of the clause before it, else the substance."""
    if start > 0 and sentence.tokens[start].tag is not Tag.SUBORDINATOR:
        before = sentence.starts[start - 1]
        while before > 0 and (
            sentence.tokens[before].tag is Tag.RELATIVE or sentence.tokens[before].word == "that"
        ):
            before = sentence.starts[before - 1]  # "prevents the X that Y causes, and controls Z"
        own = (i for i in range(before + 1, start) if sentence.starts[i] == before)
        verb = next((i for i in own if _may_be_finite(sentence.tokens[i])), None)
        if verb is not None and before < start:
            return subject_of(sentence, verb)
        first = _skip_introduction(sentence, before, start)
        phrase = sentence.reader.phrase(first, start) if first < start else None
        if phrase is not None and sentence.tokens[start].word in _MEANS:
            return _named(sentence, phrase, first, start)  # "[Fluoxetine], by inhibiting CYP2D6, raises"
    return sentence.names.subject, None


def _may_be_finite(token: Token) -> bool:
    return token.tag in (Tag.VERB, Tag.NOUN_VERB, *AUXILIARIES) or token.word in ("lacks", "fails", "failed")


def _antecedent(sentence: Sentence, relative: int) -> tuple[Entity | Unknown, tuple[int, int] | None]:
    """The noun phrase that "which" or "that" stands for: the one that ends right before it."""
    end = relative
    while end > 0 and sentence.tokens[end - 1].tag in (Tag.COMMA, Tag.OPEN):
        end -= 1
    for first in range(max(0, end - 8), end):
        if sentence.tokens[first].tag in (Tag.PREPOSITION, Tag.DETERMINER, Tag.CONJUNCTION, Tag.COMMA):
            continue
        phrase = sentence.reader.phrase(first, end)
        if phrase and phrase.last == end:
            before = first - 1
            while before > 0 and sentence.tokens[before].tag in (Tag.DETERMINER, Tag.ADVERB):
                before -= 1
            if before > 0 and sentence.tokens[before].tag is Tag.BE:
                return subject_of(sentence, before)  # "X is a Y that is used for Z" is about X
            return _named(sentence, phrase, first, end)
    return UNKNOWN, None


def _pronoun(sentence: Sentence, word: str) -> tuple[Entity | Unknown, tuple[int, int] | None]:
    if word in ("it", "they", "this", "these", "itself"):
        if sentence.discourse.lost:
            return UNKNOWN, None
        spoken_of = sentence.discourse.subject
        # Of what was spoken of before only a protein takes up the pronoun; a monograph's "it" is its substance.
        return (spoken_of if spoken_of and spoken_of.type == "Protein" else sentence.names.subject), None
    if word in ("you", "one", "we", "some", "there", "i", "he", "she"):
        return sentence.names.subject, None
    return UNKNOWN, None


def _named(
    sentence: Sentence, phrase: Phrase, first: int, end: int
) -> tuple[Entity | Unknown, tuple[int, int] | None]:
    at = (phrase.start, phrase.end)
    self_entity = sentence.names.subject
    opener = sentence.tokens[first].word
    head = singular(phrase.head)
    if {head, phrase.head} & (_PEOPLE | _CARERS) or _SPECIALIST.search(phrase.head):
        return self_entity, None
    if is_self(sentence, phrase.text) or _ends_in_self(sentence, phrase, first):
        return self_entity, at
    if (
        opener in ("this", "that", "these", "the", "its", "such")
        and head in _KINDS_OF_PROTEIN
        and _bare(phrase)
    ):
        return (sentence.discourse.protein or UNKNOWN), at
    if stands_for_self(sentence, phrase):
        return self_entity, at
    if (name := measured_name(phrase)) and is_self(sentence, name):
        return self_entity, at  # "The oral bioavailability of X"
    members, _ = read_list(sentence.reader, first, end)
    for member in members[:3]:
        if member.role == "synonym" and is_self(sentence, member.text):
            return self_entity, at
    words = phrase.text.split()
    if len(words) > 1 and words[0].lower().endswith("ed"):
        phrase = _without_first(phrase, words)
    entity = sentence.ground(phrase, _SUBJECT_CLASSES, strict=True)
    return (entity, at) if entity else (UNKNOWN, None)


def _ends_in_self(sentence: Sentence, phrase: Phrase, first: int) -> bool:
    """Such as "In cell cultures [curcumin] suppresses": no comma parts the introduction from the subject."""
    words = phrase.text.split()
    opened = first > 0 and sentence.tokens[first - 1].tag is Tag.PREPOSITION
    return opened and len(words) > 1 and (is_self(sentence, words[-1]) or words[-1].lower() in _SELF)


def _without_first(phrase: Phrase, words: list[str]) -> Phrase:
    """Such as "Activated MGP" -> "MGP"."""
    return Phrase(" ".join(words[1:]), phrase.start, phrase.end, phrase.head, phrase.first, phrase.last)


def stands_for_self(sentence: Sentence, phrase: Phrase) -> bool:
    """Whether a phrase is the substance's name or stands for it ("the herb", "high doses")."""
    return is_self(sentence, phrase.text) or (singular(phrase.head) in _SELF and _bare(phrase))


def _bare(phrase: Phrase) -> bool:
    words = phrase.text.lower().split()
    plain = _BESIDE | _KINDS_OF_PROTEIN | _DEMONSTRATIVES
    return all(word in plain or singular(word) in plain for word in words)


def is_self(sentence: Sentence, text: str) -> bool:
    """Whether a phrase is the substance's name, alone or beside words that change nothing."""
    return _is_one_of(sentence.names.keys, text)


@lru_cache(maxsize=16384)
def _is_one_of(keys: frozenset[str], text: str) -> bool:
    """As :func:`is_self`; the same words are asked about by many rules and for every token of the judge."""
    if name_key(text) in keys:
        return True
    words = text.replace(" of ", " ").replace(" the ", " ").split()
    kept = [word for word in words if not _says_nothing(word)]
    if not kept:
        return False
    name = " ".join(kept)
    if len(kept) < len(words) and name_key(name) in keys:
        return True
    return (plain := without_salt(name)) != name and name_key(plain) in keys


def _says_nothing(word: str) -> bool:
    lower = word.lower()
    return lower in _BESIDE or singular(lower) in _BESIDE or lower[0].isdigit()
