"""The files that the one process which may write holds locked; the kernel frees them if that dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType

from server.domain.errors import Conflict, Unusable
from server.storage.engine import parse_url


class ProcessLock:
    """Hold the lock file at `path` for the length of a `with` block.

    Raises:
        Conflict: `server_running`; another process holds it, and `pid` is its id (None: not said yet).
        Unusable: `data_unwritable`: the file cannot be made; with the `setting` that leads to it.
    """

    def __init__(self, path: Path, setting: str = "ADREF_VAR") -> None:
        self._path = path
        self._setting = setting
        self._file = -1

    def __enter__(self) -> "ProcessLock":
        file = self._open()
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

    def _open(self) -> int:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            return os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            told = {"setting": self._setting, "file": str(self._path), "problem": error.strerror}
            raise Unusable("data_unwritable", **told) from None

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
        Conflict: `server_running`. Unusable: `database_url`, `data_unwritable`.
    """
    with ExitStack() as stack:
        for path, setting in _lock_files(var, database_url):
            stack.enter_context(ProcessLock(path, setting))
        yield


def _lock_files(var: Path, database_url: str) -> Iterator[tuple[Path, str]]:
    yield var / "adref.lock", "ADREF_VAR"
    url = parse_url(database_url)
    if url.get_backend_name() == "sqlite":
        # Beside the file that links lead to, never the file itself: closing it would end SQLite's own locks on it.
        file = Path(url.database or "").resolve()
        yield file.with_name(f"{file.name}.lock"), "ADREF_DATABASE_URL"
