"""A server on a disk whose fsync fails while a file is there: `python -m tests.world.failing_disk serve`.

SQLite lets anybody stand between it and the system, by a VFS. This one is the usual one but for the method that syncs;
C structures and their order are those of sqlite3.h.
"""

import ctypes
import os
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_void_p
from pathlib import Path
from typing import Any, ClassVar

from server.cli import main

IOERR_FSYNC = 10 | 4 << 8
SYNC_PLACE = 5
"""xSync among the pointers of sqlite3_io_methods; the first is the version's number, in a place of a pointer."""

METHODS = 19
# SQLite keeps the name where it is: it is handed on as an address
OPEN = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, c_void_p)
SYNC = CFUNCTYPE(c_int, c_void_p, c_int)


class Vfs(Structure):
    """sqlite3_vfs, up to xOpen; what follows is copied as it is."""

    _fields_: ClassVar[Any] = [
        ("version", c_int),
        ("file_size", c_int),
        ("longest_path", c_int),
        ("next", c_void_p),
        ("name", c_char_p),
        ("data", c_void_p),
        ("open", c_void_p),
        ("others", c_void_p * 17),
    ]


class FailingDisk:
    """The usual VFS, whose files cannot be synced while the file `switch` is there."""

    def __init__(self, library: ctypes.CDLL, switch: Path) -> None:
        library.sqlite3_vfs_find.restype = POINTER(Vfs)
        self._usual = library.sqlite3_vfs_find(None).contents
        self._switch = switch
        self._open = OPEN(self.open)
        self._tables: dict[int, Any] = {}
        self._kept: list[Any] = []
        self._mine = Vfs.from_buffer_copy(self._usual)
        self._mine.name = b"failing"
        self._mine.open = ctypes.cast(self._open, c_void_p)
        library.sqlite3_vfs_register(ctypes.byref(self._mine), 1)

    def open(self, vfs: Any, name: Any, file: Any, flags: int, out: Any) -> int:
        """Open a file the usual way, and put our method among its methods."""
        code: int = OPEN(self._usual.open)(ctypes.addressof(self._usual), name, file, flags, out)
        methods = ctypes.cast(file, POINTER(c_void_p))
        if code == 0 and methods[0]:
            methods[0] = ctypes.addressof(self._table(methods[0]))
        return code

    def _table(self, address: int) -> Any:
        if address not in self._tables:
            table = (c_void_p * METHODS).from_buffer_copy((c_void_p * METHODS).from_address(address))
            usual = SYNC(table[SYNC_PLACE] or 0)

            def sync(file: Any, flags: int) -> int:
                return IOERR_FSYNC if self._switch.exists() else usual(file, flags)

            mine = SYNC(sync)
            self._kept.append((usual, mine))
            table[SYNC_PLACE] = ctypes.cast(mine, c_void_p).value
            self._tables[address] = table
        return self._tables[address]


if __name__ == "__main__":
    disk = FailingDisk(ctypes.CDLL("libsqlite3.so.0"), Path(os.environ["ADREF_TEST_FAIL"]))
    main()
