"""Denied and permitted interactions: what must never be shown as a warning, nor lost."""

from __future__ import annotations

from collections.abc import Sequence

from pharmagraph.extract.proposal import Sentence
from pharmagraph.recognise.english import load_english
from pharmagraph.recognise.spelling import fold_word
from pharmagraph.recognise.tokens import Tag, Token, tokenize

_ENGLISH = load_english()
_INTERACTIVE = _ENGLISH.classes["interactive"]
_NEGATORS = _ENGLISH.classes["negator"]
CHANGES = frozenset(
    fold_word(form)
    for name in ("raise", "lower")
    for lemma in _ENGLISH.classes[name]
    for form in _ENGLISH.forms(lemma).all()
)
_TELLING = CHANGES | _ENGLISH.classes["warning"]
_TAKE = frozenset("take taken use used combine combined given".split())
_DOUBTS = CHANGES | frozenset("if only unless not but caution risk separate apart".split())


def denies_interaction(sentence: Sentence, at: int | None = None) -> bool:
    """Whether the passage, or the label it stands under, denies or permits an interaction.

    Such as "No interaction was seen when X was given with A or B", "**No interaction known:** A, B", "You can take A
    with X". A denial ends where a clause says the contrary: "no interaction with A was found, but the effect of B is
    increased" denies nothing of B.

    Args:
        sentence: The passage.
        at: Index of a token of the partner's name; without it the passage must say nothing to the contrary anywhere.
    """
    if sentence.tokens and sentence.tokens[0].word in ("same", "likewise", "ditto"):
        return sentence.discourse.denied  # "Same for ibuprofen"
    if not _denied_somewhere(sentence):
        return False
    starts = sorted(set(sentence.starts)) if at is None else [sentence.starts[at]]
    return not any(_affirms(_clause(sentence, start)) for start in starts)


def _clause(sentence: Sentence, start: int) -> list[Token]:
    """The tokens of a clause; what stands before a colon ("Warfarin: monitor the INR") is told of behind it."""
    found = [t for t, s in zip(sentence.tokens, sentence.starts, strict=True) if s == start]
    after = start + len(found)
    if found[-1].tag is Tag.COLON and after < len(sentence.tokens) and sentence.starts[after] == after:
        found += _clause(sentence, after)
    return found


def _denied_somewhere(sentence: Sentence) -> bool:
    if _denies(sentence.tokens) or _permits(sentence):
        return True
    return any(_denies(tokenize(label)) for label in sentence.passage.labels[-1:])


def _affirms(clause: Sequence[Token]) -> bool:
    """Whether a clause tells of a change or warns, without a word that denies it."""
    told = any(token.word in _TELLING for token in clause)
    return told and not any(token.tag is Tag.NEGATOR or token.word in _NEGATORS for token in clause)


def _denies(tokens: Sequence[Token]) -> bool:
    for index, token in enumerate(tokens):
        if token.tag is not Tag.NEGATOR and token.word not in _NEGATORS:
            continue
        following = tokens[index + 1].word if index + 1 < len(tokens) else ""
        if token.word in ("not", "cannot") and following in ("only", "recommended", "just"):
            continue
        if any(t.word in _INTERACTIVE for t in tokens[index + 1 : index + 8] if t.tag is not Tag.COMMA):
            return True
    return False


def _permits(sentence: Sentence) -> bool:
    """Such as "You can take paracetamol with ibuprofen", with nothing in it that raises a doubt."""
    words = [token.word for token in sentence.tokens]
    for index, word in enumerate(words):
        if word in ("can", "may", "safely") and _TAKE & set(words[index + 1 : index + 4]):
            doubtful = bool(_DOUBTS & set(words))
            return bool({"with", "together", "alongside"} & set(words)) and not doubtful
    return False
