"""The lexicon's pack beside other ways to keep as many names: a dictionary, SQLite, ahocorasick_rs, rdflib.

Each way runs in a process of its own, on the same names: time to open and look up one name, lookups a second (half
of them names, half not, none twice), memory that was added. The last rows are the lexicon as the recogniser uses it:
whole readings with case, layers and concepts, of the phrases of the shipped monographs in their order.
"""

from __future__ import annotations

import json
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from pharmagraph.lexicon.layers import Decision, LayeredLexicon
from pharmagraph.lexicon.pack import Pack
from pharmagraph.recognise.lexicon import load_lexicon
from pharmagraph.recognise.spelling import name_key
from pharmagraph.records import Concept
from pharmagraph.resources import lexicon_dir

ROOT = Path(__file__).resolve().parents[1]
LOOKUPS = 50_000  # names asked for, and as many that are none
RDF_NAMES = 50_000  # rdflib takes minutes for all of them
REPEATS = 3

Find = Callable[[str], object]


def dictionary(folder: Path) -> Find:
    """A dictionary read from a file."""
    found: dict[str, list[str]] = {}
    for line in (folder / "names.tsv").read_text(encoding="utf-8").splitlines():
        key, _, concept = line.partition("\t")
        found.setdefault(key, []).append(concept)
    return found.get


def sqlite(folder: Path) -> Find:
    """A table of SQLite with its key as the primary key, opened read-only."""
    base = sqlite3.connect(f"file:{folder / 'names.db'}?mode=ro&immutable=1", uri=True)
    return lambda key: base.execute("SELECT concept FROM names WHERE key = ?", (key,)).fetchall()


def ahocorasick(folder: Path) -> Find:
    """An automaton of all names."""
    from ahocorasick_rs import AhoCorasick, MatchKind

    keys = [
        line.partition("\t")[0] for line in (folder / "names.tsv").read_text(encoding="utf-8").splitlines()
    ]
    automaton = AhoCorasick(keys, matchkind=MatchKind.LeftmostLongest)
    return lambda key: [m for m in automaton.find_matches_as_indexes(key) if m[1] == 0 and m[2] == len(key)]


def rdf(folder: Path) -> Find:
    """Triples in rdflib's memory store, a tenth of the names."""
    from rdflib import Graph, Literal, URIRef
    from rdflib.namespace import SKOS

    graph = Graph()
    for line in (folder / "names.tsv").read_text(encoding="utf-8").splitlines()[:RDF_NAMES]:
        key, _, concept = line.partition("\t")
        graph.add((URIRef(f"urn:{concept}"), SKOS.altLabel, Literal(key)))
    return lambda key: list(graph.subjects(SKOS.altLabel, Literal(key)))


def pack(_folder: Path) -> Find:
    """The pack's index, mapped into memory."""
    opened = Pack(lexicon_dir() / "pack.bin")
    return lambda key: list(opened.find(key))


WAYS: dict[str, Callable[[Path], Find]] = {
    "pack": pack, "sqlite3": sqlite, "dict": dictionary, "ahocorasick_rs": ahocorasick, "rdflib, 50,000 names": rdf,
}  # fmt: skip


def prepare(folder: Path) -> None:
    """Write the names of the pack in the forms that the other ways read."""
    keys = sorted(
        {
            (name_key(text), number)
            for number, record in enumerate(Pack(lexicon_dir() / "pack.bin").records())
            for _, text in record.names
        }
    )
    (folder / "names.tsv").write_text("\n".join(f"{key}\t{number}" for key, number in keys), encoding="utf-8")
    base = sqlite3.connect(folder / "names.db")
    base.execute("CREATE TABLE names (key TEXT, concept INTEGER, PRIMARY KEY (key, concept)) WITHOUT ROWID")
    base.executemany("INSERT INTO names VALUES (?, ?)", keys)
    base.commit()
    base.close()
    distinct = list(dict.fromkeys(key for key, _ in keys))
    random.Random(1).shuffle(distinct)  # noqa: S311 - a sample, not a secret
    asked = distinct[:LOOKUPS]
    (folder / "asked.json").write_text(json.dumps([*asked, *(key[::-1] for key in asked)]), encoding="utf-8")


def measure(way: str, folder: Path) -> dict[str, float]:
    """Measure one way, in this process."""
    asked = json.loads((folder / "asked.json").read_text(encoding="utf-8"))
    before = _megabytes()
    start = time.perf_counter()
    find = WAYS[way](folder)
    find("cinnarizine")
    opened = time.perf_counter()
    for key in asked:
        find(key)
    done = time.perf_counter()
    return {
        "open": (opened - start) * 1000,
        "rate": len(asked) / (done - opened),
        "memory": _megabytes() - before,
    }


def _megabytes() -> float:
    """The most memory that this process has had; Linux's own figure, as getrusage counts the parent's too."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(
            line for line in status.read_text(encoding="utf-8").splitlines() if line.startswith("VmHWM")
        )
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class _Listening:
    """A lexicon that writes down what it is asked."""

    def __init__(self, lexicon: LayeredLexicon) -> None:
        self.lexicon, self.degrees, self.asked = lexicon, lexicon.degrees, list[str]()

    def readings(self, name: str) -> tuple[Concept, ...]:
        """The readings, and the name is written down."""
        self.asked.append(name)
        return self.lexicon.readings(name)

    def decide(self, name: str) -> Decision:
        """The decision, and the name is written down."""
        self.asked.append(name)
        return self.lexicon.decide(name)

    def concept(self, identifier: str) -> Concept | None:
        """The concept."""
        return self.lexicon.concept(identifier)


def phrases() -> tuple[list[str], int]:
    """What the extractor asks for in the shipped monographs, in order, and how many bytes of text they are."""
    # Imported here: each way is measured in a process of its own, the lexicon without the extractor.
    from pharmagraph.extract import extract
    from pharmagraph.extract.knowledge import Knowledge, load_knowledge
    from pharmagraph.read import read_monograph
    from pharmagraph.recognise.entities import Grounder

    known, listening = load_knowledge(), _Listening(load_lexicon())
    knowledge = Knowledge(
        known.vocabulary, known.cues, known.sections, Grounder(listening, known.grounder.types)
    )
    size = 0
    for path in sorted((ROOT / "data").rglob("monographs/*.md")):
        monograph = read_monograph(path).monograph
        size += len(monograph.raw.encode())
        extract(monograph, knowledge)
    return listening.asked, size


def in_use(folder: Path) -> dict[str, float]:
    """The whole lexicon on the phrases of real texts, from the first lookup of a new process on."""
    asked = json.loads((folder / "phrases.json").read_text(encoding="utf-8"))
    start = time.perf_counter()
    lexicon = load_lexicon()
    lexicon.readings("cinnarizine")
    opened = time.perf_counter()
    for name in asked["phrases"]:
        lexicon.readings(name)
    done = time.perf_counter()
    return {
        "open": (opened - start) * 1000,
        "rate": len(asked["phrases"]) / (done - opened),
        "memory": _megabytes(),
        "text": asked["bytes"] / (done - opened) / 1e6,
    }


def _best(way: str, folder: Path) -> dict[str, float]:
    runs: list[dict[str, float]] = []
    for _ in range(REPEATS):
        command = [sys.executable, "-m", "benchmarks.lexicon", way, str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)  # noqa: S603 - our own words
        runs.append(json.loads(done.stdout))
    return {name: (max if name in ("rate", "text") else min)(run[name] for run in runs) for name in runs[0]}


def _table(rows: Iterable[tuple[str, ...]]) -> None:
    lines = [f"{way:<24}{opened:>14}{rate:>14}{memory:>10}" for way, opened, rate, memory in rows]
    sys.stdout.write("\n".join(lines) + "\n")


def main() -> None:
    """Measure all ways in one run and print a table."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        prepare(folder)
        asked, size = phrases()
        (folder / "phrases.json").write_text(json.dumps({"phrases": asked, "bytes": size}), encoding="utf-8")
        rows = [("names", "open, ms", "lookups/s", "MB")]
        for way in WAYS:
            run = _best(way, folder)
            rows.append((way, f"{run['open']:,.1f}", f"{run['rate']:,.0f}", f"{run['memory']:,.0f}"))
        run = _best("in use", folder)
        rows.append(
            ("lexicon, in use", f"{run['open']:,.1f}", f"{run['rate']:,.0f}", f"{run['memory']:,.0f} *")
        )
        _table(rows)
        sys.stdout.write(
            f"* the whole process; {len(asked):,} phrases, {size / 1000:,.0f} KB of text at {run['text']:.1f} MB/s\n"
        )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        found = (
            in_use(Path(sys.argv[2])) if sys.argv[1] == "in use" else measure(sys.argv[1], Path(sys.argv[2]))
        )
        sys.stdout.write(json.dumps(found))
    else:
        main()
