"""The record of an agenda, read page by page: who decided what, on which clauses, and whether it can be undone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from server.actions.house import Caller, House, open_agenda
from server.actions.undoable import read_past
from server.domain.naming import veil
from server.domain.rights import may_shape
from server.domain.structure import UNDOABLE, Layout, Placed
from server.storage.database import Reading
from server.storage.structure import list_decisions, list_items, list_log, list_undone, read_layout

Record = dict[str, Any]
MOST = 200
CLAUSES_SHOWN = 50
_SHOWN = ("parent", "label", "titles", "kind")


@dataclass(frozen=True, slots=True)
class Page:
    """Decisions with all that is told of them. `shapes` is true for a reader who may undo."""

    reading: Reading
    layout: Layout
    policy: str
    shapes: bool
    undone: dict[str, str]
    logs: Mapping[str, list[Record]]
    items: Mapping[str, list[Record]]

    def describe(self, row: Record) -> Record:
        """Return one entry of the record, with the names that the draft's policy lets be seen."""
        log, items = self.logs.get(row["id"], []), self.items.get(row["id"], [])
        there = self.layout.clauses
        clauses = list(dict.fromkeys(each["clause"] for each in (*log, *items) if each["clause"] in there))
        undoable = self.shapes and row["act"] in UNDOABLE
        shown = {
            **{key: row[key] for key in ("id", "commit", "act", "at", "reason", "undoes")},
            "undone_by": self.undone.get(row["id"]),
            "undoable": undoable and not read_past(self.reading, row, self.layout, self.undone).obstacle(),
            "person": {"id": row["person"], "name": row["person_name"]},
            "delegation": describe_delegation(row),
            "clauses": [_name(there[clause]) for clause in clauses[:CLAUSES_SHOWN]],
            "detail": {"clauses": len(clauses), **_detail(log, items)},
        }
        return veil(shown, self.policy)


async def show_decisions(
    house: House, caller: Caller, agenda: str, before: int | None, limit: int, clause: str | None = None
) -> Record:
    """Return decisions, newest first, before a commit number; of one clause, those that shaped it.

    `undoable` is for the caller, now.

    Raises:
        Unknown: `no_such_agenda`.
    """
    return await house.database.read(lambda reading: _show(reading, caller, agenda, before, limit, clause))


def _show(reading: Reading, caller: Caller, agenda: str, before: int | None, limit: int, clause: str | None) -> Record:
    place = open_agenda(reading, caller, agenda)
    limit = max(1, min(limit, MOST))
    rows = list_decisions(reading, agenda, before=before, limit=limit + 1, clause=clause)
    shown = rows[:limit]
    ids = [row["id"] for row in shown]
    page = Page(
        reading,
        read_layout(reading, place.draft["id"]),
        place.draft["name_policy"],
        place.judge(may_shape).allowed,
        list_undone(reading, agenda),
        list_log(reading, ids),
        list_items(reading, ids),
    )
    entries = [page.describe(row) for row in shown]
    return {"decisions": entries, "next": shown[-1]["commit"] if len(rows) > limit else None}


def _name(clause: Placed) -> Record:
    return {"id": clause.id, "label": clause.label, "title": dict(clause.titles)}


def describe_delegation(row: Record) -> Record | None:
    """Return for which delegation a decision was taken."""
    return {"code": row["delegation_code"], "names": row["delegation_names"]} if row["delegation_code"] else None


def _detail(log: list[Record], items: list[Record]) -> Record:
    """Return what changed: how the one clause that an act moved or named was and is, and the languages of texts."""
    languages = sorted({item["language"] for item in items if item["language"]})
    changed = [row for row in log if row["act"] != "respace"]
    detail: Record = {"languages": languages}
    if len(changed) == 1:
        detail |= {side: _shape(changed[0][side]) for side in ("before", "after")}
    return detail


def _shape(row: Record | None) -> Record | None:
    if row is None:
        return None
    return {**{key: row.get(key) for key in _SHOWN}, "withdrawn": bool(row.get("withdrawn_at"))}
