"""``python -m tools.train``: cross-validate on the annotated documents, then train on all of them and write the model.

The documents that are set apart (``data/corpus/test``, ``data/corpus/unseen``) are never read here.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace

from tools.train.corpus import DATA, Document, documents
from tools.train.examples import Example, examples_of
from tools.train.fit import fit
from tools.train.reliability import Outcome, calibrate, measured, outcomes, table
from tools.train.vectors import read_vectors

from pharmagraph.cli.evaluate import evaluate_file
from pharmagraph.evaluate import EMPTY, Evaluation
from pharmagraph.extract.judge.model import Model, read_model, write_model
from pharmagraph.extract.knowledge import Knowledge, load_knowledge
from pharmagraph.vocabulary import load_vocabulary

FOLDS = 3
# From how sure the model must be to add a statement, and to let one of the rules stand. A warning is kept longer.
ACCEPT = {"": 0.75}
REJECT = {"": 0.2} | {name: 0.02 for name, relation in load_vocabulary().relations.items() if relation.risk}
_PLACE = DATA / "model"
_FILE = _PLACE / "judge.npz"


def main() -> None:
    """Train, print the figures, write ``data/model``."""
    folds = range(FOLDS)
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(_validate, folds))
    found = [outcome for _, some in results for outcome in some]
    with_model = sum((evaluation for evaluation, _ in results), EMPTY)
    rules = sum((evaluate_file(d.gold, d.monograph.parent, _rules()) for d in documents()), EMPTY)
    _print("rules alone", rules)
    _print("with the model", with_model)
    model = replace(_trained(documents()), calibration=calibrate(found), measured=measured(found))
    write_model(model, _FILE)
    print(table(found, model))
    figures = {
        "documents": len(documents()), "folds": FOLDS, "rules": _figures(rules), "model": _figures(with_model),
        "reliability": table(found, model).splitlines(),
    }  # fmt: skip
    (_PLACE / "training.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(f"{_FILE}: {(_FILE).stat().st_size:,} bytes")


def _rules() -> Knowledge:
    return load_knowledge(rules_only=True)


def _examples(chosen: Iterable[Document]) -> list[Example]:
    return [example for d in chosen for example in examples_of(d.gold, d.monograph, _rules())]


def _trained(chosen: Sequence[Document]) -> Model:
    return fit(_examples(chosen), read_vectors(), ACCEPT, REJECT)


def _validate(fold: int) -> tuple[Evaluation, list[Outcome]]:
    """Train without a part of the documents, and score that part, with the weights as they would be shipped."""
    everything = documents()
    held = everything[fold::FOLDS]
    place = _PLACE / f"fold{fold}.npz"
    write_model(_trained([d for d in everything if d not in held]), place)
    knowledge = replace(_rules(), model=read_model(place))
    place.unlink()
    total = sum((evaluate_file(d.gold, d.monograph.parent, knowledge) for d in held), EMPTY)
    return total, [outcome for d in held for outcome in outcomes(d, knowledge)]


def _figures(evaluation: Evaluation) -> dict[str, float]:
    total = evaluation.total
    return {
        "precision": round(total.precision, 3), "recall": round(total.recall, 3), "f1": round(total.f1, 3),
        "modality": round(total.modality_accuracy, 3),
    }  # fmt: skip


def _print(name: str, evaluation: Evaluation) -> None:
    print(
        f"{name}: {_figures(evaluation)}, denials {evaluation.negations[1]} of {evaluation.negations[0]}",
        flush=True,
    )


if __name__ == "__main__":
    main()
