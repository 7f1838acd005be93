"""The server as a service of its machine: whoever started it is told when it serves and when it stops."""

import contextlib
import errno
import os
import socket
from collections.abc import Awaitable, Callable
from typing import Any

import uvicorn

from server.domain.errors import Conflict, Unusable

BACKLOG = 2048
"""Connections that wait while the server starts."""

NOT_HERE = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)
"""Another machine's address, or of a family that this one does not speak: `localhost` may have such a one beside."""


class Service(uvicorn.Server):
    """uvicorn, which says `READY=1` once it takes connections, and `STOPPING=1` before the live rooms are drained.

    It says so as sd_notify(3) describes it, to the datagram socket that NOTIFY_SOCKET names, if any; and to the
    person who started it by `greet`. `drain` ends the live rooms; after it uvicorn cuts off whoever is left, without a
    reason.
    """

    def __init__(self, config: uvicorn.Config, greet: Callable[[], None], drain: Callable[[], Awaitable[None]]) -> None:
        super().__init__(config)
        self._greet = greet
        self._drain = drain

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start all parts and listen."""
        await super().startup(sockets)
        if self.started:
            self._greet()
            notify("READY=1")

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop listening and end all parts."""
        notify("STOPPING=1")
        await self._drain()
        await super().shutdown(sockets)


def listen(host: str, port: int) -> list[socket.socket]:
    """Return sockets that listen on each address that the host has on this machine.

    Raises:
        Unusable: `host_unknown`. Conflict: `port_unusable`, such as one that another program listens on.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (socket.gaierror, UnicodeError) as error:
        raise Unusable("host_unknown", host=host, problem=getattr(error, "strerror", str(error))) from None
    opened: list[socket.socket] = []
    for family, address in dict.fromkeys((family, address) for family, _, _, _, address in found):
        try:
            opened.append(_open(family, address))
        except OSError as error:
            if error.errno in NOT_HERE:
                continue
            for each in opened:
                each.close()
            raise Conflict("port_unusable", host=host, port=port, problem=error.strerror) from None
    if not opened:
        raise Unusable("host_unknown", host=host, problem=os.strerror(errno.EADDRNOTAVAIL))
    return opened


def _open(family: int, address: Any) -> socket.socket:
    line = socket.socket(family, socket.SOCK_STREAM)
    try:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            line.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        line.bind(address)
        line.listen(BACKLOG)
    except OSError:
        line.close()
        raise
    return line


def notify(state: str) -> None:
    """Tell a state to whoever started this process, if they asked for it. One who does not listen is no fault."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    if address.startswith("@"):
        address = "\0" + address[1:]
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.sendto(state.encode(), address)
