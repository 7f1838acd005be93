"""Batches of edits against the rows as they are now: what may be written is, and the rest is answered."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from server.domain.edits import Actor, Batch, Claim, Edit, Outcome, Verdict
from server.domain.facts import DraftFacts, SeatFacts, SignInFacts, TextFacts
from server.domain.rights import Ruling, may_act, may_sit, may_speak_for, may_type
from server.domain.terms import TextStatus
from server.storage.database import Writing
from server.storage.facts import read_drafts, read_seats, read_sign_ins
from server.storage.spans import pack_orphans, pack_spans
from server.storage.tables import (
    clauses,
    client_ids,
    drafts,
    language_versions,
    seats,
    sessions,
    updates,
)


@dataclass(frozen=True, slots=True)
class Head:
    """A language version's row, under its lock."""

    id: str
    agenda: str
    clause: str
    draft: str
    language: str
    original: bool
    seq: int
    epoch: int
    status: str
    lock_epoch: int


def accept_batches(writing: Writing, batches: Sequence[Batch]) -> list[Outcome]:
    """Write each batch that fits the rows as they are, and return an outcome for each, in order.

    Streams are locked first, then language versions, both in the order of their ids, so that two nodes never
    wait for each other in a ring. A batch that does not fit leaves the others alone.
    """
    heads = _lock_heads(writing, {batch.language_version for batch in batches})
    bench = _seat_bench(writing, batches, heads)
    acceptance = Acceptance(writing, heads, bench, _read_clocks(writing, batches))
    outcomes = [acceptance.take(batch) for batch in batches]
    acceptance.write()
    return outcomes


def _lock_heads(writing: Writing, ids: set[str]) -> dict[str, Head]:
    texts = language_versions
    homes = select(texts.c.id, clauses.c.agenda).join(clauses, clauses.c.id == texts.c.clause)
    agenda_of = {row.id: row.agenda for row in writing.connection.execute(homes.where(texts.c.id.in_(ids)))}
    for agenda in sorted(set(agenda_of.values())):
        writing.hold(agenda)
    locked = select(texts).where(texts.c.id.in_(ids)).order_by(texts.c.id).with_for_update()
    return {
        row.id: Head(
            row.id,
            agenda_of[row.id],
            row.clause,
            row.draft,
            row.language,
            row.original,
            row.head_seq,
            row.epoch,
            row.status,
            row.lock_epoch,
        )
        for row in writing.connection.execute(locked)
    }


@dataclass(frozen=True, slots=True)
class _Clock:
    person: str
    next_clock: int


def _read_clocks(writing: Writing, batches: Sequence[Batch]) -> dict[tuple[str, int], _Clock]:
    texts = {batch.language_version for batch in batches}
    clients = {claim.client for batch in batches for claim in batch.claims}
    if not clients:
        return {}
    query = select(client_ids).where(client_ids.c.language_version.in_(texts), client_ids.c.client.in_(clients))
    return {
        (row.language_version, row.client): _Clock(row.person, row.next_clock)
        for row in writing.connection.execute(query)
    }


@dataclass(frozen=True, slots=True)
class Bench:
    """Whoever typed, as the rows have them in this transaction."""

    now_ms: int
    sign_ins: dict[str, SignInFacts]
    seats: dict[str, SeatFacts]
    drafts: dict[str, DraftFacts]

    def judge(self, actor: Actor, head: Head) -> Ruling:
        """Rule on one who types. What the server itself carries over is judged by the verb that does so."""
        if actor.via != "typed":
            return Ruling(True)
        sign_in = self.sign_ins.get(actor.session or "")
        ruling = may_act(sign_in, self.now_ms)
        if not ruling.allowed or sign_in is None or sign_in.person != actor.person:
            return Ruling(False, "signed_out")
        draft = self.drafts[head.draft]
        seat = self.seats.get(actor.seat or "")
        if seat is None or seat.person != actor.person:
            return may_sit(None, draft.process, self.now_ms)
        text = TextFacts(head.clause, head.language, head.original, TextStatus(head.status))
        ruling = may_type(seat, draft, text, self.now_ms)
        return may_speak_for(seat, actor.delegation) if ruling.allowed else ruling


def _seat_bench(writing: Writing, batches: Sequence[Batch], heads: dict[str, Head]) -> Bench:
    typists = {edit.actor for batch in batches for edit in batch.edits if edit.actor.via == "typed"}
    if not typists:
        return Bench(writing.now_ms, {}, {}, {})
    found = read_drafts(writing, drafts.c.id.in_({head.draft for head in heads.values()}))
    return Bench(
        writing.now_ms,
        read_sign_ins(writing, sessions.c.id.in_({actor.session for actor in typists if actor.session})),
        read_seats(writing, seats.c.id.in_({actor.seat for actor in typists if actor.seat})),
        {key: settings.facts for key, settings in found.items()},
    )


@dataclass(slots=True)
class Acceptance:
    """The batches that fit so far, and the rows that they make."""

    writing: Writing
    heads: dict[str, Head]
    bench: Bench
    clocks: dict[tuple[str, int], _Clock]
    rows: list[dict[str, Any]] = field(default_factory=list)
    claimed: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)

    def take(self, batch: Batch) -> Outcome:
        """Collect the rows of a batch, unless something is in its way."""
        head = self.heads.get(batch.language_version)
        if head is None:
            return Outcome(Verdict.MOVED, reason="unknown")
        obstacle = _compare(batch, head) or self._judge(batch, head) or self._compare_clocks(batch)
        if obstacle:
            return replace(obstacle, head=head.seq)
        if not batch.edits:
            return Outcome(Verdict.COMMITTED, head.seq, at_ms=self.writing.now_ms)
        return self._collect(batch, head)

    def _judge(self, batch: Batch, head: Head) -> Outcome | None:
        for actor in dict.fromkeys(edit.actor for edit in batch.edits):
            ruling = self.bench.judge(actor, head)
            if not ruling.allowed:
                return Outcome(Verdict.DENIED, reason=ruling.reason)
        return None

    def _compare_clocks(self, batch: Batch) -> Outcome | None:
        """A room that knew another owner or clock has missed a commit: it is out of date, not hostile."""
        claimed: dict[tuple[str, int], _Clock] = {}
        for claim in batch.claims:
            key = (batch.language_version, claim.client)
            stored = claimed.get(key) or self.clocks.get(key) or _Clock(claim.person, 0)
            if stored.person != claim.person:
                return Outcome(Verdict.MOVED, reason="foreign")
            if stored.next_clock != claim.expected:
                return Outcome(Verdict.MOVED, reason="clock")
            claimed[key] = _Clock(claim.person, claim.next_clock)
        return None

    def _collect(self, batch: Batch, head: Head) -> Outcome:
        commit = self.writing.number(head.agenda)
        for seq, edit in enumerate(batch.edits, head.seq + 1):
            self.rows.append(_update_row(head, seq, commit, edit, self.writing.now_ms))
        for claim in batch.claims:
            self._claim(batch.language_version, claim)
        moved = replace(head, seq=head.seq + len(batch.edits))
        self.heads[head.id] = moved
        self.writing.publish(
            head.agenda,
            "text",
            language_version=head.id,
            clause=head.clause,
            draft=head.draft,
            language=head.language,
            seq=moved.seq,
        )
        return Outcome(Verdict.COMMITTED, moved.seq, commit, self.writing.now_ms)

    def _claim(self, text: str, claim: Claim) -> None:
        key = (text, claim.client)
        self.clocks[key] = _Clock(claim.person, claim.next_clock)
        self.claimed[key] = {
            "language_version": text,
            "client": claim.client,
            "person": claim.person,
            "next_clock": claim.next_clock,
        }

    def write(self) -> None:
        """Write all that was collected: one statement for a table, whatever the number of rooms."""
        if not self.rows:
            return
        self.writing.connection.execute(insert(updates), self.rows)
        if self.claimed:
            self.writing.upsert(client_ids, list(self.claimed.values()), update=("next_clock",))
        moved = {row["language_version"] for row in self.rows}
        raised = update(language_versions).where(language_versions.c.id == bindparam("text"))
        heads = [{"text": key, "head": self.heads[key].seq} for key in sorted(moved)]
        self.writing.connection.execute(raised.values(head_seq=bindparam("head")), heads)


def _compare(batch: Batch, head: Head) -> Outcome | None:
    if batch.epoch != head.epoch:
        return Outcome(Verdict.MOVED, reason="epoch")
    if head.status in (TextStatus.LOCKED, TextStatus.PAUSED):
        return Outcome(Verdict.LOCKED, reason=head.status)
    if batch.lock_epoch != head.lock_epoch:
        return Outcome(Verdict.MOVED, reason="lock_epoch")
    if batch.head != head.seq:
        return Outcome(Verdict.MOVED, reason="head")
    return None


def _update_row(head: Head, seq: int, commit: int, edit: Edit, now_ms: int) -> dict[str, Any]:
    return {
        "language_version": head.id,
        "seq": seq,
        "epoch": head.epoch,
        "commit": commit,
        "at": edit.at_ms or now_ms,
        "person": edit.actor.person,
        "seat": edit.actor.seat,
        "delegation": edit.actor.delegation,
        "via": edit.actor.via,
        "source": edit.actor.source,
        "consultation": edit.actor.consultation,
        "payload": edit.payload,
        "inserted": pack_spans(edit.inserted),
        "deleted": pack_spans(edit.deleted),
        "implied": pack_spans(edit.implied),
        "orphans": pack_orphans(edit.orphans),
    }
