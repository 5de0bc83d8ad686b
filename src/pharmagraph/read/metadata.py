"""Front matter to passages: the description and the FAQ, as far as the body does not say the same."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, field

import yaml

from pharmagraph.errors import Note
from pharmagraph.read.compose import Body
from pharmagraph.read.faqs import Entry, Unreadable
from pharmagraph.read.folding import fold
from pharmagraph.read.frontmatter import FrontMatter
from pharmagraph.read.offsets import Lines
from pharmagraph.read.passage import Place, make_passage
from pharmagraph.read.scalars import scalar_flow
from pharmagraph.read.sentences import sentence_spans
from pharmagraph.records import Faq, Passage, PassageKind

_TEXT_KEYS = ("description", "summary")
_CUT_OFF = ("...", "…", "[…]", "[...]")


@dataclass(slots=True)
class Head:
    """What was read in the front matter."""

    passages: list[Passage] = field(default_factory=list)
    faqs: list[Faq] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


@dataclass(slots=True)
class _Answers:
    """The answers that were given to one question; each is folded once, and only if it is compared."""

    texts: set[str] = field(default_factory=set)
    _unfolded: list[str] = field(default_factory=list)
    _folded: set[str] = field(default_factory=set)  # whole answers, and their sentences

    def add(self, answer: str) -> None:
        """Note that an answer was given."""
        self.texts.add(answer)
        self._unfolded.append(answer)

    def new_sentences(self, answer: str) -> list[tuple[int, int]]:
        """The sentences of an answer that none before it has; none when the whole was given before."""
        for text in self._unfolded:
            self._folded.add(fold(text))
            self._folded.update(fold(text[slice(*span)]) for span in sentence_spans(text))
        self._unfolded.clear()
        if fold(answer) in self._folded:
            return []
        return [span for span in sentence_spans(answer) if fold(answer[slice(*span)]) not in self._folded]


def read_head(
    raw: str, source: str, front: FrontMatter, entries: Sequence[Entry | Unreadable], body: Body, lines: Lines
) -> Head:
    """Read the passages of the front matter.

    Args:
        raw: The whole decoded file.
        source: Its name.
        front: Its front matter.
        entries: The FAQ of it.
        body: What its body says: nothing of it is said a second time.
        lines: Its line numbers.
    """
    reader = _Reader(raw, source, front, lines)
    reader.descriptions(body)
    reader.faqs(entries, body)
    reader.head.passages.sort(key=lambda passage: passage.start)
    return reader.head


class _Reader:
    def __init__(self, raw: str, source: str, front: FrontMatter, lines: Lines) -> None:
        self.head = Head()
        self._raw = raw
        self._source = source
        self._front = front
        self._lines = lines
        self._block = 0

    def descriptions(self, body: Body) -> None:
        """Read the sentences of the description that the body does not have, and that are whole."""
        said: Container[str] = {passage.text for passage in body.passages}
        folded: set[str] = set()
        for key, node in self._front.nodes.items():
            if key.lower() not in _TEXT_KEYS or not isinstance(node, yaml.ScalarNode):
                continue
            text = " ".join(str(node.value).split())
            new = [
                span
                for span in sentence_spans(text)
                if text[slice(*span)] not in said and not text.endswith(_CUT_OFF, *span)
            ]
            if new and not folded:  # folding takes long and is seldom needed
                folded = {fold(passage.text) for passage in body.passages}
            new = [span for span in new if fold(text[slice(*span)]) not in folded]
            folded |= {fold(text[slice(*span)]) for span in new}
            self._write(node, (), new, Place(PassageKind.METADATA, block=self._next_block()), key)

    def faqs(self, entries: Sequence[Entry | Unreadable], body: Body) -> None:
        """Read the questions and answers that the body does not have."""
        said: dict[str, _Answers] = {}
        for faq in body.faqs:
            said.setdefault(fold(faq.question), _Answers()).add(faq.answer)
        repaired = []
        for entry in entries:
            if not isinstance(entry, Entry):
                message = "An entry of the FAQ is no question with an answer and is not read."
                self.head.notes.append(
                    Note(self._source, self._lines.at(entry.offset), "faq-not-read", message)
                )
                continue
            if entry.repaired:
                repaired.append(self._lines.at(entry.offset))
            answers = said.setdefault(fold(entry.question), _Answers())
            if entry.answer not in answers.texts:
                self._faq(entry, answers)
                answers.add(entry.answer)
        if repaired:
            count = f"{len(repaired)} {'entry' if len(repaired) == 1 else 'entries'}"
            message = f"Marks of Markdown and leaked answers were taken out of {count} of the FAQ."
            self.head.notes.append(Note(self._source, repaired[0], "faq-repaired", message))

    def _faq(self, entry: Entry, answers: _Answers) -> None:
        """Write what an entry adds to the answers that were given to its question before."""
        question, answer = entry.question, entry.answer
        spans = answers.new_sentences(answer)
        if not spans:
            return
        block = self._next_block()
        if not answers.texts:
            place = Place(PassageKind.QUESTION, block=block)
            self._write(entry.question_node, entry.question_cuts, [(0, len(question))], place, question)
        place = Place(PassageKind.ANSWER, block=block, question=question)
        self._write(entry.answer_node, entry.answer_cuts, spans, place, question)
        self.head.faqs.append(Faq(question, answer, self._lines.at(entry.offset)))

    def _write(
        self,
        node: yaml.ScalarNode,
        cuts: Sequence[tuple[int, int]],
        spans: Sequence[tuple[int, int]],
        place: Place,
        what: str,
    ) -> None:
        """Write passages of the text of a node, after something was cut out of it."""
        if not spans:
            return
        flow = scalar_flow(self._raw, self._front.start, node)
        if flow is None:
            self._note(self._front.start + node.start_mark.index, what)
            return
        flow = flow.cut(cuts)
        for start, end in spans:
            passage = make_passage(flow, start, end, place, self._lines)
            if passage:
                self.head.passages.append(passage)

    def _next_block(self) -> int:
        self._block += 1
        return self._block

    def _note(self, offset: int, what: str) -> None:
        message = f"The text of {what!r} could not be found in the file and is not read."
        self.head.notes.append(Note(self._source, self._lines.at(offset), "metadata-not-read", message))
