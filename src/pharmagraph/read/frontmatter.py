"""The front matter: where it stands, and what it says.

python-frontmatter gives the metadata. It does not see front matter behind a byte order mark, strips the body
and changes line ends, and loses text of a body that begins with a rule: so the fences are found here, it is
given the front matter alone, and body and offsets come from the raw text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from pharmagraph.errors import Note, ReadError
from pharmagraph.read.decode import BOM
from pharmagraph.read.offsets import Lines
from pharmagraph.read.yaml_guard import Builder, YamlProblemError, compose

_OPEN = re.compile(r"---+[ \t]*(?:\r\n?|\n)")
_CLOSE = re.compile(r"(?:(?<=[\r\n])|\A)(?:---+|\.\.\.)[ \t]*(?:\r\n?|\n|\Z)")
_BLANK_LINES = re.compile(r"(?:[ \t]*+(?:#[^\r\n]*+)?(?:\r\n?+|\n))*+")
# What the first line that says something looks like: a key, an item of a list, a collection, a property
_KEY = re.compile(r"[ \t]*(?:[\w.$<-]|\"|'|\? )(?P<key>[^\r\n:]{0,80}):(?=[ \t\r\n]|\Z)")
_COLLECTION = re.compile(r"[ \t]*(?:-[ \t]|[{&%]|\[(?![^\]\r\n]{0,200}\]\()|!!)")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands above the body.

    Attributes:
        metadata: All keys in order, values as plain Python.
        nodes: The nodes of the keys, with marks relative to ``start``.
        start: Where the YAML starts in the raw text.
        body: Where the body starts.
        notes: What was noticed.
    """

    metadata: Mapping[str, object] = field(default_factory=dict)
    nodes: Mapping[str, yaml.Node] = field(default_factory=dict)
    start: int = 0
    body: int = 0
    notes: tuple[Note, ...] = ()


def read_front_matter(raw: str, source: str, lines: Lines) -> FrontMatter:
    """Read the front matter of a file.

    Args:
        raw: The whole decoded file.
        source: Its name.
        lines: Its line numbers.

    Returns:
        Metadata and where the body starts; nothing but a note when there is no front matter.

    Raises:
        ReadError: The front matter is no valid YAML, is not closed, is a list, or looks like a bomb.
    """
    top = len(BOM) if raw.startswith(BOM) else 0
    opening = _OPEN.match(raw, top)
    if not opening or not _is_yaml(raw, opening.end()):
        message = "There is no front matter; title and text come from the body."
        return FrontMatter(body=top, notes=(Note(source, 0, "no-front-matter", message),))
    start = opening.end()
    closing = _CLOSE.search(raw, start)
    if closing is None:
        raise ReadError(
            "the front matter is not closed",
            remedy="put a line '---' below its last key",
            source=source,
            line=lines.at(opening.start()),
        )
    handler = _Handler(raw[start : closing.start()])
    try:
        metadata, _ = frontmatter.parse(raw[opening.start() : closing.end()], handler=handler)
    except YamlProblemError as error:
        line = lines.at(start + error.offset)
        raise ReadError(error.problem, remedy=error.remedy, source=source, line=line) from error
    notes = tuple(
        Note(
            source,
            lines.at(start + offset),
            "duplicate-key",
            f"The key {key!r} stands twice; the last holds.",
        )
        for key, offset in handler.builder.duplicates
    )
    return FrontMatter(metadata, handler.nodes, start, closing.end(), notes)


def _is_yaml(raw: str, start: int) -> bool:
    """Whether front matter follows a line of dashes, and not a body that begins with a rule."""
    blank = _BLANK_LINES.match(raw, start)
    at = blank.end() if blank else start
    key = _KEY.match(raw, at)
    if key:
        # a rule with an empty line below it, then prose with a colon
        return raw[start : start + 1] not in {"\r", "\n"} or " " not in key["key"]
    return bool(_COLLECTION.match(raw, at) and _CLOSE.search(raw, at)) or bool(_CLOSE.match(raw, at))


class _Handler(YAMLHandler):
    """Gives python-frontmatter the YAML that was found, and reads it guarded."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self.builder = Builder()
        self.nodes: dict[str, yaml.Node] = {}

    def split(self, text: str) -> tuple[str, str]:  # noqa: ARG002 - found before, in the unchanged text
        """The YAML and no body."""
        return self._text, ""

    def load(self, fm: str, **_: object) -> dict[str, object]:
        """The metadata as plain Python."""
        node = compose(fm)
        if node is None:
            return {}
        if not isinstance(node, yaml.MappingNode):
            raise YamlProblemError(
                "the front matter is not a list of keys and values", "write it as 'key: value'", 0
            )
        self.nodes = {str(key.value): value for key, value in node.value if isinstance(key, yaml.ScalarNode)}
        built = self.builder.build(node)
        assert isinstance(built, dict)
        return built
