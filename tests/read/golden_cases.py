"""Golden cases: Markdown files that a person can read; see ``golden/README.md``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pharmagraph.errors import Note
from pharmagraph.read import Reading
from pharmagraph.records import Faq, Passage

FOLDER = Path(__file__).parent / "golden"
FENCE = "~~~~"
ENDS = {"crlf": "\r\n", "cr": "\r"}
# Said of almost every input here; a case that is about one of them lists it.
USUAL = frozenset({"no-front-matter", "title-from-heading", "title-from-file-name"})


@dataclass
class Case:
    """One input and what is expected of it.

    Attributes:
        name: The heading above it, a sentence that states the behaviour.
        data: The bytes of the input.
        columns: The heads of the table: what is compared of each passage.
        rows: The rows of the table.
        facts: What is listed above the table, by its first word: title, note, question, metadata.
    """

    name: str
    data: bytes = b""
    columns: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    facts: dict[str, list[str]] = field(default_factory=dict)


def all_cases() -> Iterator[tuple[str, Case]]:
    """Every case with the file it stands in, by name."""
    for path in sorted(FOLDER.glob("*.md")):
        if path.name != "README.md":
            for case in read_cases(path.read_text("utf-8")):
                yield path.stem, case


def read_cases(text: str) -> Iterator[Case]:
    """The cases of one file."""
    lines = iter(text.split("\n"))
    case = None
    for line in lines:
        if line.startswith("## "):
            if case:
                yield case
            case = Case(line[3:])
        elif case and line.startswith(FENCE):
            case.data = _input(line.split()[2:], lines)
        elif case and line.startswith("- "):
            kind, _, fact = line[2:].partition(": ")
            case.facts.setdefault(kind, []).append(fact)
        elif case and line.startswith("|") and line.strip("|- "):
            cells = [cell.strip().replace("¦", "|") for cell in line.strip("|").split("|")]
            if case.columns:
                case.rows.append(cells)
            else:
                case.columns = cells
    if case:
        yield case


def _input(marks: list[str], lines: Iterator[str]) -> bytes:
    """The lines up to the closing fence, with the line ends and the byte order mark that are asked for."""
    found = []
    for line in lines:
        if line == FENCE:
            break
        found.append(line)
    end = next((ENDS[mark] for mark in marks if mark in ENDS), "\n")
    text = "".join(line + end for line in found)
    return (("\ufeff" if "bom" in marks else "") + text).encode()


def row(passage: Passage, columns: Iterable[str], raw: str) -> list[str]:
    """A passage as a row of the table."""
    values = {
        "line": str(passage.line),
        "kind": passage.kind.value,
        "section": " > ".join(passage.section.path),
        "labels": " > ".join(passage.labels),
        "text": passage.text,
        "question": passage.question,
        "intro": passage.intro,
        "block": str(passage.block),
        "cells": "; ".join(f"{c.head} = {passage.text[c.start : c.end]}" for c in passage.cells),
        "quote": " ⏎ ".join(raw[passage.start : passage.end].splitlines()),
    }
    return [values[column].strip() for column in columns]


def facts(reading: Reading, wanted: Iterable[str]) -> dict[str, list[str]]:
    """What is listed above the table: questions and unusual notes always, the rest if it is wanted."""
    monograph, found = reading.monograph, {}
    if "title" in wanted:
        found["title"] = [monograph.title]
    if "metadata" in wanted:
        found["metadata"] = [f"`{json.dumps(monograph.metadata, ensure_ascii=False)}`"]
    found["note"] = [_note(note) for note in reading.notes if "note" in wanted or note.code not in USUAL]
    found["question"] = [_question(faq) for faq in monograph.faqs]
    return {kind: items for kind, items in found.items() if items}


def _note(note: Note) -> str:
    return f"`{note.code}` line {note.line}: {note.message}"


def _question(faq: Faq) -> str:
    return f"line {faq.line}{', body' if faq.in_body else ''}: {faq.question} -> {faq.answer}"
