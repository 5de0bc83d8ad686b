"""Graphs that the tests of the view draw: several substances, many nodes, hostile texts."""

from __future__ import annotations

import random
from typing import Any

import networkx as nx

from .gold_graph import CONCEPT, STATEMENT, gold_graph

HUB = CONCEPT + "vitamin-k2-7"
SUBSTANCES = ("Vitamin K2-7", "Vitamin D3", "Magnesium glycinate", "St. John's wort", "Omega-3 fatty acids")


def iri(name: str) -> str:
    return CONCEPT + name


def edge(graph: nx.MultiDiGraph, relation: str, object_: str, modality: str = "asserted") -> str:
    """The IRI of the gold statement about vitamin K2-7 with that relation, object (local name) and modality."""
    found = [
        key
        for _, end, key, attributes in graph.edges(HUB, keys=True, data=True)
        if (attributes["relation"], end, attributes["modality"]) == (relation, CONCEPT + object_, modality)
    ]
    assert len(found) == 1, found
    return found[0]


DERIVED = "https://w3id.org/pharmagraph/derived/"


def derived() -> nx.MultiDiGraph:
    """The gold graph with what follows from it for two that it does not speak of, and what is the other way round.

    Heparin belongs to the anticoagulants, that the monograph warns of. Of fish oil another monograph says something of
    fat-soluble vitamins; that statement is there only for what follows from it.
    """
    graph = gold_graph()
    of_class = {name: edge(graph, name, "anticoagulants") for name in ("interactsWith", "cautionIn")}
    of_class["decreasesEffectOf"] = edge(graph, "decreasesEffectOf", "anticoagulants", "possible")
    by_name = edge(graph, "interactsWith", "warfarin")
    for name, kind in (
        ("heparin", "Substance"),
        ("fish-oil", "Substance"),
        ("fat-soluble-vitamins", "SubstanceClass"),
    ):
        graph.add_node(iri(name), label=name.replace("-", " "), kind=kind, names=[], xrefs=[], about=False)
    quote = "Fish oil calls for caution with fat-soluble vitamins."
    behind = {"relation": "cautionIn", "label": "caution in", "group": "safety", "modality": "asserted",
              "qualifiers": {}, "support": 1, "behind": True,
              "evidence": [{"source": "fish-oil.md", "section": "Safety", "line": 9, "quote": quote}]}  # fmt: skip
    graph.add_edge(iri("fish-oil"), iri("fat-soluble-vitamins"), key=STATEMENT + "fishoil", **behind)
    for relation, key in of_class.items():
        add_derived(
            graph, HUB, iri("heparin"), key, "member-of-object", "anticoagulants", name=f"heparin-{relation}"
        )
    add_derived(
        graph,
        iri("fish-oil"),
        HUB,
        STATEMENT + "fishoil",
        "member-of-object",
        "fat-soluble-vitamins",
        name="fish",
    )
    add_derived(graph, iri("warfarin"), HUB, by_name, "symmetric", name="warfarin")
    return graph


def add_derived(
    graph: nx.MultiDiGraph, subject: str, object_: str, source: str, rule: str, *classes: str, name: str
) -> None:
    """Add what follows from a statement, as ``to_networkx`` gives it."""
    said = next(data for _, _, key, data in graph.edges(keys=True, data=True) if key == source)
    graph.add_edge(
        subject,
        object_,
        key=DERIVED + name,
        **{name: said[name] for name in ("relation", "label", "group", "modality")},
        qualifiers={},
        support=0,
        evidence=[],
        derived={
            "rule": rule,
            "title": "Title of the rule",
            "from": [source],
            "by": [iri(one) for one in classes],
        },
    )


def several(count: int) -> nx.MultiDiGraph:
    """The gold graph once for each of 2 to 5 substances, which share about half of their concepts."""
    graph, gold, chance = nx.MultiDiGraph(), gold_graph(), random.Random(3)
    for number, name in enumerate(SUBSTANCES[:count]):
        own: dict[str, str] = {}
        for node, attributes in gold.nodes(data=True):
            mark = "" if number == 0 or chance.random() < 0.5 else f" {'βγδε'[number - 1]}"
            own[node] = CONCEPT + f"substance-{number}" if node == HUB else node + mark.replace(" ", "-")
            label = name if node == HUB else attributes["label"] + mark
            graph.add_node(own[node], **{**attributes, "label": label, "about": node == HUB})
        for subject, object_, key, attributes in gold.edges(keys=True, data=True):
            if number == 0 or chance.random() < 0.75:
                graph.add_edge(own[subject], own[object_], key=f"{key}-{number}", **attributes)
    return graph


def large(nodes: int, edges: int) -> nx.MultiDiGraph:
    """Made-up statements, with the passages of the gold graph."""
    graph, chance = nx.MultiDiGraph(), random.Random(1)
    pattern = [attributes for _, _, attributes in gold_graph().edges(data=True)]
    substances = max(2, nodes // 25)
    kinds = ("Substance", "Protein", "Process", "Condition", "Anatomy", "Food", "Population")
    for number in range(nodes):
        about = number < substances
        label = (
            f"substance {number}" if about else f"{chance.choice(('bone', 'liver', 'renal'))} thing {number}"
        )
        kind = "Substance" if about else chance.choice(kinds)
        graph.add_node(iri(f"c{number}"), label=label, kind=kind, names=[], xrefs=[], about=about)
    for number in range(edges):
        subject, object_ = chance.randrange(substances), int(nodes * chance.random() ** 1.6)
        graph.add_edge(
            iri(f"c{subject}"),
            iri(f"c{object_}"),
            key=f"{STATEMENT}{number}",
            **pattern[number % len(pattern)],
        )
    return graph


# Each would set window.ran if anything took it for more than text.
ATTACKS = (
    "<script>window.ran=1</script>",
    "</script><script>window.ran=1</script>",
    "<img src=x onerror=window.ran=1>",
    '"><svg onload=window.ran=1>',
    "javascript:window.ran=1",
    '<a href="javascript:window.ran=1">click</a>',
    "' onmouseover='window.ran=1",
    "<!--<script>",
    "{{ 7 * 7 }}{% raw %}",
    "=cmd|' /C calc'!A0",
    "line\u2028separator \ud800 \x08 </style> &amp; \u202eNOT",
    "__proto__",
)


def hostile() -> nx.MultiDiGraph:
    """A graph in which every text that a monograph can bring in is an attack."""
    graph = nx.MultiDiGraph()
    graph.add_node(
        iri("hub"), label=ATTACKS[0], kind="Substance", names=list(ATTACKS), xrefs=list(ATTACKS), about=True
    )
    for number, attack in enumerate(ATTACKS):
        node = f"urn:x:{number}:{attack}"
        graph.add_node(node, label=attack, kind=attack, names=list(ATTACKS), xrefs=[attack], about=False)
        graph.add_edge(
            iri("hub"),
            node,
            key=f"urn:s:{number}:{attack}",
            relation=attack,
            label=attack,
            group=attack,
            modality=("asserted", "possible", "negated")[number % 3],
            qualifiers={attack: attack, "low": attack, "unit": attack},
            support=1,
            evidence=[evidence(attack)],
        )
    return graph


def evidence(attack: str) -> dict[str, Any]:
    return {
        "source": attack,
        "section": attack,
        "line": 1,
        "quote": f"{attack} and {attack}",
        "rule": attack,
        "modality": attack,
        "subject_span": (0, len(attack)),
        "cue_span": (3, 6),
        "object_span": (len(attack) + 5, 2 * len(attack) + 5),
    }
