"""``pharmagraph evaluate``: precision and recall by relation against gold files."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import click

from pharmagraph.cli.output import complain
from pharmagraph.cli.scores import Report, print_json, print_table
from pharmagraph.errors import PharmagraphError, ReadError
from pharmagraph.evaluate import EMPTY, Evaluation, evaluate, own_names, read_gold
from pharmagraph.extract import extract
from pharmagraph.extract.knowledge import Knowledge, load_knowledge
from pharmagraph.read import read_monograph


@click.command(epilog="Example: pharmagraph evaluate data/gold/vitamin-k2-7.jsonl --per-relation --errors")
@click.argument("gold", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="GOLD...")
@click.option("--per-relation", is_flag=True, help="A line for each relation.")
@click.option("--errors", is_flag=True, help="Every error with its sentence.")
@click.option(
    "--per-layout", is_flag=True, help="A line for each layout, as the manifest beside the gold names them."
)
@click.option(
    "--groups", is_flag=True, help="Errors by kind, relation and rule, largest groups first, an example each."
)
@click.option("--rules-only", is_flag=True, help="Leave out the trained model.")
@click.option(
    "--monographs",
    type=click.Path(path_type=Path),
    help="Where the monographs lie; beside the gold by default.",
)
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def evaluate_command(
    gold: tuple[Path, ...], monographs: Path | None, form: str, *, rules_only: bool, **shown: bool
) -> None:
    """Score the extractor against gold annotation, precision and recall by relation."""
    total, failed, documents = EMPTY, False, 0
    layouts: dict[str, Evaluation] = {}
    knowledge = load_knowledge(rules_only=rules_only)
    for path in gold_files(gold):
        try:
            found = evaluate_file(path, monographs, knowledge)
            layout = layout_of(path) if shown["per_layout"] else ""
        except PharmagraphError as error:
            complain(error)
            failed = True
            continue
        total += found
        layouts[layout] = layouts.get(layout, EMPTY) + found
        documents += 1
    if documents:
        report = Report(total, layouts if shown["per_layout"] else {}, **shown)
        (print_json if form == "json" else print_table)(report)
    sys.exit(1 if failed or not documents else 0)


def layout_of(gold: Path) -> str:
    """The layout that ``manifest.tsv`` beside the gold's folder gives for its document, or "unknown".

    Raises:
        ReadError: The manifest cannot be read.
    """
    manifest = gold.parent.parent / "manifest.tsv"
    if not manifest.is_file():
        return "unknown"
    try:
        with manifest.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t"))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ReadError(f"cannot be read ({error})", remedy="mend the manifest", source=manifest) from error
    return next(
        (row.get("layout") or "unknown" for row in rows if row.get("file") == f"{gold.stem}.md"), "unknown"
    )


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
    found = extract(monograph, knowledge)
    return evaluate(found.assertions, lines, own_names=own_names(monograph.title, found.names.keys, lines))


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
