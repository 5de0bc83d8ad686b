"""What single passages state: the golden cases."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.cases import Case, cases_in, statements, written
from pharmagraph.records import Modality
from pharmagraph.vocabulary import load_vocabulary

FOLDER = Path(__file__).parent / "golden"
CASES = [case for path in sorted(FOLDER.glob("*.md")) for case in cases_in(path)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_passage_states_what_its_case_says(case: Case) -> None:
    """By the rules the passage gives these statements, with their modality and direction, and no other."""
    qualified = any(line.endswith(")") for line in case.expected)
    found = [
        written(assertion, qualified=qualified)
        for assertion in statements(case.heading, case.text, rules_only=True)
    ]
    assert sorted(found) == sorted(case.expected)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_model_loses_no_warning_and_turns_none_round(case: Case) -> None:
    """With the model every warning of a case is still given, and nothing that it denies is affirmed."""
    relations = load_vocabulary().relations
    by_rules = statements(case.heading, case.text, rules_only=True)
    found = {
        (a.subject.id, a.relation, a.object.key): a.modality for a in statements(case.heading, case.text)
    }
    for assertion in by_rules:
        key = (assertion.subject.id, assertion.relation, assertion.object.key)
        if assertion.modality is Modality.NEGATED:
            assert found.get(key, Modality.NEGATED) is Modality.NEGATED, key
        elif relations[assertion.relation].risk:
            assert found.get(key) is assertion.modality, key


def test_there_are_cases_of_every_file() -> None:
    """Each file of the folder holds cases, and none twice."""
    assert all(cases_in(path) for path in FOLDER.glob("*.md"))
    assert len({(case.heading, case.text) for case in CASES}) == len(CASES) > 90
