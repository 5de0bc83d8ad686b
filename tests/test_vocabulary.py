from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pharmagraph.errors import OntologyError
from pharmagraph.extract import extract
from pharmagraph.extract.knowledge import load_knowledge
from pharmagraph.read import read_bytes
from pharmagraph.recognise.spelling import name_key
from pharmagraph.records import Assertion
from pharmagraph.vocabulary import Example, Relation, load_vocabulary

# The contract: names, domains and ranges of the 27 relations.
RELATIONS = {
    "alternateName": ("Substance", "literal"),
    "brandName": ("Substance", "literal"),
    "classifiedAs": ("Substance", "SubstanceClass"),
    "activates": ("Substance|Protein", "Protein"),
    "inhibits": ("Substance|Protein", "Protein|Process"),
    "bindsTo": ("Substance|Protein", "Protein|Substance"),
    "cofactorFor": ("Substance", "Protein"),
    "promotes": ("Substance|Protein", "Process"),
    "usedFor": ("Substance", "Condition|Process"),
    "prevents": ("Substance", "Condition"),
    "interactsWith": ("Substance", "Substance|SubstanceClass"),
    "increasesEffectOf": ("Substance", "Substance|SubstanceClass"),
    "decreasesEffectOf": ("Substance", "Substance|SubstanceClass"),
    "combinedWith": ("Substance", "Substance|SubstanceClass"),
    "hasSideEffect": ("Substance", "Condition"),
    "contraindicatedIn": ("Substance", "Condition|Population|Substance"),
    "cautionIn": ("Substance", "Condition|Population|Substance"),
    "requiresMonitoring": ("Substance", "Measurement"),
    "absorbedIn": ("Substance", "Anatomy"),
    "absorptionAidedBy": ("Substance", "Substance|Food"),
    "distributedTo": ("Substance", "Anatomy"),
    "metabolizedIn": ("Substance", "Anatomy"),
    "metabolizedBy": ("Substance", "Protein"),
    "eliminatedVia": ("Substance", "Anatomy"),
    "foundIn": ("Substance", "Food"),
    "hasDosage": ("Substance", "Dosage"),
    "comparedWith": ("Substance", "Substance"),
}
SYMMETRIC = {"interactsWith", "combinedWith"}
RISKS = {
    "interactsWith", "increasesEffectOf", "decreasesEffectOf", "hasSideEffect", "contraindicatedIn", "cautionIn",
}  # fmt: skip
GROUPS = {"mechanism", "use", "interactions", "safety", "kinetics", "food", "dose", "identity"}
_VOCABULARY = load_vocabulary().relations


def test_the_relations_are_those_of_the_contract() -> None:
    """There are 27 relations, named as agreed."""
    assert set(_VOCABULARY) == set(RELATIONS)
    assert len(_VOCABULARY) == 27


@pytest.mark.parametrize("name", sorted(RELATIONS))
def test_domain_and_range_allow_what_the_contract_says(name: str) -> None:
    """A relation takes every class that the contract gives; where substances are, their classes are too."""
    relation = _VOCABULARY[name]
    domain, target = (set(text.split("|")) for text in RELATIONS[name])
    assert domain <= relation.domain <= domain | {"SubstanceClass", "Food"}
    assert target <= relation.range <= target | {"SubstanceClass", "Food"}
    assert (
        "Food" not in relation.domain | relation.range
        or name in ("foundIn", "absorptionAidedBy")
        or "interact" in (name.lower() + relation.group)
    )


@pytest.mark.parametrize("relation", _VOCABULARY.values(), ids=lambda r: r.name)
def test_a_relation_is_described(relation: Relation) -> None:
    """Label, definition, scope note and group are there, with at least one example and one counter-example."""
    for text in (relation.label, relation.definition, relation.scope_note):
        assert text.strip() == text != ""
    assert relation.group in GROUPS
    assert relation.examples
    assert relation.counter_examples


def test_labels_are_told_apart() -> None:
    """No two relations read the same."""
    assert len({relation.label for relation in _VOCABULARY.values()}) == len(_VOCABULARY)


def test_risks_and_symmetric_relations_are_declared() -> None:
    """Which relations state a risk, and which hold both ways, stands in the ontology."""
    assert {name for name, r in _VOCABULARY.items() if r.risk} == RISKS
    assert load_vocabulary().symmetric == SYMMETRIC
    assert (
        _VOCABULARY["increasesEffectOf"].entails
        == _VOCABULARY["decreasesEffectOf"].entails
        == ("interactsWith",)
    )


def test_relations_are_aligned_with_public_terms() -> None:
    """The terms that the design names are there, by their exact IRIs."""
    biolink, obo = "https://w3id.org/biolink/vocab/", "http://purl.obolibrary.org/obo/"
    expected = {
        "interactsWith": biolink + "pharmacologically_interacts_with",
        "contraindicatedIn": biolink + "contraindicated_in",
        "hasSideEffect": biolink + "has_side_effect",
        "usedFor": biolink + "treats_or_applied_or_studied_to_treat",
        "prevents": biolink + "preventative_for_condition",
        "foundIn": biolink + "food_component_of",
        "activates": obo + "RO_0002450",
        "inhibits": obo + "RO_0002449",
        "combinedWith": obo + "DIDEO_00000021",
        "hasDosage": "https://schema.org/DoseSchedule",
    }
    assert {name: iri for name, iri in expected.items() if iri not in _VOCABULARY[name].aligned} == {}


def _examples(counter: bool) -> Iterator[object]:
    for relation in _VOCABULARY.values():
        for number, example in enumerate(relation.counter_examples if counter else relation.examples, 1):
            yield pytest.param(relation, example, id=f"{relation.name}-{number}")


def _read(example: Example) -> tuple[Assertion, ...]:
    heading = f"## {example.heading}\n\n" if example.heading else ""
    text = f'---\ntitle: "{example.about}"\n---\n\n{heading}{example.text}\n'
    knowledge = load_knowledge(rules_only=True)  # the relation and its cues are what is tested
    return extract(read_bytes(text.encode(), "example.md").monograph, knowledge).assertions


def _states(found: tuple[Assertion, ...], relation: Relation, example: Example) -> bool:
    return any(
        a.relation == relation.name
        and name_key(example.object) in (name_key(a.object.label), name_key(a.object.text))
        and (example.modality is None or a.modality is example.modality)
        for a in found
    )


@pytest.mark.parametrize(("relation", "example"), [*_examples(counter=False)])
def test_an_example_gives_its_statement(relation: Relation, example: Example) -> None:
    """The sentence of an example, read as a monograph, makes the statement."""
    found = _read(example)
    assert _states(found, relation, example), [(a.relation, a.object.text, a.modality) for a in found]


@pytest.mark.parametrize(("relation", "example"), [*_examples(counter=True)])
def test_a_counter_example_does_not(relation: Relation, example: Example) -> None:
    """The sentence of a counter-example says something else, which is understood or at least not mistaken."""
    found = _read(example)
    assert not _states(found, relation, example), [(a.relation, a.object.text, a.modality) for a in found]


def _damaged(folder: Path, old: str, new: str) -> OntologyError:
    """The error for the project's own vocabulary with a change."""
    from pharmagraph.resources import ontology_dir

    text = (ontology_dir() / "vocabulary.ttl").read_text(encoding="utf-8")
    assert old in text
    (folder / "vocabulary.ttl").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(OntologyError) as caught:
        load_vocabulary(folder)
    assert caught.value.source == str(folder / "vocabulary.ttl")
    return caught.value


def test_a_vocabulary_that_is_no_turtle_is_refused_with_the_line(tmp_path: Path) -> None:
    """The parser's own message, which has the line, is in the error."""
    assert "not valid Turtle: " in _damaged(tmp_path, "pg:activates a", "pg:activates a a").problem
    assert "line" in str(_damaged(tmp_path, "pg:activates a", "pg:activates a a"))


@pytest.mark.parametrize(
    "part", ["rdfs:label", "skos:definition", "skos:scopeNote", "rdfs:domain", "rdfs:range", "pg:group"]
)
def test_a_relation_that_lacks_a_part_is_refused(part: str, tmp_path: Path) -> None:
    """The error names the relation and the part that is missing."""
    from pharmagraph.resources import ontology_dir

    text = (ontology_dir() / "vocabulary.ttl").read_text(encoding="utf-8")
    start = text.index("pg:bindsTo a ")
    at = text.index(part + " ", start)
    error = _damaged(tmp_path, text[start : at + len(part)], text[start:at] + "skos:note")
    assert error.problem == f"bindsTo has no {part.partition(':')[2]}"
    assert error.remedy


def test_a_vocabulary_that_is_missing_is_refused(tmp_path: Path) -> None:
    """The error says which file can't be read."""
    with pytest.raises(OntologyError, match=r"vocabulary\.ttl: cannot be read"):
        load_vocabulary(tmp_path)
