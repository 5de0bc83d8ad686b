"""The model: for each output a weight by feature, all of them whole numbers, so that a sum is the same everywhere.

One logistic regression an output (Hosmer and Lemeshow), trained by ``make train`` and shipped as text. An output is a
relation, a relation with ``^`` (the monograph's substance is its object), ``~negated`` or ``~possible``.
"""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pharmagraph.errors import OntologyError
from pharmagraph.resources import model_dir

SCALE = 256  # weights are in parts of this
NEGATED, POSSIBLE = "~negated", "~possible"
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of the features.

    Attributes:
        outputs: What is told apart.
        bias: Weight of each output without any feature, in parts of ``SCALE``.
        weights: Feature -> pairs of output number and weight.
        accept: Output -> probability from which a statement is added.
        reject: Output -> probability below which a proposal of the rules is dropped.
    """

    outputs: tuple[str, ...]
    bias: tuple[int, ...]
    weights: Mapping[str, Sequence[tuple[int, int]]]
    accept: Mapping[str, float]
    reject: Mapping[str, float]

    def sums(self, features: Iterable[str], base: Sequence[int] | None = None) -> list[int]:
        """Sum of the weights of features, by output.

        Args:
            features: Each once.
            base: Sums to begin with; the bias by default.
        """
        found = list(self.bias if base is None else base)
        weights = self.weights
        for feature in features:
            for output, weight in weights.get(feature, ()):
                found[output] += weight
        return found


def probability(total: int) -> float:
    """The probability that a sum of weights stands for, rounded to three places."""
    value = max(-30.0, min(30.0, total / SCALE))
    return round(1 / (1 + math.exp(-value)), 3)


def read_model(path: Path) -> Model:
    """Read a model: a line of JSON (format, outputs, bias, thresholds), then ``feature TAB output:weight ...`` a line.

    Raises:
        OntologyError: The file is missing, damaged or of another format.
    """
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="\n") as file:
            head = json.loads(next(file))
            if head["format"] != _FORMAT:
                raise ValueError(f"format {head['format']}")
            weights = dict(_row(line) for line in file)
            return Model(
                tuple(head["outputs"]), tuple(head["bias"]), weights, dict(head["accept"]), dict(head["reject"])
            )
    except (OSError, ValueError, KeyError, StopIteration, EOFError) as error:
        raise OntologyError(
            f"the model cannot be read ({error})", remedy="install pharmagraph again", source=path
        ) from error


def _row(line: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    feature, _, pairs = line.rstrip("\n").partition("\t")
    split = (pair.partition(":") for pair in pairs.split(" "))
    return feature, tuple((int(output), int(weight)) for output, _, weight in split)


def write_model(model: Model, path: Path) -> None:
    """Write a model; the same model gives the same bytes."""
    head = {
        "format": _FORMAT, "outputs": model.outputs, "bias": model.bias, "accept": model.accept, "reject": model.reject,
    }  # fmt: skip
    lines = [json.dumps(head, sort_keys=True)]
    for feature, pairs in sorted(model.weights.items()):
        lines.append(feature + "\t" + " ".join(f"{output}:{weight}" for output, weight in pairs))
    text = "\n".join(lines) + "\n"
    with path.open("wb") as raw, gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as file:
        file.write(text.encode())


@cache
def load_model() -> Model | None:
    """The project's own model; None in a checkout where none was trained yet.

    Raises:
        OntologyError: It is damaged.
    """
    path = model_dir() / "judge.tsv.gz"
    return read_model(path) if path.is_file() else None
