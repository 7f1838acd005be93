"""Servers that are there at once: they are forked from a process that has loaded everything that a server needs."""

import json
import os
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from tests.chaos.points import SET, SPRUNG
from tests.live import ROOT, Live


class Child:
    """A server that another process has forked, as far as it is looked at and killed here."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.descriptor = os.pidfd_open(pid)

    def poll(self) -> int | None:
        """Return None while it lives."""
        dead, _, _ = select.select([self.descriptor], [], [], 0)
        return -signal.SIGKILL if dead else None

    def wait(self, timeout: float = 30.0) -> int:
        """Return once it is dead; it is not known how it ended, but who kills it knows."""
        dead, _, _ = select.select([self.descriptor], [], [], timeout)
        if not dead:
            raise TimeoutError(f"process {self.pid} lives on")
        os.close(self.descriptor)
        return -signal.SIGKILL


class Nursery:
    """The process from which servers are forked. It has to be closed."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.chaos.doomed"]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, bufsize=0, start_new_session=True)
        assert self._process.stdin is not None and self._process.stdout is not None
        self._orders: IO[bytes] = self._process.stdin
        self._answers: IO[bytes] = self._process.stdout

    def fork(self, environment: Mapping[str, str], log: Path, mutant: str) -> Child:
        """Have a server forked, and return it once it is ready.

        Raises:
            RuntimeError: it ended instead; with the end of its log.
        """
        order = {"environment": dict(environment), "log": str(log), "mutant": mutant}
        self._orders.write(json.dumps(order).encode() + b"\n")
        child = Child(int(self._answers.readline()))
        ready, _, _ = select.select([self._answers.fileno(), child.descriptor], [], [])
        if self._answers.fileno() not in ready:
            child.wait()
            raise RuntimeError(f"the server ended:\n{log.read_text()[-4000:]}")
        self._answers.readline()
        return child

    def close(self) -> None:
        """End it, and the server that it forked last."""
        self._orders.close()
        self._process.wait()
        self._answers.close()


@dataclass(slots=True, kw_only=True)
class DoomedLive(Live):
    """A server with traps, which is there again at once. It breaks the rule that `mutant` names."""

    nursery: Nursery
    mutant: str = ""

    def start(self) -> None:
        """Have a server forked, and wait until it is ready."""
        for name in (SET, SPRUNG):
            (self.var / name).unlink(missing_ok=True)
        child: Any = self.nursery.fork(self.settings, self.var / "server.log", self.mutant)
        self.process = child

    def set_trap(self, point: str, passing: int) -> None:
        """Have the server stop dead when it passes a point for the n-th time from now on."""
        part = self.var / f"{SET}.part"
        part.write_text(f"{point}\n{passing}\n")
        part.replace(self.var / SET)

    def is_sprung(self) -> bool:
        """True once it stands still there."""
        return (self.var / SPRUNG).exists()

    def halt(self) -> None:
        """Have the server stand still."""
        assert self.process is not None
        os.kill(self.process.pid, signal.SIGSTOP)

    def kill(self) -> None:
        """SIGKILL the server and all that it started, unless it is dead."""
        if self.process is not None:
            if self.process.poll() is None:
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


def move_in(nursery: Nursery, model: Live, var: Path, mutant: str = "") -> DoomedLive:
    """Start a server on a copy of what `model` has loaded."""
    shutil.copytree(model.var, var, dirs_exist_ok=True)
    live = DoomedLive(var, demo=model.demo, nursery=nursery, mutant=mutant)
    live.start()
    return live
