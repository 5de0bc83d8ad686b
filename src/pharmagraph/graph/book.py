"""The book of a build: what it knew of each monograph, kept beside the store and handed on with it.

The graph holds what is stated; the book holds what a later build needs to change the graph in proportion to what has
changed: the hash of each monograph, its counts and remarks for the report, and which names it uses for which concepts.
An SQLite file; it is part of a generation, and only one build writes to it.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from pharmagraph.errors import Note
from pharmagraph.graph.concepts import Mentions, Seen

BOOK = "book.sqlite"
_PENDING = 50_000  # counts held in memory before they are written
_TABLES = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS monograph (source TEXT PRIMARY KEY, sha256 TEXT NOT NULL, run TEXT NOT NULL,
  details TEXT NOT NULL, mentions BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS tally (concept TEXT, kind TEXT, value TEXT, number INTEGER NOT NULL,
  PRIMARY KEY (concept, kind, value)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS unknown (concept TEXT PRIMARY KEY, label TEXT NOT NULL, number INTEGER NOT NULL)
  WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS total (kind TEXT, name TEXT, number INTEGER NOT NULL, PRIMARY KEY (kind, name))
  WITHOUT ROWID;
"""
_TALLY = """INSERT INTO tally VALUES (?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET number = number + excluded.number"""
_TOTAL = "INSERT INTO total VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET number = number + excluded.number"


@dataclass(frozen=True, slots=True)
class Record:
    """What is kept of one monograph.

    Attributes:
        source: The name that it is known by.
        sha256: Hash of its bytes.
        run: IRI of the run that read it.
        title: The substance that it is about.
        statements: Number of its statements, each once.
        evidence: Number of its pieces of evidence; a passage counts once for each statement.
        ledger: Number of passages by what became of them ("" where statements were taken).
        headings: Headings that mean nothing to the section scheme, with their line.
        notes: What was repaired or noticed.
        offenders: What validation found in it by itself: problem and IRI.
        mentions: Its concepts; empty where only the report is asked for.
    """

    source: str
    sha256: str = ""
    run: str = ""
    title: str = ""
    statements: int = 0
    evidence: int = 0
    ledger: Counter[str] = field(default_factory=Counter)
    headings: tuple[tuple[str, int], ...] = ()
    notes: tuple[Note, ...] = ()
    offenders: tuple[tuple[str, str], ...] = ()
    mentions: Mentions = field(default_factory=dict)


class Book:
    """What a build knows of its monographs.

    Args:
        path: The file; None for a book in memory.
        read_only: Whether it is only read.
    """

    def __init__(self, path: Path | None = None, *, read_only: bool = False) -> None:
        place = ":memory:" if path is None else f"{path.resolve().as_uri()}{'?mode=ro' if read_only else ''}"
        self._data = sqlite3.connect(place, uri=path is not None, isolation_level=None)
        self._pending: Counter[tuple[str, str, str]] = Counter()
        if not read_only:
            # The generation is nobody else's until it is whole: a journal would guard nothing.
            self._data.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_TABLES} BEGIN;")

    def close(self) -> None:
        """Write what is not yet written."""
        self._flush()
        if self._data.in_transaction:
            self._data.execute("COMMIT")
        self._data.close()

    def __getitem__(self, key: str) -> str:
        """A value that concerns the whole build, "" if there is none."""
        row = self._data.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else ""

    def __setitem__(self, key: str, value: str) -> None:
        self._data.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def hashes(self, run: str | None = None) -> dict[str, str]:
        """The hash of each monograph, or of each that one run has read, by source."""
        rows = self._data.execute("SELECT source, sha256 FROM monograph WHERE ? IN (run, '')", (run or "",))
        return dict(rows)

    def runs(self) -> dict[str, str]:
        """The run that read each monograph, by source."""
        return dict(self._data.execute("SELECT source, run FROM monograph"))

    def record(self, source: str) -> Record | None:
        """What is known of one monograph."""
        row = self._data.execute("SELECT * FROM monograph WHERE source = ?", (source,)).fetchone()
        if row is None:
            return None
        return replace(_record(*row[:4]), mentions=_mentions(row[4]))

    def records(self) -> Iterator[Record]:
        """All monographs in the order of their names, without their concepts."""
        rows = self._data.execute("SELECT source, sha256, run, details FROM monograph ORDER BY source")
        yield from (_record(*row) for row in rows)

    def offenders(self) -> set[tuple[str, str]]:
        """What validation found in monographs by themselves: problem and IRI."""
        rows = self._data.execute(
            "SELECT details FROM monograph WHERE details NOT LIKE '%\"offenders\": []%'"
        )
        return {(problem, iri) for (text,) in rows for problem, iri in json.loads(text)["offenders"]}

    def put(self, record: Record) -> None:
        """Enter a monograph."""
        details = {
            "title": record.title,
            "statements": record.statements,
            "evidence": record.evidence,
            "ledger": record.ledger,
            "headings": record.headings,
            "notes": [(note.source, note.line, note.code, note.message) for note in record.notes],
            "offenders": record.offenders,
        }
        mentions = {
            concept: (seen.labels, seen.texts, seen.types, sorted(seen.xrefs))
            for concept, seen in record.mentions.items()
        }
        packed = zlib.compress(json.dumps(mentions, ensure_ascii=False).encode("utf-8", "surrogatepass"), 1)
        row = (record.source, record.sha256, record.run, json.dumps(details), packed)
        self._data.execute("INSERT INTO monograph VALUES (?, ?, ?, ?, ?)", row)
        self._count(record.mentions, 1)

    def drop(self, record: Record) -> None:
        """Strike out a monograph."""
        self._data.execute("DELETE FROM monograph WHERE source = ?", (record.source,))
        self._count(record.mentions, -1)

    def _count(self, mentions: Mentions, sign: int) -> None:
        for concept, seen in mentions.items():
            for kind, counts in (("label", seen.labels), ("text", seen.texts), ("type", seen.types)):
                for value, number in counts.items():
                    self._pending[concept, kind, value] += sign * number
            for xref in seen.xrefs:
                self._pending[concept, "xref", xref] += sign
        if len(self._pending) > _PENDING:
            self._flush()

    def _flush(self) -> None:
        changed = [(*key, number) for key, number in self._pending.items() if number]
        fewer = [row[:3] for row in changed if row[3] < 0]
        self._pending.clear()
        self._data.executemany(_TALLY, changed)
        gone = "DELETE FROM tally WHERE concept = ? AND kind = ? AND value = ? AND number = 0"
        self._data.executemany(gone, fewer)

    def concepts(self) -> Iterator[str]:
        """The concepts that monographs speak of, sorted."""
        self._flush()
        for (concept,) in self._data.execute("SELECT DISTINCT concept FROM tally ORDER BY concept"):
            yield concept

    def uses(self, concept: str) -> bool:
        """Whether a monograph speaks of a concept."""
        self._flush()
        row = self._data.execute("SELECT 1 FROM tally WHERE concept = ? LIMIT 1", (concept,)).fetchone()
        return row is not None

    def seen(self, concept: str) -> Seen | None:
        """How all monographs together speak of a concept; None if none does."""
        self._flush()
        rows = self._data.execute(
            "SELECT kind, value, number FROM tally WHERE concept = ?", (concept,)
        ).fetchall()
        if not rows:
            return None
        found = Seen()
        counts = {"label": found.labels, "text": found.texts, "type": found.types}
        for kind, value, number in rows:
            if kind == "xref":
                found.xrefs.add(value)
            else:
                counts[kind][value] = number
        return found

    def set_unknown(self, concept: str, label: str, number: int) -> None:
        """Note that no lexicon knows a concept, what it is called, and how often; 0 if that is no longer so."""
        self._data.execute("DELETE FROM unknown WHERE concept = ?", (concept,))
        if number:
            self._data.execute("INSERT INTO unknown VALUES (?, ?, ?)", (concept, label, number))

    def unknown(self) -> list[tuple[str, int]]:
        """Names that no lexicon knows, most used first."""
        return self._data.execute("SELECT label, number FROM unknown ORDER BY number DESC, label").fetchall()

    def totals(self, kind: str) -> Counter[str]:
        """Numbers of the whole graph, of one kind, by name."""
        return Counter(dict(self._data.execute("SELECT name, number FROM total WHERE kind = ?", (kind,))))

    def add_totals(self, kind: str, numbers: Iterable[tuple[str, int]]) -> None:
        """Add to numbers of the whole graph; what becomes 0 goes."""
        rows = [(kind, name, number) for name, number in numbers]
        self._data.executemany(_TOTAL, rows)
        self._data.execute("DELETE FROM total WHERE number = 0")

    def clear_totals(self) -> None:
        """Forget the numbers of the whole graph, to count anew."""
        self._data.execute("DELETE FROM total")


def _record(source: str, sha256: str, run: str, details: str) -> Record:
    known = json.loads(details)
    return Record(
        source=source,
        sha256=sha256,
        run=run,
        title=known["title"],
        statements=known["statements"],
        evidence=known["evidence"],
        ledger=Counter(known["ledger"]),
        headings=tuple((title, line) for title, line in known["headings"]),
        notes=tuple(Note(*note) for note in known["notes"]),
        offenders=tuple((problem, offender) for problem, offender in known["offenders"]),
    )


def _mentions(packed: bytes) -> Mentions:
    known = json.loads(zlib.decompress(packed).decode("utf-8", "surrogatepass"))
    return {
        concept: Seen(Counter(labels), Counter(texts), Counter(types), set(xrefs))
        for concept, (labels, texts, types, xrefs) in known.items()
    }
