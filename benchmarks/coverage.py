"""How many of the things that annotators named get a public identifier: the objects of the gold files, by class.

Each object is asked for as the recogniser would, by its first wording and the range of its relation. What no one could
identify ("maintenance of remission in ulcerative colitis") counts as a miss, so that 1 is out of reach.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from pharmagraph.extract.knowledge import Knowledge, load_knowledge

ROOT = Path(__file__).resolve().parents[1]
PARTS = ("dev", "train")
CLASSES = ("Condition", "Substance", "Protein", "SubstanceClass")


def objects(part: str, knowledge: Knowledge) -> Iterator[tuple[str, frozenset[str]]]:
    """Objects of a part of the corpus with the classes that are wanted, each once a document and relation."""
    for path in sorted((ROOT / "data/corpus" / part / "gold").glob("*.jsonl")):
        lines = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
        found = dict.fromkeys(
            (gold["relation"], gold["object"][0]) for gold in lines if isinstance(gold["object"], list)
        )
        for relation, words in found:
            wanted = knowledge.range_of(relation)
            if wanted & set(CLASSES):
                yield words, wanted


def measure(part: str) -> tuple[Counter[str], Counter[str]]:
    """Objects of each class, and those of them that have an identifier."""
    knowledge = load_knowledge()
    named, identified = Counter[str](), Counter[str]()
    for words, wanted in objects(part, knowledge):
        entity = knowledge.grounder.entity(words, words.split()[-1], wanted)
        if entity:
            named[entity.type] += 1
            identified[entity.type] += bool(entity.xrefs)
    return named, identified


def main() -> None:
    """Print the share of each class in each part."""
    sys.stdout.write("| objects with an identifier | " + " | ".join(CLASSES) + " |\n")
    sys.stdout.write("|---" * (len(CLASSES) + 1) + "|\n")
    for part in PARTS:
        named, identified = measure(part)
        cells = (f"{identified[c] / named[c]:.3f} of {named[c]:,}" for c in CLASSES)
        sys.stdout.write(f"| {part} | " + " | ".join(cells) + " |\n")


if __name__ == "__main__":
    main()
