"""Clusters -> the records of the pack: names chosen, salts folded into their substance, ids, broader links."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pharmagraph.lexicon.forms import Forms
from pharmagraph.lexicon.layout import MOST_NAMES, TYPES, Record
from pharmagraph.recognise.entities import curie
from pharmagraph.recognise.spelling import name_key
from tools.lexicon.curated import Reviewed
from tools.lexicon.entries import BRAND, FORM, SYNONYM, WRITTEN, Name
from tools.lexicon.merge import Cluster, Merger, keys_of_labels, kin
from tools.lexicon.spelling import is_acronym

_MOST_PARENTS = 8
# How sources write their labels: as within a sentence, as a sentence, or in title case (the rest).
_IN_SENTENCE_CASE = ("CHEBI", "MONDO", "GO", "HP")
_LEFT_AS_THEY_ARE = ("CHEBI:", "MONDO:", "GO:", "hgnc:", "unii:")
_FIRST_WORD_ONLY = ("HP:",)
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(slots=True)
class Draft:
    """A concept in the making.

    Attributes:
        cluster: What it comes from.
        label: Preferred name.
        type: Class.
        names: Its names.
        id: Its id.
    """

    cluster: Cluster
    label: str
    type: str
    names: set[Name] = field(default_factory=set)
    id: str = ""


def records(merger: Merger, reviewed: Reviewed, forms: Forms) -> tuple[list[Record], list[str]]:
    """The records in their order, and the table of parents."""
    clusters = [c for c in merger.clusters() if c.curated or not _shadowed(c, reviewed)]
    lower = _lower_words(clusters)
    drafts = [_draft(cluster, reviewed, lower) for cluster in clusters]
    _share_out(drafts, reviewed)
    drafts = _fold_salts(_without_proteins(drafts), forms)
    drafts = [d for d in drafts if d.names or d.cluster.curated]
    _identify(drafts, reviewed)
    drafts.sort(key=lambda d: (d.id not in reviewed.rows, d.id))
    ids = {(id(draft.cluster), kin(draft.type)): draft.id for draft in drafts}
    links = _without_loops({d.id: _parents(d, merger, ids, reviewed) for d in drafts}, reviewed)
    parents = sorted({each for ups in links.values() for each in ups})
    number = {each: at for at, each in enumerate(parents)}
    made = [
        Record(d.id, d.label, d.type, _xrefs(d), tuple(number[each] for each in links[d.id]), _pairs(d))
        for d in drafts
    ]
    return made, parents


def _shadowed(cluster: Cluster, reviewed: Reviewed) -> bool:
    """Whether the curated table has another concept under this one's preferred name."""
    return any(
        (kin(cluster.type), name_key(entry.label)) in reviewed.labels for entry in cluster.entries.values()
    )


def _lower_words(clusters: Iterable[Cluster]) -> frozenset[str]:
    """Words that some source writes in small letters within a name; others may be names of people."""
    return frozenset(
        word
        for cluster in clusters
        for source, entry in cluster.entries.items()
        if source in _IN_SENTENCE_CASE
        for text in (entry.label, *(name.text for name in entry.names))
        for word in _WORD.findall(text)
        if word.islower()
    )


def _draft(cluster: Cluster, reviewed: Reviewed, lower: frozenset[str]) -> Draft:
    if cluster.curated:
        row = reviewed.rows[cluster.curated]
        return Draft(cluster, row["label"], row["type"], id=cluster.curated)
    entry = cluster.named
    first = entry.curie.startswith(_FIRST_WORD_ONLY)
    label = _WORD.sub(
        lambda m: _small(m.group(), lower) if not first or m.start() == 0 else m.group(), entry.label
    )
    in_case = entry.curie.startswith(_LEFT_AS_THEY_ARE)
    return Draft(cluster, entry.label if in_case else label, cluster.type)


def _small(word: str, lower: frozenset[str]) -> str:
    return word.lower() if word[1:].islower() and word.lower() in lower else word


def _share_out(drafts: Sequence[Draft], reviewed: Reviewed) -> None:
    """Give each draft its names: a preferred name belongs to its own concepts, before all that have it as a synonym."""
    labelled = keys_of_labels([d.cluster for d in drafts])
    for number, draft in enumerate(drafts):
        candidates = {name for entry in draft.cluster.entries.values() for name in entry.names}
        if len(draft.label) <= 50 and not is_acronym(draft.label):
            candidates.add(Name(draft.label))
        for name in candidates:
            key = name_key(name.text)
            owners = labelled.get((kin(draft.type), key), frozenset((number,)))
            if key and key not in reviewed.keys and key not in reviewed.stop and number in owners:
                draft.names.add(name)


def _without_proteins(drafts: Sequence[Draft]) -> list[Draft]:
    """Leave out what only the list of ingredients calls a substance, has no brand, and is a protein by its name."""
    proteins = {name_key(n.text) for d in drafts if d.type == "Protein" for n in d.names if n.kind == SYNONYM}
    return [
        draft
        for draft in drafts
        if draft.cluster.curated
        or list(draft.cluster.entries) != ["unii"]
        or any(name.kind == BRAND for name in draft.names)
        or name_key(draft.label) not in proteins
    ]


def _fold_salts(drafts: list[Draft], forms: Forms) -> list[Draft]:
    """Move the names of salts to their substance; the salts' identifiers are not the substance's and go."""
    owners: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.type == "Substance":
            for entry in draft.cluster.entries.values():
                owners[name_key(entry.label)].append(draft)
            if draft.cluster.curated:
                owners[name_key(draft.label)].append(draft)
    kept = []
    for draft in drafts:
        base = forms.base(draft.label) if draft.type == "Substance" and not draft.cluster.curated else ""
        found = {id(d): d for d in owners.get(name_key(base), ())} if base else {}
        found.pop(id(draft), None)
        if len(found) == 1:
            target = next(iter(found.values()))
            target.names |= {Name(n.text, FORM if n.kind == SYNONYM else n.kind) for n in draft.names}
        else:
            kept.append(draft)
    return kept


def _identify(drafts: Sequence[Draft], reviewed: Reviewed) -> None:
    """Readable ids; where two labels give the same one, the later takes its first identifier along."""
    taken = set(reviewed.rows)
    for draft in sorted(drafts, key=lambda d: (TYPES.index(d.type), d.label, min(d.cluster.entries))):
        if draft.cluster.curated:
            continue
        draft.id = curie(draft.label).removeprefix("pgc:")
        if draft.id in taken:
            first = min(entry.curie for entry in draft.cluster.entries.values())
            draft.id += "-" + re.sub(r"[^a-z0-9]+", "-", first.lower())
        taken.add(draft.id)


def _parents(
    draft: Draft, merger: Merger, ids: Mapping[tuple[int, str], str], reviewed: Reviewed
) -> tuple[str, ...]:
    if draft.cluster.curated and reviewed.rows[draft.id]["broader"]:
        return ()  # the curated table says what it belongs to
    ups = {up for entry in draft.cluster.entries.values() for up in entry.broader}
    # A parent of another kind is a mistake of a mapping or a matter of chemistry (an enzyme that is a fatty acid).
    found = {ids.get((id(cluster), kin(draft.type)), "") for up in ups if (cluster := merger.of(up))}
    return tuple(sorted(found - {"", draft.id}))[:_MOST_PARENTS]


def _without_loops(links: dict[str, tuple[str, ...]], reviewed: Reviewed) -> dict[str, tuple[str, ...]]:
    """Drop each link that leads back to where it starts, so that "broader" can be followed to the top."""
    above = {
        **{
            i: tuple(filter(None, row["broader"].split("|")))
            for i, row in reviewed.rows.items()
            if row["broader"]
        }
    }
    for start in sorted(links):
        kept = tuple(up for up in links[start] if not _reaches(up, start, above))
        links[start] = kept
        if kept:
            above[start] = kept
    return links


def _reaches(start: str, goal: str, above: Mapping[str, tuple[str, ...]]) -> bool:
    seen: set[str] = set()
    todo = [start]
    while todo:
        each = todo.pop()
        if each == goal:
            return True
        if each not in seen:
            seen.add(each)
            todo.extend(above.get(each, ()))
    return False


def _xrefs(draft: Draft) -> tuple[str, ...]:
    found = {
        c
        for entry in draft.cluster.entries.values()
        for c in (entry.curie.removesuffix("#food"), *entry.extra)
    }
    return tuple(sorted(found, key=lambda c: (c.lower(), c)))


def _pairs(draft: Draft) -> tuple[tuple[str, str], ...]:
    """Names with their letters: one of each key, the label first; symbols are told apart by their case."""
    rank = {BRAND: 0, SYNONYM: 1, FORM: 2, WRITTEN: 3}
    best: dict[str, Name] = {}
    for name in sorted(draft.names, key=lambda n: (rank[n.kind], n.text)):
        best.setdefault(name.text if name.kind == WRITTEN else name_key(name.text), name)
    own = name_key(draft.label)
    if own in best and best[own].kind == SYNONYM:
        best[own] = Name(draft.label)
    ordered = sorted(best.values(), key=lambda n: (name_key(n.text) != own, n.text))
    return tuple((n.kind, n.text) for n in ordered[:MOST_NAMES])
