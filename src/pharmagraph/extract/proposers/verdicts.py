"""Words that look like a verdict and are none, or are one on something else."""

from __future__ import annotations

from collections.abc import Callable

from pharmagraph.extract.cues import CueMatch
from pharmagraph.extract.proposal import Sentence
from pharmagraph.extract.subjects import Unknown, is_self, subject_of
from pharmagraph.recognise.lists import read_list
from pharmagraph.recognise.spelling import name_key
from pharmagraph.recognise.tokens import Tag

# Before "avoid": what is told is what something does or is for, not what to do.
_NO_ADVICE = frozenset(("to", "can", "could", "may", "might", "help", "helps", "and", "or"))


def speaks_of_avoiding(sentence: Sentence, match: CueMatch) -> bool:
    """Such as "sufficient time between doses can avoid this problem", "is avoided by herbivores": no advice at all."""
    tokens, word = sentence.tokens, sentence.tokens[match.first].word
    before = tokens[match.first - 1].word if match.first else ""
    after = tokens[match.last].word if match.last < len(tokens) else ""
    helped = word == "avoid" and after != "it" and before in _NO_ADVICE
    by = match.last < len(tokens) and tokens[match.last].word == "by"
    return helped or (word == "avoided" and by and not _population_at(sentence, match.last + 1))


def of_another(sentence: Sentence, match: CueMatch, of_people: Callable[[], bool]) -> bool:
    """Whether a verdict is about another substance: "metformin, which is contraindicated in renal impairment".

    Args:
        sentence: The passage.
        match: The verdict.
        of_people: Tells whether people or conditions stand behind it; asked only where another substance is spoken of.
    """
    subject, _ = subject_of(sentence, match.first)
    start = sentence.starts[match.first]
    if isinstance(subject, Unknown) or subject.type != "Substance" or subject.id == sentence.names.subject.id:
        return False
    if sentence.tokens[start].tag is Tag.RELATIVE:
        return True
    if any(name_key(word) in sentence.names.keys for word in subject.text.split()):
        return False  # "Parenteral magnesium is contraindicated in"
    if any(is_self(sentence, phrase) for phrase in sentence.phrases(start)):
        return False
    return of_people()  # "Doxorubicin must not be given to patients with heart failure"


def _population_at(sentence: Sentence, at: int) -> bool:
    members, _ = read_list(sentence.reader, at)
    grounder = sentence.knowledge.grounder
    return any(m.role == "complement" or "Population" in grounder.kinds(m.text, m.head) for m in members)
