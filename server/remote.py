"""The running server, as the command line reaches it: its address and token lie in `var/operator.json`, mode 0600."""

import json
import os
import shutil
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import msgspec

from server.domain.errors import Refusal, Unavailable, Unusable
from server.settings import Settings

FILE = "operator.json"
SECONDS = 900
"""How long a verb may take to answer: a backup of a long process is large."""


@dataclass(frozen=True, slots=True)
class RunningServer:
    """A server on this machine that takes the operator's verbs."""

    url: str
    token: str

    def fetch(self, verb: str, data: bytes = b"", **query: str) -> bytes:
        """Send a verb and return the answer's bytes.

        Raises:
            Refusal: the server refused; with its code. Unavailable: `server_silent`.
        """
        with self._send(verb, data, query) as answer:
            return bytes(answer.read())

    def save(self, verb: str, file: Path) -> None:
        """Send a verb and write the answer into a file, which is whole or not there.

        Raises:
            Refusal: the server refused. Unavailable: `server_silent`. Unusable: `file_unwritable`.
        """
        part = file.with_name(f"{file.name}.part")
        try:
            with self._send(verb, b"", {}) as answer, part.open("wb") as stream:
                shutil.copyfileobj(answer, stream)
            part.replace(file)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise Unusable("file_unwritable", file=str(file), problem=str(error)) from None

    def send_file(self, verb: str, file: Path) -> Any:
        """Send a verb with a file of any size as its body, and return the answer's JSON."""
        with file.open("rb") as stream, self._send(verb, stream, {}, size=file.stat().st_size) as answer:
            return json.loads(answer.read())

    @contextmanager
    def _send(
        self, verb: str, data: bytes | IO[bytes], query: Mapping[str, str], size: int | None = None
    ) -> Iterator[Any]:
        address = f"{self.url}/api/operator/{verb}?{urllib.parse.urlencode(query)}"
        request = urllib.request.Request(address, data=data, method="POST")
        request.add_header("Authorization", f"Bearer {self.token}")
        if size is not None:
            request.add_header("Content-Length", str(size))
        try:
            answer = urllib.request.urlopen(request, timeout=SECONDS)
        except urllib.error.HTTPError as error:
            raise _read_refusal(error) from None
        except OSError as error:
            raise Unavailable("server_silent", problem=str(error)) from None
        with answer:
            yield answer

    def post(self, verb: str, body: Any = b"", **query: str) -> Any:
        """Send a verb, its body as JSON unless it is bytes, and return the answer's JSON."""
        data = body if isinstance(body, bytes) else msgspec.json.encode(body)
        return json.loads(self.fetch(verb, data, **query))


def _read_refusal(error: urllib.error.HTTPError) -> Refusal:
    try:
        told = json.loads(error.read())
        return Refusal(told["code"], **told["detail"])
    except (ValueError, KeyError, TypeError):
        return Refusal(f"http_{error.code}")


def announce_server(settings: Settings, token: str) -> None:
    """Write the address and token of this server where the command line looks for them."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    if host == "0.0.0.0":
        host = "127.0.0.1"
    path = settings.var / FILE
    path.unlink(missing_ok=True)
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    content = {"url": f"http://{host}:{settings.port}", "token": token, "pid": os.getpid()}
    with os.fdopen(file, "w") as stream:
        json.dump(content, stream)


def withdraw_server(settings: Settings) -> None:
    """Take the announcement away."""
    (settings.var / FILE).unlink(missing_ok=True)


def find_running_server(var: Path) -> RunningServer | None:
    """Return the server that runs on this data directory, or None."""
    try:
        told = json.loads((var / FILE).read_text())
        os.kill(told["pid"], 0)
    except (OSError, ValueError, KeyError):
        return None
    return RunningServer(told["url"], told["token"])
