"""Word classes and inflection, from ``ontology/english.tsv``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pharmagraph.errors import OntologyError
from pharmagraph.recognise.spelling import fold_word
from pharmagraph.resources import ontology_dir


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of a verb.

    Attributes:
        base: ``inhibit``.
        third: ``inhibits``.
        past: Past tense and past participle (``took``, ``taken``).
        ing: ``inhibiting``.
    """

    base: str
    third: str
    past: tuple[str, ...]
    ing: str

    def all(self) -> frozenset[str]:
        """Every form."""
        return frozenset((self.base, self.third, self.ing, *self.past))


@dataclass(frozen=True, slots=True)
class English:
    """The closed classes, and the verbs with their forms.

    Attributes:
        classes: Word class -> folded words.
        irregular: Lemma -> forms that no rule gives.
        finite: Base and third-person forms of verbs that are nouns too seldom to matter.
        past: Past forms -> lemma.
        ing: -ing forms -> lemma.
        noun_verbs: Base and third-person forms that are as often nouns.
    """

    classes: dict[str, frozenset[str]]
    irregular: dict[str, Forms]
    finite: frozenset[str]
    past: dict[str, str]
    ing: dict[str, str]
    noun_verbs: frozenset[str]

    def forms(self, lemma: str) -> Forms:
        """All forms of a verb, irregular or by rule."""
        return self.irregular.get(lemma) or regular_forms(lemma)


def regular_forms(lemma: str) -> Forms:
    """Inflect a regular English verb."""
    if lemma.endswith("e"):
        return Forms(lemma, lemma + "s", (lemma + "d",), lemma[:-1] + "ing")
    if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        return Forms(lemma, lemma[:-1] + "ies", (lemma[:-1] + "ied",), lemma + "ing")
    third = lemma + ("es" if lemma.endswith(("s", "x", "ch", "sh", "z", "o")) else "s")
    return Forms(lemma, third, (lemma + "ed",), lemma + "ing")


def _rows(path: Path) -> Iterator[tuple[str, list[str]]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            name, tab, words = line.partition("\t")
            if not tab:
                raise OntologyError("a row needs a class, a tab and words", source=path, line=number)
            yield name, [word.replace("_", " ") for word in words.split()]


@cache
def load_english(folder: Path | None = None) -> English:
    """Read ``english.tsv``.

    Raises:
        OntologyError: The file is damaged.
    """
    path = (folder or ontology_dir()) / "english.tsv"
    table = dict(_rows(path))
    irregular = {}
    for entry in table.pop("irregular"):
        base, third, past, participle, ing = entry.split(":")
        irregular[base] = Forms(base, third, (past, participle), ing)
    classes = {name: frozenset(words) for name, words in table.items()}
    finite: set[str] = set()
    past_forms: dict[str, str] = {}
    ing_forms: dict[str, str] = {}
    noun_verbs: set[str] = set()
    for lemma in sorted(classes["verb"] | classes["noun_verb"]):
        forms = irregular.get(lemma) or regular_forms(lemma)
        bucket = noun_verbs if lemma in classes["noun_verb"] else finite
        bucket.update((fold_word(forms.base), fold_word(forms.third)))
        past_forms.update((fold_word(form), lemma) for form in forms.past)
        ing_forms[fold_word(forms.ing)] = lemma
    return English(
        classes, irregular, frozenset(finite - noun_verbs), past_forms, ing_forms, frozenset(noun_verbs)
    )
