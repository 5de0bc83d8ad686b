"""``python -m pharmagraph``."""

from pharmagraph.cli import main

main()
