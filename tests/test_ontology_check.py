"""The ontology is checked itself: what is missing, malformed or named wrongly is told with file and line."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pharmagraph.ontology_check import ontology_offences
from pharmagraph.resources import ontology_dir

Copy = Callable[..., Path]


@pytest.fixture
def changed(tmp_path: Path) -> Copy:
    """A function that copies the ontology and changes one text in one of its files."""

    def change(file: str, old: str, new: str) -> Path:
        shutil.copytree(ontology_dir(), tmp_path / "ontology")
        path = tmp_path / "ontology" / file
        text = path.read_text() if path.exists() else ""
        assert old in text
        path.write_text(text.replace(old, new, 1) if old else text + new)
        return tmp_path / "ontology"

    return change


def test_the_ontology_is_what_it_must_be() -> None:
    """No offence in the one that is shipped."""
    assert ontology_offences() == ()


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        (
            "vocabulary.ttl",
            'skos:scopeNote "Not for brand names."@en ;',
            "",
            "vocabulary.ttl:65: The relation has no scope note: pg:alternateName",
        ),
        (
            "vocabulary.ttl",
            "rdfs:domain pg:Substance ; rdfs:range pg:SubstanceClass",
            "rdfs:range pg:SubstanceClass",
            "The relation has no domain: pg:classifiedAs",
        ),
        (
            "vocabulary.ttl",
            "",
            'pg:odd a owl:DatatypeProperty ; rdfs:label "odd"@en .',
            "The term has no definition: pg:odd",
        ),
        (
            "vocabulary.ttl",
            "pg:holdsForMembersOf rdf:subject, rdf:object",
            "pg:holdsForMembersOf rdf:type",
            "vocabulary.ttl: interactsWith holds for members of",
        ),
        (
            "queries/interactions.rq",
            "# title: Interactions of a substance",
            "",
            "a saved query needs a line '# title: ...'",
        ),
        (
            "queries/interactions.rq",
            "SELECT DISTINCT",
            "SELEKT",
            "queries/interactions.rq:4: this is not valid SPARQL",
        ),
        (
            "queries/hedged.rq",
            "pg:modality",
            "pg:modalty",
            "queries/hedged.rq:4: The vocabulary has no pg:modalty",
        ),
        (
            "invariants/statement-without-evidence.rq",
            "SELECT DISTINCT ?offender WHERE { ?offender",
            "SELECT ?x WHERE { ?x",
            "It finds no ?offender",
        ),
        (
            "rules/symmetric.rq",
            "# derives:",
            "# gives:",
            "a rule needs a line '# derives: ...'",
        ),
        (
            "rules/symmetric.rq",
            "pg:derivedSubject ?o",
            "pg:derivedSubjekt ?o",
            "The vocabulary has no pg:derivedSubjekt",
        ),
        (
            "rules/odd.rq",
            "",
            "# title: Odd\n# derives: Nothing.\nSELECT * WHERE { ?s ?p ?o }",
            "rules/odd.rq: It is no CONSTRUCT query",
        ),
        (
            "review/gap.rq",
            "?one ?silent",
            "?one silent",
            "review/gap.rq:3: this is not valid SPARQL",
        ),
        (
            "shapes.ttl",
            ' ; sh:message "A statement has one label."@en',
            "",
            "shapes.ttl: A shape has no sh:message: in the shape Statement",
        ),
        (
            "shapes.ttl",
            '    sh:message "A dose has a lower or an upper bound; without a number it is no dose."@en ;\n',
            "",
            "A shape has no sh:message: in the shape Dose",
        ),
        (
            "shapes.ttl",
            "sh:path pg:hasReading",
            "sh:path pg:hasReadings",
            "The vocabulary has no pg:hasReadings",
        ),
        (
            "sections.ttl",
            "pg:statesRelation pg:usedFor",
            "pg:statesRelation pg:usedFro",
            "The vocabulary has no pg:usedFro",
        ),
        (
            "cues.tsv",
            "",
            "inhibbits\tright\t~stop\n",
            "There is no relation 'inhibbits': cues.tsv ('inhibbits right ~stop')",
        ),
        (
            "cues.tsv",
            "",
            "inhibits\tright\t~stop\ttypes=Protien! in=mechanism\n",
            "There is no class 'Protien'",
        ),
        (
            "cues.tsv",
            "",
            "inhibits\tright\t~stop\tin=mechanism|mechanics\n",
            "There is no kind of section 'mechanics'",
        ),
        (
            "cues.tsv",
            "",
            "inhibits\tupwards\t~stop\n",
            "a cue needs a relation, a side and a pattern",
        ),
        (
            "frames.tsv",
            "",
            "metabolizedAt\t~melt\tin\tAnatomy\n",
            "There is no relation 'metabolizedAt'",
        ),
        (
            "types.tsv",
            "",
            "Mineral\thead\tore\n",
            "There is no class 'Mineral'",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    changed: Copy, file: str, old: str, new: str, problem: str
) -> None:
    """One change, and what is said of it; the place is a file of the ontology, with its line where there is one."""
    offences = [str(offence) for offence in ontology_offences(changed(file, old, new))]
    assert any(problem in offence for offence in offences), offences


def test_several_offences_are_all_told(changed: Copy) -> None:
    """A vocabulary that the program would refuse at the first is looked through to the end."""
    folder = changed("vocabulary.ttl", 'skos:scopeNote "Not for brand names."@en ;', "")
    path = folder / "vocabulary.ttl"
    path.write_text(path.read_text().replace('skos:scopeNote "Not for generic names."@en ;', ""))
    told = [str(offence) for offence in ontology_offences(folder)]
    assert {"pg:alternateName", "pg:brandName"} <= {line.rpartition(": ")[2] for line in told}
