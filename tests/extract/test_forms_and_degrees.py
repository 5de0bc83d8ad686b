"""The salt of a substance and the degree of a condition: one node, and a qualifier of the statement."""

import json

import pytest

from pharmagraph.extract import extract
from pharmagraph.graph.readback import assertions_of
from pharmagraph.pipeline import build
from pharmagraph.read import read_bytes
from pharmagraph.records import Modality
from pharmagraph.serialize import line


def _read(body, title="Metformin"):
    text = f"---\ntitle: {title}\n---\n\n# {title}\n\n{body}\n"
    return extract(read_bytes(text.encode(), "x.md").monograph).assertions


def _told(body):
    return [(a.relation, a.object.id, a.object.text, dict(a.qualifiers)) for a in _read(body)]


def test_a_salt_is_its_substance_and_the_salt_is_a_qualifier():
    """Losartan potassium is losartan, with the form beside it; the words of the text stay."""
    found = _told("## Drug Interactions\n\nMetformin interacts with losartan potassium.\n")
    assert found == [("interactsWith", "pgc:losartan", "losartan potassium", {"form": "potassium"})]


def test_a_salt_of_a_metal_is_a_substance_of_its_own():
    """Magnesium citrate is no form of magnesium: the rule of forms.tsv does not hold for metals."""
    found = _told("## Drug Interactions\n\nMetformin interacts with magnesium citrate.\n")
    assert found == [("interactsWith", "pgc:magnesium-citrate", "magnesium citrate", {})]


def test_a_degree_is_a_qualifier_of_what_is_stated():
    """Severe and mild disease are two statements about one condition."""
    found = _told(
        "## Contraindications\n\n- Severe renal impairment\n\n## Precautions\n\n"
        "Use with caution in mild to moderate renal impairment. Use with caution in renal impairment.\n"
    )
    assert [(relation, of, qualifiers) for relation, of, _, qualifiers in found] == [
        ("contraindicatedIn", "pgc:renal-impairment", {"degree": "severe"}),
        ("cautionIn", "pgc:renal-impairment", {"degree": "mild to moderate"}),
        ("cautionIn", "pgc:renal-impairment", {}),
    ]


def test_statements_of_different_degrees_are_never_merged():
    """What holds for the severe condition does not hold for all of it, and the other way round."""
    found = _read("## Precautions\n\nUse with caution in severe asthma.\n\nUse with caution in asthma.\n")
    assert [(a.object.id, dict(a.qualifiers)) for a in found] == [
        ("pgc:asthma", {"degree": "severe"}),
        ("pgc:asthma", {}),
    ]


def test_a_denial_holds_for_the_degree_only():
    """A denial for mild disease denies nothing of the disease: its object is a concept of its own."""
    (only,) = _read("## Precautions\n\nNo dose adjustment is needed in mild renal impairment.\n")
    assert only.modality is Modality.NEGATED
    assert (only.object.id, only.object.label) == ("pgc:mild-renal-impairment", "mild renal impairment")
    assert only.object.xrefs == ()


@pytest.mark.parametrize("route", ["oral", "intravenous", "inhaled"])
def test_the_route_of_a_drug_is_no_part_of_its_name(route):
    """Oral midazolam is midazolam, though a word that ends so may be a drug that nothing is known of."""
    found = _told(f"## Drug Interactions\n\nMetformin interacts with {route} midazolam.\n")
    assert [of for _, of, _, _ in found] == ["pgc:midazolam"]


def test_a_low_value_is_not_the_substance():
    """Caution in low calcium is no caution with calcium."""
    found = _told("## Precautions\n\nUse with caution in patients with low calcium.\n")
    assert "pgc:calcium" not in [of for _, of, _, _ in found]


@pytest.mark.parametrize(("word", "severity"), [("severe", "serious"), ("mild", "mild")])
def test_how_bad_a_side_effect_is_is_its_severity(word, severity):
    """The contract has a qualifier for it, and the effect's own word comes before those around it."""
    found = _told(f"## Side Effects\n\nMetformin can cause {word} hypotension.\n")
    assert [(of, qualifiers) for _, of, _, qualifiers in found] == [
        ("pgc:hypotension", {"severity": severity})
    ]


def test_graph_and_lines_of_json_keep_both(tmp_path):
    """The graph gives back what was read, and its labels do not say more than the text."""
    text = (
        "---\ntitle: Metformin\n---\n\n# Metformin\n\n## Contraindications\n\n- Severe renal impairment\n\n"
        "## Drug Interactions\n\nMetformin interacts with losartan potassium.\n"
    )
    path = tmp_path / "metformin.md"
    path.write_text(text, encoding="utf-8")
    done = build(path, out=tmp_path / "out")
    found = {a.relation: dict(a.qualifiers) for a in assertions_of(done.dataset)}
    assert found == {"contraindicatedIn": {"degree": "severe"}, "interactsWith": {"form": "potassium"}}
    turtle = (tmp_path / "out/graph.ttl").read_text(encoding="utf-8")
    assert "is contraindicated in severe renal impairment" in turtle
    assert "interacts with losartan (potassium)" in turtle
    lines = [json.loads(line(a)) for a in _read(text.split("# Metformin\n\n", 1)[1])]
    assert {row["relation"]: row["qualifiers"] for row in lines} == found
