"""Golden cases of extraction, as Markdown that can be read: a heading, a quoted passage, the statements it makes.

A statement is ``subject modality relation | object (qualifiers)``; the subject is left out where it is the monograph's
substance, the modality where it is asserted, qualifiers where a case is not about them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from pharmagraph.extract import extract
from pharmagraph.extract.knowledge import load_knowledge
from pharmagraph.read import read_bytes
from pharmagraph.records import Assertion

SUBSTANCE = "Zincol"
WORDS = {"asserted": "", "possible": "possibly ", "negated": "NOT "}


@dataclass(frozen=True, slots=True)
class Case:
    """A passage under a heading, and what it states."""

    name: str
    heading: str
    text: str
    expected: tuple[str, ...]


def cases_in(path: Path) -> list[Case]:
    """The cases of a file; a case without a list states nothing."""
    found: list[Case] = []
    for section in re.split(r"(?m)^## ", path.read_text(encoding="utf-8"))[1:]:
        heading, _, body = section.partition("\n")
        for block in re.split(r"(?:^|\n)\n> ", body)[1:]:
            text, _, rest = block.partition("\n\n")
            lines = tuple(line[2:] for line in rest.splitlines() if line.startswith("- "))
            text = text.replace("\n> ", "\n")
            found.append(Case(f"{path.stem}: {text[:60]}", heading, text, lines))
    return found


def statements(heading: str, text: str, *, rules_only: bool = False) -> list[Assertion]:
    """What a monograph of the substance with one passage under one heading states."""
    raw = f"---\ntitle: {SUBSTANCE}\n---\n\n## {heading}\n\n{text}\n"
    knowledge = load_knowledge(rules_only=rules_only)
    return list(extract(read_bytes(raw.encode(), "zincol.md").monograph, knowledge).assertions)


def written(assertion: Assertion, *, qualified: bool) -> str:
    """A statement as the cases write it."""
    subject = "" if assertion.subject.label == SUBSTANCE else f"{assertion.subject.label} "
    line = f"{subject}{WORDS[assertion.modality]}{assertion.relation} | {assertion.object.text}"
    pairs = ", ".join(f"{name}={value}" for name, value in assertion.qualifiers)
    return f"{line} ({pairs})" if qualified and pairs else line
