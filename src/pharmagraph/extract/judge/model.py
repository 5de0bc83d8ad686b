"""The trained model as it is shipped: vocabularies, thresholds and the network's weights in one file.

Weights of tables are kept in eight bits with one scale a table, all others in sixteen; see ``docs/judge.md``.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np

from pharmagraph.errors import OntologyError
from pharmagraph.extract.judge.network import Array, Network
from pharmagraph.extract.judge.numbers import Vocabularies
from pharmagraph.resources import model_file

NEGATED, POSSIBLE = "~negated", "~possible"
_FORMAT = 1
_HEAD = "head"
_TABLES = frozenset(("word", "wide", "deep"))  # large, and looked up row by row


@dataclass(frozen=True, slots=True)
class Model:
    """What is needed to judge.

    Attributes:
        outputs: Names of the network's outputs: relations, relations with ``^`` (the monograph's substance is the
            object), ``~negated`` and ``~possible``.
        vocabularies: Numbers of words, kinds and features.
        network: The weights.
        accept: Output -> probability from which a statement is added.
        reject: Output -> probability below which a proposal of the rules is dropped.
        calibration: Pairs of what the network says and how often that was right, both ascending.
        measured: For what the network does not judge, how often it was right: by relation (doses and names), and
            ``other`` for statements about other things than the monograph's substance.
    """

    outputs: tuple[str, ...]
    vocabularies: Vocabularies
    network: Network
    accept: Mapping[str, float]
    reject: Mapping[str, float]
    calibration: tuple[tuple[float, float], ...] = ()
    measured: Mapping[str, float] = field(default_factory=dict)

    def confidence(self, p: float) -> float:
        """How often statements of this probability were right, to two places."""
        if not self.calibration:
            return round(p, 2)
        said, right = zip(*self.calibration, strict=True)
        return round(float(np.interp(p, said, right)), 2)


def read_model(path: Path) -> Model:
    """Read a model.

    Raises:
        OntologyError: The file is missing, damaged or of another format.
    """
    try:
        with np.load(path, allow_pickle=False) as file:
            head = json.loads(bytes(file[_HEAD]).decode("utf-8"))
            _check(head)
            weights = {
                name: _unpacked(file[name], head["scales"].get(name)) for name in file.files if name != _HEAD
            }
        numbers = [{name: n for n, name in enumerate(head[key], first)} for key, first in _FIRST.items()]
        return Model(
            tuple(head["outputs"]), Vocabularies(*numbers), Network(weights), head["accept"], head["reject"],
            tuple((said, right) for said, right in head["calibration"]), head["measured"],
        )  # fmt: skip
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise OntologyError(
            f"the model cannot be read ({error})", remedy="install pharmagraph again", source=path
        ) from error


def _check(head: Mapping[str, object]) -> None:
    if head["format"] != _FORMAT:
        raise ValueError(f"format {head['format']}")


# The first number of each vocabulary, see :class:`Vocabularies`.
_FIRST = {"words": 2, "kinds": 1, "features": 0}


def _unpacked(stored: Array, scale: float | None) -> Array:
    found = stored.astype(np.float64)
    return found if scale is None else found * scale


def write_model(model: Model, path: Path) -> None:
    """Write a model; the same model gives the same bytes."""
    scales: dict[str, float] = {}
    stored: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.generic]]] = {}
    for name, weights in sorted(model.network.weights.items()):
        if name in _TABLES:
            scales[name] = float(np.abs(weights).max()) / 127 or 1.0
            stored[name] = np.round(weights / scales[name]).astype(np.int8)
        else:
            stored[name] = weights.astype(np.float16)
    vocabularies = model.vocabularies
    head = {
        "format": _FORMAT, "outputs": model.outputs, "accept": dict(model.accept), "reject": dict(model.reject),
        "scales": scales, "words": list(vocabularies.words), "kinds": list(vocabularies.kinds),
        "features": list(vocabularies.features), "calibration": model.calibration, "measured": dict(model.measured),
    }  # fmt: skip
    text = json.dumps(head, sort_keys=True, ensure_ascii=False).encode("utf-8")
    np.savez_compressed(path, allow_pickle=False, **{_HEAD: np.frombuffer(text, dtype=np.uint8)}, **stored)


@cache
def load_model() -> Model:
    """The project's own model.

    Raises:
        OntologyError: It is missing or damaged.
    """
    return read_model(model_file())
