"""Scoring: what counts as right, wrong and missed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from pharmagraph.cli.evaluate import evaluate_file

MONOGRAPH = """---
title: Aspirin
---
# Aspirin

## Drug Interactions

Aspirin may interact with warfarin. No interaction with digoxin is known.

## Side Effects

Aspirin can cause nausea.
"""


def line(relation: str, obj: str, modality: str = "asserted", **more: object) -> dict[str, object]:
    """One line of gold."""
    return {"subject": "Aspirin", "relation": relation, "object": [obj], "modality": modality, **more}


@pytest.fixture
def score(tmp_path: Path) -> Callable[..., tuple[int, int, int, tuple[int, int]]]:
    """Right, wrong and missed statements of the monograph against the given gold, and its denials."""

    def run(*lines: dict[str, object]) -> tuple[int, int, int, tuple[int, int]]:
        (tmp_path / "aspirin.md").write_text(MONOGRAPH, encoding="utf-8")
        gold = tmp_path / "aspirin.jsonl"
        rows = ({"qualifiers": {}, "quote": "", **entry} for entry in lines)
        gold.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        found = evaluate_file(gold)
        return found.total.right, found.total.wrong, found.total.missed, found.negations

    return run


ALL = (
    line("interactsWith", "warfarin", "possible"),
    line("interactsWith", "digoxin", "negated"),
    line("hasSideEffect", "nausea"),
)
Score = Callable[..., tuple[int, int, int, tuple[int, int]]]


def test_all_that_is_stated_is_right(score: Score) -> None:
    """A gold of what the monograph says gives no error."""
    assert score(*ALL) == (3, 0, 0, (1, 1))


def test_a_statement_without_a_line_is_wrong(score: Score) -> None:
    """What the gold does not have counts against precision."""
    assert score(*ALL[:2]) == (2, 1, 0, (1, 1))


def test_a_line_without_a_statement_is_missed(score: Score) -> None:
    """What was not extracted counts against recall, unless the line is marked as one that need not be found."""
    assert score(*ALL, line("usedFor", "pain"))[2] == 1
    assert score(*ALL, line("usedFor", "pain", unsure=True))[2] == 0


def test_a_lost_not_is_an_error_twice(score: Score) -> None:
    """The wrong polarity is a wrong statement, and the right one is missed."""
    assert score(line("interactsWith", "warfarin", "negated"), *ALL[1:]) == (2, 1, 1, (2, 1))


def test_a_hedge_is_no_polarity(score: Score) -> None:
    """What may be meets a line that asserts it; only the accuracy of modality falls."""
    assert score(line("interactsWith", "warfarin", "asserted"), *ALL[1:])[:3] == (3, 0, 0)


def test_the_command_prints_errors_with_their_sentences(
    score: Score, tmp_path: Path, pharmagraph: Callable[..., Result]
) -> None:
    """The errors name the kind, the relation and the sentence."""
    score(*ALL[:2])
    ran = pharmagraph("evaluate", str(tmp_path / "aspirin.jsonl"), "--errors")
    assert ran.exit_code == 0
    assert "Aspirin can cause nausea." in ran.stdout


_TWO = {
    "dev/manifest.tsv": "file\tlayout\nalpha.md\twiki\nbeta.md\tleaflet\n",
    "dev/monographs/alpha.md": "# Alpha\n\n## Side effects\n\nAlpha can cause nausea.\n",
    "dev/monographs/beta.md": "# Beta\n\n## Side effects\n\nBeta can cause rash.\n",
    "dev/gold/alpha.jsonl": (
        '{"subject": "Alpha", "relation": "hasSideEffect", "object": "nausea", "modality": "asserted", '
        '"quote": "Alpha can cause nausea."}\n'
    ),
    "dev/gold/beta.jsonl": (
        '{"subject": "Beta", "relation": "hasSideEffect", "object": "itch", "modality": "asserted", '
        '"quote": "Beta can cause rash."}\n'
    ),
}


def test_scores_by_layout_and_errors_in_groups(
    pharmagraph: Callable[..., Result], folder: Callable[..., Path]
) -> None:
    """Each layout of the manifest has its line; errors of one kind stand together with their number and an example."""
    root = folder(_TWO)
    ran = pharmagraph(
        "evaluate", root / "dev/gold", "--per-layout", "--groups", "--rules-only", "--format", "json"
    )
    report = json.loads(ran.stdout)
    assert {name: found["recall"] for name, found in report["layouts"].items()} == {
        "wiki": 1.0,
        "leaflet": 0.0,
    }
    assert [(g["number"], g["kind"], g["relation"]) for g in report["groups"]] == [
        (1, "missed", "hasSideEffect"), (1, "wrong", "hasSideEffect"),
    ]  # fmt: skip
    assert report["groups"][0]["example"]["quote"] == "Beta can cause rash."
    text = pharmagraph("evaluate", root / "dev/gold", "--per-layout", "--groups", "--rules-only").stdout
    assert [line.split("\t")[:2] for line in text.splitlines() if line.startswith(("wiki", "leaflet"))] == [
        ["leaflet", "0.000"], ["wiki", "1.000"],
    ]  # fmt: skip


def test_a_manifest_that_cannot_be_read_is_one_clear_message(
    pharmagraph: Callable[..., Result], folder: Callable[..., Path]
) -> None:
    """The file is named, and the exit status tells."""
    root = folder({**_TWO, "dev/manifest.tsv": b"file\tlayout\n\xff\xfe"})
    ran = pharmagraph("evaluate", root / "dev/gold", "--per-layout")
    assert ran.exit_code == 1
    assert "manifest.tsv: cannot be read" in ran.stderr
