"""Who starts the server is told when it serves and when it stops, as sd_notify(3) has it."""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from server.console import explain
from server.domain.errors import Conflict, Unusable
from server.service import listen, notify
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


def test_a_port_is_listened_on_before_the_server_starts_or_its_setting_is_named() -> None:
    (line,) = listen("127.0.0.1", 0)
    with line:
        port = line.getsockname()[1]
        socket.create_connection(("127.0.0.1", port)).close()
        with pytest.raises(Conflict) as taken:
            listen("127.0.0.1", port)
        assert taken.value.code == "port_unusable"
        assert explain(taken.value).startswith(f"ADREF_PORT cannot be listened on: 127.0.0.1, port {port} (")


@pytest.mark.parametrize("host", ["no.such.host.invalid", "203.0.113.7"])
def test_a_host_that_is_not_this_machine_is_named(host: str) -> None:
    with pytest.raises(Unusable) as unknown:
        listen(host, 0)
    assert unknown.value.code == "host_unknown"
    assert explain(unknown.value).startswith(f"ADREF_HOST is no address of this machine: {host}")
