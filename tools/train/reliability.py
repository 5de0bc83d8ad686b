"""How often statements of a given confidence are right: what calibrates the model, and the table of the docs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from sklearn.isotonic import IsotonicRegression
from tools.train.corpus import Document

from pharmagraph.evaluate import judge, own_names, read_gold
from pharmagraph.extract import extract
from pharmagraph.extract.judge.model import Model
from pharmagraph.extract.judge.observe import NOT_JUDGED
from pharmagraph.extract.knowledge import Knowledge
from pharmagraph.read import read_monograph

_STEPS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One statement that was read from a document that the model had not seen.

    Attributes:
        judged: Whether the network judged it; else ``group`` says what it is.
        group: The relation of what is not judged, ``other`` for statements about other things.
        confidence: What was said of it.
        right: Whether the gold has it.
    """

    judged: bool
    group: str
    confidence: float | None
    right: bool


def outcomes(document: Document, knowledge: Knowledge) -> list[Outcome]:
    """All statements that are right or wrong (those that the gold leaves open are neither)."""
    monograph = read_monograph(document.monograph).monograph
    extraction, gold = extract(monograph, knowledge), read_gold(document.gold)
    own, names = extraction.names.subject.id, own_names(monograph.title, extraction.names.keys, gold)
    found = []
    for assertion, right in judge(extraction.assertions, gold, names):
        about = own in (assertion.subject.id, assertion.object.id)
        group = assertion.relation if assertion.relation in NOT_JUDGED else "" if about else "other"
        found.append(Outcome(not group, group, assertion.confidence, right))
    return found


def calibrate(found: Sequence[Outcome]) -> tuple[tuple[float, float], ...]:
    """What the network says -> how often it is right, by isotonic regression (Zadrozny and Elkan, KDD 2002)."""
    pairs = [(o.confidence, o.right) for o in found if o.judged and o.confidence is not None]
    said, right = np.array([p for p, _ in pairs]), np.array([float(r) for _, r in pairs])
    fitted = IsotonicRegression(out_of_bounds="clip", y_min=0.0, y_max=1.0).fit(said, right)
    steps = zip(fitted.X_thresholds_, fitted.y_thresholds_, strict=True)
    return tuple(sorted({(round(float(x), 3), round(float(y), 3)) for x, y in steps}))


def measured(found: Sequence[Outcome]) -> dict[str, float]:
    """How often what is not judged is right, by group."""
    groups = sorted({o.group for o in found if not o.judged})
    return {group: round(float(np.mean([o.right for o in found if o.group == group])), 2) for group in groups}


def table(found: Sequence[Outcome], model: Model) -> str:
    """The reliability table in Markdown: what was said, after calibration, against what was right."""
    lines = ["| confidence | statements | mean confidence | right |", "|---|---|---|---|"]
    said = [
        (model.measured[o.group] if o.group else model.confidence(o.confidence or 0.0), o.right)
        for o in found
        if o.group or o.confidence is not None
    ]
    for low, high in pairwise(_STEPS):
        part = [(c, r) for c, r in said if low <= c < high]
        if part:
            mean, right = np.mean([c for c, _ in part]), np.mean([r for _, r in part])
            lines.append(f"| {low:.2f} to {min(high, 1.0):.2f} | {len(part)} | {mean:.2f} | {right:.2f} |")
    return "\n".join(lines)
