"""Where in the document we are: the headings, and the lines that act as headings."""

from __future__ import annotations

import re

from pharmagraph.read.labels import Label
from pharmagraph.records import Section

_FAQ_TITLE = re.compile(r"\bFAQs?\b|\bQ\s?(?:&|and)\s?As?\b|\bquestions?\b", re.IGNORECASE)
_BEFORE_HEADINGS = Section()


class Outline:
    """The open headings, outermost first, and the pseudo-heading under them."""

    def __init__(self) -> None:
        self._open: list[tuple[int, Section]] = []
        self._markdown_level = 0
        self.label: Label | None = None
        self.list_followed = False  # the pseudo-heading introduced a list

    @property
    def section(self) -> Section:
        """The innermost heading."""
        return self._open[-1][1] if self._open else _BEFORE_HEADINGS

    @property
    def labels(self) -> tuple[str, ...]:
        """The title of the pseudo-heading, if there is one."""
        return (self.label.title,) if self.label else ()

    @property
    def in_faq(self) -> bool:
        """Whether the innermost heading announces questions and answers."""
        return bool(_FAQ_TITLE.search(self.section.title))

    def heading(self, level: int, title: str, line: int) -> None:
        """A heading of Markdown."""
        self._markdown_level = level
        self._push(level, title, line)

    def plain_heading(self, depth: int, title: str, line: int) -> None:
        """A section heading in plain text; it stands below the headings of Markdown before it."""
        self._push(self._markdown_level + depth, title, line)

    def leave(self, level: int) -> None:
        """A heading of this level stands here that opens no section (a question)."""
        while self._open and self._open[-1][0] >= level:
            self._open.pop()
        self.label = None

    def pseudo_heading(self, label: Label | None) -> None:
        """A line that governs what follows, until the next such line or heading."""
        self.label = label
        self.list_followed = False

    def paragraph(self, label: Label | None) -> None:
        """A paragraph begins outside of lists; it may end the reach of the pseudo-heading.

        A pseudo-heading with a colon governs the list it introduces and no more, and ends where a sibling
        comes ("**Pharmacokinetics:**" with its list, then "**Mode of Action:** text").
        """
        if self.label and self.label.colon and (self.list_followed or (label and label.colon)):
            self.label = None

    def _push(self, level: int, title: str, line: int) -> None:
        self.leave(level)
        path = (*self.section.path, title)
        self._open.append((level, Section(title, path, line)))
