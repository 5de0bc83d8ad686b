"""Paraphrases: "renal damage" is kidney damage, "blood bilirubin increased" is elevated bilirubin.

A frame is a name with one gap, "damage to the {}"; the frames of a group of ``paraphrases.tsv`` mean the same with the
same words in the gap. A name that no layer knows is asked for in the other frames of its groups; what these name must
be one condition. Nothing is linked by similarity: both wordings stand in the table.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from pharmagraph.errors import OntologyError
from pharmagraph.lexicon.rows import read_rows
from pharmagraph.recognise.spelling import plain_word

_GAP = "{}"
_USES = ("both", "read", "tried")
_LONGEST = 10  # words of a name; longer ones are no names of conditions


@dataclass(frozen=True, slots=True)
class Frame:
    """One wording.

    Attributes:
        before: Folded words before the gap.
        after: Folded words behind it.
        group: The group, whose wordings mean the same.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    group: str

    def gap(self, folded: tuple[str, ...]) -> slice | None:
        """Where the gap of this frame lies in the folded words of a name, or None if the name is not of this frame."""
        end = len(folded) - len(self.after)
        fits = folded[: len(self.before)] == self.before and folded[end:] == self.after
        return slice(len(self.before), end) if fits and len(self.before) < end else None


@dataclass(frozen=True, slots=True)
class Paraphrases:
    """The table, by what makes looking quick.

    Attributes:
        first: First folded word of a frame -> the frames that are read.
        last: Last folded word of a frame that begins with its gap -> the frames that are read.
        tried: Group -> its wordings, with "{}" for the gap.
    """

    first: Mapping[str, tuple[Frame, ...]] = field(default_factory=dict)
    last: Mapping[str, tuple[Frame, ...]] = field(default_factory=dict)
    tried: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, name: str) -> Sequence[str]:
        """The other wordings of a name, in the order of the table; none where no frame fits."""
        words = name.split()
        if not 1 < len(words) <= _LONGEST:
            return ()
        frames = self.first.get(plain_word(words[0]), ()) + self.last.get(plain_word(words[-1]), ())
        if not frames:
            return ()
        folded = tuple(map(plain_word, words))
        return [
            wording.replace(_GAP, " ".join(words[gap]))
            for frame in frames
            if (gap := frame.gap(folded))
            for wording in self.tried.get(frame.group, ())
        ]


@cache
def load_paraphrases(folder: Path) -> Paraphrases:
    """Read ``paraphrases.tsv``; a folder without one has no paraphrases.

    Raises:
        OntologyError: A column is missing, a frame has not one gap beside a word, or a use is unknown.
    """
    path = folder / "paraphrases.tsv"
    if not path.exists():
        return Paraphrases()
    first: dict[str, list[Frame]] = defaultdict(list)
    last: dict[str, list[Frame]] = defaultdict(list)
    tried: dict[str, list[str]] = defaultdict(list)
    for line, row in read_rows(path, ("group", "frame", "use", "reason")):
        words = row["frame"].split()
        if words.count(_GAP) != 1 or len(words) < 2 or row["use"] not in _USES:
            raise OntologyError(
                f"the frame {row['frame']!r} needs one {_GAP}, a word beside it, and a use of {', '.join(_USES)}",
                source=path,
                line=line,
            )
        at = words.index(_GAP)
        frame = Frame(
            tuple(map(plain_word, words[:at])), tuple(map(plain_word, words[at + 1 :])), row["group"]
        )
        if row["use"] != "tried":
            (first[frame.before[0]] if at else last[frame.after[-1]]).append(frame)
        if row["use"] != "read":
            tried[frame.group].append(row["frame"])
    return Paraphrases(
        {word: tuple(frames) for word, frames in first.items()},
        {word: tuple(frames) for word, frames in last.items()},
        {group: tuple(wordings) for group, wordings in tried.items()},
    )
