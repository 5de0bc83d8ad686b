"""Monographs a second through reading and extraction on one core, and how time grows with the size of a text."""

from __future__ import annotations

import time
from pathlib import Path

from pharmagraph.extract import extract
from pharmagraph.read import read_bytes

ROOT = Path(__file__).resolve().parents[1]
RUNS = 3


def once(data: bytes) -> tuple[float, float]:
    """Seconds to read, and to extract."""
    start = time.perf_counter()
    monograph = read_bytes(data, "x.md").monograph
    middle = time.perf_counter()
    extract(monograph)
    return middle - start, time.perf_counter() - middle


def best(data: bytes) -> tuple[float, float]:
    """The fastest of some runs, each stage for itself."""
    runs = [once(data) for _ in range(RUNS)]
    return min(r for r, _ in runs), min(e for _, e in runs)


def main() -> None:
    """Print the tables."""
    files = [
        *sorted((ROOT / "data/monographs").glob("[!R]*.md")),
        *sorted((ROOT / "data/corpus/dev/monographs").glob("*.md")),
    ]
    texts = [path.read_bytes() for path in files]
    for text in texts:
        once(text)  # loads the ontology, fills the caches
    read = extracted = 0.0
    for text in texts:
        r, e = best(text)
        read, extracted = read + r, extracted + e
    size = sum(map(len, texts))
    rate = size / 10_000 / (read + extracted)
    print(
        f"{len(texts)} monographs, {size / 1000:.0f} KB: {rate:.0f} monographs of 10 KB a second on one core ",
        end="",
    )
    print(f"(reading {read:.2f} s, extraction {extracted:.2f} s)")
    print("\n| size | seconds | against linear |\n|---|--:|--:|")
    body = texts[0].split(b"---\n", 2)[-1]
    base = sum(best(body))
    for factor in (1, 10, 100):
        took = sum(best(b"\n\n".join([body] * factor)))
        print(f"| {factor}x | {took:.2f} | {took / base / factor:.2f} |")


if __name__ == "__main__":
    main()
