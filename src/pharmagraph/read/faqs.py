"""Questions and answers of the front matter: where they stand, and repair of known damage.

Exports of content systems leave marks of Markdown in them, and put the answer into the question too:

    q: |-
      What foods are rich in vitamin K2-7?**
      **A:** Natto, egg yolks.
    a: 'A:** Natto, egg yolks.'
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import yaml

from pharmagraph.read.flow import cut
from pharmagraph.read.labels import answer_mark, question_mark

_KEYS = ("faqs", "faq")
_LEAKED = re.compile(r"[\s*_]*(?<![^\s*_?])A(?:nswer)?\s?\d{0,3}\s?:[\s*_]*")
_LEAD = re.compile(r"[\s*_]*")
_STRAY = re.compile(
    r"(?<= )\*{2,3} |\*{2,3}|__|`|(?<!\S)[*_](?=\w)|(?<=\w)[*](?!\w)"
    r"|\[(?=[^\]\[]{1,200}\]\()|\]\([^()\s]{0,500}\)"  # a link
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One question and its answer in the front matter.

    Attributes:
        question: The repaired question.
        answer: The repaired answer.
        offset: Where the entry starts in the raw text.
        repaired: Whether something had to be repaired.
        answer_node: Where the answer stands.
        question_cuts: What the repair takes out of the question.
        answer_cuts: What the repair takes out of the text of ``answer_node``.
    """

    question: str
    answer: str
    offset: int
    repaired: bool
    question_node: yaml.ScalarNode
    answer_node: yaml.ScalarNode
    question_cuts: tuple[tuple[int, int], ...]
    answer_cuts: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An entry that gave no question and answer, and where it starts in the raw text."""

    offset: int


def read_faqs(base: int, nodes: Mapping[str, yaml.Node]) -> Iterator[Entry | Unreadable]:
    """Read the FAQ of the front matter.

    Args:
        base: Where the YAML starts in the raw text.
        nodes: The nodes of the top keys.

    Yields:
        The entries in their order.
    """
    for key, node in nodes.items():
        if key.lower() not in _KEYS:
            continue
        for question, answer, where in _pairs(node):
            at = base + where.start_mark.index
            yield _entry(question, answer, at) or Unreadable(at)


def _pairs(node: yaml.Node) -> Iterator[tuple[yaml.Node | None, yaml.Node | None, yaml.Node]]:
    """The nodes of questions and answers: a list of mappings, a list of pairs, or one mapping."""
    if isinstance(node, yaml.MappingNode):
        fields = {
            str(key.value).lower(): value for key, value in node.value if isinstance(key, yaml.ScalarNode)
        }
        question = fields.get("q", fields.get("question"))
        if question is not None:
            yield question, fields.get("a", fields.get("answer")), node
            return
        for key, value in node.value:
            yield key, value, key
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            if isinstance(item, yaml.SequenceNode) and len(item.value) == 2:
                yield item.value[0], item.value[1], item
            elif isinstance(item, yaml.MappingNode):
                yield from _pairs(item)
            else:
                yield None, None, item


def _entry(question_node: yaml.Node | None, answer_node: yaml.Node | None, offset: int) -> Entry | None:
    if not isinstance(question_node, yaml.ScalarNode):
        return None
    asked = " ".join(str(question_node.value).split())
    leak = _LEAKED.search(asked, asked.find("?") + 1)
    leak = leak if leak and leak.start() else None
    question_cuts = _cuts(asked, 0, leak.start() if leak else len(asked), question_mark)
    question = cut(asked, question_cuts)
    answer, told = "", ""
    answer_cuts: tuple[tuple[int, int], ...] = ()
    if isinstance(answer_node, yaml.ScalarNode):
        told = " ".join(str(answer_node.value).split())
        answer_cuts = _cuts(told, 0, len(told), answer_mark)
        answer = cut(told, answer_cuts)
    if not answer and leak:
        answer_node, answer_cuts = question_node, _cuts(asked, leak.end(), len(asked), answer_mark)
        answer = cut(asked, answer_cuts)
    if not question or not answer or not isinstance(answer_node, yaml.ScalarNode):
        return None
    repaired = question != asked or answer != told
    return Entry(question, answer, offset, repaired, question_node, answer_node, question_cuts, answer_cuts)


def _cuts(
    text: str, start: int, end: int, mark: Callable[[str, int, int], int]
) -> tuple[tuple[int, int], ...]:
    """What to take out of a text to leave the plain words of ``text[start:end]`` without "Q1:" or "A:"."""
    lead = _LEAD.match(text, start, end)
    first = mark(text, lead.end() if lead else start, end)
    stop = first + len(text[first:end].rstrip(" *_"))
    strays = [stray.span() for stray in _STRAY.finditer(text, first, stop)]
    return tuple(span for span in ((0, first), *strays, (stop, len(text))) if span[0] < span[1])
