"""Everything that can happen next in a world. A step is a word with whom or where; its trail says which way it went."""

from collections.abc import Callable, Iterator

from tests.model import chair, disk, people
from tests.model.desk import seal
from tests.model.loading import reload
from tests.model.node import close, deliver, finish_closing, follow, look_again
from tests.model.parts import COLD, DROPPED, HOUSE, LIVE, LOCKED, NOBODY, OPEN, Room, World
from tests.model.rules import (
    ACTS,
    BARS,
    CLOSINGS,
    CRASHES,
    CUTS,
    FAILS,
    GAVELS,
    LOCKS,
    LOSSES,
    REOPENINGS,
    STALLS,
    SYNCS,
    Budget,
)

Step = tuple[str, int]


def find_steps(world: World, budget: Budget) -> Iterator[Step]:
    """Yield what can happen next."""
    for person in range(2):
        yield from _steps_of_person(world, person, budget)
    for node, room in enumerate(world.rooms):
        yield from _steps_of_disk(world, node, room)
        yield from _steps_of_room(world, node, room)
        yield from _steps_of_chair(world, node, room)
    if world.budget[LOCKS] and world.disk.status == OPEN:
        yield ("lock", 0)
    if world.budget[REOPENINGS] and world.disk.status == LOCKED:
        yield ("reopen", 0)


def _steps_of_person(world: World, person: int, budget: Budget) -> Iterator[Step]:
    replica = world.people[person]
    if replica.made < budget.edits[person]:
        yield ("edit", person)
    if replica.node == NOBODY:
        for node in range(1 if person < budget.rooted else budget.nodes):
            yield (f"connect to {node}", person)
        return
    if replica.out:
        yield ("send", person)
        if world.budget[LOSSES] and replica.out[0][0] == "edit":
            yield ("lose", person)
    if replica.inn:
        yield ("receive", person)
    if replica.stalled:
        yield ("go on", person)
    elif world.budget[STALLS]:
        yield ("stall", person)
    if world.budget[CUTS]:
        yield ("cut", person)
    if world.budget[SYNCS]:
        yield ("sync", person)
    if world.budget[BARS] and not world.disk.barred >> person & 1:
        yield ("bar", person)


def _steps_of_disk(world: World, node: int, room: Room) -> Iterator[Step]:
    if room.sealed is not None and room.verdict is None:
        yield ("write", node)
        if world.budget[FAILS]:
            yield ("fail", node)
            yield ("lose the reply", node)
    elif room.sealed is not None:
        yield ("deliver", node)
    elif room.pending and room.phase == LIVE:
        yield ("seal", node)
    if world.budget[CRASHES] and room.phase != COLD:
        yield ("crash", node)


def _steps_of_room(world: World, node: int, room: Room) -> Iterator[Step]:
    if room.phase == DROPPED and room.sealed is None:
        yield ("load", node)
    if room.heard:
        yield ("notice", node)
    if room.barred != world.disk.barred:
        yield ("learn", node)
    if len(world.rooms) > 1 and world.rules.follows_the_others and _is_behind(world, room):
        yield ("follow", node)
    if room.doubted or room.suspect:
        yield ("look again", node)
    if room.closing != NOBODY:
        yield ("finish closing", node)
    elif world.budget[CLOSINGS] and room.phase == LIVE and world.is_left(node):
        yield ("close", node)


def _is_behind(world: World, room: Room) -> bool:
    is_stale = room.phase == LIVE and not room.tentative and room.head < len(world.disk.rows)
    return is_stale or (room.phase != COLD and room.lock_epoch < world.disk.lock_epoch)


def _steps_of_chair(world: World, node: int, room: Room) -> Iterator[Step]:
    if room.chair is None:
        is_free = room.phase != COLD and world.disk.status == OPEN
        if world.budget[GAVELS] and is_free:
            yield ("hold", node)
        if world.budget[ACTS] and is_free and 1 << HOUSE not in world.disk.rows:
            yield ("begin an act", node)
        return
    if room.holds:
        yield ("expire", node)
    if room.chair[0] == "settled":
        yield ("strike", node)
    elif room.chair[0] == "written":
        yield ("release", node)


def do(world: World, step: Step) -> None:
    """Take a step in a world in hand."""
    name, where = step
    world.note(name)
    if name.startswith("connect"):
        people.connect(world, where, int(name[-1]))
    else:
        _DOING[name](world, where)


_DOING: dict[str, Callable[[World, int], None]] = {
    "edit": people.edit,
    "send": people.send,
    "lose": people.lose,
    "receive": people.receive,
    "cut": people.cut,
    "sync": people.sync,
    "stall": people.stall,
    "go on": people.go_on,
    "seal": seal,
    "write": disk.write,
    "fail": disk.fail,
    "lose the reply": disk.lose_reply,
    "deliver": deliver,
    "crash": disk.crash,
    "lock": disk.lock,
    "reopen": disk.reopen,
    "notice": disk.notice,
    "bar": disk.bar,
    "learn": disk.learn,
    "load": reload,
    "look again": look_again,
    "follow": follow,
    "close": close,
    "finish closing": finish_closing,
    "hold": chair.hold,
    "begin an act": chair.begin_act,
    "expire": chair.expire,
    "strike": chair.strike,
    "release": chair.release,
}
KINDS = frozenset(_DOING)
PROGRESS = frozenset(
    {
        "send",
        "receive",
        "go on",
        "seal",
        "write",
        "deliver",
        "load",
        "notice",
        "learn",
        "look again",
        "follow",
        "finish closing",
        "strike",
        "release",
    }
)


def is_progress(step: Step) -> bool:
    """True if the step happens of its own accord: nobody has to type, and nothing has to go wrong."""
    return step[0] in PROGRESS
