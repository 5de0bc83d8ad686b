"""``pharmagraph review``: contradictions and gaps, each with both sentences, and what was decided about them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from rdflib import Graph

from pharmagraph.cli.folder import graph_option, open_dataset
from pharmagraph.cli.output import complain, remark, table
from pharmagraph.errors import PharmagraphError
from pharmagraph.graph.names import find_concept
from pharmagraph.graph.readback import Statement
from pharmagraph.review import Finding, Reviewed, kinds, review, review_record
from pharmagraph.review.decisions import (
    NAME,
    Decision,
    DecisionError,
    Decisions,
    decisions_path,
    read_decisions,
    write_decisions,
)

_VERBS = {"accept": "accepted", "reject": "rejected", "withdraw": ""}
_STATES = ("open", "accepted", "rejected", "all")


@click.command(epilog="Example: pharmagraph review --kind gap --status all")
@click.argument("action", nargs=-1, metavar="[accept|reject|withdraw ID...]")
@click.option("--kind", "kind", multiple=True, help="Only findings of a kind (--kinds lists them).")
@click.option("--substance", help="Only findings about a substance (or any other concept).")
@click.option("--status", type=click.Choice(_STATES), default="open", show_default=True)
@click.option("--reason", help="Why: needed to accept or reject.")
@click.option("--by", default="", help="Who decides.")
@click.option(
    "--decisions",
    "place",
    type=click.Path(path_type=Path),
    default=Path(NAME),
    show_default=True,
    help="The file of decisions, or the folder of monographs that it lies in.",
)
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option("--kinds", "listed", is_flag=True, help="List the kinds of findings.")
@graph_option
def review_command(
    action: tuple[str, ...],
    kind: tuple[str, ...],
    substance: str | None,
    status: str,
    reason: str | None,
    by: str,
    place: Path,
    form: str,
    listed: bool,
    folder: Path | str,
) -> None:
    """List contradictions and gaps of the monographs, or decide about them.

    To accept a finding is to say that it is one, and that the texts are to be changed; to reject it, that it is none.
    Exit status 1 while a finding that is listed is open, or a line of the decisions can't be read.
    """
    if listed:
        table(("kind", "title", "explains"), ((k.name, k.title, k.explains) for k in kinds().values()))
        return
    if strange := sorted(set(kind) - kinds().keys()):
        raise click.UsageError(f"there is no kind {strange[0]!r}; there are: {', '.join(kinds())}")
    path = decisions_path(place)
    decisions = read_decisions(path)
    graph = open_dataset(folder)
    state = review(graph, decisions)
    for problem in decisions.problems:
        complain(problem)
    if action:
        _decide(action, reason, by, path, decisions, state)
        sys.exit(1 if decisions.problems else 0)
    shown = _chosen(graph, state, kind, substance, status)
    if form == "json":
        click.echo(json.dumps(review_record(state, shown), ensure_ascii=False, indent=2))
    else:
        _print(state, shown)
        _print_stale(state, path)
    sys.exit(1 if decisions.problems or any(state.status(f) == "open" for f in shown) else 0)


def _chosen(
    graph: Graph, state: Reviewed, kind: tuple[str, ...], substance: str | None, status: str
) -> list[Finding]:
    concept = find_concept(graph, substance) if substance else None
    return [
        finding
        for finding in state.findings
        if (not kind or finding.kind in kind)
        and (concept is None or concept in finding.concepts)
        and status in ("all", state.status(finding))
    ]


def _decide(
    action: tuple[str, ...], reason: str | None, by: str, path: Path, decisions: Decisions, state: Reviewed
) -> None:
    verb, *ids = action
    if verb not in _VERBS or not ids:
        raise click.UsageError("write: accept ID..., reject ID... or withdraw ID...")
    if verb != "withdraw" and not (reason or "").strip():
        raise click.UsageError(f'say why: {verb} {ids[0]} --reason "..."')
    known = {finding.id: finding for finding in state.findings}
    for identifier in ids:
        if verb == "withdraw":
            if decisions.made.pop(identifier, None) is None:
                raise DecisionError(f"nothing was decided about {identifier}", source=path)
        elif identifier in known:
            about = known[identifier].about
            decisions.made[identifier] = Decision(identifier, _VERBS[verb], reason or "", by, about)
        else:
            raise PharmagraphError(
                f"there is no finding {identifier!r}", remedy="pharmagraph review lists them with their ids"
            )
    write_decisions(path, decisions)


def _print(state: Reviewed, shown: list[Finding]) -> None:
    if not shown:
        click.echo(f"no such finding; {len(state.findings)} in all, {len(state.open)} open")
        return
    table(
        ("finding", "kind", "status", "side", "statement", "where", "section", "sentence"),
        ((f.id, f.kind, state.status(f), *row) for f in shown for row in _rows(f)),
    )


def _rows(finding: Finding) -> Iterator[tuple[str, ...]]:
    for statement in finding.stated:
        yield from _evidence("stated", statement)
    for statement in finding.against:
        yield from _evidence("against", statement)
    if finding.silent:
        yield "silent", "no statement found", finding.silent, "", ""


def _evidence(side: str, statement: Statement) -> Iterator[tuple[str, ...]]:
    for e in statement.assertion.evidence:
        yield side, statement.words, f"{e.source}:{e.line}", e.section, e.quote


def _print_stale(state: Reviewed, path: Path) -> None:
    for decision in state.stale:
        remark(
            f"{path}:{decision.line}: {decision.finding} was {decision.verdict}, and is no longer found"
            + (f" ({decision.about})" if decision.about else "")
        )
