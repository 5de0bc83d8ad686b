"""The builder of the lexicon's pack: pinned sources in, one file out, the same bytes in every run."""
