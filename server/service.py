"""The server as a service of its machine: whoever started it is told when it serves and when it stops."""

import contextlib
import os
import socket

import uvicorn


class Service(uvicorn.Server):
    """uvicorn, which says `READY=1` once it takes connections, and `STOPPING=1` before the live rooms are drained.

    It says so as sd_notify(3) describes it, to the datagram socket that NOTIFY_SOCKET names, if any.
    """

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start all parts and listen."""
        await super().startup(sockets)
        if self.started:
            notify("READY=1")

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop listening and end all parts."""
        notify("STOPPING=1")
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
