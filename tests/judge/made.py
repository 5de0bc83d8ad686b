"""Passages and models made by hand for the tests of the judge."""

from __future__ import annotations

import numpy as np

from pharmagraph.extract import passages_of
from pharmagraph.extract.judge.decide import Read
from pharmagraph.extract.judge.model import NEGATED, POSSIBLE, Model
from pharmagraph.extract.judge.network import Network
from pharmagraph.extract.judge.numbers import Vocabularies
from pharmagraph.extract.knowledge import load_knowledge
from pharmagraph.extract.naming import names_of
from pharmagraph.read import read_bytes
from pharmagraph.recognise.tokens import Tag

KINDS = ("?", "Condition", "Substance")
_CHANNELS, _DEEP, _HIDDEN = 3, 2, 4


def passages(text: str, title: str = "Zorvexin") -> list[Read]:
    """The passages of a text under a title, with what the rules propose."""
    monograph = read_bytes(f"# {title}\n\n{text}\n".encode(), "zorvexin.md").monograph
    knowledge = load_knowledge(rules_only=True)
    return list(passages_of(monograph, names_of(monograph, knowledge), knowledge))


def network(seed: int, words: int, features: int, outputs: int) -> Network:
    """A network of random weights."""
    drawn = np.random.RandomState(seed)

    def some(*shape: int) -> np.ndarray:
        return drawn.randn(*shape)

    width = 5 + 2 + 2 + 2
    weights = {
        "word": some(words, 5), "tag": some(len(Tag) + 1, 2), "kind": some(len(KINDS) + 1, 2), "flag": some(4, 2),
        "attention": some(_CHANNELS, _CHANNELS), "attention_bias": some(_CHANNELS),
        "wide": some(features, outputs), "deep": some(features, _DEEP),
        "hidden": some(4 * _CHANNELS + _DEEP, _HIDDEN), "hidden_bias": some(_HIDDEN),
        "out": some(_HIDDEN, outputs), "out_bias": some(outputs),
    }  # fmt: skip
    for number in range(3):
        weights[f"conv{number}"] = some(3, width if number == 0 else _CHANNELS, _CHANNELS)
        weights[f"conv{number}_bias"] = some(_CHANNELS)
    return Network(weights)


def voting(votes: dict[str, dict[str, float]], accept: float = 0.6, reject: float = 0.2) -> Model:
    """A model in which only features vote: output -> feature -> weight; without a vote nothing is likely.

    The feature "" is the vote that every candidate has.
    """
    outputs = tuple(sorted({*votes, NEGATED, POSSIBLE}))
    features = sorted({feature for each in votes.values() for feature in each if feature})
    silent = network(0, 2, len(features), len(outputs))
    weights = {name: value * 0 for name, value in silent.weights.items()}
    weights["out_bias"] = np.array([votes.get(output, {}).get("", -6.0) for output in outputs])
    for row, feature in enumerate(features):
        weights["wide"][row] = [votes.get(output, {}).get(feature, 0.0) for output in outputs]
    relations = [output for output in outputs if not output.startswith("~")]
    return Model(
        outputs,
        Vocabularies(
            {}, {kind: n for n, kind in enumerate(KINDS, 1)}, {f: n for n, f in enumerate(features)}
        ),
        Network(weights),
        dict.fromkeys(relations, accept),
        dict.fromkeys(relations, reject),
    )
