"""Phrase -> entity: wrappers taken off, the name looked up, the class told by lexicon or head noun.

Grounding is right or silent: a name with no reading, or with several of the wanted class, becomes a local
concept under its own words. Nothing is linked by similarity.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from pharmagraph.lexicon.layers import Decision
from pharmagraph.recognise.doses import load_units
from pharmagraph.recognise.english import load_english
from pharmagraph.recognise.lexicon import Lexicon, TypeGuesser
from pharmagraph.recognise.spelling import fold_word, name_key, singular
from pharmagraph.records import Entity

_ENGLISH = load_english()
_WRAPPERS = _ENGLISH.classes["wrapper"]
_RISK = _ENGLISH.classes["risk_wrapper"]
_ADJECTIVE = re.compile(
    r"(?:[aeiou]?[bcdfghlmnprstvx](?:ic|al|ive|ous|ary|able|ible|ile|ant|ent)|ish|less|ful|worthy)$"
)
_ORGANS = dict(pair.split(":") for pair in _ENGLISH.classes["organ_adjective"])
_SLUG = re.compile(r"[^a-z0-9]+")
_LONGEST_SLUG = 80
# "the enzyme gamma-glutamyl carboxylase": the class word before a name says nothing new.
_CLASS_BEFORE_NAME = _ENGLISH.classes["class_before_name"]
# "high-dose zinc", "oral magnesium": how it is taken says nothing about what it is.
_BEFORE_NAME = _ENGLISH.classes["before_name"]
_ROUTE = _ENGLISH.classes["route"]
# "warfarin therapy": the noun after a name says nothing new where a substance is wanted.
_NOUN_AFTER_NAME = _ENGLISH.classes["noun_after_name"]
# "The latter site", "the former two": what it is stands elsewhere.
_POINTING = frozenset(("latter", "former", "above", "aforementioned", "respective"))
# "Suspected adverse reactions", "fatal adverse events": which ones is not said.
_ANY_REACTION = re.compile(
    r"\b(?:adverse|side|undesirable|unwanted)[ -](?:drug )?(?:reaction|event|effect)s?$", re.I
)
# Words too general to be an object.
_GENERIC = frozenset(name_key(word) for word in _ENGLISH.classes["too_general"])


@dataclass(frozen=True, slots=True)
class Names:
    """What one document calls its substance and its other things.

    Attributes:
        subject: The monograph's substance.
        keys: Folded names of the substance, brands and abbreviations included.
        acronyms: Folded acronym -> the words that the document gives for it.
    """

    subject: Entity
    keys: frozenset[str]
    acronyms: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Grounder:
    """Turns phrases into entities.

    Attributes:
        lexicon: The terminology.
        types: Classes of head nouns.
    """

    lexicon: Lexicon
    types: TypeGuesser

    def entity(
        self,
        text: str,
        head: str,
        allowed: frozenset[str],
        names: Names | None = None,
        *,
        strict: bool = False,
    ) -> Entity | None:
        """The entity that a phrase names.

        Args:
            text: The phrase, without its article.
            head: Its folded head noun.
            allowed: Classes that are wanted, the vocabulary's local names.
            names: What the document calls things.
            strict: Refuse a phrase of unknown class.

        Returns:
            The entity, or None if the phrase is too general, names nothing, or is of another class.
        """
        words = self._unwrap(text.strip(" -–'’\"“”*_."), allowed)
        if "Anatomy" in allowed:
            words = _ORGANS.get(words.lower(), words)
        key = name_key(words)
        if (
            (len(key) < 2 and words.upper() != words)
            or not key
            or key in _GENERIC
            or words.partition(" ")[0].lower() in _POINTING
            or _ANY_REACTION.search(words)
            or not re.search(r"[^\W\d_]", words)
        ):
            return None
        if names and key in names.keys:
            return names.subject if names.subject.type in allowed or "Substance" in allowed else None
        expansion = names.acronyms.get(key) if names else None
        for name in filter(None, (words, expansion)):
            decision = self.lexicon.decide(name)
            if decision.readings:
                return self._known(decision, words, allowed)
        return self._local(expansion or words, words, head, allowed, strict)

    def _known(self, decision: Decision, words: str, allowed: frozenset[str]) -> Entity | None:
        readings = decision.readings
        fitting = [concept for concept in readings if concept.type in allowed]
        if (
            not fitting and "Substance" in allowed
        ):  # a class of substances will do where a substance is wanted
            fitting = [concept for concept in readings if concept.type == "SubstanceClass"]
        if not fitting and (head := words.split()[-1]) and set(self.types.types(fold_word(head))) & allowed:
            kind = next(k for k in self.types.types(fold_word(head)) if k in allowed)
            return Entity(
                tidy(words), words, curie(f"{words} {kind}"), kind
            )  # "milk" that a drug passes into
        if len(fitting) > 1:  # "garlic" is a substance and a food: where both fit, the relation's first class
            first = _default(frozenset(concept.type for concept in fitting))
            fitting = [concept for concept in fitting if concept.type == first]
        if len(fitting) == 1:
            concept = fitting[0]
            brand = name_key(words) in {name_key(name) for name in concept.brands}
            return Entity(
                concept.label,
                words,
                concept.id,
                concept.type,
                concept.xrefs,
                brand,
                decision.form,
                decision.degree,
            )
        if fitting:  # several readings of the wanted class: say nothing about which
            kinds = sorted({concept.type for concept in fitting})
            return Entity(tidy(words), words, curie(f"{words} ambiguous"), kinds[0])
        return None

    def _local(
        self, name: str, words: str, head: str, allowed: frozenset[str], strict: bool
    ) -> Entity | None:
        last = words.split()[-1]
        guessed = self.types.types(head) or self.types.types(last) or self._types_of_known(words, last)
        fitting = [kind for kind in guessed if kind in allowed]
        if not fitting and "SubstanceClass" in guessed and "Substance" in allowed:
            fitting = ["SubstanceClass"]
        if not guessed and " " not in words and _ADJECTIVE.search(words.lower()):
            return None  # "vasospastic" alone names nothing
        if (guessed and not fitting) or (strict and not fitting) or "Other" in guessed[:1]:
            return None
        kind = fitting[0] if fitting else _default(allowed)
        return Entity(tidy(name), words, curie(name), kind)

    def _types_of_known(self, words: str, last: str) -> tuple[str, ...]:
        """The kinds of the head of a longer phrase, where the lexicon knows it ("synthetic glucocorticoid")."""
        if last == words or not last.isalpha():
            return ()
        return tuple(dict.fromkeys(concept.type for concept in self.lexicon.readings(last)))

    def kinds(self, text: str, head: str) -> tuple[str, ...]:
        """Classes that a phrase may have: those of its readings, else those of its head; empty if unknown."""
        readings = self.lexicon.readings(text)
        if readings:
            return tuple(dict.fromkeys(concept.type for concept in readings))
        return self.types.types(head)

    def _unwrap(self, text: str, allowed: frozenset[str]) -> str:
        """Take off "levels of", "the enzyme", "therapy" where they say nothing about what the thing is."""
        words = text.split()
        substance = bool(allowed & {"Substance", "SubstanceClass"})
        if len(words) > 2 and words[1] == "of" and words[0] in load_units():
            words = words[2:]  # "240 mL of grapefruit juice"
        while (
            len(words) > 2
            and (words[0].lower() in _WRAPPERS or words[0].lower() in _RISK)
            and words[1] == "of"
        ):
            if "Measurement" in allowed:
                break
            words = words[2:]
            if words and words[0].lower() in (
                "the",
                "a",
                "an",
                "its",
                "their",
                "certain",
                "other",
                "some",
                "these",
            ):
                words = words[1:]
        if (
            len(words) > 3
            and words[1].lower() in _WRAPPERS
            and words[2] == "of"
            and "Measurement" not in allowed
        ):
            words = words[3:]  # "laboratory evidence of liver disease"
        if substance:
            words = self._bare_name(words)
        only_class = allowed == {"SubstanceClass"}  # "mineral supplement" is the class itself
        if (
            len(words) > 1
            and not only_class
            and fold_word(words[0]) in _CLASS_BEFORE_NAME
            and self._is_name(words[1:])
        ):
            words = words[2:] if words[1] == "of" else words[1:]
        return " ".join(words)

    def _bare_name(self, words: list[str]) -> list[str]:
        """The longest known name left when words on how it is taken go from both ends: "very high zinc intake"."""
        start = 0
        while start < len(words) - 1 and words[start].lower() in _BEFORE_NAME:
            start += 1
        end = len(words)
        while end > start + 1 and words[end - 1].lower() in _NOUN_AFTER_NAME:
            end -= 1
        spans = [
            (first, words[first : first + length])
            for length in range(len(words), end - start - 1, -1)
            for first in range(start + 1)
            if end <= first + length <= len(words)
        ]
        # Without its route a name that the lexicon has comes before one that only looks like a drug ("oral midazolam").
        # Other words may mean more: "low calcium" is no calcium.
        for first, span in spans:
            if all(word.lower() in _ROUTE for word in words[:first]) and self._is_known(span):
                return span
        return next((span for _, span in spans if self._is_name(span)), words)

    def _is_known(self, words: list[str]) -> bool:
        return bool(self.lexicon.readings(" ".join(words)))

    def _is_name(self, words: list[str]) -> bool:
        if self._is_known(words):
            return True
        return bool({"Protein", "Substance"} & set(self.types.types(fold_word(words[-1])))) and len(words) > 1


def as_worded(entity: Entity) -> Entity:
    """The thing with its degree, as a concept of its own: where mild disease is spoken of, and disease is not meant."""
    words = entity.text
    if not words.casefold().startswith(entity.degree.casefold()):
        words = f"{entity.degree} {words}"
    return Entity(tidy(words), entity.text, curie(words), entity.type) if entity.degree else entity


def _default(allowed: frozenset[str]) -> str:
    """The class of an object that nothing is known of: the likeliest of the wanted ones."""
    order = (
        "Substance",
        "Condition",
        "Process",
        "Protein",
        "Food",
        "Anatomy",
        "Measurement",
        "SubstanceClass",
        "Population",
    )
    return next((kind for kind in order if kind in allowed), "Substance")


def tidy(text: str) -> str:
    """A label for a local concept: a capital that only begins a sentence is lowered."""
    first, space, rest = text.partition(" ")
    if (
        first[:1].isupper()
        and first[1:].islower()
        and (not rest or not rest[:1].isupper())
        and len(first) > 3
    ):
        return first.lower() + space + rest
    return text


def curie(name: str) -> str:
    """The CURIE of a local concept: the same for every spelling of a name, ASCII, never empty."""
    words = [singular(fold_word(word)) for word in re.split(r"[\s_/]+", name) if word]
    text = unicodedata.normalize("NFKD", " ".join(words)).encode("ascii", "ignore").decode()
    slug = _SLUG.sub("-", text.lower()).strip("-")
    digest = hashlib.sha256(" ".join(words).encode()).hexdigest()[:8]
    if not slug:
        return f"pgc:x-{digest}"
    return f"pgc:{slug}" if len(slug) <= _LONGEST_SLUG else f"pgc:{slug[:_LONGEST_SLUG].rstrip('-')}-{digest}"
