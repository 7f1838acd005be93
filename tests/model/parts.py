"""What the world of the model is made of: one text on a disk, the rooms of its nodes, and two people who write in it.

An edit is a bit; a set of edits is a number. A world in hand can be changed; `freeze` makes it a value to be compared.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any

from tests.model.rules import Budget, Rules

OPEN, LOCKED = 0, 1
COLD, LIVE, DROPPED = 0, 1, 2
NOBODY = -1
EDITS_EACH = 4
HOUSE = 2 * EDITS_EACH
"""The number of the first edit that an act makes."""


@dataclass(slots=True)
class Disk:
    """The log: the edits of each row, the status, who may no longer write, up to where the text was kept.

    `deps` is what each edit was made on top of. `tries` counts batches in a row that did not fit, `broken` names a
    promise that a step has broken.
    """

    rows: tuple[int, ...] = ()
    status: int = OPEN
    lock_epoch: int = 0
    barred: int = 0
    kept: int = 0
    deps: tuple[tuple[int, int], ...] = ()
    tries: int = 0
    broken: str = ""


@dataclass(slots=True)
class Replica:
    """One person's document and stock provider. `node` is NOBODY while the line is cut; `acked` is what it was told.

    `settled` is what it had when it was turned away: it starts over with what the server has, and knows what is gone.
    It is `lossy` while a frame of its own is gone that nobody has asked for: over TCP only a client itself loses one,
    before it counts it. It is `stalled` while its socket takes less than it is sent.
    """

    known: int = 0
    made: int = 0
    acked: int = 0
    settled: int = 0
    counter: int = 0
    node: int = NOBODY
    lossy: bool = False
    stalled: bool = False
    out: tuple[Any, ...] = ()
    inn: tuple[Any, ...] = ()


@dataclass(slots=True)
class Session:
    """What a node knows of one person's line. `received` counts what it was not told is saved.

    `claim` is what the person may take as saved once all received is. One that is `behind` was skipped when it had
    `lacks_after`.
    """

    here: bool = False
    joined: bool = False
    asked: int = 0
    debt: int = 0
    received: int = 0
    claim: int = 0
    seq: int = 0
    parked: int = 0
    life: int = 0
    behind: bool = False
    lacks_after: int = 0


Edits = tuple[tuple[int, int], ...]
"""(author, edits): 0 and 1 are people who are here, 2 and 3 the same after they have left, 4 is an act."""


@dataclass(slots=True)
class Room:
    """The text on one node. Questions are `doubted` and edits `suspect` until the log has been looked at.

    `owners` says whose each person's client id is held to be: whoever first brings text under an id claims it.
    A batch is (rows, statements, answers, document at the seal, lock epoch). A chair is (how far its act is, what it
    knows, whether it writes, whether the room is still the one that it held). A room is `hurried` if what is pending is
    sealed as soon as the sealed batch is through, because a chair waits for it, or did. `closing` is the number up to
    which the text is just being kept, `barred` are the people of whom this node knows that they may not write.
    """

    phase: int = COLD
    doc: int = 0
    settled: int = 0
    head: int = 0
    kept: int = 0
    status: int = OPEN
    lock_epoch: int = 0
    pending: Edits = ()
    owed: int = 0
    waiting: tuple[tuple[int, int], ...] = ()
    sealed: Any = None
    verdict: Any = None
    hurried: bool = False
    denials: int = 0
    holds: int = 0
    parked: Edits = ()
    chair: Any = None
    heard: tuple[tuple[int, int], ...] = ()
    barred: int = 0
    doubted: tuple[tuple[int, int], ...] = ()
    suspect: Edits = ()
    owners: tuple[int, int] = (NOBODY, NOBODY)
    closing: int = NOBODY

    @property
    def tentative(self) -> bool:
        """True while the document is ahead of the log."""
        return bool(self.pending) or self.sealed is not None


_keys = {part: attrgetter(*(f.name for f in fields(part))) for part in (Disk, Replica, Session, Room)}


class World:
    """Everything, in hand."""

    __slots__ = ("budget", "disk", "people", "rooms", "rules", "sessions", "trail")

    def __init__(self, rules: Rules, frozen: Any) -> None:
        disk, people, rooms, sessions, budget = frozen
        self.rules = rules
        self.disk = Disk(*disk)
        self.people = [Replica(*person) for person in people]
        self.rooms = [Room(*room) for room in rooms]
        self.sessions = [[Session(*session) for session in node] for node in sessions]
        self.budget: list[int] = list(budget)
        self.trail: list[str] = []

    @classmethod
    def fresh(cls, rules: Rules, budget: Budget) -> "World":
        """Return a world in which nobody has come yet."""
        key = _keys[Session](Session())
        nodes = range(budget.nodes)
        return cls(
            rules,
            (
                _keys[Disk](Disk()),
                (_keys[Replica](Replica()),) * 2,
                tuple(_keys[Room](Room()) for _ in nodes),
                tuple((key, key) for _ in nodes),
                budget[3:],
            ),
        )

    def freeze(self) -> Any:
        """Return the world as a value."""
        replica, room, session = _keys[Replica], _keys[Room], _keys[Session]
        return (
            _keys[Disk](self.disk),
            tuple(map(replica, self.people)),
            tuple(map(room, self.rooms)),
            tuple(tuple(map(session, node)) for node in self.sessions),
            tuple(self.budget),
        )

    @property
    def stored(self) -> int:
        """All edits on disk."""
        return union(self.disk.rows)

    def deps(self, edit: int) -> int:
        """Return what the edit was made on top of."""
        return next(on for bit, on in self.disk.deps if bit == edit)

    def is_joined_up(self, edits: int) -> bool:
        """True if each of the edits stands on others of them."""
        return all(on & ~edits == 0 for bit, on in self.disk.deps if bit & edits)

    def attending(self, node: int) -> Iterator[tuple[int, Session]]:
        """Yield those who have the text open on a node."""
        for person, session in enumerate(self.sessions[node]):
            if session.here:
                yield person, session

    def is_left(self, node: int) -> bool:
        """True if nobody would miss a room."""
        room = self.rooms[node]
        has_act = room.chair is not None if self.rules.keeps_what_acts_hold else room.holds > 0
        return not (any(self.attending(node)) or has_act or room.tentative or room.parked)

    def note(self, branch: str) -> None:
        """Say which way a step went."""
        self.trail.append(branch)

    def break_promise(self, name: str) -> None:
        self.disk.broken = self.disk.broken or name


def edit_bit(person: int, number: int) -> int:
    """Return the bit of a person's edit."""
    return 1 << (person * EDITS_EACH + number)


def own(person: int) -> int:
    """Return all edits that are this person's."""
    return ((1 << EDITS_EACH) - 1) << (person * EDITS_EACH)


def bits(edits: int) -> Iterator[int]:
    """Yield each edit of a set."""
    while edits:
        lowest = edits & -edits
        yield lowest
        edits ^= lowest


def union(rows: Any) -> int:
    """Return the edits of several sets."""
    found = 0
    for row in rows:
        found |= row
    return found
