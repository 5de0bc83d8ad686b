"""Degrees: "severe renal impairment" is renal impairment, and "severe" is never lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pharmagraph.errors import OntologyError
from pharmagraph.lexicon.degrees import Degrees, load_degrees
from pharmagraph.lexicon.rows import read_rows
from pharmagraph.recognise.lexicon import load_lexicon
from pharmagraph.resources import lexicon_dir

PATH = lexicon_dir() / "degrees.tsv"
ROWS = [row for _, row in read_rows(PATH)]


@pytest.mark.parametrize(
    ("name", "label", "degree"),
    [
        ("severe renal impairment", "renal impairment", "severe"),
        ("Severe hypertension", "hypertension", "Severe"),
        ("mild to moderate pain", "pain", "mild to moderate"),
        ("moderate-to-severe hypertension", "hypertension", "moderate-to-severe"),
        ("mild or moderate asthma", "asthma", "mild or moderate"),
        ("uncontrolled hypertension", "hypertension", "uncontrolled"),
        ("severe, persistent headache", "headache", "severe, persistent"),
        ("severe damage to the kidneys", "kidney damage", "severe"),
        ("severe chronic pain", "chronic pain", "severe"),
    ],
)
def test_a_degree_before_a_condition_is_kept_beside_it(name, label, degree):
    """The condition is what is named, and the words that say how bad it is are told."""
    decision = load_lexicon().decide(name)
    assert [(c.label, c.type) for c in decision.readings] == [(label, "Condition")]
    assert (decision.layer, decision.degree) == ("degree", degree)
    assert degree in decision.reason


@pytest.mark.parametrize(
    "name", ["acute kidney injury", "acute liver failure", "chronic cough", "unstable angina", "chronic pain"]
)
def test_a_condition_with_an_identifier_of_its_own_comes_first(name):
    """What the sources know under its whole name is that, and has no degree."""
    decision = load_lexicon().decide(name)
    assert decision.layer in ("curated", "pack")
    assert decision.degree == ""
    assert decision.readings


@pytest.mark.parametrize(
    "name",
    [
        "severe",
        "mild to moderate",
        "moderate CYP3A4 inhibitors",  # another class of substances than CYP3A4 inhibitors
        "active metabolite",
        "suspected pneumonia",  # it may be none
        "previous stroke",  # it is over
        "history of asthma",
        "risk of severe bleeding",
        "severe nosuchthing",
    ],
)
def test_other_words_before_a_name_take_nothing_away(name):
    """What is only suspected or past is not the condition, and the rule is for conditions."""
    assert load_lexicon().decide(name).layer != "degree"


def test_the_table_is_sorted_and_says_nothing_twice():
    """A table that is sorted and unique can be reviewed line by line."""
    lines = PATH.read_text(encoding="utf-8").splitlines()[1:]
    assert lines == sorted(set(lines))
    assert all(row["reason"] for row in ROWS)


@given(
    st.lists(st.sampled_from([row["word"] for row in ROWS] + ["to", "or", "pain", "heart", "-"]), max_size=6)
)
def test_no_word_of_a_name_is_lost(words):
    """Degree and rest together are the name again, both are always there, and the longest rest comes first."""
    name = " ".join(words)
    found = list(load_degrees(lexicon_dir()).splits(name))
    assert all(degree and rest and f"{degree} {rest}" == name for degree, rest in found)
    assert found == sorted(found, key=lambda pair: -len(pair[1]))


def test_a_damaged_row_is_told_with_its_line(tmp_path):
    """A kind that is unknown stops the reading."""
    (tmp_path / "degrees.tsv").write_text("word\tkind\treason\nbad\tmood\tx\n", encoding="utf-8")
    with pytest.raises(OntologyError, match=r"degrees\.tsv:2: the kind 'mood'"):
        load_degrees(tmp_path)


def test_a_folder_without_the_table_has_no_degrees(tmp_path):
    """The table can be left out."""
    assert load_degrees(tmp_path) == Degrees()
    assert list(Degrees().splits("severe pain")) == []
