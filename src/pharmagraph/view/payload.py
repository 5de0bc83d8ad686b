"""What the page knows: concepts, statements, passages and places as plain values for one JSON block."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pharmagraph.view.cards import Line
from pharmagraph.view.model import Concept, Statement, ViewModel
from pharmagraph.view.packing import Placed
from pharmagraph.view.places import Layout
from pharmagraph.view.style import MODALITIES, style_table
from pharmagraph.wording import says

Json = dict[str, Any]


def payload(model: ViewModel, layout: Layout) -> Json:
    """Everything but the drawing itself, each passage once.

    Args:
        model: The graph.
        layout: Its places.

    Returns:
        Plain values; concepts, relations and passages are referred to by their index.
    """
    relations: dict[tuple[str, str, str], int] = {}
    passages: dict[tuple[object, ...], int] = {}
    statements = [_statement(statement, relations, passages) for statement in model.statements]
    rules = _mark_derived(model, statements)
    return {
        "concepts": [_concept(concept) for concept in model.concepts],
        "relations": [_relation(*relation) for relation in relations],
        "rules": rules,
        "passages": [dict(zip(_PASSAGE, key, strict=True)) for key in passages],
        "statements": statements,
        "layout": _layout(layout),
        "style": style_table(),
    }


_PASSAGE = ("source", "section", "line", "quote")


def _concept(concept: Concept) -> Json:
    value: Json = {"iri": concept.iri, "label": concept.label, "kind": concept.kind}
    if concept.names:
        value["names"] = list(concept.names)
    if concept.xrefs:
        value["xrefs"] = list(concept.xrefs)
    if concept.about:
        value["about"] = True
    return value


def _relation(name: str, label: str, group: str) -> Json:
    words = {modality: says(label, modality) for modality in MODALITIES}
    return {"name": name, "label": label, "group": group, "words": words}


def _statement(
    statement: Statement, relations: dict[tuple[str, str, str], int], passages: dict[tuple[object, ...], int]
) -> Json:
    relation = (statement.relation, statement.label, statement.group)
    return {
        "iri": statement.iri,
        "s": statement.subject,
        "o": statement.object,
        "r": relations.setdefault(relation, len(relations)),
        "m": statement.modality,
        "q": [list(pair) for pair in statement.qualifiers],
        "n": statement.support,
        **({} if statement.confidence is None else {"c": statement.confidence}),
        "e": [_evidence(item, passages) for item in statement.evidence],
    }


def _mark_derived(model: ViewModel, values: list[Json]) -> list[Json]:
    """Put into each derived statement how it follows, by indexes; what is not in this graph is left out.

    Returns:
        The rules, that the statements refer to.
    """
    rules: dict[tuple[str, str], int] = {}
    statement_at = {statement.iri: index for index, statement in enumerate(model.statements)}
    concept_at = {concept.iri: index for index, concept in enumerate(model.concepts)}
    for statement, value in zip(model.statements, values, strict=True):
        if statement.behind:
            value["b"] = 1
        if (derived := statement.derived) is not None:
            value["d"] = {
                "r": rules.setdefault((derived.rule, derived.title), len(rules)),
                "from": [statement_at[iri] for iri in derived.sources if iri in statement_at],
                "by": [concept_at[iri] for iri in derived.classes if iri in concept_at],
            }
    return [{"name": name, "title": title} for name, title in rules]


def _evidence(item: Mapping[str, Any], passages: dict[tuple[object, ...], int]) -> Json:
    quote = str(item.get("quote") or "")
    line = item.get("line")
    key = (
        str(item.get("source") or ""),
        str(item.get("section") or ""),
        line if isinstance(line, int) else 0,
        quote,
    )
    value: Json = {"p": passages.setdefault(key, len(passages))}
    for name in ("rule", "modality"):
        if text := getattr(item.get(name), "value", item.get(name)):
            value[name] = str(text)
    for name in ("subject", "cue", "object"):
        span = _span(item.get(f"{name}_span", item.get(name)), quote)
        if span is not None:
            value[name] = span
    return value


def _span(value: object, quote: str) -> list[int] | None:
    """Code points to UTF-16 units, as the browser counts; None for what doesn't lie in the quote."""
    if not isinstance(value, list | tuple) or len(value) != 2:
        return None
    start, end = value
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(quote)):
        return None
    return [len(quote[:offset].encode("utf-16-le", "surrogatepass")) // 2 for offset in (start, end)]


def _layout(layout: Layout) -> Json:
    return {
        "unfolded": layout.unfolded,
        "hubs": [
            {
                "node": hub,
                "x": layout.at[hub][0],
                "y": layout.at[hub][1],
                "wing": layout.wing[hub],
                "height": cluster.height,
                "above": round(cluster.height * cluster.sky, 1),
                "cards": [_card(placed) for placed in cluster.placed],
                "spots": [list(spot) for spot in layout.places(hub)],
            }
            for hub, cluster in layout.clusters.items()
        ],
        "shared": [[index, *layout.at[index]] for index in layout.shared],
        "late": layout.late,
    }


def _card(placed: Placed) -> Json:
    card = placed.card
    return {
        "x": placed.x,
        "y": placed.y,
        "w": card.width,
        "h": card.height,
        "side": placed.side,
        "group": card.group,
        "title": card.title,
        "lines": [_line(line) for line in card.lines],
    }


def _line(line: Line) -> Json:
    if line.node >= 0:
        return {"y": line.top, "node": line.node}
    return {"y": line.top, "text": line.text, "modality": line.modality, "relation": line.relation}
