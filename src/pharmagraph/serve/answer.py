"""What goes back to a client: made by the processes that read the store, sent by the one that talks to clients."""

from __future__ import annotations

from dataclasses import dataclass, field

# The media types of results and of graphs, the preferred first, with the names that the formats have here.
RESULTS = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
GRAPHS = {
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "xml",
}
HTML = "text/html"
TEXT = "text/plain"
_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP response.

    Attributes:
        status: The status code.
        media: The media type, without its charset.
        body: The bytes.
        headers: More headers.
        policy: The Content-Security-Policy; the strict one of our pages by default.
    """

    status: int
    media: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    policy: str = _PAGE_POLICY


def said(status: int, message: str, **headers: str) -> Answer:
    """A message in plain text; names of headers with "_" for "-"."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, TEXT, f"{message}\n".encode(), named)
