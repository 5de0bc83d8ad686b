"""The view: a graph becomes one HTML page that needs no network."""

from __future__ import annotations

from pathlib import Path

from pharmagraph.errors import PharmagraphError
from pharmagraph.view.notebook import NotebookView
from pharmagraph.view.page import render_page
from pharmagraph.view.source import Drawable

__all__ = ["NotebookView", "render_page", "show", "write_page"]


def write_page(graph: Drawable, path: Path, *, title: str = "Pharmagraph", focus: str | None = None) -> None:
    """Write the page of a graph to a file.

    Args:
        graph: See ``render_page``.
        path: The file; its folder must be there.
        title: What the page is called.
        focus: IRI or name of the concept to stand in the middle.

    Raises:
        PharmagraphError: When the file can't be written, or a query's result is no graph.
        UnknownSubstanceError: When ``focus`` names nothing in the graph.
    """
    html = render_page(graph, title=title, focus=focus)
    try:
        Path(path).write_text(html, encoding="utf-8", newline="\n")
    except OSError as error:
        raise PharmagraphError(
            f"the page can't be written ({error.strerror or error})",
            remedy="choose a folder that is there and that you may write to",
            source=path,
        ) from error


def show(graph: Drawable, *, height: int = 640) -> NotebookView:
    """Show a graph in a notebook, offline: leave the result as the last value of a cell.

    Args:
        graph: See ``render_page``.
        height: Height of the frame in pixels.

    Returns:
        An object that notebooks display by its ``_repr_html_``.
    """
    return NotebookView(render_page(graph), height)
