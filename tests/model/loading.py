"""A room's way from the log and back to it: dropped, let go, loaded again."""

from tests.model.desk import send, stir
from tests.model.parts import DROPPED, LIVE, NOBODY, Room, World, own, union


def drop(world: World, node: int) -> None:
    """Forget everything that is not committed. Those who are here stay, unless nobody is and nobody waits."""
    room = world.rooms[node]
    if room.phase == LIVE:
        room.phase = DROPPED
        room.doc = room.settled = room.owed = 0
        room.pending = room.parked = ()
        room.owners = (NOBODY, NOBODY)
        for _, session in world.attending(node):
            session.parked = 0
        for person, _ in room.suspect:
            if person < 2:
                world.sessions[node][person].parked += 1
    if room.phase == DROPPED and room.sealed is None:
        let_go(world, node)


def let_go(world: World, node: int) -> bool:
    """Close a dropped room that nobody would miss."""
    if not world.is_left(node):
        return False
    world.note("let go")
    forget(world, node)
    return True


def forget(world: World, node: int) -> None:
    """Keep of a room what is not the room's: who strikes the gavel, and what the node has been told."""
    room = world.rooms[node]
    chair = room.chair and (*room.chair[:3], False)
    world.rooms[node] = Room(heard=room.heard, chair=chair, barred=room.barred)


def reload(world: World, node: int) -> None:
    """Load a dropped room again, unless everybody has left meanwhile."""
    if not let_go(world, node):
        load(world, node)


def load(world: World, node: int) -> None:
    """Read the log, bring those who stayed up to it, and ask them for what was lost."""
    room, disk = world.rooms[node], world.disk
    if room.phase != DROPPED:
        room.kept = disk.kept
    room.phase = LIVE
    room.doc = world.stored
    room.owners = (0 if room.doc & own(0) else NOBODY, 1 if room.doc & own(1) else NOBODY)
    room.head, room.status, room.lock_epoch = len(disk.rows), disk.status, disk.lock_epoch
    for person, session in world.attending(node):
        if session.joined and not session.behind:
            missed = union(disk.rows[session.seq :])
            if missed and world.rules.sends_what_was_missed:
                send(world, person, "news", missed)
            session.seq = room.head
        if world.rules.asks_after_a_drop:
            session.asked += 1
            send(world, person, "ask", room.doc)
    room.settled = room.doc
    stir(world, node)
