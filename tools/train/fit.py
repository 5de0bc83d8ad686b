"""Rows -> a model: one logistic regression an output, weights as whole numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from sklearn.feature_extraction import FeatureHasher  # noqa: F401
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from pharmagraph.extract.judge.model import NEGATED, POSSIBLE, SCALE, Model
from pharmagraph.records import Modality
from tools.train.rows import Row

_LEAST = 2  # documents' worth: a feature seen once teaches nothing
_FEWEST = 5  # positives that an output needs
_SMALLEST = 0.02  # weights below are left out


def fit(rows: Sequence[Row], accept: float, reject: Mapping[str, float], strength: float = 1.0) -> Model:
    """Train.

    Args:
        rows: What to learn from.
        accept: Probability from which a statement is added.
        reject: Relation -> probability below which a proposal of the rules is dropped.
        strength: Inverse of the regularisation (``C`` of scikit-learn).
    """
    counts = Counter(feature for row in rows for feature in row.features)
    known = {feature for feature, n in counts.items() if n >= _LEAST}
    texts = [{f: 1.0 for f in row.features if f in known} for row in rows]
    names = sorted({output for row in rows for output in row.labels})
    vectorizer = DictVectorizer()
    matrix = _narrow(vectorizer.fit_transform(texts))
    weights: dict[str, list[tuple[int, int]]] = {}
    outputs: list[str] = []
    bias: list[int] = []
    for output in names:
        target = [output in row.labels for row in rows]
        if sum(target) >= _FEWEST:
            _learn(matrix, target, vectorizer.get_feature_names_out(), output, strength, outputs, bias, weights)
    told = [(text, output, mode) for row, text in zip(rows, texts, strict=True) for output, mode in row.labels.items()]
    pairs = [{**text, f"of={output}": 1.0} for text, output, _ in told]
    of_modality = DictVectorizer()
    matrix = _narrow(of_modality.fit_transform(pairs))
    for name, mode in ((NEGATED, Modality.NEGATED), (POSSIBLE, Modality.POSSIBLE)):
        target = [m is mode for _, _, m in told]
        _learn(matrix, target, of_modality.get_feature_names_out(), name, strength, outputs, bias, weights)
    return Model(
        tuple(outputs), tuple(bias), {f: tuple(pairs) for f, pairs in weights.items()},
        {output: accept for output in outputs if not output.startswith("~")},
        {output: reject.get(output, 0.0) for output in outputs if not output.startswith("~")},
    )  # fmt: skip


def _narrow(matrix):
    matrix.indices = matrix.indices.astype("int32")
    matrix.indptr = matrix.indptr.astype("int32")
    return matrix


def _learn(matrix, target, features, output, strength, outputs, bias, weights) -> None:
    learned = LogisticRegression(C=strength, solver="liblinear", random_state=0, max_iter=300).fit(matrix, target)
    number = len(outputs)
    outputs.append(output)
    bias.append(round(float(learned.intercept_[0]) * SCALE))
    for index in np.flatnonzero(np.abs(learned.coef_[0]) >= _SMALLEST):
        weights.setdefault(str(features[index]), []).append((number, round(float(learned.coef_[0][index]) * SCALE)))
