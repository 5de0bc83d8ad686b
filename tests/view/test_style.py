"""Colours, signs and line ends: what must not be taken for one another is told apart by more than a hue."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
import rdflib

from pharmagraph.view.style import GROUP_RANK, GROUPS, KINDS, RELATION_LOOKS, RISKS, SYMMETRIC

ROOT = Path(__file__).resolve().parents[2]
PG = rdflib.Namespace("https://w3id.org/pharmagraph/vocab/")
PAPER = {"light": ("#f6f7f9", "#ffffff"), "dark": ("#12171e", "#1a212b")}
# What people who lack a kind of cone see (Machado and others, 2009): matrices over linear red, green, blue.
BLINDNESS = {
    "protanopia": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "deuteranopia": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
}


def linear(color: str) -> list[float]:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def luminance(color: str) -> float:
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear(color), strict=True))


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def seen_by(color: str, blindness: str) -> tuple[float, float, float]:
    """A colour in CIELAB, as someone with that deficiency sees it."""
    red, green, blue = (
        max(0.0, sum(share * part for share, part in zip(row, linear(color), strict=True)))
        for row in BLINDNESS[blindness]
    )
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def all_colours(theme: str) -> dict[str, str]:
    looks = {name: str(look[theme]) for name, look in RELATION_LOOKS.items() if theme in look}
    kinds = {name: getattr(style, theme) for name, style in KINDS.items()}
    return {name: getattr(style, theme) for name, style in GROUPS.items()} | looks | kinds


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_colour_can_be_read_on_the_page(theme: str) -> None:
    """Every colour of a name, mark or line holds a contrast of 4.5 to 1 against page and card."""
    weak = {
        name: round(min(contrast(color, paper) for paper in PAPER[theme]), 2)
        for name, color in all_colours(theme).items()
        if min(contrast(color, paper) for paper in PAPER[theme]) < 4.5
    }
    assert weak == {}


def test_no_two_classes_look_alike() -> None:
    """Each class has a shape, filled or open, of its own, so that colour is never needed to tell it."""
    marks = [(style.shape, style.hollow) for style in KINDS.values()]
    assert len(set(marks)) == len(marks)


def test_contraindication_and_caution_differ_by_sign_end_and_weight() -> None:
    """A contraindication differs from a caution by sign, line end and weight, not only by colour."""
    forbidden, careful = RELATION_LOOKS["contraindicatedIn"], RELATION_LOOKS["cautionIn"]
    assert all(forbidden[trait] != careful[trait] for trait in ("sign", "end", "weight", "light", "dark"))


@pytest.mark.parametrize("other", ["cautionIn", "interactions", "safety"])
@pytest.mark.parametrize("blindness", BLINDNESS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_contraindication_keeps_apart_for_the_colour_blind(theme: str, blindness: str, other: str) -> None:
    """The colour of contraindications is plainly another than that of other risks, for the colour-blind too."""
    one, two = (seen_by(all_colours(theme)[name], blindness) for name in ("contraindicatedIn", other))
    assert math.dist(one, two) > 12  # in CIELAB; 2.3 is just noticeable


def test_every_group_has_a_rank() -> None:
    """Every group of relations has its place in the order of importance."""
    assert sorted(GROUP_RANK) == sorted(GROUPS)


def test_risks_and_symmetry_are_those_of_the_ontology() -> None:
    """What the page takes for a risk or for symmetric is what the ontology declares."""
    ontology = rdflib.Graph().parse(ROOT / "ontology/vocabulary.ttl")
    for kind, names in ((PG.RiskRelation, RISKS), (rdflib.OWL.SymmetricProperty, SYMMETRIC)):
        declared = {str(one).removeprefix(PG) for one in ontology.subjects(rdflib.RDF.type, kind)}
        assert declared == names


def test_every_group_and_class_of_the_ontology_has_a_look() -> None:
    """No group of relations that the ontology names falls back to the look of the unknown."""
    ontology = rdflib.Graph().parse(ROOT / "ontology/vocabulary.ttl")
    assert {str(group) for group in ontology.objects(None, PG.group)} <= GROUPS.keys()
