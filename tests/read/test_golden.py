"""The documents under ``golden/`` are read as they say."""

from __future__ import annotations

import pytest

from pharmagraph.read import read_bytes
from read.golden_cases import Case, all_cases, facts, row
from read.invariants import check

CASES = list(all_cases())


@pytest.mark.parametrize("case", [case for _, case in CASES], ids=[f"{file}: {c.name}" for file, c in CASES])
def test_a_document_is_read_as_its_golden_case_says(case: Case):
    """Passages, questions, notes and metadata of a document are the ones that its golden case lists."""
    reading = read_bytes(case.data, "some-thing.md")
    monograph = reading.monograph
    found = [row(passage, case.columns, monograph.raw) for passage in monograph.passages]
    assert found == case.rows
    assert facts(reading, case.facts) == case.facts
    check(monograph)


def test_every_golden_case_is_found_and_says_something():
    """No golden case is lost by a slip of its format: each has an input, a name of its own and a table."""
    assert len(CASES) >= 40
    assert len({(file, case.name) for file, case in CASES}) == len(CASES)
    for _, case in CASES:
        assert case.data
        assert case.columns[-1] in {"text", "cells", "quote"}
        assert all(len(cells) == len(case.columns) for cells in case.rows)
