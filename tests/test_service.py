"""Who starts the server is told when it serves and when it stops, as sd_notify(3) has it."""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from server.service import notify
from tests.live import Live


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.settimeout(30)
        line.bind(str(tmp_path / "told"))
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "told"))
        yield line


def test_a_state_is_told_at_a_path_or_under_an_abstract_name(
    told: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    notify("READY=1")
    assert told.recv(100) == b"READY=1"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as abstract:
        abstract.bind(f"\0{told.getsockname()}")
        monkeypatch.setenv("NOTIFY_SOCKET", f"@{told.getsockname()}")
        notify("STOPPING=1")
        assert abstract.recv(100) == b"STOPPING=1"


def test_nobody_who_listens_is_no_fault(told: socket.socket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", f"{told.getsockname()}-gone")
    notify("READY=1")
    monkeypatch.delenv("NOTIFY_SOCKET")
    notify("READY=1")
    told.setblocking(False)
    with pytest.raises(BlockingIOError):
        told.recv(100)


def test_a_server_says_when_it_serves_and_when_it_stops(told: socket.socket, tmp_path: Path) -> None:
    live = Live(tmp_path / "var")
    live.var.mkdir()
    serve = [sys.executable, "-m", "server", "serve"]
    with subprocess.Popen(serve, env=live.settings, cwd=live.code, stdout=subprocess.DEVNULL) as process:
        assert told.recv(100) == b"READY=1"
        assert httpx.get(f"{live.url}/health/ready").status_code == 200
        process.terminate()
        assert told.recv(100) == b"STOPPING=1"
        assert process.wait() == -signal.SIGTERM
