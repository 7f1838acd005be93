"""The files that the one process which may write holds locked; the kernel frees them if that dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType

from server.domain.errors import Conflict
from server.storage.engine import parse_url


class ProcessLock:
    """Hold the lock file at `path` for the length of a `with` block.

    Raises:
        Conflict: `server_running`; another process holds it, and `pid` is its id (None: not said yet).
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = -1

    def __enter__(self) -> "ProcessLock":
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            said = os.read(file, 20).decode("ascii", "replace").strip()
            os.close(file)
            raise Conflict("server_running", pid=int(said) if said.isdigit() else None) from None
        os.ftruncate(file, 0)
        os.write(file, f"{os.getpid()}\n".encode())
        self._file = file
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # The file stays: removing it would let two processes hold two files of one name.
        os.ftruncate(self._file, 0)
        os.close(self._file)
        self._file = -1


@contextmanager
def hold_data(var: Path, database_url: str) -> Iterator[None]:
    """Hold the folder `var`, and a SQLite database whichever folder it is in, for the length of a `with` block.

    Raises:
        Conflict: `server_running`. Unusable: `database_url`.
    """
    with ExitStack() as stack:
        for path in _lock_files(var, database_url):
            stack.enter_context(ProcessLock(path))
        yield


def _lock_files(var: Path, database_url: str) -> Iterator[Path]:
    yield var / "adref.lock"
    url = parse_url(database_url)
    if url.get_backend_name() == "sqlite":
        # Beside the file that links lead to, never the file itself: closing it would end SQLite's own locks on it.
        file = Path(url.database or "").resolve()
        yield file.with_name(f"{file.name}.lock")
