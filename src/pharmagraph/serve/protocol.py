"""HTTP: the SPARQL 1.1 Protocol's ways to ask, bodies that end in time, and answers with the headers they need."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from urllib.parse import parse_qsl

from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse

from pharmagraph.serve.answer import GRAPHS, HTML, TEXT, Answer, said
from pharmagraph.serve.limits import Limits
from pharmagraph.serve.negotiate import chosen
from pharmagraph.serve.rendering import render
from pharmagraph.serve.sparql import Question

_FORM, _QUERY, _UPDATE = (
    "application/x-www-form-urlencoded",
    "application/sparql-query",
    "application/sparql-update",
)
_READ_ONLY = "refused: this endpoint is read-only; the graph is made by: pharmagraph build"
_CHUNK = 64 * 1024
_SHORT = {"html": HTML, "json": "application/json", "ttl": "text/turtle", "nt": "application/n-triples",
          "jsonld": "application/ld+json", "rdf": "application/rdf+xml"}  # fmt: skip
_HOST = re.compile(r"[A-Za-z0-9.:_\[\]-]+")
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type",
}


def accepted(request: Request) -> str:
    """What the client takes: its Accept header, or ``?format=`` of an address that people follow."""
    short = request.query_params.get("format")
    return _SHORT.get(short, f"{short}/unknown") if short else request.headers.get("accept", "")


def base_of(request: Request) -> str:
    """The address of this server as the client knows it, without a slash at the end.

    Raises:
        HTTPException: What the client calls the server is no name or address.
    """
    if not _HOST.fullmatch(request.headers.get("host", "")):
        raise HTTPException(400, "the Host header is no name or address")
    return str(request.base_url).rstrip("/")


async def question_of(request: Request, limits: Limits) -> Question | Answer | None:
    """The query of a request (SPARQL 1.1 Protocol, section 2.1).

    Args:
        request: GET, or POST of a form or of the query itself.
        limits: Bytes of a body, seconds until it is there.

    Returns:
        The question; None if a GET has none; an answer that says what is wrong.
    """
    if request.method != "POST":
        return _question(request, request.query_params)
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media == _UPDATE:
        return said(403, _READ_ONLY)
    if media not in (_FORM, _QUERY):
        return said(415, f"a query is sent as {_QUERY} or {_FORM}", Accept_Post=f"{_QUERY}, {_FORM}")
    body = await _body(request, limits)
    if isinstance(body, Answer):
        return body
    try:
        text = body.decode()
        if media == _FORM:
            fields = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=100)
            return _question(request, QueryParams(fields)) or said(400, "the form has no field query")
    except ValueError as error:  # UnicodeDecodeError is one, too
        return said(400, f"the body is no UTF-8 text, or no form ({error})")
    return _question(request, QueryParams([("query", text), *request.query_params.multi_items()]))


def _question(request: Request, fields: QueryParams) -> Question | Answer | None:
    if "update" in fields:
        return said(403, _READ_ONLY)
    queries = fields.getlist("query")
    if len(queries) > 1:
        return said(400, "there is more than one query")
    if not queries:
        return None
    return Question(
        queries[0],
        request.headers.get("accept", ""),
        tuple(fields.getlist("default-graph-uri")),
        tuple(fields.getlist("named-graph-uri")),
    )


async def _body(request: Request, limits: Limits) -> bytes | Answer:
    too_large = said(413, f"the body has more than {limits.body} bytes, the limit")
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > limits.body:
        return too_large
    body = bytearray()
    try:
        async with asyncio.timeout(limits.patience):
            async for chunk in request.stream():
                body += chunk
                if len(body) > limits.body:
                    return too_large
    except TimeoutError:
        return said(408, f"the body was not there within {limits.patience:g} s", Connection="close")
    except ClientDisconnect:
        return said(400, "the body ended early")
    return bytes(body)


def sent(request: Request, answer: Answer) -> Response:
    """An answer as a response: in pieces, so that a slow reader is noticed; errors as a page for who reads pages."""
    if answer.status >= 400 and answer.media == TEXT and _is_browser(request):
        message = answer.body.decode().strip()
        body = render("problem.html", title=f"{answer.status}", status=answer.status, message=message)
        answer = Answer(answer.status, HTML, body, answer.headers)
    headers = {**_ALWAYS, "Content-Security-Policy": answer.policy, **answer.headers}
    if answer.status not in (204, 304):
        charset = "; charset=utf-8" if answer.media.startswith("text/") else ""
        headers["Content-Type"] = answer.media + charset
        headers["Content-Length"] = str(len(answer.body))
    if len(answer.body) <= _CHUNK or request.method == "HEAD":
        return Response(answer.body, answer.status, headers)
    return StreamingResponse(_pieces(answer.body), answer.status, headers)


def _is_browser(request: Request) -> bool:
    accept = request.headers.get("accept", "")
    return HTML in accept and chosen(accept, (HTML, TEXT, *GRAPHS)) == HTML


async def _pieces(body: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(body), _CHUNK):
        yield body[start : start + _CHUNK]
