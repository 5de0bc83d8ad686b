"""Where the meaning lies: the ``ontology`` and ``lexicon`` folders, in a wheel or in a checkout."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from pharmagraph.errors import OntologyError


def ontology_dir() -> Path:
    """The folder with vocabulary, cues, section headings, shapes, context and saved queries."""
    return _folder("_ontology", "ontology")


def lexicon_dir() -> Path:
    """The folder with the lexicon's tables."""
    return _folder("_lexicon", "data/lexicon")


def model_file() -> Path:
    """The trained model."""
    return _folder("_model", "data/model") / "judge.npz"


def _folder(packaged: str, in_checkout: str) -> Path:
    package = Path(str(files("pharmagraph")))
    for folder in (package / packaged, package.parents[1] / in_checkout):
        if folder.is_dir():
            return folder
    raise OntologyError(
        f"the folder {in_checkout} is missing from the installation", remedy="install pharmagraph again"
    )
