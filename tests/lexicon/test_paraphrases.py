"""Other wordings of a condition: read where they mean one, silent where they mean none, two, or something else."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pharmagraph.errors import OntologyError
from pharmagraph.lexicon.paraphrases import load_paraphrases
from pharmagraph.lexicon.rows import read_rows
from pharmagraph.recognise.lexicon import load_lexicon
from pharmagraph.recognise.spelling import name_key
from pharmagraph.resources import lexicon_dir

PATH = lexicon_dir() / "paraphrases.tsv"
ROWS = [row for _, row in read_rows(PATH)]
HEAD = "group\tframe\tuse\treason\n"


@pytest.mark.parametrize(
    ("name", "curie"),
    [
        ("damage to the heart", "mesh:D006335"),
        ("damage to the kidneys", "efo:0009833"),
        ("toxicity to the kidney", "efo:0011056"),
        ("increased blood bilirubin", "HP:0002904"),
        ("bilirubin increased", "HP:0002904"),
        ("transaminases increased", "HP:0002910"),
        ("raised liver enzymes", "HP:0002910"),
        ("elevated ALT", "HP:0031964"),
        ("blood creatine phosphokinase increased", "HP:0003236"),
        ("platelets decreased", "HP:0001873"),
        ("reduced platelet count", "HP:0001873"),
        ("lowered libido", "HP:0046504"),
        ("hepatic cancer", "MONDO:0002691"),
        ("pain in the muscles", "HP:0003326"),
        ("swelling of the ankles", "HP:0001785"),
        ("inflammation of the pancreas", "HP:0001733"),
        ("infection with HIV", "mesh:D015658"),
        ("impaired kidney function", "HP:0000083"),
        ("lack of iron", "mesh:D000090463"),
        ("blocked bowel", "HP:0005214"),
        ("allergy to sulfonamides", "DOID:0040015"),
        ("postoperative bleeding", "mesh:D019106"),
    ],
)
def test_a_wording_of_a_condition_is_that_condition(name, curie):
    """Damage, toxicity and values of the laboratory are known in the words of texts and of the sources."""
    decision = load_lexicon().decide(name)
    assert [curie in concept.xrefs for concept in decision.readings] == [True]
    assert decision.layer in ("paraphrase", "curated", "pack")


@pytest.mark.parametrize(
    "name",
    [
        "increased calcium",  # a dose, or a value
        "low sodium",  # a diet
        "reduced blood pressure",  # what is wanted of a drug
        "increased pressure",  # of the blood, the eye, the skull
        "damage",
        "increased",
        "damage to the",
        "increased " * 40,
    ],
)
def test_a_wording_that_may_be_something_else_means_nothing(name):
    """Right or silent."""
    assert load_lexicon().readings(name) == ()


def test_a_wording_never_names_a_substance():
    """The rule holds for conditions: what is raised in the blood is no substance."""
    lexicon = load_lexicon()
    frames = [row["frame"] for row in ROWS if row["use"] != "tried"]
    for thing in ("iron", "bilirubin", "platelets", "sugar", "kidney", "appetite"):
        for frame in frames:
            decision = lexicon.decide(frame.replace("{}", thing))
            if decision.layer == "paraphrase":
                assert [c.type for c in decision.readings] == ["Condition"]


def test_the_decision_names_its_rule():
    """Who asks why is told of the table."""
    assert load_lexicon().decide("damage to the heart").reason == (
        "a wording of heart damage, by the rule of paraphrases.tsv"
    )


def test_the_table_is_sorted_and_says_nothing_twice():
    """A table that is sorted and unique can be reviewed line by line."""
    lines = PATH.read_text(encoding="utf-8").splitlines()[1:]
    assert lines == sorted(set(lines))
    assert all(row["reason"] for row in ROWS)


def test_every_group_is_read_and_tried():
    """A group that is only read, or only tried, would do nothing."""
    groups = {row["group"] for row in ROWS}
    for use in ("read", "tried"):
        assert {row["group"] for row in ROWS if row["use"] in ("both", use)} == groups


@given(st.sampled_from(ROWS), st.text("abcdefgh", min_size=3, max_size=12))
def test_each_wording_of_a_group_leads_to_each_other(row, thing):
    """What stands in the gap stands in the gap of every wording that is tried."""
    if row["use"] == "tried":
        return
    found = {name_key(each) for each in load_paraphrases(lexicon_dir()).of(row["frame"].replace("{}", thing))}
    tried = {r["frame"] for r in ROWS if r["group"] == row["group"] and r["use"] != "read"}
    assert {name_key(frame.replace("{}", thing)) for frame in tried} <= found


@pytest.mark.parametrize(
    "row", ["a\t{}\tboth\tx", "a\tno gap\tboth\tx", "a\ttwo {} {}\tboth\tx", "a\traised {}\tsometimes\tx"]
)
def test_a_damaged_row_is_told_with_its_line(tmp_path: Path, row):
    """A frame needs one gap and a word beside it."""
    (tmp_path / "paraphrases.tsv").write_text(f"{HEAD}{row}\n", encoding="utf-8")
    with pytest.raises(OntologyError, match=r"paraphrases\.tsv:2: the frame"):
        load_paraphrases(tmp_path)


def test_a_folder_without_the_table_has_no_paraphrases(tmp_path):
    """The table can be left out."""
    assert list(load_paraphrases(tmp_path).of("raised bilirubin")) == []
