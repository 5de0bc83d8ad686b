"""Passage -> tokens, phrases and entities: the English and the names, before any relation."""
