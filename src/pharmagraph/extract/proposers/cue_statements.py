"""What a cue with its objects states: which of them it can mean, how certainly, in which words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pharmagraph.extract.clauses import clause_end, modality
from pharmagraph.extract.cues import Cue, CueMatch
from pharmagraph.extract.measure import measured_name
from pharmagraph.extract.proposal import Proposal, Sentence
from pharmagraph.extract.qualifiers import describe
from pharmagraph.extract.subjects import is_self
from pharmagraph.recognise.english import load_english
from pharmagraph.recognise.phrases import Phrase
from pharmagraph.recognise.spelling import singular
from pharmagraph.records import Entity, Modality

_MECHANISMS = frozenset(("inhibits", "promotes", "prevents"))
_PRESCRIBED = frozenset(
    [
        "used",
        "taken",
        "prescribed",
        "recommended",
        "indicated",
        "given",
        "administered",
        "employed",
        "marketed",
        "sold",
        "promoted",
        "consumed",
        "take",
        "takes",
        "prescribe",
    ]
)
_PROCESSES = load_english().classes["process_noun"]
_CONDITIONALS = frozenset(("if", "unless", "when", "whenever"))


def _for_purpose(sentence: Sentence, match: CueMatch) -> Cue:
    """Such as "is used ... TO support X" states what it is taken for, not what it does."""
    cue = match.cue
    tokens = sentence.tokens
    if (
        cue.relation not in ("promotes", "inhibits")
        or match.first == 0
        or tokens[match.first - 1].word != "to"
    ):
        return cue
    before = range(sentence.starts[match.first], match.first)
    if any(tokens[i].word in _PRESCRIBED for i in before):
        return replace(cue, relation="usedFor", types=frozenset())
    return cue


def _in_good_company(
    sentence: Sentence, match: CueMatch, members: list[Phrase], allowed: frozenset[str]
) -> bool:
    """Whether, under side effects, something in the list is a known one: then its neighbours are taken, too."""
    if match.cue.relation != "hasSideEffect" or len(members) < 2 or not sentence.within("side-effects"):
        return False
    return any(sentence.ground(member, allowed, strict=True) for member in members)


def _is_own(sentence: Sentence, member: Phrase) -> bool:
    """Whether a phrase is the substance, its level or absorption: of those interactions speak and no mechanism."""
    name = measured_name(member)
    before = sentence.tokens[member.first - 1].word if member.first else ""
    if name == "" and before in ("its", "their"):
        return True
    mine = is_self(sentence, member.text) or (bool(name) and is_self(sentence, name or ""))
    return mine or _is_own_absorption(sentence, member)


def _is_own_absorption(sentence: Sentence, member: Phrase) -> bool:
    """Whether a phrase is the substance's absorption: "iron absorption", "absorption of iron", "its absorption"."""
    words = member.text.lower()
    if "absorption" not in words and "bioavailability" not in words:
        return False
    rest = re.sub(r"\b(?:absorption|bioavailability|of|the|and)\b", " ", member.text, flags=re.I).strip()
    before = sentence.tokens[member.first - 1].word if member.first else ""
    return before == "its" or (bool(rest) and is_self(sentence, rest))


def _aided(
    sentence: Sentence, match: CueMatch, helper: Entity, at: tuple[int, int] | None, mode: Modality
) -> Iterator[Proposal]:
    """What raises the substance's absorption helps it to be absorbed."""
    if helper.type in sentence.knowledge.range_of("absorptionAidedBy"):
        cue_at = sentence.span(match.first, match.last)
        yield Proposal(
            sentence.names.subject,
            "absorptionAidedBy",
            helper,
            mode,
            "cue:absorptionAidedBy:raised",
            (),
            None,
            cue_at,
            at,
        )


def _compares(sentence: Sentence, match: CueMatch, last: int) -> bool:
    end = clause_end(sentence.starts, match.first)
    return any(token.word == "than" for token in sentence.tokens[last:end])


def statements(
    sentence: Sentence,
    match: CueMatch,
    members: list[Phrase],
    last: int,
    subject: Entity,
    subject_at: tuple[int, int] | None,
) -> Iterator[Proposal]:
    """The statements that a cue makes of its objects.

    Args:
        sentence: The passage.
        match: The cue.
        members: Its objects.
        last: Index after them.
        subject: What the statements are about.
        subject_at: Where its words stand in the passage, None if elsewhere.
    """
    cue = _for_purpose(sentence, match)
    if subject.type not in sentence.knowledge.domain_of(cue.relation):
        return
    mode = _mode(sentence, match, cue, last)
    if mode is Modality.NEGATED and sentence.tokens[sentence.starts[match.first]].word in _CONDITIONALS:
        return  # "if fluid intake is not monitored" denies nothing
    own = subject.id == sentence.names.subject.id
    if cue.relation == "usedFor" and _in_the_past(sentence, match):
        return
    if cue.relation == "prevents" and _compares(sentence, match, last):
        return  # "carries a lower risk of X than Y"
    if cue.relation == "hasSideEffect" and not own:
        return
    if cue.only and mode.value != cue.only:
        return
    if cue.relation == "promotes" and not own and any(_is_own_absorption(sentence, m) for m in members):
        yield from _aided(sentence, match, subject, subject_at, mode)
        return
    allowed = cue.types or sentence.knowledge.range_of(cue.relation)
    company = _in_good_company(sentence, match, members, allowed)
    open_ = sentence.expects(cue.relation) or company or bool(cue.only)
    for member in _shared_process(members):
        if not _is_named_by(sentence, cue, member):
            continue
        entity = sentence.ground(member, allowed, strict=(cue.strict and not company) or not open_)
        if entity is None or entity.id == subject.id:
            continue
        yield Proposal(
            subject, cue.relation, entity, mode, cue.rule,
            describe(sentence, cue.relation, member, match.last, last),
            subject_at, sentence.span(match.first, match.last), (member.start, member.end),
        )  # fmt: skip


def _shared_process(members: list[Phrase]) -> list[Phrase]:
    """Such as "the reuptake of serotonin and noradrenaline": both are taken up again."""
    shared: list[Phrase] = []
    head = ""
    for member in members:
        process, of, _ = member.text.partition(" of ")
        own = bool(of) and process.split()[-1].lower() in _PROCESSES
        if head and member.role == "item" and not of:
            whole = f"{head} of {member.text}"
            shared.append(replace(member, text=whole, head=singular(head.split()[-1].lower())))
            continue
        head = process if own else "" if member.role == "item" else head
        shared.append(member)
    return shared


def _in_the_past(sentence: Sentence, match: CueMatch) -> bool:
    """Such as "formerly prescribed for": no use of today."""
    start = max(sentence.starts[match.first], match.first - 3)
    return any(t.word in ("formerly", "historically", "once") for t in sentence.tokens[start : match.last])


def _mode(sentence: Sentence, match: CueMatch, cue: Cue, last: int) -> Modality:
    """The modality of what a cue says; some cues deny by themselves."""
    if cue.denies:
        return Modality.NEGATED
    used = match.used if cue.negating else ()
    return modality(sentence.tokens, sentence.starts, match.last, used, last)


def _is_compared(member: Phrase) -> bool:
    first = member.text.partition(" ")[0].lower()
    classes = load_english().classes
    return first in classes["higher"] or first in classes["lower_than"]


def _is_named_by(sentence: Sentence, cue: Cue, member: Phrase) -> bool:
    """Whether a phrase can be what the cue speaks of."""
    heads = {member.head, singular(member.head)}
    if cue.relation in _MECHANISMS and _is_own(sentence, member):
        return False
    if cue.relation == "classifiedAs" and (" of " in member.text or _is_compared(member)):
        return False  # "is a weak inhibitor of CYP3A" says what it does
    if member.role == "synonym" or (cue.heads and not heads & cue.heads):
        return False
    return not heads & cue.other_heads
