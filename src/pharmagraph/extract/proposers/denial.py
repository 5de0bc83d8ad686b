"""Denied and permitted interactions: what must never be shown as a warning, nor lost."""

from __future__ import annotations

from collections.abc import Sequence

from pharmagraph.extract.proposal import Sentence
from pharmagraph.recognise.english import load_english
from pharmagraph.recognise.spelling import fold_word
from pharmagraph.recognise.tokens import AUXILIARIES, Tag, Token, tokenize

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
_CIRCUMSTANCES = frozenset("when if while after before during upon following in on with".split())
_CONCESSIONS = frozenset("although though while whereas despite unlike".split())
_LEFT_AS_IT_WAS = frozenset("unchanged unaffected unaltered untouched intact".split())
_LEAVE = frozenset(("leave", "leaves", "left"))
_TRIFLES = frozenset("note report consequence concern importance relevance significance".split())
_NOT_FOUND = frozenset("found seen known observed shown expected reported detected".split())
_TAKE = frozenset("take taken use used combine combined give given administered mixed coadministered".split())
_KNOWLEDGE = frozenset("study studies data information trial trials".split())
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
    clauses = _clauses(sentence)
    if at is None:
        return _denied_throughout(sentence, clauses)
    own = next(i for i, clause in enumerate(clauses) if at in clause)
    words = [sentence.tokens[i] for i in _told(sentence, clauses, own)]
    if _denied_from_outside(sentence):
        return not _affirms(words)
    denying = [i for i in range(len(clauses)) if _denies([sentence.tokens[t] for t in clauses[i]])]
    if own in denying:
        return True
    return not _affirms(words) and any(_carries(sentence, clauses, i, own) for i in denying)


def _denied_throughout(sentence: Sentence, clauses: Sequence[Sequence[int]]) -> bool:
    denied = _denied_from_outside(sentence) or _denies(sentence.tokens)
    return denied and not any(_affirms([sentence.tokens[t] for t in clause]) for clause in clauses)


def _denied_from_outside(sentence: Sentence) -> bool:
    """Whether the sentence permits taking together, or the label it stands under denies."""
    return _permits(sentence) or any(_denies(tokenize(label)) for label in sentence.passage.labels[-1:])


def _clauses(sentence: Sentence) -> list[list[int]]:
    """Token indices of each clause; "no evidence [that X interacts]" is one."""
    found: dict[int, list[int]] = {}
    for index, start in enumerate(sentence.starts):
        governing = start
        while governing > 0 and sentence.tokens[governing].word == "that":
            governing = sentence.starts[governing - 1]
        found.setdefault(governing, []).append(index)
    return list(found.values())


def _told(sentence: Sentence, clauses: Sequence[Sequence[int]], own: int) -> list[int]:
    """A clause with what follows its colon: what stands before ("Warfarin: monitor the INR") is told of behind it."""
    found = list(clauses[own])
    while sentence.tokens[found[-1]].tag is Tag.COLON and own + 1 < len(clauses):
        own += 1
        found += clauses[own]
    return found


def _carries(sentence: Sentence, clauses: Sequence[Sequence[int]], denial: int, own: int) -> bool:
    """Whether a denial in one clause is about a partner in another: "no effect was seen when it was given with A"."""
    tokens = sentence.tokens

    def depends(clause: Sequence[int]) -> bool:
        opened = tokens[clause[0]].word in _CIRCUMSTANCES or tokens[clause[0]].tag is Tag.RELATIVE
        return opened or not any(tokens[i].tag in (*AUXILIARIES, Tag.VERB) for i in clause)

    if tokens[clauses[denial][0]].word in _CONCESSIONS:
        return False
    if denial < own:
        if any(tokens[i].tag is Tag.COLON for i in clauses[denial]):
            return True  # "without any interaction with the following: (1) A; (2) B"
        # A comma after "when A" may go on with its list: "when A, B, or C were added".
        chain = clauses[denial + 1 : own + 1]
        listed = depends(chain[0]) and all(tokens[c[0] - 1].tag is Tag.COMMA for c in chain[1:])
        return listed or all(depends(clause) for clause in chain)
    return denial == own + 1 and (depends(clauses[own]) or tokens[clauses[own][0]].tag is Tag.PREPOSITION)


def _affirms(clause: Sequence[Token]) -> bool:
    """Whether a clause tells of a change or warns, without a word that denies it."""
    told = any(token.word in _TELLING for token in clause)
    return told and not any(token.tag is Tag.NEGATOR or token.word in _NEGATORS for token in clause)


def _denies(tokens: Sequence[Token]) -> bool:
    for index, token in enumerate(tokens):
        if token.word in _LEFT_AS_IT_WAS:
            return True
        if _is_nothing(tokens, index):
            return True
        if token.word in _INTERACTIVE and any(t.word == "neither" for t in tokens[index + 1 : index + 3]):
            return True  # "affects neither A nor B"
        if token.tag is not Tag.NEGATOR and token.word not in _NEGATORS:
            continue
        following = tokens[index + 1].word if index + 1 < len(tokens) else ""
        if token.word == "without" and tokens[index + 1 : index + 2] and _prevents_nothing(tokens[index + 1]):
            continue
        if _forbids(tokens, index) or any(t.word in _KNOWLEDGE for t in tokens[index + 1 : index + 4]):
            continue  # "no interaction studies have been done" denies nothing
        if token.word in ("not", "cannot") and following in ("only", "recommended", "just"):
            continue
        if any(t.word in _INTERACTIVE for t in tokens[index + 1 : index + 8] if t.tag is not Tag.COMMA):
            return True
    return False


def _forbids(tokens: Sequence[Token], index: int) -> bool:
    """Such as "should not be given with A (see Interactions)": the "not" warns."""
    before = tokens[index - 1].word if index else ""
    after = {token.word for token in tokens[index + 1 : index + 4]}
    return before in ("should", "must", "do") and bool(after & _TAKE)


def _prevents_nothing(token: Token) -> bool:
    """Such as "without preventing its effects": what is not done is not an interaction."""
    return token.word in ("preventing", "blocking", "abolishing", "reducing", "diminishing")


def _is_nothing(tokens: Sequence[Token], index: int) -> bool:
    """Such as "nothing of note", "leaves the other alone", "interaction not found"."""
    words = [token.word for token in tokens[index : index + 9]]
    if words[0] == "nothing":
        return bool(_TRIFLES & set(words[1:4]))
    if words[0] in _LEAVE:
        return "alone" in words
    return words[0] in _INTERACTIVE and words[1:2] == ["not"] and bool(_NOT_FOUND & set(words[2:4]))


def _permits(sentence: Sentence) -> bool:
    """Such as "You can take paracetamol with ibuprofen", with nothing in it that raises a doubt."""
    words = [token.word for token in sentence.tokens]
    for index, word in enumerate(words):
        if word in ("can", "may", "safely") and _TAKE & set(words[index + 1 : index + 4]):
            doubtful = bool(_DOUBTS & set(words))
            return bool({"with", "together", "alongside"} & set(words)) and not doubtful
    return False
