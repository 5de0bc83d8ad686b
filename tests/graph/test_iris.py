from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pharmagraph.graph.iris import (
    MONOGRAPHS,
    concept_curie,
    concept_iri,
    dose_iri,
    evidence_iri,
    external_curie,
    external_iri,
    monograph_iri,
    reading_iri,
    selector_iri,
    source_of,
    statement_iri,
)
from pharmagraph.records import Assertion, Entity, Evidence, Modality

from .made import monograph, said
from .strategies import paths

# RFC 3987, section 2.2: what an IRI with scheme and authority is made of, percent signs only before two digits.
_IRI = re.compile(r"https://[^\s<>\"{}|\\^`\x00-\x20%]*(?:%[0-9A-F]{2}[^\s<>\"{}|\\^`\x00-\x20%]*)*")
ODD = (
    "a b.md",
    "日本/é.md",
    "50% #1?.md",
    "a:b.md",
    "x/y/z.md",
    "a.md.md",
    "a..b.md",
    "%41.md",
    "[1] {2}.md",
    "a\\b|c^d`.md",
)


def assertion(**changes: object) -> Assertion:
    """A statement with a qualifier and a piece of evidence."""
    _, (made,) = monograph(
        "a.md", "Alpha", said("Alpha", "hasSideEffect", "Itch:Condition", frequency="rare")
    )
    return replace(made, **changes)


@pytest.mark.parametrize("source", ODD)
def test_odd_names_of_files_give_valid_iris_and_come_back(source: str) -> None:
    """Blanks, Unicode, "#", "%" and folders are written so that an IRI can have them, and can be read again."""
    iri = monograph_iri(source).value
    assert _IRI.fullmatch(iri)
    assert "#" not in iri
    assert "?" not in iri
    assert source_of(iri) == source


@given(paths)
def test_any_name_of_a_file_comes_back(source: str) -> None:
    """The name of a file is read from the IRI of its monograph, and of a passage in it."""
    assert source_of(monograph_iri(source).value) == source
    assert source_of(evidence_iri(Evidence(source, 1, 2, "x")).value) == source


@pytest.mark.parametrize("source", ["a.markdown", "a", "notes.txt", ".md", "x/.md", "a/b.markdown"])
def test_names_without_the_usual_ending_come_back(source: str) -> None:
    """A file need not end in .md to be named."""
    assert source_of(monograph_iri(source).value) == source


@given(
    st.lists(
        st.sampled_from(["a", "a.md", "a.markdown", "a.markdown.md", ".md", "a/.md", "a.md.md"]),
        min_size=2,
        unique=True,
    )
)
def test_different_files_have_different_iris(sources: list[str]) -> None:
    """No two names of files share an IRI, or the graph of one would be taken for that of the other."""
    assert len({monograph_iri(source).value for source in sources}) == len(sources)


def test_evidence_is_named_by_its_characters() -> None:
    """The IRI of a passage is that of its monograph with the fragment of RFC 5147."""
    evidence = Evidence("drugs/a b.md", 120, 245, "x")
    assert evidence_iri(evidence).value == MONOGRAPHS + "drugs/a%20b#char=120,245"
    assert selector_iri(evidence).value == MONOGRAPHS + "drugs/a%20b#selector=120,245"


def test_concepts_keep_their_readable_names() -> None:
    """A CURIE and its IRI stand for each other."""
    iri = concept_iri("pgc:menaquinone-7").value
    assert iri == "https://w3id.org/pharmagraph/concept/menaquinone-7"
    assert concept_curie(iri) == "pgc:menaquinone-7"
    assert concept_curie("http://elsewhere/x") == "http://elsewhere/x"


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_identifier_of_a_terminology_is_an_iri_and_comes_back(name: str) -> None:
    """A terminology that was added may have identifiers with blanks or brackets."""
    iri = concept_iri(f"pgc:{name}").value
    assert _IRI.fullmatch(iri)
    assert concept_curie(iri) == f"pgc:{name}"


def test_statements_that_say_the_same_have_one_iri() -> None:
    """Where a statement was read, and in which words, does not matter; in which order its qualifiers stand neither."""
    one = assertion(qualifiers=(("frequency", "rare"), ("severity", "mild")))
    other = assertion(
        qualifiers=(("severity", "mild"), ("frequency", "rare")),
        subject=replace(one.subject, text="It", label="ALPHA"),
        evidence=(Evidence("b.md", 5, 9, "else"),),
    )
    assert statement_iri(one) == statement_iri(other)


@pytest.mark.parametrize(
    "change",
    [
        {"modality": Modality.POSSIBLE},
        {"modality": Modality.NEGATED},
        {"relation": "usedFor"},
        {"qualifiers": ()},
        {"qualifiers": (("frequency", "common"),)},
        {"qualifiers": (("severity", "rare"),)},
        {"subject": Entity("Alpha", "Alpha", "pgc:other", "Substance")},
        {"object": Entity("Itch", "Itch", "pgc:other", "Condition")},
        {"object": Entity("Itch", "Itch", "", "")},
    ],
)
def test_statements_that_differ_have_different_iris(change: dict[str, object]) -> None:
    """Subject, relation, object, modality and qualifiers all count."""
    assert statement_iri(assertion(**change)) != statement_iri(assertion())


def test_readings_of_one_passage_in_other_words_are_told_apart() -> None:
    """A brand and its substance, named in one sentence, are two readings of one statement."""
    one = assertion()
    named = replace(one, subject=replace(one.subject, text="Brand"))
    assert statement_iri(one) == statement_iri(named)
    assert reading_iri(one, one.evidence[0]) != reading_iri(named, one.evidence[0])


def test_doses_that_differ_in_a_number_are_told_apart() -> None:
    """A dose is named by its substance and all that is said of it."""
    dose = Entity("1 mg", "1 mg", "", "Dosage")
    one, other = (assertion(object=dose, qualifiers=(("low", n), ("unit", "mg"))) for n in (1, 2))
    assert dose_iri(one) != dose_iri(other)
    assert statement_iri(one) != statement_iri(other)


@pytest.mark.parametrize("seed", ["0", "1", "4711"])
def test_iris_are_the_same_in_every_process(seed: str) -> None:
    """The hash seed of the process has no say in the IRI of a statement."""
    code = (
        "from graph.test_iris import assertion; from pharmagraph.graph.iris import *; a = assertion();"
        "print(statement_iri(a).value, reading_iri(a, a.evidence[0]).value)"
    )
    environment = {
        **os.environ,
        "PYTHONHASHSEED": seed,
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    }
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    a = assertion()
    assert told.stdout.split() == [statement_iri(a).value, reading_iri(a, a.evidence[0]).value]


def test_the_iri_of_a_statement_is_known_for_good() -> None:
    """Graphs that were published can be linked to: this IRI may never change."""
    assert statement_iri(assertion()).value == "https://w3id.org/pharmagraph/statement/40968e3c0b7e39faaff7"


@pytest.mark.parametrize(
    ("curie", "iri"),
    [
        ("CHEBI:44245", "http://purl.obolibrary.org/obo/CHEBI_44245"),
        ("mesh:D000925", "http://id.nlm.nih.gov/mesh/D000925"),
        ("pubchem.compound:5287554", "http://rdf.ncbi.nlm.nih.gov/pubchem/compound/CID5287554"),
        ("snomedct:1 2", "https://bioregistry.io/snomedct:1%202"),
    ],
)
def test_public_identifiers_have_the_iris_that_others_use(curie: str, iri: str) -> None:
    """A known prefix stands for its own IRIs; others go by way of bioregistry."""
    assert external_iri(curie).value == iri
    assert external_curie(iri) == curie


def test_a_name_that_ends_in_a_dot_is_read_back_from_turtle() -> None:
    """A dot at the end of a prefixed name needs an escape that rdflib cannot read, so it is encoded."""
    iri = monograph_iri("0..md").value
    assert iri.endswith("/0%2E")
    assert source_of(iri) == "0..md"
