"""Everything the extractor knows beforehand, loaded once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pharmagraph.extract.cues import CueTable, load_cues
from pharmagraph.extract.sections import SectionScheme, load_sections
from pharmagraph.recognise.entities import Grounder
from pharmagraph.recognise.lexicon import Lexicon, load_lexicon, load_types
from pharmagraph.vocabulary import Vocabulary, load_vocabulary


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Vocabulary, cues, section kinds, lexicon.

    Attributes:
        vocabulary: The relations with domain and range.
        cues: The cue table.
        sections: The scheme of section kinds.
        grounder: Lexicon and class guesser.
    """

    vocabulary: Vocabulary
    cues: CueTable
    sections: SectionScheme
    grounder: Grounder

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
def load_knowledge(lexicon: Lexicon | None = None) -> Knowledge:
    """Load the project's own knowledge, with another lexicon if one is given.

    Raises:
        OntologyError: A file of the ontology or lexicon is damaged.
    """
    return Knowledge(
        vocabulary=load_vocabulary(),
        cues=load_cues(),
        sections=load_sections(),
        grounder=Grounder(lexicon or load_lexicon(), load_types()),
    )
