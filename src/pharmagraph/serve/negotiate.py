"""Content negotiation: the Accept header of RFC 9110, section 12.5.1."""

from __future__ import annotations

import re
from collections.abc import Sequence

_QVALUE = re.compile(r"[01](?:\.[0-9]*)?")


def chosen(accept: str, offers: Sequence[str]) -> str | None:
    """The media type that a client likes best.

    Args:
        accept: The header; "" where there is none.
        offers: Media types that can be given, what is best for us first.

    Returns:
        One of the offers: the first among those of the highest quality; None if the client takes none of them.
    """
    ranges = _ranges(accept)
    if not ranges:
        return offers[0]
    quality, _, offer = max((_quality(offer, ranges), -place, offer) for place, offer in enumerate(offers))
    return offer if quality > 0 else None


def _ranges(accept: str) -> dict[str, float]:
    """Media ranges with their quality; what is not well-formed is left out, as RFC 9110 lets us."""
    found: dict[str, float] = {}
    for part in accept.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if name.count("/") == 1:
            found[name] = max(found.get(name, 0.0), _weight(parameters))
    return found


def _weight(parameters: Sequence[str]) -> float:
    text = next((p.partition("=")[2].strip() for p in parameters if p.partition("=")[0].strip() == "q"), "1")
    return min(float(text), 1.0) if _QVALUE.fullmatch(text) else 0.0


def _quality(offer: str, ranges: dict[str, float]) -> float:
    """The most specific range that covers an offer decides."""
    return next(
        (ranges[name] for name in (offer, f"{offer.partition('/')[0]}/*", "*/*") if name in ranges), 0.0
    )
