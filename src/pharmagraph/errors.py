"""What can go wrong, said so that the reader can act on it.

Every error names the file, the line where there is one, and what to do about it. Commands print
``str(error)`` on standard error and go on with the other files; a traceback is never shown for bad input.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


class PharmagraphError(Exception):
    """Base of all errors that this package raises for bad input or a bad environment.

    Args:
        problem: What is wrong, one sentence without a full stop.
        remedy: What the reader can do about it, one sentence without a full stop.
        source: The file (or other source) that it concerns.
        line: The line of that file, counted from 1.
    """

    def __init__(
        self, problem: str, *, remedy: str = "", source: str | Path | None = None, line: int | None = None
    ) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy
        self.source = str(source) if source is not None else None
        self.line = line

    def __str__(self) -> str:
        """One line: ``file:line: problem: remedy``."""
        place = ""
        if self.source is not None:
            place = f"{self.source}:{self.line}: " if self.line is not None else f"{self.source}: "
        text = f"{place}{self.problem}" + (f"; {self.remedy}" if self.remedy else "")
        return " ".join(text.split())

    def __reduce__(self) -> tuple[object, ...]:
        """Keep the keyword arguments when the error crosses a process boundary."""
        return (_rebuild, (type(self), self.problem, self.remedy, self.source, self.line))


def _rebuild(
    kind: type[PharmagraphError], problem: str, remedy: str, source: str | None, line: int | None
) -> PharmagraphError:
    return kind(problem, remedy=remedy, source=source, line=line)


class ReadError(PharmagraphError):
    """A monograph could not be read at all (missing, binary, too large, not UTF-8, ...)."""


class OntologyError(PharmagraphError):
    """A file of the ontology or the lexicon is damaged or contradicts itself."""


class StoreError(PharmagraphError):
    """The store could not be opened, written or read."""


class QueryError(PharmagraphError):
    """A SPARQL query is malformed, or a saved query was called with wrong arguments."""


class UnknownSubstanceError(PharmagraphError):
    """A name that the graph does not know."""


@dataclass(frozen=True, slots=True, order=True)
class Note:
    """Something that was noticed and dealt with: a repair, a doubtful heading, a skipped duplicate.

    Attributes:
        source: The file it concerns.
        line: Line counted from 1, or 0 when it concerns the whole file.
        code: A short stable identifier, for example ``faq-answer-repaired``.
        message: One sentence for people.
    """

    source: str
    line: int
    code: str
    message: str

    def __str__(self) -> str:
        """One line: ``file:line: message [code]``."""
        place = f"{self.source}:{self.line}" if self.line else self.source
        return f"{place}: {self.message} [{self.code}]"
