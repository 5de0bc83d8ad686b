"""The network of :mod:`pharmagraph.extract.judge.network` as PyTorch trains it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from pharmagraph.extract.judge.network import ATTENTION, DILATIONS
from pharmagraph.extract.judge.numbers import Encoded
from pharmagraph.recognise.tokens import Tag

WORD, TAG, KIND, FLAG = 100, 16, 16, 8  # sizes of the embeddings
CHANNELS, DEEP, HIDDEN = 64, 48, 160


class Judge(nn.Module):
    """One passage after the other goes through the same layers; see the class that computes them in NumPy."""

    def __init__(self, words: np.ndarray, kinds: int, features: int, outputs: int, drop: float) -> None:
        super().__init__()
        self.word = nn.Embedding(len(words), WORD, padding_idx=0)
        self.word.weight.data.copy_(torch.tensor(words))
        self.tag = nn.Embedding(len(Tag) + 1, TAG)
        self.kind = nn.Embedding(kinds, KIND)
        self.flag = nn.Embedding(4, FLAG)
        sizes = (WORD + TAG + KIND + FLAG, CHANNELS, CHANNELS)
        self.convs = nn.ModuleList(
            nn.Conv1d(size, CHANNELS, 3, padding=dilation, dilation=dilation)
            for size, dilation in zip(sizes, DILATIONS, strict=True)
        )
        self.attention = nn.Linear(CHANNELS, CHANNELS)
        self.wide = nn.EmbeddingBag(features + 1, outputs, mode="sum", padding_idx=features)
        self.deep = nn.EmbeddingBag(features + 1, DEEP, mode="sum", padding_idx=features)
        nn.init.zeros_(self.wide.weight)
        nn.init.normal_(self.deep.weight, 0, 0.02)
        with torch.no_grad():
            self.deep.weight[features] = 0
        self.hidden = nn.Linear(4 * CHANNELS + DEEP, HIDDEN)
        self.out = nn.Linear(HIDDEN, outputs)
        nn.init.constant_(self.out.bias, -4.0)  # most candidates make no statement
        self.drop = nn.Dropout(drop)
        self.nothing = features

    def forward(self, passages: Sequence[Encoded]) -> torch.Tensor:
        """Scores before the logistic function, candidates of all passages x outputs."""
        length = max(len(p.words) for p in passages)

        def padded(rows: list[tuple[int, ...]]) -> torch.Tensor:
            return torch.tensor([[*row, *([0] * (length - len(row)))] for row in rows])

        mask = torch.tensor([[1.0] * len(p.words) + [0.0] * (length - len(p.words)) for p in passages])
        words = padded([p.words for p in passages])
        rows = torch.cat(
            [
                self.word(words), self.tag(padded([p.tags for p in passages])),
                self.kind(padded([p.kinds for p in passages])), self.flag(padded([p.flags for p in passages])),
            ],
            -1,
        )  # fmt: skip
        found = self.drop(rows * mask[:, :, None]).transpose(1, 2)
        over = mask[:, None, :]
        for number, conv in enumerate(self.convs):
            new = functional.relu(conv(self.drop(found) if number else found))
            found = (new if number == 0 else found + new) * over
        hidden = self.drop(found.transpose(1, 2))
        return self._candidates(passages, hidden, mask)

    def _candidates(
        self, passages: Sequence[Encoded], hidden: torch.Tensor, mask: torch.Tensor
    ) -> torch.Tensor:
        which = torch.tensor([i for i, p in enumerate(passages) for _ in p.spans])
        first, last, before = torch.tensor([span for p in passages for span in p.spans]).T
        own = hidden[which]
        row = torch.arange(len(which))
        begin, end, ahead = own[row, first], own[row, last], own[row, before]
        scores = (own * self.attention(begin + end)[:, None]).sum(-1) / ATTENTION
        weights = scores.masked_fill(mask[which] == 0, -1e9).softmax(-1)
        around = (own * weights[:, :, None]).sum(1)
        ids, offsets = [], []
        for p in passages:
            for place, mine in zip(p.places, p.own, strict=True):
                offsets.append(len(ids))
                ids += [*p.shared[0], *p.shared[place], *mine] or [self.nothing]
        bag = torch.tensor(ids), torch.tensor(offsets)
        inputs = torch.cat([begin, end, ahead, around, self.drop(self.deep(*bag))], -1)
        middle = functional.relu(self.hidden(self.drop(inputs)))
        return self.out(self.drop(middle)) + self.wide(*bag)

    def weights(self) -> dict[str, np.ndarray]:
        """The weights by the names that the shipped model has."""
        state = {name: value.detach().numpy().astype(np.float64) for name, value in self.state_dict().items()}
        found = {name: state[f"{name}.weight"] for name in ("word", "tag", "kind", "flag")}
        found |= {name: state[f"{name}.weight"][:-1] for name in ("wide", "deep")}
        for name in ("attention", "hidden", "out"):
            found |= {name: state[f"{name}.weight"].T, f"{name}_bias": state[f"{name}.bias"]}
        for number in range(len(DILATIONS)):
            found[f"conv{number}"] = state[f"convs.{number}.weight"].transpose(2, 1, 0)
            found[f"conv{number}_bias"] = state[f"convs.{number}.bias"]
        return found
