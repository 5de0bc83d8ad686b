"""Bytes to a monograph: the whole way in one function."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from pharmagraph.errors import Note, ReadError
from pharmagraph.read.compose import Body, compose
from pharmagraph.read.decode import check_size, decode
from pharmagraph.read.faqs import read_faqs
from pharmagraph.read.frontmatter import FrontMatter, read_front_matter
from pharmagraph.read.markdown import read_blocks
from pharmagraph.read.metadata import read_head
from pharmagraph.read.offsets import Lines
from pharmagraph.records import Monograph

_JOINTS = re.compile(r"_|-(?!\d)")


@dataclass(frozen=True, slots=True)
class Reading:
    """A monograph, and what was noticed and repaired while it was read."""

    monograph: Monograph
    notes: tuple[Note, ...] = ()


def read_monograph(path: Path, source: str | None = None) -> Reading:
    """Read a monograph from a file.

    Args:
        path: The file.
        source: The name it is to be known by; its file name if not given.

    Raises:
        ReadError: It is missing, no file, too large, binary, not UTF-8, or its front matter is damaged.
    """
    path = Path(path)
    name = path.name if source is None else source
    return read_bytes(file_bytes(path, name), name)


def file_bytes(path: Path, source: str) -> bytes:
    """The bytes of a file that may be a monograph.

    Args:
        path: The file.
        source: The name to complain about.

    Raises:
        ReadError: It is missing, no file, too large, or can't be read.
    """
    try:
        if not path.is_file():
            problem = "this is not a file" if path.exists() else "there is no such file"
            raise ReadError(problem, remedy="check the path", source=source)
        check_size(path.stat().st_size, source)
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise ReadError(f"it cannot be read ({reason})", remedy="check the file", source=source) from error


def read_bytes(data: bytes, source: str) -> Reading:
    """Read a monograph.

    Args:
        data: The bytes of the file: Markdown in UTF-8, with or without YAML front matter.
        source: The name it is to be known by.

    Returns:
        The monograph; its offsets count characters of the decoded bytes.

    Raises:
        ReadError: It is no text, or its front matter is damaged.
    """
    raw, notes = decode(data, source)
    lines = Lines(raw)
    front = read_front_matter(raw, source, lines)
    entries = tuple(read_faqs(front.start, front.nodes))
    blocks, tables = read_blocks(raw, front.body)
    body = compose(blocks, lines, first_block=len(front.nodes) + len(entries))
    head = read_head(raw, source, front, entries, body, lines)
    title, title_notes = _title(front, body, source)
    monograph = Monograph(
        source=source,
        title=title,
        raw=raw,
        metadata=front.metadata,
        passages=(*head.passages, *body.passages),
        faqs=(*head.faqs, *body.faqs),
        sha256=hashlib.sha256(data).hexdigest(),
    )
    if not tables:
        message = "The tables have far more columns than their rows fill; they are read as plain text."
        notes = (*notes, Note(source, lines.at(front.body), "tables-as-text", message))
    return Reading(monograph, (*notes, *front.notes, *title_notes, *head.notes))


def _title(front: FrontMatter, body: Body, source: str) -> tuple[str, tuple[Note, ...]]:
    """The substance a monograph is about: title of the front matter, first heading, or file name."""
    for key, value in front.metadata.items():
        if key.lower() == "title" and isinstance(value, str | int | float) and str(value).strip():
            return " ".join(str(value).split()), ()
    if body.title:
        message = f"The title {body.title!r} was taken from the first heading."
        return body.title, (Note(source, 0, "title-from-heading", message),)
    stem = Path(source).stem or source
    title = " ".join(_JOINTS.sub(" ", stem).split()) or stem
    title = title[:1].upper() + title[1:]
    message = f"The title {title!r} was taken from the file name."
    return title, (Note(source, 0, "title-from-file-name", message),)
