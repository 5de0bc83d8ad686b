"""Frames: places and agents of what the substance goes through, wherever the sentence names them."""

from __future__ import annotations

from collections.abc import Iterator

from pharmagraph.extract.clauses import modality
from pharmagraph.extract.frames import Frame, load_frames
from pharmagraph.extract.proposal import Proposal, Sentence
from pharmagraph.extract.proposers.fragments import is_fragment
from pharmagraph.extract.subjects import Unknown, subject_of
from pharmagraph.recognise.english import load_english
from pharmagraph.recognise.lists import read_list
from pharmagraph.recognise.phrases import Phrase
from pharmagraph.recognise.spelling import fold_word, singular
from pharmagraph.recognise.tokens import Tag
from pharmagraph.records import Modality, PassageKind

_FRAMES = load_frames()
_ORGANS = dict(pair.split(":") for pair in load_english().classes["organ_adjective"])
_EXCRETORY = load_english().classes["excretory"]
_AT_HOME = ("pharmacokinetics", "absorption", "distribution", "metabolism", "elimination")
_PRODUCTS = frozenset(
    (
        "metabolite",
        "conjugate",
        "remains",
        "remainder",
        "rest",
        "part",
        "half",
        "majority",
        "fraction",
        "bioavailability",
    )
)
# A sentence about these is about something else: "Diltiazem inhibits the metabolism of X by CYP3A4".
_OTHER_VERBS = frozenset(
    (
        "inhibit",
        "inhibits",
        "induce",
        "induces",
        "block",
        "blocks",
        "reduce",
        "reduces",
        "increase",
        "increases",
    )
)


def propose(sentence: Sentence) -> Iterator[Proposal]:
    """Where the substance is absorbed, distributed, metabolised, excreted; what metabolises and binds it."""
    if sentence.passage.kind in (PassageKind.QUESTION, PassageKind.ROW) or sentence.within("interactions"):
        return
    opened = _by_label(sentence)
    used = -1
    for index, token in enumerate(sentence.tokens):
        if token.word in _FRAMES and _of_substance(sentence, index):
            opened = tuple((frame, index) for frame in _FRAMES[token.word])
        elif opened and (found_organ := _adjective(sentence, opened, index)):
            yield found_organ
        elif index >= used:
            for frame, cue in opened:
                if (
                    token.word in frame.prepositions
                    and not _in_relative_clause(sentence, cue, index)
                    and (found := list(_objects(sentence, frame, cue, index)))
                ):
                    used = max(last for _, last in found)
                    yield from (proposal for proposal, _ in found)
                    break


def _adjective(sentence: Sentence, opened: tuple[tuple[Frame, int], ...], at: int) -> Proposal | None:
    """Such as "Excretion is mainly urinary", "**Metabolism:** hepatic, via CYP2C19": an adjective names the place."""
    tokens = sentence.tokens
    organ = _ORGANS.get(tokens[at].word)
    following = tokens[at + 1].tag if at + 1 < len(tokens) else Tag.STOP
    if organ is None or following not in (Tag.STOP, Tag.COMMA, Tag.SEMICOLON, Tag.OPEN, Tag.CONJUNCTION):
        return None
    for frame, cue in opened:
        if frame.relation in ("metabolizedIn", "eliminatedVia"):
            token = tokens[at]
            phrase = Phrase(token.text, token.start, token.end, token.word, at, at + 1)
            entity = sentence.ground(phrase, frame.classes, strict=True)
            mode = modality(tokens, sentence.starts, cue + 1, (), at + 1)
            if entity:
                return Proposal(
                    sentence.names.subject, frame.relation, entity, mode, f"frame:{frame.relation}", (), None,
                    sentence.span(cue, cue + 1), (token.start, token.end),
                )  # fmt: skip
    return None


def _in_relative_clause(sentence: Sentence, cue: int, at: int) -> bool:
    """Such as "metabolised to SNOAC, which increased blood pressure [in the lungs]": said of something else."""
    start = sentence.starts[at]
    return start > cue and sentence.tokens[start].tag is Tag.RELATIVE


def _by_label(sentence: Sentence) -> tuple[tuple[Frame, int], ...]:
    """Such as "**Absorption:** in the small intestine": a label opens the frame for words without a verb."""
    if not sentence.passage.labels or sentence.kind not in _AT_HOME[1:] or not is_fragment(sentence):
        return ()
    return tuple((frame, 0) for frame in _FRAMES.get(sentence.kind, ()))


def _of_substance(sentence: Sentence, cue: int) -> bool:
    """Whether it is the substance that goes through it."""
    clause = sentence.tokens[sentence.starts[cue] : cue]
    if any(token.word in _OTHER_VERBS for token in clause):
        return False
    subject, _ = subject_of(sentence, cue)
    if not isinstance(subject, Unknown):
        return subject.id == sentence.names.subject.id
    if not sentence.within(*_AT_HOME):
        return False
    nouns = [singular(token.word) for token in clause if token.tag is Tag.WORD]
    return (
        not nouns
        or any(noun in _PRODUCTS for noun in nouns)
        or not any(sentence.knowledge.knows(token.text) for token in clause if token.tag is Tag.WORD)
    )


def _objects(sentence: Sentence, frame: Frame, cue: int, at: int) -> Iterator[tuple[Proposal, int]]:
    members, last = read_list(sentence.reader, at + 1)
    mode = modality(sentence.tokens, sentence.starts, cue + 1, (), last)
    if at and sentence.tokens[at - 1].tag is Tag.NEGATOR:
        mode = Modality.NEGATED  # "not via CYP3A4"
    for member in members:
        if member.role == "synonym":
            continue
        entity = sentence.ground(member, frame.classes, strict=True)
        if entity is None or entity.id == sentence.names.subject.id:
            continue
        if frame.relation == "eliminatedVia" and not set(fold_word(entity.label).split()) & _EXCRETORY:
            continue  # "synthesis in the brain"
        yield (
            Proposal(
                sentence.names.subject, frame.relation, entity, mode, f"frame:{frame.relation}", (), None,
                sentence.span(cue, cue + 1), (member.start, member.end),
            ),
            last,
        )  # fmt: skip
