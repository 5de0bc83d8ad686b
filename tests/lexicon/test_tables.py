"""The reviewed tables are data, and data has tests."""

import re
from collections import defaultdict

import pytest

from pharmagraph.lexicon.layout import TYPES
from pharmagraph.lexicon.rows import read_rows
from pharmagraph.lexicon.tables import read_overrides
from pharmagraph.recognise.lexicon import load_lexicon
from pharmagraph.recognise.spelling import name_key
from pharmagraph.resources import lexicon_dir, ontology_dir

FOLDER = lexicon_dir()
CONCEPTS = [row for _, row in read_rows(FOLDER / "concepts.tsv")]
NAMES = [row for _, row in read_rows(FOLDER / "names.tsv")]
NEGATIVES = [row for _, row in read_rows(FOLDER / "negatives.tsv")]
OVERRIDES = [row for _, row in read_rows(FOLDER / "overrides.tsv")]
PREFIXES = {
    row.split("\t")[0] for row in (ontology_dir() / "prefixes.tsv").read_text(encoding="utf-8").splitlines()
}


@pytest.mark.parametrize(
    "table", ["concepts.tsv", "names.tsv", "overrides.tsv", "negatives.tsv", "forms.tsv"]
)
def test_tables_are_sorted_and_say_nothing_twice(table):
    """A table that is sorted and unique can be reviewed line by line and merged without conflicts."""
    rows = (FOLDER / table).read_text(encoding="utf-8").splitlines()[1:]
    assert rows == sorted(set(rows))


def test_the_stop_list_is_sorted_and_unique():
    """The stop list has each word once, in order, in small letters."""
    words = (FOLDER / "stop.txt").read_text(encoding="utf-8").splitlines()[1:]
    assert words == sorted({word.lower() for word in words})


def test_every_concept_has_a_class_of_the_vocabulary_and_an_id_of_its_own():
    """Classes are the vocabulary's, ids are slugs and unique."""
    ids = [row["id"] for row in CONCEPTS]
    assert len(ids) == len(set(ids))
    assert {row["type"] for row in CONCEPTS} <= set(TYPES)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", each) for each in ids)


def test_every_identifier_is_a_curie_with_a_known_prefix():
    """Identifiers read prefix:number, with prefixes that the project turns into IRIs."""
    curies = [x for row in CONCEPTS for x in row["xrefs"].split("|") if x]
    assert len(curies) > 3000
    assert all(re.fullmatch(r"[A-Za-z]+:[A-Z0-9]+", curie) for curie in curies)
    assert {curie.split(":")[0] for curie in curies} <= PREFIXES


def test_a_public_identifier_belongs_to_one_concept_of_a_class():
    """Two concepts of one class with the same identifier would be the same thing twice."""
    owners = defaultdict(set)
    for row in CONCEPTS:
        for curie in filter(None, row["xrefs"].split("|")):
            owners[curie, row["type"]].add(row["id"])
    assert {key: ids for key, ids in owners.items() if len(ids) > 1} == {}


def test_every_name_belongs_to_a_concept_and_every_concept_has_its_preferred_name():
    """Names and concepts fit together, one preferred name each, spelled like the label."""
    labels = {row["id"]: row["label"] for row in CONCEPTS}
    preferred = {row["id"]: row["text"] for row in NAMES if row["predicate"] == "preferred"}
    assert {row["id"] for row in NAMES} <= labels.keys()
    assert preferred == labels
    assert {row["predicate"] for row in NAMES} <= {"preferred", "synonym", "brand", "acronym"}


def test_broader_links_lead_to_concepts_and_never_back():
    """The classes of the curated table form no circle."""
    above = {row["id"]: [b for b in row["broader"].split("|") if b] for row in CONCEPTS}
    for start in above:
        seen, todo = set(), list(above[start])
        while todo:
            each = todo.pop()
            assert each in above
            assert each != start
            if each not in seen:
                seen.add(each)
                todo += above[each]


@pytest.mark.parametrize("row", NEGATIVES, ids=lambda row: f"{row['text']} is not {row['not']}")
def test_negatives_hold(row):
    """What a name must not mean, it does not mean."""
    readings = load_lexicon().readings(row["text"])
    assert [c.id for c in readings if row["not"] in ("*", c.type, c.id, *c.xrefs)] == []


@pytest.mark.parametrize("row", OVERRIDES, ids=lambda row: row["text"])
def test_every_override_is_used_and_says_why(row):
    """An override decides about its name, and gives a reason and a source."""
    decision = load_lexicon().decide(row["text"])
    assert decision.layer == "override"
    assert [c.id for c in decision.readings] == [f"pgc:{i}" for i in row["id"].split("|") if i]
    assert row["reason"] in decision.reason
    assert row["source"]


def test_an_override_without_a_reason_is_refused(tmp_path):
    """An override that does not say why is an error with its line."""
    path = tmp_path / "overrides.tsv"
    path.write_text("text\tid\treason\tsource\nfoo\t\t\tme\n", encoding="utf-8")
    with pytest.raises(Exception, match=r"overrides\.tsv:2: the override of 'foo' gives no reason"):
        read_overrides(path)


def test_no_stop_word_has_a_meaning_from_a_public_source():
    """Words of the stop list are read only where the curated table knows them."""
    lexicon = load_lexicon()
    words = (FOLDER / "stop.txt").read_text(encoding="utf-8").splitlines()[1:]
    assert [w for w in words if lexicon.decide(w).layer not in ("", "curated", "form")] == []


def test_folding_does_not_merge_curated_names_of_one_class_by_accident():
    """A name that two concepts of one class share after folding is on this list, reviewed."""
    kinds = {row["id"]: row["type"].replace("SubstanceClass", "Substance") for row in CONCEPTS}
    owners = defaultdict(set)
    for row in NAMES:
        owners[name_key(row["text"]), kinds[row["id"]]].add(row["id"])
    shared = {key for (key, _), ids in owners.items() if len(ids) > 1}
    assert shared == {"ala", "amphetamine", "heparin", "penicillin", "tetracycline"}
