"""Assertions with any text in them, for the round trips."""

from __future__ import annotations

from hypothesis import strategies as st

from pharmagraph.graph.iris import statement_iri
from pharmagraph.records import Assertion, Entity, Evidence, Modality
from pharmagraph.vocabulary import load_vocabulary

# All characters but lone surrogates, which no decoded UTF-8 has; those that break formats come often.
HOSTILE = (
    "\0\x01\x08\t\n\x0b\r\x1f\"'\\<>&{}%#|;,.:@^`~\x7f\x85\xa0\u2028\u2029\ufeff\ufffd\ufffe\uffff\U0001f48a"
)
characters = st.one_of(st.sampled_from(HOSTILE), st.characters(exclude_categories=["Cs"]))
texts = st.text(characters, max_size=12)
words = st.text(characters, min_size=1, max_size=12)
modalities = st.sampled_from(Modality)
spans = st.none() | st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda ends: (min(ends), max(ends)))
sources = st.text(
    st.one_of(
        st.sampled_from(" #%?&;:()[]'\"<>é日\\"),
        st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="/"),
    ),
    min_size=1,
    max_size=8,
).filter(lambda name: not name.startswith("."))
paths = st.lists(sources, min_size=1, max_size=3).map(lambda parts: "/".join(parts) + ".md")

_KINDS = (
    "Substance",
    "SubstanceClass",
    "Protein",
    "Condition",
    "Process",
    "Anatomy",
    "Food",
    "Measurement",
    "Population",
)
_RELATIONS = sorted(
    name
    for name, r in load_vocabulary().relations.items()
    if "literal" not in r.range and name != "hasDosage"
)
_QUALIFIERS = ("frequency", "severity", "effect", "purpose", "direction", "population", "condition", "route")
_CURIES = ("CHEBI:44245", "mesh:D000925", "unii:27Y876D139", "odd:a/b c", "hgnc:1", "cas:863-61-6")
_numbers = st.integers(0, 10**12) | st.floats(0, 1e12, allow_nan=False).map(lambda x: round(x, 6))


@st.composite
def _concepts(draw) -> list[Entity]:
    labels = draw(st.lists(words, min_size=2, max_size=4))
    xrefs = st.lists(st.sampled_from(_CURIES), max_size=2, unique=True).map(
        lambda found: tuple(sorted(found))
    )
    kinds = st.sampled_from(_KINDS)
    return [Entity(label, label, f"pgc:made-{n}", draw(kinds), draw(xrefs)) for n, label in enumerate(labels)]


@st.composite
def _passage(draw, source: str, start: int) -> Evidence:
    quote, line = draw(texts), draw(st.integers(1, 10**6))
    section, prefix, suffix = draw(texts), draw(texts), draw(texts)
    return Evidence(source, start, start + len(quote), quote, section, line, prefix=prefix, suffix=suffix)


@st.composite
def _passages(draw, source: str) -> list[Evidence]:
    starts = draw(st.lists(st.integers(0, 10**9), min_size=1, max_size=4, unique=True))
    return [draw(_passage(source, start)) for start in starts]


@st.composite
def _evidence(draw, passages: list[Evidence]) -> tuple[Evidence, ...]:
    chosen = draw(st.lists(st.sampled_from(passages), min_size=1, unique=True))
    return tuple(
        sorted((
            Evidence(
                p.source, p.start, p.end, p.quote, p.section, p.line, draw(texts), draw(modalities), p.prefix, p.suffix,
                draw(spans), draw(spans), draw(spans),
            )
            for p in chosen
        ), key=place)
    )  # fmt: skip


def place(evidence: Evidence) -> tuple[str, int, int]:
    """Where a passage stands."""
    return evidence.source, evidence.start, evidence.end


def _qualifiers(names: tuple[str, ...]) -> st.SearchStrategy[tuple[tuple[str, object], ...]]:
    return st.dictionaries(st.sampled_from(names), texts, max_size=3).map(
        lambda found: tuple(sorted(found.items()))
    )


@st.composite
def _assertion(draw, concepts: list[Entity], passages: list[Evidence]) -> Assertion:
    subject, target = draw(st.sampled_from(concepts)), draw(st.sampled_from(concepts))
    subject = Entity(subject.label, draw(words), subject.id, subject.type, subject.xrefs)
    kind = draw(st.integers(0, 4))  # doses and literals as often as they matter
    relation = (
        ("hasDosage", "alternateName", "brandName")[kind] if kind < 3 else draw(st.sampled_from(_RELATIONS))
    )
    qualifiers: tuple[tuple[str, object], ...] = ()
    if relation == "hasDosage":
        label = draw(words)
        target = Entity(label, draw(words), "", "Dosage")
        numbers = draw(st.dictionaries(st.sampled_from(("low", "high")), _numbers, min_size=1))
        found = dict(draw(_qualifiers(("unit", "per", "population", "condition", "route"))))
        qualifiers = tuple(sorted({**found, **numbers}.items()))
    elif relation in ("alternateName", "brandName"):
        label = draw(words)
        target = Entity(label, label, "", "")
    else:
        target = Entity(target.label, draw(words), target.id, target.type, target.xrefs)
        qualifiers = draw(_qualifiers(_QUALIFIERS))
        if relation == "comparedWith":
            qualities = tuple(sorted(draw(st.sets(texts, min_size=1, max_size=3))))
            qualifiers = tuple(sorted([*qualifiers, ("property", qualities)]))
    return Assertion(subject, relation, target, draw(modalities), qualifiers, draw(_evidence(passages)))


@st.composite
def assertions(draw) -> tuple[str, tuple[Assertion, ...]]:
    """The name of a file, and assertions read from it; each concept has one label, no two assertions are the same."""
    source = draw(paths)
    concepts, passages = draw(_concepts()), draw(_passages(source))
    found = draw(
        st.lists(
            _assertion(concepts, passages), min_size=1, max_size=5, unique_by=lambda a: statement_iri(a).value
        )
    )
    return source, tuple(sorted(found, key=_order))


def _order(a: Assertion) -> tuple[object, ...]:
    return place(a.evidence[0]), a.relation, a.object.label, a.modality.value, statement_iri(a).value
