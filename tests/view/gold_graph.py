"""The specified networkx graph, made from gold lines without any of the package's own stages."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import networkx as nx

ROOT = Path(__file__).resolve().parents[2]
CONCEPT = "https://w3id.org/pharmagraph/concept/"
STATEMENT = "https://w3id.org/pharmagraph/statement/"

GROUPS = {
    "mechanism": "activates inhibits bindsTo cofactorFor promotes",
    "use": "usedFor prevents",
    "interactions": "interactsWith increasesEffectOf decreasesEffectOf combinedWith comparedWith",
    "safety": "hasSideEffect contraindicatedIn cautionIn requiresMonitoring",
    "kinetics": "absorbedIn absorptionAidedBy distributedTo metabolizedIn metabolizedBy eliminatedVia",
    "food": "foundIn",
    "dose": "hasDosage",
    "identity": "alternateName brandName classifiedAs",
}
GROUP_OF = {relation: group for group, relations in GROUPS.items() for relation in relations.split()}
KIND_OF = {
    "activates": "Protein",
    "cofactorFor": "Protein",
    "metabolizedBy": "Protein",
    "inhibits": "Process",
    "promotes": "Process",
    "bindsTo": "Substance",
    "interactsWith": "Substance",
    "increasesEffectOf": "Substance",
    "decreasesEffectOf": "Substance",
    "combinedWith": "Substance",
    "comparedWith": "Substance",
    "contraindicatedIn": "Condition",
    "requiresMonitoring": "Measurement",
    "absorbedIn": "Anatomy",
    "distributedTo": "Anatomy",
    "metabolizedIn": "Anatomy",
    "eliminatedVia": "Anatomy",
    "absorptionAidedBy": "Food",
    "foundIn": "Food",
    "hasDosage": "Dosage",
    "alternateName": "Literal",
    "brandName": "Literal",
    "classifiedAs": "SubstanceClass",
}
PEOPLE = {"elderly", "pregnancy", "breastfeeding", "pregnant women", "breastfeeding mothers", "children"}
CLASSES = {"anticoagulants", "medications affecting fat absorption", "fat-soluble medications"}
XREFS = {
    "vitamin-k2-7": ["CHEBI:44245", "mesh:C025793"],
    "warfarin": ["CHEBI:10033", "drugbank:DB00682"],
    "osteocalcin": ["hgnc:1043"],
}


def slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")


def gold_graph(gold: Path | None = None, monograph: Path | None = None) -> nx.MultiDiGraph:
    """The gold annotation of the first monograph as the graph that the view is given."""
    gold = gold or ROOT / "data/gold/vitamin-k2-7.jsonl"
    raw = (monograph or ROOT / "data/monographs/vitamin-k2-7.md").read_text(encoding="utf-8")
    graph = nx.MultiDiGraph()
    for text in gold.read_text(encoding="utf-8").splitlines():
        add_line(graph, json.loads(text), raw)
    graph.nodes[CONCEPT + "vitamin-k2-7"]["about"] = True
    return graph


def add_line(graph: nx.MultiDiGraph, line: dict, raw: str) -> None:
    """Add one gold line as an edge, with its passage looked up in the monograph."""
    relation, modality = line["relation"], line["modality"]
    forms = line["object"] if isinstance(line["object"], list) else [line["object"]]
    subject = add_concept(
        graph, [line["subject"]], "Protein" if line["subject"] != "Vitamin K2-7" else "Substance"
    )
    object_ = add_concept(graph, forms, kind_of(relation, forms[0]))
    qualifiers = line.get("qualifiers", {})
    identity = json.dumps([subject, relation, object_, modality, qualifiers], sort_keys=True)
    graph.add_edge(
        subject,
        object_,
        key=STATEMENT + hashlib.sha256(identity.encode()).hexdigest()[:16],
        relation=relation,
        label=re.sub(r"([A-Z])", lambda found: " " + found[1].lower(), relation),
        group=GROUP_OF[relation],
        modality=modality,
        qualifiers=qualifiers,
        support=1,
        evidence=[evidence(line["quote"], raw, line["subject"], forms, relation, modality)],
    )


def kind_of(relation: str, name: str) -> str:
    if name in PEOPLE:
        return "Population"
    if name in CLASSES:
        return "SubstanceClass"
    if name.startswith("vitamin K-dependent protein"):
        return "Protein"
    return KIND_OF.get(relation, "Condition")


def add_concept(graph: nx.MultiDiGraph, forms: list[str], kind: str) -> str:
    iri = CONCEPT + slug(forms[0])
    kind = "Substance" if forms[0] in {"warfarin", "calcium"} else kind
    if iri not in graph:
        graph.add_node(
            iri, label=forms[0], kind=kind, names=forms[1:], xrefs=XREFS.get(slug(forms[0]), []), about=False
        )
    return iri


def evidence(quote: str, raw: str, subject: str, forms: list[str], relation: str, modality: str) -> dict:
    start = max(raw.find(quote), 0)
    heading = re.findall(r"^#+ (.+)$", raw[:start], flags=re.M)
    stem = relation[:6].lower()
    return {
        "source": "vitamin-k2-7.md",
        "section": heading[-1].replace("*", "") if heading else "",
        "line": raw.count("\n", 0, start) + 1,
        "start": start,
        "end": start + len(quote),
        "quote": quote,
        "rule": f"cue:{relation}",
        "modality": modality,
        "subject_span": span(quote, [subject]),
        "cue_span": span(quote, [stem, stem[:-1]]),
        "object_span": span(quote, forms),
    }


def span(quote: str, forms: list[str]) -> tuple[int, int] | None:
    for form in forms:
        at = quote.casefold().find(form.casefold())
        if at >= 0:
            return at, at + len(form)
    return None
