"""Templates -> pages. All text is escaped: what monographs say is shown, never obeyed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

_FOLDER = Path(__file__).parent / "templates"


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(template: str, *, data: str = "", **values: object) -> bytes:
    """Fill a template.

    Args:
        template: Name of the file.
        data: JSON-LD that is harmless inside of a script element (see ``pharmagraph.view.page.harmless``), or "".
        values: What the template shows.
    """
    text = _environment().get_template(template).render(data=Markup(data), **values)  # noqa: S704 - harmless by contract
    return text.encode("utf-8", "replace")
