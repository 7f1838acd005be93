"""What a node does of its own accord: hears what became of a batch, of a lock, of the log; lets go what nobody has."""

from tests.model.desk import catch_up, seal, settle, stir, wait
from tests.model.door import call_foreign, edit, is_foreign, refuse
from tests.model.loading import drop, forget
from tests.model.parts import COLD, HOUSE, LIVE, NOBODY, World, own
from tests.model.rules import CLOSINGS

DENIALS = 2


def deliver(world: World, node: int) -> None:
    """Hear what became of the sealed batch."""
    room = world.rooms[node]
    batch, verdict = room.sealed, room.verdict
    room.sealed = room.verdict = None
    kind, head = verdict
    if kind == "committed" and room.phase == LIVE:
        room.denials = 0
        settle(world, node, batch, head)
        stir(world, node)
    elif kind != "committed" and not world.rules.drops_what_failed:
        world.note("kept")
        stir(world, node)
    else:
        if kind == "denied":
            _deny(world, node, batch[0])
        again = dict(room.waiting)
        here = {person for person, _ in world.attending(node)}
        room.waiting += tuple(item for item in batch[2] if item[0] not in again and item[0] in here)
        drop(world, node)
    room = world.rooms[node]
    is_hurried, room.hurried = room.hurried, False
    if is_hurried and room.phase == LIVE and room.pending:
        world.note("at once")
        seal(world, node)


def _deny(world: World, node: int, rows: tuple[tuple[int, int], ...]) -> None:
    room = world.rooms[node]
    room.denials = min(DENIALS, room.denials + 1)
    if room.denials == DENIALS and world.rules.turns_away_the_denied:
        world.note("turned away")
        for author in dict.fromkeys(author for author, _ in rows):
            refuse(world, node, author)


def look_again(world: World, node: int) -> None:
    """See in the log whether text that is another's was written elsewhere: then the room is out of date."""
    room = world.rooms[node]
    doubted, suspect = room.doubted, room.suspect
    room.doubted = room.suspect = ()
    stale = room.head < len(world.disk.rows)
    world.note("stale" if stale else "current")
    if stale:
        drop(world, node)
    for author, edits in suspect:
        _let_on(world, node, author, edits, looked=True)
    room = world.rooms[node]
    for person, vector in doubted:
        if room.phase == LIVE and is_foreign(room, person, vector & ~own(person)):
            call_foreign(world, node, person)
        elif world.sessions[node][person].here:
            wait(world, node, person, vector)


def set_status(world: World, node: int, status: int, lock_epoch: int) -> None:
    """Take a status that another transaction wrote, unless something newer is known."""
    room = world.rooms[node]
    if room.phase == COLD or (lock_epoch < room.lock_epoch and world.rules.hears_in_order):
        world.note("old news")
        return
    is_moved = lock_epoch != room.lock_epoch
    room.status, room.lock_epoch = status, lock_epoch
    if room.phase == LIVE and is_moved and room.tentative:
        world.note("dropped")
        drop(world, node)


def follow(world: World, node: int) -> None:
    """Hear from the database what another server wrote. Where edits wait, their commit finds out."""
    room, disk = world.rooms[node], world.disk
    set_status(world, node, disk.status, disk.lock_epoch)
    if room.phase == LIVE and not room.tentative and room.head < len(disk.rows):
        drop(world, node)


def unpark(world: World, node: int) -> None:
    """Let the parked edits go on, in their order."""
    room = world.rooms[node]
    room.holds = 0
    parked, room.parked = room.parked, ()
    for author, edits in parked:
        _let_on(world, node, author, edits)


def _let_on(world: World, node: int, author: int, edits: int, *, looked: bool = False) -> None:
    """An edit that was kept back goes on, even if its author was turned away for the one before it."""
    if author < 2 and world.sessions[node][author].here:
        world.sessions[node][author].parked -= 1
    elif author < 2:
        author += 2
    edit(world, node, author, edits, looked=looked)


def adopt(world: World, node: int, held: int) -> None:
    """Take what an act wrote on top of all that is on disk, and send it to everybody."""
    room, rules = world.rooms[node], world.rules
    if not rules.adopts_what_acts_wrote:
        return
    if room.phase != LIVE or ((room.tentative or room.head != held) and rules.adopts_on_what_was_held):
        world.note("has moved on")
        drop(world, node)
        return
    room.doc |= 1 << HOUSE
    waiting = tuple(item for item in room.waiting if not world.people[item[0]].stalled)
    room.waiting = tuple(item for item in room.waiting if item not in waiting)
    settle(world, node, (((4, 1 << HOUSE),), (), waiting, room.doc, room.lock_epoch), room.head + 1)


def resume(world: World, person: int) -> None:
    """A person's socket takes frames again."""
    replica = world.people[person]
    replica.stalled = False
    if replica.node != NOBODY and world.sessions[replica.node][person].here:
        catch_up(world, replica.node, person)


def close(world: World, node: int) -> None:
    """Nobody has been here for long: keep the text, then let the room go."""
    world.budget[CLOSINGS] -= 1
    room = world.rooms[node]
    if room.head > room.kept:
        room.closing = room.head
    else:
        world.note("at once")
        forget(world, node)


def finish_closing(world: World, node: int) -> None:
    """The text is kept. The room goes, unless somebody has come back."""
    room = world.rooms[node]
    world.disk.kept = max(world.disk.kept, room.closing)
    room.kept, room.closing = room.closing, NOBODY
    if room.phase == LIVE and (world.is_left(node) or not world.rules.closes_what_is_left):
        forget(world, node)
    else:
        world.note("not left")
