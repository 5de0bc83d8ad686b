"""``pharmagraph lexicon``: what a name means and why, what the lexicon holds, adding a terminology."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pharmagraph.cli.output import remark, table
from pharmagraph.errors import OntologyError
from pharmagraph.lexicon.adding import check, new_meanings, refuse, resolve
from pharmagraph.lexicon.layers import Decision
from pharmagraph.lexicon.user import user_files, user_folder, write_added
from pharmagraph.recognise.lexicon import load_lexicon
from pharmagraph.records import Concept


@click.group(epilog="Example: pharmagraph lexicon lookup Coumadin MGP 'vitamin K2-7'")
def lexicon_command() -> None:
    """Look up names, see what the lexicon holds, add a terminology of your own."""


@lexicon_command.command(epilog="Example: pharmagraph lexicon lookup Coumadin 'losartan potassium'")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
def lookup(names: tuple[str, ...]) -> None:
    """What names mean: class, identifiers, and why these readings.

    Exit status 1 if a name has no reading.
    """
    lexicon = load_lexicon()
    decisions = [(name, lexicon.decide(name)) for name in names]
    rows = [row for name, decision in decisions for row in _readings(name, decision)]
    table(("name", "concept", "label", "class", "identifiers", "broader", "why"), rows)
    for name, decision in decisions:
        if not decision.readings:
            remark(f"{name!r} has no reading: {decision.reason}")
    sys.exit(0 if all(decision.readings for _, decision in decisions) else 1)


def _readings(name: str, decision: Decision) -> list[tuple[object, ...]]:
    classes = [concept.type for concept in decision.readings]
    return [
        (
            name, c.id, c.label, c.type, " ".join(c.xrefs), " ".join(c.broader),
            "; ".join(filter(None, (decision.reason, _brand(name, c), _form(decision), _chosen(c.type, classes)))),
        )
        for c in decision.readings
    ]  # fmt: skip


def _brand(name: str, concept: Concept) -> str:
    return f"a trade name of {concept.label}" if name.casefold() in map(str.casefold, concept.brands) else ""


def _form(decision: Decision) -> str:
    return f"{decision.form!r} is kept as its form" if decision.form else ""


def _chosen(kind: str, classes: list[str]) -> str:
    """How a text with this name comes to a reading, or does not."""
    if classes.count(kind) > 1:
        return f"one of {classes.count(kind)} of class {kind}, so a relation that wants it is given none"
    return f"chosen where a relation wants the class {kind}" if len(classes) > 1 else ""


@lexicon_command.command(epilog="Example: pharmagraph lexicon info")
def info() -> None:
    """What the lexicon holds: layers, counts, sources, terminologies that were added."""
    lexicon = load_lexicon()
    rows: list[tuple[object, ...]] = []
    for path, added in zip(user_files(), lexicon.user, strict=True):
        rows.append(
            ("added", path, f"{len(added.rows)} new concepts", f"{sum(map(len, added.names.values()))} names")
        )
    rows.append(("overrides", "overrides.tsv", "", f"{len(lexicon.overrides)} names"))
    curated = lexicon.curated
    rows.append(
        (
            "curated",
            "concepts.tsv, names.tsv",
            f"{len(curated.rows)} concepts",
            f"{sum(map(len, curated.names.values()))} names",
        )
    )
    if lexicon.pack:
        head = lexicon.pack.head
        rows.append(("pack", "pack.bin", f"{head['concepts']} concepts", f"{head['names']} names"))
        rows += [("pack, by class", kind, f"{count} concepts", "") for kind, count in head["types"].items()]
        rows += [
            ("pack, by source", source, f"{count} entries", "") for source, count in head["entries"].items()
        ]
        rows += [("pack, built from", name, version, "") for name, version in head["sources"].items()]
    table(("layer", "what", "size", "names"), rows)


@lexicon_command.command(epilog="Example: pharmagraph lexicon add house-names.tsv --strict")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--strict", is_flag=True, help="Add nothing if a single row is bad.")
def add(file: Path, strict: bool) -> None:
    """Add a terminology: a TSV with the columns text and curie, and name, predicate, class where you have them.

    Each bad row is reported with its line; the good ones are used from now on, before all other layers.
    """
    checked = check(file)
    lexicon = load_lexicon()
    rows = resolve(checked, lexicon, file)
    for note in sorted([*checked.problems, *new_meanings(checked, lexicon, file)]):
        remark(note)
    if strict and checked.problems:
        raise OntologyError(f"{len(checked.problems)} of its rows are bad; nothing was added", source=file)
    refuse(rows, file)
    target = user_folder() / f"{file.stem}.tsv"
    write_added(target, rows)
    load_lexicon.cache_clear()
    click.echo(f"{len(rows)} names added, in {target}")
