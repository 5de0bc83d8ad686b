"""``pharmagraph check``: what is stated of substances taken together, and that silence is never called safety."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
ALPHA = """---
title: Aspirin
---
# Aspirin

## Drug Interactions

Aspirin increases the effect of warfarin.

No interaction with digoxin is known.
"""


@pytest.fixture
def built(pharmagraph: Run, folder: Callable[[Mapping[str, str]], Path]) -> Run:
    """A graph of one monograph, asked with ``check``."""
    assert pharmagraph("build", str(folder({"aspirin.md": ALPHA})), "-o", "out").exit_code == 0
    return lambda *names, **options: pharmagraph("-C", "out", "check", *names, **options)


def test_an_interaction_is_shown_with_its_sentence_and_fails(built: Run) -> None:
    """The statement, its place and its words are printed, and the exit status warns."""
    found = built("aspirin", "warfarin")
    assert found.exit_code == 1
    assert "aspirin increases the effect of warfarin" in found.stdout
    assert "aspirin.md:8" in found.stdout
    assert "Aspirin increases the effect of warfarin." in found.stdout


def test_a_denial_is_shown_as_a_denial(built: Run) -> None:
    """A denied interaction says NOT and does not fail."""
    found = built("aspirin", "digoxin")
    assert found.exit_code == 0
    assert "does NOT interact with" in found.stdout


def test_silence_is_not_called_safe(built: Run) -> None:
    """Two known substances of which nothing is stated together get the plain warning that this proves nothing."""
    found = built("warfarin", "digoxin")
    assert found.exit_code == 0
    assert "no statement found in 1 monograph; that does not mean it is safe" in found.stdout


def test_an_unknown_name_fails(built: Run) -> None:
    """A name that the graph does not know is an error, never silence."""
    found = built("aspirin", "nosuchdrug")
    assert found.exit_code == 1
    assert "unknown" in found.stderr
    assert "nosuchdrug" in found.stderr


def test_json_holds_findings_and_silence(built: Run) -> None:
    """The machine-readable answer has the same content."""
    answer = json.loads(built("aspirin", "warfarin", "digoxin", "--format", "json").stdout)
    assert {item["statement"]["relation"] for item in answer["findings"]} >= {"interactsWith"}
    assert [pair[:2] for pair in answer["noStatementFound"]] == [["warfarin", "digoxin"]]


def test_one_substance_is_a_usage_error(built: Run) -> None:
    """Nothing can be checked with one name."""
    assert built("aspirin").exit_code == 2


def test_what_is_stated_of_a_class_is_derived_for_its_member(
    pharmagraph: Run, folder: Callable[..., Path]
) -> None:
    """From the text by the lexicon to the store on disk: by way of the class, with the sentence, and it fails."""
    files = {
        "ginkgo.md": "# Ginkgo\n\n## Drug Interactions\n\nGinkgo may interact with anticoagulants.\n",
        "warfarin.md": "# Warfarin\n\n## Uses\n\nWarfarin is used for thrombosis.\n",
    }
    assert pharmagraph("build", folder(files), "-o", "out").exit_code == 0
    found = pharmagraph("-C", "out", "check", "Coumadin", "ginkgo")
    assert found.exit_code == 1
    (row,) = found.stdout.splitlines()[1:]
    assert row.split("\t")[:4] == [
        "Coumadin", "ginkgo", "ginkgo possibly interacts with warfarin (derived)", "by way of anticoagulants",
    ]  # fmt: skip
    assert row.endswith("ginkgo.md:5\tGinkgo may interact with anticoagulants.")
    rows = pharmagraph("-C", "out", "query", "derived-interactions", "substance=warfarin").stdout.splitlines()
    assert len(rows) == 2
    assert pharmagraph("-C", "out", "query", "interactions", "substance=warfarin").stdout.count("\n") == 1
    assert pharmagraph("-C", "out", "validate").exit_code == 0


def test_two_names_of_one_substance_are_told(built: Run) -> None:
    """A brand beside its substance is the same taken twice: said, and exit status 1."""
    found = built("warfarin", "Coumadin")
    assert found.exit_code == 1
    assert found.stdout.startswith("warfarin and Coumadin are names of the same substance\n")
    assert "no statement found" not in found.stdout


def test_names_without_a_monograph_are_told(built: Run) -> None:
    """Only what others say of them is known."""
    assert "digoxin has no monograph of its own among 1 monograph" in built("aspirin", "digoxin").stdout
