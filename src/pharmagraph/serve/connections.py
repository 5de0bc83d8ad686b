"""HTTP connections that are bounded in number and in patience; uvicorn waits for slow clients without end.

A client has some seconds for the head of a request, from connecting or from its first byte after another answer, and as
many to take up some of an answer. Where there are more connections than there may be, one that has not asked anything
yet makes room for the new one, the oldest first.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from pharmagraph.serve.limits import Limits


class BoundedProtocol(H11Protocol):
    """uvicorn's HTTP/1.1 with the bounds of ``limits``, which a subclass sets."""

    limits: Limits

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - uvicorn's own
        super().__init__(*args, **kwargs)
        self._deadline: asyncio.TimerHandle | None = None
        self._since = self.loop.time()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client connects."""
        super().connection_made(transport)
        self._wait()
        if len(self.connections) > self.limits.connections:
            self._make_room()

    def data_received(self, data: bytes) -> None:
        """Something comes from the client."""
        super().data_received(data)
        if self._asks_nothing():
            if self._deadline is None:
                self._wait()
        elif not self.flow.write_paused:
            self._wait_no_more()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone."""
        self._wait_no_more()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """The client reads more slowly than we write."""
        super().pause_writing()
        self._wait()

    def resume_writing(self) -> None:
        """The client has read on."""
        super().resume_writing()
        self._wait_no_more()

    def _asks_nothing(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _wait(self) -> None:
        self._wait_no_more()
        self._deadline = self.loop.call_later(self.limits.patience, self.transport.abort)

    def _wait_no_more(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _make_room(self) -> None:
        idle = [
            other
            for other in self.connections
            if isinstance(other, BoundedProtocol) and other._asks_nothing()
        ]
        oldest = min(
            (other for other in idle if other is not self), key=lambda other: other._since, default=self
        )
        # Not only when it is gone, a moment later: more may connect before that.
        self.connections.discard(oldest)
        oldest.transport.abort()
