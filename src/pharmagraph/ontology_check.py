"""Is the ontology what it must be? Relations that are described, queries that parse, tables that name what exists.

What is wrong is an :class:`~pharmagraph.graph.validate.Offence` with file and line. A wrong name in a query is no error
of SPARQL: it finds nothing, for ever, and nobody is told. So names are checked against the vocabulary.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from pharmagraph.errors import PharmagraphError
from pharmagraph.extract.cues import load_cues
from pharmagraph.extract.frames import load_frames
from pharmagraph.extract.sections import load_sections
from pharmagraph.graph.derive import rules
from pharmagraph.graph.iris import PREFIXES, external_curie, term
from pharmagraph.graph.linked import carriers
from pharmagraph.graph.queries import run, saved_queries
from pharmagraph.graph.validate import Offence, invariants
from pharmagraph.recognise.lexicon import load_types
from pharmagraph.resources import ontology_dir
from pharmagraph.review.findings import kinds
from pharmagraph.vocabulary import load_vocabulary

_SH = "http://www.w3.org/ns/shacl#"
_NEEDED = {
    "label": term("rdfs:label"),
    "definition": term("skos:definition"),
    "scope note": term("skos:scopeNote"),
    "domain": term("rdfs:domain"),
    "range": term("rdfs:range"),
    "group": term("pg:group"),
    "example": term("pg:example"),
    "counter-example": term("pg:counterExample"),
}
# What a query of each folder must be: words that it must have, and what to call it where they are missing.
_FOLDERS = {
    "queries": (r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", "is no query"),
    "invariants": (r"SELECT[^{]*\?offender\b", "finds no ?offender"),
    "review": (r"SELECT[^{]*\?one\b", "finds no ?one"),
    "rules": (r"\bCONSTRUCT\b", "is no CONSTRUCT query"),
}
_TERM = re.compile(r"(?<![\w:/])pg:(\w+)")
_TEXTS = re.compile(r"\"(?:[^\"\\]|\\.)*\"|(?<![<\w/])#.*")
_OPTION = re.compile(r"\b(types|in|out)=([^\s]+)")


@cache
def ontology_offences(folder: Path | None = None) -> tuple[Offence, ...]:
    """What is wrong with the ontology, sorted.

    Args:
        folder: The ontology's folder; the project's own by default.
    """
    root = folder or ontology_dir()
    checks = (_loaders, _relations, _shapes, _queries, _names, _tables)
    return tuple(sorted({offence for check in checks for offence in check(root)}))


def _loaders(root: Path) -> Iterator[Offence]:
    """What the program itself refuses to read."""
    readers: tuple[Callable[[], object], ...] = (
        lambda: load_vocabulary(root),
        lambda: load_cues(root),
        lambda: load_frames(root),
        lambda: load_sections(root),
        lambda: load_types(root),
        lambda: saved_queries(root / "queries"),
        lambda: invariants(root / "invariants"),
        lambda: rules(root / "rules"),
        lambda: kinds(root / "review"),
        carriers,
        lambda: external_curie("https://w3id.org/"),
    )
    for read in readers:
        try:
            read()
        except PharmagraphError as error:
            place = _short(error.source, root)
            yield Offence(error.problem, place, "", place, error.line or 0)
        except (OSError, ValueError, KeyError) as error:
            yield Offence(f"The ontology can't be read ({error})", str(root))


def _short(source: str | None, root: Path) -> str:
    path = Path(source or "")
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name


def _triples(path: Path) -> list[ox.Quad]:
    """The triples of a Turtle file; none of one that the loaders complain of."""
    try:
        return list(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
    except (SyntaxError, OSError):
        return []


def _relations(root: Path) -> Iterator[Offence]:
    """A relation without a part that it needs; any other term of the vocabulary without label or definition."""
    path = root / "vocabulary.ttl"
    quads = _triples(path)
    has = {(quad.subject, quad.predicate) for quad in quads}
    types = {(quad.subject, quad.object) for quad in quads if quad.predicate == term("rdf:type")}
    relations = {s for s, o in types if o in (term("pg:Relation"), term("pg:RiskRelation"))}
    unions = {s for s, p in has if p == term("owl:unionOf")}
    lines = path.read_text(encoding="utf-8").splitlines() if quads else []
    for subject in {s for s, _ in types if isinstance(s, ox.NamedNode)}:
        name = subject.value.removeprefix(PREFIXES["pg"])
        if not subject.value.startswith(PREFIXES["pg"]) or not name:
            continue
        needed = (
            list(_NEEDED)
            if subject in relations
            else ["label"]
            if subject in unions
            else ["label", "definition"]
        )
        for part in needed:
            if (subject, _NEEDED[part]) not in has:
                what = "relation" if subject in relations else "term"
                line = _line(lines, f"pg:{name} a ")
                yield Offence(f"The {what} has no {part}", subject.value, f"pg:{name}", path.name, line)


def _line(lines: list[str], start: str) -> int:
    return next((number for number, line in enumerate(lines, 1) if line.startswith(start)), 0)


def _shapes(root: Path) -> Iterator[Offence]:
    """A shape that has no words for what it finds."""
    quads = _triples(root / "shapes.ttl")
    spoken = {quad.subject for quad in quads if quad.predicate.value == _SH + "message"}
    held = {
        q.object for q in quads if q.predicate.value == _SH + "property" and q.subject not in _listed(quads)
    }
    whole = {q.subject for q in quads if q.predicate.value in (_SH + "or", _SH + "not", _SH + "xone")}
    owner = {quad.object: quad.subject for quad in quads if quad.predicate.value == _SH + "property"}
    for shape in (held | whole) - spoken:
        name = str(getattr(owner.get(shape, shape), "value", "")).rpartition("/")[2]
        yield Offence("A shape has no sh:message", str(shape), f"in the shape {name}", "shapes.ttl")


def _listed(quads: list[ox.Quad]) -> set[object]:
    """Shapes that stand in a list (of sh:or, say): the shape around them speaks for them."""
    return {quad.object for quad in quads if quad.predicate == term("rdf:first")}


def _queries(root: Path) -> Iterator[Offence]:
    """A query that is not SPARQL, or gives nothing that its reader wants."""
    for folder, (wanted, problem) in _FOLDERS.items():
        for path in sorted((root / folder).glob("*.rq")):
            text = path.read_text(encoding="utf-8")
            name = f"{folder}/{path.name}"
            try:
                run(ox.Store(), text, source=name)
            except PharmagraphError as error:
                yield Offence(error.problem, name, "", name, error.line or 0)
            if not re.search(wanted, _TEXTS.sub("", text)):
                yield Offence(f"It {problem}", name, "", name)


def _names(root: Path) -> Iterator[Offence]:
    """A name of the vocabulary that it does not have, in a query, a shape or a section."""
    quads = _triples(root / "vocabulary.ttl")
    declared = {str(getattr(quad.subject, "value", "")).removeprefix(PREFIXES["pg"]) for quad in quads}
    paths = [path for folder in _FOLDERS for path in sorted((root / folder).glob("*.rq"))]
    for path in [*paths, root / "shapes.ttl", root / "sections.ttl"] if quads else ():
        if not path.is_file():
            continue
        name = path.relative_to(root).as_posix()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            for found in set(_TERM.findall(_TEXTS.sub('""', line))) - declared:
                yield Offence(f"The vocabulary has no pg:{found}", name, "", name, number, line.strip()[:100])


def _tables(root: Path) -> Iterator[Offence]:
    """A row of a table that names a relation, a class or a kind of section that there is not."""
    try:
        vocabulary, sections = load_vocabulary(root), set(load_sections(root).kinds)
    except PharmagraphError:  # the loaders have complained of it
        return
    relations, classes = set(vocabulary.relations), set(vocabulary.classes)
    for number, columns in _rows(root / "cues.tsv"):
        if columns[0].startswith("@"):
            continue
        named = [("relation", columns[0], relations)]
        for option, value in _OPTION.findall(columns[3] if len(columns) > 3 else ""):
            what, known = ("class", classes) if option == "types" else ("kind of section", sections)
            named += [(what, each, known) for each in value.rstrip("!").split("|")]
        yield from _unknown("cues.tsv", number, columns, named)
    for number, columns in _rows(root / "frames.tsv"):
        named = [("relation", columns[0], relations)]
        named += [("class", each, classes) for each in columns[-1].split("|")]
        yield from _unknown("frames.tsv", number, columns, named)
    for number, columns in _rows(root / "types.tsv"):
        # "Other": words that are no thing of the vocabulary.
        yield from _unknown("types.tsv", number, columns, [("class", columns[0], classes | {"Other"})])


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield number, [column.strip() for column in line.split("\t")]


def _unknown(
    file: str, number: int, columns: list[str], named: list[tuple[str, str, set[str]]]
) -> Iterator[Offence]:
    for what, name, known in named:
        if name not in known:
            row = " ".join(columns)[:100]
            yield Offence(f"There is no {what} {name!r}", file, "", file, number, row)
