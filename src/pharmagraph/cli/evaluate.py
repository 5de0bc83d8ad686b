"""``pharmagraph evaluate``: precision and recall by relation against gold files."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from pharmagraph.cli.output import complain, table
from pharmagraph.errors import PharmagraphError, ReadError
from pharmagraph.evaluate import EMPTY, Evaluation, Score, evaluate, read_gold
from pharmagraph.extract import extract
from pharmagraph.extract.knowledge import Knowledge, load_knowledge
from pharmagraph.extract.naming import names_of
from pharmagraph.read import read_monograph


@click.command(epilog="Example: pharmagraph evaluate data/gold/vitamin-k2-7.jsonl --per-relation --errors")
@click.argument("gold", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="GOLD...")
@click.option("--per-relation", is_flag=True, help="A line for each relation.")
@click.option("--errors", is_flag=True, help="Every error with its sentence.")
@click.option(
    "--monographs",
    type=click.Path(path_type=Path),
    help="Where the monographs lie; beside the gold by default.",
)
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def evaluate_command(
    gold: tuple[Path, ...], per_relation: bool, errors: bool, monographs: Path | None, form: str
) -> None:
    """Score the extractor against gold annotation, precision and recall by relation."""
    total, failed, documents = EMPTY, False, 0
    for path in gold_files(gold):
        try:
            total += evaluate_file(path, monographs)
            documents += 1
        except PharmagraphError as error:
            complain(error)
            failed = True
    if documents:
        (_print_json if form == "json" else _print_table)(total, per_relation, errors)
    sys.exit(1 if failed or not documents else 0)


def gold_files(paths: tuple[Path, ...]) -> list[Path]:
    """Gold files, folders walked."""
    return [file for path in paths for file in (sorted(path.rglob("*.jsonl")) if path.is_dir() else [path])]


def evaluate_file(
    gold: Path, monographs: Path | None = None, knowledge: Knowledge | None = None
) -> Evaluation:
    """Score one document.

    Args:
        gold: Its annotation.
        monographs: Where its text lies; beside the gold by default.
        knowledge: What the extractor knows; all that the project has by default.

    Raises:
        ReadError: The gold file or its monograph cannot be read.
    """
    knowledge = knowledge or load_knowledge()
    lines = read_gold(gold)
    monograph = read_monograph(find_monograph(gold, monographs)).monograph
    assertions = extract(monograph, knowledge).assertions
    names = [monograph.title, *names_of(monograph, knowledge).keys]
    names += [
        form for line in lines if line.relation in ("alternateName", "brandName") for form in line.object
    ]
    return evaluate(assertions, lines, own_names=names)


def find_monograph(gold: Path, folder: Path | None = None) -> Path:
    """The monograph of a gold file: the same stem, in the given folder, beside it, or in ``../monographs``.

    Raises:
        ReadError: There is none.
    """
    roots = (
        [folder]
        if folder
        else [gold.parent, gold.parent.parent / "monographs", gold.parent.parent / "corpus"]
    )
    for root in roots:
        if root and root.is_dir():
            for candidate in sorted(root.rglob(f"{gold.stem}.md")):
                return candidate
    raise ReadError(
        f"no monograph {gold.stem}.md was found for it",
        remedy="name its folder with --monographs",
        source=gold,
    )


def _print_table(total: Evaluation, per_relation: bool, errors: bool) -> None:
    rows: list[tuple[object, ...]] = []
    if per_relation:
        rows += [_row(name, score) for name, score in total.relations.items()]
    rows.append(_row("all", total.total))
    table(("relation", "precision", "recall", "F1", "modality", "right", "wrong", "missed"), rows)
    required, right = total.negations
    click.echo(f"negated statements: {right} of {required} right")
    if errors:
        table(
            ("error", "subject", "relation", "object", "modality", "rule", "sentence"),
            (
                (f.kind, f.subject, f.relation, f.object, f.modality, f.rule, f.quote)
                for f in sorted(total.faults, key=_by_kind)
            ),
        )  # fmt: skip


def _by_kind(fault: object) -> tuple[str, ...]:
    return tuple(getattr(fault, name) for name in ("kind", "relation", "quote", "object"))


def _row(name: str, score: Score) -> tuple[object, ...]:
    return (
        name, f"{score.precision:.3f}", f"{score.recall:.3f}", f"{score.f1:.3f}", f"{score.modality_accuracy:.3f}",
        score.right, score.wrong, score.missed,
    )  # fmt: skip


def _print_json(total: Evaluation, per_relation: bool, errors: bool) -> None:
    names = ("precision", "recall", "f1", "modality_accuracy", "right", "wrong", "found", "missed")
    report: dict[str, object] = {"all": {name: getattr(total.total, name) for name in names}}
    report["negations"] = {"required": total.negations[0], "right": total.negations[1]}
    if per_relation:
        report["relations"] = {
            r: {name: getattr(s, name) for name in names} for r, s in total.relations.items()
        }
    if errors:
        report["errors"] = [{name: getattr(f, name) for name in f.__slots__} for f in total.faults]
    click.echo(json.dumps(report, indent=2, ensure_ascii=False))
