"""A PostgreSQL server of the suite's own: in a temporary folder, on a socket, gone when the tests end."""

import atexit
import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import psycopg

BINARIES = Path("/usr/lib/postgresql/15/bin")


class PostgresServer:
    """A running server. It refuses to run as root, so it runs as the user `postgres` where the tests do."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = 20_000 + secrets.randbelow(40_000)
        self._user = "postgres" if os.getuid() == 0 else None
        self._made = 0
        if self._user:
            shutil.chown(folder, self._user)
        self._run("initdb", "--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-sync")
        self.start()

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [BINARIES / program, "-D", self._folder / "data", *arguments],
            check=True,
            cwd=self._folder,
            user=self._user,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def url(self, database: str) -> str:
        """Return the address of one of its databases."""
        return f"postgresql+psycopg://postgres@/{database}?host={self._folder}&port={self._port}"

    def make_database(self, template: str = "template1", *, settings: Sequence[str] = ()) -> str:
        """Make a database like `template`, set `settings` ("name = value") in it, and return its name."""
        self._made += 1
        name = f"adref_{self._made}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        for setting in settings:
            self.execute(f"ALTER DATABASE {name} SET {setting}")
        return name

    def halt(self) -> None:
        """Stop it as a failing machine does: at once, without a word to anybody."""
        self._run("pg_ctl", "-w", "-m", "immediate", "stop")

    def start(self) -> None:
        """Start it, or start it again."""
        options = f"-k {self._folder} -p {self._port} -c listen_addresses=''"
        self._run("pg_ctl", "-w", "-l", str(self._folder / "log"), "-o", options, "start")

    def cut_off(self, name: str) -> None:
        """End all connections to a database and take no new ones."""
        self.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        self.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")

    def take_back(self, name: str) -> None:
        """Take connections to a database again."""
        self.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")

    def execute(self, statement: str) -> None:
        """Run a statement as the server's administrator."""
        with psycopg.connect(self.url("postgres").replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(statement.encode())

    def stop(self) -> None:
        """End it and remove all that it stored."""
        self.halt()
        shutil.rmtree(self._folder)


@cache
def running_server() -> PostgresServer | None:
    """Return the one server of this test run, started at the first call; None where PostgreSQL is not installed."""
    if not (BINARIES / "initdb").exists():
        return None
    server = PostgresServer(Path(tempfile.mkdtemp(prefix="adref-pg-")))
    atexit.register(server.stop)
    return server
