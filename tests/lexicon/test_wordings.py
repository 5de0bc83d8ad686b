"""Wordings: what patients and labels say for a condition, each row read against the concept that it means."""

from pathlib import Path

import pytest

from pharmagraph.errors import OntologyError
from pharmagraph.lexicon.rows import read_rows
from pharmagraph.lexicon.wordings import load_wordings
from pharmagraph.recognise.lexicon import load_lexicon
from pharmagraph.resources import lexicon_dir

PATH = lexicon_dir() / "wordings.tsv"
ROWS = [row for _, row in read_rows(PATH)]


@pytest.mark.parametrize(
    ("name", "curie"),
    [
        ("pins and needles", "HP:0003401"),
        ("Blood clots in the lungs", "HP:0002204"),
        ("high temperature", "HP:0001945"),
        ("swollen abdomen", "HP:0003270"),
        ("discoloured urine", "HP:0012086"),
        ("discolored urine", "HP:0012086"),
        ("PRES", "MONDO:0044033"),
    ],
)
def test_what_people_say_is_the_condition(name, curie):
    """Everyday names and abbreviations of labels have the identifiers of the condition."""
    decision = load_lexicon().decide(name)
    assert decision.layer == "wording"
    assert [c.type for c in decision.readings] == ["Condition"]
    assert curie in decision.readings[0].xrefs
    assert decision.readings[0].label in decision.reason


def test_each_row_means_the_one_condition_whose_identifier_it_gives():
    """The identifier beside a row is the one that its name leads to, by the name itself and not by another wording."""
    lexicon = load_lexicon()
    wrong = []
    for row in ROWS:
        decision = lexicon.decide(row["text"])
        identifiers = [c.xrefs for c in decision.readings if c.type == "Condition"]
        layers = (decision.layer, lexicon.decide(row["means"]).layer)
        if layers[0] != "wording" or layers[1] == "wording" or len(identifiers) != 1:
            wrong.append(row["text"])
        wrong += [row["text"] for xrefs in identifiers if row["curie"] not in xrefs]
    assert wrong == []


def test_the_table_is_sorted_and_says_nothing_twice():
    """A table that is sorted and unique can be reviewed line by line."""
    lines = PATH.read_text(encoding="utf-8").splitlines()[1:]
    assert lines == sorted(set(lines))
    assert all(all(row.values()) for row in ROWS)


@pytest.mark.parametrize("name", ["floater", "pres", "Oa", "redeye"])
def test_one_word_holds_only_as_it_is_written(name):
    """Other forms of a word, and small letters where the wording has capitals, are something else."""
    assert load_lexicon().decide(name).layer != "wording"


@pytest.mark.parametrize("name", ["severe pins and needles", "Persistent high temperature"])
def test_a_degree_before_a_wording_is_kept_beside_it(name):
    """The other rules go on from a wording as from any name."""
    decision = load_lexicon().decide(name)
    assert (decision.layer, decision.degree) == ("degree", name.split()[0])


def test_a_wording_takes_no_name_from_things_of_other_classes():
    """The abbreviation of a syndrome that is a gene as well stays the gene where a protein is wanted."""
    assert {c.type for c in load_lexicon().decide("TLS").readings} == {"Condition", "Protein"}


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("fits\t\tHP:0001250\tx\n", r"wordings\.tsv:2: the wording 'fits' has an empty cell"),
        (
            "bad fit\tseizure\tHP:0001250\tx\nbad fits\tstroke\tHP:0001297\tx\n",
            r"wordings\.tsv:3: the wording 'bad fits' is there twice and means two things",
        ),
    ],
)
def test_a_damaged_row_is_told_with_its_line(tmp_path: Path, rows, told):
    """A row without its meaning, or one that contradicts another, stops the reading."""
    (tmp_path / "wordings.tsv").write_text("text\tmeans\tcurie\tsource\n" + rows, encoding="utf-8")
    with pytest.raises(OntologyError, match=told):
        load_wordings(tmp_path)


def test_a_folder_without_the_table_has_no_wordings(tmp_path):
    """The table is optional, as a lexicon of one's own may do without."""
    assert load_wordings(tmp_path) == {}
