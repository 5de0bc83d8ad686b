"""The server's addresses: the SPARQL endpoint, the pages, and the files that these need."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pharmagraph.graph.iris import BASE, PREFIXES
from pharmagraph.graph.queries import saved_queries
from pharmagraph.serve.answer import GRAPHS, HTML, Answer, said
from pharmagraph.serve.descriptions import service_description
from pharmagraph.serve.jobs import saved_list
from pharmagraph.serve.limits import Limits
from pharmagraph.serve.negotiate import chosen
from pharmagraph.serve.opened import generation
from pharmagraph.serve.pool import Pool
from pharmagraph.serve.protocol import accepted, base_of, question_of, sent
from pharmagraph.serve.rendering import render
from pharmagraph.serve.sparql import triples_as
from pharmagraph.view import page as view
from pharmagraph.vocabulary import load_vocabulary

_ASSETS = Path(__file__).parent / "assets"
_MEDIA = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_KEPT = 4  # graph pages; each has all of its data inside
_READ = ("GET", "HEAD")
Endpoint = Callable[[Request], Awaitable[Response]]


class Server:
    """Answers requests, by way of the pool where the store is needed.

    Args:
        folder: The folder that ``build`` wrote.
        limits: The bounds.
    """

    def __init__(self, folder: Path, limits: Limits) -> None:
        self.folder, self.limits = folder, limits
        self.pool = Pool(folder, limits)
        self._graphs: dict[tuple[str, str], Answer] = {}

    async def sparql(self, request: Request) -> Answer:
        """The SPARQL 1.1 Protocol; without a query, what the service is (to a browser: the query page)."""
        asked = await question_of(request, self.limits)
        if isinstance(asked, Answer):
            return asked
        if asked is not None:
            return await self.pool.ask("sparql", {"question": asked, "size": self.limits.result})
        media = chosen(accepted(request), (*GRAPHS, HTML))
        if media == HTML:
            return Answer(303, "text/plain", b"", {"Location": "/", "Vary": "Accept"})
        if media is None:
            return said(406, f"the description can be had as {', '.join(GRAPHS)}: name one of them in Accept")
        body = triples_as(service_description(base_of(request)), media)
        return Answer(200, media, body, {"Vary": "Accept"})

    async def saved(self, request: Request) -> Answer:
        """A saved query with its arguments."""
        given = request.query_params.multi_items()
        return await self.pool.ask(
            "saved",
            {
                "name": request.path_params["name"],
                "given": given,
                "accept": request.headers.get("accept", ""),
                "size": self.limits.result,
            },
        )

    async def saved_list(self, request: Request) -> Answer:  # noqa: ARG002 - every endpoint is given the request
        """The saved queries."""
        body = json.dumps(saved_list(), ensure_ascii=False, indent=2)
        return Answer(200, "application/json", body.encode())

    async def query_page(self, request: Request) -> Answer:  # noqa: ARG002
        """The query page."""
        return _query_page()

    async def graph(self, request: Request) -> Answer:
        """The graph page; those asked last are kept until the next build."""
        substance = request.query_params.get("substance", "").strip()
        key = (generation(self.folder), substance)
        if key not in self._graphs:
            answer = await self.pool.ask("graph", {"substance": substance})
            if answer.status != 200:
                return answer
            self._graphs[key] = answer
            while len(self._graphs) > _KEPT:
                del self._graphs[next(iter(self._graphs))]
        return self._graphs[key]

    async def check(self, request: Request) -> Answer:
        """What is stated of any two of several substances."""
        names = request.query_params.getlist("s")
        return await self.pool.ask("check", {"names": names, "accept": accepted(request)})

    async def find(self, request: Request) -> Answer:
        """From any name of a concept to its page."""
        return await self.pool.ask("find", {"name": request.query_params.get("name", "").strip()})

    async def resource(self, request: Request) -> Answer:
        """What the graph says of one of its own IRIs."""
        raw = request.scope.get("raw_path") or request.scope["path"].encode()
        path = raw.decode("latin-1").lstrip("/").partition("?")[0]
        return await self.pool.ask("resource", {"path": path, "accept": accepted(request)})

    async def void(self, request: Request) -> Answer:
        """The description of the dataset."""
        return await self.pool.ask("void", {"accept": accepted(request), "base": base_of(request)})

    async def asset(self, request: Request) -> Answer:
        """A file that the pages need: one of those that there are, whatever the path says."""
        found = _assets().get(request.path_params["name"])
        return found or said(404, "there is no such file")


@cache
def _assets() -> Mapping[str, Answer]:
    return {
        path.name: Answer(200, _MEDIA[path.suffix], path.read_bytes(), {"Cache-Control": "no-cache"})
        for path in (*_ASSETS.iterdir(), view.ASSETS / "tokens.css")
        if path.suffix in _MEDIA
    }


@cache
def _query_page() -> Answer:
    words = {
        "base": BASE,
        "prefixes": dict(PREFIXES),
        "relations": {
            f"pg:{r.name}": f"{r.label}: {r.definition}" for r in load_vocabulary().relations.values()
        },
        "classes": {f"pg:{name}": text for name, text in load_vocabulary().classes.items()},
        "saved": saved_list(),
    }
    queries = list(saved_queries().values())
    return Answer(200, HTML, render("query.html", data=view.json_text(words), title="Query", queries=queries))


def make_app(server: Server) -> Starlette:
    """The ASGI application of a server; it starts the workers, and leaves it to the caller to end them."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        server.pool.start()
        yield

    routes = [
        _route("/sparql", server.sparql, ("GET", "HEAD", "POST")),
        _route("/", server.query_page),
        _route("/graph", server.graph),
        _route("/check", server.check),
        _route("/find", server.find),
        _route("/queries", server.saved_list),
        _route("/queries/{name}", server.saved),
        _route("/.well-known/void", server.void),
        _route("/static/{name}", server.asset),
        *(
            _route(f"/{kind}/{{name:path}}", server.resource)
            for kind in (
                "concept",
                "statement",
                "monograph",
                "dose",
                "reading",
                "run",
                "vocab",
                "derived",
                "section",
            )
        ),
    ]
    return Starlette(routes=routes, lifespan=lifespan, exception_handlers={HTTPException: _refused})


def _route(path: str, job: Callable[[Request], Awaitable[Answer]], methods: Sequence[str] = _READ) -> Route:
    """An address that answers some methods, tells which on OPTIONS, and refuses the others."""
    allowed = ", ".join((*methods, "OPTIONS"))

    async def endpoint(request: Request) -> Response:
        if request.method == "OPTIONS":
            return sent(request, Answer(204, "text/plain", b"", {"Allow": allowed}))
        if request.method not in methods:
            return sent(request, said(405, f"only {allowed} are possible here", Allow=allowed))
        return sent(request, await job(request))

    return Route(
        path, endpoint, methods=["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"]
    )


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    message = "there is nothing at this address; that says nothing about anything's safety"
    return sent(request, said(error.status_code, message if error.status_code == 404 else error.detail))
