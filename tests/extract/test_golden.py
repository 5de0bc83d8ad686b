"""What single passages state: the golden cases."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.cases import Case, cases_in, statements, written

FOLDER = Path(__file__).parent / "golden"
CASES = [case for path in sorted(FOLDER.glob("*.md")) for case in cases_in(path)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_passage_states_what_its_case_says(case: Case) -> None:
    """The passage gives these statements, with their modality and direction, and no other."""
    qualified = any(line.endswith(")") for line in case.expected)
    found = [written(assertion, qualified=qualified) for assertion in statements(case.heading, case.text)]
    assert sorted(found) == sorted(case.expected)


def test_there_are_cases_of_every_file() -> None:
    """Each file of the folder holds cases, and none twice."""
    assert all(cases_in(path) for path in FOLDER.glob("*.md"))
    assert len({(case.heading, case.text) for case in CASES}) == len(CASES) > 90
