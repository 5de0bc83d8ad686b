"""A graph that is brought up to date is the graph that a build from nothing makes, to the byte."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pharmagraph.errors import ReadError
from pharmagraph.fill import bring_up_to_date
from pharmagraph.graph.former import Holding
from pharmagraph.graph.iris import CONCEPT_GRAPH, DERIVED_GRAPH, term
from pharmagraph.pipeline import sum_up
from pharmagraph.process import Processed
from pharmagraph.records import Concept
from pharmagraph.report import Report

from .classes import derived
from .made import Said, document, holding_of, said

# Few concepts and sentences, so that monographs share statements, facts, names, doses and classes.
_NAMES = ('"St. John"', '"St John"', '"A-1"')
RELATIONS = {
    "interactsWith": ("Beta", "Gamma", "Class:SubstanceClass", "Top:SubstanceClass", "Top"),
    "increasesEffectOf": ("Beta", "Class:SubstanceClass"),
    "hasSideEffect": ("Itch:Condition", "Rash:Condition"),
    "inhibits": ("Enzyme:Protein",),
    "alternateName": _NAMES,
    "brandName": _NAMES,
}
SUBJECTS = ("Alpha", "alpha", "Beta", "Class:SubstanceClass")
# Beta and Gamma are members of Class, and Class of Top, which only texts call a class of substances.
KNOWN = {
    concept.id: concept
    for concept in (
        Concept("pgc:test-beta", "Beta", "Substance", ("Beta",), broader=("pgc:test-class",)),
        Concept("pgc:test-gamma", "Gamma", "Substance", ("Gamma",), broader=("pgc:test-class",)),
        Concept("pgc:test-class", "Class", "SubstanceClass", ("Class",), broader=("pgc:test-top",)),
        Concept("pgc:test-top", "Top", "Substance", ("Top",)),
    )
}


class SmallLexicon:
    """A lexicon of the small world."""

    def readings(self, name: str) -> tuple[Concept, ...]:
        """The concepts of a name."""
        return tuple(concept for concept in KNOWN.values() if name in concept.names)

    def concept(self, identifier: str) -> Concept | None:
        """The concept of an identifier."""
        return KNOWN.get(identifier)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds know the small world only."""
    monkeypatch.setattr("pharmagraph.fill.load_lexicon", SmallLexicon)
    monkeypatch.setattr("pharmagraph.process.load_lexicon", SmallLexicon)


@st.composite
def statements(draw: st.DrawFn) -> Said:
    """A statement of a small world, in one of few sentences."""
    subject = draw(st.sampled_from(SUBJECTS))
    if draw(st.integers(0, 5)) == 0:
        low = draw(st.sampled_from((5, 10)))
        return said(subject, "hasDosage", f"{low} mg", low=low, high=low, unit="mg")
    relation = draw(st.sampled_from(sorted(RELATIONS)))
    obj = draw(st.sampled_from(RELATIONS[relation]))
    modality = draw(st.sampled_from(("asserted", "possible", "negated")))
    quotes = draw(st.lists(st.sampled_from(("It does.", "So it is.", "Or not.")), min_size=1, unique=True))
    return said(subject, relation, obj, *quotes, modality=modality)


SOURCES = ("a.md", "b.md", "c.md")
CONTENTS = st.lists(statements(), max_size=5)
# One step: what each file holds now; None if it is gone, "unreadable" if it can't be read.
STEPS = st.fixed_dictionaries(
    dict.fromkeys(SOURCES, st.one_of(st.none(), st.just("unreadable"), CONTENTS, CONTENTS))
)


def processed(source: str, content: list[Said], run: str = "") -> Processed:
    """What reading a monograph gives; by another run, if one is named."""
    made = document(source, "Alpha", *content)
    assert made.record is not None
    record = replace(made.record, sha256=repr(content))
    if run:
        former = record.run.encode()
        record = replace(record, run=run)
        made = replace(made, nquads=made.nquads.replace(former, run.encode()))
    return replace(made, record=record)


def state(holding: Holding) -> tuple[list[str], list[str], Report]:
    """All that a graph holds, in N-Quads, the names of its graphs, and what the report would say of it."""
    report = Report()
    sum_up(holding, report)
    return sorted(map(str, holding.store)), sorted(map(str, holding.store.named_graphs())), report


def assert_same(holding: Holding, contents: Mapping[str, list[Said]], runs: Mapping[str, str]) -> None:
    """The graph, its numbers and its book are those of a build from nothing."""
    afresh = holding_of(*(processed(source, content, runs[source]) for source, content in contents.items()))
    quads, graphs, report = state(holding)
    assert (quads, graphs, report) == state(afresh)
    assert report.triples == len({quad.triple for quad in holding.store})
    assert report.derived == len({q.subject for q in holding.store if q.graph_name == DERIVED_GRAPH})
    assert [holding.book.seen(c) for c in holding.book.concepts()] == [
        afresh.book.seen(c) for c in afresh.book.concepts()
    ]


def step(
    holding: Holding,
    contents: dict[str, list[Said]],
    wanted: Mapping[str, list[Said] | str | None],
    many: bool,
    run: str,
    runs: dict[str, str],
) -> Report:
    """One build; ``contents`` becomes what the graph should know then."""
    gone = [source for source in list(contents) if wanted[source] is None]
    read = []
    for source, content in wanted.items():
        if content == "unreadable":
            read.append(Processed(source, problem=ReadError("it can't be read", source=source)))
        elif isinstance(content, list) and contents.get(source) != content:
            read.append(processed(source, content, run))
            contents[source], runs[source] = content, run
    for source in gone:
        del contents[source]
    report = Report()
    bring_up_to_date(holding, gone, read, many, report)
    return report


@pytest.mark.usefixtures("small")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(STEPS, st.booleans(), st.sampled_from(("x:old", "x:new"))), min_size=1, max_size=4))
def test_any_sequence_of_changes_ends_in_the_graph_of_a_fresh_build(
    steps: list[tuple[Mapping[str, list[Said] | str | None], bool, str]],
) -> None:
    """Files come, change, go, can't be read for a while, are read by another run: nothing is left over or missing."""
    contents = {"a.md": [said("Alpha", "interactsWith", "Beta")]}
    runs = {"a.md": "x:old"}
    holding = holding_of(processed("a.md", contents["a.md"], "x:old"))
    for wanted, many, run in steps:
        if not any(isinstance(content, list) for content in wanted.values()):
            continue  # a build that has nothing to read and nothing to keep changes nothing
        report = step(holding, contents, wanted, many, run, runs)
        assert sorted(report.kept) == [s for s in SOURCES if wanted[s] == "unreadable" and s in contents]
        assert report.offences == []
        assert_same(holding, contents, runs)


def test_a_class_goes_with_the_last_concept_below_it() -> None:
    """Classes that the lexicon names as broader are there as long as something below them is spoken of."""
    from pharmagraph.recognise.lexicon import load_lexicon

    lexicon = load_lexicon()
    warfarin = next(c for c in lexicon.readings("warfarin") if c.type == "Substance")
    assert warfarin.broader
    about = document("w.md", "Alpha", said("Alpha", "interactsWith", "Beta"))
    assert about.record is not None
    seen = next(iter(about.record.mentions.values()))
    with_class = replace(
        about, record=replace(about.record, mentions={**about.record.mentions, warfarin.id: seen})
    )
    holding = holding_of(document("a.md", "Alpha"), with_class)
    broader = {
        q.object for q in holding.store.quads_for_pattern(None, term("skos:broader"), None, CONCEPT_GRAPH)
    }
    assert broader
    bring_up_to_date(holding, ["w.md"], (), False, Report())
    assert not list(holding.store.quads_for_pattern(None, term("skos:broader"), None, CONCEPT_GRAPH))
    for concept in broader:
        assert not list(holding.store.quads_for_pattern(concept, None, None, None))
    bring_up_to_date(holding, [], [with_class], False, Report())
    again = {
        q.object for q in holding.store.quads_for_pattern(None, term("skos:broader"), None, CONCEPT_GRAPH)
    }
    assert again == broader


@pytest.mark.parametrize("many", [False, True])
def test_what_does_not_change_is_not_written(many: bool) -> None:
    """A monograph that is read again to the same end leaves the graph as it was."""
    made = document("a.md", "Alpha", said("Alpha", "interactsWith", "Beta"))
    holding = holding_of(made)
    before = set(holding.store)
    bring_up_to_date(holding, (), [made], many, Report())
    assert set(holding.store) == before


def test_a_stale_fact_would_be_found() -> None:
    """What is checked after an update has what is needed to find a fact that lost its statement."""
    holding = holding_of(
        document("a.md", "Alpha", said("Alpha", "interactsWith", "Beta")), document("b.md", "Gamma")
    )
    report = Report()
    update_that_forgets(holding, report)
    assert [o.problem for o in report.offences] == [
        "A plain triple stands in the graph without a statement that leads to its evidence"
    ]


def update_that_forgets(holding: Holding, report: Report) -> None:
    """An update whose removal of plain triples is broken."""
    from pharmagraph.graph.update import Update

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Update, "_unsay", lambda self, fact: None)
        bring_up_to_date(holding, ["a.md"], (), False, report)


@pytest.mark.usefixtures("small")
def test_what_follows_comes_and_goes_with_the_member():
    """A statement about a class holds for a member as long as a monograph speaks of the member."""
    of_class = document("a.md", "Alpha", said("Alpha", "interactsWith", "Class:SubstanceClass"))
    member = document("b.md", "Beta", said("Beta", "hasSideEffect", "Itch:Condition"))
    holding = holding_of(of_class)
    alone = state(holding)
    assert not derived(holding.store)
    bring_up_to_date(holding, (), [member], False, Report())
    assert derived(holding.store) == {"Alpha interactsWith Beta by Class"}
    bring_up_to_date(holding, ["b.md"], (), False, Report())
    assert state(holding) == alone
