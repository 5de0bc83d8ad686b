"""Many monographs made of a few real ones: another substance's name, the sections in another order, some left out."""

from __future__ import annotations

import random
import re
from pathlib import Path

from pharmagraph.extract.knowledge import load_knowledge
from pharmagraph.extract.titles import substance_name
from pharmagraph.read import read_bytes

ROOT = Path(__file__).resolve().parents[1]
REAL = (ROOT / "data/monographs", ROOT / "data/corpus/dev/monographs")
_SYLLABLES = "ba ce di fo gu ka le mi no pu ra se ti vo xa zel lor min tan vir".split()
_ENDINGS = "ine ol ate ide in amab one ium".split()
_HEADING = re.compile(r"^(?=#{2,3} |\*\*[^*\n]+\*\*$)", re.M)
_LEFT_OUT = 0.15  # of the sections


def real_monographs() -> list[tuple[str, str]]:
    """The text of each real monograph, and the name of its substance."""
    paths = sorted(path for folder in REAL for path in folder.glob("*.md") if path.name != "README.md")
    lexicon = load_knowledge().grounder.lexicon
    found = []
    for path in paths:
        data = path.read_bytes()
        found.append((data.decode(), substance_name(read_bytes(data, path.name).monograph, lexicon)))
    return found


def varied(text: str, name: str, number: int) -> str:
    """The same monograph about another substance, sections shuffled and some dropped; the same for the same number."""
    rng = random.Random(number)  # noqa: S311 - the same monographs each time, no secret
    invented = "".join(rng.choices(_SYLLABLES, k=3)).capitalize() + rng.choice(_ENDINGS)
    plain = re.sub(r"\s*\([^()]*\)", "", name).strip() or name
    pattern = re.compile(rf"(?<!\w){re.escape(plain)}(?!\w)", re.I)
    head, *sections = _HEADING.split(pattern.sub(invented, text))
    kept = [section for section in sections if rng.random() > _LEFT_OUT]
    rng.shuffle(kept)
    return head + "".join(section if section.endswith("\n") else section + "\n" for section in kept)


def write_monographs(folder: Path, count: int) -> Path:
    """Fill a folder with monographs, the first ones as they are.

    Args:
        folder: Made if it is not there; a hundred monographs go into each folder in it.
        count: How many.
    """
    real = real_monographs()
    for number in range(count):
        text, name = real[number % len(real)]
        path = folder / f"{number // 100:03}" / f"{number:05}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = text if number < len(real) else varied(text, name, number)
        path.write_text(text, encoding="utf-8", newline="\n")
    return folder
