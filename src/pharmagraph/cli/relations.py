"""``pharmagraph relations``: what can be stated, and when it must not be."""

from __future__ import annotations

import click

from pharmagraph.cli.output import table
from pharmagraph.vocabulary import load_vocabulary


@click.command(epilog="Example: pharmagraph relations")
def relations_command() -> None:
    """List the relations of the vocabulary: domain, range, definition, and what they are not for."""
    table(
        ("relation", "label", "domain", "range", "definition", "not for"),
        (
            (
                r.name,
                r.label,
                "|".join(sorted(r.domain)),
                "|".join(sorted(r.range)),
                r.definition,
                r.scope_note,
            )
            for r in load_vocabulary().relations.values()
        ),
    )
