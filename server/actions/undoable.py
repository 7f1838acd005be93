"""What a decision on the structure has left, and whether it can be undone by now. Rule T-12."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from server.actions.shaping import find_closed
from server.domain.structure import UNDOABLE, Layout
from server.storage.database import Reading
from server.storage.pens import list_heads
from server.storage.structure import list_items, list_later_texts, list_log

Record = dict[str, Any]

FIELDS = {
    "move": ("parent", "rank", "label"),
    "set_label": ("label",),
    "set_kind": ("kind",),
    "retitle": ("titles",),
    "withdraw": ("withdrawn_at",),
    "join": ("withdrawn_at",),
    "insert": ("parent", "withdrawn_at"),
    "split": ("withdrawn_at",),
}
"""What must still be as an act left it."""


@dataclass(frozen=True, slots=True)
class Past:
    """A decision on the structure, with what it changed and what has come since."""

    decision: Record
    log: Sequence[Record]
    items: Sequence[Record]
    layout: Layout
    undone_by: str | None
    later: Sequence[Record] = ()
    closed: Sequence[str] = ()
    written: frozenset[str] = frozenset()

    @property
    def act(self) -> str:
        return str(self.decision["act"])

    @property
    def clauses(self) -> list[str]:
        """The clauses that it changed."""
        return list(dict.fromkeys(row["clause"] for row in self.log))

    def changes(self) -> list[Record]:
        """Return what it changed, room made between siblings left out."""
        return [row for row in self.log if row["act"] != "respace"]

    def obstacle(self) -> str:
        """Return why it cannot be undone (T-12), or nothing."""
        if self.act not in UNDOABLE or self.decision["undoes"] is not None:
            return "not_structure"
        if self.undone_by is not None:
            return "undone"
        if any(not self._is_as_left(row) for row in self.changes()):
            return "changed_since"
        if self.later:
            return "changed_since"
        if self.act in ("insert", "split") and any(self.layout.children(row["clause"]) for row in self._made()):
            return "has_children"
        if self.act not in ("move", "set_label") and self.closed:
            return "clause_locked"
        if self.act == "insert" and self.written:
            return "text_changed"
        return self._obstacle_of_place()

    def _made(self) -> list[Record]:
        return [row for row in self.log if row["before"] is None]

    def _is_as_left(self, row: Record) -> bool:
        now = self.layout.clauses[row["clause"]].record()
        names = FIELDS[self.act]
        if self.act == "join" and row["before"]["parent"] != row["after"]["parent"]:
            names = ("parent", "rank")
        return all(now[name] == row["after"][name] for name in names)

    def _obstacle_of_place(self) -> str:
        """A clause goes back only to a place that is there, and not into itself."""
        for row in self.changes():
            parent = row["before"]["parent"] if row["before"] else None
            if parent is None or self.act not in ("move", "withdraw", "join"):
                continue
            within = self.layout.clauses.get(parent)
            going_too = any(other["clause"] == parent for other in self.changes())
            if within is None or not (within.stands or going_too):
                return "place_gone"
            if parent == row["clause"] or any(below.id == parent for below in self.layout.beneath(row["clause"])):
                return "would_loop"
        return ""


def read_past(reading: Reading, decision: Record, layout: Layout, undone: dict[str, str]) -> Past:
    """Return a decision with all that says whether it can be undone."""
    key, draft = decision["id"], decision["draft"]
    log = list_log(reading, [key]).get(key, [])
    items = list_items(reading, [key]).get(key, [])
    if decision["act"] not in UNDOABLE or not log:
        return Past(decision, log, items, layout, undone.get(key))
    clauses = list(dict.fromkeys(row["clause"] for row in log))
    later = [
        row
        for row in list_later_texts(reading, draft, clauses, decision["commit"])
        if decision["act"] in ("split", "join", "insert") and row["decision"] not in undone
    ]
    gone = {row["clause"] for row in log if row["after"]["withdrawn_at"] is not None}
    closed = find_closed(reading, draft, [clause for clause in clauses if clause not in gone])
    made = [row["clause"] for row in log if row["before"] is None]
    written = frozenset(head["clause"] for head in list_heads(reading, draft, made) if head["head_seq"] > 1)
    return Past(decision, log, items, layout, undone.get(key), later, closed, written)
