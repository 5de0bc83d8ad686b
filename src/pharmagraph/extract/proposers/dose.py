"""Doses: an amount in a place that prescribes one, with its population, condition and route."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pharmagraph.extract.clauses import modality
from pharmagraph.extract.proposal import Proposal, Sentence
from pharmagraph.recognise.doses import Amount, amounts, as_upper, is_liquid, is_upper
from pharmagraph.recognise.phrases import PhraseReader
from pharmagraph.recognise.spelling import name_key
from pharmagraph.recognise.tokens import tokenize
from pharmagraph.records import Entity, Modality, PassageKind, QualifierValue

# What makes an amount a dose outside a dosage section.
_PRESCRIBES = re.compile(
    r"\b(?:doses?|dosages?|dosing|take|takes|taken|recommend\w*|administer\w*|daily intake|per day|daily|starting|"
    r"initial\w*|titrat\w*|maintenance|loading|capsules?|tablets?|every \d+ hours|maximum|twice|three times|intake of|"
    r"supplement\w* with|a day|each day|a week|weekly|exceed\w*|no more than|ceiling|regimen|allowance|RDA|upper limit|"
    r"[bt]\.?i\.?d)\b|/(?:day|d|week)\b", re.I,
)  # fmt: skip
# Amounts that are no doses: contents of foods and products, laboratory values, half-lives, effects of doses.
_NOT_A_DOSE = re.compile(
    r"\b(?:contains?|containing|provides?|half-life|plasma (?:level|concentration)s?|serum|levels? (?:of|above|below)|"
    r"creatinine clearance|egfr|body weight of|weighing|trial|study|studies|randomi[sz]ed|participants|volunteers|"
    r"overdose|toxic|lethal|ld50|auc|cmax|bioavailab\w+|half-lives|equivalent to|elemental|(?:single|case) reports?|"
    r"high intakes?|intakes? (?:around|of about|above|over))\b", re.I,
)  # fmt: skip
# What makes an amount right after it no dose, whatever else the sentence says.
_CONTENT = re.compile(
    r"\b(?:contain(?:s|ing)?|provides?|supplies|yields?|as high as|up to as much as|gives you|exposure to)"
    r"(?: (?:about|around|roughly|approximately|some|between|only|at least|up to))? ?$|"
    r"\b(?:water|juice|milk|liquid|fluids?) ?\((?:about |at least )?$|\b(?:mixed|diluted|dissolved) (?:with|in) $|"
    r"\b(?:acceptable daily intake|ADI)\b[^.;]{0,40}$|\bstandardi[sz]ed to $|\bweighs? (?:some |about )?$", re.I,
)  # fmt: skip
_TOLERATED = re.compile(r"\b(?:tolerated|toxic|fatal|lethal|poisoning)\b", re.I)
# Sections in which an amount is a dose only where a bound is set ("do not exceed 20 mg").
ELSEWHERE = ("interactions", "mechanism", "pharmacokinetics", "side-effects", "food", "comparison")
_BOUND = re.compile(r"\b(?:exceed|maximum|limit\w*|no more than|up to|dose (?:is|of))\b", re.I)
_ABOVE = re.compile(
    r"(?:above|over|exceeding|greater than|more than|higher than|in excess of|beyond|>|≥)\s*$", re.I
)
_OR_MORE = re.compile(r"\b(?:or|and) (?:more|above|higher|greater)\b")  # "at 50 mg or more it inhibits ..."
_OF_OTHER = re.compile(r"\s?(?:of|doses? of)\s+([A-Za-z][\w'-]*(?: [A-Za-z0-9][\w'-]*){0,3})")
_POPULATION = re.compile(
    r"\b(?P<who>(?:healthy |pregnant |breastfeeding |lactating |elderly |older |adult |younger |premature |most )?"
    r"(?:adults?|children|infants?|adolescents?|women|men|elderly|neonates?|newborns?|teenagers?|"
    r"paediatric patients|pediatric patients|patients|people|individuals|athletes)"
    r"(?:(?: and | or )(?:adults|children|adolescents|teenagers|elderly))?"
    r"(?: (?:aged |under |over |above |below |older than |younger than |up to )+\d+(?:\s?(?:-|–|to|and)\s?\d+)?"
    r"(?: (?:years?|months?)(?: of age)?(?: old)?)?(?: (?:and|or) (?:over|older|under|above))?)?"
    r"(?: \(?\d+\s?(?:-|–|to)\s?\d+ (?:years?|months?)\)?)?)\b", re.I,
)  # fmt: skip
_CONDITION = re.compile(
    r"\b(?:for|in the (?:treatment|management) of|to treat|in)\s+"
    r"(?:the (?:treatment|management|prevention) of\s+)?([a-z][^.,;:()\d]{2,50})",
    re.I,
)
_FOR = re.compile(
    r"(?:^|[.;]\s|, )(?:For|In the treatment of|for the treatment of|to treat|for)\s+([^.,;:()\d]{3,60})"
)
CONDITIONS = frozenset(("Condition",))
IMPAIRED = frozenset("impairment insufficiency failure dysfunction clearance".split())
_FOR_WHOM = re.compile(rf"[^.,;:()]{{0,20}}?\b(?:for|in)\s+{_POPULATION.pattern}", re.I)
_BEHIND = 100  # characters after a dose in which it says for whom
_SUGGESTS = re.compile(r"\b(?:may be considered|some sources suggest|might|could|may be used)\b", re.I)


def propose(sentence: Sentence) -> Iterator[Proposal]:
    """All doses of the monograph's substance that a passage gives."""
    if sentence.passage.kind in (PassageKind.QUESTION, PassageKind.ROW):
        return
    inside = sentence.within("dosage")
    text = sentence.text
    prescribing = bool(_PRESCRIBES.search(text))
    if sentence.within("overdose") or not (inside or prescribing):
        return
    if _NOT_A_DOSE.search(text) and not (inside and prescribing):
        return
    for amount in amounts(text):
        if _is_dose(sentence, amount, inside):
            bounded = as_upper(amount) if any(map(is_upper, sentence.passage.labels[-1:])) else amount
            yield dose(sentence, bounded, _population(sentence, amount), _condition(sentence))
            yield from _purpose(sentence)


def _is_dose(sentence: Sentence, amount: Amount, inside: bool) -> bool:
    text = sentence.text
    before = text[max(0, amount.start - 40) : amount.start]
    if (
        (amount.low is not None and _ABOVE.search(before))
        or _CONTENT.search(before)
        or _TOLERATED.search(text)
        or is_liquid(text, amount)
        or (amount.high is None and not inside and _OR_MORE.search(text, amount.start))
    ):
        return False
    if not inside and sentence.within(*ELSEWHERE) and not _BOUND.search(text):
        return False
    if other := _OF_OTHER.match(text, amount.end):
        words = other.group(1).split()
        mine = any(name_key(" ".join(words[:n])) in sentence.names.keys for n in range(1, len(words) + 1))
        if not mine and sentence.knowledge.grounder.lexicon.readings(words[0]):
            return False
    return (
        bool(amount.per)
        or inside
        or "/kg" in amount.unit
        or bool(re.search(r"\b(?:dose|dosage)", text, re.I))
    )


def dose(
    sentence: Sentence, amount: Amount, population: str, condition: str, route: str = "", unit: str = ""
) -> Proposal:
    """A dose statement: the text as label, the numbers as qualifiers.

    Args:
        sentence: The passage.
        amount: What it gives.
        population: For whom, "" if it is not said.
        condition: For what.
        route: By which way, if the amount does not say it.
        unit: The unit's words, where they stand elsewhere: in the head of a table's column.
    """
    text = f"{sentence.text[amount.start : amount.end].strip()} {unit}".strip()
    pairs: dict[str, QualifierValue] = {"unit": amount.unit}
    for name, value in (("low", amount.low), ("high", amount.high)):
        if value is not None:
            pairs[name] = int(value) if value == int(value) else value
    for name, word in (
        ("per", amount.per),
        ("population", population),
        ("condition", condition),
        ("route", route or amount.route),
    ):
        if word:
            pairs[name] = word
    label = f"up to {text}" if amount.low is None else f"at least {text}" if amount.high is None else text
    entity = Entity(label, text, "", "Dosage")
    at = next((i for i, token in enumerate(sentence.tokens) if token.end > amount.start), 0)
    mode = modality(sentence.tokens, sentence.starts, at + 1, (), 0)
    if mode is Modality.NEGATED:  # "should not exceed 10 mg" states a bound; it denies nothing
        mode = Modality.ASSERTED
    if _SUGGESTS.search(sentence.text):
        mode = Modality.POSSIBLE
    return Proposal(
        sentence.names.subject, "hasDosage", entity, mode, "dose", tuple(sorted(pairs.items())), None, None,
        (amount.start, amount.end),
    )  # fmt: skip


def _population(sentence: Sentence, amount: Amount) -> str:
    """Whom the dose is for: named nearest in the sentence, else by the label or heading."""
    behind = sentence.text[amount.end : amount.end + _BEHIND]
    if right := _FOR_WHOM.match(behind):
        return right["who"].strip()  # "45 mcg daily [for children under 12]"
    found = sorted(_POPULATION.finditer(sentence.text), key=lambda m: _distance(m.start(), m.end(), amount))
    if found:
        return found[0]["who"].strip()
    for title in (*reversed(sentence.passage.labels), *sentence.headings):
        if match := _POPULATION.search(title):
            return match["who"].strip().lower() if match["who"][0].isupper() else match["who"].strip()
    return ""


def _distance(start: int, end: int, amount: Amount) -> tuple[int, int]:
    after = start >= amount.end
    return (start - amount.end if after else (amount.start - end) * 2, start)


def _purpose(sentence: Sentence) -> Iterator[Proposal]:
    """Such as "For reflux oesophagitis, 20 mg once daily": what a dose is for is what the substance is used for."""
    for match in _FOR.finditer(sentence.text):
        phrase = PhraseReader(match.group(1), tokenize(match.group(1))).phrase(0)
        if phrase is None or phrase.head in IMPAIRED:
            continue
        entity = sentence.knowledge.grounder.entity(
            phrase.text, phrase.head, CONDITIONS, sentence.names, strict=True
        )
        if entity:
            at = (match.start(1) + phrase.start, match.start(1) + phrase.end)
            yield Proposal(
                sentence.names.subject,
                "usedFor",
                entity,
                Modality.ASSERTED,
                "dose:usedFor",
                (),
                None,
                None,
                at,
            )


def _condition(sentence: Sentence) -> str:
    """What the dose is for: "for osteoporosis", or a label that is a condition."""
    for match in _CONDITION.finditer(sentence.text):
        reader = PhraseReader(match.group(1), tokenize(match.group(1)))
        phrase = reader.phrase(0)
        if phrase and "Condition" in sentence.knowledge.grounder.kinds(phrase.text, phrase.head):
            return phrase.text
    for title in sentence.headings[:1]:
        reader = PhraseReader(title, tokenize(title))
        phrase = reader.phrase(0)
        if phrase and "Condition" in sentence.knowledge.grounder.kinds(phrase.text, phrase.head):
            return phrase.text
    return ""
