"""One act on a clause: its decision, and a stored version of the text that it is done on."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from server.actions.house import Caller, Place, open_clause
from server.domain.facts import DraftFacts, SeatFacts
from server.domain.identity import fresh_id
from server.domain.rights import Ruling
from server.rooms.gavel import HeldText
from server.rooms.registry import Committed
from server.storage.database import Reading, Writing
from server.storage.decisions import insert_decision

Record = dict[str, Any]
Rule = Callable[[SeatFacts, DraftFacts, int], Ruling]


@dataclass(frozen=True, slots=True)
class Act:
    """One act on a clause: who acts where, on which clause, under which decision."""

    caller: Caller
    place: Place
    clause: Record
    decision: str

    @property
    def draft(self) -> Record:
        """The draft in which it is done."""
        return self.place.draft

    def decide(self, writing: Writing, act: str, reason: str = "") -> int:
        """Write the decision and return its commit number."""
        row = {
            "id": self.decision,
            "agenda": self.clause["agenda"],
            "draft": self.draft["id"],
            "act": act,
            "person": self.caller.person,
            "seat": self.place.part.seat.id,
            "delegation": self.place.part.spoken_for,
            "reason": reason,
        }
        return insert_decision(writing, row)


def begin_act(reading: Reading, caller: Caller, clause: str, may: Rule) -> Act:
    """Find the clause and make sure that the rule allows the act to the caller now."""
    place, row = open_clause(reading, caller, clause)
    place.require(may)
    return Act(caller, place, row, fresh_id())


def version_row(act: Act, text: HeldText | Committed, version: str, commit: int, cause: str, label: str = "") -> Record:
    """Return the stored version of a held text."""
    return {
        "id": version,
        "language_version": text.language_version,
        "epoch": text.epoch,
        "seq": text.seq,
        "commit": commit,
        "state": text.state,
        "json": text.json,
        "hash": text.hash,
        "label": label,
        "cause": cause,
        "person": act.caller.person,
        "seat": act.place.part.seat.id,
        "decision": act.decision,
    }


def publish_clause(writing: Writing, act: Act) -> None:
    """Tell everybody that a clause's status has changed."""
    writing.publish(act.clause["agenda"], "clause_status", clause=act.clause["id"], draft=act.draft["id"])
