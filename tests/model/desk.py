"""What leaves a node: answers, news and acknowledgements, each fixed while the document is exactly the batch."""

from typing import Any

from tests.model.parts import LIVE, World, union

# Frames to a person: ("answer", edits), ("ask", edits), ("news", edits), ("paid", due, claim), ("close",).


def send(world: World, person: int, *frame: Any) -> None:
    """Put a frame on the line to a person."""
    replica = world.people[person]
    replica.inn = (*replica.inn, frame)


def statement(world: World, node: int, person: int) -> Any:
    """Return what is owed for all that came so far, or None while some of it may be missing."""
    session = world.sessions[node][person]
    if session.asked and world.rules.owes_nothing_while_asking:
        return None
    if session.parked and world.rules.owes_nothing_for_the_parked:
        return None
    return (person, session.debt, session.received, session.claim, session.life)


def pay(world: World, node: int, person: int, stated: Any) -> None:
    """Tell a person what is on disk."""
    session = world.sessions[node][person]
    if stated is None or not session.here:
        return
    _, debt, received, claim, life = stated
    due = min(debt, session.debt) if life == session.life else 0
    if not world.rules.counts_a_debt:
        due = min(due, 1)
    session.debt -= due
    if due or received:
        session.received = max(0, session.received - received)
        send(world, person, "paid", due, claim)


def wait(world: World, node: int, person: int, vector: int) -> None:
    """Have a sync step 1 answered at once, or with the next batch."""
    room, session = world.rooms[node], world.sessions[node][person]
    session.behind, session.lacks_after = False, 0
    room.waiting = (*without(room.waiting, person), (person, vector))
    stir(world, node)


def catch_up(world: World, node: int, person: int) -> None:
    """A person's socket takes frames again: send what was left out, at once or with the next batch."""
    room, session = world.rooms[node], world.sessions[node][person]
    if session.behind and world.rules.makes_up_for_what_it_skipped and person not in dict(room.waiting):
        room.waiting = (*room.waiting, (person, session.lacks_after))
    stir(world, node)


def answer(world: World, node: int, person: int, edits: int) -> None:
    """Answer a sync step 1, from which on the person is joined; or make up for what was skipped."""
    room, session = world.rooms[node], world.sessions[node][person]
    session.seq = room.head
    if session.behind:
        world.note("made up")
        session.behind, session.lacks_after = False, 0
        send(world, person, "news", edits)
        return
    session.joined = True
    send(world, person, "answer", edits)
    if not session.asked:
        session.asked += 1
        send(world, person, "ask", room.settled)


def gather(world: World, node: int) -> Any:
    """Fix all that depends on the document being exactly this batch."""
    room = world.rooms[node]
    rows, room.pending = room.pending, ()
    waiting = tuple(item for item in room.waiting if not world.people[item[0]].stalled)
    room.waiting = tuple(item for item in room.waiting if item not in waiting)
    owed, room.owed = room.owed, 0
    stated = tuple(s for person in range(2) if owed >> person & 1 and (s := statement(world, node, person)))
    return rows, stated, waiting, room.doc, room.lock_epoch


def stir(world: World, node: int) -> None:
    """Pay and answer at once whatever waits, if nothing is tentative."""
    room = world.rooms[node]
    if room.phase == LIVE and not room.tentative:
        settle(world, node, gather(world, node), room.head)
        if room.chair is not None and room.chair[0] == "settling":
            world.note("settled")
            room.chair = ("settled", (room.head, room.lock_epoch), *room.chair[2:])


def seal(world: World, node: int) -> None:
    """Hand the batch over to the disk."""
    world.rooms[node].sealed = gather(world, node)


def settle(world: World, node: int, batch: Any, head: int) -> None:
    """Send out what is on disk: answers, then news, then acknowledgements."""
    room = world.rooms[node]
    rows, stated, answers, doc, _ = batch
    before, room.settled, room.head = room.settled, doc if rows else room.settled, head
    for person, vector in answers:
        answer(world, node, person, (doc if world.rules.encodes_at_the_seal else room.doc) & ~vector)
    if rows:
        publish(world, node, rows, before, {person for person, _ in answers})
    for item in stated:
        pay(world, node, item[0], item)


def publish(world: World, node: int, rows: Any, before: int, answered: set[int]) -> None:
    """Send news to the joined, but not to those just answered, to their only author, or where frames are not taken."""
    room = world.rooms[node]
    authors = {author for author, _ in rows}
    news = union(edits for _, edits in rows)
    for person, session in world.attending(node):
        if person in answered or not (session.joined or not world.rules.tells_the_joined_only):
            continue
        if session.behind and world.rules.skips_until_it_made_up:
            continue
        if authors != {person} and world.people[person].stalled:
            world.note("skipped")
            session.behind, session.lacks_after = True, before
            continue
        if authors != {person}:
            send(world, person, "news", news)
        session.seq = room.head


def without(items: tuple[tuple[int, int], ...], person: int) -> tuple[tuple[int, int], ...]:
    """Return the items of everybody else."""
    return tuple(item for item in items if item[0] != person)
