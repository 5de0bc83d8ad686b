"""Folders of SPARQL files that say in comments what they are: ``# title: ...``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pharmagraph.errors import OntologyError

_HEAD = re.compile(r"#\s*(\w+):(.*)")


@dataclass(frozen=True, slots=True)
class Described:
    """A SPARQL file.

    Attributes:
        path: The file; its name without the ending is what the query is called.
        text: All of it.
        heads: What it says of itself: the word before the colon -> the rest of the line.
    """

    path: Path
    text: str
    heads: Mapping[str, str]


def read_described(folder: Path, what: str, needed: Sequence[str]) -> Iterator[Described]:
    """The ``.rq`` files of a folder, by name in alphabetical order.

    Args:
        folder: The folder.
        what: What such a file is called in errors: "a rule".
        needed: What each must say of itself.

    Raises:
        OntologyError: One does not say it.
    """
    for path in sorted(folder.glob("*.rq")):
        text = path.read_text(encoding="utf-8")
        heads = {found[1]: found[2].strip() for found in map(_HEAD.match, text.splitlines()) if found}
        for name in needed:
            if not heads.get(name):
                raise OntologyError(f"{what} needs a line '# {name}: ...'", source=path)
        yield Described(path, text, heads)
