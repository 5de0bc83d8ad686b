"""How the scores of ``pharmagraph evaluate`` are shown."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import click

from pharmagraph.cli.output import table
from pharmagraph.evaluate import Evaluation, Fault, Score

_COUNTS = ("precision", "recall", "f1", "modality_accuracy", "right", "wrong", "found", "missed")
_HEADS = ("precision", "recall", "F1", "modality", "right", "wrong", "missed")


@dataclass(frozen=True, slots=True)
class Report:
    """What is shown.

    Attributes:
        total: All documents together.
        layouts: Their scores by layout.
        per_relation: Whether each relation is shown.
        per_layout: Whether each layout is shown.
        errors: Whether each error is shown.
        groups: Whether the groups of errors are shown.
    """

    total: Evaluation
    layouts: Mapping[str, Evaluation]
    per_relation: bool = False
    per_layout: bool = False
    errors: bool = False
    groups: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Errors of one kind, of one relation, by one rule, with one of them as an example."""

    number: int
    example: Fault

    @property
    def rule(self) -> str:
        """The kind of rule that spoke, "" for what was missed."""
        return self.example.rule.partition(":")[0]


def grouped(faults: tuple[Fault, ...]) -> list[Group]:
    """Errors by kind, relation and kind of rule, largest groups first."""
    counts = Counter(_key(fault) for fault in faults)
    examples: dict[tuple[str, ...], Fault] = {}
    for fault in faults:
        examples.setdefault(_key(fault), fault)
    ordered = sorted(counts, key=lambda key: (-counts[key], key))
    return [Group(counts[key], examples[key]) for key in ordered]


def _key(fault: Fault) -> tuple[str, ...]:
    return fault.kind, fault.relation, fault.rule.partition(":")[0]


def print_table(report: Report) -> None:
    """Scores, then errors, as tables."""
    total = report.total
    rows: list[tuple[object, ...]] = []
    if report.per_relation:
        rows += [_row(name, score) for name, score in total.relations.items()]
    rows.append(_row("all", total.total))
    table(("relation", *_HEADS), rows)
    if report.per_layout:
        table(
            ("layout", *_HEADS), (_row(name, found.total) for name, found in sorted(report.layouts.items()))
        )
    required, right = total.negations
    click.echo(f"negated statements: {right} of {required} right")
    if report.groups:
        table(
            ("errors", "kind", "relation", "rule", "for example", "in the sentence"),
            map(_group_row, grouped(total.faults)),
        )
    if report.errors:
        table(("error", "subject", "relation", "object", "modality", "rule", "sentence"), _error_rows(total))


def _row(name: str, score: Score) -> tuple[object, ...]:
    return (
        name, f"{score.precision:.3f}", f"{score.recall:.3f}", f"{score.f1:.3f}", f"{score.modality_accuracy:.3f}",
        score.right, score.wrong, score.missed,
    )  # fmt: skip


def _group_row(group: Group) -> tuple[object, ...]:
    fault = group.example
    return (
        group.number,
        fault.kind,
        fault.relation,
        group.rule,
        f"{fault.subject} / {fault.object}",
        fault.quote,
    )


def _error_rows(total: Evaluation) -> Iterator[tuple[object, ...]]:
    for f in sorted(total.faults, key=lambda fault: (fault.kind, fault.relation, fault.quote, fault.object)):
        yield f.kind, f.subject, f.relation, f.object, f.modality, f.rule, f.quote


def print_json(report: Report) -> None:
    """The same as one object of JSON."""
    total = report.total
    found: dict[str, object] = {"all": _counts(total.total)}
    found["negations"] = {"required": total.negations[0], "right": total.negations[1]}
    if report.per_relation:
        found["relations"] = {name: _counts(score) for name, score in total.relations.items()}
    if report.per_layout:
        found["layouts"] = {name: _counts(part.total) for name, part in sorted(report.layouts.items())}
    if report.groups:
        found["groups"] = [
            {"number": g.number, "kind": g.example.kind, "relation": g.example.relation, "rule": g.rule,
             "example": _fault(g.example)}
            for g in grouped(total.faults)
        ]  # fmt: skip
    if report.errors:
        found["errors"] = [_fault(fault) for fault in total.faults]
    click.echo(json.dumps(found, indent=2, ensure_ascii=False))


def _counts(score: Score) -> dict[str, object]:
    return {name: getattr(score, name) for name in _COUNTS}


def _fault(fault: Fault) -> dict[str, object]:
    return {name: getattr(fault, name) for name in fault.__slots__}
