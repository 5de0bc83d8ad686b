"""``pharmagraph check``: which of these substances interact, with quotes; silence is never called safety."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from pharmagraph.cli.folder import graph_option, open_dataset
from pharmagraph.cli.output import table
from pharmagraph.graph.check import Check, Finding, check
from pharmagraph.serialize import record
from pharmagraph.vocabulary import load_vocabulary
from pharmagraph.wording import says


@click.command(epilog='Example: pharmagraph check "vitamin K2-7" Coumadin orlistat')
@click.argument("substances", nargs=-1, required=True, metavar="SUBSTANCE SUBSTANCE...")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@graph_option
def check_command(substances: tuple[str, ...], form: str, folder: Path | str) -> None:
    """Show what the monographs state about any two of these substances, with the sentences.

    Exit status 1 where an interaction, a caution or a contraindication was found, or a name is unknown. "No statement
    found" is the most that is ever said; it does not mean that the combination is safe.
    """
    if len(substances) < 2:
        raise click.UsageError("name at least two substances")
    found = check(open_dataset(folder), substances)
    (_print_json if form == "json" else _print)(found)
    sys.exit(1 if found.warns or found.unknown else 0)


def _print(found: Check) -> None:
    for message in found.unknown.values():
        click.echo(f"unknown: {message}", err=True)
    if found.findings:
        table(
            ("between", "and", "statement", "by", "where", "sentence"),
            (row for f in found.findings for row in _rows(f)),
        )
    for shared in found.shared:
        click.echo(f"{shared.actor} {shared.relation} {shared.enzyme}, which metabolises {shared.substance}")
    for one, other in found.silent:
        click.echo(
            f"{one} and {other}: no statement found in {_monographs(found.monographs)}; that does not mean it is safe"
        )


def _monographs(number: int) -> str:
    return "1 monograph" if number == 1 else f"{number} monographs"


def _rows(finding: Finding) -> list[tuple[str, ...]]:
    assertion = finding.statement.assertion
    relation = load_vocabulary().relations[assertion.relation].label
    words = f"{assertion.subject.label} {says(relation, assertion.modality.value)} {assertion.object.label}"
    return [
        (finding.one, finding.other, words, finding.by, f"{e.source}:{e.line}", e.quote)
        for e in assertion.evidence
    ]


def _print_json(found: Check) -> None:
    report = {
        "substances": dict(found.known),
        "unknown": dict(found.unknown),
        "findings": [
            {
                "between": [f.one, f.other],
                "warns": f.warns,
                "by": f.by,
                "statement": record(f.statement.assertion),
            }
            for f in found.findings
        ],
        "sharedEnzymes": [
            {"actor": s.actor, "relation": s.relation, "enzyme": s.enzyme, "substance": s.substance}
            for s in found.shared
        ],
        "noStatementFound": [list(pair) for pair in found.silent],
        "monographs": found.monographs,
        "note": "No statement found does not mean that a combination is safe.",
    }
    click.echo(json.dumps(report, ensure_ascii=False, indent=2))
