"""Names of the substance: lists under their headings, brackets after the first mention, "also known as"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pharmagraph.extract.proposal import Proposal, Sentence
from pharmagraph.extract.proposers.fragments import is_fragment
from pharmagraph.recognise.spelling import name_key
from pharmagraph.records import Entity, Modality, PassageKind

_ITEM = re.compile(r"(?:(?! (?:and|or) [A-Z])[^,;|])+(?:,(?=\S)[^,;|]*)*")
# A bracket with no blank before it is part of a name: "1-(aminomethyl)cyclohexaneacetic acid".
_BRACKET = re.compile(r"(?:\s+|^)\(([^()]*)\)\s*")
_NOTE = re.compile(
    r"\b(?:various|manufacturer|brand|several|many|depending|others?|e\.g|available|generic|trade|discontinued|see|"
    r"spelling|INN|USAN|BAN|JAN)\b|\bw/|^(?:US|UK|EU|USA|Canada|Australia|Europe)$", re.I,
)  # fmt: skip
_SMALL = frozenset(
    "in is are was but although despite it its with for by to from not which that see after when if every".split()
)
# "Brand names Xarelto, Rivaxa", "Stock names: Valium": a label that stands in the text itself.
_LEAD = re.compile(
    r"(?:also |further |other )?(?:(?:UK|US|EU|British|American) )?(?:brand|trade|proprietary|stock|commercial)"
    r"(?: names?|s)?(?: stocked)?(?: \([^)]*\))?(?::| (?=(?-i:[A-Z])))\s*", re.I,
)  # fmt: skip
# "Zincoril in Europe": where or by whom it is sold is no part of the name.
_WHERE = re.compile(r"(?<=\w)\s+(?:in|among|by|for|from|outside|within)\s.*$", re.S)
# "Pharmacies stock Lantus", "Sold", "comes": the words of a sentence.
_STARTS_A_SENTENCE = re.compile(
    r"[A-Z][a-z]+ [a-z]+ [A-Z]|(?:[Ss]old|[Cc]omes?|[Mm]arketed|[Aa]vailable|[Mm]ade)\b|an? "
)
_AND_LAST = re.compile(r"\s+(?:and|or)$", re.I)
_AND = re.compile(r"^(?:(?:and|or)\s+)?(?:and|or|as|also|including|the|a|an|most commonly)\s+", re.I)


def propose(sentence: Sentence) -> Iterator[Proposal]:
    """Alternate names and brand names that stand in a list under such a heading, or behind such a label."""
    if sentence.passage.kind is PassageKind.QUESTION:
        return
    if lead := _LEAD.match(sentence.text):
        text, at = sentence.text[lead.end() :], lead.end()
        for name, start, end in split_names(text.partition(". ")[0]):
            if is_name(sentence, name, brand=True):
                yield named(sentence, "brandName", name, (at + start, at + end), "label:brands")
        return
    kind = sentence.kinds[0] if sentence.kinds else None
    if kind is None or kind.relation not in ("alternateName", "brandName"):
        return
    first_piece = sentence.text.partition(";")[0]
    pieces = next((i for i, token in enumerate(sentence.tokens) if token.text == ";"), len(sentence.tokens))
    if not is_fragment(sentence, 0, pieces):
        return
    if any(match.cue.relation in ("alternateName", "brandName") for match in sentence.matches):
        return  # "Brand names: X, Y": the sentence says itself what kind of names they are
    whole = is_fragment(sentence)
    for name, start, end in split_names(sentence.text if whole else first_piece):
        if name_key(name) != name_key(sentence.names.subject.label) and is_name(sentence, name):
            relation = "brandName" if _is_brand(sentence, name) else kind.relation
            yield named(sentence, relation, name, (start, end), f"section:{kind.name}")


def _is_brand(sentence: Sentence, name: str) -> bool:
    """Whether the lexicon has a name as a brand."""
    key = name_key(name)
    readings = sentence.knowledge.grounder.lexicon.readings(name)
    return any(key in map(name_key, concept.brands) for concept in readings)


def is_name(sentence: Sentence, name: str, *, brand: bool = False) -> bool:
    """Whether words are a name and no remark: names have capitals or digits, or are known; remarks have small words."""
    words = name.split()
    if any(word.lower() in _SMALL for word in words) and not sentence.knowledge.knows(name):
        return False
    if _STARTS_A_SENTENCE.match(name) and not sentence.knowledge.knows(name):
        return False
    named = all(word[:1].isupper() or any(c.isdigit() for c in word) or "-" in word for word in words)
    return named if brand else named or len(words) <= 4


def named(sentence: Sentence, relation: str, name: str, at: tuple[int, int], rule: str) -> Proposal:
    """A name is a literal: it has no identifier of its own."""
    literal = Entity(name, name, "", "")
    return Proposal(sentence.names.subject, relation, literal, Modality.ASSERTED, rule, (), None, None, at)


def split_names(text: str, *, told: bool = False) -> Iterator[tuple[str, int, int]]:
    """Names of a list, with their offsets; what stands in brackets is a name of its own or a remark.

    Args:
        text: The list.
        told: Whether it is part of a sentence, which may say where the substance has a name.
    """
    blank = _BRACKET.sub(lambda m: " " * len(m.group()), text)
    for match in _ITEM.finditer(blank):
        name = _AND_LAST.sub("", _AND.sub("", match.group().strip(" .:–-*")))
        name = _WHERE.split(name)[0] if told else name
        if not name or len(name.split()) > 6 or _NOTE.search(name) or name_key(name) == "":
            continue
        start = match.start() + match.group().find(name)
        yield name, start, start + len(name)
    for match in _BRACKET.finditer(text):
        inner = match.group(1)
        if (
            inner
            and len(inner.split()) <= 3
            and "," not in inner
            and not _NOTE.search(inner)
            and re.search(r"[A-Z0-9]", inner)
        ):
            yield inner, match.start(1), match.end(1)
