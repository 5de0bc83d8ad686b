"""Batteries of single passages, each with what it must, may and must never state."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from extract.cases import SUBSTANCE, WORDS, statements
from pharmagraph.evaluate import fold
from pharmagraph.records import Assertion

FOLDER = Path(__file__).parent / "batteries"
# The share of required statements that is found at least; raise it with what is reached.
FLOORS = {"plain": 0.94, "traps": 0.82}
LINE = re.compile(
    r"(?:(?P<subject>.+?) )??(?P<mode>NOT |possibly )?(?P<relation>\w+) \| (?P<object>.+?)(?: \(.*\))?"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One statement of a case: names folded, ends unordered where the relation holds both ways."""

    subject: str
    negated: bool
    relation: str
    object: str


@dataclass(slots=True)
class Case:
    """A passage with what it must and must never state."""

    heading: str
    text: str
    required: list[Line] = field(default_factory=list)
    never: list[Line] = field(default_factory=list)


def parse(text: str) -> Line:
    """One line of a case."""
    match = LINE.fullmatch(text.strip())
    assert match, text
    subject = match["subject"] or SUBSTANCE
    return Line(fold(subject), match["mode"] == WORDS["negated"], match["relation"], fold(match["object"]))


def cases_in(path: Path) -> Iterator[Case]:
    """The cases of a battery."""
    heading = ""
    for block in re.split(r"(?m)^(?=## |> )", path.read_text(encoding="utf-8"))[1:]:
        if block.startswith("## "):
            heading = block[3:].strip()
            continue
        passage, _, rest = block[2:].partition("\n\n")
        case = Case(heading, passage.replace("\n> ", "\n"))
        for line in (line[2:] for line in rest.splitlines() if line.startswith("- ")):
            if line.startswith("never:"):
                case.never.append(parse(line.removeprefix("never:")))
            elif not line.startswith(("?", "nothing")):
                case.required.append(parse(line))
        yield case


def states(assertion: Assertion, line: Line) -> bool:
    """Whether a statement is what a line says; a hedge is no polarity."""
    subject = {fold(assertion.subject.label), fold(assertion.subject.text)}
    target = {fold(assertion.object.label), fold(assertion.object.text)}
    if assertion.relation != line.relation or (assertion.modality.value == "negated") != line.negated:
        return False
    ends = line.subject in subject and line.object in target
    turned = line.relation in ("interactsWith", "combinedWith")
    return ends or (turned and line.subject in target and line.object in subject)


@pytest.mark.parametrize("name", FLOORS)
def test_most_of_what_a_passage_says_is_found(name: str) -> None:
    """The share of required statements does not fall below what was reached."""
    found = [
        any(states(assertion, line) for assertion in given)
        for case in cases_in(FOLDER / f"{name}.md")
        for given in [statements(case.heading, case.text)]
        for line in case.required
    ]
    assert len(found) > 200
    assert sum(found) / len(found) >= FLOORS[name], f"{sum(found)} of {len(found)}"


@pytest.mark.parametrize("case", list(cases_in(FOLDER / "traps.md")), ids=lambda case: case.text[:60])
def test_no_trap_springs(case: Case) -> None:
    """Nothing is stated that would be a dangerous error."""
    given = statements(case.heading, case.text)
    assert [line for line in case.never if any(states(assertion, line) for assertion in given)] == []


def test_the_traps_can_spring() -> None:
    """The battery holds statements that must never be made, and a check that knows them."""
    lines = [line for case in cases_in(FOLDER / "traps.md") for line in case.never]
    assert len(lines) > 50
    (warned,) = statements("Drug Interactions", "Zincol may interact with warfarin.")
    assert states(warned, parse("interactsWith | warfarin"))
    assert not states(warned, parse("NOT interactsWith | warfarin"))
