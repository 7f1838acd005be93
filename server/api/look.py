"""All that an operator may look at, gathered at one moment: what the figures and the operator's page are made from."""

import platform
import time
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version

from schema import document
from server.api.access import Traffic
from server.api.kept import Kept
from server.rooms.census import Census, take_census
from server.rooms.registry import Registry
from server.rooms.tally import Tally
from server.settings import Settings
from server.storage.authority import Authority
from server.storage.backup_note import BackupNote, last_backup
from server.storage.condition import Condition, find_trouble, read_condition
from server.storage.database import Database
from server.wire import PROTOCOL

RECENT_SECONDS = 300.0
"""How far back "of late" reaches."""


@dataclass(frozen=True, slots=True)
class Look:
    """`up_seconds` since the start; `trouble` is why the database takes no writes, `condition` None if it is silent.

    `people` are those with a page open; `waiting` writes wait for the database; `commits` and `tellings` are the
    durations of the last minutes in seconds, shortest first.
    """

    at_ms: int
    up_seconds: float
    build: Mapping[str, str]
    trouble: str | None
    condition: Condition | None
    backup: BackupNote | None
    census: Census
    people: int
    waiting: int
    tally: Tally
    commits: list[float]
    tellings: list[float]
    traffic: Traffic


class Lookout:
    """Looks at the parts of a running server. However often it is asked, the database is asked once a second."""

    def __init__(
        self, settings: Settings, database: Database, authority: Authority, rooms: Registry, traffic: Traffic
    ) -> None:
        self._settings = settings
        self._database = database
        self._authority = authority
        self._rooms = rooms
        self._traffic = traffic
        self._began = time.monotonic()
        self._build = describe_build(settings.database_url)
        self.trouble: Kept[str | None] = Kept(lambda: find_trouble(database), "storage_silent")
        self._condition: Kept[Condition | None] = Kept(lambda: database.read(read_condition), None)

    async def look(self) -> Look:
        """Gather everything. It waits for the database some seconds at most."""
        trouble = await self.trouble.get()
        condition = await self._condition.get()
        census, tally = take_census(self._rooms), self._rooms.tally
        recent = self._rooms.clock.monotonic() - RECENT_SECONDS
        persons = filter(None, map(self._authority.person_of, census.sign_ins))
        return Look(
            at_ms=self._rooms.clock.now_ms(),
            up_seconds=time.monotonic() - self._began,
            build=self._build,
            trouble=trouble,
            condition=condition,
            backup=last_backup(self._settings.var),
            census=census,
            people=len({person.id for person in persons}),
            waiting=self._database.waiting,
            tally=tally,
            commits=tally.committing.since(recent),
            tellings=tally.telling.since(recent),
            traffic=self._traffic,
        )


def describe_build(database_url: str) -> dict[str, str]:
    """Return which programs and formats run here."""
    return {
        "version": version("adref"),
        "database": "sqlite" if database_url.startswith("sqlite") else "postgresql",
        "python": platform.python_version(),
        "pycrdt": version("pycrdt"),
        "protocol": str(PROTOCOL),
        "schema": str(document()["version"]),
    }
