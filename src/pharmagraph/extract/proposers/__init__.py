"""The proposers, each a function from a sentence to proposals. A new one is added to the tuple."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pharmagraph.extract.proposal import Proposal, Sentence
from pharmagraph.extract.proposers import (
    arrow,
    comparison,
    context,
    cue,
    dose,
    frame,
    interaction,
    names,
    section,
    table,
)

Proposer = Callable[[Sentence], Iterator[Proposal]]

PROPOSERS: tuple[Proposer, ...] = (
    names.propose,
    cue.propose,
    frame.propose,
    context.propose,
    interaction.propose,
    section.propose,
    dose.propose,
    arrow.propose,
    comparison.propose,
    table.propose,
)
