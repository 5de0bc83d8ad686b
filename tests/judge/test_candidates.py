"""What a statement of a passage may be about."""

from __future__ import annotations

import pytest
from tests.judge.made import passages

from pharmagraph.extract.judge.candidates import candidates
from pharmagraph.extract.judge.observe import observe


def texts(text: str) -> dict[str, str]:
    """Candidate -> what part of its phrase it is, for the last passage of a text."""
    sentence, _ = passages(text)[-1]
    return {c.phrase.text: c.part for c in candidates(sentence)}


@pytest.mark.parametrize(
    ("text", "name", "part"),
    [
        ("It reduces the effectiveness of oral contraceptives.", "oral contraceptives", "of"),
        ("Zorvexin increased fexofenadine exposure in volunteers.", "fexofenadine", "name"),
        ("**Carbamazepine, phenytoin:** the half-life is shortened.", "phenytoin", "label"),
        ("Nausea, headache and rash occur.", "headache", "whole"),
    ],
)
def test_names_are_found_in_phrases_lists_and_labels(text: str, name: str, part: str) -> None:
    """A name is a candidate where it stands alone, in a list, inside of a phrase, and in the label above."""
    assert texts(text)[name] == part


def test_each_place_is_one_candidate() -> None:
    """The same words in the same place are one candidate, however they were found."""
    sentence, _ = passages("Ibuprofen, warfarin and drugs such as digoxin interact with levels of warfarin.")[
        -1
    ]
    places = [
        (c.phrase.start, c.phrase.end, c.phrase.text) for c in candidates(sentence) if c.part != "label"
    ]
    assert len(places) == len(set(places)) > 3


def test_offsets_of_candidates_are_their_words() -> None:
    """The words of a part are those of the text at its offsets."""
    sentence, _ = passages("It lowers the plasma concentration of digoxin and correct hypokalemia quickly.")[
        -1
    ]
    parts = [c for c in candidates(sentence) if c.part in ("of", "head", "name", "tail", "front")]
    assert parts
    for candidate in parts:
        assert sentence.text[candidate.phrase.start : candidate.phrase.end] == candidate.phrase.text


def test_what_a_rule_proposes_is_observed_with_its_claim() -> None:
    """Each proposal about the substance is a claim of at least one observation."""
    sentence, proposals = passages("Zorvexin can cause nausea, dizziness and a dry mouth.")[-1]
    assert len(proposals) == 3
    claimed = {id(claim.proposal) for seen in observe(sentence, proposals) for claim in seen.claims}
    assert claimed == {id(proposal) for proposal in proposals}
