"""The network computes the same for a passage, whatever it is computed together with."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.judge.made import KINDS, network

from pharmagraph.extract.judge.numbers import Encoded
from pharmagraph.recognise.tokens import Tag

_WORDS, _FEATURES, _OUTPUTS = 9, 7, 3
_NETWORK = network(1, _WORDS, _FEATURES, _OUTPUTS)


@st.composite
def encoded(draw: st.DrawFn) -> Encoded:
    """Any passage in numbers."""
    size = draw(st.integers(1, 12))
    row = st.lists

    def numbers(below: int) -> tuple[int, ...]:
        return tuple(draw(row(st.integers(0, below - 1), min_size=size, max_size=size)))

    spans = tuple(
        (*sorted(draw(st.tuples(*[st.integers(0, size - 1)] * 2))), draw(st.integers(0, size - 1)))
        for _ in range(draw(st.integers(1, 4)))
    )
    features = st.lists(st.integers(0, _FEATURES - 1), max_size=4, unique=True).map(tuple)
    shared = (draw(features), draw(features))
    return Encoded(
        numbers(_WORDS), numbers(len(Tag) + 1), numbers(len(KINDS) + 1), numbers(4),
        spans, shared, tuple(1 for _ in spans), tuple(draw(features) for _ in spans),
    )  # type: ignore[arg-type]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(encoded(), min_size=1, max_size=5))
def test_passages_do_not_touch_each_other(passages: list[Encoded]) -> None:
    """The scores of a passage are the same alone and among others, in any order."""
    together = _NETWORK.scores(passages)
    for passage, scores in zip(passages, together, strict=True):
        assert scores.shape == (len(passage.spans), _OUTPUTS)
        np.testing.assert_allclose(_NETWORK.scores([passage])[0], scores, rtol=1e-12, atol=1e-15)
    for passage, scores in zip(reversed(passages), _NETWORK.scores(passages[::-1]), strict=True):
        np.testing.assert_allclose(_NETWORK.scores([passage])[0], scores, rtol=1e-12, atol=1e-15)


def test_without_passages_there_are_no_scores() -> None:
    """A document without a candidate gives an empty list."""
    assert _NETWORK.scores([]) == []
