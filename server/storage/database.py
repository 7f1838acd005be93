"""One synchronous way to the tables, run in threads: one thread writes, a few read.

Every write is a function given to the writer thread: one transaction, on disk before the caller goes on.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Engine, Table, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from server.domain.errors import Unavailable
from server.storage.engine import open_readers, open_writer
from server.storage.tables import events, server_facts, streams

T = TypeVar("T")
Rows = dict[str, Any] | list[dict[str, Any]]

READERS = 4
SERVER_STREAM = "server"


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, as the feed tells it: the `ordinal`-th event of commit `number` in a stream."""

    stream: str
    number: int
    ordinal: int
    kind: str
    payload: dict[str, Any]
    at_ms: int


@dataclass(slots=True)
class Reading:
    """A transaction that sees one committed state. `now_ms` is the time at its start, Unix ms."""

    connection: Connection
    now_ms: int


@dataclass(slots=True)
class Writing(Reading):
    """A transaction that changes things.

    Take the number before locking other rows: all writers lock streams first, hence never wait in a ring.
    """

    _numbers: dict[str, int] = field(default_factory=dict)
    _ordinals: Counter[str] = field(default_factory=Counter)
    _published: list[Event] = field(default_factory=list)

    def hold(self, stream: str) -> None:
        """Lock a stream's row, made if missing, without taking a number: others wait until this commits."""
        self.upsert(streams, {"id": stream, "head": 0}, update=())
        self.connection.execute(select(streams.c.id).where(streams.c.id == stream).with_for_update())

    def number(self, stream: str) -> int:
        """Return this transaction's number in a stream: an agenda's id, a process's id or "server".

        It is taken once, under the row's lock, and given back by a rollback: no holes.
        """
        if stream not in self._numbers:
            statement = self._insert(streams).values(id=stream, head=1)
            raised = statement.on_conflict_do_update(index_elements=["id"], set_={"head": streams.c.head + 1})
            self._numbers[stream] = self.connection.execute(raised.returning(streams.c.head)).scalar_one()
        return self._numbers[stream]

    def publish(self, stream: str, kind: str, **payload: Any) -> None:
        """Tell the feed, with this transaction's number in the stream, once it is committed."""
        number = self.number(stream)
        ordinal = self._ordinals[stream]
        self._ordinals[stream] += 1
        self._published.append(Event(stream, number, ordinal, kind, payload, self.now_ms))

    def upsert(self, table: Table, rows: Rows, *, update: Sequence[str]) -> None:
        """Insert rows; where the primary key is there already, set its columns `update` instead."""
        statement = self._insert(table)
        keys = [column.name for column in table.primary_key]
        if update:
            changed = {name: statement.excluded[name] for name in update}
            statement = statement.on_conflict_do_update(index_elements=keys, set_=changed)
        else:
            statement = statement.on_conflict_do_nothing(index_elements=keys)
        self.connection.execute(statement, rows)

    def _insert(self, table: Table) -> sqlite.Insert:
        """Return an insertion that may meet a conflict: SQLite has PostgreSQL's, under the same names."""
        if self.connection.dialect.name == "sqlite":
            return sqlite.insert(table)
        return cast("sqlite.Insert", postgresql.insert(table))

    def flush_events(self) -> Sequence[Event]:
        """Write the event rows and return the events, in order."""
        if self._published:
            self.connection.execute(insert(events), [_event_row(event) for event in self._published])
        return tuple(self._published)


def _event_row(event: Event) -> dict[str, Any]:
    return {
        "stream": event.stream,
        "number": event.number,
        "ordinal": event.ordinal,
        "kind": event.kind,
        "payload": event.payload,
        "at": event.at_ms,
    }


def events_since(reading: Reading, stream: str, number: int, *, limit: int = 1_000) -> Sequence[Event]:
    """Return the events of the first `limit` commits of a stream after `number`, in order.

    Whoever got any asks again from the last number.
    """
    newer = (events.c.stream == stream) & (events.c.number > number)
    first = select(events.c.number).where(newer).distinct().order_by(events.c.number).limit(limit).subquery()
    query = (
        select(events)
        .where(newer, events.c.number.in_(select(first.c.number)))
        .order_by(events.c.number, events.c.ordinal)
    )
    return [Event(*row) for row in reading.connection.execute(query)]


def _unix_ms() -> int:
    return time.time_ns() // 1_000_000


class Database:
    """The tables at one address. `write` and `read` may be called at any time from the event loop.

    Raises:
        Unusable: the address cannot be used, or that PostgreSQL may lose committed transactions.
        Unavailable: `storage`, it does not answer.
    """

    def __init__(self, url: str, *, now_ms: Callable[[], int] = _unix_ms) -> None:
        self.url = url
        self.now_ms = now_ms
        self._writer: Engine = open_writer(url)
        self._readers: Engine = open_readers(url, READERS)
        self._writing = ThreadPoolExecutor(1, thread_name_prefix="adref-writer")
        self._reading = ThreadPoolExecutor(READERS, thread_name_prefix="adref-reader")
        self._listeners: list[tuple[asyncio.AbstractEventLoop, Callable[[Sequence[Event]], None]]] = []
        guard(lambda: self._writer.connect().close())

    async def write(self, work: Callable[[Writing], T]) -> T:
        """Run `work` in the writer thread as one transaction, and return once it is on disk.

        It goes on even if the caller is cancelled. Listeners hear of its events before the caller does.

        Raises:
            Refusal: raised by `work`; nothing was written.
            Unavailable: `storage`; whether it was written is not known.
        """
        return await asyncio.wrap_future(_submit(self._writing, lambda: self._write(work)))

    async def read(self, work: Callable[[Reading], T]) -> T:
        """Run `work` in a reader thread, on one committed state.

        Raises:
            Unavailable: `storage`.
        """
        return await asyncio.wrap_future(_submit(self._reading, lambda: self.read_here(work)))

    def write_here(self, work: Callable[[Writing], T]) -> T:
        """`write`, for callers without an event loop, such as the command line."""
        return _submit(self._writing, lambda: self._write(work)).result()

    def read_here(self, work: Callable[[Reading], T]) -> T:
        """`read`, in the thread of the caller."""

        def run() -> T:
            with self._readers.connect() as connection, connection.begin():
                return work(Reading(connection, self.now_ms()))

        return guard(run)

    def _write(self, work: Callable[[Writing], T]) -> T:
        def run() -> tuple[T, Sequence[Event]]:
            with self._writer.begin() as connection:
                writing = Writing(connection, self.now_ms())
                return work(writing), writing.flush_events()

        result, published = guard(run)
        if published:
            self._tell(published)
        return result

    def listen(self, hear: Callable[[Sequence[Event]], None]) -> None:
        """Have `hear` called in the running event loop with the events of each commit made here, in order."""
        self._listeners.append((asyncio.get_running_loop(), hear))

    def _tell(self, published: Sequence[Event]) -> None:
        for loop, hear in self._listeners:
            if not loop.is_closed():
                loop.call_soon_threadsafe(hear, published)

    @property
    def is_shared(self) -> bool:
        """True if other servers may write too. A SQLite file has one."""
        return self._writer.dialect.name != "sqlite"

    @property
    def waiting(self) -> int:
        """How many writes wait for the writer thread."""
        return self._writing._work_queue.qsize()

    async def probe(self) -> bool:
        """Write and commit something harmless. True if storage takes writes."""
        try:
            await self.write(touch)
        except Unavailable:
            return False
        return True

    async def close(self) -> None:
        """Finish what was given to the threads, then let go of all connections."""
        await asyncio.to_thread(self.close_here)

    def close_here(self) -> None:
        """`close`, for callers without an event loop."""
        self._reading.shutdown()
        self._writing.shutdown()
        # The writer goes last: whoever closes a SQLite database last checkpoints it.
        self._readers.dispose()
        self._writer.dispose()


def touch(writing: Writing) -> None:
    """Write something harmless."""
    writing.upsert(server_facts, {"name": "probe", "value": writing.now_ms}, update=("value",))


def _submit(threads: ThreadPoolExecutor, run: Callable[[], T]) -> Future[T]:
    try:
        return threads.submit(run)
    except RuntimeError as closed:
        raise Unavailable("storage") from closed


def guard(run: Callable[[], T]) -> T:
    """Run, and say Unavailable `storage` for every error that is the database's and not the caller's."""
    try:
        return run()
    except PoolTimeoutError as error:
        raise Unavailable("storage") from error
    except DBAPIError as error:
        if _is_outage(error):
            raise Unavailable("storage") from error
        raise


def _is_outage(error: DBAPIError) -> bool:
    # SQLite calls bad SQL an operational error too, under its catch-all code.
    mistaken = getattr(error.orig, "sqlite_errorname", "") == "SQLITE_ERROR"
    operational = isinstance(error, OperationalError | InterfaceError) and not mistaken
    return operational or error.connection_invalidated
