"""What a statement is qualified by: frequency and severity, purpose, effect; the salt and the degree of its ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pharmagraph.extract.proposal import Proposal, Sentence
from pharmagraph.recognise.entities import as_worded
from pharmagraph.recognise.phrases import Phrase
from pharmagraph.recognise.tokens import Tag
from pharmagraph.records import Modality, QualifierValue

Qualifiers = tuple[tuple[str, QualifierValue], ...]

_FREQUENCY_WORDS = {
    "common": "common", "commonly": "common", "frequent": "common", "frequently": "common", "uncommon": "uncommon",
    "infrequent": "uncommon", "infrequently": "uncommon", "rare": "rare", "rarely": "rare", "uncommonly": "uncommon",
    "seldom": "rare", "occasional": "uncommon", "occasionally": "uncommon",
}  # fmt: skip
_SEVERITY_WORDS = {
    "serious": "serious",
    "severe": "serious",
    "mild": "mild",
    "life-threatening": "serious",
    "fatal": "serious",
}
_EFFECTS = (
    (re.compile((r"\b(?:reduc|decreas|lower|diminish|impair|weaken|counteract|antagoni)"
r"\w*\b[^.;]{0,60}\b(?:efficacy|effect|effectiveness|action)"), re.I), "reduced efficacy"),
    (re.compile((r"\b(?:reduc|decreas|lower|impair|inhibit|interfere\w* with)"
r"\w*\b[^.;]{0,40}\b(?:absorption|bioavailability)"), re.I), "reduced absorption"),
    (re.compile(r"\b(?:reduc|decreas|lower)\w*\b[^.;]{0,40}\b(?:level|concentration|exposure)", re.I), "reduced level"),
    (
        re.compile(r"\b(?:increas|elevat|rais)\w*\b[^.;]{0,40}\b(?:level|concentration|exposure)", re.I),
        "increased level",
    ),
    (re.compile((r"\b(?:increas|elevat|rais|enhanc|heighten)\w*\b[^.;]{0,30}\brisk of ([a-z][a-z -]{2,40}?)"
r"(?=[.,;)]| and | or | when | with | in |$)"), re.I), "increased risk of {}"),
    (re.compile((r"\b(?:enhanc|potentiat|increas|augment|intensif)\w*\b[^.;]{0,40}\b(?:effect|action|"
r"efficacy)"), re.I), "increased effect"),
    (re.compile(r"\badditive\b[^.;]{0,40}", re.I), "additive effect"),
)  # fmt: skip
_PURPOSE = re.compile(r"(?:^|\s)(?:to|for) ([a-z][^.;()]{3,90})", re.I)


def describe(sentence: Sentence, relation: str, member: Phrase, cue_last: int, last: int) -> Qualifiers:
    """Qualifiers of a statement, sorted by name.

    Args:
        sentence: The passage.
        relation: Local name of the relation.
        member: The object's phrase.
        cue_last: Index after the cue.
        last: Index after the object's list.
    """
    if relation == "hasSideEffect":
        return side_effect(sentence, member)
    if relation == "interactsWith":
        effect = effect_of(sentence.text)
        return (("effect", effect),) if effect else ()
    if relation == "combinedWith":
        return purpose(sentence, max(cue_last, last))
    return ()


def worded(proposal: Proposal) -> Proposal:
    """A proposal with the degree of its object where it belongs.

    A denial is of just what it names: "no caution in mild renal impairment" denies nothing of renal impairment. How bad
    a side effect is is its severity.
    """
    if proposal.modality is Modality.NEGATED:
        return replace(proposal, object=as_worded(proposal.object))
    severity = _SEVERITY_WORDS.get(proposal.object.degree.lower())
    if proposal.relation != "hasSideEffect" or not severity:
        return proposal
    qualifiers = {**dict(proposal.qualifiers), "severity": severity}
    return replace(
        proposal, object=replace(proposal.object, degree=""), qualifiers=tuple(sorted(qualifiers.items()))
    )


def with_forms(proposal: Proposal) -> Qualifiers:
    """The qualifiers of a statement and those that its ends bring: which salt of a substance, a condition's degree."""
    pairs: dict[str, QualifierValue] = dict(proposal.qualifiers)
    for name, words in (
        ("form", proposal.object.form),
        ("subjectForm", proposal.subject.form),
        ("degree", proposal.object.degree),
    ):
        if words:
            pairs[name] = words.lower()
    return tuple(sorted(pairs.items()))


def side_effect(sentence: Sentence, member: Phrase) -> Qualifiers:
    """Frequency and severity: words beside the effect first, then its part of the sentence, then the heading."""
    around = _piece(sentence, member)
    frequency = (
        _first(member.degree, _FREQUENCY_WORDS) or _first(around, _FREQUENCY_WORDS) or sentence.frequency
    )
    severity = _first(member.degree, _SEVERITY_WORDS) or _first(around, _SEVERITY_WORDS) or sentence.severity
    pairs: list[tuple[str, QualifierValue]] = []
    if frequency:
        pairs.append(("frequency", frequency))
    if severity:
        pairs.append(("severity", severity))
    return tuple(pairs)


def _piece(sentence: Sentence, member: Phrase) -> list[str]:
    """Words of the part between semicolons that an effect stands in, those nearest before it first."""
    tokens = sentence.tokens
    first, last = member.first, member.last
    while first > 0 and tokens[first - 1].text != ";":
        first -= 1
    while last < len(tokens) and tokens[last].text != ";":
        last += 1
    # "more common than with placebo" says nothing of how common it is
    compared = {i + 1 for i in range(first, last) if tokens[i].word in ("more", "less")}
    order = [*reversed(range(first, member.first)), *range(member.last, last)]
    return [tokens[i].word for i in order if i not in compared]


def _first(words: Sequence[str], table: dict[str, str]) -> str:
    return next((table[word] for word in words if word in table), "")


def effect_of(text: str) -> str:
    """What an interaction does, in a few words ("reduced efficacy"), or ""."""
    for pattern, label in _EFFECTS:
        if match := pattern.search(text):
            return label.format(match.group(1).strip()) if "{}" in label else label
    return ""


def purpose(sentence: Sentence, last: int) -> Qualifiers:
    """Such as "combined with vitamin D3 [to enhance calcium absorption]"."""
    if last >= len(sentence.tokens) or sentence.tokens[last].word not in ("to", "for"):
        return ()
    match = _PURPOSE.match(sentence.text, max(sentence.tokens[last].start - 1, 0))
    if not match or sentence.tokens[last].tag is not Tag.PREPOSITION:
        return ()
    return (("purpose", match.group(1).strip()),)
