"""What the model may never add, however sure it is: the errors that a reader would pay for.

The model has learnt from examples; these are rules. They hold only for what it adds beyond the rules' proposals.
"""

from __future__ import annotations

from collections.abc import Sequence

from pharmagraph.extract.clauses import clause_end
from pharmagraph.extract.judge.candidates import Candidate
from pharmagraph.extract.proposal import Sentence
from pharmagraph.extract.reconcile import is_taken_back
from pharmagraph.extract.subjects import is_self
from pharmagraph.recognise.english import load_english
from pharmagraph.recognise.tokens import Tag, Token
from pharmagraph.records import Modality

_ENGLISH = load_english()
_CONTRAST = _ENGLISH.classes["contrast"]
_FORMER = _ENGLISH.classes["former"]
_TURNED = _ENGLISH.classes["turned"]
_NEGATORS = _ENGLISH.classes["negator"]
_NEAR = 4  # tokens before a list in which a word of contrast governs it
_KNOWLEDGE = frozenset("study studies data information experience trial trials research".split())
_ACTS = frozenset(("increasesEffectOf", "decreasesEffectOf"))
# Relations between two substances: the other one may well be the subject of the sentence.
_BETWEEN = frozenset(
    ("interactsWith", "increasesEffectOf", "decreasesEffectOf", "increasesEffectOf^", "decreasesEffectOf^",
     "combinedWith", "comparedWith", "absorptionAidedBy", "metabolizedBy", "bindsTo", "foundIn")
)  # fmt: skip


def may_add(sentence: Sentence, candidate: Candidate, output: str, mode: Modality, subject: str) -> bool:
    """Whether nothing speaks against a statement that no rule proposes.

    Args:
        sentence: The passage.
        candidate: The other end.
        output: The relation, with its mark of direction.
        mode: How it would be stated.
        subject: Whose verb governs the candidate: ``self``, ``other``, ``unknown`` or ``none``.
    """
    if subject == "other" and output not in _BETWEEN:
        return False  # "Doxorubicin must not be given to patients with ...", in the monograph of another drug
    if subject == "other" and output in _ACTS and not _speaks_of_self(sentence):
        return False  # "MAOIs could increase the effects of X": neither is the monograph's substance
    if candidate.part == "label":
        return mode is not Modality.NEGATED and not any(map(_denies, sentence.tokens))
    before = sentence.tokens[max(0, candidate.first - _NEAR) : candidate.first]
    if any(_contrasts(token) for token in before):
        return False
    clause = _clause(sentence, min(candidate.first, len(sentence.tokens) - 1))
    words = {sentence.tokens[i].word for i in clause}
    if words & _FORMER or "overdos" in sentence.text.lower():
        return False
    relation = output.rstrip("^")
    used = {i for match in sentence.matches if match.cue.relation == relation for i in match.used}
    denied = any(_denies(sentence.tokens[i]) for i in clause if i not in used)
    if mode is Modality.NEGATED:
        if any(token.word == "but" for token in before):
            return False  # "not A but B": the "not" is A's
        if is_taken_back(sentence.text) or _lacks_data([sentence.tokens[i] for i in clause]):
            return False
        # "should not be given to": there the "not" makes the statement and does not deny it
        made_by_not = any(m.cue.negating and m.cue.relation == relation for m in sentence.matches)
        return denied and not made_by_not and not words & _TURNED
    return not denied


def _lacks_data(clause: Sequence[Token]) -> bool:
    """Whether "no" is said of what is known: "There are no adequate studies in pregnant women" denies no risk."""
    return any(
        _denies(token) and any(t.word in _KNOWLEDGE for t in clause[index + 1 : index + 6])
        for index, token in enumerate(clause)
    )


def _speaks_of_self(sentence: Sentence) -> bool:
    named = any(is_self(sentence, phrase) for phrase in sentence.phrases())
    return named or any(token.word in ("it", "its") for token in sentence.tokens)


def _clause(sentence: Sentence, at: int) -> range:
    """The clause of a token; a clause that depends on the one before it together with that one."""
    start = sentence.starts[at]
    end = clause_end(sentence.starts, start)
    opener = sentence.tokens[start]
    if start and (opener.tag in (Tag.SUBORDINATOR, Tag.RELATIVE) or opener.word == "that"):
        start = sentence.starts[start - 1]
    return range(start, end)


def _denies(token: Token) -> bool:
    return token.tag is Tag.NEGATOR or token.word in _NEGATORS


def _contrasts(token: Token) -> bool:
    return token.word in _CONTRAST or token.word in ("rather than", "instead of", "other than", "but not")
