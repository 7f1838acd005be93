"""What Adref promises, as questions that every state of the model has to answer."""

from tests.model.parts import LIVE, NOBODY, OPEN, World, own


def find_breach(world: World, *, stuck: bool) -> str:
    """Return the promise that this state breaks, or nothing. `stuck`: nothing happens any more of its own accord."""
    if world.disk.broken:
        return world.disk.broken
    stored = world.stored
    for person, replica in enumerate(world.people):
        if replica.acked & ~stored:
            return "an acknowledged edit is not on disk"
        if replica.known & ~own(person) & ~stored:
            return "someone sees what is not on disk"
        if not world.is_joined_up(replica.known):
            return "a replica has a gap"
        if replica.node != NOBODY and _is_quiet(world, person) and (breach := _find_unrest(world, person, stored)):
            return breach
    return _find_lag(world) if stuck else ""


def _is_quiet(world: World, person: int) -> bool:
    """True if nothing that concerns this person is under way."""
    replica = world.people[person]
    room = world.rooms[replica.node]
    still = not (room.tentative or room.parked or room.doubted or room.suspect or room.holds) and room.phase == LIVE
    still = still and not (replica.inn or replica.out or replica.lossy or replica.stalled)
    return still and world.sessions[replica.node][person].here


def _find_unrest(world: World, person: int, stored: int) -> str:
    """Return what is wrong with one for whom all is at rest."""
    replica = world.people[person]
    session = world.sessions[replica.node][person]
    if not session.joined:
        return "someone waits for ever"
    if replica.counter:
        return "a debt is not paid"
    if replica.known & own(person) & ~(replica.acked | replica.settled):
        return "an edit is never acknowledged"
    is_current = world.rooms[replica.node].head == len(world.disk.rows)
    if is_current and replica.known != stored:
        return "replicas differ"
    return ""


def _find_lag(world: World) -> str:
    """Return what a world in which nothing happens any more still owes."""
    for room in world.rooms:
        if room.phase == LIVE and (room.status, room.lock_epoch) != (world.disk.status, world.disk.lock_epoch):
            return "a text stays shut that is open" if world.disk.status == OPEN else "a lock is not known"
        if room.phase == LIVE and room.head != len(world.disk.rows) and not (room.tentative or room.holds):
            return "what is written is not shown"
    for person, replica in enumerate(world.people):
        is_here = replica.node != NOBODY and not replica.lossy
        if is_here and not _is_quiet(world, person) and not world.rooms[replica.node].holds:
            return "someone waits for ever"
    return ""
