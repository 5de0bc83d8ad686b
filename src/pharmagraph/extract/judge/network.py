"""The network: a small convolution over words, and weights of features, summed to a score an output.

Wide and deep (Cheng et al., DLRS 2016): sparse features vote directly and through a small embedding; the words of the
passage and of what stands above it, embedded by GloVe (Pennington et al., EMNLP 2014), are read by three dilated
convolutions; a candidate is its first and last word, the word before its list, and what its passage says by attention.
Computed in NumPy in double precision, so that the same text gives the same scores on every machine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
import numpy.typing as npt

from pharmagraph.extract.judge.numbers import Encoded

Array = npt.NDArray[np.float64]
_GAP = 4  # rows without a word between two passages: as far as the widest convolution reaches
DILATIONS = (1, 2, 4)
ATTENTION = 10.0  # by which products of attention are divided


@dataclass(frozen=True, slots=True)
class Network:
    """Weights by name, as :mod:`tools.train.network` names them.

    Attributes:
        weights: By name.
        table: The tables of features, ``wide`` and ``deep``, side by side: both are looked up by the same numbers.
    """

    weights: Mapping[str, Array]
    table: Array = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "table", np.hstack([self.weights["wide"], self.weights["deep"]]))

    def scores(self, passages: Sequence[Encoded]) -> list[Array]:
        """Probabilities of the outputs.

        Args:
            passages: Passages with at least one candidate each.

        Returns:
            For each passage an array of candidates x outputs, between 0 and 1.
        """
        if not passages:
            return []
        hidden, starts = self._read(passages)
        votes = self._features(passages)
        inputs = np.concatenate(
            [
                self._candidates(p, hidden[at : at + len(p.words)])
                for p, at in zip(passages, starts, strict=True)
            ]
        )
        w = self.weights
        wide = w["wide"].shape[1]
        middle = np.concatenate([inputs, votes[:, wide:]], axis=1) @ w["hidden"] + w["hidden_bias"]
        total = np.maximum(middle, 0.0) @ w["out"] + w["out_bias"] + votes[:, :wide]
        found = 1.0 / (1.0 + np.exp(-np.clip(total, -30.0, 30.0)))
        ends = np.cumsum([len(p.spans) for p in passages])[:-1]
        return np.split(found, ends)

    def _read(self, passages: Sequence[Encoded]) -> tuple[Array, list[int]]:
        """The words of all passages, one after the other, with what the convolutions make of them."""
        w = self.weights
        size = sum(len(p.words) + _GAP for p in passages) + _GAP
        rows = np.zeros(
            (size, w["word"].shape[1] + w["tag"].shape[1] + w["kind"].shape[1] + w["flag"].shape[1])
        )
        mask = np.zeros((size, 1))
        starts, at = [], _GAP
        for p in passages:
            end = at + len(p.words)
            rows[at:end] = np.concatenate(
                [
                    w["word"][list(p.words)],
                    w["tag"][list(p.tags)],
                    w["kind"][list(p.kinds)],
                    w["flag"][list(p.flags)],
                ],
                axis=1,
            )
            mask[at:end] = 1.0
            starts.append(at)
            at = end + _GAP
        found = rows
        for number, dilation in enumerate(DILATIONS):
            new = np.maximum(_convolve(found, w[f"conv{number}"], dilation) + w[f"conv{number}_bias"], 0.0)
            found = (new if number == 0 else found + new) * mask
        return found, starts

    def _features(self, passages: Sequence[Encoded]) -> Array:
        """Sums over the features of all candidates: direct votes, and beside them the small embedding."""
        bags = [bag for p in passages for bag in (*p.shared, *p.own)]
        sums = self._sums(bags)
        found, at = [], 0
        for p in passages:
            own = at + len(p.shared)
            found.append(sums[at] + sums[[at + place for place in p.places]] + sums[own : own + len(p.own)])
            at = own + len(p.own)
        return np.concatenate(found)

    def _sums(self, bags: Sequence[tuple[int, ...]]) -> Array:
        """The sum of each bag's rows of the two tables; of no row, nothing."""
        rows = self.table[np.fromiter(chain.from_iterable(bags), dtype=np.intp)]
        sizes = np.array([len(bag) for bag in bags])
        filled = np.flatnonzero(sizes)
        found = np.zeros((len(bags), self.table.shape[1]))
        if len(filled):
            found[filled] = np.add.reduceat(rows, (np.cumsum(sizes) - sizes)[filled])
        return found

    def _candidates(self, passage: Encoded, hidden: Array) -> Array:
        first, last, before = (list(column) for column in zip(*passage.spans, strict=True))
        query = (hidden[first] + hidden[last]) @ self.weights["attention"] + self.weights["attention_bias"]
        scores = query @ hidden.T / ATTENTION
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        scores /= scores.sum(axis=1, keepdims=True)
        return np.concatenate([hidden[first], hidden[last], hidden[before], scores @ hidden], axis=1)


def _convolve(rows: Array, kernel: Array, dilation: int) -> Array:
    """Three taps: what stands ``dilation`` rows before, the row itself, what stands as far behind."""
    found = rows @ kernel[1]
    found[dilation:] += rows[:-dilation] @ kernel[0]
    found[:-dilation] += rows[dilation:] @ kernel[2]
    return np.asarray(found)
