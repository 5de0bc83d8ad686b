"""What the model adds to the rules' proposals, and what it takes away."""

from __future__ import annotations

import pytest
from tests.judge.made import passages, voting

from pharmagraph.extract.judge.decide import judged
from pharmagraph.extract.judge.model import NEGATED, Model
from pharmagraph.records import Modality

_ODD = "Folk in the valley swear by the stuff when migraine strikes."  # no rule reads this


def stated(text: str, model: Model) -> dict[tuple[str, str], Modality]:
    return {
        (p.relation, p.object.label): p.modality
        for _, proposals in judged(passages(text), model)
        for p in proposals
    }


def test_a_likely_statement_is_added_with_its_confidence() -> None:
    """What the model is sure of is stated, marked as the model's, with where its words stand."""
    read = list(judged(passages(_ODD), voting({"usedFor": {"w=migrain": 10.0}})))
    sentence, proposals = read[-1]
    assert [(p.relation, p.object.label, p.rule) for p in proposals] == [
        ("usedFor", "migraine", "model:usedFor")
    ]
    assert proposals[0].confidence is not None
    assert proposals[0].confidence > 0.9
    assert proposals[0].object_at is not None
    assert sentence.text[slice(*proposals[0].object_at)] == "migraine"


def test_an_unlikely_one_is_not() -> None:
    """Below the threshold nothing is added."""
    assert stated(_ODD, voting({"usedFor": {"w=migrain": 6.1}})) == {}


def test_a_proposal_that_the_model_finds_unlikely_is_dropped() -> None:
    """A rule's proposal below the threshold goes; one above it stays and has a confidence."""
    text = "Zorvexin can cause nausea and dizziness."
    kept = stated(text, voting({"hasSideEffect": {"": 3.0, "w=dizzines": -9.0}}))
    assert kept == {("hasSideEffect", "nausea"): Modality.ASSERTED}


def test_a_denial_is_added_as_a_denial() -> None:
    """Where the model is sure of the "not", the statement is negated."""
    model = voting({"usedFor": {"w=migrain": 10.0}, NEGATED: {"w=migrain": 9.0}})
    assert stated("Folk do not swear by the stuff for migraine.", model) == {
        ("usedFor", "migraine"): Modality.NEGATED
    }


def test_where_denial_is_uncertain_nothing_is_said() -> None:
    """A statement that may or may not be denied is worse than none."""
    model = voting({"usedFor": {"w=migrain": 10.0}, NEGATED: {"w=migrain": 5.0}})
    assert stated(_ODD, model) == {}


def test_how_a_rule_states_it_is_left_to_the_rule() -> None:
    """A warning stays however sure the model is of a denial; anything else is dropped then, and never turned round."""
    sure = voting({"hasSideEffect": {"": 5.0}, "usedFor": {"": 5.0}, NEGATED: {"": 9.0}}, accept=1.0)
    assert stated("Zorvexin can cause nausea.", sure) == {("hasSideEffect", "nausea"): Modality.ASSERTED}
    assert stated("Zorvexin is used for migraine.", sure) == {}
    doubtful = voting({"usedFor": {"": 5.0}, NEGATED: {"": 0.5}}, accept=1.0)
    assert stated("Zorvexin is used for migraine.", doubtful) == {("usedFor", "migraine"): Modality.ASSERTED}


@pytest.mark.parametrize(
    "text",
    [
        "Folk in the valley swear by the stuff, unlike migraine sufferers.",
        "Folk in the valley formerly swore by the stuff when migraine struck.",
        "Folk in the valley do not swear by the stuff when migraine strikes.",
        "Ibuprofen prevents migraine.",
        "In overdose the stuff brings migraine.",
    ],
)
def test_contrast_past_denial_others_and_overdose_forbid_an_addition(text: str) -> None:
    """However sure the model is, a statement is not added where the words speak against it."""
    assert stated(text, voting({"usedFor": {"": 9.0}})).get(("usedFor", "migraine")) is None


def test_a_denial_needs_a_word_that_denies() -> None:
    """Without one nothing is denied, however sure the model is."""
    model = voting({"usedFor": {"w=migrain": 10.0}, NEGATED: {"w=migrain": 9.0}})
    assert stated(_ODD, model) == {}


def test_of_overlapping_readings_the_likeliest_is_stated() -> None:
    """Of "severe migraine" and "migraine" in one place one statement is made."""
    text = "Folk swear by the stuff when relief of migraine is wanted."
    model = voting({"usedFor": {"w=migrain": 10.0, "part=of": 3.0}})
    assert [label for _, label in stated(text, model)] == ["migraine"]


def test_questions_and_silent_sections_state_nothing() -> None:
    """The model does not read what makes no statements."""
    model = voting({"usedFor": {"": 9.0}})
    assert stated("## References\n\nSmith J. Migraine in the valley. 1999.", model) == {}
