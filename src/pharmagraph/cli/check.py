"""``pharmagraph check``: which of these substances interact, with quotes; silence is never called safety."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from pharmagraph.cli.folder import graph_option, open_dataset
from pharmagraph.cli.output import flat, table
from pharmagraph.graph.check import Check, Finding, check
from pharmagraph.graph.check_json import check_record
from pharmagraph.wording import count, in_words


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
    if form == "json":
        click.echo(json.dumps(check_record(found), ensure_ascii=False, indent=2))
    else:
        _print(found)
    sys.exit(1 if found.warns or found.unknown else 0)


def _print(found: Check) -> None:
    for message in found.unknown.values():
        click.echo(f"unknown: {message}", err=True)
    for one, other in found.same:
        click.echo(f"{one} and {other} are names of the same substance")
    if found.findings:
        table(
            ("between", "and", "statement", "by", "details", "where", "sentence"),
            (row for f in found.findings for row in _rows(f)),
        )
    for link in found.links:
        click.echo(f"{link.actor} and {link.other} meet at {link.at}: {link.words}")
        for e in (*link.acting.assertion.evidence, *link.meeting.assertion.evidence):
            click.echo(f"  {e.source}:{e.line}: {flat(e.quote)}")
    for one, other in found.silent:
        click.echo(
            f"{one} and {other}: no statement found in {count(found.monographs, 'monograph')}; "
            "that does not mean it is safe"
        )
    for name in found.without_monograph:
        click.echo(
            f"{name} has no monograph of its own among {count(found.monographs, 'monograph')}; "
            "only what others say of it is known"
        )


def _rows(finding: Finding) -> list[tuple[str, ...]]:
    assertion = finding.statement.assertion
    details = "; ".join(f"{name}: {in_words(value)}" for name, value in assertion.qualifiers)
    return [
        (
            finding.one,
            finding.other,
            finding.derived or finding.statement.words,
            _by(finding),
            details,
            f"{e.source}:{e.line}",
            e.quote,
        )
        for e in assertion.evidence
    ]


def _by(finding: Finding) -> str:
    """How a statement comes to be about the two, and whether it stands against a denial."""
    classes = " and ".join(finding.by)
    parts = {
        "stated": "",
        "derived": f"by way of {classes}" if classes else f"by the rule {finding.rule}",
        "related": f"said of {classes}",
    }
    return "; ".join(filter(None, (parts[finding.how], "denied elsewhere" if finding.denied else "")))
