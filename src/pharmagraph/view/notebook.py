"""The page inside a notebook's cell."""

from __future__ import annotations

import html
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NotebookView:
    """A page that notebooks show in a frame.

    Attributes:
        page: The HTML of the page.
        height: Height of the frame in pixels.
    """

    page: str
    height: int = 640

    def _repr_html_(self) -> str:
        """The page in a frame of its own; ``sandbox`` keeps it apart from the notebook."""
        return (
            f'<iframe srcdoc="{html.escape(self.page)}" width="100%" height="{int(self.height)}" '
            'sandbox="allow-scripts allow-downloads allow-popups allow-modals" '
            'style="border:1px solid #8884;border-radius:8px" title="Pharmagraph"></iframe>'
        )
