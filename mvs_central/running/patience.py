"""Connections that send a request too slowly are ended: they cost a place each (slow loris).

uvicorn ends a connection that is silent between two requests, and waits without end for the
rest of a request line or header that began.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

MOST_HEADERS = 16 * 1024  # bytes before the body
HEADER_SECONDS = 20.0


class PatientProtocol(H11Protocol):
    """Waits so long for the head of a request, from its first byte or the connection's start."""

    header_seconds = HEADER_SECONDS

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._ends: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._begin()

    def data_received(self, data: bytes) -> None:
        if self._is_between():
            self._begin()
        super().data_received(data)
        if not self._is_between():
            self._end()

    def connection_lost(self, exc: Exception | None) -> None:
        self._end()
        super().connection_lost(exc)

    def _is_between(self) -> bool:
        """Whether no request is being answered: what comes in is the head of the next."""
        # uvicorn's annotation leaves out that there is none before the first request.
        return self.cycle is None or self.cycle.response_complete  # type: ignore[redundant-expr]

    def _begin(self) -> None:
        if self._ends is None:
            self._ends = self.loop.call_later(self.header_seconds, self._give_up)

    def _end(self) -> None:
        if self._ends is not None:
            self._ends.cancel()
            self._ends = None

    def _give_up(self) -> None:
        self._ends = None
        if self._is_between() and not self.transport.is_closing():
            self.transport.close()
