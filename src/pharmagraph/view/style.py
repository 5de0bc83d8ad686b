"""How classes, groups and modalities look: the one table that page, legend and exports draw from.

The colours keep apart under the common colour-vision deficiencies (after Okabe and Ito, darkened until they
hold 3:1 against the page); since eleven hues can't, every class has a shape of its own as well.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class KindStyle:
    """A class of concepts: its name in the legend, its shape, and its colour by light and by dark."""

    label: str
    shape: str
    hollow: bool
    light: str
    dark: str


@dataclass(frozen=True, slots=True)
class GroupStyle:
    """A group of relations: its heading, and its colour by light and by dark."""

    label: str
    light: str
    dark: str


KINDS: dict[str, KindStyle] = {
    "Substance": KindStyle("Substance", "dot", False, "#0069a8", "#5ab4f0"),
    "SubstanceClass": KindStyle("Substance class", "dot", True, "#0069a8", "#5ab4f0"),
    "Protein": KindStyle("Protein", "hexagon", False, "#0b7a5c", "#3fc79d"),
    "Process": KindStyle("Process", "triangle", False, "#0b7a5c", "#3fc79d"),
    "Condition": KindStyle("Condition", "square", False, "#b3376e", "#f08ab6"),
    "Population": KindStyle("Population", "square", True, "#b3376e", "#f08ab6"),
    "Anatomy": KindStyle("Anatomy", "triangleDown", False, "#7446b8", "#b894f5"),
    "Measurement": KindStyle("Measurement", "diamond", True, "#7446b8", "#b894f5"),
    "Food": KindStyle("Food", "star", False, "#9c5c00", "#f0b44c"),
    "Dosage": KindStyle("Dose", "diamond", False, "#9c5c00", "#f0b44c"),
    "Literal": KindStyle("Name", "hexagon", True, "#6b7280", "#a3acb9"),
    "Other": KindStyle("Other", "triangleDown", True, "#6b7280", "#a3acb9"),
}

# In the order in which they are placed: what it does on the right of the substance, what to beware of on the
# left, so that related groups are neighbours.
GROUPS: dict[str, GroupStyle] = {
    "use": GroupStyle("Use", "#1f5fbf", "#7fb2ff"),
    "mechanism": GroupStyle("Mechanism", "#0b7a5c", "#3fc79d"),
    "kinetics": GroupStyle("Kinetics", "#7446b8", "#b894f5"),
    "food": GroupStyle("Food", "#5f7a1f", "#a9c95a"),
    "dose": GroupStyle("Dose", "#4b5b70", "#a9b8cc"),
    "interactions": GroupStyle("Interactions", "#b84800", "#ffa166"),
    "safety": GroupStyle("Safety", "#96306f", "#ee8fc4"),
    "identity": GroupStyle("Identity", "#6b7280", "#a3acb9"),
    "other": GroupStyle("Other", "#6b7280", "#a3acb9"),
}

# Where a concept is placed that several groups speak of: the most important for safety first.
GROUP_RANK = ("interactions", "safety", "use", "mechanism", "kinetics", "food", "dose", "identity", "other")

MODALITIES = ("asserted", "possible", "negated")

# Read from both ends, so drawn without a direction.
SYMMETRIC = frozenset({"interactsWith", "combinedWith"})

# The relations that state a risk: their plain triple is exported also when hedged, as in the graph itself.
RISKS = frozenset(
    {
        "interactsWith",
        "increasesEffectOf",
        "decreasesEffectOf",
        "hasSideEffect",
        "contraindicatedIn",
        "cautionIn",
    }
)

# What must not be taken for one another has a sign, a colour, a weight and a line end of its own. No other
# relation is red.
RELATION_LOOKS: dict[str, dict[str, str | float]] = {
    "contraindicatedIn": {"sign": "✕", "light": "#a80030", "dark": "#ff5c5c", "end": "box", "weight": 1.1},
    "cautionIn": {"sign": "⚠", "light": "#8f6700", "dark": "#ffd24a", "end": "arrow", "weight": 0.3},
    "inhibits": {"end": "bar"},
    "decreasesEffectOf": {"end": "bar"},
    "prevents": {"end": "bar"},
}


def style_table() -> dict[str, object]:
    """All of the above as plain values for the page."""
    return {
        "kinds": {name: asdict(style) for name, style in KINDS.items()},
        "groups": {name: asdict(style) for name, style in GROUPS.items()},
        "relations": RELATION_LOOKS,
        "symmetric": sorted(SYMMETRIC),
        "risks": sorted(RISKS),
    }
