"""Updates in the right format that say what no editor would: structs anywhere, next to anything, deleted at random."""

from random import Random
from typing import Any

from server.crdt.codec import DELETED, GC, Struct
from tests.crdt.writing import Id, element, format_, shared_text, string, struct, update, values

CLIENTS = (1, 2, 3)
TAGS = ("paragraph", "paragraph", "ordered_list", "list_item", "footnote", "reference", "hard_break")
KEYS = ("start", "clause", "label", "text")


class Ids:
    """What structs may refer to: any clock, but more often one of the last of each client, or of this update."""

    def __init__(self, random: Random, known: dict[int, int]) -> None:
        self._random = random
        self._known = [(client, end) for client, end in known.items() if end]
        self.recent = [(client, clock) for client, end in self._known for clock in range(max(0, end - 6), end)]

    def pick(self) -> Id:
        return (
            self._random.choice(self.recent[-12:]) if self.recent and self._random.random() < 0.6 else self.pick_any()
        )

    def pick_any(self) -> Id:
        if not self._known or self._random.random() < 0.2:
            return self._random.choice(self.recent or [(1, 0)])
        client, end = self._random.choice(self._known)
        return client, self._random.randrange(end)


def write_hostile(random: Random, known: dict[int, int]) -> bytes:
    """Return an update of a few structs on top of the clocks that are known."""
    ids = Ids(random, known)
    clocks = {client: max(0, known.get(client, 0) - random.choice((0, 0, 0, 1, 2))) for client in CLIENTS}
    structs = []
    client = random.choice(CLIENTS)
    for _ in range(random.randrange(1, 5)):
        client = random.choice((client, client, random.choice(CLIENTS)))
        new = _write_struct(random, (client, clocks[client]), ids)
        ids.recent += [(client, new.clock + offset) for offset in range(new.length)]
        clocks[client] += new.length
        structs.append(new)
    deleted: dict[int, list[tuple[int, int]]] = {}
    for _ in range(random.choice((0, 0, 1, 2))):
        target, clock = ids.pick_any()
        deleted.setdefault(target, []).append((clock, random.randrange(1, 4)))
    deleted = {target: _in_order(spans) for target, spans in deleted.items()}
    return update(*(structs if not deleted or random.random() < 0.6 else ()), deleted=deleted)


def _in_order(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return (start, length) without those that would overlap."""
    kept: list[tuple[int, int]] = []
    for start, length in sorted(spans):
        if not kept or start >= sum(kept[-1]):
            kept.append((start, length))
    return kept


def _write_struct(random: Random, at: Id, ids: Ids) -> Struct:
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


def _place(random: Random, ids: Ids) -> dict[str, Any]:
    """Choose neighbours or a parent. Old neighbours are rarer than new ones, which more probably fit each other."""
    match random.randrange(8):
        case 0:
            return {"parent": "prosemirror"}
        case 1:
            return {"parent": ids.pick()}
        case 2:
            return {"parent": ids.pick(), "key": random.choice(KEYS)}
        case 3:
            return {"right": ids.pick()}
        case 4:
            return {"origin": ids.pick(), "right": ids.pick()}
        case _:
            return {"origin": ids.pick()}
