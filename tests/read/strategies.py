"""Texts for the property tests: Markdown, YAML and HTML mixed at random."""

from __future__ import annotations

from hypothesis import strategies as st

_MARKS = (
    "# |## |### **Q1: What?**\n|**A:** |**|*|_|`|~~|~|[1]|[a](b)|![x](y)|<b>|</b>|<!-- |-->|<script>|</script>|<br>"
    "|<sup>2</sup>|10<sup>9</sup>|<div>\n|&amp;|&#x41;|&nbsp;|\\*|\\|- |  - |1. |> |[^1]|[^1]: |**Label:** |: |===\n"
    "|***\n|```\n|---\n|\n|\n\n|\r\n|\r|    |\t"
)
_WORDS = (
    "word |Warfarin|It is safe. |e.g. |. |.It|? |...|β|𝄞|\u2028|\xa0|\ufeff|"
    "7.1 CYP2C19 Inhibitors\n\n|WARNINGS\n\n|Title Case\n\n"
    "|Q: a?\nA: b|• |(5.1)|0.5 mg| ### Cognitive effects|It comes as:\n"
)
_YAML = "title: X\n|faqs:\n|  - q: a?\n|    a: 'A:** b'\n|description: >-\n  Foo. Bar\n|&a |*a|<<: |[|{|!!str |\"|'"
_TABLES = ["|", "| a | b |\n|---|---|\n", "| c |\n"]

_PIECES = st.sampled_from([*_MARKS.split("|"), *_WORDS.split("|") * 2, *_YAML.split("|"), *_TABLES])
MARKDOWN = st.one_of(
    st.lists(_PIECES, max_size=10).map("".join),
    st.lists(_PIECES, min_size=10, max_size=60).map("".join),
)
_YAML_PIECES = st.sampled_from(
    [*_YAML.split("|"), "- ", "? ", "# ", "\t", "\r", "\u2028", "a: ", "]", "}", "x", " "]
)
YAML = st.lists(_YAML_PIECES, max_size=30).map("".join)
