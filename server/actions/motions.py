"""A motion: one act on many clauses, or on the draft itself; who moves it, and how it enters the record."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from server.actions.acts import Rule
from server.actions.house import Caller, Place, open_agenda
from server.domain.errors import Conflict, Unknown
from server.domain.identity import fresh_id
from server.storage.agendas import list_clauses
from server.storage.database import Reading, Writing
from server.storage.decisions import insert_decision, insert_items

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Choice:
    """Which clauses an act is for: some by id, one with all under it, or (without either) the whole text."""

    clauses: tuple[str, ...] = ()
    subtree: str | None = None

    def pick(self, rows: Sequence[Record]) -> dict[str, Record]:
        """Return the clauses chosen, by id. Those withdrawn are left out unless they are named.

        Raises:
            Unknown: `no_such_clause`. Conflict: `clause_withdrawn`, with all that are.
        """
        there = {row["id"]: row for row in rows}
        for clause in (*self.clauses, *((self.subtree,) if self.subtree else ())):
            if clause not in there:
                raise Unknown("no_such_clause", clause=clause)
        if self.clauses:
            withdrawn = [key for key in self.clauses if there[key]["withdrawn_at"] is not None]
            if withdrawn:
                raise Conflict("clause_withdrawn", clauses=withdrawn)
            return {key: there[key] for key in dict.fromkeys(self.clauses)}
        chosen = rows if self.subtree is None else _under(there[self.subtree], rows)
        return {row["id"]: row for row in chosen if row["withdrawn_at"] is None}


def _under(top: Record, rows: Iterable[Record]) -> list[Record]:
    children: dict[str | None, list[Record]] = {}
    for row in rows:
        children.setdefault(row["parent"], []).append(row)
    found = [top]
    for row in found:
        found += children.get(row["id"], [])
    return found


@dataclass(frozen=True, slots=True)
class Motion:
    """One act on many clauses: who moves it where, on which clauses, under which decision."""

    caller: Caller
    place: Place
    clauses: dict[str, Record]
    decision: str

    @property
    def draft(self) -> str:
        """The draft in which it is done."""
        return str(self.place.draft["id"])

    @property
    def agenda(self) -> str:
        """The agenda whose record it enters."""
        return str(self.place.agenda["id"])

    def decide(self, writing: Writing, act: str, reason: str = "", **named: str | None) -> int:
        """Write the decision and return its commit number."""
        part = self.place.part
        row = {
            "id": self.decision,
            "agenda": self.agenda,
            "draft": self.draft,
            "act": act,
            "person": self.caller.person,
            "seat": part.seat.id,
            "delegation": part.spoken_for,
            "reason": reason,
            **named,
        }
        return insert_decision(writing, row)

    def publish(self, writing: Writing, clauses: Iterable[str]) -> None:
        """Tell everybody that the status of clauses has changed."""
        for clause in clauses:
            writing.publish(self.agenda, "clause_status", clause=clause, draft=self.draft)

    def enter(self, writing: Writing, heads: Iterable[Record], **details: Callable[[Record], Any]) -> None:
        """Write an item for each language version, by number and hash; `version` where one was stored."""
        items = [
            {
                "id": fresh_id(),
                "decision": self.decision,
                "clause": head["clause"],
                "language_version": head["id"],
                "seq": head["head_seq"],
                "hash": head["hash"] if head["text_seq"] == head["head_seq"] else None,
                "version": head.get("version"),
                "detail": {"language": head["language"], **{key: tell(head) for key, tell in details.items()}},
            }
            for head in heads
        ]
        insert_items(writing, items)


def begin_motion(reading: Reading, caller: Caller, agenda: str, choice: Choice, may: Rule) -> Motion:
    """Find the clauses and make sure that the rule allows the act to the caller now."""
    place = open_agenda(reading, caller, agenda)
    place.require(may)
    return Motion(caller, place, choice.pick(list_clauses(reading, place.draft["id"])), fresh_id())
