"""Everything the extractor knows beforehand, loaded once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pharmagraph.extract.cues import CueTable, load_cues
from pharmagraph.extract.judge.model import Model, load_model
from pharmagraph.extract.sections import SectionScheme, load_sections
from pharmagraph.recognise.entities import Grounder
from pharmagraph.recognise.lexicon import Lexicon, load_lexicon, load_types
from pharmagraph.vocabulary import Vocabulary, load_vocabulary


@dataclass(
    frozen=True, slots=True, eq=False
)  # compared by identity: what is remembered of it is looked up by it
class Knowledge:
    """Vocabulary, cues, section kinds, lexicon.

    Attributes:
        vocabulary: The relations with domain and range.
        cues: The cue table.
        sections: The scheme of section kinds.
        grounder: Lexicon and class guesser.
        model: The trained judge; None for the rules alone.
    """

    vocabulary: Vocabulary
    cues: CueTable
    sections: SectionScheme
    grounder: Grounder
    model: Model | None = None

    def knows(self, name: str) -> bool:
        """Whether the lexicon has a name."""
        return bool(self.grounder.lexicon.readings(name))

    def range_of(self, relation: str) -> frozenset[str]:
        """Classes that the relation's object may have."""
        return self.vocabulary.relations[relation].range

    def domain_of(self, relation: str) -> frozenset[str]:
        """Classes that the relation's subject may have."""
        return self.vocabulary.relations[relation].domain


@cache
def load_knowledge(lexicon: Lexicon | None = None, *, rules_only: bool = False) -> Knowledge:
    """Load the project's own knowledge, with another lexicon if one is given.

    Args:
        lexicon: Another lexicon than the project's.
        rules_only: Leave out the trained model.

    Raises:
        OntologyError: A file of the ontology, the lexicon or the model is damaged.
    """
    return Knowledge(
        vocabulary=load_vocabulary(),
        cues=load_cues(),
        sections=load_sections(),
        grounder=Grounder(lexicon or load_lexicon(), load_types()),
        model=None if rules_only else load_model(),
    )
