"""What a document calls its substance: title, lexicon names, lists of names, brackets, acronyms.

Read before anything else, so that "MK-7", "the brand name" and an abbreviation defined in the first line are known
as the monograph's substance wherever they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pharmagraph.extract.knowledge import Knowledge
from pharmagraph.extract.proposers.names import split_names
from pharmagraph.extract.titles import substance_name, without_salt
from pharmagraph.recognise.entities import Names, curie
from pharmagraph.recognise.spelling import name_key
from pharmagraph.records import Entity, Monograph, Passage, PassageKind

# Front-matter keys under which publishers keep further names.
_NAME_KEYS = (
    "aliases",
    "alternate_names",
    "alternateNames",
    "synonyms",
    "brand_names",
    "brandNames",
    "generic_name",
    "genericName",
    "name",
    "other_names",
)
_SHORT = re.compile(r" \(([A-Za-z][\w+/-]{1,11})\)")
_LONGEST_FORM = 100  # characters before a bracket in which the long form is looked for
_ALSO = re.compile(
    r"^[ ,(]*(?:(?:is )?(?:also|commonly|sometimes|otherwise|formerly|often) "
    r"(?:known|called|referred to|written|spelled)(?: as)?|specifically|abbreviated(?: as)?|or|i\.e\.,?|aka|a\.k\.a\.|"
    r"sold (?:under the brand names?|as)|marketed as|brand names?:?) (?:the )?([^,.;:()]{2,60})",
    re.I,
)
_CALLED = re.compile(
    r"^(?:also )?(?:known as|called|or|e\.g\.,?|brand names?:?|trade names?:?|sold as)\s+", re.I
)
_MOST_WORDS = 5
_NO_SUBSTANCE = ("SubstanceClass", "Condition", "Process", "Anatomy", "Population", "Measurement")


def names_of(monograph: Monograph, knowledge: Knowledge) -> Names:
    """Collect the names of a monograph's substance and the acronyms that it defines."""
    title = substance_name(monograph, knowledge.grounder.lexicon)
    titles = list(dict.fromkeys(_title_forms(title)))
    subject = _subject(titles, knowledge)
    keys = {name_key(name) for name in titles}
    concept = knowledge.grounder.lexicon.concept(subject.id)
    keys |= {name_key(name) for name in (concept.names if concept else ())}
    keys |= {name_key(name) for name in _listed(monograph, knowledge)}
    keys |= {name_key(name) for name in _metadata_names(monograph)}
    keys |= {name_key(name) for name in beside(monograph.passages, titles)}
    acronyms = {short: long for long, short in definitions(monograph.passages)}
    for short, long in acronyms.items():
        if name_key(long) in keys:
            keys.add(name_key(short))
    own = {name_key(name) for name in titles}
    foreign = {key for key in keys - own if _belongs_elsewhere(key, subject, knowledge)}
    return Names(
        subject,
        frozenset(keys - foreign - {""}),
        {name_key(short): long for short, long in acronyms.items() if name_key(short) not in keys},
    )


def _belongs_elsewhere(key: str, subject: Entity, knowledge: Knowledge) -> bool:
    """A name in a list of names may be a class or another substance by the lexicon; it is not this substance."""
    readings = knowledge.grounder.lexicon.readings(key)
    return bool(readings) and key != name_key(subject.label) and all(
        concept.type in _NO_SUBSTANCE for concept in readings
    )  # fmt: skip


def _title_forms(title: str) -> Iterator[str]:
    """The names in a title, the plain one first: "Ferrous sulfate (iron)" is ferrous sulfate, and iron."""
    plain = re.sub(r"\s*\([^()]*\)", "", title).strip() or title
    yield plain
    yield title
    for inner in re.findall(r"\(([^()]{2,40})\)", title):
        for part in re.split(r"[,/;]", inner):
            if len(part.strip()) > 1:
                yield part.strip()
                yield without_salt(part.strip())
    yield without_salt(plain)
    if match := re.match(r"(?:vitamin|provitamin)\s+([A-Z]\d+\S*)$", plain, re.I):
        yield match.group(1)
    if match := re.match(r"[DL]-(\w{4,}.*)$", plain):
        yield match.group(1)


def _subject(forms: list[str], knowledge: Knowledge) -> Entity:
    title = forms[0]
    for form in forms:
        fitting = [c for c in knowledge.grounder.lexicon.readings(form) if c.type == "Substance"]
        if len(fitting) == 1:
            return Entity(title, title, fitting[0].id, "Substance", fitting[0].xrefs)
    return Entity(title, title, curie(title), "Substance")


def _listed(monograph: Monograph, knowledge: Knowledge) -> Iterator[str]:
    for passage in monograph.passages:
        titles = (*passage.labels, passage.section.title)
        kinds = [kind for title in titles if (kind := knowledge.sections.of_heading(title))]
        if (
            any(kind.name in ("names", "brands") for kind in kinds[:1])
            and passage.kind is not PassageKind.QUESTION
            and len(passage.text) < 300
        ):
            yield from (name for name, _, _ in split_names(passage.text))


def _metadata_names(monograph: Monograph) -> Iterator[str]:
    for key in _NAME_KEYS:
        value = monograph.metadata.get(key)
        values = value if isinstance(value, (list, tuple)) else [value] if isinstance(value, str) else []
        yield from (
            str(each) for each in values if isinstance(each, str) and len(each.split()) <= _MOST_WORDS
        )


def beside(passages: Iterable[Passage], titles: Iterable[str]) -> Iterator[str]:
    """Names that stand right after the substance's: "X (Y)", "X, also known as Y", "X, specifically Y"."""
    names = sorted({re.escape(title) for title in titles if len(title) > 2}, key=lambda t: (-len(t), t))
    if not names:
        return
    name = re.compile(rf"(?<!\w)(?:{'|'.join(names)})(?!\w)", re.I)
    for passage in passages:
        for match in name.finditer(passage.text):
            yield from _after_name(passage.text[match.end() : match.end() + 120])


def _after_name(rest: str) -> Iterator[str]:
    if bracket := re.match(r"\s\(([^()]{2,40})\)", rest):
        for piece in re.split(r"[,;]| or ", bracket.group(1)):
            part = _CALLED.sub("", piece.strip())
            if (
                len(part) > 1
                and len(part.split()) <= 3
                and re.match(r"[A-Z]|[a-z]+-\d|\w{4,}$", part)
                and not re.search(r"\d+\s?(?:mg|mcg|%)|\bsee\b", part)
            ):
                yield part
    elif also := _ALSO.match(rest):
        part = also.group(1).strip()
        if len(part.split()) <= _MOST_WORDS:
            yield part


def definitions(passages: Iterable[Passage]) -> Iterator[tuple[str, str]]:
    """Long forms and their acronyms, "matrix Gla protein (MGP)", by Schwartz and Hearst (PSB 2003)."""
    for passage in passages:
        for match in _SHORT.finditer(passage.text):
            short = match.group(1)
            if sum(c.isupper() or c.isdigit() for c in short) < 2:
                continue
            before = re.split(
                r"[,;:.()]\s", passage.text[max(0, match.start() - _LONGEST_FORM) : match.start()]
            )[-1]
            if long := _long_form(" ".join(before.split()[-8:]), short):
                yield long, short


def _long_form(candidate: str, short: str) -> str:
    """The shortest tail of the words before the bracket that holds the acronym's letters in order."""
    at = len(candidate) - 1
    letters = [c for c in short.lower() if c.isalnum()]
    for position in range(len(letters) - 1, -1, -1):
        letter = letters[position]
        while at >= 0 and (
            candidate[at].lower() != letter or (position == 0 and at > 0 and candidate[at - 1].isalnum())
        ):
            at -= 1
        if at < 0:
            return ""
        at -= 1
    return candidate[at + 1 :]
