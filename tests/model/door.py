"""What comes in at a node: frames of people, taken in or turned away."""

from typing import Any

from tests.model.desk import answer, pay, send, statement, stir, wait, without
from tests.model.loading import load
from tests.model.parts import COLD, LIVE, LOCKED, NOBODY, Edits, Room, Session, World, bits, own


def take(world: World, node: int, person: int, frame: Any) -> None:
    """Take the next frame of a person. Frames of a document that is not open are dropped."""
    match frame:
        case ("open", vector):
            attend(world, node, person, vector)
        case ("sync", vector):
            session = world.sessions[node][person]
            if session.here:
                session.debt, session.life = 1, session.life + 1
                join(world, node, person, vector)
        case (kind, edits, claim):
            session = world.sessions[node][person]
            if not session.here:
                world.note("stray")
                return
            session.received += 1
            session.claim |= claim
            if kind == "edit":
                session.debt += 1
            else:
                session.asked = max(0, session.asked - 1)
            edit(world, node, person, edits)


def attend(world: World, node: int, person: int, vector: int) -> None:
    """Open the text for a person, from the log if the room is cold."""
    room = world.rooms[node]
    if room.phase == COLD:
        world.note("cold")
        load(world, node)
    world.sessions[node][person] = Session(here=True, debt=1, life=1)
    join(world, node, person, vector)


def join(world: World, node: int, person: int, vector: int) -> None:
    """Take a sync step 1: it is answered from what is committed, at once or with the next batch."""
    room = world.rooms[node]
    if room.phase == LIVE and is_foreign(room, person, vector & ~own(person)):
        world.note("foreign")
        if world.rules.looks_again_before_it_calls_foreign:
            room.doubted = (*without(room.doubted, person), (person, vector))
        else:
            call_foreign(world, node, person)
        return
    if room.phase == LIVE and room.tentative and not world.rules.answers_from_the_log:
        answer(world, node, person, room.doc & ~vector)
        return
    world.note("waits" if room.tentative or room.phase != LIVE else "answered")
    wait(world, node, person, vector)


def is_foreign(room: Room, person: int, edits: int) -> bool:
    """True if some edits are unknown here and under an id that is held to be another's."""
    ids = (edits & own(0) & ~room.doc, edits & own(1) & ~room.doc)
    return any(new and owner not in (NOBODY, person) for new, owner in zip(ids, room.owners, strict=True))


def call_foreign(world: World, node: int, person: int) -> None:
    """Turn a person away as one who has another history."""
    world.break_promise("an honest client is called foreign")
    refuse(world, node, person)


def edit(world: World, node: int, author: int, edits: int, *, looked: bool = False) -> None:
    """Take an update in, or turn it away."""
    room = world.rooms[node]
    if room.phase != LIVE:
        world.note("lost")
    elif room.holds:
        world.note("parked")
        room.parked = (*room.parked, (author, edits))
        if author < 2:
            world.sessions[node][author].parked += 1
    else:
        accept(world, node, author, edits, looked=looked)


def accept(world: World, node: int, author: int, edits: int, *, looked: bool = False) -> None:
    """Judge an update by what the room knows now, and enter what is new."""
    room, rules, person = world.rooms[node], world.rules, author % 2
    new = edits & ~room.doc
    if any(world.deps(bit) & ~(room.doc | edits) for bit in bits(new)):
        world.note("gap")
        ask_for_the_rest(world, node, author)
    elif not new:
        world.note("known")
        owe(world, node, author)
    elif is_foreign(room, person, edits):
        world.note("foreign")
        if looked or not rules.looks_again_before_it_calls_foreign:
            call_foreign(world, node, person)
        else:
            if author < 2:
                world.sessions[node][author].parked += 1
            room.suspect = (*room.suspect, (author, edits))
    elif room.barred >> person & 1 and rules.judges_every_edit:
        world.note("barred")
        refuse(world, node, author)
    elif room.status == LOCKED and rules.refuses_what_is_shut:
        world.note("refused")
        refuse(world, node, author)
    else:
        enter(world, node, author, new)


def ask_for_the_rest(world: World, node: int, author: int) -> None:
    """An edit does not join what the room has."""
    if author > 1:
        return
    session = world.sessions[node][author]
    if not world.rules.asks_for_gaps:
        world.rooms[node].owed |= 1 << author
        stir(world, node)
    elif not session.asked:
        session.asked += 1
        send(world, author, "ask", world.rooms[node].doc)


def enter(world: World, node: int, author: int, new: int) -> None:
    """Apply what is new: from now on the document is ahead of the log."""
    room, person = world.rooms[node], author % 2
    world.note("accepted")
    room.doc |= new
    first, second = room.owners
    first = person if new & own(0) and first == NOBODY else first
    room.owners = (first, person if new & own(1) and second == NOBODY else second)
    room.pending = (*room.pending, (author, new))
    if author < 2:
        room.owed |= 1 << author
        if not world.rules.commits_before_it_pays:
            pay(world, node, author, statement(world, node, author))


def owe(world: World, node: int, author: int) -> None:
    """What brought nothing new is acknowledged once everything that it repeats is on disk."""
    if author > 1:
        return
    if not world.rules.defers_what_is_known:
        pay(world, node, author, statement(world, node, author))
        return
    world.rooms[node].owed |= 1 << author
    stir(world, node)


def refuse(world: World, node: int, author: int) -> None:
    """Close the document; the client starts over."""
    if author < 2 and world.sessions[node][author].here:
        send(world, author, "close")
        leave(world, node, author)


def leave(world: World, node: int, person: int) -> None:
    """A person is gone from a node: what was sent stays, what is owed does not."""
    room = world.rooms[node]
    world.sessions[node][person] = Session()
    room.waiting = without(room.waiting, person)
    room.doubted = without(room.doubted, person)
    room.suspect = _disown(room.suspect, person)
    room.owed &= ~(1 << person)
    room.pending = _disown(room.pending, person)
    room.parked = _disown(room.parked, person)
    if room.sealed is not None:
        rows, statements, answers, doc, lock_epoch = room.sealed
        kept = tuple(item for item in statements if item[0] != person)
        room.sealed = (_disown(rows, person), kept, without(answers, person), doc, lock_epoch)


def _disown(items: Edits, person: int) -> Edits:
    return tuple((person + 2 if author == person else author, edits) for author, edits in items)
