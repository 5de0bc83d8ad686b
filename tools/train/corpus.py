"""The annotated documents that the model may be trained on; those set apart are not among them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "data"
SPLITS = ("dev", "train")


@dataclass(frozen=True, slots=True)
class Document:
    """A text and its annotation."""

    gold: Path
    monograph: Path
    split: str


def documents() -> list[Document]:
    """All of them in a fixed order: the first monograph, ``dev``, ``train``."""
    found = [
        Document(p, DATA / "monographs" / f"{p.stem}.md", "dev")
        for p in sorted((DATA / "gold").glob("*.jsonl"))
    ]
    for split in SPLITS:
        folder = DATA / "corpus" / split
        found += [
            Document(path, folder / "monographs" / f"{path.stem}.md", split)
            for path in sorted((folder / "gold").glob("*.jsonl"))
        ]
    return found
