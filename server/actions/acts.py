"""One act on a clause, done while its rooms are held: the decision, and a stored version of each text it is done on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from server.actions.house import Caller, Place, open_clause
from server.domain.facts import DraftFacts, SeatFacts
from server.domain.identity import TextName, fresh_id
from server.domain.rights import Ruling
from server.rooms.gavel import Held, HeldText
from server.rooms.registry import Committed
from server.storage.database import Reading, Writing
from server.storage.decisions import insert_decision, insert_items, insert_versions

Record = dict[str, Any]
Rule = Callable[[SeatFacts, DraftFacts, int], Ruling]
Statuses = dict[str, tuple[str, int]]
"""Status and lock epoch by language."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One language of the clause while it is held: the text that an act is done on."""

    language: str
    original: bool
    text: HeldText


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
            "delegation": self.place.part.seat.delegation,
            "reason": reason,
        }
        return insert_decision(writing, row)


def begin_act(reading: Reading, caller: Caller, clause: str, may: Rule) -> Act:
    """Find the clause and make sure that the rule allows the act to the caller now."""
    place, row = open_clause(reading, caller, clause)
    place.require(may)
    return Act(caller, place, row, fresh_id())


def store_acted_on(writing: Writing, act: Act, texts: Sequence[Taken], verb: str, cause: str, reason: str = "") -> None:
    """Write the decision with an item and a stored version for each language that was acted on."""
    ids = [fresh_id() for _ in texts]
    commit = act.decide(writing, verb, reason)
    rows = [version_row(act, taken.text, version, commit, cause) for taken, version in zip(texts, ids, strict=True)]
    insert_versions(writing, rows)
    items = [decision_item(act, taken, version) for taken, version in zip(texts, ids, strict=True)]
    insert_items(writing, items)


def decision_item(act: Act, taken: Taken, version: str) -> Record:
    """Return the decision's item for one language: the text that was acted on, by number and hash."""
    return {
        "id": fresh_id(),
        "decision": act.decision,
        "clause": act.clause["id"],
        "language_version": taken.text.language_version,
        "seq": taken.text.seq,
        "hash": taken.text.hash,
        "version": version,
        "detail": {"language": taken.language},
    }


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


def release(held: Held, clause: str, statuses: Statuses) -> None:
    """Let the rooms of a clause go on with their new statuses, by language."""
    held.release({TextName(clause, language): status for language, status in statuses.items()})
