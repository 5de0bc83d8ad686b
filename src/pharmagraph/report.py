"""What a build did, for people (Markdown) and programs (JSON). No times: the same input gives the same report."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pharmagraph.errors import Note, PharmagraphError
from pharmagraph.graph.book import Record
from pharmagraph.graph.validate import Offence
from pharmagraph.wording import count

_NAMED = 50  # sources in the Markdown; the JSON has all
_REASONS = {
    "": "gave statements",
    "no-cue": "no word that carries a relation",
    "no-object": "a relation, but no object that could be told",
    "question": "a question",
    "section-without-statements": "in a section that states nothing (references, history, ...)",
}


@dataclass(frozen=True, slots=True)
class Since:
    """What has changed since the last build, by the bytes of the files.

    Attributes:
        added: Sources that are new.
        changed: Sources that have other bytes than before, or can't be read any more.
        deleted: Sources that are no longer there.
        unchanged: Number of the others.
    """

    added: list[str]
    changed: list[str]
    deleted: list[str]
    unchanged: int


@dataclass(slots=True)
class Report:
    """What a build read, took, repaired and refused, and what has changed.

    Attributes:
        read: Sources that were read.
        since: What has changed since the last build; None if there was none.
        why: Why everything was read again; "" if it was not, or if there was no former build.
        not_exported: Files that were not written beside the store.
        monographs: Title and number of statements of each source, those that were kept among them.
        relations: Statements by relation, those that several monographs make once.
        modalities: Statements by modality, likewise.
        statements: Number of statements, those that several monographs make once.
        evidence: Number of pieces of evidence.
        derived: Number of derived statements.
        triples: Number of triples of the graph.
        ledger: Passages by what became of them.
        local: Names that no lexicon knows, most used first.
        headings: Headings that mean nothing, by source.
        notes: Repairs and remarks.
        problems: Files that could not be read.
        kept: Sources whose statements were kept from the former build, because they can't be read now.
        offences: What validation found.
    """

    read: list[str] = field(default_factory=list)
    since: Since | None = None
    why: str = ""
    not_exported: Sequence[str] = ()
    monographs: dict[str, tuple[str, int]] = field(default_factory=dict)
    relations: Counter[str] = field(default_factory=Counter)
    modalities: Counter[str] = field(default_factory=Counter)
    statements: int = 0
    evidence: int = 0
    derived: int = 0
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

    def add(self, record: Record) -> None:
        """Add what is known of one monograph."""
        self.monographs[record.source] = (record.title, record.statements)
        self.evidence += record.evidence
        self.ledger.update(record.ledger)
        self.headings += [(record.source, title, line) for title, line in record.headings]
        self.notes += record.notes

    def summary(self) -> str:
        """One line."""
        return (
            f"{count(len(self.monographs), 'monograph')}, {count(self.statements, 'statement')}, "
            f"{self.evidence:,} pieces of evidence, {count(self.triples, 'triple')}"
        )

    def as_json(self) -> str:
        """The report as JSON text."""
        since = self.since
        value = {
            "read": len(self.read),
            "since": since
            and {
                "added": since.added,
                "changed": since.changed,
                "deleted": since.deleted,
                "unchanged": since.unchanged,
            },
            "allReadBecause": self.why,
            "notExported": list(self.not_exported),
            "monographs": {s: {"title": t, "statements": n} for s, (t, n) in sorted(self.monographs.items())},
            "statements": self.statements,
            "evidence": self.evidence,
            "derived": self.derived,
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
        return (
            "{\n" + ",\n".join(f"  {_json(key)}: {_entries(each)}" for key, each in value.items()) + "\n}\n"
        )

    def as_markdown(self) -> str:
        """The report as Markdown text."""
        lines = ["# Build report", "", self.summary() + ".", "", *self._changes()]
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
        lines += [f"{count(self.derived, 'more statement')} derived from these.", ""]
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

    def news(self) -> Iterator[Note]:
        """Repairs and remarks on what was read in this build."""
        read = set(self.read)
        return (note for note in self.notes if note.source in read)

    def changes(self) -> str:
        """One line on what was read, and what has changed since the last build."""
        text = f"{count(len(self.read), 'file')} read"
        if self.since:
            since = self.since
            numbers = (("added", since.added), ("changed", since.changed), ("deleted", since.deleted))
            text += "".join(f", {len(sources)} {what}" for what, sources in numbers)
            text += f", {since.unchanged} unchanged since the last build"
        return text + (f"; everything was read again: {self.why}" if self.why else "")

    def left_out(self) -> str:
        """One line on the files that were not written."""
        return f"not written beside the store: {', '.join(self.not_exported)}"

    def _changes(self) -> list[str]:
        lines = [self.changes() + ".", ""]
        if self.not_exported:
            lines += [f"{self.left_out().capitalize()}.", ""]
        for what in ("added", "changed", "deleted") if self.since else ():
            sources = getattr(self.since, what)
            if sources:
                more = f" and {len(sources) - _NAMED} more" if len(sources) > _NAMED else ""
                lines += [f"{what.capitalize()}: {', '.join(sources[:_NAMED])}{more}.", ""]
        return lines

    def _coverage(self) -> list[str]:
        total = sum(self.ledger.values()) or 1
        rows = [(_REASONS.get(r, r), n, f"{100 * n / total:.0f} %") for r, n in sorted(self.ledger.items())]
        return _table(("what became of it", "passages", "share"), rows)

    def write(self, folder: Path) -> None:
        """Write ``report.md`` and ``report.json`` into a folder."""
        (folder / "report.md").write_text(self.as_markdown(), encoding="utf-8", newline="\n")
        (folder / "report.json").write_text(self.as_json(), encoding="utf-8", newline="\n")


_json = json.JSONEncoder(ensure_ascii=False).encode


def _entries(value: object) -> str:
    """JSON of a value, an entry a line: json writes indented text ten times slower."""
    if isinstance(value, dict) and value:
        return "{\n" + ",\n".join(f"    {_json(key)}: {_json(each)}" for key, each in value.items()) + "\n  }"
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(f"    {_json(each)}" for each in value) + "\n  ]"
    return _json(value)


def _table(head: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> list[str]:
    def line(cells: tuple[object, ...]) -> str:
        return "| " + " | ".join(" ".join(str(cell).replace("|", "\\|").split()) for cell in cells) + " |"

    return [line(head), "|" + "---|" * len(head), *(line(tuple(row)) for row in rows), ""]
