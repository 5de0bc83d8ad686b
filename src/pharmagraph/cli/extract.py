"""``pharmagraph extract``: what a monograph says, with quotes; no store."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from pharmagraph.cli.output import complain, remark, table
from pharmagraph.errors import PharmagraphError, ReadError
from pharmagraph.extract import Extraction
from pharmagraph.process import extract_from, read_file
from pharmagraph.read import Reading, find_monographs, read_bytes
from pharmagraph.serialize import line


@click.command(
    epilog=(
        "Example: pharmagraph extract data/monographs/vitamin-k2-7.md | jq -r '[.relation, "
        ".object.label] | @tsv'"
    )
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--format", "form", type=click.Choice(["jsonl", "table"]), default="jsonl", show_default=True)
@click.option(
    "--ledger", is_flag=True, help="Tell of each passage what was taken from it, or why nothing was."
)
def extract_command(files: tuple[str, ...], form: str, ledger: bool) -> None:
    """Print what monographs say, one statement a line, with quotes ("-": standard input)."""
    extractions, failed = _extractions(files)
    if ledger:
        _print_ledger(extractions)
    elif form == "table":
        _print_table(extractions)
    else:
        for extraction in extractions:
            for assertion in extraction.assertions:
                click.echo(line(assertion))
    sys.exit(1 if failed else 0)


def _extractions(files: tuple[str, ...]) -> tuple[list[Extraction], bool]:
    """What could be read, standard input first; what could not is said."""
    found = find_monographs(Path(file) for file in files if file != "-")
    problems: list[PharmagraphError] = list(found.problems)
    extractions: list[Extraction] = []
    readers: list[Callable[[], Reading]] = [partial(read_file, file) for file in found.files]
    if "-" in files:
        readers.insert(0, lambda: read_bytes(sys.stdin.buffer.read(), "standard-input.md"))
    for read in readers:
        try:
            reading = read()
            extractions.append(extract_from(reading))
        except ReadError as error:
            problems.append(error)
        else:
            for note in reading.notes:
                remark(note)
    for problem in problems:
        complain(problem)
    return extractions, bool(problems)


def _print_table(extractions: list[Extraction]) -> None:
    rows = (
        (
            a.subject.label, a.relation, a.object.label, a.modality.value,
            ", ".join(f"{name}={value}" for name, value in a.qualifiers),
            a.support, a.evidence[0].line, a.evidence[0].quote,
        )
        for extraction in extractions
        for a in extraction.assertions
    )  # fmt: skip
    table(("subject", "relation", "object", "modality", "qualifiers", "support", "line", "quote"), rows)


def _print_ledger(extractions: list[Extraction]) -> None:
    rows = (
        (extraction.monograph.source, entry.passage.line, entry.statements, entry.reason, entry.passage.text)
        for extraction in extractions
        for entry in extraction.ledger
    )
    table(("file", "line", "statements", "reason", "passage"), rows)
