"""Bytes to monographs: front matter, Markdown, sentences, exact offsets, repair of known damage.

``read_bytes`` is the whole way; ``read_monograph`` reads a file, ``find_monographs`` looks for them.
"""

from __future__ import annotations

from pharmagraph.read.files import Found, SourceFile, find_monographs
from pharmagraph.read.reading import Reading, file_bytes, read_bytes, read_monograph

__all__ = ["Found", "Reading", "SourceFile", "file_bytes", "find_monographs", "read_bytes", "read_monograph"]
