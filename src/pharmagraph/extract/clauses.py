"""Clauses and modality: what is hedged or denied, and where that ends.

Negation and hedging belong to the statement, and their scope ends with the clause: in "While not strictly a
drug, it activates osteocalcin" nothing is denied about osteocalcin.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from pharmagraph.recognise.english import load_english
from pharmagraph.recognise.tokens import AUXILIARIES, Tag, Token
from pharmagraph.records import Modality

_ENGLISH = load_english()
_HEDGES = _ENGLISH.classes["hedge"] - {"potential", "possible"}
_NOUN_HEDGES = frozenset(("potential", "possible", "possibility"))
_UNCERTAIN = _HEDGES | _NOUN_HEDGES | {"whether"}
_NEGATORS = _ENGLISH.classes["negator"]
_PERSONAL = frozenset(("it", "they", "he", "she", "we", "you", "this", "these", "there", "i"))
# Verbs that report: what they introduce with "that" is as certain as they are.
_REPORTING = _ENGLISH.classes["reporting"]
# Words with which a new clause begins wherever they stand.
_OPENERS = frozenset(
    ("but", "although", "though", "while", "whereas", "because", "if", "when", "unless", "however", "hence",
     "therefore", "thus", "until")
)  # fmt: skip
_AS_GOOD_AS_NONE = frozenset(("negligible", "absent", "nil", "insignificant"))
_FINITE = (*AUXILIARIES, Tag.VERB, Tag.NOUN_VERB, Tag.PAST)


def clause_starts(tokens: Sequence[Token]) -> tuple[int, ...]:
    """For each token, the index at which its clause starts.

    A relative clause between commas interrupts its clause, which goes on after it: "Piperine, which many products
    contain, is an inhibitor".
    """
    starts: list[int] = []
    current = 0
    outer = -1  # start of the clause that a relative clause interrupts
    introduced = False  # the clause began with a subordinator or a preposition: its first comma ends it
    depth = 0
    for index, token in enumerate(tokens):
        depth = max(0, depth + (token.tag is Tag.OPEN) - (token.tag is Tag.CLOSE))
        if depth or token.tag is Tag.CLOSE:
            pass  # an aside breaks no clause: "Zincol (but not its metabolite) inhibits"
        elif outer >= 0 and _resumes(tokens, index):
            current, outer, introduced = outer, -1, False
        elif _breaks(tokens, index, introduced and not _in_list(tokens, index)):
            relative = token.tag is Tag.RELATIVE and index > 0 and tokens[index - 1].tag is Tag.COMMA
            outer = current if relative else -1
            current, introduced = index, False
        elif index in (current, current + 1):
            head = tokens[current].tag
            introduced = head in (Tag.SUBORDINATOR, Tag.PREPOSITION) or tokens[current].word == "without"
        starts.append(current)
    return tuple(starts)


def _resumes(tokens: Sequence[Token], index: int) -> bool:
    """Whether, after a comma, a finite verb takes up the clause before: ", is", ", and thereby increases"."""
    at = index - 1
    while at > 0 and tokens[at].tag in (Tag.CONJUNCTION, Tag.ADVERB):
        at -= 1
    if tokens[at].tag is not Tag.COMMA:
        return False
    token = tokens[index]
    third = token.tag in (Tag.VERB, Tag.NOUN_VERB) and token.word.endswith("s")
    return token.tag in AUXILIARIES or third


def _in_list(tokens: Sequence[Token], index: int) -> bool:
    """Whether the comma before ``index`` separates members of a list ("In A, B, and C, ...")."""
    for ahead in range(index, min(index + 6, len(tokens))):
        tag = tokens[ahead].tag
        if tag is Tag.CONJUNCTION:
            return not any(t.tag in _FINITE for t in tokens[index:ahead])
        if tag in (*AUXILIARIES, Tag.VERB, Tag.PRONOUN):
            return False
    return False


def _breaks(tokens: Sequence[Token], index: int, introduced: bool) -> bool:
    """Whether a new clause starts at a token."""
    if index == 0:
        return False
    token, before = tokens[index], tokens[index - 1]
    if before.tag in (Tag.SEMICOLON, Tag.STOP) or before.tag is Tag.COLON:
        return True
    if index == 2 and before.tag is Tag.COMMA and tokens[0].word in ("no", "yes", "well", "sure"):
        return True  # the answer to a question denies nothing of what follows
    if token.word in _OPENERS:
        aside = before.tag is Tag.COMMA and index + 1 < len(tokens) and tokens[index + 1].tag is Tag.COMMA
        return not (aside and token.word in ("however", "therefore", "thus"))
    if token.tag is Tag.RELATIVE and token.word != "that":
        return True
    if token.word == "that" and before.tag is not Tag.COMMA and index + 1 < len(tokens):
        return True
    if token.word in ("since", "as", "so", "yet") and before.tag is Tag.COMMA:
        return True
    if before.tag is Tag.COMMA and introduced:
        return True
    if before.tag is Tag.CONJUNCTION:
        if token.word in _PERSONAL:
            return True
        third = (
            token.tag in (Tag.VERB, Tag.NOUN_VERB)
            and token.word.endswith("s")
            and not token.word.endswith("ss")
        )
        return token.tag in AUXILIARIES or (
            third
            and index + 1 < len(tokens)
            and tokens[index + 1].tag not in (Tag.COMMA, Tag.STOP, Tag.CONJUNCTION)
        )
    return False


def aside_start(tokens: Sequence[Token], index: int) -> int:
    """Index after the bracket that is open before a token; 0 where none is."""
    depth = 0
    for at in range(index - 1, -1, -1):
        depth += (tokens[at].tag is Tag.CLOSE) - (tokens[at].tag is Tag.OPEN)
        if depth < 0:
            return at + 1
    return 0


def clause_end(starts: Sequence[int], index: int) -> int:
    """Index after the last token of the clause that holds a token."""
    end = index
    while end < len(starts) and starts[end] == starts[index]:
        end += 1
    return end


def modality(
    tokens: Sequence[Token], starts: Sequence[int], cue_last: int, used: Collection[int], object_last: int
) -> Modality:
    """How the statement whose cue ends before ``cue_last`` is made.

    Args:
        tokens: The passage.
        starts: From :func:`clause_starts`.
        cue_last: Index after the cue's last token.
        used: Indices of the cue's own tokens: "not" in "should not be used" denies nothing.
        object_last: Index after the object, from where a denial may follow ("interactions ... are not known").

    Returns:
        NEGATED before POSSIBLE before ASSERTED.
    """
    at = min(cue_last, len(tokens)) - 1
    start = starts[at]
    scope = [i for i in _outside_brackets(tokens, start, at) if i not in used]
    if any(_denies(tokens, i) for i in scope):
        return Modality.POSSIBLE if _denied_itself(tokens, starts, start) else Modality.NEGATED
    if _denied_after(tokens, starts, cue_last, object_last):
        return Modality.NEGATED
    end = clause_end(starts, at)
    if any(tokens[i].word in _UNCERTAIN for i in range(start, at + 1)):
        return Modality.POSSIBLE
    if any(tokens[i].tag is Tag.NEGATOR and _not_excluded(tokens, i) for i in range(start, end)):
        return Modality.POSSIBLE
    if start and tokens[start].word in ("that", "which"):
        before = starts[start - 1]
        if tokens[start].word == "that" and any(tokens[i].word in _REPORTING for i in range(before, start)):
            return Modality.POSSIBLE
        if tokens[start].word == "that" and any(_denies(tokens, i) for i in range(before, start)):
            return Modality.NEGATED
    return Modality.ASSERTED


# "Data are insufficient to show that X does not cause Y": nothing is denied.
_TOO_LITTLE = frozenset("insufficient inadequate lacking unclear uncertain unknown premature".split())


def _denied_itself(tokens: Sequence[Token], starts: Sequence[int], start: int) -> bool:
    """Such as "Do not assume that X does not interact": a denial that is denied is none."""
    if start == 0 or tokens[start].word != "that":
        return False
    before = starts[start - 1]
    doubted = any(_denies(tokens, i) or tokens[i].word in _TOO_LITTLE for i in range(before, start))
    return doubted or _denied_itself(tokens, starts, before)


def _outside_brackets(tokens: Sequence[Token], start: int, at: int) -> list[int]:
    """Tokens up to ``at`` without closed brackets: "Levodopa (without carbidopa), phenytoin" denies no phenytoin."""
    depth, outside = 0, []
    for index in range(at, start - 1, -1):
        depth += (tokens[index].tag is Tag.CLOSE) - (tokens[index].tag is Tag.OPEN)
        if depth <= 0:
            outside.append(index)
    return outside


def _denies(tokens: Sequence[Token], index: int) -> bool:
    word = tokens[index].word
    if word not in _NEGATORS and tokens[index].tag is not Tag.NEGATOR:
        return False
    following = tokens[index + 1].word if index + 1 < len(tokens) else ""
    if _not_excluded(tokens, index):
        return False
    if following in _COMPARATIVES:
        # "no more efficacious, merely more apt to cause X" denies nothing of X, "no better than placebo" does
        return any(token.word in _CONTROLS for token in tokens[index + 2 : index + 9])
    return not (
        word == "not" and following in ("only", "just", "necessarily", "limited", "uncommon", "fully", "well")
    )


_COMPARATIVES = frozenset("more less higher greater fewer better worse".split())
_CONTROLS = frozenset("placebo dummy sham control controls".split())


def _not_excluded(tokens: Sequence[Token], index: int) -> bool:
    """Such as "cannot be excluded", "has not been ruled out"."""
    return any(token.word in ("excluded", "exclude", "ruled") for token in tokens[index + 1 : index + 4])


def _as_with_placebo(tokens: Sequence[Token], cue_last: int) -> bool:
    """Such as "Headache occurred [no more often than with placebo]"."""
    if cue_last + 1 >= len(tokens) or tokens[cue_last].word not in ("no", "not"):
        return False
    return tokens[cue_last + 1].word in _COMPARATIVES and _denies(tokens, cue_last)


def _denied_after(tokens: Sequence[Token], starts: Sequence[int], cue_last: int, object_last: int) -> bool:
    """Such as "Interactions with X [are unlikely | have not been reported | are not expected]"."""
    at = max(cue_last, object_last)
    if tokens[starts[min(cue_last, len(tokens)) - 1]].word in ("how", "why"):
        return False  # "How X relieves angina is not known"
    if _as_with_placebo(tokens, cue_last):
        return True
    if at >= len(tokens) or tokens[at].tag not in AUXILIARIES:
        return False
    scope = range(at, min(at + 4, clause_end(starts, at)))
    return any(_denies(tokens, i) or tokens[i].word in _AS_GOOD_AS_NONE for i in scope)
