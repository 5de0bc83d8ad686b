"""What a reader needs of a store: to be asked. A store of Oxigraph on disk has it, one behind HTTP has it too."""

from __future__ import annotations

from typing import Protocol

import pyoxigraph as ox

Results = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


class Readable(Protocol):
    """The part of ``pyoxigraph.Store`` that readers use."""

    def query(
        self,
        query: str,
        *,
        prefixes: dict[str, str] | None = None,
        use_default_graph_as_union: bool = False,
    ) -> Results:
        """Answer a query.

        Raises:
            SyntaxError: It is malformed.
        """
        ...
