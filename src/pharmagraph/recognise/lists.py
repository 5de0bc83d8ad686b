"""Coordinated lists: members, the examples that illustrate them, what stands in brackets, shared heads.

"constipation, stomach upset, nausea, or diarrhea"; "anticoagulants (e.g., warfarin, Coumadin)";
"bone and cardiovascular health"; "CYP2C9 and 2C19 inhibitors"; "patients with renal or hepatic impairment".
"""

from __future__ import annotations

import re
from dataclasses import replace

from pharmagraph.recognise.doses import load_units
from pharmagraph.recognise.english import load_english
from pharmagraph.recognise.phrases import Phrase, PhraseReader
from pharmagraph.recognise.sharing import share
from pharmagraph.recognise.tokens import AUXILIARIES, Tag

_ENGLISH = load_english()
_PEOPLE = _ENGLISH.classes["population_head"]
# Heads that are shared by what is coordinated before them: "bone and heart health".
_SHARED = _ENGLISH.classes["shared_head"]
_LINKS = frozenset(
    (
        "with",
        "taking",
        "on",
        "using",
        "receiving",
        "having",
        "under",
        "undergoing",
        "experiencing",
        "requiring",
        "prone",
    )
)
_ACRONYM = re.compile(r"(?=(?:.*[A-Z0-9]){2})[A-Za-z0-9αβγδ][\w/+αβγδ-]{0,11}s?$")
_ALSO_CALLED = frozenset(
    ("also", "aka", "or", "formerly", "called", "commonly", "brand", "sold", "generic", "known")
)
# "to reduce A, support B, and increase C": verbs that go on with "to", not nouns of the list.
_INFINITIVES = frozenset(("support", "increase", "decrease", "aid", "help", "boost", "control", "balance"))
_LONGEST_SUBJECT = 12  # tokens
_LONGEST_ASIDE = 10  # tokens between two commas
_NOT_CONTENT = frozenset(
    ("see", "refer", "p", "n", "figure", "table", "section", "ref", "up", "range", "mean")
)


def read_list(reader: PhraseReader, at: int, limit: int | None = None) -> tuple[list[Phrase], int]:
    """Read a list that starts at a token.

    Args:
        reader: The passage.
        at: Index of the list's first token.
        limit: Index at which to stop at the latest; the end of the passage by default.

    Returns:
        Its members in the order of the text (examples, synonyms and complements marked by their role), and
        the index after the last token used; no members where no noun phrase starts.
    """
    link = reader.tokens[at - 1].word if at and reader.tokens[at - 1].tag is Tag.PREPOSITION else ""
    return _ListReader(reader, reader.size if limit is None else limit, link).read(at)


class _ListReader:
    """Reads lists; ``link`` is the preposition before the first member, which may be said again before others."""

    def __init__(self, reader: PhraseReader, limit: int, link: str = "") -> None:
        self.reader = reader
        self.tokens = reader.tokens
        self.limit = limit
        self.link = link
        self.in_subject = False

    def read(self, at: int, role: str = "item") -> tuple[list[Phrase], int]:
        members: list[Phrase] = []
        end = at
        self.in_subject = self._in_subject(at)
        while at < self.limit:
            found, after = self._member(at, role)
            if not found or (members and self._begins_clause(found, after)):
                break
            members += found
            end = after
            at = self._separator(end)
            if at == end:
                at = self._linked(end)
            if at == end:
                break
        return share(members, self.reader.known), end

    def _in_subject(self, at: int) -> bool:
        """Whether the sentence's verb is still to come: "Affinity for A, B and C is low" lists all three."""
        before = self.tokens[max(0, at - _LONGEST_SUBJECT) : at]
        return bool(before) and not any(
            token.tag
            in (*AUXILIARIES, Tag.VERB, Tag.NOUN_VERB, Tag.PAST, Tag.COLON, Tag.SEMICOLON, Tag.COMMA)
            for token in before
        )

    def _linked(self, at: int) -> int:
        """Where the list goes on with its preposition said again: "with B6, with D3 in bone formulas, or with zinc"."""
        if not self.link or at >= self.limit:
            return at
        start = at
        if self.tokens[at].tag is Tag.PREPOSITION and self.tokens[at].word != self.link:
            aside = self.reader.phrase(at + 1, self.limit)
            if aside is None:
                return start
            at = aside.last
        comma = at < self.limit and self.tokens[at].tag is Tag.COMMA
        at += comma
        conjunction = at < self.limit and self.tokens[at].tag is Tag.CONJUNCTION
        at += conjunction
        at += at < self.limit and self.tokens[at].tag is Tag.ADVERB  # "and later with"
        said_again = at + 1 < self.limit and self.tokens[at].word == self.link
        return at + 1 if (comma or conjunction) and said_again else start

    def _member(self, at: int, role: str) -> tuple[list[Phrase], int]:
        """One phrase with its brackets, its examples and what a population has or takes."""
        phrase = self._those(at) or self.reader.phrase(at, self.limit)
        if phrase is None:
            return [], at
        members = [replace(phrase, role=role)]
        end = self._past_amount(phrase.last)
        inside, end = self._bracket(end, phrase)
        if (
            inside
            and end < self.limit
            and self.tokens[end].word in _SHARED
            and self.tokens[end].tag is Tag.WORD
        ):
            members, inside, end = self._head_after_bracket(phrase, inside, end, role)
        members += inside
        if phrase.head in _PEOPLE:
            complements, end = self._complements(end, phrase)
            if complements:
                members = complements
        examples, end = self._examples(end)
        return members + examples, end

    def _past_amount(self, at: int) -> int:
        """Past a dose behind a name: "clarithromycin [500 mg] and amoxicillin [1 g]"."""
        dose = (
            at + 1 < self.limit
            and self.tokens[at].tag is Tag.NUMBER
            and self.tokens[at + 1].text in load_units()
        )
        return at + 2 if dose else at

    def _those(self, at: int) -> Phrase | None:
        """Such as "in elderly patients and in [those] with epilepsy": people, told only by what they have."""
        token = self.tokens[at]
        if (
            token.word not in ("those", "anyone", "anybody", "someone", "people")
            or at + 1 >= self.limit
            or self._link(at + 1) == at + 1
        ):
            return None
        return Phrase(token.text, token.start, token.end, token.word, at, at + 1)

    def _head_after_bracket(
        self, phrase: Phrase, inside: list[Phrase], at: int, role: str
    ) -> tuple[list[Phrase], list[Phrase], int]:
        """Such as "the N-methyl-D-aspartate (NMDA) receptor": the head after the bracket belongs to both names."""
        head = self.tokens[at]
        text = f"{phrase.text} {head.text}"
        whole = replace(phrase, text=text, head=head.word, end=head.end, last=at + 1, role=role)
        return [whole], [replace(p, text=f"{p.text} {head.text}", head=head.word) for p in inside], at + 1

    def _begins_clause(self, found: list[Phrase], after: int) -> bool:
        """Whether what looked like one more member is the subject of the next clause."""
        if after >= self.limit or self.in_subject:
            return False
        tag = self.tokens[after].tag
        plural_clause = tag is Tag.NOUN_VERB and self.tokens[after].word.endswith("s")
        return tag in AUXILIARIES or tag is Tag.VERB or (plural_clause and found[-1].last == after)

    def _separator(self, at: int) -> int:
        """Index of the next member's first token, or ``at`` where the list ends."""
        start = at
        comma = at < self.limit and self.tokens[at].tag is Tag.COMMA
        if comma:
            at += 1
        conjunction = at < self.limit and (
            self.tokens[at].tag is Tag.CONJUNCTION or self.tokens[at].word == "nor"
        )
        if conjunction:
            at = self._past_parenthesis(at + 1)
        if not (comma or conjunction) or at >= self.limit:
            return start
        token = self.tokens[at]
        apposed = comma and not conjunction and token.word in ("a", "an")
        verb = token.tag in (Tag.VERB, Tag.ING) and token.word not in _ENGLISH.classes["gerund_noun"]
        if token.tag is Tag.NOUN_VERB and conjunction and at + 1 < self.limit:
            verb = token.word.endswith("s") and self.tokens[at + 1].tag in (
                Tag.WORD,
                Tag.DETERMINER,
                Tag.PAST,
            )
        if token.word in _INFINITIVES and at + 1 < self.limit:
            verb = verb or self.tokens[at + 1].tag in (Tag.WORD, Tag.DETERMINER)
        return start if apposed or verb or token.tag is Tag.PREPOSITION else at

    def _past_parenthesis(self, at: int) -> int:
        """Past what is set apart by commas after a conjunction: "and[, very seldom,] rhabdomyolysis"."""
        if at >= self.limit or self.tokens[at].tag is not Tag.COMMA:
            return at
        for index in range(at + 1, min(at + _LONGEST_ASIDE, self.limit)):
            if self.tokens[index].tag is Tag.COMMA:
                return index + 1
            if self.tokens[index].tag in (*AUXILIARIES, Tag.VERB, Tag.SUBORDINATOR, Tag.RELATIVE):
                break
        return at

    def _bracket(self, at: int, phrase: Phrase) -> tuple[list[Phrase], int]:
        members: list[Phrase] = []
        while at < self.limit and self.tokens[at].tag is Tag.OPEN:
            close = self._close(at)
            if close is None:
                break
            members += self._inside(at + 1, close, phrase)
            at = close + 1
        return members, at

    def _close(self, at: int) -> int | None:
        depth = 0
        for index in range(at, min(self.limit, at + 60)):
            tag = self.tokens[index].tag
            depth += (tag is Tag.OPEN) - (tag is Tag.CLOSE)
            if depth == 0:
                return index
        return None

    def _inside(self, first: int, close: int, phrase: Phrase) -> list[Phrase]:
        if first >= close or self.tokens[first].word in _NOT_CONTENT or self.tokens[first].tag is Tag.NUMBER:
            return []
        opener = self.tokens[first]
        inner = _ListReader(self.reader, close)
        if opener.tag is Tag.EXAMPLE or opener.word == "like":
            at = first + 1
            while at < close and self.tokens[at].tag in (Tag.COMMA, Tag.COLON):
                at += 1
            return inner.read(at, "example")[0]
        while first < close and (self.tokens[first].word in _ALSO_CALLED or self.tokens[first].word == "as"):
            first += 1
        members, end = inner.read(first, "example")
        if end < close or not members:
            return []  # not a list of names: a remark
        if len(members) == 1:
            return [replace(members[0], role="synonym")]
        if opener.word in _ALSO_CALLED:
            return [replace(member, role="synonym") for member in members]
        if _ACRONYM.match(members[0].text) and len(phrase.text.split()) > 1:
            return [replace(members[0], role="synonym"), *members[1:]]
        return members

    def _examples(self, at: int) -> tuple[list[Phrase], int]:
        opener = at
        if opener < self.limit and self.tokens[opener].tag is Tag.COMMA:
            opener += 1
        if opener < self.limit and self.tokens[opener].tag is Tag.CONJUNCTION:
            opener += 1  # "and especially"
        if opener >= self.limit:
            return [], at
        token = self.tokens[opener]
        like = token.word == "like" and opener == at
        if token.tag is not Tag.EXAMPLE and not like:
            return [], at
        first = opener + 1
        while first < self.limit and self.tokens[first].tag in (Tag.COMMA, Tag.COLON):
            first += 1
        members, end = self.read(first, "example")
        return (members, end) if members else ([], at)

    def _complements(self, at: int, people: Phrase) -> tuple[list[Phrase], int]:
        """Such as "patients [with | taking | on | who have | at risk of ...] X and Y" -> X, Y."""
        end = self._link(at)
        if end == at:
            return [], at
        members, after = self.read(end)
        if not members:
            return [], at
        return [replace(m, group=people.text, role=_complement(m.role)) for m in members], after

    def _link(self, at: int) -> int:
        start = at
        if at < self.limit and self.tokens[at].word in ("who", "that"):
            at += 1
            while at < self.limit and (
                self.tokens[at].tag in AUXILIARIES
                or self.tokens[at].tag is Tag.ADVERB
                or self.tokens[at].word == "a"
            ):
                at += 1
            if at < self.limit and self.tokens[at].tag in (Tag.VERB, Tag.NOUN_VERB, Tag.PAST):
                at += 1
        moved = True
        while moved and at < self.limit:
            moved = False
            word = self.tokens[at].word
            if (
                word in _LINKS
                or word in ("treated", "diagnosed", "suffering", "known", "allergic")
                or (
                    word == "or"
                    and at + 1 < self.limit
                    and self.tokens[at + 1].word in ("at", "with", "prone")
                )
                or (
                    word
                    in (
                        "at",
                        "high",
                        "increased",
                        "risk",
                        "for",
                        "of",
                        "from",
                        "to",
                        "in",
                        "history",
                        "a",
                        "the",
                    )
                    and (
                        at > start
                        or (
                            at + 1 < self.limit
                            and self.tokens[at + 1].word in ("risk", "high", "increased", "higher")
                        )
                    )
                )
            ):
                at, moved = at + 1, True
        return at


def _complement(role: str) -> str:
    return "complement" if role == "item" else role
