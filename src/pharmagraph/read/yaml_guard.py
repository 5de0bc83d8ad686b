"""YAML that cannot hurt: checked as text before the parser sees it, and built by hand from its nodes.

libyaml overflows the stack on deep nesting, and aliases and merge keys let a few lines stand for millions of
values (YAML 1.1, sections 3.2.2 and 7.1; the merge key is http://yaml.org/type/merge.html).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import yaml

from pharmagraph.read.folding import words

MOST_CHARACTERS = 1_000_000
MOST_DEPTH = 40
MOST_VALUES = 50_000

_TAG = "tag:yaml.org,2002:"
_SAFE_TAGS = frozenset(
    _TAG + name
    for name in words("str int float bool null seq map timestamp merge value binary set omap pairs")
)
_BRACKET = re.compile(r"[\[{]|[\]}]")
# The indentation of a line and the marks that open collections in it. YAML 1.1 ends lines at NEL, U+2028 and
# U+2029 too (section 5.4).
_BREAKS = "\r\n\x85\u2028\u2029"
_INDENT = re.compile(rf"(?:\A|(?<=[{_BREAKS}]))[ \t]*+(?:[-?:](?:[ \t]++|(?=[{_BREAKS}])))*+")
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,300})")
_FLOAT = re.compile(r"[-+]?[0-9]{1,300}\.[0-9]{0,300}(?:[eE][-+]?[0-9]{1,3})?")
_TRUE = frozenset({"yes", "true", "on"})


class YamlProblemError(Exception):
    """What is wrong with the YAML.

    Args:
        problem: One sentence without a full stop.
        remedy: What to do about it.
        offset: Where in the YAML text, in characters.
    """

    def __init__(self, problem: str, remedy: str, offset: int) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy
        self.offset = offset


def compose(text: str) -> yaml.Node | None:
    """Parse YAML into nodes, with marks, if it is neither too large nor too deep.

    Raises:
        YamlProblemError: It is not valid YAML, or looks like a bomb.
    """
    _check(text)
    loader = yaml.CSafeLoader(text)
    try:
        node: yaml.Node | None = loader.get_single_node()
    except yaml.YAMLError as error:
        raise _problem(error, text) from error
    finally:
        loader.dispose()
    return node


def _check(text: str) -> None:
    if len(text) > MOST_CHARACTERS:
        raise YamlProblemError("the front matter is too large", "move text into the body", 0)
    depth = 0
    for bracket in _BRACKET.finditer(text):
        depth = depth + 1 if bracket[0] in "[{" else max(depth - 1, 0)
        if depth > MOST_DEPTH:
            raise YamlProblemError("the front matter is nested too deeply", "make it flat", bracket.start())
    columns = [(-1, 0)]  # width and depth of the open indentations
    for indent in _INDENT.finditer(text):
        width = len(indent[0])
        marks = width - indent[0].count(" ") - indent[0].count("\t")
        if not marks and text[indent.end() : indent.end() + 1] in _BREAKS:  # an empty line
            continue
        while columns[-1][0] >= width:
            columns.pop()
        columns.append((width, columns[-1][1] + 1 + marks))
        if columns[-1][1] > MOST_DEPTH:
            raise YamlProblemError("the front matter is nested too deeply", "make it flat", indent.start())


def _problem(error: yaml.YAMLError, text: str) -> YamlProblemError:
    mark = getattr(error, "problem_mark", None)
    if mark is None or mark.index >= len(
        text.rstrip()
    ):  # where a quote opens says more than that it never closes
        mark = getattr(error, "context_mark", None) or mark
    what = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be parsed"
    offset = mark.index if mark is not None else _first_bad(text)
    remedy = "put values with ':' or '#' in quotes and indent with spaces"
    return YamlProblemError(f"the front matter is not valid YAML ({what})", remedy, min(offset, len(text)))


def _first_bad(text: str) -> int:
    """Where the first character stands that YAML does not allow (YAML 1.1, section 5.1)."""
    bad = re.search(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
    return bad.start() if bad else 0


@dataclass(slots=True)
class Builder:
    """Builds plain Python values from nodes: text, numbers, truth values, None, tuples and dicts.

    Attributes:
        duplicates: Keys that stood twice in one mapping, and where; the last one holds.
    """

    duplicates: list[tuple[str, int]] = field(default_factory=list)
    _budget: int = MOST_VALUES

    def build(self, node: yaml.Node, depth: int = 0) -> object:
        """The value of a node. Dates and times stay text.

        Raises:
            YamlProblemError: Aliases make it too large, or a tag asks for an object of Python.
        """
        offset = node.start_mark.index
        self._budget -= 1
        if depth > MOST_DEPTH:
            raise YamlProblemError("the front matter is nested too deeply", "make it flat", offset)
        if self._budget < 0:
            raise YamlProblemError("aliases make the front matter too large", "write the values out", offset)
        if node.tag not in _SAFE_TAGS:
            raise YamlProblemError(f"the front matter has an unknown tag {node.tag!r}", "remove it", offset)
        if isinstance(node, yaml.ScalarNode):
            return _scalar(node)
        if isinstance(node, yaml.SequenceNode):
            return tuple([self.build(item, depth + 1) for item in node.value])
        values: dict[str, object] = {}
        merged: dict[str, object] = {}
        for key, value in node.value:
            if key.tag == _TAG + "merge":
                merged = self._merge(value, depth) | merged
                continue
            name = _key(key)
            if name in values:
                self.duplicates.append((name, key.start_mark.index))
            values[name] = self.build(value, depth + 1)
        return merged | values

    def _merge(self, node: yaml.Node, depth: int) -> dict[str, object]:
        built = self.build(node, depth + 1)
        merged: dict[str, object] = {}
        for part in reversed(built if isinstance(built, tuple) else (built,)):
            if not isinstance(part, dict):
                raise YamlProblemError(
                    "'<<' in the front matter does not name a mapping",
                    "write the keys out",
                    node.start_mark.index,
                )
            merged |= part
        return merged


def _key(node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise YamlProblemError(
            "a key of the front matter is not text", "put it in quotes", node.start_mark.index
        )
    return str(node.value)


def _scalar(node: yaml.ScalarNode) -> object:
    """Plain Python for a scalar; what YAML 1.1 would twist (10:30, 012, .inf) stays as it is written."""
    text = str(node.value)
    kind = node.tag.removeprefix(_TAG)
    if kind == "int" and _INTEGER.fullmatch(text):
        return int(text)
    if kind == "float" and _FLOAT.fullmatch(text):
        return float(text)
    if kind == "bool":
        return text.lower() in _TRUE
    if kind == "null":
        return None
    if kind == "timestamp":
        return "T".join(text.split(maxsplit=1))
    return text
