"""What members of a list share: "bone and heart health", "CYP2C9 and 2C19 inhibitors", "loop and thiazide drugs"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from pharmagraph.recognise.english import load_english
from pharmagraph.recognise.phrases import Phrase

_ENGLISH = load_english()
_ADJECTIVE = re.compile(r"(?:al|ic|ar|ary|ous|ive|ine-?like|oid|ant|ent|term|able|ible|based)$")
_ORGANS = _ENGLISH.classes["organ_word"]
# Heads that are shared by what is coordinated before them: "bone and heart health".
_SHARED = _ENGLISH.classes["shared_head"]
# Adjectives that grade a condition; two of them in a list have one head.
_GRADING = _ENGLISH.classes["grading"]


def share(members: list[Phrase], known: Callable[[str], bool]) -> list[Phrase]:
    """Fill in heads and beginnings that several members share."""
    shared = list(members)
    for index in range(len(shared) - 2, -1, -1):
        this, following = shared[index], shared[index + 1]
        if this.role != following.role or following.first - this.last > 2:
            continue
        if text := _with_shared_head(this, following) or _with_known_head(this, following, known):
            shared[index] = replace(this, text=text, head=following.head)
    for index in range(1, len(shared)):
        before, this = shared[index - 1], shared[index]
        if before.role == this.role and (text := _with_shared_start(before.text, this.text)):
            shared[index] = replace(this, text=text)
    return shared


def _with_shared_head(this: Phrase, following: Phrase) -> str | None:
    words = following.text.split()
    mine = this.text.split()
    if len(words) < 2 or len(mine) > 2 or following.head not in _SHARED or this.head in _SHARED:
        return None
    last = this.text.lower().split()[-1]
    if not (
        _modifier(last)
        or (last.startswith("cyp") and words[-1].lower().startswith(("inhib", "induc", "subst")))
    ):
        return None
    first = words[0].lower()
    if not (_modifier(first) or re.match(r"(?:cyp)?\d?[a-z]?\d", first) or first[0].isdigit()):
        return None
    head_at = next((i for i, word in enumerate(words) if word.lower() in _SHARED), len(words) - 1)
    return f"{this.text} {' '.join(words[max(head_at, 1) :])}".replace("- ", " ")


def _with_known_head(this: Phrase, following: Phrase, known: Callable[[str], bool]) -> str | None:
    """A head shared where that makes a name: "loop and thiazide diuretics", "acute or chronic metabolic acidosis"."""
    words = following.text.split()
    if len(words) < 2 or " " in this.text:
        return None
    shared = f"{this.text} {' '.join(words[1:])}"
    if this.head in _GRADING and words[0].lower() in _GRADING:
        return shared
    return shared if known(shared) and not known(this.text) else None


def _modifier(word: str) -> bool:
    return bool(_ADJECTIVE.search(word)) or word in _ORGANS or word.endswith("-")


def _with_shared_start(before: str, this: str) -> str | None:
    if re.fullmatch(r"\d[A-Z]\d+(?: .*)?", this) and (match := re.match(r"(CYP\s?)\d", before)):
        return match.group(1) + this
    if (match := re.match(r"([Vv]itamin)s?\s+[A-Z]", before)) and re.fullmatch(r"[A-Z]\d{0,2}(?: .*)?", this):
        return f"{match.group(1)} {this}"
    return None
