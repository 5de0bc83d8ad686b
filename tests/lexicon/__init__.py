"""Tests of the lexicon: its tables, its pack, its commands."""
