"""Folding: which spellings of a name meet, and which must not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pharmagraph.recognise.spelling import name_key, singular


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("headaches", "headache"),
        ("aches", "ache"),
        ("patches", "patch"),
        ("stomachs", "stomach"),
        ("rashes", "rash"),
        ("sizes", "size"),
        ("waltzes", "waltz"),
        ("boxes", "box"),
        ("potatoes", "potato"),
        ("viruses", "virus"),
        ("diseases", "disease"),
        ("doses", "dose"),
        ("psychoses", "psychosis"),
        ("abscesses", "abscess"),
        ("thrombi", "thrombus"),
    ],
)
def test_a_plural_meets_its_singular(plural, one):
    """Both words of a pair fold to the singular."""
    assert singular(plural) == singular(one) == one


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Graves’ disease", "Graves disease"),
        ("Graves' disease", "Graves disease"),
        ("Parkinson’s disease", "Parkinson disease"),
        ("Parkinson's", "parkinson"),
        ("devil’s claw", "devil's claw"),
        ("Alzheimer's-type dementia", "Alzheimer type dementia"),
    ],
)
def test_a_possessive_meets_the_bare_name(name, other):
    """Straight and curved apostrophes, with and without s."""
    assert name_key(name) == name_key(other)


@pytest.mark.parametrize(
    ("name", "other"),
    [("5'-nucleotidase", "nucleotidase"), ("patch", "pat"), ("peaches", "peace")],
)
def test_other_names_stay_apart(name, other):
    """An apostrophe that is no possessive takes nothing away."""
    assert name_key(name) != name_key(other)


@given(st.text("abcdehisuxyz", min_size=1, max_size=14))
def test_the_singular_of_a_singular_is_itself(word):
    """Folding twice is folding once, so that keys that are stored and keys that are made meet."""
    assert singular(singular(word)) == singular(word)
