"""Tokens -> noun phrases and coordinated lists of them.

A phrase is read rightwards from a given token. Where a phrase ends is decided by closed-class words and
verb forms alone, so that unknown names are read as well as known ones. Work is linear in the tokens read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pharmagraph.recognise.english import load_english
from pharmagraph.recognise.tokens import AUXILIARIES, Tag, Token

# A phrase longer than this is a sentence that was misread.
_LONGEST = 14
_ENGLISH = load_english()
_DEGREE = _ENGLISH.classes["degree"]
_GERUNDS = _ENGLISH.classes["gerund_noun"]
_DRUG_HEADS = _ENGLISH.classes["drug_head"]
_GRADES = frozenset(("mild", "moderate", "severe", "moderately", "mildly", "serious"))
_QUANTIFIERS = _ENGLISH.classes["quantifier"]
_PEOPLE = _ENGLISH.classes["population_head"]
# Prepositions that stay inside a phrase after certain heads ("hypersensitivity to X").
_HEAD_PREPOSITIONS = {
    "to": frozenset(
        [
            "hypersensitivity",
            "allergy",
            "allergies",
            "sensitivity",
            "intolerance",
            "allergic",
            "hypersensitive",
            "sensitive",
            "intolerant",
            "exposure",
            "resistance",
            "response",
            "damage",
            "reaction",
            "reactions",
            "injury",
            "predisposition",
            "tolerance",
        ]
    ),
    "in": frozenset(
        [
            "deposition",
            "buildup",
            "build-up",
            "accumulation",
            "calcification",
            "change",
            "changes",
            "increase",
            "decrease",
            "reduction",
            "elevation",
            "pain",
            "swelling",
            "deposits",
            "clots",
            "concentration",
            "difficulty",
            "rise",
            "drop",
            "fluctuations",
            "alterations",
            "disturbances",
            "inflammation",
            "tightness",
            "levels",
            "synthesis",
            "production",
            "burning",
            "bleeding",
            "numbness",
            "tingling",
            "ringing",
        ]
    ),
    "on": frozenset(("dependence",)),
    "with": frozenset(("interference", "problems")),
    "for": frozenset(("need", "requirement", "predisposition")),
    "from": frozenset(("withdrawal", "bleeding", "recovery")),
}
_AGE = frozenset(("under", "over", "aged", "below", "above", "younger", "older", "less", "up"))
_NUMBERED = frozenset(
    [
        "type",
        "stage",
        "class",
        "grade",
        "phase",
        "vitamin",
        "omega",
        "coenzyme",
        "cyp",
        "factor",
        "interleukin",
        "group",
        "category",
        "provitamin",
        "adenosine",
        "phosphodiesterase",
        "provitamins",
        "vitamins",
        "interferon",
        "beta",
        "alpha",
    ]
)
_TIMES = frozenset("months month weeks week trimester trimesters days years year".split())


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase, or one member of a list.

    Attributes:
        text: The words, without article and degree words; a shared head is filled in.
        start: Offset in the passage's text.
        end: End offset.
        head: Folded head noun ("impairment" in "impairment of the liver").
        first: Index of its first token.
        last: Index after its last token.
        role: ``item``, ``example`` (of the item before it), ``synonym`` (of it), or ``complement``
            (what a population has or takes: "patients with X").
        degree: Folded degree words that were dropped ("mild", "rare"; "mild to" and "moderate").
        group: For a complement, the population's word ("patients").
    """

    text: str
    start: int
    end: int
    head: str
    first: int
    last: int
    role: str = "item"
    degree: tuple[str, ...] = ()
    group: str = ""


class PhraseReader:
    """Reads phrases and lists in one tokenised passage.

    Args:
        text: The passage's text.
        tokens: Its tokens.
        known: Whether a name is known to the lexicon: it decides where lists share a head.
    """

    def __init__(
        self, text: str, tokens: Sequence[Token], known: Callable[[str], bool] = lambda _: False
    ) -> None:
        self.known = known
        self.text = text
        self.tokens = tokens
        self.size = len(tokens)
        self._read: dict[tuple[int, int], Phrase | None] = {}  # many rules ask for the same phrase

    def phrase(self, at: int, limit: int | None = None) -> Phrase | None:
        """Read one noun phrase that starts at a token.

        Args:
            at: Index of the first token (an article or degree word may come first).
            limit: Index at which to stop at the latest.

        Returns:
            The phrase, or None where no noun phrase starts.
        """
        limit = min(self.size if limit is None else limit, at + _LONGEST)
        if (at, limit) not in self._read:
            self._read[at, limit] = self._phrase(at, limit)
        return self._read[at, limit]

    def _phrase(self, at: int, limit: int) -> Phrase | None:
        first, degree = self._skip_openers(at, limit)
        end, head = self._core(first, limit)
        if end == first:
            return None
        head_word = self.tokens[head].word
        end = self._postmodifiers(end, head_word, limit)
        if head_word in _TIMES and end > head + 1:
            head_word = self.tokens[end - 1].word  # "the last months of pregnancy" are a time of pregnancy
        start, stop = self.tokens[first].start, self.tokens[end - 1].end
        return Phrase(self.text[start:stop], start, stop, head_word, first, end, degree=degree)

    def _skip_openers(self, at: int, limit: int) -> tuple[int, tuple[str, ...]]:
        degree: list[str] = []
        while at < limit:
            token = self.tokens[at]
            if (
                at + 2 < limit
                and token.word in _DEGREE
                and self.tokens[at + 1].word in ("to", "or", "and", "-")
                and self.tokens[at + 2].word in _GRADES
            ):
                degree.append(f"{token.word} {self.tokens[at + 1].word}")
                at += 2  # "mild to moderate pain"
                continue
            if token.word in _DEGREE and at + 1 < limit and self._continues(at + 1):
                degree.append(token.word)
            elif token.word in _QUANTIFIERS and at + 1 < limit and self.tokens[at + 1].tag is Tag.WORD:
                pass  # "two cases of"
            elif token.tag is Tag.NUMBER and at + 1 < limit and self._counts(at + 1):
                pass  # "more than 300 enzymes"
            elif (token.text == "A" and at > 0) or (
                token.tag not in (Tag.DETERMINER, Tag.OTHER)
                and not (token.tag is Tag.ADVERB and at + 1 < limit and self._continues(at + 1))
            ):
                break
            at += 1
        return at, tuple(degree)

    def _counts(self, at: int) -> bool:
        """Whether a number before a token counts it: a plural without a number in its name."""
        token = self.tokens[at]
        return (
            token.tag is Tag.WORD
            and token.word.endswith("s")
            and token.word.isalpha()
            and len(token.word) > 3
        )

    def _continues(self, at: int) -> bool:
        return self.tokens[at].tag in (
            Tag.WORD, Tag.PAST, Tag.NOUN_VERB, Tag.NUMBER, Tag.DETERMINER, Tag.ADVERB,
        ) or self.tokens[at].word in _GERUNDS or self.tokens[at].word in _DEGREE  # fmt: skip

    def _core(self, first: int, limit: int) -> tuple[int, int]:
        """Adjectives and nouns from ``first``; returns the end and the index of the head."""
        at = first
        while at < limit and self._is_nominal(at, first, limit):
            at += 1
        while at - first > 1 and (
            self.tokens[at - 1].tag
            in (Tag.ADVERB, Tag.PAST)  # "calcium absorbed": the participle is not part of it
            or (
                len(self.tokens[at - 1].text) == 1 and self.tokens[at - 1].text.islower()
            )  # a footnote's mark
        ):
            at -= 1
        return at, max(at - 1, first)

    def _is_nominal(self, at: int, first: int, limit: int) -> bool:
        token = self.tokens[at]
        following = self.tokens[at + 1].tag if at + 1 < limit else None
        tag = token.tag
        if tag is Tag.WORD:
            return not (token.word == "rich" and at > first and following is Tag.PREPOSITION)
        if tag is Tag.NOUN_VERB:
            return self._is_noun(at, first, limit, following)
        if tag is Tag.PRONOUN:
            return token.text == "I" and at > first  # "complex I"
        if tag is Tag.DETERMINER:
            return token.text == "A" and at > 0 and self.tokens[at - 1].tag is not Tag.STOP  # vitamin A
        if tag is Tag.PAST:
            return following in (Tag.WORD, Tag.NOUN_VERB) if at == first else (
                following is Tag.WORD and self.tokens[at - 1].tag in (Tag.ADVERB, Tag.CONJUNCTION)
            )  # fmt: skip
        if tag is Tag.ING:
            if at > first and at + 1 < limit and self.tokens[at + 1].word in _DRUG_HEADS:
                return True  # "calcium blocking drugs"
            return token.word in _GERUNDS
        if tag is Tag.NUMBER:
            if following is Tag.WORD and self.tokens[at + 1].word in _TIMES and at > first:
                return True  # "last 3 months of pregnancy"
            return at > first and (
                self.tokens[at - 1].word in _NUMBERED
                or (following is Tag.WORD and self.tokens[at - 1].text.isupper())
                or (self.tokens[at - 1].word.endswith("ase") and len(token.text) == 1)  # "carboxylesterase 1"
            )
        if tag is Tag.ADVERB:
            return following in (Tag.PAST, Tag.WORD) and token.word.endswith("ly")
        if tag is Tag.VERB:
            # A noun after all: "a switch", "the lead".
            return at > first and self.tokens[at - 1].tag is Tag.DETERMINER
        return False

    def _is_noun(self, at: int, first: int, limit: int, following: Tag | None) -> bool:
        """Whether a word that may be a noun or a verb is a noun here."""
        token = self.tokens[at]
        before = self.tokens[at - 1].tag if at else None
        if at == first and following is Tag.WORD and self._after_plural(at):
            return False  # "CYP3A inhibitors (e.g. diltiazem) increase amlodipine exposure"
        if at > first and self._after_plural(at) and following in (Tag.WORD, Tag.DETERMINER):
            return False  # "fixed-dose products pair it with", "levels increase the risk"
        if before is Tag.MODAL or (at and self.tokens[at - 1].word == "to" and following is not None):
            return False  # "can lower serum magnesium"
        if at > first and token.word.endswith("s"):  # "grapefruit juice increases the ..."
            if following is Tag.CONJUNCTION and self._verb_follows(at + 2, limit):
                return False  # "food decreases and slightly delays its absorption"
            return following not in (Tag.DETERMINER, Tag.PRONOUN, Tag.WORD, Tag.PAST)
        return at > first or following not in (Tag.DETERMINER, Tag.PRONOUN)

    def _after_plural(self, at: int) -> bool:
        """Whether a plural, or a bracket after it, stands right before a token and is no longer being read."""
        if not at or self.tokens[at].word.endswith("s"):
            return False
        before = self.tokens[at - 1]
        return before.tag is Tag.CLOSE or (
            before.tag is Tag.WORD and before.word.endswith("s") and len(before.word) > 3
        )

    def _verb_follows(self, at: int, limit: int) -> bool:
        """Whether, adverbs aside, a verb in the third person stands at a token, and an object after it."""
        while at < limit and self.tokens[at].tag is Tag.ADVERB:
            at += 1
        return (
            at + 1 < limit
            and self.tokens[at].tag in (Tag.VERB, Tag.NOUN_VERB)
            and self.tokens[at].word.endswith("s")
            and self.tokens[at + 1].tag in (Tag.DETERMINER, Tag.PRONOUN, Tag.WORD, Tag.PAST)
        )

    def _postmodifiers(self, end: int, head: str, limit: int) -> int:
        """Extend over "of ...", "to ..." after certain heads, "affecting ..." after drug words, ages."""
        while end < limit - 1:
            token = self.tokens[end]
            if (token.tag is Tag.PREPOSITION and token.word == "of") or (
                token.tag is Tag.PREPOSITION and head in _HEAD_PREPOSITIONS.get(token.word, ())
            ):
                inner = self.phrase(end + 1, limit)
            elif head in _PEOPLE and token.word in _AGE:
                return self._age(end, limit)
            elif head in _DRUG_HEADS:
                inner = self._drug_clause(end, limit)
            else:
                return end
            if inner is None:
                return end
            end, head = inner.last, inner.head
        return end

    def _age(self, end: int, limit: int) -> int:
        at = end
        seen_number = False
        while at < limit:
            token = self.tokens[at]
            if token.tag is Tag.NUMBER:
                seen_number = True
            elif token.word not in _AGE and token.word not in (
                "than", "years", "year", "months", "month", "of", "age", "old",
                "the", "and", "to", "weeks", "or", "-", "–",
            ):  # fmt: skip
                break
            at += 1
        while at > end and self.tokens[at - 1].word in ("and", "or", "of", "the"):
            at -= 1
        return at if seen_number else end

    def _drug_clause(self, end: int, limit: int) -> Phrase | None:
        """Such as "medications [affecting | that prolong | metabolized by | for | rich in] X"."""
        at = end
        token = self.tokens[at]
        if token.word in ("that", "which") and at + 1 < limit:
            at += 1
            while at < limit and (self.tokens[at].tag in AUXILIARIES or self.tokens[at].tag is Tag.ADVERB):
                at += 1
        if at >= limit:
            return None
        token = self.tokens[at]
        if token.tag is Tag.ING and token.word not in _GERUNDS and token.word != "including":
            return self.phrase(at + 1, limit)
        if at > end and token.tag in (Tag.VERB, Tag.NOUN_VERB):
            return self.phrase(at + 1, limit)
        if token.tag is Tag.PAST and at + 2 < limit and self.tokens[at + 1].tag is Tag.PREPOSITION:
            return self.phrase(at + 2, limit)
        if token.word in ("rich", "high") and at + 2 < limit and self.tokens[at + 1].word == "in":
            return self.phrase(at + 2, limit)
        return None
