"""One spelling for comparing: British and American, Greek letters, hyphens, plurals.

Nothing here is shown to a user; quotes and labels keep the spelling of the text.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "κ": "kappa", "λ": "lambda",
    "μ": "mu", "µ": "mu", "ω": "omega", "σ": "sigma", "τ": "tau", "θ": "theta", "ζ": "zeta", "η": "eta",
}  # fmt: skip
_GREEK_LETTER = re.compile(f"[{''.join(_GREEK)}]")

# British -> American, applied to single lower-case words: letters without which the pattern cannot hold (looked for
# first, ten times as quick), the pattern, what stands instead. Each ending needs letters before it, so that short
# words ("rise", "wise") keep their form.
_BRITISH = tuple(
    (letters, re.compile(pattern), instead)
    for letters, pattern, instead in (
        ("is", r"(?<=[a-z]{3})is(e|es|ed|ing|ation|ations|er|ers)$", r"iz\1"),
        ("ys", r"(?<=[a-z]{2})ys(e|es|ed|ing)$", r"yz\1"),
        ("aem", r"aem(?=i)", "em"),
        ("haem", r"^haem", "hem"),
        ("oe", r"^oe(?=[sd])", "e"),
        ("oea", r"oea", "ea"),
        ("foet", r"^foet", "fet"),
        ("faec", r"^faec", "fec"),
        ("paed", r"paed", "ped"),
        ("aes", r"an?aes", "anes"),
        ("leu", r"^leuk(?=o)|^leuc(?=o)", "leuk"),
        ("our", r"our(?=$|s$|ed$|ing$)", "or"),
        ("tumour", r"tumour", "tumor"),
        ("sulph", r"sulph", "sulf"),
        (
            "ll",
            r"^(label|model|signal|travel|fuel|cancel|channel|counsel|remodel|tunnel)l(?=ing$|ed$)",
            r"\1",
        ),
        ("fibre", r"fibre", "fiber"),
        ("litre", r"litre", "liter"),
        ("oedema", r"^oedema", "edema"),
    )
)
# One search that most words do not pass, before all those above.
_MAYBE_BRITISH = re.compile(r"is|ys|aem|hae|oe|fae|pae|aes|leu[kc]|our|sulph|ll|fibre|litre")
# Words that end like the British forms above and are not: advise, exercise, our, four, hour.
_NOT_BRITISH = re.compile(
    r"^(?:advis|exercis|superv|comprom|compris|otherw|likew|precis|promis|surpris|rais|ris|pois|nois|"
    r"expertis|revis|devis|televis|paradis|concis|bruis|cruis|diseas|increas|decreas|releas|four|hour|pour|your|our|"
    r"sour|flour|tour|contour|course|source)"
)
_IRREGULAR_PLURALS = {
    "children": "child", "women": "woman", "men": "man", "feces": "feces", "faeces": "feces",
    "diabetes": "diabetes", "diagnoses": "diagnosis", "thromboses": "thrombosis", "metastases": "metastasis",
    "bacteria": "bacterium", "mice": "mouse", "feet": "foot", "teeth": "tooth", "herpes": "herpes",
    "rabies": "rabies", "series": "series", "species": "species", "hives": "hives", "always": "always",
    "stones": "stone", "mitochondria": "mitochondrion", "criteria": "criterion", "data": "data",
    "viruses": "virus", "sinuses": "sinus", "fetuses": "fetus", "uteruses": "uterus", "calluses": "callus",
    "gases": "gas", "crises": "crisis", "psychoses": "psychosis", "neuroses": "neurosis", "stenoses": "stenosis",
    "mycoses": "mycosis", "dermatoses": "dermatosis", "keratoses": "keratosis", "fibroses": "fibrosis",
    "prostheses": "prosthesis", "paralyses": "paralysis", "fungi": "fungus", "thrombi": "thrombus",
    "emboli": "embolus", "vertebrae": "vertebra", "niches": "niche", "douches": "douche", "calories": "calorie",
}  # fmt: skip
# Plurals in -ches, -zes and -oes whose singular is told by what stands before: headaches and patches, sizes and
# waltzes, potatoes and shoes.
_ACHES = re.compile(
    r"(?:^|head|back|ear|tooth|stomach|belly|tummy|heart|muscle|body|bone|face|joint|leg)aches$"
)
_VOWEL_ZES = re.compile(r"[aeiou]zes$")
_OES = re.compile(r"(?:tomat|potat|mosquit|mang|ech|torped)oes$")
_POSSESSIVE = re.compile(r"['’](?:s(?![^\W_])|(?=\s|$))")
_WORD = re.compile(r"[a-z0-9]+")
_WITHIN_WORDS = str.maketrans(dict.fromkeys("-‐‑–/_()", " "))


@lru_cache(maxsize=65536)
def fold_word(word: str) -> str:
    """One word -> its lower-case American form with Greek letters spelled out."""
    word = word.lower()
    if not word.isascii():
        word = word.replace("’", "'")
        word = _GREEK_LETTER.sub(lambda m: _GREEK[m.group()], word)
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    if len(word) > 4 and _MAYBE_BRITISH.search(word) and not _NOT_BRITISH.match(word):
        for letters, pattern, instead in _BRITISH:
            if letters in word:
                word = pattern.sub(instead, word)
    return word


@lru_cache(maxsize=65536)
def singular(word: str) -> str:
    """A folded word -> its singular; words that merely end in s stay."""
    return _singular(word)


def _singular(word: str) -> str:
    if word in _IRREGULAR_PLURALS:
        return _IRREGULAR_PLURALS[word]
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is", "'s")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if _ACHES.search(word) or _VOWEL_ZES.search(word):
        return word[:-1]
    if word.endswith(("sses", "xes", "ches", "shes", "zes")) or _OES.search(word):
        return word[:-2]
    return word[:-1]


@lru_cache(maxsize=65536)
def plain_word(word: str) -> str:
    """One word -> its folded singular."""
    return _singular(fold_word(word))


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """A name -> the key under which all its spellings meet.

    Case, hyphens, spaces, brackets, Greek letters, British spelling, the possessive and the plural of each word
    are folded: ``"MK-7"`` and ``"MK7"``, ``"γ-glutamyl"`` and ``"gamma glutamyl"``, ``"egg yolks"`` and
    ``"egg yolk"``, ``"Graves’ disease"`` and ``"Graves disease"``.
    """
    return "".join(map(_word_key, name.split()))


@lru_cache(maxsize=65536)
def _word_key(word: str) -> str:
    """What the letters between two spaces add to a key; names share most of their words, so it is remembered."""
    if word.isascii() and word.isalnum():
        return plain_word(word)
    bare = word
    if "'" in word or "’" in word:
        bare = _POSSESSIVE.sub("", word)
    parts = map(plain_word, bare.translate(_WITHIN_WORDS).split())
    return "".join(part for plain in parts for part in _WORD.findall(plain))
