"""One process at a time may write to a SQLite database."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from server.domain.errors import Conflict
from server.storage.process_lock import ProcessLock

HOLD = """
import sys
from pathlib import Path
from server.storage.process_lock import ProcessLock
with ProcessLock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_holder_is_told_the_id_of_the_first(tmp_path: Path) -> None:
    path = tmp_path / "var" / "adref.lock"
    with ProcessLock(path), pytest.raises(Conflict) as refusal, ProcessLock(path):
        pass
    assert refusal.value.code == "server_running"
    assert refusal.value.detail == {"pid": os.getpid()}
    with ProcessLock(path):
        assert path.read_text() == f"{os.getpid()}\n"


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    path = tmp_path / "adref.lock"
    arguments = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(Conflict) as refusal, ProcessLock(path):
            pass
        assert refusal.value.detail == {"pid": holder.pid}
        holder.kill()
        holder.wait()
    with ProcessLock(path):
        assert path.exists()
