"""A real Adref: its own process, its own data in a temporary folder, on a port of its own."""

import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import httpx

ROOT = Path(__file__).parents[1]
START_SECONDS = 60.0
PASSWORD_ROLES = ("chair", "secretariat", "translator", "observer", "delegate")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(slots=True)
class Live:
    """A server with the demonstration loaded. `start` and `kill` it as often as needed; the data stays."""

    var: Path
    port: int = field(default_factory=free_port)
    environment: dict[str, str] = field(default_factory=dict)
    demo: dict[str, Any] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    code: Path = ROOT
    """Where its modules are: the checkout, or what was installed elsewhere, with the client that is in it."""
    module: str = "server"
    """What is run: the server itself, or one whose world fails."""

    @property
    def url(self) -> str:
        """The address of the server."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def settings(self) -> dict[str, str]:
        """The environment in which its verbs run."""
        own = {"ADREF_VAR": str(self.var), "ADREF_PORT": str(self.port)}
        client = {"ADREF_WEB": str(ROOT / "web/dist")} if self.code == ROOT else {}
        return {**client, **os.environ, **own, **self.environment}

    def run(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a verb of the command line."""
        return subprocess.run(
            [sys.executable, "-m", "server", *arguments],
            env=self.settings,
            cwd=self.code,
            capture_output=True,
            text=True,
            check=check,
            timeout=120,
        )

    def load_demo(self) -> None:
        """Load the demonstration from the command line, or copy what that has made before."""
        if self.code == ROOT and "ADREF_DATABASE_URL" not in self.settings:
            self.demo = demonstration().give(self.var)
        else:
            self.demo = json.loads(self.run("demo", "--json").stdout)

    def start(self) -> None:
        """Start the server and wait until it serves."""
        name = f"adref-{uuid4()}"
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told, (self.var / "server.log").open("ab") as log:
            told.bind("\0" + name)
            self.process = subprocess.Popen(
                [sys.executable, "-m", self.module, "serve"],
                env={**self.settings, "NOTIFY_SOCKET": f"@{name}"},
                cwd=self.code,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
            self._wait_ready(told)

    def _wait_ready(self, told: socket.socket) -> None:
        """Wait until the server says that it serves, or has ended."""
        assert self.process is not None
        ended = os.pidfd_open(self.process.pid)
        try:
            heard, _, _ = select.select([told.fileno(), ended], [], [], START_SECONDS)
        finally:
            os.close(ended)
        if told.fileno() not in heard:
            said = (self.var / "server.log").read_text()[-4000:]
            raise RuntimeError(f"the server {'ended' if heard else 'is not ready'}:\n{said}")
        assert told.recv(100) == b"READY=1"

    def kill(self) -> None:
        """SIGKILL the server and all that it started."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def stop(self) -> int:
        """SIGTERM the server and return its exit code."""
        if self.process is None:
            return 0
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=30)
        self.process = None
        return code

    def person(self, role: str, index: int = 0) -> dict[str, Any]:
        """Return a person of the demonstration by role."""
        found: dict[str, Any] = [p for p in self.demo["persons"] if p["role"] == role][index]
        return found

    def token(self, person: dict[str, Any]) -> str:
        """Sign in as a program and return the bearer token."""
        body = {"email": person["email"], "password": person["password"], "token": True}
        answer = httpx.post(f"{self.url}/api/v1/session", json=body)
        answer.raise_for_status()
        return str(answer.json()["token"])

    def client(self, role: str, index: int = 0) -> httpx.Client:
        """Return an HTTP client signed in as a person of this role."""
        headers = {"Authorization": f"Bearer {self.token(self.person(role, index))}"}
        return httpx.Client(base_url=f"{self.url}/api/v1", headers=headers, timeout=30)


class Demonstration:
    """The demonstration as one run of the command line leaves it on SQLite, to be copied: loading takes seconds."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(prefix="adref-demonstration-")
        made = Live(Path(self._folder.name)).run("demo", "--json")
        self._told = made.stdout

    def give(self, var: Path) -> dict[str, Any]:
        """Copy it into another folder, and return what was printed."""
        shutil.copytree(self._folder.name, var, dirs_exist_ok=True)
        told: dict[str, Any] = json.loads(self._told)
        return told


@cache
def demonstration() -> Demonstration:
    """Return the demonstration that this process copies from."""
    return Demonstration()


@contextmanager
def live_server(var: Path, **environment: str) -> Iterator[Live]:
    """Run a server with the demonstration for the length of a `with` block."""
    live = Live(var, environment=environment)
    live.load_demo()
    live.start()
    try:
        yield live
    finally:
        live.kill()


def walk_clauses(clauses: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield every clause of an agenda's tree, in reading order."""
    for clause in clauses:
        yield clause
        yield from walk_clauses(clause["children"])
