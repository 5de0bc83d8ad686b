"""No query of ours asks another server: SERVICE is found wherever it stands, and nowhere else.

Oxigraph's parser works without a lexer: ``FILTER(?x<1)service:a#>`` and ``UNDEFservice<...>`` both begin a federated
query. Whoever misjudges where a string or an IRI ends would let one through. So the word is not looked for and
believed absent. It is written otherwise wherever it may stand: with an escape inside of strings and IRIs, which read
the same and are an error anywhere else; as a row of stars in comments. A text in which we are mistaken can then only
be malformed. Whatever is left is the keyword (or a prefix of that name), and is refused.
"""

from __future__ import annotations

import re

from pharmagraph.errors import PharmagraphError

_WORD = re.compile("service", re.IGNORECASE)
_PARTS = re.compile(
    r'''(?P<quoted>"""(?:"{0,2}(?:[^"\\]|\\.))*"""|\'\'\'(?:'{0,2}(?:[^'\\]|\\.))*\'\'\'
        |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    |(?P<iri><[^<>"{}|^`\x00-\x20]*>)
    |(?P<comment>\#[^\n\r]*)
    |(?P<name>[?$][A-Za-z0-9_]+|:[A-Za-z0-9_][A-Za-z0-9_-]*)
    |(?P<keyword>service)''',
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_ESCAPE_OR_WORD = re.compile(r"\\.|service", re.IGNORECASE | re.DOTALL)
_ESCAPED = re.compile(r"\\u00[57]3(?=ervice)", re.IGNORECASE)


class FederationError(PharmagraphError):
    """A query asks another server."""


def without_service(query: str) -> str:
    """A query that can't ask another server, and means what it meant.

    Args:
        query: SPARQL as it came.

    Returns:
        The same query; if it has the word in a string, an IRI or a comment, with that written otherwise.

    Raises:
        FederationError: It uses SERVICE.
    """
    return _PARTS.sub(_rewritten, query) if _WORD.search(query) else query


def column_before(guarded: str, column: int) -> int:
    """Where a column (counted from 1) of a line of the rewritten query stood in the query as it came."""
    return len(_ESCAPED.sub("s", guarded[: column - 1])) + 1


def _rewritten(part: re.Match[str]) -> str:
    if part["keyword"]:
        line = part.string.count("\n", 0, part.start()) + 1
        raise FederationError(
            "SERVICE is refused: this endpoint asks no other server",
            remedy="ask the other server yourself, or name the prefix otherwise if it is one",
            source="query",
            line=line,
        )
    if part["comment"]:
        return _WORD.sub("*******", part[0])
    return part[0] if part["name"] else _ESCAPE_OR_WORD.sub(_escaped, part[0])


def _escaped(found: re.Match[str]) -> str:
    text = found[0]
    return text if text[0] == "\\" else f"\\u{ord(text[0]):04x}{text[1:]}"
