"""The server as a service of its machine: whoever started it is told when it serves and when it stops."""

import contextlib
import os
import socket
from collections.abc import Awaitable, Callable

import uvicorn


class Service(uvicorn.Server):
    """uvicorn, which says `READY=1` once it takes connections, and `STOPPING=1` before the live rooms are drained.

    It says so as sd_notify(3) describes it, to the datagram socket that NOTIFY_SOCKET names, if any. `drain` ends the
    live rooms; after it uvicorn cuts off whoever is left, without a reason.
    """

    def __init__(self, config: uvicorn.Config, drain: Callable[[], Awaitable[None]]) -> None:
        super().__init__(config)
        self._drain = drain

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start all parts and listen."""
        await super().startup(sockets)
        if self.started:
            notify("READY=1")

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop listening and end all parts."""
        notify("STOPPING=1")
        await self._drain()
        await super().shutdown(sockets)


def notify(state: str) -> None:
    """Tell a state to whoever started this process, if they asked for it. One who does not listen is no fault."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    if address.startswith("@"):
        address = "\0" + address[1:]
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.sendto(state.encode(), address)
