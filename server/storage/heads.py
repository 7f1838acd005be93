"""How far everything has come: the number of each stream, and number, epoch and lock of language versions."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import select

from server.storage.database import Reading
from server.storage.tables import language_versions, streams


@dataclass(frozen=True, slots=True)
class Head:
    """A language version as its row has it now."""

    language_version: str
    seq: int
    epoch: int
    status: str
    lock_epoch: int


def read_streams(reading: Reading) -> Iterable[tuple[str, int]]:
    """Return the newest commit number of every stream."""
    return [(row.id, row.head) for row in reading.connection.execute(select(streams.c.id, streams.c.head))]


def read_heads(reading: Reading, ids: Collection[str]) -> list[Head]:
    """Return these language versions as they are now."""
    table = language_versions
    columns = (table.c.id, table.c.head_seq, table.c.epoch, table.c.status, table.c.lock_epoch)
    return [Head(*row) for row in reading.connection.execute(select(*columns).where(table.c.id.in_(ids)))]
