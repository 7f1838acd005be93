"""Logs of a text by hand: what editors send, struct by struct."""

from itertools import count

from server.crdt.aliases import Aliases
from server.crdt.codec import Struct
from server.crdt.cuts import Sent
from server.crdt.tracing import find_aliases
from tests.crdt.writing import element, shared_text, string, update

PLACE = "prosemirror"
Deleted = dict[int, list[tuple[int, int]]]


class Log:
    """Updates in order, each with who sent it."""

    def __init__(self) -> None:
        self._seq = count(1)
        self.rows: list[Sent] = []

    def add(self, person: str, *structs: Struct, deleted: Deleted | None = None, after_ms: int = 0) -> "Log":
        """Add an update, a second and so much after the last."""
        at_ms = 1_000 + after_ms + (self.rows[-1].at_ms if self.rows else 0)
        self.rows.append(Sent(next(self._seq), update(*structs, deleted=deleted), person, at_ms))
        return self

    @property
    def aliases(self) -> Aliases:
        return find_aliases(self.rows)


def written(text: str) -> Log:
    """Egypt, client 1, writes a paragraph: its words begin at clock 2."""
    paragraph = [element((1, 0), "paragraph", parent=PLACE), shared_text((1, 1), parent=(1, 0))]
    return Log().add("egypt", *paragraph, string((1, 2), text, parent=(1, 1)))


def paragraph_of(client: int, *texts: Struct) -> list[Struct]:
    """Return a new paragraph of a client, after the first: its words begin at clock 2."""
    made = element((client, 0), "paragraph", origin=(1, 0))
    return [made, shared_text((client, 1), parent=(client, 0)), *texts]


def cut_from(log: Log, person: str = "peru") -> Log:
    """Let somebody cut "a fund" from the end of "to establish a fund"."""
    return log.add(person, deleted={1: [(15, 6)]})
