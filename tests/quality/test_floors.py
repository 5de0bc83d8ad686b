"""Extraction quality is a gate: scores on the shipped gold may not fall below the floors, nor the floors in silence."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from pharmagraph.cli.evaluate import evaluate_file
from pharmagraph.evaluate import EMPTY, Evaluation

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
GOLD = {
    "first": ROOT / "data/gold",
    "dev": ROOT / "data/corpus/dev/gold",
    "test": ROOT / "data/corpus/test/gold",
    "unseen": ROOT / "data/corpus/unseen/gold",
}


def floors() -> dict[str, tuple[float, float]]:
    """The last floor of each group."""
    found = {}
    for line in (HERE / "floors.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            _, group, precision, recall, _ = line.split("\t")
            found[group] = (float(precision), float(recall))
    return found


def scored(folder: Path) -> Evaluation:
    return sum((evaluate_file(path) for path in sorted(folder.glob("*.jsonl"))), EMPTY)


@pytest.mark.parametrize("group", GOLD)
def test_scores_hold_the_floors(group: str) -> None:
    """Precision and recall on each gold set are at least what was reached before."""
    precision, recall = floors()[group]
    total = scored(GOLD[group]).total
    assert total.precision >= precision, f"{total.precision:.3f}"
    assert total.recall >= recall, f"{total.recall:.3f}"


def test_every_negation_of_the_first_monograph_is_right() -> None:
    """No denial of the first monograph is lost or turned round."""
    required, right = scored(GOLD["first"]).negations
    assert right == required > 0


def test_floors_are_not_lowered_in_silence() -> None:
    """A floor that is below an earlier one of its group gives a reason."""
    best: dict[str, tuple[float, float]] = {}
    for line in (HERE / "floors.tsv").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        _, group, precision, recall, reason = line.split("\t")
        now = (float(precision), float(recall))
        before = best.get(group, (0.0, 0.0))
        assert reason.strip() or (now[0] >= before[0] and now[1] >= before[1]), line
        best[group] = now


def test_gold_is_what_the_floors_were_set_on() -> None:
    """The gold files have the checksums that were noted with the floors."""
    noted = dict(
        reversed(line.split("  ")) for line in (HERE / "gold.sha256").read_text(encoding="utf-8").splitlines()
    )
    files = [path for folder in GOLD.values() for path in sorted(folder.glob("*.jsonl"))]
    found = {p.relative_to(ROOT).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}
    assert found == noted
