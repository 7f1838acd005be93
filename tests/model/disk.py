"""What happens to the disk and to servers: batches written or lost, locks and rights changed elsewhere, crashes."""

from tests.model.node import set_status
from tests.model.parts import LOCKED, NOBODY, OPEN, Room, Session, World
from tests.model.rules import BARS, CRASHES, FAILS, LOCKS, REOPENINGS

PATIENCE = 4
"""Batches in a row that may fail to fit: each of two nodes may have to be told of a lock, and twice of a right."""


def write(world: World, node: int) -> None:
    room, disk, rules = world.rooms[node], world.disk, world.rules
    rows, _, _, _, lock_epoch = room.sealed
    if disk.status == LOCKED and rules.compares_the_status:
        room.verdict = ("locked", 0)
    elif lock_epoch != disk.lock_epoch and rules.compares_the_lock:
        room.verdict = ("moved", 0)
    elif room.head != len(disk.rows) and rules.compares_the_head:
        room.verdict = ("moved", 0)
    elif rules.judges_in_the_transaction and any(disk.barred >> author % 2 & 1 for author, _ in rows):
        room.verdict = ("denied", 0)
    else:
        _append(world, rows, lock_epoch)
        room.verdict = ("committed", len(disk.rows))
    disk.tries = 0 if room.verdict[0] == "committed" else disk.tries + 1
    if disk.tries > PATIENCE:
        world.break_promise("an edit is tried for ever")
    world.note(room.verdict[0])


def _append(world: World, rows: tuple[tuple[int, int], ...], lock_epoch: int) -> None:
    disk = world.disk
    if disk.status == LOCKED:
        world.break_promise("an edit is written after the lock")
    if lock_epoch != disk.lock_epoch:
        world.break_promise("an edit accepted before a lock is written after it")
    for author, edits in rows:
        stored = world.stored
        if disk.barred >> author % 2 & 1:
            world.break_promise("an edit is written by one who may no longer")
        if edits & stored:
            world.break_promise("an edit is doubled")
        if not world.is_joined_up(stored | edits):
            world.break_promise("a row does not join those before it")
        disk.rows = (*disk.rows, edits)


def fail(world: World, node: int) -> None:
    world.budget[FAILS] -= 1
    world.rooms[node].verdict = ("unknown", 0)


def lose_reply(world: World, node: int) -> None:
    write(world, node)
    fail(world, node)


def crash(world: World, node: int) -> None:
    world.budget[CRASHES] -= 1
    world.rooms[node] = Room(barred=world.disk.barred)
    world.sessions[node] = [Session(), Session()]
    for replica in world.people:
        if replica.node == node:
            replica.node, replica.out, replica.inn, replica.stalled = NOBODY, (), (), False


def set_on_disk(world: World, status: int, but: int = NOBODY) -> None:
    """Write a status; all nodes but one hear of it later."""
    disk = world.disk
    disk.status, disk.lock_epoch, disk.tries = status, disk.lock_epoch + 1, 0
    for node, room in enumerate(world.rooms):
        if node != but:
            room.heard = (*room.heard, (status, disk.lock_epoch))


def lock(world: World, _: int) -> None:
    world.budget[LOCKS] -= 1
    set_on_disk(world, LOCKED)


def reopen(world: World, _: int) -> None:
    world.budget[REOPENINGS] -= 1
    set_on_disk(world, OPEN)


def notice(world: World, node: int) -> None:
    room = world.rooms[node]
    (status, lock_epoch), room.heard = room.heard[0], room.heard[1:]
    set_status(world, node, status, lock_epoch)


def bar(world: World, person: int) -> None:
    """A person loses the right to write, though not to read. Nodes learn it later."""
    world.budget[BARS] -= 1
    world.disk.barred |= 1 << person
    world.disk.tries = 0


def learn(world: World, node: int) -> None:
    world.rooms[node].barred = world.disk.barred
