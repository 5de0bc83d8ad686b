"""Relations in words that can't be read as another modality, and the values of qualifiers."""

from __future__ import annotations

from pharmagraph.records import QualifierValue


def count(number: int, noun: str) -> str:
    """A number of things in words: "1 monograph", "10,000 monographs"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def in_words(value: QualifierValue) -> str:
    """The value of a qualifier as text; several texts with commas between."""
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def says(label: str, modality: str) -> str:
    """A relation as a statement of that modality words it.

    Args:
        label: The affirmed words: "interacts with", "is used for", "found in".
        modality: asserted, possible or negated.

    Returns:
        "is possibly used for", "does NOT interact with"; the words as they are for an asserted statement.
    """
    if modality == "asserted":
        return label
    verb, _, rest = label.partition(" ")
    if verb in ("is", "are"):
        return " ".join(filter(None, (verb, "possibly" if modality == "possible" else "NOT", rest)))
    if modality == "possible":
        return f"possibly {label}"
    if verb == "has" or (verb.endswith("s") and not verb.endswith("ss") and len(verb) > 2):
        base = "have" if verb == "has" else verb[:-1]
        return " ".join(filter(None, ("does NOT", base, rest)))
    return f"NOT {label}"
