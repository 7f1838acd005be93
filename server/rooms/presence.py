"""Who is in a room. The server vouches for it: a client says where its caret is, never who it is."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import msgspec

from server.rooms import envelope
from server.rooms.envelope import Door, Shared, octets, read_states, uint
from server.rooms.needs import Clock, Identity, Outlet

STATE_LIMIT = 16 * 1024
"""Octets of one person's state."""

INTERVAL = 0.1
"""Seconds between two frames of one room: ten a second, whatever comes in between is merged."""

_DEPTH_LIMIT = 200
"""Lists and objects in a state: a caret needs a handful, and no parser has to fear so many inside each other."""

_CLOCK_LIMIT = 1 << 32
"""The highest clock that a client may start from: browsers throw away a whole frame with a number beyond 2^53."""

_GONE_LIMIT = 1000

PLACE_LIMIT = 64
"""Characters of a field that is kept by its name: an id, a language."""


class Attending(Protocol):
    """Who has at most one entry, under the id `client`, and sees all others'.

    `missed` are the entries that changed while its socket was paused: it is shown them once when that is over.
    """

    door: Door
    outlet: Outlet
    client: int | None
    missed: set[int]

    def send(self, *bodies: bytes) -> None: ...


@dataclass(slots=True)
class _Entry:
    person: str
    clock: int
    state: bytes
    identity: Identity


class Presence:
    """One entry a session, under one client id. Stock clients echo the others' states: these are ignored.

    `attending` is everyone in the room: they are shown what changed, at most once in `interval` seconds. `keep` names
    the fields that a state may have, short words all of them; None lets through whatever a caret needs.
    """

    def __init__(
        self,
        clock: Clock,
        attending: Collection[Attending],
        *,
        interval: float = INTERVAL,
        keep: Sequence[str] | None = None,
    ) -> None:
        self._clock = clock
        self._attending = attending
        self._interval = interval
        self._keep = keep
        self._entries: dict[int, _Entry] = {}
        self._gone: dict[int, tuple[int, str]] = {}
        self._changed: dict[int, None] = {}
        self._sent_at = -interval
        self._later: asyncio.Task[None] | None = None

    def hear(
        self, session: Attending, update: bytes, person: str, identity: Identity, owners: Mapping[int, str]
    ) -> None:
        """Take the sender's own state, one at most, out of what it sent, under the identity that the server knows.

        Raises:
            Malformed: it is no awareness update.
        """
        placed = False
        for client, clock, state in read_states(update):
            if placed or not self._is_own(session, client, state, person, owners):
                continue
            if state == "null":
                self._remove(client)
            elif _is_modest(state) and (stamped := self._stamp(state, identity)) is not None:
                self._put(session, client, _Entry(person, clock, stamped, identity))
                placed = True
        self._flush()

    def restamp(self, session: Attending, identity: Identity) -> None:
        """Show a session's person as the server knows them now."""
        client = session.client
        entry = self._entries.get(client) if client is not None else None
        if client is None or entry is None or entry.identity == identity:
            return
        stamped = self._stamp(entry.state.decode(), identity)
        if stamped is not None:
            self._put(session, client, _Entry(entry.person, entry.clock, stamped, identity))
            self._flush()

    def leave(self, session: Attending) -> None:
        """Take the session's entry away, for all at once."""
        if session.client is not None:
            self._remove(session.client)
            self._flush()

    def show_everyone(self, session: Attending) -> None:
        """Show one all who are present."""
        self._show(session, self._entries)

    def show_missed(self, session: Attending) -> None:
        """Show one what changed while its socket was paused."""
        self._show(session, session.missed)

    def _show(self, session: Attending, clients: Collection[int]) -> None:
        if session.outlet.paused:
            session.missed.update(clients)
        elif clients:
            frame = envelope.presence(self._encode(clients))
            session.missed.clear()
            session.send(frame)

    def close(self) -> None:
        if self._later is not None:
            self._later.cancel()

    def _is_own(self, session: Attending, client: int, state: str, person: str, owners: Mapping[int, str]) -> bool:
        """True if the id is the session's, or is nobody else's in the text, the room or its past."""
        if client == session.client:
            return True
        gone = self._gone.get(client)
        return (
            state != "null"
            and client not in self._entries
            and owners.get(client, person) == person
            and (gone is None or (gone[1] == person and session.client is None))
        )

    def _put(self, session: Attending, client: int, entry: _Entry) -> None:
        if session.client is not None and session.client != client:
            self._remove(session.client)
        session.client = client
        known = self._entries.get(client)
        before = known.clock if known else self._gone.pop(client, (0, ""))[0]
        entry.clock = max(min(entry.clock, _CLOCK_LIMIT), before + 1)
        self._entries[client] = entry
        self._changed[client] = None

    def _remove(self, client: int) -> None:
        entry = self._entries.pop(client, None)
        if entry is None:
            return
        self._gone[client] = (entry.clock + 1, entry.person)
        self._changed[client] = None
        while len(self._gone) > _GONE_LIMIT:
            self._gone.pop(next(iter(self._gone)))

    def _flush(self) -> None:
        if not self._changed or self._later is not None:
            return
        wait = self._sent_at + self._interval - self._clock.monotonic()
        if wait <= 0:
            self._emit()
        else:
            self._later = asyncio.create_task(self._emit_later(wait))

    async def _emit_later(self, seconds: float) -> None:
        await self._clock.sleep(seconds)
        self._later = None
        self._emit()

    def _emit(self) -> None:
        self._sent_at = self._clock.monotonic()
        changed, self._changed = list(self._changed), {}
        shared = Shared(lambda: envelope.presence(self._encode(changed)))
        for session in self._attending:
            if session.outlet.paused:
                session.missed.update(changed)
            else:
                session.outlet.write([shared.frame(session.door)])

    def _encode(self, clients: Collection[int]) -> bytes:
        update = bytearray(uint(len(clients)))
        for client in clients:
            entry = self._entries.get(client)
            clock = entry.clock if entry else self._gone.get(client, (0, ""))[0]
            update += uint(client) + uint(clock) + octets(entry.state if entry else b"null")
        return bytes(update)

    def _stamp(self, state: str, identity: Identity) -> bytes | None:
        """Return the state with the identity as its `user`; None if it is no object."""
        try:
            fields: dict[str, Any] = msgspec.json.decode(state, type=dict[str, Any])
        except (msgspec.MsgspecError, RecursionError):
            return None
        if self._keep is not None:
            fields = {name: fields[name] for name in self._keep if _is_word(fields.get(name))}
        user: dict[str, Any] = {"name": identity.name, "delegation": identity.delegation, "role": identity.role}
        if identity.delegation_names:
            user["delegation_names"] = identity.delegation_names
        fields["user"] = user
        return msgspec.json.encode(fields)


def _is_modest(state: str) -> bool:
    """True if a state is neither too long nor too deep."""
    return len(state.encode()) <= STATE_LIMIT and state.count("[") + state.count("{") <= _DEPTH_LIMIT


def _is_word(value: object) -> bool:
    return isinstance(value, str) and len(value) <= PLACE_LIMIT
