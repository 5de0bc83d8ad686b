"""HTTP to a triple store: a connection that is kept, and one clear message for each way in which it can fail.

Only the standard library is needed. A redirect is not followed: the credentials would go along to whoever is named.
"""

from __future__ import annotations

import base64
import math
import os
import shutil
import ssl
import tempfile
import weakref
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import IO
from urllib.parse import urlsplit

from pharmagraph.address import PASSWORD, USER
from pharmagraph.errors import StoreError

TIMEOUT = "PHARMAGRAPH_STORE_TIMEOUT"
_PATIENCE = 60.0  # seconds without a byte
_IN_MEMORY = 16 * 2**20  # bytes of an answer; what is longer waits on disk
_DETAIL = 200  # characters of what a server says of its refusal


class AnswerError(StoreError):
    """A server that answered, and refused.

    Attributes:
        status: The status of HTTP.
        detail: What the server said, one line.
    """

    status = 0
    detail = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered.

    Attributes:
        type: The media type, without parameters.
        body: All of it; an answer that breaks off is an error, not a short answer.
    """

    type: str
    body: IO[bytes]


class Http:
    """A client of the servers that a triple store consists of; credentials come from the environment.

    Raises:
        StoreError: The time limit in the environment is no number.
    """

    def __init__(self) -> None:
        self._timeout = _seconds()
        self._authorization = _authorization()
        self._open: dict[tuple[str, str], HTTPConnection] = {}
        weakref.finalize(self, _close, self._open)

    def send(
        self, method: str, url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Send a request and take in the whole answer.

        Args:
            method: GET, PUT, POST or DELETE. Whatever is sent may be sent twice, where a kept connection was lost.
            url: The address, with its query.
            body: What is sent.
            headers: More headers.

        Raises:
            AnswerError: The server refused.
            StoreError: It can't be reached, is too slow, or breaks off.
        """
        place = urlsplit(url)
        where = place._replace(query="", fragment="").geturl()
        own = {**(headers or {}), **({"Authorization": self._authorization} if self._authorization else {})}
        target = (place.path or "/") + (f"?{place.query}" if place.query else "")
        try:
            response = self._ask((place.scheme, place.netloc), method, target, body, own)
            answer = Answer(_media_type(response), _whole(response))
        except TimeoutError as error:
            _close(self._open)
            remedy = f"try again, or give it more time: {TIMEOUT}=SECONDS"
            raise StoreError(
                f"the store did not answer within {self._timeout:g} seconds", remedy=remedy, source=where
            ) from error
        except HTTPException as error:
            _close(self._open)
            raise StoreError(
                f"the store broke off its answer, or does not speak HTTP ({type(error).__name__})",
                remedy="try again, and see what it has logged",
                source=where,
            ) from error
        except OSError as error:
            _close(self._open)
            reason = error.strerror or str(error)
            raise StoreError(
                f"the store can't be reached ({reason})",
                remedy="check the address, and whether the server runs",
                source=where,
            ) from error
        if response.status >= 300:
            raise self._refusal(response, answer, where)
        return answer

    def _ask(
        self, key: tuple[str, str], method: str, target: str, body: bytes | None, headers: Mapping[str, str]
    ) -> HTTPResponse:
        kept = self._open.pop(key, None)
        connection = kept or self._connect(*key)
        try:
            connection.request(method, target, body, dict(headers))
            response = connection.getresponse()
        except (ConnectionError, HTTPException):
            connection.close()
            if kept is None:
                raise
            # The server may have closed a connection that was idle: that is no failure of it.
            return self._ask(key, method, target, body, headers)
        self._open[key] = connection
        return response

    def _connect(self, scheme: str, netloc: str) -> HTTPConnection:
        if scheme == "https":
            return HTTPSConnection(netloc, timeout=self._timeout, context=ssl.create_default_context())
        return HTTPConnection(netloc, timeout=self._timeout)

    def _refusal(self, response: HTTPResponse, answer: Answer, where: str) -> AnswerError:
        detail = _detail(answer)
        problem, remedy = self._words(response.status, response.headers["Location"])
        said = f"{response.status}: {detail}" if detail else str(response.status)
        error = AnswerError(f"{problem} ({said})", remedy=remedy, source=where)
        error.status, error.detail = response.status, detail
        return error

    def _words(self, status: int, location: str | None) -> tuple[str, str]:
        """Problem and remedy for a status."""
        if status < 400:
            return "the store is somewhere else", f"give that address: {location or 'it does not say which'}"
        if status == 401:
            if self._authorization:
                return "the store refuses this user or password", f"check {USER} and {PASSWORD}"
            return "the store asks who you are", f"set {USER} and {PASSWORD} in the environment"
        known = {
            403: ("the store does not allow this", "ask for the right to, or give another store"),
            404: ("there is nothing at this address", "check the address"),
            405: ("this address does not take such requests", "check the address"),
            413: ("this is too large for the store", "raise its limit for the size of requests"),
        }
        if status in known:
            return known[status]
        if status >= 500:
            return "the store failed", "see what it has logged, and try again"
        return "the store refuses the request", ""


def _close(connections: dict[tuple[str, str], HTTPConnection]) -> None:
    while connections:
        connections.popitem()[1].close()


def _seconds() -> float:
    text = os.environ.get(TIMEOUT, "")
    try:
        seconds = float(text or _PATIENCE)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < math.inf:
        raise StoreError(f"{TIMEOUT} must be a number of seconds, not {text!r}", remedy="write it as 120")
    return seconds


def _authorization() -> str:
    user, password = os.environ.get(USER), os.environ.get(PASSWORD)
    if user is None and password is None:
        return ""
    return "Basic " + base64.b64encode(f"{user or ''}:{password or ''}".encode()).decode("ascii")


def _media_type(response: HTTPResponse) -> str:
    return response.headers.get_content_type() if response.headers["Content-Type"] else ""


def _whole(response: HTTPResponse) -> IO[bytes]:
    """The body; http.client takes a connection that is closed early for the end of it."""
    body = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed with the answer that it is part of
    shutil.copyfileobj(response, body, 2**18)
    length = response.headers["Content-Length"]
    if length is not None and response.status != 204 and body.tell() < int(length):
        raise HTTPException("short")
    body.seek(0)
    return body


def _detail(answer: Answer) -> str:
    if answer.type not in ("text/plain", "application/json"):
        return ""
    text = answer.body.read(4 * _DETAIL).decode("utf-8", "replace")
    return " ".join(text.split())[:_DETAIL]
