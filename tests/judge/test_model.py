"""The file of the model."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.judge.made import voting

from pharmagraph.errors import OntologyError
from pharmagraph.extract.judge.model import load_model, read_model, write_model
from pharmagraph.vocabulary import load_vocabulary


def test_a_model_comes_back_as_it_was_written(tmp_path: Path) -> None:
    """Names and thresholds are the same, weights as near as eight and sixteen bits allow; the bytes are the same."""
    model = voting({"usedFor": {"w=migrain": 10.0, "": -2.0}})
    write_model(model, tmp_path / "a.npz")
    write_model(model, tmp_path / "b.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    back = read_model(tmp_path / "a.npz")
    assert (back.outputs, back.vocabularies, back.accept, back.reject) == (
        model.outputs, model.vocabularies, model.accept, model.reject,
    )  # fmt: skip
    for name, weights in model.network.weights.items():
        np.testing.assert_allclose(back.network.weights[name], weights, atol=0.05)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no archive", b"plain text"])
def test_a_damaged_model_is_one_clear_message(tmp_path: Path, content: bytes) -> None:
    """It is said which file is damaged and what to do."""
    path = tmp_path / "judge.npz"
    path.write_bytes(content)
    with pytest.raises(OntologyError, match="the model cannot be read") as caught:
        read_model(path)
    assert caught.value.source == str(path)


def test_the_shipped_model_knows_the_vocabulary() -> None:
    """Every output of the shipped model is a relation, and its thresholds and calibration are probabilities."""
    model = load_model()
    relations = {output.rstrip("^") for output in model.outputs if not output.startswith("~")}
    assert relations <= set(load_vocabulary().relations)
    assert len(relations) > 15
    values = [*model.accept.values(), *model.reject.values(), *model.measured.values()]
    values += [value for pair in model.calibration for value in pair]
    assert all(0 <= value <= 1 for value in values)
    assert [right for _, right in model.calibration] == sorted(right for _, right in model.calibration)
