"""``python -m benchmarks [NAME...]``: all measurements, or those named."""

from __future__ import annotations

import sys
from importlib import import_module

NAMES = ("graph", "extract", "quality", "lexicon", "coverage", "view", "serve", "builds", "cluster")


def main() -> None:
    """Run the benchmarks, each a module with a ``main()`` that prints a table."""
    for name in sys.argv[1:] or NAMES:
        print(f"\n## {name}\n")
        import_module(f"benchmarks.{name}").main()


if __name__ == "__main__":
    main()
