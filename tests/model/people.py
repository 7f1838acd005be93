"""What people do: type, send, take what comes, lose the line."""

from tests.model.door import leave, take
from tests.model.node import resume
from tests.model.parts import NOBODY, World, edit_bit, own
from tests.model.rules import CUTS, LOSSES, STALLS, SYNCS


def connect(world: World, person: int, node: int) -> None:
    replica = world.people[person]
    replica.node, replica.counter, replica.lossy, replica.stalled = node, 1, False, False
    replica.out, replica.inn = (("open", replica.known),), ()


def edit(world: World, person: int) -> None:
    replica = world.people[person]
    bit = edit_bit(person, replica.made)
    world.disk.deps = tuple(sorted((*world.disk.deps, (bit, replica.known))))
    replica.made += 1
    replica.known |= bit
    if replica.node != NOBODY:
        replica.counter += 1
        replica.out = (*replica.out, ("edit", bit, replica.known & own(person)))


def send(world: World, person: int) -> None:
    replica = world.people[person]
    frame, replica.out = replica.out[0], replica.out[1:]
    world.note(frame[0])
    take(world, replica.node, person, frame)


def lose(world: World, person: int) -> None:
    world.budget[LOSSES] -= 1
    replica = world.people[person]
    replica.out, replica.lossy = replica.out[1:], True
    replica.counter = max(0, replica.counter - 1)


def receive(world: World, person: int) -> None:
    replica = world.people[person]
    frame, replica.inn = replica.inn[0], replica.inn[1:]
    world.note(frame[0])
    match frame:
        case ("answer" | "news", edits):
            replica.known |= edits
        case ("ask", vector):
            replica.lossy = False
            replica.out = (*replica.out, ("bring", replica.known & ~vector, replica.known & own(person)))
        case ("paid", due, claim):
            replica.counter = max(0, replica.counter - due)
            replica.acked |= claim
        case _:
            replica.settled |= replica.known & own(person)
            replica.known, replica.counter, replica.lossy = 0, 1, False
            replica.out = (*replica.out, ("open", 0))


def cut(world: World, person: int) -> None:
    world.budget[CUTS] -= 1
    replica = world.people[person]
    if world.sessions[replica.node][person].here:
        leave(world, replica.node, person)
    replica.node, replica.out, replica.inn, replica.stalled = NOBODY, (), (), False


def sync(world: World, person: int) -> None:
    world.budget[SYNCS] -= 1
    replica = world.people[person]
    replica.counter = 1
    replica.out = (*replica.out, ("sync", replica.known))


def stall(world: World, person: int) -> None:
    world.budget[STALLS] -= 1
    world.people[person].stalled = True


def go_on(world: World, person: int) -> None:
    resume(world, person)
