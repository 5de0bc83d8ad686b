"""``pharmagraph show``: all that the graph says of a substance, with quotes."""

from __future__ import annotations

from pathlib import Path

import click

from pharmagraph.cli.folder import graph_option, open_dataset
from pharmagraph.cli.output import flat, table
from pharmagraph.graph.names import find_concept
from pharmagraph.graph.readback import Statement, concepts_of, statements_of
from pharmagraph.serialize import line
from pharmagraph.vocabulary import load_vocabulary
from pharmagraph.wording import in_words

_ORDER = ("identity", "use", "mechanism", "kinetics", "dose", "interactions", "safety", "food")


@click.command(epilog='Example: pharmagraph show "vitamin K2-7"')
@click.argument("substance")
@click.option("--format", "form", type=click.Choice(["table", "jsonl"]), default="table", show_default=True)
@graph_option
def show_command(substance: str, form: str, folder: Path | str) -> None:
    """Print every statement about a substance (or any other concept), with the sentences that make it."""
    dataset = open_dataset(folder)
    iri = find_concept(dataset, substance)
    statements = sorted(statements_of(dataset, [iri]), key=_place)
    if form == "jsonl":
        for statement in statements:
            click.echo(line(statement.assertion))
        return
    facts = concepts_of(dataset, [iri])[iri]
    names = ", ".join(sorted(facts.names | facts.brands)) or "no other names"
    xrefs = f"; {', '.join(sorted(facts.xrefs))}" if facts.xrefs else ""
    click.echo(flat(f"{facts.label} ({facts.kind}): {names}{xrefs}"))
    table(
        ("subject", "relation", "object", "modality", "qualifiers", "where", "sentence"),
        (row for statement in statements for row in _rows(statement)),
    )


def _place(statement: Statement) -> tuple[object, ...]:
    assertion = statement.assertion
    group = load_vocabulary().relations[assertion.relation].group
    return (
        _ORDER.index(group),
        assertion.relation,
        assertion.object.label.casefold(),
        assertion.modality.value,
        statement.iri,
    )


def _rows(statement: Statement) -> list[tuple[str, ...]]:
    """A row for each piece of evidence; what is the same as above is not repeated."""
    a = statement.assertion
    relation = load_vocabulary().relations[a.relation].label
    qualifiers = ", ".join(f"{n}={in_words(v)}" for n, v in a.qualifiers)
    head = (a.subject.label, relation, a.object.label, a.modality.value, qualifiers)
    return [
        (*(head if not number else ("", "", "", "", "")), f"{e.source}:{e.line}", e.quote)
        for number, e in enumerate(a.evidence)
    ]
