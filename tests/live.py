"""A real Adref: its own process, its own data in a temporary folder, on a port of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

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
        """Load the demonstration from the command line."""
        self.demo = json.loads(self.run("demo", "--json").stdout)

    def start(self) -> None:
        """Start the server and wait until it is ready."""
        with (self.var / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", self.module, "serve"],
                env=self.settings,
                cwd=self.code,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait_ready()

    def _wait_ready(self) -> None:
        transport = httpx.HTTPTransport(retries=40)
        with httpx.Client(transport=transport, timeout=START_SECONDS) as client:
            for _ in range(200):
                if self.process is None or self.process.poll() is not None:
                    raise RuntimeError(f"the server ended:\n{(self.var / 'server.log').read_text()[-4000:]}")
                try:
                    if client.get(f"{self.url}/health/ready").status_code == 200:
                        return
                except httpx.TransportError:
                    continue
        raise RuntimeError("the server is not ready")

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
