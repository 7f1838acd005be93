"""The chair's acts: a text is held, settled, and locked or written in; then the parked edits go on."""

from tests.model.desk import seal, stir
from tests.model.disk import set_on_disk
from tests.model.node import adopt, set_status, unpark
from tests.model.parts import COLD, HOUSE, LIVE, LOCKED, World
from tests.model.rules import ACTS, GAVELS


def hold(world: World, node: int) -> None:
    world.budget[GAVELS] -= 1
    _begin(world, node, writes=False)


def begin_act(world: World, node: int) -> None:
    world.budget[ACTS] -= 1
    _begin(world, node, writes=True)


def _begin(world: World, node: int, *, writes: bool) -> None:
    room = world.rooms[node]
    room.holds, room.chair = 1, ("settling", 0, writes, True)
    if room.sealed is not None:
        room.hurried = True
    elif room.phase == LIVE and room.pending:
        seal(world, node)
    stir(world, node)


def expire(world: World, node: int) -> None:
    """The time is up: the parked edits go on."""
    room = world.rooms[node]
    if room.chair[0] == "settling":
        room.chair = None
    unpark(world, node)


def strike(world: World, node: int) -> None:
    """Do the act in a transaction, if the text is what was held."""
    room, disk = world.rooms[node], world.disk
    _, (seen, lock_epoch), writes, bound = room.chair
    is_moved = seen != len(disk.rows) and (writes or world.rules.compares_what_was_seen)
    if disk.status == LOCKED or is_moved or (writes and lock_epoch != disk.lock_epoch):
        world.note("moved")
        if room.holds:
            unpark(world, node)
        room.chair = None
        return
    if writes:
        disk.deps = (*disk.deps, (1 << HOUSE, world.stored))
        disk.rows, disk.tries = (*disk.rows, 1 << HOUSE), 0
        room.chair = ("written", seen, writes, bound)
        return
    if seen != len(disk.rows):
        world.break_promise("a lock names a text that the chair has not seen")
    set_on_disk(world, LOCKED, but=node)
    room.chair = ("written", disk.lock_epoch, writes, bound)


def release(world: World, node: int) -> None:
    """The room hears of the act, then the parked edits go on."""
    room = world.rooms[node]
    _, number, writes, bound = room.chair
    if room.phase != COLD:
        if writes and bound:
            adopt(world, node, number)
        elif not writes:
            set_status(world, node, LOCKED, number)
    if world.rooms[node].holds:
        unpark(world, node)
    world.rooms[node].chair = None
