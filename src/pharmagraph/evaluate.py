"""How right the extractor is, by relation, against a reference annotation.

A prediction is right when relation, subject and object agree with a gold line after folding case, articles, hyphens
and plurals, on ``label`` or ``text``; symmetric relations either way round; doses on low, high and unit. Gold lines
marked ``hard`` or ``unsure`` are optional: a prediction that meets one counts neither for nor against. A statement
of the wrong polarity (denied in the gold, given as fact, or the reverse) is wrong, and its gold line is missed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pharmagraph.errors import ReadError
from pharmagraph.recognise.spelling import name_key
from pharmagraph.records import Assertion, Modality

SYMMETRIC = frozenset(("interactsWith", "combinedWith"))
_ARTICLES = re.compile(r"^(?:the|an?|certain|some|other|any|your|its)\s+", re.I)


@dataclass(frozen=True, slots=True)
class GoldLine:
    """One line of a gold file.

    Attributes:
        subject: Accepted forms, the preferred one first.
        relation: Local name.
        object: Accepted forms, the preferred one first.
        modality: As annotated.
        qualifiers: As annotated.
        optional: Whether it was marked ``hard`` or ``unsure``.
        quote: Its evidence.
    """

    subject: tuple[str, ...]
    relation: str
    object: tuple[str, ...]
    modality: Modality
    qualifiers: Mapping[str, Any]
    optional: bool
    quote: str


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one group of statements.

    Attributes:
        right: Predictions that meet a required gold line.
        wrong: Predictions that meet none.
        found: Required gold lines that were met.
        missed: Required gold lines that were not.
        modality_right: Of the right predictions, those with the gold's modality.
    """

    right: int = 0
    wrong: int = 0
    found: int = 0
    missed: int = 0
    modality_right: int = 0

    def __add__(self, other: Score) -> Score:
        """Counts of both together."""
        return Score(
            self.right + other.right, self.wrong + other.wrong, self.found + other.found,
            self.missed + other.missed, self.modality_right + other.modality_right,
        )  # fmt: skip

    @property
    def precision(self) -> float:
        """Right of what was given; 1 where nothing was."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Found of what the gold requires; 1 where it requires nothing."""
        return self.found / (self.found + self.missed) if self.found + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    @property
    def modality_accuracy(self) -> float:
        """Right modality of the right predictions."""
        return self.modality_right / self.right if self.right else 1.0


@dataclass(frozen=True, slots=True)
class Fault:
    """One error: a wrong prediction, or a gold line that was missed."""

    kind: str  # "wrong", "polarity", "missed"
    relation: str
    subject: str
    object: str
    modality: str
    quote: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Scores of one document or of several.

    Attributes:
        total: All relations.
        relations: By relation.
        faults: Every error with its sentence.
        negations: Required negated gold lines, and how many of them were given as negated.
    """

    total: Score
    relations: Mapping[str, Score]
    faults: tuple[Fault, ...]
    negations: tuple[int, int] = (0, 0)

    def __add__(self, other: Evaluation) -> Evaluation:
        """Both documents together."""
        names = sorted({*self.relations, *other.relations})
        return Evaluation(
            self.total + other.total,
            {n: self.relations.get(n, Score()) + other.relations.get(n, Score()) for n in names},
            self.faults + other.faults,
            (self.negations[0] + other.negations[0], self.negations[1] + other.negations[1]),
        )


EMPTY = Evaluation(Score(), {}, ())


def read_gold(path: Path) -> tuple[GoldLine, ...]:
    """Read a gold file, one JSON object a line.

    Raises:
        ReadError: The file is missing, or a line is no such record.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(
            f"cannot be read ({error})", remedy="give a gold file (JSON Lines)", source=path
        ) from error
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found.append(_gold_line(json.loads(line)))
        except (ValueError, KeyError, TypeError) as error:
            raise ReadError(f"not a gold record ({error})", source=path, line=number) from error
    return tuple(found)


def _gold_line(record: Mapping[str, Any]) -> GoldLine:
    return GoldLine(
        subject=_forms(record["subject"]),
        relation=str(record["relation"]),
        object=_forms(record["object"]),
        modality=Modality(record["modality"]),
        qualifiers=dict(record.get("qualifiers") or {}),
        optional=bool(record.get("hard") or record.get("unsure")),
        quote=str(record.get("quote", "")),
    )


def _forms(value: object) -> tuple[str, ...]:
    if isinstance(value, dict):
        return tuple(str(v) for v in (value.get("label"), value.get("text")) if v)
    return tuple(str(v) for v in value) if isinstance(value, list) else (str(value),)


def own_names(title: str, keys: Iterable[str], gold: Iterable[GoldLine]) -> frozenset[str]:
    """Folded names under which a monograph's substance may appear: its title, its names, those that the gold gives it.

    Args:
        title: The monograph's title.
        keys: What the extractor found that the document calls it.
        gold: The document's annotation.
    """
    given = (o for line in gold if line.relation in ("alternateName", "brandName") for o in line.object)
    return frozenset(map(fold, (title, *keys, *given)))


def fold(text: str) -> str:
    """A name as it is compared: case, articles, hyphens and plurals folded."""
    return name_key(_ARTICLES.sub("", text.strip()))


@dataclass(slots=True)
class _Matcher:
    gold: tuple[GoldLine, ...]
    symmetric: frozenset[str]
    own: frozenset[str] = frozenset()
    forms: dict[str, frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Forms accepted for an object are accepted where that concept is a subject."""
        for line in self.gold:
            keys = frozenset(fold(form) for form in line.object)
            for key in keys:
                self.forms[key] = self.forms.get(key, frozenset()) | keys

    def match(self, assertion: Assertion, met: Collection[int] = ()) -> GoldLine | None:
        """The best gold line for a prediction: same polarity first, one that none has met yet, required ones."""
        fitting = [line for line in self.gold if self._agrees(assertion, line)]
        negated = assertion.modality is Modality.NEGATED
        fitting.sort(
            key=lambda g: (
                (g.modality is Modality.NEGATED) != negated,
                g.modality is not assertion.modality,
                id(g) in met,
                g.optional,
            )
        )
        return fitting[0] if fitting else None

    def _agrees(self, assertion: Assertion, line: GoldLine) -> bool:
        if assertion.relation != line.relation:
            return False
        if line.relation == "hasDosage":
            return self._same_dose(assertion, line)
        subject, target = (
            _keys(assertion.subject.label, assertion.subject.text),
            _keys(assertion.object.label, assertion.object.text),
        )
        wanted_subject, wanted_object = self._subject_forms(line), {fold(form) for form in line.object}
        if subject & wanted_subject and target & wanted_object:
            return True
        return line.relation in self.symmetric and bool(target & wanted_subject and subject & wanted_object)

    def _subject_forms(self, line: GoldLine) -> set[str]:
        keys = {fold(form) for form in line.subject}
        widened = set(keys)
        for key in keys:
            widened |= self.forms.get(key, frozenset())
        return widened | self.own if keys & self.own else widened

    def _same_dose(self, assertion: Assertion, line: GoldLine) -> bool:
        mine = dict(assertion.qualifiers)
        return all(mine.get(name) == line.qualifiers.get(name) for name in ("low", "high", "unit"))


def _keys(label: str, text: str) -> set[str]:
    return {fold(label), fold(text)}


def evaluate(
    assertions: Iterable[Assertion],
    gold: tuple[GoldLine, ...],
    *,
    own_names: Iterable[str] = (),
    symmetric: frozenset[str] = SYMMETRIC,
) -> Evaluation:
    """Score the predictions for one document.

    Args:
        assertions: What was extracted.
        gold: What should have been.
        own_names: Names under which the monograph's substance may appear.
        symmetric: Relations that count either way round.
    """
    matcher = _Matcher(gold, symmetric, frozenset(fold(name) for name in own_names))
    scores: dict[str, Score] = {}
    faults: list[Fault] = []
    met: set[int] = set()
    lines_met: set[int] = set()
    for assertion in assertions:
        line = matcher.match(assertion, lines_met)
        score, fault = _judge(assertion, line)
        scores[assertion.relation] = scores.get(assertion.relation, Score()) + score
        if fault:
            faults.append(fault)
        elif line:
            met.update(i for i, g in enumerate(gold) if g is line)
            lines_met.add(id(line))
    negated = right_negated = 0
    for index, line in enumerate(gold):
        if line.optional:
            continue
        hit = index in met
        negated += line.modality is Modality.NEGATED
        right_negated += hit and line.modality is Modality.NEGATED
        scores[line.relation] = scores.get(line.relation, Score()) + Score(
            found=int(hit), missed=int(not hit)
        )
        if not hit:
            faults.append(
                Fault(
                    "missed", line.relation, line.subject[0], line.object[0], line.modality.value, line.quote
                )
            )
    total = sum(scores.values(), Score())
    return Evaluation(total, dict(sorted(scores.items())), tuple(faults), (negated, right_negated))


def judge(
    assertions: Iterable[Assertion], gold: tuple[GoldLine, ...], own_names: Iterable[str] = ()
) -> Iterator[tuple[Assertion, bool]]:
    """Each prediction, and whether it is right; those that meet an optional line are left out.

    Args:
        assertions: What was extracted.
        gold: What should have been.
        own_names: Names under which the monograph's substance may appear.
    """
    matcher = _Matcher(gold, SYMMETRIC, frozenset(fold(name) for name in own_names))
    for assertion in assertions:
        score, _ = _judge(assertion, matcher.match(assertion))
        if score.right or score.wrong:
            yield assertion, bool(score.right)


def _judge(assertion: Assertion, line: GoldLine | None) -> tuple[Score, Fault | None]:
    polarity = line is not None and (assertion.modality is Modality.NEGATED) != (
        line.modality is Modality.NEGATED
    )
    if line is not None and not polarity:
        if line.optional:
            return Score(), None
        return Score(right=1, modality_right=int(assertion.modality is line.modality)), None
    evidence = assertion.evidence[0]
    return Score(wrong=1), Fault(
        "polarity" if polarity else "wrong", assertion.relation, assertion.subject.label, assertion.object.label,
        assertion.modality.value, evidence.quote, evidence.rule,
    )  # fmt: skip
