"""What a build did, for people (Markdown) and programs (JSON). No times: the same input gives the same report."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pharmagraph.errors import Note, PharmagraphError
from pharmagraph.graph.validate import Offence

_REASONS = {
    "": "gave statements",
    "no-cue": "no word that carries a relation",
    "no-object": "a relation, but no object that could be told",
    "question": "a question",
    "section-without-statements": "in a section that states nothing (references, history, ...)",
}


@dataclass(slots=True)
class Report:
    """What a build read, took, repaired and refused.

    Attributes:
        monographs: Title and number of statements of each source.
        relations: Statements by relation.
        modalities: Statements by modality.
        statements: Number of statements, those that several monographs make once.
        evidence: Number of pieces of evidence.
        triples: Number of triples of the graph.
        ledger: Passages by what became of them.
        local: Names that no lexicon knows, most used first.
        headings: Headings that mean nothing, by source.
        notes: Repairs and remarks.
        problems: Files that could not be read.
        kept: Sources whose statements were kept from the former build, because they can't be read now.
        offences: What validation found.
    """

    monographs: dict[str, tuple[str, int]] = field(default_factory=dict)
    relations: Counter[str] = field(default_factory=Counter)
    modalities: Counter[str] = field(default_factory=Counter)
    statements: int = 0
    evidence: int = 0
    triples: int = 0
    ledger: Counter[str] = field(default_factory=Counter)
    local: list[tuple[str, int]] = field(default_factory=list)
    headings: list[tuple[str, str, int]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    problems: list[PharmagraphError] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    offences: list[Offence] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether everything was read and the graph is valid."""
        return not self.problems and not self.offences

    def summary(self) -> str:
        """One line."""
        return (
            f"{_count(len(self.monographs), 'monograph')}, {_count(self.statements, 'statement')}, "
            f"{self.evidence:,} pieces of evidence, {_count(self.triples, 'triple')}"
        )

    def as_json(self) -> str:
        """The report as JSON text."""
        value = {
            "monographs": {s: {"title": t, "statements": n} for s, (t, n) in sorted(self.monographs.items())},
            "statements": self.statements,
            "evidence": self.evidence,
            "triples": self.triples,
            "relations": dict(sorted(self.relations.items())),
            "modalities": dict(sorted(self.modalities.items())),
            "passages": {reason or "statements": number for reason, number in sorted(self.ledger.items())},
            "notInLexicon": [{"name": name, "mentions": number} for name, number in self.local],
            "unknownHeadings": [{"source": s, "heading": h, "line": n} for s, h, n in self.headings],
            "notes": [str(note) for note in self.notes],
            "problems": [str(problem) for problem in self.problems],
            "kept": self.kept,
            "invalid": [str(offence) for offence in self.offences],
        }
        return json.dumps(value, ensure_ascii=False, indent=2) + "\n"

    def as_markdown(self) -> str:
        """The report as Markdown text."""
        lines = ["# Build report", "", self.summary() + ".", ""]
        if self.problems:
            lines += ["## Not read", "", *(f"- {problem}" for problem in self.problems), ""]
        if self.kept:
            lines += ["Statements of the former build were kept for: " + ", ".join(self.kept) + ".", ""]
        if self.offences:
            lines += ["## Invalid", "", *(f"- {offence}" for offence in self.offences), ""]
        lines += _table(
            ("monograph", "about", "statements"), [(s, t, n) for s, (t, n) in sorted(self.monographs.items())]
        )
        lines += ["## Statements", "", *_table(("relation", "statements"), sorted(self.relations.items()))]
        lines += _table(("modality", "statements"), sorted(self.modalities.items()))
        lines += ["## Passages: what the graph does not know", "", *self._coverage()]
        if self.headings:
            lines += ["Headings that mean nothing to the section scheme:", ""]
            lines += [*(f"- {s}:{n}: {h}" for s, h, n in self.headings), ""]
        if self.local:
            lines += ["## Names that no lexicon knows", "", *_table(("name", "mentions"), self.local[:50])]
        if self.notes:
            lines += ["## Noticed and repaired", "", *(f"- {note}" for note in self.notes), ""]
        return "\n".join(lines)

    def _coverage(self) -> list[str]:
        total = sum(self.ledger.values()) or 1
        rows = [(_REASONS.get(r, r), n, f"{100 * n / total:.0f} %") for r, n in sorted(self.ledger.items())]
        return _table(("what became of it", "passages", "share"), rows)

    def write(self, folder: Path) -> None:
        """Write ``report.md`` and ``report.json`` into a folder."""
        (folder / "report.md").write_text(self.as_markdown(), encoding="utf-8", newline="\n")
        (folder / "report.json").write_text(self.as_json(), encoding="utf-8", newline="\n")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _table(head: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> list[str]:
    def line(cells: tuple[object, ...]) -> str:
        return "| " + " | ".join(" ".join(str(cell).replace("|", "\\|").split()) for cell in cells) + " |"

    return [line(head), "|" + "---|" * len(head), *(line(tuple(row)) for row in rows), ""]
