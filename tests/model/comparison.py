"""The real world beside the model's: after each step both must say the same."""

from collections.abc import Sequence

from server.rooms.room import ClauseRoom, State
from tests.model.ground import Plot
from tests.model.lines import kind_of, kind_of_parcel
from tests.model.parts import COLD, DROPPED, EDITS_EACH, LIVE, NOBODY, Room, World, bits
from tests.model.replay import Broken, Replay
from tests.model.rules import Budget, Rules
from tests.model.steps import Step, do

PHASES = {State.OPEN: LIVE, State.DROPPED: DROPPED}


class Diverged(AssertionError):
    """The real code is not where the model is."""


async def replay(plot: Plot, way: Sequence[Step], budget: Budget, *, rules: Rules | None = None) -> None:
    """Go a way on the real code. With `rules` each step is compared with the model, else all must agree in the end.

    Raises:
        Diverged, Broken: with the steps that led there.
    """
    real = Replay(plot, budget.nodes)
    world = World.fresh(rules or Rules(), budget)
    number = 0
    try:
        for number, step in enumerate(way, 1):  # noqa: B007
            await real.go(step)
            states = await real.read_disk()
            if rules is not None:
                do(world, step)
                compare(real, states, world)
            await real.check_promises(states)
        if rules is None:
            await real.come_to_rest()
    except (Diverged, Broken) as difference:
        raise type(difference)(f"{difference}, after {way[:number]}") from None
    finally:
        await real.end()


def compare(real: Replay, states: Sequence[set[str]], world: World) -> None:
    """Hold everything that the model says against what is there.

    Raises:
        Diverged: they differ.
    """
    rows = 0
    _same("disk", states, [words_of(rows := rows | row) for row in world.disk.rows])
    for person, replica in enumerate(world.people):
        writer = real.writers[person]
        _same("known", set(writer.text), words_of(replica.known))
        _same("acknowledged", real.acked[person], words_of(replica.acked))
        _same("place", real.places[person], replica.node)
        if replica.node != NOBODY:
            _same("counter", writer.unsynced, replica.counter)
            _same("sent", [*map(kind_of_parcel, writer.line.out)], [frame[0] for frame in replica.out])
            _same("coming", [*map(kind_of, writer.line.inn)], [frame[0] for frame in replica.inn])
    for place, node in enumerate(real.nodes):
        room, wanted = node.room, world.rooms[place]
        _same("phase", COLD if room is None else PHASES[room.state], wanted.phase)
        if room is not None:
            _same("status", (room.status, room.lock_epoch), (("open", "locked")[wanted.status], wanted.lock_epoch))
            _same("holds", room.holds, wanted.holds)
            _compare_path(room, wanted)
            _compare_sessions(real, room, world, place)


def _compare_path(room: ClauseRoom, wanted: Room) -> None:
    path = room.path
    sealed = path._sealed.pending.edits if path._sealed is not None else []
    _same("sealed", len(sealed), len(wanted.sealed[0]) if wanted.sealed is not None else 0)
    _same("pending", len(path._pending.edits), len(wanted.pending))
    _same("parked", len(path._parked), len(wanted.parked))
    _same("waiting", len(path._waiting), len(wanted.waiting))
    if room.is_open:
        _same("head", room.head, wanted.head)


def _compare_sessions(real: Replay, room: ClauseRoom, world: World, place: int) -> None:
    there = {session.sign_in: session for session in room.audience.sessions}
    here = dict(world.attending(place))
    _same("here", there.keys(), {real.plot.members[person].session for person in here})
    for person, wanted in here.items():
        session = there[real.plot.members[person].session]
        _same("debt", session.debt, wanted.debt)
        _same("unsaid", session.received - session._saved, wanted.received)
        _same("asked, parked", (session.asked, session.parked), (wanted.asked, wanted.parked))
        _same("joined, behind", (session.joined, session.behind), (wanted.joined, wanted.behind))


def words_of(edits: int) -> set[str]:
    """Return the words that the bits of the model stand for."""
    numbers = [bit.bit_length() - 1 for bit in bits(edits)]
    return {f"{number // EDITS_EACH}.{number % EDITS_EACH}" for number in numbers}


def _same(what: str, real: object, wanted: object) -> None:
    if real != wanted:
        raise Diverged(f"{what}: {real} is there, the model says {wanted}")
