"""Words that look like a verdict and are none, or are one on something else."""

from __future__ import annotations

from collections.abc import Iterator

from pharmagraph.extract.cues import CueMatch
from pharmagraph.extract.proposal import Sentence
from pharmagraph.extract.subjects import Unknown, is_self, subject_of
from pharmagraph.recognise.lists import read_list
from pharmagraph.recognise.spelling import name_key
from pharmagraph.recognise.tokens import Tag


def speaks_of_avoiding(sentence: Sentence, match: CueMatch) -> bool:
    """Such as "sufficient time between doses can avoid this problem", "is avoided by herbivores": no advice at all."""
    tokens, word = sentence.tokens, sentence.tokens[match.first].word
    before = tokens[match.first - 1].word if match.first else ""
    after = tokens[match.last].word if match.last < len(tokens) else ""
    helped = (
        word == "avoid"
        and after != "it"
        and before
        in (
            "to",
            "can",
            "could",
            "may",
            "might",
            "help",
            "helps",
            "and",
            "or",
        )
    )
    by = match.last < len(tokens) and tokens[match.last].word == "by"
    return helped or (word == "avoided" and by and not _population_at(sentence, match.last + 1))


def of_another(sentence: Sentence, match: CueMatch, of_people: bool) -> bool:
    """Whether a verdict is about another substance: "metformin, which is contraindicated in renal impairment".

    Args:
        sentence: The passage.
        match: The verdict.
        of_people: Whether people or conditions stand behind it.
    """
    subject, _ = subject_of(sentence, match.first)
    if isinstance(subject, Unknown) or subject.type != "Substance" or subject.id == sentence.names.subject.id:
        return False
    if sentence.tokens[sentence.starts[match.first]].tag is Tag.RELATIVE:
        return True
    words = subject.text.split()
    if any(name_key(word) in sentence.names.keys for word in words):
        return False  # "Parenteral magnesium is contraindicated in"
    mine = any(is_self(sentence, phrase) for phrase in _phrases_of(sentence, sentence.starts[match.first]))
    return of_people and not mine  # "Doxorubicin must not be given to patients with heart failure"


def _phrases_of(sentence: Sentence, start: int) -> Iterator[str]:
    at = start
    while at < len(sentence.tokens) and sentence.starts[at] == start:
        phrase = sentence.reader.phrase(at)
        if phrase:
            yield phrase.text
        at = max(phrase.last if phrase else at + 1, at + 1)


def _population_at(sentence: Sentence, at: int) -> bool:
    members, _ = read_list(sentence.reader, at)
    grounder = sentence.knowledge.grounder
    return any(m.role == "complement" or "Population" in grounder.kinds(m.text, m.head) for m in members)
