"""One act on the structure: ordered by the agenda's number, and one decision that says what was and what is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from server.actions.house import Caller, House, Place, open_agenda
from server.actions.reading import describe_clause, open_book
from server.domain.errors import Conflict, Unknown
from server.domain.identity import TextName, fresh_id
from server.domain.numbering import propose_label
from server.domain.rights import may_shape
from server.domain.structure import Layout, Placed, Spot, check_label
from server.domain.terms import LockReason, TextStatus
from server.storage.agendas import fetch_clause, standing_agreements
from server.storage.database import Reading, Writing
from server.storage.decisions import insert_decision, insert_items, insert_locks
from server.storage.pens import list_heads, set_statuses
from server.storage.structure import (
    change_kind,
    change_placement,
    find_agenda,
    insert_placement,
    log_structure,
    read_layout,
)

Record = dict[str, Any]
Statuses = dict[TextName, tuple[str, int]]
"""Status and lock epoch of texts that an act opened or closed."""


@dataclass(frozen=True, slots=True)
class Done:
    """What an act has written: the decision, its number, the clauses that changed, and texts that were closed."""

    decision: str
    commit: int
    agenda: str
    clauses: tuple[str, ...]
    statuses: Statuses


@dataclass(slots=True)
class Shaping:
    """An act while it is written. Nothing else on the same agenda is written meanwhile (T-1)."""

    writing: Writing
    caller: Caller
    place: Place
    layout: Layout
    act: str
    decision: str
    commit: int
    log: list[Record] = field(default_factory=list)
    items: list[Record] = field(default_factory=list)
    statuses: Statuses = field(default_factory=dict)

    @property
    def draft(self) -> str:
        return str(self.place.draft["id"])

    def standing(self, clause: str) -> Placed:
        """Return a clause as it stands now.

        Raises:
            Unknown: `no_such_clause`. Conflict: `clause_withdrawn`.
        """
        placed = self.layout.clauses.get(clause)
        if placed is None:
            raise Unknown("no_such_clause", clause=clause)
        if not placed.stands:
            raise Conflict("clause_withdrawn", clauses=[clause])
        return placed

    def require_open(self, clauses: Collection[str]) -> None:
        """Make sure that none of the clauses is agreed, nor any of their texts closed (T-6).

        Raises:
            Conflict: `clause_locked`, with those that are.
        """
        closed = find_closed(self.writing, self.draft, clauses)
        if closed:
            raise Conflict("clause_locked", clauses=closed)

    def change(self, placed: Placed, act: str = "", **values: Any) -> None:
        """Change a clause's placement or kind, and keep how it was."""
        before = placed.record()
        after = {**before, **values}
        if "kind" in values:
            change_kind(self.writing, placed.id, values["kind"])
        moved = {name: value for name, value in values.items() if name != "kind"}
        if moved:
            change_placement(self.writing, self.draft, placed.id, moved)
        self._keep(placed.id, act or self.act, before, after)

    def insert(self, placed: Placed) -> None:
        """Give a new clause its place. The clause itself is there already."""
        row = {name: value for name, value in placed.record().items() if name != "kind"}
        insert_placement(self.writing, {"draft": self.draft, "clause": placed.id, **row})
        self._keep(placed.id, self.act, None, placed.record())

    def make_room(self, spot: Spot) -> None:
        """Rank the siblings of a place anew, where there was no room between them."""
        for clause, rank in spot.respaced.items():
            self.change(self.layout.clauses[clause], "respace", rank=rank)
        if spot.respaced:
            self.lay_out(*(replace(self.layout.clauses[clause], rank=rank) for clause, rank in spot.respaced.items()))

    def lay_out(self, *placed: Placed) -> None:
        """Have what follows in this act see clauses where they stand now."""
        self.layout = Layout({**self.layout.clauses, **{each.id: each for each in placed}}.values())

    def label_for(self, spot: Spot, wanted: str | None, own: str | None = None, *, but: str | None = None) -> str:
        """Return the label at a place: the one asked for; else the clause's own, or the one that fits there (T-4)."""
        taken = self.layout.taken(spot.parent, but=but)
        if wanted is not None:
            return check_label(wanted, taken)
        if own is not None and own not in taken:
            return own
        before, behind = (each.label if each and each.stands else "" for each in (spot.before, spot.behind))
        return propose_label(before, behind, taken)

    def withdraw(self, clauses: Sequence[Placed], *, decided: str) -> None:
        """Take clauses out of the text and close them for everybody; they stay in the record (T-7)."""
        heads = list_heads(self.writing, self.draft, [clause.id for clause in clauses])
        former = {head["id"]: head["status"] for head in heads}
        for clause in clauses:
            self.change(clause, withdrawn_at=self.writing.now_ms)
        self.set_statuses(heads, TextStatus.LOCKED)
        locks = [
            {"language_version": key, "reason": LockReason.WITHDRAWN.value, "status": TextStatus.LOCKED.value}
            for key in former
        ]
        if locks:
            insert_locks(self.writing, [{"id": fresh_id(), "decision": decided, **lock} for lock in locks])
        for head in heads:
            self.note(head["clause"], head["id"], head["head_seq"], None, former=head["status"])

    def set_statuses(self, heads: Sequence[Record], status: TextStatus) -> None:
        """Open or close texts, and remember it for their rooms."""
        done = set_statuses(self.writing, [head["id"] for head in heads], status)
        names = {head["id"]: TextName(head["clause"], head["language"]) for head in heads}
        self.statuses |= {names[key]: change for key, change in done.items()}

    def note(self, clause: str, text: str | None, seq: int | None, hash_: str | None, **detail: Any) -> None:
        """Add an item to the decision."""
        self.items.append(
            {
                "id": fresh_id(),
                "decision": self.decision,
                "clause": clause,
                "language_version": text,
                "seq": seq,
                "hash": hash_,
                "version": detail.pop("version", None),
                "detail": detail,
            }
        )

    def finish(self) -> Done:
        """Write log and items, tell the feed, and return what was done."""
        changed = tuple(dict.fromkeys(row["clause"] for row in self.log if row["act"] != "respace"))
        log_structure(self.writing, self.log)
        noted = {item["clause"] for item in self.items}
        for clause in changed:
            if clause not in noted:
                self.note(clause, None, None, None)
        insert_items(self.writing, self.items)
        agenda = str(self.place.agenda["id"])
        self.writing.publish(
            agenda,
            "structure_changed",
            draft=self.draft,
            act=self.act,
            decision=self.decision,
            clauses=list(changed),
        )
        return Done(self.decision, self.commit, agenda, changed, self.statuses)

    def _keep(self, clause: str, act: str, before: Record | None, after: Record) -> None:
        self.log.append(
            {
                "id": fresh_id(),
                "draft": self.draft,
                "clause": clause,
                "commit": self.commit,
                "decision": self.decision,
                "act": act,
                "before": before,
                "after": after,
            }
        )


def begin_shaping(
    writing: Writing, caller: Caller, agenda: str, act: str, *, reason: str = "", undoes: str | None = None
) -> Shaping:
    """Take the agenda's number, make sure that the caller may shape its text, and write the decision.

    Raises:
        Unknown: `no_such_agenda`. Denied: by rule A-18.
    """
    commit = writing.number(agenda)
    place = open_agenda(writing, caller, agenda)
    place.require(may_shape)
    decision = fresh_id()
    row = {
        "id": decision,
        "agenda": agenda,
        "draft": place.draft["id"],
        "act": act,
        "person": caller.person,
        "seat": place.part.seat.id,
        "delegation": place.part.seat.delegation,
        "reason": reason,
        "undoes": undoes,
    }
    insert_decision(writing, row)
    layout = read_layout(writing, place.draft["id"])
    return Shaping(writing, caller, place, layout, act, decision, commit)


def begin_on(writing: Writing, caller: Caller, clause: str, act: str, *, reason: str = "") -> Shaping:
    """`begin_shaping` in the agenda of a clause, which stands.

    Raises:
        Unknown: `no_such_clause`. Conflict: `clause_withdrawn`. Denied: by rule A-18.
    """
    agenda = find_agenda(writing, clause)
    if agenda is None:
        raise Unknown("no_such_clause")
    try:
        shaping = begin_shaping(writing, caller, agenda, act, reason=reason)
    except Unknown:
        raise Unknown("no_such_clause") from None
    shaping.standing(clause)
    return shaping


def find_closed(reading: Reading, draft: str, clauses: Collection[str]) -> list[str]:
    """Return those of the clauses that are agreed, or of which a text is not open."""
    agreed = standing_agreements(reading, draft)
    shut = {head["clause"] for head in list_heads(reading, draft, clauses) if head["status"] != TextStatus.OPEN}
    return [clause for clause in clauses if clause in agreed or clause in shut]


async def answer(house: House, caller: Caller, done: Done) -> Record:
    """Tell the rooms of texts that were opened or closed, and return the act with its clauses as they are now."""
    if done.statuses:
        await house.rooms.set_statuses(done.statuses)
    return await house.database.read(lambda reading: _show(house, reading, caller, done))


def _show(house: House, reading: Reading, caller: Caller, done: Done) -> Record:
    place = open_agenda(reading, caller, done.agenda)
    layout = read_layout(reading, place.draft["id"])
    shown = []
    for clause in done.clauses:
        row = fetch_clause(reading, clause)
        if row is not None:
            book = open_book(reading, place.draft, clause)
            described = describe_clause(house.authority, caller, book, row, row["process"])
            shown.append({**described, "parent": row["parent"], "after": layout.before(clause)})
    return {"decision": done.decision, "commit": done.commit, "clauses": shown}
