"""What follows from statements by the rules of ``ontology/rules``, what must not, and that it is not counted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pharmagraph.errors import OntologyError, QueryError
from pharmagraph.graph.derive import affected, derived_quads, rules
from pharmagraph.graph.iris import DERIVED, DERIVED_GRAPH, term
from pharmagraph.graph.queries import as_rows, run, run_saved, saved_queries
from pharmagraph.graph.readback import statements_of
from pharmagraph.graph.store import as_dataset
from pharmagraph.graph.summary import summary_quads
from pharmagraph.vocabulary import load_vocabulary

from .classes import belongs, derive, derived, store_of_statements
from .made import Said, document, said, store_of

GOLDEN = Path(__file__).parent / "golden" / "derivation.md"
_STATEMENT = re.compile(r"(.+?) (\w+) (.+?)(?: \[(\w+)\])?$")
THINNERS = "Thinners:SubstanceClass"


@dataclass(frozen=True)
class Case:
    """A case of the golden file."""

    name: str
    members: tuple[tuple[str, str], ...]
    statements: tuple[Said, ...]
    expected: frozenset[str]


def cases() -> list[Case]:
    """The cases of the golden file."""
    found = []
    for part in GOLDEN.read_text().split("\n## ")[1:]:
        name, _, body = part.partition("\n")
        lines = [line.strip() for line in body.splitlines() if line.startswith("    ")]
        members = tuple(tuple(line.split(" < ")) for line in lines if " < " in line)
        stated = (line for line in lines if " < " not in line and not line.startswith("=>"))
        statements = tuple(said(s, p, o, modality=m or "asserted") for s, p, o, m in map(parsed, stated))
        expected = frozenset(line.removeprefix("=> ") for line in lines if line.startswith("=>"))
        found.append(Case(name, members, statements, expected))
    return found


def parsed(line: str) -> tuple[str, ...]:
    """Subject, relation, object and modality of a line; the relation is the first word that is one."""
    relation = next(word for word in line.split() if word in load_vocabulary().relations)
    subject, _, rest = line.partition(f" {relation} ")
    obj, _, modality = rest.partition(" [")
    return subject, relation, obj, modality.rstrip("]")


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_what_follows_by_way_of_classes_is_what_the_case_says(case: Case) -> None:
    """Exactly these statements are derived, with modality and class, and no other."""
    assert derived(derive(store_of_statements(case.statements, case.members))) == case.expected


def test_the_golden_file_has_cases_of_both_kinds() -> None:
    """Some derive something, some nothing."""
    assert {bool(case.expected) for case in cases()} == {True, False}
    assert len(cases()) > 10


def test_a_symmetric_relation_holds_the_other_way_round() -> None:
    """Declared in the vocabulary; other relations do not turn round."""
    store = store_of_statements(
        [said("A", "interactsWith", "B", modality="possible"), said("A", "increasesEffectOf", "C")]
    )
    assert derived(derive(store), by_class=False) == {"B interactsWith A [possible]", "A interactsWith C"}


def test_no_denial_is_derived_from_or_derived() -> None:
    """Neither the other way round nor by a sub-relation."""
    denied = [
        said("A", "interactsWith", "B", modality="negated"),
        said("A", "increasesEffectOf", "C", modality="negated"),
    ]
    assert derived_quads(store_of_statements(denied)) == []


def test_a_derived_statement_leads_to_the_sentence() -> None:
    """The statement, the class, the rule and the sentence behind it are one step away."""
    store = derive(
        store_of_statements(
            [
                said("Aspirin", "interactsWith", THINNERS, "Aspirin and thinners clash."),
                said("Warfarin", "usedFor", "Clots:Condition"),
            ],
            [("Warfarin", THINNERS)],
        )
    )
    _, found = as_rows(
        run(store, """SELECT ?label ?rule ?class ?quote WHERE { ?d rdfs:label ?label ; pg:derivedBy ?rule ;
            pg:byWayOf/skos:prefLabel ?class ; prov:wasDerivedFrom/pg:hasEvidence/oa:hasSelector/oa:exact ?quote }""")
    )  # fmt: skip
    assert found == [
        [
            "Aspirin interacts with Warfarin (derived)",
            "member-of-object",
            "Thinners",
            "Aspirin and thinners clash.",
        ]
    ]


def test_nothing_derived_is_counted_as_stated() -> None:
    """Saved queries for statements, the way back and the support are the same with and without what is derived."""
    statements = [
        said("Alpha", "interactsWith", THINNERS),
        said("Warfarin", "increasesEffectOf", "Alpha"),
        said("Warfarin", "interactsWith", "Alpha", modality="negated"),
        said("Alpha", "cautionIn", "Pregnancy:Population"),
    ]
    store = store_of_statements(statements, [("Warfarin", THINNERS)])
    store.extend(list(summary_quads(store, load_vocabulary())))
    mine = ("derived", "derived-interactions")
    given_ = {"substance": "Alpha", "circumstance": "Pregnancy", "milligrams": "0"}

    def answers() -> dict[str, object]:
        return {
            name: as_rows(run_saved(store, query, {a.name: given_[a.name] for a in query.arguments}))
            for name, query in saved_queries().items()
            if name not in mine
        }

    before, stated = answers(), statements_of(as_dataset(store))
    assert derived(derive(store))
    assert answers() == before
    assert statements_of(as_dataset(store)) == stated
    assert as_rows(run_saved(store, saved_queries()["derived-interactions"], {"substance": "Alpha"}))[1]


def test_the_saved_query_shows_the_denial_beside_what_is_derived() -> None:
    """A member that is denied by name is told with the denial."""
    store = derive(
        store_of(
            document("a.md", "A", said("Alpha", "interactsWith", THINNERS, "Alpha and thinners."),
                     said("Warfarin", "interactsWith", "Alpha", "Not with warfarin.", modality="negated")),
        )
    )  # fmt: skip
    store.extend(belongs("Warfarin", THINNERS))
    store.extend(derived_quads(store))
    head, found = as_rows(run_saved(store, saved_queries()["derived-interactions"], {"substance": "Alpha"}))
    assert [row[head.index("denied")] for row in found] == ["Warfarin does NOT interact with Alpha"]
    assert [row[head.index("quote")] for row in found] == ["Alpha and thinners."]


NAMES = ("A", "B", "C", "K:SubstanceClass", "L:SubstanceClass")
_RELATIONS = ("interactsWith", "increasesEffectOf", "contraindicatedIn", "combinedWith", "usedFor")
_statement = st.builds(
    lambda s, p, o, m: said(s, p, o, modality=m),
    st.sampled_from(NAMES), st.sampled_from(_RELATIONS), st.sampled_from(NAMES),
    st.sampled_from(("asserted", "possible", "negated")),
)  # fmt: skip
_statements = st.lists(_statement, min_size=1, max_size=5)
_members = st.lists(
    st.sampled_from([("A", "K:SubstanceClass"), ("B", "K:SubstanceClass"), ("B", "L:SubstanceClass"),
                     ("K:SubstanceClass", "L:SubstanceClass"), ("C", "A")]),
    max_size=4, unique=True,
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(_statements, _members, _statement, st.randoms())
def test_derivation_is_monotone_and_the_order_does_not_matter(statements, members, more, random) -> None:
    """One more statement takes nothing away; the same statements in another order give the same quads."""
    first = derived_quads(store_of_statements(statements, members))
    shuffled = list(statements)
    random.shuffle(shuffled)
    assert derived_quads(store_of_statements(shuffled, members)) == first
    assert set(derived_quads(store_of_statements([*statements, more], members))) >= set(first)


@settings(max_examples=40, deadline=None)
@given(_statements, _members)
def test_what_is_derived_is_sound(statements, members) -> None:
    """Only from affirmed statements, modality kept, never upwards; a second run finds nothing new."""
    store = derive(store_of_statements(statements, members))
    sound = """ASK { ?d a pg:DerivedStatement ; prov:wasDerivedFrom ?s ; pg:modality ?m .
        FILTER NOT EXISTS { ?s a biolink:Association ; biolink:negated false ; pg:modality ?m } }"""
    upward = """ASK { ?d pg:byWayOf ?class ; pg:derivedSubject ?s ; pg:derivedObject ?o .
        FILTER NOT EXISTS { ?s skos:broader+ ?class } FILTER NOT EXISTS { ?o skos:broader+ ?class } }"""
    assert not bool(run(store, sound))
    assert not bool(run(store, upward))
    own = {quad for quad in store if quad.graph_name == DERIVED_GRAPH}
    assert set(derived_quads(store)) == own
    assert all(quad.subject.value.startswith(DERIVED) for quad in own)


@settings(max_examples=40, deadline=None)
@given(_statements, _members, st.lists(_statement, min_size=1, max_size=2))
def test_what_changes_can_be_derived_alone(statements, members, more) -> None:
    """Bringing the former graph up to date by what is affected gives the same as deriving all anew."""
    before, after = (store_of_statements(each, members) for each in (statements, [*statements, *more]))
    new = subjects(after, "a biolink:Association") - subjects(before, "a biolink:Association")
    met = subjects(after, "^(rdf:subject|rdf:object) ?s") - subjects(before, "^(rdf:subject|rdf:object) ?s")
    touched = affected(after, new, met)
    former = derived_quads(before)
    gone = {q.subject for q in former if q.predicate == term("prov:wasDerivedFrom") and q.object in touched}
    updated = {quad for quad in former if quad.subject not in gone} | set(derived_quads(after, only=touched))
    assert updated == set(derived_quads(after))


def subjects(store: ox.Store, pattern: str) -> set[ox.NamedNode]:
    """The nodes that fit a pattern."""
    return {row["x"] for row in run(store, f"SELECT DISTINCT ?x WHERE {{ ?x {pattern} }}")}


def test_every_rule_derives_something_somewhere() -> None:
    """No rule stands in the ontology that was never seen to work, and each says what it does."""
    statements = [
        said("A", "interactsWith", "K:SubstanceClass"),
        said("K:SubstanceClass", "increasesEffectOf", "L:SubstanceClass"),
        said("B", "usedFor", "Pain:Condition"), said("C", "usedFor", "Pain:Condition"),
    ]  # fmt: skip
    store = derive(store_of_statements(statements, [("B", "K:SubstanceClass"), ("C", "L:SubstanceClass")]))
    _, found = as_rows(run(store, "SELECT DISTINCT ?rule WHERE { ?d pg:derivedBy ?rule } ORDER BY ?rule"))
    assert [rule for (rule,) in found] == list(rules())
    assert all(rule.title and rule.derives.endswith(".") for rule in rules().values())


GOOD = """# title: Mine
# derives: That what interacts is combined.
CONSTRUCT { ?derived pg:derivedSubject ?s ; pg:derivedRelation pg:combinedWith ; pg:derivedObject ?o ; pg:modality ?m ;
  prov:wasDerivedFrom ?statement } WHERE {
  ?statement rdf:predicate pg:interactsWith ; rdf:subject ?s ; rdf:object ?o ; pg:modality ?m FILTER(?m != "negated")
  BIND(IRI(CONCAT(STR(pgi:), SHA256(STR(?statement)))) AS ?derived) }"""


def test_a_rule_is_added_without_python(tmp_path: Path) -> None:
    """A file is enough; type, rule and label are given to what it makes."""
    (tmp_path / "mine.rq").write_text(GOOD)
    store = store_of_statements(
        [said("A", "interactsWith", "B"), said("A", "interactsWith", "C", modality="negated")]
    )
    store.extend(derived_quads(store, folder=tmp_path))
    _, found = as_rows(
        run(store, "SELECT ?l ?r WHERE { ?d a pg:DerivedStatement ; rdfs:label ?l ; pg:derivedBy ?r }")
    )
    assert found == [["A is combined with B (derived)", "mine"]]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (('FILTER(?m != "negated")', ""), "which is denied"),
        (("STR(pgi:)", "STR(pgs:)"), "which is no derived statement"),
        (("prov:wasDerivedFrom ?statement }", "a pg:DerivedStatement }"), "needs prov:wasDerivedFrom"),
        (("prov:wasDerivedFrom ?statement }", "prov:wasDerivedFrom ?s }"), "which is no statement of a text"),
        (("pg:derivedObject ?o ;", ""), "needs one derivedObject"),
        (("CONSTRUCT { ?derived", "CONSTRUCT { [] pg:x ?s . ?derived"), "it makes a blank node"),
        (("SHA256(STR(?statement))", '"same"'), "needs one derivedObject"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_an_unsound_rule_is_refused(tmp_path: Path, change: tuple[str, str], problem: str) -> None:
    """What could lose a "not", pass for stated or lead nowhere stops the build, and the message names the file."""
    assert change[0] in GOOD
    (tmp_path / "mine.rq").write_text(GOOD.replace(*change))
    statements = [
        said("A", "interactsWith", "B"),
        said("A", "interactsWith", "C"),
        said("B", "interactsWith", "C", modality="negated"),
    ]
    with pytest.raises(OntologyError, match=rf"mine\.rq: .*{problem}"):
        derived_quads(store_of_statements(statements), folder=tmp_path)


def test_a_rule_that_says_nothing_of_itself_or_is_no_rule_is_refused(tmp_path: Path) -> None:
    """Title and derives are needed; a SELECT derives nothing; what is not SPARQL is told with its line."""
    rule = tmp_path / "odd" / "odd.rq"
    rule.parent.mkdir()
    rule.write_text("# title: Odd\nSELECT * WHERE { ?s ?p ?o }")
    with pytest.raises(OntologyError, match=r"odd\.rq: a rule needs a line '# derives"):
        rules(rule.parent)
    for name, text, error in (
        ("a", "SELECT * WHERE { ?s ?p ?o }", "no CONSTRUCT"),
        ("b", "CONSTRUCT {", "not valid SPARQL"),
    ):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "odd.rq").write_text(f"# title: Odd\n# derives: Nothing.\n{text}")
        with pytest.raises((OntologyError, QueryError), match=error):
            derived_quads(ox.Store(), folder=folder)
