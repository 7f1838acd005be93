"""`python -m tests.chaos.doomed`: the real server, loaded once and forked for each line of standard input.

A line is JSON: `environment` of the server, the `log` that it writes to, and the rule of `mutations` that it breaks, if
any, as `mutant`. Each server is a process and a session of its own, opens everything anew, and says when it is ready.
"""

import json
import os
import signal
import sys
import traceback
from contextlib import suppress
from functools import wraps
from pathlib import Path
from typing import Any

import uvicorn

from server import cli
from tests.chaos.grafts import graft
from tests.chaos.mutations import MUTATIONS
from tests.chaos.traps import Trap, set_traps


def announce(answers: int) -> None:
    """Say on this descriptor that sockets are open, once they are."""
    startup = uvicorn.Server.startup

    @wraps(startup)
    async def wrapped(self: uvicorn.Server, *args: Any, **keywords: Any) -> None:
        await startup(self, *args, **keywords)
        os.write(answers, b"ready\n")

    graft(uvicorn.Server, "startup", wrapped)


def serve(order: dict[str, Any]) -> None:
    """Be the server that was ordered."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    announce(os.dup(1))
    with Path(order["log"]).open("ab") as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    os.environ.update(order["environment"])
    set_traps(Trap(Path(os.environ["ADREF_VAR"])))
    if order["mutant"]:
        MUTATIONS[order["mutant"]]()
    cli.serve()


def main() -> None:
    """Fork until standard input ends; then the server that was forked last dies too."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    last = None
    for line in sys.stdin:
        if last is not None:
            os.close(last)
        pid = os.fork()
        if not pid:
            try:
                serve(json.loads(line))
            except Exception:
                traceback.print_exc()
            finally:
                os._exit(1)
        last = os.pidfd_open(pid)
        os.write(1, f"{pid}\n".encode())
    if last is not None:
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(last, signal.SIGKILL)


if __name__ == "__main__":
    main()
