"""Addresses of triple stores elsewhere."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from pharmagraph.errors import StoreError

# Names of variables of the environment.
USER, PASSWORD = "PHARMAGRAPH_STORE_USER", "PHARMAGRAPH_STORE_PASSWORD"
_SCHEMES = ("http://", "https://")


def is_url(place: Path | str) -> bool:
    """Whether a place is behind HTTP, and no folder."""
    return isinstance(place, str) and place.lower().startswith(_SCHEMES)


def check_url(url: str) -> str:
    """An address that a store can have.

    Raises:
        StoreError: It can't be one, or it holds a password, which everyone sees who may list the processes.
    """
    shown = url.rpartition("@")[2] if "@" in url else url
    try:
        place = urlsplit(url)
        _ = place.port
        right = place.scheme in ("http", "https") and bool(place.hostname)
    except ValueError:
        right = False
    if not right or any(char.isspace() or ord(char) < 0x20 for char in url):
        raise StoreError(
            "this is no address of a store", remedy="write http://HOST:PORT/PATH", source=repr(shown)
        )
    if place.username is not None or place.password is not None:
        raise StoreError(
            "credentials do not belong into the address",
            remedy=f"set {USER} and {PASSWORD} in the environment",
            source=shown,
        )
    return url
