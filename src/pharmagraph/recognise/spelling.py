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

# British -> American, applied to single lower-case words. Each needs a letter before it, so that short
# words ("rise", "wise") keep their form.
_BRITISH = (
    (re.compile(r"(?<=[a-z]{3})is(e|es|ed|ing|ation|ations|er|ers)$"), r"iz\1"),
    (re.compile(r"(?<=[a-z]{2})ys(e|es|ed|ing)$"), r"yz\1"),
    (re.compile(r"aem(?=i)"), "em"),
    (re.compile(r"^haem"), "hem"),
    (re.compile(r"^oe(?=[sd])"), "e"),
    (re.compile(r"oea"), "ea"),
    (re.compile(r"^foet"), "fet"),
    (re.compile(r"^f(?:ae)c"), "fec"),
    (re.compile(r"paed"), "ped"),
    (re.compile(r"an?aes"), "anes"),
    (re.compile(r"^leuk(?=o)|^leuc(?=o)"), "leuk"),
    (re.compile(r"our(?=$|s$|ed$|ing$)"), "or"),
    (re.compile(r"tumour"), "tumor"),
    (re.compile(r"sulph"), "sulf"),
    (
        re.compile(r"^(label|model|signal|travel|fuel|cancel|channel|counsel|remodel|tunnel)l(?=ing$|ed$)"),
        r"\1",
    ),
    (re.compile(r"fibre"), "fiber"),
    (re.compile(r"litre"), "liter"),
    (re.compile(r"^oedema"), "edema"),
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


@lru_cache(maxsize=65536)
def fold_word(word: str) -> str:
    """One word -> its lower-case American form with Greek letters spelled out."""
    word = word.lower().replace("’", "'")
    if not word.isascii():
        word = _GREEK_LETTER.sub(lambda m: _GREEK[m.group()], word)
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    if len(word) > 4 and _MAYBE_BRITISH.search(word) and not _NOT_BRITISH.match(word):
        for pattern, replacement in _BRITISH:
            word = pattern.sub(replacement, word)
    return word


@lru_cache(maxsize=65536)
def singular(word: str) -> str:
    """A folded word -> its singular; words that merely end in s stay."""
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
def name_key(name: str) -> str:
    """A name -> the key under which all its spellings meet.

    Case, hyphens, spaces, brackets, Greek letters, British spelling, the possessive and the plural of each word
    are folded: ``"MK-7"`` and ``"MK7"``, ``"γ-glutamyl"`` and ``"gamma glutamyl"``, ``"egg yolks"`` and
    ``"egg yolk"``, ``"Graves’ disease"`` and ``"Graves disease"``.
    """
    if "'" in name or "’" in name:
        name = _POSSESSIVE.sub("", name)
    words = re.split(r"[\s\-‐‑–/_]+", name.replace("(", " ").replace(")", " ").strip())
    folded = (singular(fold_word(word)) for word in words if word)
    return "".join("".join(_WORD.findall(word)) for word in folded)
