"""The lexicon that the recogniser asks: what users added, overrides, curated tables, wordings, the pack, in this order.

The first layer that knows a name decides; the layers below are not asked. Within a layer names meet under
``name_key``; those that are spelled as the phrase is come alone, and case counts for gene symbols and short acronyms.
A name that no layer knows is tried without its salt, then in the other wordings of paraphrases.tsv, then without its
degree ("severe"). Nothing is linked by similarity, and what was taken off a name is told with its readings.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from pharmagraph.lexicon.case import same_letters
from pharmagraph.lexicon.degrees import Degrees
from pharmagraph.lexicon.forms import Forms
from pharmagraph.lexicon.layout import BRAND, WRITTEN, Record
from pharmagraph.lexicon.pack import Pack
from pharmagraph.lexicon.paraphrases import Paraphrases
from pharmagraph.lexicon.tables import Override, TableLexicon
from pharmagraph.lexicon.wordings import Wording
from pharmagraph.recognise.spelling import name_key
from pharmagraph.records import Concept

_KEPT = 1 << 14  # phrases of which the decision is remembered


class Decision(NamedTuple):
    """What a name means and who says so; a tuple, as one is made for each name that is asked for.

    Attributes:
        readings: The concepts, in the order of their ids.
        layer: "user", "override", "curated", "wording", "pack", "form", "paraphrase", "degree", or "" if no layer knows
            the name.
        reason: One clause for people.
        form: Words of the name that say which salt or hydrate of its one substance it is ("hydrochloride"), or "".
        degree: Words that say how bad its one condition is, or how it runs ("severe"), or "".
    """

    readings: tuple[Concept, ...] = ()
    layer: str = ""
    reason: str = "no layer knows this name"
    form: str = ""
    degree: str = ""


_UNKNOWN = Decision()


class LayeredLexicon:
    """All layers as one lexicon.

    Args:
        curated: The curated tables.
        overrides: Folded name -> override.
        forms: The words of salts.
        pack: The pack, or None to do without.
        user: What users added, the first to be asked first.
        paraphrases: Wordings that mean the same.
        degrees: Words that say how bad a condition is.
        wordings: Folded name of a condition -> the name that it means.
    """

    def __init__(
        self,
        curated: TableLexicon,
        overrides: Mapping[str, Override],
        forms: Forms,
        pack: Pack | None = None,
        user: tuple[TableLexicon, ...] = (),
        paraphrases: Paraphrases | None = None,
        degrees: Degrees | None = None,
        wordings: Mapping[str, Wording] | None = None,
    ) -> None:
        self.curated, self.overrides, self.forms, self.pack, self.user = curated, overrides, forms, pack, user
        self.paraphrases, self.degrees = paraphrases or Paraphrases(), degrees or Degrees()
        self.wordings = wordings or {}
        self.decide = lru_cache(maxsize=_KEPT)(self._decide)
        self.concept = lru_cache(maxsize=_KEPT)(self._concept)
        self.numbered = lru_cache(maxsize=_KEPT)(self._numbered)

    def readings(self, name: str) -> tuple[Concept, ...]:
        """All concepts that carry a name, in the order of their ids; empty if none does."""
        return self.decide(name).readings

    def _decide(self, name: str) -> Decision:
        found = self._as_it_stands(name)
        if len(name.split()) < 2:
            return found  # the rules below are for names of several words
        if found.layer:
            return self._with_form(found, name)
        return self._without_salt(name) or self._paraphrased(name) or self._without_degree(name) or found

    def _with_form(self, found: Decision, name: str) -> Decision:
        """The decision with the salt in its name, where the name without it is one of the same substance."""
        if len(found.readings) != 1 or found.readings[0].type != "Substance":
            return found
        base, form = self.forms.split(name)
        if not form or found.layer == "override":
            return found
        key = name_key(base)
        same = any(name_key(each) == key for each in found.readings[0].names)
        return found._replace(form=form) if same else found

    def _without_salt(self, name: str) -> Decision | None:
        base = self.forms.base(name)
        if not base:
            return None
        substances = tuple(c for c in self._as_it_stands(base).readings if c.type == "Substance")
        if len(substances) != 1:
            return None
        form = " ".join(name.split()[len(base.split()) :])
        reason = f"a salt or hydrate of {substances[0].label}, by the rule of forms.tsv"
        return Decision(substances, "form", reason, form=form)

    def _without_degree(self, name: str) -> Decision | None:
        """The one condition that a name means without "severe", "acute" or other words of degrees.tsv."""
        for degree, rest in self.degrees.splits(name):
            found = self._as_it_stands(rest)
            if not found.layer:
                found = self._paraphrased(rest) or found
            conditions = tuple(c for c in found.readings if c.type == "Condition")
            if len(conditions) == 1:
                reason = (
                    f"{conditions[0].label}, and {degree!r} is kept as its degree, by the rule of degrees.tsv"
                )
                return Decision(conditions, "degree", reason, degree=degree)
        return None

    def _paraphrased(self, name: str) -> Decision | None:
        """The one condition that the other wordings of a name mean; none where they mean two, or another class."""
        wordings = self.paraphrases.of(name)
        if not wordings:
            return None
        found = {c.id: c for wording in wordings for c in self._as_it_stands(wording).readings}
        if len(found) != 1 or (only := next(iter(found.values()))).type != "Condition":
            return None
        return Decision((only,), "paraphrase", f"a wording of {only.label}, by the rule of paraphrases.tsv")

    def _as_it_stands(self, name: str) -> Decision:
        key = name_key(name)
        if not key:
            return _UNKNOWN
        for table in self.user:
            if named := table.named(key, name):
                return Decision(
                    self._all({n.id for n in named}, name),
                    "user",
                    "it stands in a terminology that was added",
                )
        if override := self.overrides.get(key):
            what = "is to mean nothing" if not override.ids else "has the last word"
            readings = tuple(c for i in override.ids if (c := self.concept(i)))
            return Decision(
                readings, "override", f"an override {what}: {override.reason} ({override.source})"
            )
        if key in self.curated.keys and (named := self.curated.named(key, name)):
            return Decision(
                self._all({n.id for n in named}, name), "curated", "it stands in the curated table"
            )
        if (wording := self.wordings.get(key)) and wording.fits(name):
            return self._worded(wording, self._packed(key, name))
        return self._packed(key, name)

    def _worded(self, wording: Wording, packed: Decision) -> Decision:
        """The condition that a wording means; of what the public sources say, things of other classes stay."""
        means = [c for c in self._as_it_stands(wording.means).readings if c.type == "Condition"]
        if len(means) != 1:  # a user may have given the name another meaning
            return packed
        others = [c for c in packed.readings if c.type != "Condition"]
        reason = f"a wording of {means[0].label}, by wordings.tsv"
        return Decision(tuple(sorted((*means, *others), key=lambda c: c.id)), "wording", reason)

    def _packed(self, key: str, name: str) -> Decision:
        if self.pack is None:
            return _UNKNOWN
        found: dict[str, int] = {}
        for number, at in self.pack.find(key):
            identifier, letter, text = self.pack.name(number, at)
            if _is_meant(letter, text, key, name):
                found[identifier] = number
        return Decision(self._all(found, name), "pack", "public sources have it") if found else _UNKNOWN

    def _all(self, ids: Collection[str] | dict[str, int], name: str) -> tuple[Concept, ...]:
        """The concepts of ids; where several carry the key, those that are spelled like the phrase come alone."""
        numbers = ids if isinstance(ids, dict) else {}
        if len(ids) == 1:
            only = next(iter(ids))
            concept = self._of(only, numbers.get(only))
            return (concept,) if concept else ()
        found = tuple([c for each in sorted(ids) if (c := self._of(each, numbers.get(each)))])
        written = name.casefold()
        exact = tuple(c for c in found if any(each.casefold() == written for each in c.names))
        return exact or found

    def _of(self, identifier: str, number: int | None) -> Concept | None:
        """The concept of an id; one that only the pack has is made of the record that was found, by its number."""
        if number is None or self.user or identifier in self.curated.rows:
            return self.concept(f"pgc:{identifier}")
        return self.numbered(number)

    def _concept(self, identifier: str) -> Concept | None:
        """The concept of a ``pgc:`` CURIE, or None; names that users added are among its names."""
        if not self.user:
            return self._public(identifier)
        found = next((c for table in self.user if (c := table.concept(identifier))), None) or self._public(
            identifier
        )
        added = [name for table in self.user for name in table.names.get(identifier.removeprefix("pgc:"), ())]
        if found is None or not added:
            return found
        brands = (name.text for name in added if name.predicate == "brand")
        return replace(
            found,
            names=tuple(dict.fromkeys((*found.names, *(name.text for name in added)))),
            brands=tuple(dict.fromkeys((*found.brands, *brands))),
        )

    def _public(self, identifier: str) -> Concept | None:
        """What the curated tables and the pack say of a concept, put together."""
        bare = identifier.removeprefix("pgc:")
        record = self.pack.by_id(bare) if self.pack else None
        if bare not in self.curated.rows:
            return self._unpacked(record) if record else None
        return self.curated.concept(identifier, self._unpacked(record) if record else None)

    def _numbered(self, number: int) -> Concept:
        assert self.pack is not None
        return self._unpacked(self.pack.record(number))

    def _unpacked(self, record: Record) -> Concept:
        assert self.pack is not None
        return Concept(
            id=f"pgc:{record.id}",
            label=record.label,
            type=record.type,
            names=tuple(dict.fromkeys([record.label, *[text for _, text in record.names]])),
            xrefs=record.xrefs,
            broader=tuple([f"pgc:{self.pack.parent(number)}" for number in record.broader]),
            brands=tuple([text for letter, text in record.names if letter == BRAND]),
        )


def _is_meant(letter: str, text: str, key: str, phrase: str) -> bool:
    """Whether a name of the pack whose hash agrees is the phrase, in the right case where case counts."""
    if letter == WRITTEN and not same_letters(text, phrase):
        return False
    small = text.lower()  # folding a name takes twenty times as long
    return (
        small.replace(" ", "") == key or "".join(filter(str.isalnum, small)) == key or name_key(text) == key
    )
