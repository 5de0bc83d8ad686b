"""Extraction quality on the corpus: by split and layout, by relation, and how far two annotators agree.

Writes no sentence of a test document: only figures.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from pharmagraph.cli.evaluate import evaluate_file
from pharmagraph.evaluate import EMPTY, Evaluation, GoldLine, fold, read_gold
from pharmagraph.extract.knowledge import Knowledge, load_knowledge
from pharmagraph.records import Modality

ROOT = Path(__file__).resolve().parents[1] / "data"
CORPUS = ROOT / "corpus"
_DOSE = ("low", "high", "unit")


def main() -> None:
    """Print the tables of docs/quality.md."""
    rules, judged = load_knowledge(rules_only=True), load_knowledge()
    first = [evaluate_file(ROOT / "gold/vitamin-k2-7.jsonl", knowledge=k) for k in (rules, judged)]
    splits = {
        name: [_by_layout(name, knowledge) for knowledge in (rules, judged)]
        for name in ("dev", "test", "unseen")
    }
    print("| documents | rules alone: precision, recall | with the model | F1 | modality | denials found |")
    print("|---|---|---|---|---|---|")
    _row("first monograph", *first)
    for name, both in splits.items():
        _row(f"{name}, first template", *(layouts["template"] for layouts in both))
        _row(
            f"{name}, other layouts",
            *(_sum(s for n, s in layouts.items() if n != "template") for layouts in both),
        )
        for layout in sorted(both[0]):
            if layout != "template":
                _row(f"{name}, {layout}", *(layouts[layout] for layouts in both))
    _relations({name: _sum(both[1].values()) for name, both in splits.items()})
    _agreement()


def _by_layout(split: str, knowledge: Knowledge) -> dict[str, Evaluation]:
    found: dict[str, Evaluation] = {}
    with (CORPUS / split / "manifest.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            gold = CORPUS / split / "gold" / f"{Path(row['file']).stem}.jsonl"
            found[row["layout"]] = found.get(row["layout"], EMPTY) + evaluate_file(gold, knowledge=knowledge)
    return found


def _sum(scores: Iterable[Evaluation]) -> Evaluation:
    return sum(scores, EMPTY)


def _row(name: str, rules: Evaluation, judged: Evaluation) -> None:
    before, total = rules.total, judged.total
    required, right = judged.negations
    print(
        f"| {name} | {before.precision:.3f}, {before.recall:.3f} | {total.precision:.3f}, {total.recall:.3f} | "
        f"{total.f1:.3f} | {total.modality_accuracy:.3f} | {right} of {required} |"
    )


def _relations(splits: dict[str, Evaluation]) -> None:
    print("\n| relation | " + " | ".join(f"{name}: precision, recall" for name in splits) + " |")
    print("|---|" + "---|" * len(splits))
    for name in splits["dev"].relations:
        cells = []
        for evaluation in splits.values():
            score = evaluation.relations.get(name)
            cells.append(f"{score.precision:.2f}, {score.recall:.2f}" if score else "")
        print(f"| {name} | " + " | ".join(cells) + " |")


def _agreement() -> None:
    """F1 of the second annotator against the first, on the documents that both annotated."""
    hits = [0, 0, 0, 0]
    documents = sorted((CORPUS / "second").glob("*.jsonl"))
    for path in documents:
        split = "dev" if (CORPUS / "dev/gold" / path.name).is_file() else "test"
        mine, theirs = read_gold(CORPUS / split / "gold" / path.name), read_gold(path)
        for place, (lines, others) in enumerate(((theirs, mine), (mine, theirs))):
            required = [line for line in lines if not line.optional]
            hits[2 * place] += sum(any(_same(line, other) for other in others) for line in required)
            hits[2 * place + 1] += len(required)
    precision, recall = hits[0] / hits[1], hits[2] / hits[3]
    print(
        f"\nTwo annotators on {len(documents)} documents: {precision:.3f} of the second's lines are the first's, "
        f"{recall:.3f} of the first's are the second's; F1 {2 * precision * recall / (precision + recall):.3f}."
    )


def _same(one: GoldLine, other: GoldLine) -> bool:
    if one.relation != other.relation:
        return False
    if (one.modality is Modality.NEGATED) != (other.modality is Modality.NEGATED):
        return False
    if one.relation == "hasDosage":
        return all(one.qualifiers.get(name) == other.qualifiers.get(name) for name in _DOSE)
    return bool({fold(form) for form in one.object} & {fold(form) for form in other.object})


if __name__ == "__main__":
    main()
