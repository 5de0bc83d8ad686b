"""Examples -> a model."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import torch
from tools.train.examples import Example
from tools.train.network import WORD, Judge
from torch import nn
from torch.nn import functional

from pharmagraph.extract.judge.encode import encode
from pharmagraph.extract.judge.model import NEGATED, POSSIBLE, Model
from pharmagraph.extract.judge.network import Network
from pharmagraph.extract.judge.numbers import UNKNOWN_KIND, UNKNOWN_WORD, Encoded, Vocabularies
from pharmagraph.recognise.tokens import tokenize
from pharmagraph.records import Modality

_EPOCHS, _BATCH, _WARM = 8, 24, 100
_POOL = 10  # batches that are drawn together and sorted by length, so that little is padded
_RATE, _WORD_RATE = 2e-3, 5e-4
_DECAY, _TABLE_DECAY = 1e-4, 1e-3
_DROP = 0.4
_FORGOTTEN = 0.1  # share of words read as unknown, and of features left out, at each sight of a passage
_FEATURE_SEEN, _WORD_SEEN = (
    4,
    3,
)  # candidates that have a feature, passages that have a word unknown to the vectors
_FEWEST = 8  # positives that an output needs
_Row = tuple[Encoded, np.ndarray, np.ndarray]
_LENGTH = 3.0  # of the word vectors, so that they weigh as much as the rest


def fit(
    examples: Sequence[Example], vectors: Mapping[str, np.ndarray], accept: Mapping[str, float],
    reject: Mapping[str, float], *, seed: int = 0,
) -> Model:  # fmt: skip
    """Train a network.

    Args:
        examples: What to learn from.
        vectors: Word vectors to begin with.
        accept: Relation -> probability from which a statement is added.
        reject: Relation -> probability below which a proposal of the rules is dropped.
        seed: Of all that is drawn at random.
    """
    random.seed(seed)
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    outputs = _outputs(examples)
    vocabularies = _vocabularies(examples, vectors)
    judge = Judge(
        _table(vocabularies.words, vectors),
        len(vocabularies.kinds) + 1,
        len(vocabularies.features),
        len(outputs),
        _DROP,
    )
    batchable = [(encode(e.sentence, e.observed, vocabularies), *_targets(e, outputs)) for e in examples]
    _train(judge, batchable)
    judge.eval()
    relations = [output for output in outputs if not output.startswith("~")]
    return Model(
        outputs, vocabularies, Network(judge.weights()),
        {o: accept.get(o.rstrip("^"), accept[""]) for o in relations},
        {o: reject.get(o.rstrip("^"), reject[""]) for o in relations},
    )  # fmt: skip


def _outputs(examples: Sequence[Example]) -> tuple[str, ...]:
    counts = Counter(output for example in examples for labels in example.labels for output in labels)
    return (*sorted(output for output, n in counts.items() if n >= _FEWEST), NEGATED, POSSIBLE)


def _vocabularies(examples: Sequence[Example], vectors: Mapping[str, np.ndarray]) -> Vocabularies:
    features = Counter[str]()
    words = Counter[str]()
    kinds = {UNKNOWN_KIND}
    for example in examples:
        for seen in example.observed:
            features.update({*seen.shared[0], *seen.shared[1], *seen.own})
            kinds.update(seen.kinds)
        passage = example.sentence.passage
        titles = (passage.section.title, *passage.labels, passage.intro, passage.question)
        words.update({token.word for token in example.sentence.tokens})
        words.update({token.word for title in titles for token in tokenize(title)})
    own = {word for word, n in words.items() if n >= _WORD_SEEN or word in ("|", ",", ".")}
    return Vocabularies(
        {word: number for number, word in enumerate(sorted({*own, *vectors, "|"}), 2)},
        {kind: number for number, kind in enumerate(sorted(kinds), 1)},
        {
            name: number
            for number, name in enumerate(sorted(f for f, n in features.items() if n >= _FEATURE_SEEN))
        },
    )


def _table(words: Mapping[str, int], vectors: Mapping[str, np.ndarray]) -> np.ndarray:
    drawn = np.random.RandomState(0)
    table = drawn.randn(len(words) + 2, WORD).astype(np.float32) * 0.2
    table[0] = 0
    for word, number in words.items():
        if word in vectors:
            table[number] = vectors[word] * _LENGTH
    return table


def _targets(example: Example, outputs: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """What is wanted of each candidate, and how much it counts."""
    wanted = np.zeros((len(example.observed), len(outputs)), dtype=np.float32)
    counts = np.ones_like(wanted)
    number = {output: index for index, output in enumerate(outputs)}
    for row, (labels, elsewhere) in enumerate(zip(example.labels, example.elsewhere, strict=True)):
        for output in labels:
            if output in number:
                wanted[row, number[output]] = 1
        for output in elsewhere:
            if output in number:
                counts[row, number[output]] = 0
        modes = set(labels.values())
        for name, mode in ((NEGATED, Modality.NEGATED), (POSSIBLE, Modality.POSSIBLE)):
            wanted[row, number[name]] = float(mode in modes)
            counts[row, number[name]] = float(
                len(modes) == 1
            )  # without a statement, or with two, nothing is learnt
    return wanted, counts


def _batches(batchable: list[_Row]) -> list[list[_Row]]:
    """All rows once, in random batches of passages of like length."""
    order, size = random.sample(batchable, len(batchable)), _BATCH * _POOL
    found = []
    for start in range(0, len(order), size):
        pool = sorted(order[start : start + size], key=lambda row: len(row[0].words))
        found += [pool[at : at + _BATCH] for at in range(0, len(pool), _BATCH)]
    random.shuffle(found)
    return found


def _with_gaps(encoded: Encoded) -> Encoded:
    """A passage as it looks where some of its words and features are not known: no single one may decide."""

    def kept(bag: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(number for number in bag if not _forgotten())

    return replace(
        encoded,
        words=tuple(UNKNOWN_WORD if _forgotten() else word for word in encoded.words),
        shared=tuple(map(kept, encoded.shared)),
        own=tuple(map(kept, encoded.own)),
    )


def _forgotten() -> bool:
    return random.random() < _FORGOTTEN  # noqa: S311 (no secret hangs on it)


def _train(judge: Judge, batchable: list[_Row]) -> None:
    tables = [*judge.wide.parameters(), *judge.deep.parameters()]
    words = [*judge.word.parameters()]
    special = {id(p) for p in (*tables, *words)}
    rates = (_WORD_RATE, _RATE, _RATE)
    optimizer = torch.optim.AdamW(
        [
            {"params": words, "weight_decay": 0.0},
            {"params": tables, "weight_decay": _TABLE_DECAY},
            {"params": [p for p in judge.parameters() if id(p) not in special], "weight_decay": _DECAY},
        ]
    )
    steps, step = _EPOCHS * len(_batches(batchable)), 0
    judge.train()
    for _ in range(_EPOCHS):
        for batch in _batches(batchable):
            scores = judge([_with_gaps(encoded) for encoded, _, _ in batch])
            wanted = torch.tensor(np.concatenate([w for _, w, _ in batch]))
            counts = torch.tensor(np.concatenate([c for _, _, c in batch]))
            loss = (
                functional.binary_cross_entropy_with_logits(scores, wanted, reduction="none") * counts
            ).sum()
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * min(1, (step + 1) / _WARM) * (1 - step / steps)
            optimizer.zero_grad()
            (loss / len(scores)).backward()
            nn.utils.clip_grad_norm_(judge.parameters(), 5.0)
            optimizer.step()
            step += 1
