"""Updates in the right format that say what no editor would: structs anywhere, next to anything, deleted at random."""

from random import Random
from typing import Any

from server.crdt.codec import DELETED, GC, Struct
from tests.crdt.writing import Id, element, format_, shared_text, string, struct, update, values

CLIENTS = (1, 2, 3)
TAGS = ("paragraph", "paragraph", "ordered_list", "list_item", "footnote", "reference", "hard_break")
KEYS = ("start", "clause", "label", "text")


def write_hostile(random: Random, known: dict[int, int]) -> bytes:
    """Return an update of a few structs on top of the clocks that are known."""
    ids = [(client, clock) for client, end in known.items() for clock in range(end)]
    clocks = {client: max(0, known.get(client, 0) - random.choice((0, 0, 0, 1, 2))) for client in CLIENTS}
    structs = []
    client = random.choice(CLIENTS)
    for _ in range(random.randrange(1, 5)):
        client = random.choice((client, client, random.choice(CLIENTS)))
        new = _write_struct(random, (client, clocks[client]), ids)
        ids += [(client, new.clock + offset) for offset in range(new.length)]
        clocks[client] += new.length
        structs.append(new)
    deleted: dict[int, list[tuple[int, int]]] = {}
    for _ in range(random.choice((0, 0, 1, 2))):
        target, clock = random.choice(ids)
        deleted.setdefault(target, []).append((clock, random.randrange(1, 4)))
    return update(*(structs if not deleted or random.random() < 0.6 else ()), deleted=deleted)


def _write_struct(random: Random, at: Id, ids: list[Id]) -> Struct:
    where = _place(random, ids)
    match random.randrange(12):
        case 0 | 1 | 2 | 3:
            return element(at, random.choice(TAGS), **where)
        case 4 | 5:
            return shared_text(at, **where)
        case 6 | 7 | 8:
            return string(at, random.choice(("a", "bc", "x😀", "😀")), **where)
        case 9:
            return format_(at, "strong", random.choice(({}, None)), **where)
        case 10:
            return values(at, random.choice((3, "x")), **where)
        case _:
            length = random.randrange(1, 4)
            return random.choice((struct(at, DELETED, length=length, **where), struct(at, GC, length=length)))


def _place(random: Random, ids: list[Id]) -> dict[str, Any]:
    """Choose neighbours or a parent. Old neighbours are rarer than new ones, which more probably fit each other."""

    def pick() -> Id:
        return random.choice(ids[-12:] if random.random() < 0.6 else ids)

    match random.randrange(8):
        case 0:
            return {"parent": "prosemirror"}
        case 1:
            return {"parent": pick()}
        case 2:
            return {"parent": pick(), "key": random.choice(KEYS)}
        case 3:
            return {"right": pick()}
        case 4:
            return {"origin": pick(), "right": pick()}
        case _:
            return {"origin": pick()}
