"""Which statements become plain triples, and what every association says of itself."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pharmagraph.errors import ReadError
from pharmagraph.fill import fill
from pharmagraph.graph.book import Book
from pharmagraph.graph.former import Holding
from pharmagraph.graph.iris import term
from pharmagraph.graph.queries import run
from pharmagraph.process import extract_from, quads_from
from pharmagraph.read import read_bytes
from pharmagraph.report import Report
from pharmagraph.vocabulary import load_vocabulary

from .made import document, said, store_of

RISKS = {
    "interactsWith",
    "increasesEffectOf",
    "decreasesEffectOf",
    "hasSideEffect",
    "contraindicatedIn",
    "cautionIn",
}
_OBJECTS = {"literal": '"Beta"', "Dosage": "5 mg"}


def stated(relation: str, modality: str) -> ox.Store:
    """A graph of one statement."""
    target = min(load_vocabulary().relations[relation].range)
    numbers = {"low": 5, "high": 5, "unit": "mg"} if target == "Dosage" else {}
    obj = _OBJECTS.get(target, f"Beta:{target}")
    return store_of(document("a.md", "Alpha", said("Alpha", relation, obj, modality=modality, **numbers)))


def plain(store: ox.Store, relation: str) -> int:
    """The number of plain triples of a relation."""
    return len(list(store.quads_for_pattern(None, term(f"pg:{relation}"), None)))


@pytest.mark.parametrize("relation", sorted(load_vocabulary().relations))
def test_only_what_is_affirmed_is_a_plain_triple(relation: str) -> None:
    """Asserted: always; hedged: where a risk is stated, as it is not to be missed; denied: never."""
    assert plain(stated(relation, "asserted"), relation) == 1
    assert plain(stated(relation, "possible"), relation) == (1 if relation in RISKS else 0)
    assert plain(stated(relation, "negated"), relation) == 0


@pytest.mark.parametrize("modality", ["asserted", "possible", "negated"])
def test_every_statement_says_whether_it_is_negated_and_how_firm_it_is(modality: str) -> None:
    """The association is there for each modality, with all that a reader needs to judge it."""
    (row,) = run(
        stated("inhibits", modality),
        """SELECT ?negated ?modality ?label ?support ?level ?agent ?type WHERE { ?s a biolink:Association ;
        biolink:negated ?negated ; pg:modality ?modality ; rdfs:label ?label ; pg:support ?support ;
        biolink:knowledge_level ?level ; biolink:agent_type ?agent ; biolink:has_evidence_of_type ?type }""",
    )
    words = {"asserted": "inhibits", "possible": "possibly inhibits", "negated": "does NOT inhibit"}[modality]
    assert [row[name].value for name in ("negated", "modality", "label", "support", "level", "agent", "type")] == [
        str(modality == "negated").lower(), modality, f"Alpha {words} Beta", "1", "not_provided",
        "text_mining_agent", "http://purl.obolibrary.org/obo/ECO_0007320",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("relation", "same"), [("alternateName", "skos:altLabel"), ("brandName", "schema:proprietaryName")]
)
def test_names_are_also_given_in_public_terms(relation: str, same: str) -> None:
    """A name that is stated is found by those who know only SKOS or schema.org; a denied one is not."""
    name = ox.Literal("Beta")
    assert len(list(stated(relation, "asserted").quads_for_pattern(None, term(same), name))) == 1
    assert list(stated(relation, "negated").quads_for_pattern(None, term(same), name)) == []


def test_a_statement_of_two_monographs_has_one_label_and_the_support_of_both() -> None:
    """Monographs may call their substance differently: the label has the concept's preferred name, once."""
    one, other = (
        said("Alpha", "inhibits", "Beta:Protein", "One."),
        said("ALPHA", "inhibits", "BETA:Protein", "Two.", "Three."),
    )
    store = store_of(document("a.md", "Alpha", one), document("b.md", "ALPHA", other))
    (row,) = run(
        store,
        "SELECT DISTINCT ?label ?support WHERE { ?s a biolink:Association ; rdfs:label ?label ; pg:support ?support }",
    )
    assert (row["label"].value, row["support"].value) == ("ALPHA inhibits BETA", "3")


# Snippets of Markdown that are read as different things, with words that carry relations.
_WORDS = (
    "Aspirin", "warfarin", "inhibits", "may interact with", "does not cause", "nausea", "100-375 mcg daily", "e.g.",
    "CYP3A4", "is contraindicated in", "pregnancy", "(MK-7)", "β-carotene", "«µg»", "can cause", "It", "\U0001f48a",
    "headache, rash and vomiting", "e\u0301", "\x0b", "\u2028", "&amp;", "**bold**", "`code`", "[link](http://x)",
    "<b>", "\\", '"',
)  # fmt: skip
_PIECES = (
    "\n", "\r\n", "\r", "\n\n", "# Aspirin\n", "## Side Effects\r\n", "## Drug Interactions\n", "- ", "1. ", "> ",
    "| a | b |\n|---|---|\n| ", " | ", "**Absorption:** ", "```\n", "---\n", ". ", ", ", "? ", ": ", " ",
)  # fmt: skip
markdown = st.lists(
    st.sampled_from(_WORDS) | st.sampled_from(_PIECES) | st.text(max_size=4), max_size=40
).map(" ".join)
_DESCRIBED = "\ufeff---\r\ntitle: Aspirin\r\ndescription: Aspirin can cause nausea.\r\n---\r\n"
heads = st.sampled_from(("", "---\ntitle: Aspirin\n---\n", _DESCRIBED))


@settings(max_examples=150, deadline=None)
@given(heads, markdown)
def test_every_quote_stands_in_the_file_where_it_should_for_any_text(head: str, body: str) -> None:
    """Whatever is read, the graph is valid: raw[start:end] is the quote, and nothing denied or hedged is a fact."""
    data = (head + body).encode("utf-8", "replace")
    try:
        reading = read_bytes(data, "any.md")
    except ReadError:
        return
    holding, report = Holding(ox.Store(), Book()), Report()
    processed = quads_from(reading, extract_from(reading))
    fill(holding, [processed], None, report)
    assert report.offences == []
    raw = data.decode()
    rows = run(
        holding.store,
        "SELECT ?start ?end ?exact WHERE { ?s oa:start ?start ; oa:end ?end ; oa:exact ?exact }",
    )
    for row in rows:
        start, end, exact = (row[name].value for name in ("start", "end", "exact"))
        assert raw[int(start) : int(end)] == exact


def test_texts_that_are_tried_do_give_statements() -> None:
    """The property above is about something: such snippets are extracted from."""
    reading = read_bytes(b"# Aspirin\n\n## Side Effects\r\n\r\n- Aspirin can cause nausea.\r\n", "any.md")
    assert extract_from(reading).assertions
