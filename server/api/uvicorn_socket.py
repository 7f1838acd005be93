"""uvicorn's WebSocket protocol, mended: a peer that takes nothing does not keep its socket, nor hold up a stop.

As shipped, a socket is closed behind all that still waits to be sent. For a peer that is alive and reads nothing that
is never: its session, its memory and, at a stop, ten seconds of everybody's patience stay with it.
"""

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

PING_SECONDS = 20.0
"""Between two pings, and how long the answer to one may take: a peer that is gone without a word is known in 40 s."""

PARTING_SECONDS = 2.0
"""How long what was sent last, and why the socket is closed, may take to leave."""


class PromptSocket(WebSocketsSansIOProtocol):
    """One socket. Once nobody serves it, or its peer is silent, it is cut off after a parting."""

    async def run_asgi(self) -> None:
        """Serve the socket to its end."""
        await super().run_asgi()
        self._part()

    def keepalive_timeout(self) -> None:
        """The peer has not answered a ping."""
        super().keepalive_timeout()
        self._part()

    def _part(self) -> None:
        self.loop.call_later(PARTING_SECONDS, self.transport.abort)
