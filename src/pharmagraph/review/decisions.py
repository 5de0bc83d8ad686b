"""Decisions about findings, in a text file that people edit and keep under version control.

One decision a line, tabs between: the finding's id, ``accepted`` or ``rejected``, by whom, why, and what it is about
(for the reader; the program does not read it). ``#`` begins a comment.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from pharmagraph.errors import PharmagraphError

NAME = "pharmagraph-review.tsv"
VERDICTS = ("accepted", "rejected")
_HEAD = "# Decisions of pharmagraph review: accepted (it is so, the texts are to be changed) or rejected (it is none)\n"
_COLUMNS = "# finding\tverdict\tby\treason\tabout\n"
_ID = frozenset("0123456789abcdef")


class DecisionError(PharmagraphError):
    """The file of decisions, or a line of it, can't be read or written."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about a finding.

    Attributes:
        finding: Its id.
        verdict: accepted or rejected.
        reason: Why.
        by: Who decided, or "".
        about: What the finding is about, for the reader of the file.
        line: Line in the file, 0 before it is written.
    """

    finding: str
    verdict: str
    reason: str
    by: str = ""
    about: str = ""
    line: int = 0


@dataclass(slots=True)
class Decisions:
    """A file of decisions as it was read.

    Attributes:
        made: Decisions by the id of the finding.
        problems: Lines that can't be read, each with its number; the others are used.
        other: Comments and lines that can't be read, as they stand, to be kept.
    """

    made: dict[str, Decision] = field(default_factory=dict)
    problems: list[DecisionError] = field(default_factory=list)
    other: list[str] = field(default_factory=list)


def decisions_path(place: Path) -> Path:
    """The file of decisions: the place itself, or the file of the usual name in it if it is a folder."""
    return place / NAME if place.is_dir() else place


def read_decisions(path: Path) -> Decisions:
    """Read a file of decisions; one that is not there has none.

    Raises:
        DecisionError: The file can't be read at all.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Decisions()
    except (OSError, UnicodeDecodeError) as error:
        raise DecisionError(
            "the decisions can't be read", remedy="give a text file in UTF-8 with --decisions", source=path
        ) from error
    found = Decisions()
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if not line.strip():
            continue
        if line.startswith("#"):
            found.other.append(line)
            continue
        decision = _decision(line, number)
        problem = decision if isinstance(decision, str) else _again(decision, found)
        if problem:
            found.problems.append(DecisionError(problem, source=path, line=number))
            found.other.append(line)
        elif isinstance(decision, Decision):
            found.made[decision.finding] = decision
    return found


def _decision(line: str, number: int) -> Decision | str:
    """The decision of a line, or what is wrong with it."""
    cells = [cell.strip() for cell in line.split("\t")]
    if len(cells) < 4:
        return "a decision needs a finding, a verdict, by whom and a reason, with tabs between"
    finding, verdict, by, reason = cells[:4]
    if not finding or set(finding) - _ID:
        return f"{finding!r} is no id of a finding"
    if verdict not in VERDICTS:
        return f"the verdict is {verdict!r}, not accepted or rejected"
    if not reason:
        return "the decision gives no reason"
    return Decision(finding, verdict, reason, by, " ".join(cells[4:]), number)


def _again(decision: Decision, found: Decisions) -> str:
    former = found.made.get(decision.finding)
    return f"{decision.finding} is decided in line {former.line} already, which counts" if former else ""


def write_decisions(path: Path, decisions: Decisions) -> None:
    """Write a file of decisions, sorted; comments and lines that can't be read stay, before them.

    Raises:
        DecisionError: The file can't be written; the former one is as it was.
    """
    temporary = path.with_name(f".{path.name}.part")
    try:
        temporary.write_text("".join(_lines(decisions)), encoding="utf-8", newline="\n")
        temporary.replace(path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink()
        raise DecisionError(
            f"the decisions can't be written ({error.strerror or error})",
            remedy="choose another place",
            source=path,
        ) from error


def _lines(decisions: Decisions) -> Iterator[str]:
    yield from (line + "\n" for line in decisions.other) if decisions.other else (_HEAD, _COLUMNS)
    for _, made in sorted(decisions.made.items()):
        cells = (made.finding, made.verdict, made.by, made.reason, made.about)
        yield "\t".join(" ".join(cell.split()) for cell in cells).rstrip() + "\n"
