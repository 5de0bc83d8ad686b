"""Checking a user's terminology, row by row: what is wrong is told with its line, what is right is used."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pharmagraph.errors import Note, OntologyError
from pharmagraph.lexicon.layers import LayeredLexicon
from pharmagraph.lexicon.layout import TYPES
from pharmagraph.lexicon.rows import read_rows
from pharmagraph.recognise.entities import curie as local_curie
from pharmagraph.recognise.spelling import name_key
from pharmagraph.resources import ontology_dir

# ssslm's predicates and synonym types -> those of our tables.
PREDICATES: Mapping[str, str] = {
    "": "synonym", "preferred": "preferred", "synonym": "synonym", "brand": "brand", "acronym": "acronym",
    "rdfs:label": "preferred", "skos:prefLabel": "preferred", "skos:altLabel": "synonym",
    "oboInOwl:hasExactSynonym": "synonym", "oboInOwl:hasSynonym": "synonym",
    "OMO:0003000": "acronym", "OMO:0003012": "acronym",
}  # fmt: skip
# Names that are no names of the same thing, by their own word.
_LOOSE = frozenset(("oboInOwl:hasBroadSynonym", "oboInOwl:hasNarrowSynonym", "oboInOwl:hasRelatedSynonym"))
_CURIE = re.compile(r"^([A-Za-z][\w.-]*):(\S+)$")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_PREFIXES = ("CHEBI", "DOID", "GO", "HP", "MONDO", "NCBITaxon", "hgnc", "mesh", "pgc", "unii", "uniprot")


@dataclass(frozen=True, slots=True)
class Row:
    """One good row.

    Attributes:
        line: Its line.
        text: The name.
        curie: What it names.
        label: Preferred name of that, or "".
        predicate: Of our tables.
        type: Class of the vocabulary, or "".
    """

    line: int
    text: str
    curie: str
    label: str
    predicate: str
    type: str


@dataclass(slots=True)
class Checked:
    """A terminology that was read.

    Attributes:
        rows: The good ones.
        problems: A note for each bad one.
    """

    rows: list[Row] = field(default_factory=list)
    problems: list[Note] = field(default_factory=list)


def known_prefixes() -> frozenset[str]:
    """Prefixes of CURIEs that the project can turn into IRIs."""
    path = ontology_dir() / "prefixes.tsv"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return frozenset(
        (*_PREFIXES, *(line.partition("\t")[0] for line in lines if line and not line.startswith("#")))
    )


def check(path: Path) -> Checked:
    """Read a terminology and find what is wrong in it.

    Raises:
        OntologyError: It cannot be read, or a column is missing.
    """
    checked, prefixes = Checked(), known_prefixes()
    for line, cells in read_rows(path, ("text", "curie")):
        row = Row(
            line, cells["text"].strip(), cells["curie"].strip(), cells.get("name", "").strip(),
            cells.get("predicate", "").strip(), cells.get("class", "").strip(),
        )  # fmt: skip
        if problem := _problem(row, prefixes):
            checked.problems.append(Note(str(path), line, *problem))
        else:
            checked.rows.append(
                Row(line, row.text, row.curie, row.label, PREDICATES[row.predicate], row.type)
            )
    _compare(checked, path)
    return checked


def _problem(row: Row, prefixes: frozenset[str]) -> tuple[str, str] | None:
    found = _CURIE.match(row.curie)
    if not name_key(row.text) or _CONTROL.search(row.text):
        return "no-name", f"the text {row.text!r} is no name"
    if not found:
        return "no-curie", f"{row.curie!r} is no CURIE (prefix:identifier)"
    if found.group(1) not in prefixes:
        return (
            "unknown-prefix",
            f"the prefix {found.group(1)!r} is not known; add it to ontology/prefixes.tsv or use another",
        )
    if row.predicate in _LOOSE:
        return "loose-synonym", f"{row.predicate} does not make {row.text!r} a name of the same thing"
    if row.predicate not in PREDICATES:
        return (
            "unknown-predicate",
            f"the predicate {row.predicate!r} is not one of {', '.join(filter(None, PREDICATES))}",
        )
    if row.type and row.type not in TYPES:
        return "unknown-class", f"the class {row.type!r} is not one of {', '.join(TYPES)}"
    return None


def _compare(checked: Checked, path: Path) -> None:
    """Find rows that say the same twice, and rows that contradict each other: of those none is used."""
    bad: dict[int, Note] = {}
    first: dict[tuple[str, str, str], int] = {}
    facts: dict[tuple[str, str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row in checked.rows:
        same = (row.text, row.curie, row.predicate)
        if same in first:
            bad[row.line] = Note(
                str(path), row.line, "duplicate", f"the same row stands in line {first[same]}"
            )
            continue
        first[same] = row.line
        facts["the name", name_key(row.text)][row.curie].append(row.line)
        for what, value in (("the preferred name of", row.label), ("the class of", row.type)):
            if value:
                facts[what, row.curie][value].append(row.line)
    for (what, of), values in facts.items():
        if len(values) > 1:
            for line in sorted({line for lines in values.values() for line in lines}):
                bad.setdefault(
                    line,
                    Note(
                        str(path),
                        line,
                        "contradiction",
                        f"{what} {of!r} is given as {' and as '.join(sorted(values))}",
                    ),
                )
    checked.rows = [row for row in checked.rows if row.line not in bad]
    checked.problems = sorted([*checked.problems, *bad.values()])


def resolve(checked: Checked, lexicon: LayeredLexicon, path: Path) -> list[tuple[str, ...]]:
    """Tie good rows to concepts; a concept that is new needs a class, and a row without one becomes a problem.

    Returns:
        Rows in the columns of ``pharmagraph.lexicon.user.COLUMNS``.
    """
    wanted = {row.curie for row in checked.rows}
    known = dict(_known(wanted, lexicon))
    types = {row.curie: row.type for row in checked.rows if row.type}
    labels = {row.curie: row.label for row in checked.rows if row.label}
    labels.update(
        {
            row.curie: row.text
            for row in checked.rows
            if row.predicate == "preferred" and row.curie not in labels
        }
    )
    rows: list[tuple[str, ...]] = []
    for row in checked.rows:
        label = labels.get(row.curie, row.text)
        if row.curie in known:
            rows.append((row.text, known[row.curie], row.predicate, "", "", "", ""))
        elif row.curie in types:
            own = row.curie if row.curie.startswith("pgc:") else _free(label, row.curie, lexicon)
            xrefs = "" if row.curie.startswith("pgc:") else row.curie
            rows.append(
                (row.text, own.removeprefix("pgc:"), row.predicate, label, types[row.curie], xrefs, "yes")
            )
        else:
            message = f"{row.curie} is new to the lexicon and has no class; give one in a column named class"
            checked.problems.append(Note(str(path), row.line, "no-class", message))
    checked.problems.sort()
    return rows


def new_meanings(checked: Checked, lexicon: LayeredLexicon, path: Path) -> Iterator[Note]:
    """A note for each good row that gives a name another meaning than the lexicon has: users have the last word."""
    known = dict(_known({row.curie for row in checked.rows}, lexicon))
    for row in checked.rows:
        own = f"pgc:{known.get(row.curie, '')}"
        others = [c for c in lexicon.readings(row.text) if c.id != own]
        if others and len(others) == len(lexicon.readings(row.text)):
            told = ", ".join(f"{c.label} ({c.id})" for c in others)
            yield Note(
                str(path),
                row.line,
                "new-meaning",
                f"{row.text!r} has meant {told} so far; now it means {row.curie}",
            )


def _free(label: str, curie: str, lexicon: LayeredLexicon) -> str:
    """A readable id that no other concept has."""
    own = local_curie(label)
    return own if lexicon.concept(own) is None else f"{own}-{re.sub(r'[^a-z0-9]+', '-', curie.lower())}"


def _known(wanted: set[str], lexicon: LayeredLexicon) -> Iterator[tuple[str, str]]:
    """CURIE -> id of the concept that has it."""
    for curie in wanted:
        if curie.startswith("pgc:") and lexicon.concept(curie):
            yield curie, curie.removeprefix("pgc:")
    for record in lexicon.pack.with_xrefs(wanted) if lexicon.pack else ():
        yield from ((xref, record.id) for xref in record.xrefs if xref in wanted)
    for identifier, row in lexicon.curated.rows.items():
        yield from ((xref, identifier) for xref in row.get("xrefs", "").split("|") if xref in wanted)


def refuse(rows: Sequence[tuple[str, ...]], path: Path) -> None:
    """Raise if nothing of a terminology can be used.

    Raises:
        OntologyError: No row is good.
    """
    if not rows:
        raise OntologyError(
            "no row of it can be used",
            remedy="see the notes, and docs/lexicon.md for the columns",
            source=path,
        )
