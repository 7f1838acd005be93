"""What a decision on the structure has left, and whether it can be undone by now. Rule T-12."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from server.actions.shaping import find_closed
from server.domain.structure import UNDOABLE, Layout
from server.storage.database import Reading
from server.storage.structure import list_items, list_later_texts, list_log, list_since, list_written

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

_SETTLED = frozenset({"rank", "label"})
"""What a clause may be given anew when another act is undone: only what acts have changed since counts."""


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
    since: Sequence[Record] = ()

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
        if self.act in ("insert", "split") and any(self._holds_others(row["clause"]) for row in self._made()):
            return "has_children"
        if self.act not in ("move", "set_label") and self.closed:
            return "clause_locked"
        if self.act == "insert" and self.written:
            return "text_changed"
        if self.act == "set_label" and any(self._is_label_taken(row) for row in self.changes()):
            return "label_taken"
        return self._obstacle_of_place()

    def _holds_others(self, clause: str) -> bool:
        return any(below.stands for below in self.layout.beneath(clause))

    def _is_label_taken(self, row: Record) -> bool:
        taken = self.layout.taken(self.layout.clauses[row["clause"]].parent, but=row["clause"])
        return row["before"]["label"] in taken

    def _made(self) -> list[Record]:
        return [row for row in self.log if row["before"] is None]

    def _is_as_left(self, row: Record) -> bool:
        now = self.layout.clauses[row["clause"]].record()
        names = frozenset(FIELDS[self.act])
        if self.act == "join" and row["before"]["parent"] != row["after"]["parent"]:
            names = frozenset({"parent", "rank", "label"})
        if any(now[name] != row["after"][name] for name in names - _SETTLED):
            return False
        since = [each for each in self.since if each["clause"] == row["clause"]]
        return all(each["before"][name] == each["after"][name] for each in since for name in names & _SETTLED)

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
    written = frozenset(list_written(reading, draft, made))
    since = [row for row in list_since(reading, draft, clauses, decision["commit"]) if row["decision"] not in undone]
    return Past(decision, log, items, layout, undone.get(key), later, closed, written, since)
