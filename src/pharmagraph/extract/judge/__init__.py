"""A trained judge of statements: it ranks what the rules propose, rejects some of it, and finds what they miss.

Trained on the project's own annotated texts (``make train``); see ``docs/extraction.md`` for what it is worth.
"""
