"""What a worker can be asked for: each job takes the open store and plain arguments, and gives an answer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from pharmagraph.errors import QueryError
from pharmagraph.graph.check import check
from pharmagraph.graph.check_json import check_record
from pharmagraph.graph.names import find_concept
from pharmagraph.graph.networks import to_networkx
from pharmagraph.graph.queries import bindings_of, bound, saved_queries
from pharmagraph.serve import resources
from pharmagraph.serve.answer import GRAPHS, HTML, TEXT, Answer, said
from pharmagraph.serve.descriptions import dataset_description
from pharmagraph.serve.negotiate import chosen
from pharmagraph.serve.opened import Opened
from pharmagraph.serve.pages import check_html
from pharmagraph.serve.sparql import Question, answer, not_acceptable, triples_as
from pharmagraph.serve.told import link

_QUERY = "application/sparql-query"
_JSON = "application/json"
# The graph page brings a policy along that lets no scripts but its own run; this it can't say of itself.
_GRAPH_POLICY = "frame-ancestors 'none'"


def sparql(opened: Opened, question: Question, size: int) -> Answer:
    """Answer a query of at most so many bytes."""
    return answer(opened.store, question, size)


def saved(opened: Opened, name: str, given: Sequence[tuple[str, str]], accept: str, size: int) -> Answer:
    """Answer a saved query; or give its text, with the arguments put in, to who asks for that."""
    if name not in saved_queries():
        return said(404, f"there is no saved query {name!r}; there are: {', '.join(saved_queries())}")
    query = saved_queries()[name]
    if len({key for key, _ in given}) < len(given):
        raise QueryError("an argument is given twice", remedy="give it once")
    text = bound(query.text, bindings_of(opened.store, query, dict(given)))
    if _QUERY in accept:
        return Answer(200, _QUERY, text.encode(), {"Vary": "Accept"})
    return answer(opened.store, Question(text, accept), size)


def graph_page(opened: Opened, substance: str) -> Answer:
    """The page that ``pharmagraph view`` writes; of everything where ``substance`` is ""."""
    from pharmagraph.view import render_page  # here: pyvis takes its time to import

    focus = find_concept(opened.dataset, substance) if substance else None
    title = f"{substance} · Pharmagraph" if substance else "Pharmagraph"
    graph = to_networkx(opened.dataset, focus, derived=True)
    html = render_page(graph, title=title, focus=focus)
    return Answer(200, HTML, html.encode(), policy=_GRAPH_POLICY)


def check_page(opened: Opened, names: Sequence[str], accept: str) -> Answer:
    """What is stated of any two of the named substances, as a page or as the JSON of ``check --format json``."""
    media = chosen(accept, (HTML, _JSON))
    if media is None:
        return not_acceptable("this", (HTML, _JSON))
    named = [name for name in names if name.strip()]
    if media == _JSON:
        if len(named) < 2:
            return said(400, "name at least two substances: /check?s=warfarin&s=aspirin")
        body = json.dumps(check_record(check(opened.dataset, named)), ensure_ascii=False, indent=2)
        return Answer(200, _JSON, f"{body}\n".encode(), {"Vary": "Accept"})
    record = check_record(check(opened.dataset, named)) if len(named) > 1 else None
    return Answer(200, HTML, check_html(named, record), {"Vary": "Accept"})


def find(opened: Opened, name: str) -> Answer:
    """From any name of a concept to its page."""
    if not name:
        return said(400, "which name? /find?name=warfarin")
    return Answer(303, TEXT, b"", {"Location": link(find_concept(opened.dataset, name))})


def resource(opened: Opened, path: str, accept: str) -> Answer:
    """What the graph says of one of its own IRIs, as a page or as triples.

    Args:
        opened: The store.
        path: What follows the project's namespace in the IRI, in the form that the client gave.
        accept: The client's Accept header.
    """
    found = resources.find(opened, path)
    if found is None:
        return said(404, f"the graph has nothing at /{path}; that says nothing about its safety")
    offers = (HTML, *GRAPHS)
    media = chosen(accept, offers)
    if media is None:
        return not_acceptable("this", offers)
    if media == HTML:
        return Answer(200, HTML, resources.page(opened, found), {"Vary": "Accept"})
    return Answer(200, media, triples_as(resources.triples(opened, found), media), {"Vary": "Accept"})


def void(opened: Opened, accept: str, base: str) -> Answer:
    """The description of the dataset, in VoID."""
    media = chosen(accept, tuple(GRAPHS))
    if media is None:
        return not_acceptable("the description", tuple(GRAPHS))
    found = opened.once(f"void {base}", lambda: dataset_description(opened.store, base))
    return Answer(200, media, triples_as(found, media), {"Vary": "Accept"})


def saved_list() -> Mapping[str, object]:
    """The saved queries as the query page lists them."""
    return {
        name: {
            "title": query.title,
            "answers": query.answers,
            "text": query.text,
            "arguments": [
                {"name": a.name, "kind": a.kind, "default": a.default, "help": a.help}
                for a in query.arguments
            ],
        }
        for name, query in saved_queries().items()
    }
