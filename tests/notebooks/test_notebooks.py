"""The notebooks run from top to bottom, and are stored without what they printed."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

from conftest import REPOSITORY

NOTEBOOKS = sorted((REPOSITORY / "notebooks").glob("*.ipynb"))


def test_there_is_a_notebook() -> None:
    """The first look is where the documentation says."""
    assert [path.name for path in NOTEBOOKS] == ["first-look.ipynb"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_stored_without_outputs(path: Path) -> None:
    """What a notebook printed is not in the repository, nor how often it was run."""
    for cell in nbformat.read(path, as_version=4).cells:
        assert cell.get("outputs", []) == []
        assert cell.get("execution_count") is None
        assert cell.metadata == {}


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> NotebookNode:
    """The first look, run in a kernel of its own; what Jupyter and matplotlib write goes to a temporary folder."""
    folder = tmp_path_factory.mktemp("jupyter")
    notebook = nbformat.read(REPOSITORY / "notebooks" / "first-look.ipynb", as_version=4)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("IPYTHONDIR", "MPLCONFIGDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR"):
            patch.setenv(name, str(folder / name.lower()))
        patch.setenv("PYTHONDONTWRITEBYTECODE", "1")
        client = NotebookClient(
            notebook,
            timeout=120,
            kernel_name="python3",
            resources={"metadata": {"path": str(REPOSITORY / "notebooks")}},
        )
        return client.execute()


def results(notebook: NotebookNode, kind: str) -> list[str]:
    """What the cells show, of one kind."""
    return [
        output["data"][kind]
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        if kind in output.get("data", {})
    ]


def test_the_first_look_runs_without_a_warning(executed: NotebookNode) -> None:
    """Nothing goes to standard error, and every code cell was run."""
    outputs = [output for cell in executed.cells for output in cell.get("outputs", ())]
    assert [output["text"] for output in outputs if output.get("name") == "stderr"] == []
    assert all(cell.execution_count for cell in executed.cells if cell.cell_type == "code")


def test_the_first_look_asks_and_shows_tables(executed: NotebookNode) -> None:
    """Interactions come with modality, place and sentence; statements are counted by modality."""
    tables = [html for html in results(executed, "text/html") if "<table" in html]
    assert len(tables) == 2
    interactions, counts = tables
    assert "<th>sentence</th>" in interactions
    assert "vitamin-k2-7.md:" in interactions
    assert "<th>asserted</th>" in counts


def test_the_first_look_draws_a_picture(executed: NotebookNode) -> None:
    """There is one, and it is not empty."""
    (picture,) = results(executed, "image/png")
    assert len(picture) > 5000


def test_the_first_look_shows_the_interactive_page(executed: NotebookNode) -> None:
    """The page is in a frame of its own, and has the graph in it."""
    (frame,) = [html for html in results(executed, "text/html") if "<iframe" in html]
    assert "srcdoc=" in frame
    assert "interactsWith" in frame
