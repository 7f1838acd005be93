"""Texts while an act carries words between them: held still, read with their authors, written in one transaction."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from server.actions.house import Caller
from server.actions.shaping import Shaping
from server.actions.striking import Seen
from server.crdt.attribution import Attribution
from server.crdt.carrying import Author, Pen, strike
from server.crdt.codec import TRUSTED, decode_update
from server.crdt.fabric import Knot, Thread, read_fabric, remove
from server.crdt.tree import read_state
from server.domain.canonical import canonical_json, plain_text, text_hash
from server.domain.edits import Actor, Batch, Carried, Claim, Edit, Verdict
from server.domain.errors import Conflict
from server.domain.identity import TextName, fresh_id
from server.rooms.gavel import Held, HeldText
from server.storage.database import Reading, Writing
from server.storage.decisions import insert_versions
from server.storage.log import UpdateLog
from server.storage.pens import list_heads

Record = dict[str, Any]
NOTHING = Carried()
CARRY_SECONDS = 5.0
"""Longest time that edits are parked while words are carried. Authors of a text with years of edits take a second."""


@dataclass(frozen=True)
class Source:
    """A held text that words come from or go to: what it shows, and who wrote it."""

    name: TextName
    text: HeldText
    record: Attribution

    @cached_property
    def fabric(self) -> Knot:
        """What it shows, with the ids of everything."""
        return read_fabric(self.text.state)

    def find_author(self, client: int, clock: int) -> Author:
        """Return who first wrote a clock. What nobody is known to have written cannot be carried."""
        row = self.record.author(client, clock)
        if row is None:
            raise RuntimeError(f"no author of {client}:{clock}")
        return Author(row.actor, row.at_ms)

    def open_pen(self, words: "Source") -> Pen:
        """Return a pen that writes words of another text at the end of this one."""
        structs, _ = decode_update(self.text.state, TRUSTED)
        return Pen(words.find_author, {struct.client for struct in structs})


@dataclass(frozen=True, slots=True)
class Writ:
    """What an act writes in one text: on top of which number, which updates, whose client ids, and the text after it.

    `carried` is what goes away into another text.
    """

    name: TextName
    key: str
    seq: int
    epoch: int
    lock_epoch: int
    edits: tuple[Edit, ...]
    claims: tuple[Claim, ...]
    document: Record
    carried: Carried = NOTHING

    @property
    def head(self) -> int:
        """The number of the text once it is written."""
        return self.seq + len(self.edits)


def read_source(reading: Reading, log: UpdateLog, name: TextName, text: HeldText) -> Source:
    """Return a held text with its authors, from the rows of the log."""
    rows = log.history_rows(reading, text.language_version, text.seq)
    return Source(name, text, Attribution(rows))


def write_on(source: Source, edits: Sequence[Edit], claims: Sequence[Claim] = (), carried: Carried = NOTHING) -> Writ:
    """Return what an act writes in a held text."""
    text = source.text
    document = read_state(text.state, *(edit.payload for edit in edits))
    return Writ(
        source.name,
        text.language_version,
        text.seq,
        text.epoch,
        text.lock_epoch,
        tuple(edits),
        tuple(claims),
        document,
        carried,
    )


def strike_out(threads: tuple[Thread, ...], actor: Actor, at_ms: int) -> tuple[list[Edit], Carried]:
    """Return the update, if any, that takes threads out of a text, and what that is."""
    gone = remove(threads)
    spans = (*gone.edges, *gone.inner)
    return ([strike(spans, Author(actor, at_ms))] if spans else []), gone


def compare_seen(held: Held, seen: Mapping[str, Seen], clause: str) -> None:
    """Make sure that a clause is still the one that was seen, in each language that is named (T-9).

    Raises:
        Conflict: `text_moved`, with the text as it is now for each language that moved.
    """
    moved = {}
    for name, now in held.texts.items():
        was = seen.get(name.language) if name.clause == clause else None
        if was is None:
            continue
        same = now.hash == was.hash if was.hash is not None else was.seq in (None, now.seq)
        if not same:
            moved[name.language] = {"seq": now.seq, "hash": now.hash, "text": plain_text(json.loads(now.json))}
    if moved:
        raise Conflict("text_moved", languages=moved)


def name_held(reading: Reading, draft: str, clauses: Collection[str]) -> list[TextName]:
    """Return the texts of clauses, in every language."""
    return [TextName(head["clause"], head["language"]) for head in list_heads(reading, draft, clauses)]


def enter_texts(writing: Writing, log: UpdateLog, writs: Sequence[Writ]) -> None:
    """Write into the texts, on top of what they were when they were read.

    Raises:
        Conflict: `text_moved`: one was written meanwhile; `clause_locked`: one was closed.
    """
    for writ in writs:
        if not writ.edits:
            continue
        batch = Batch(writ.key, writ.seq, writ.epoch, writ.lock_epoch, writ.edits, writ.claims)
        outcome = log.append(writing, batch)
        match outcome.verdict:
            case Verdict.COMMITTED:
                json_, hash_ = canonical_json(writ.document), text_hash(writ.document)
                log.put_text(writing, writ.key, epoch=writ.epoch, seq=writ.head, json=json_, hash=hash_)
            case Verdict.LOCKED:
                raise Conflict("clause_locked", clauses=[writ.name.clause])
            case _:
                raise Conflict("text_moved", languages={writ.name.language: {"seq": outcome.head}})


def note_writ(shaping: Shaping, writ: Writ, **detail: Any) -> None:
    """Put into the decision what was written in a text, and what went away from it."""
    gone = {name: [[s.client, s.start, s.end] for s in getattr(writ.carried, name)] for name in ("edges", "inner")}
    if any(gone.values()):
        detail["carried"] = gone
    hash_ = text_hash(writ.document)
    shaping.note(writ.name.clause, writ.key, writ.head, hash_, language=writ.name.language, **detail)


def keep_versions(shaping: Shaping, caller: Caller, texts: Collection[HeldText], cause: str) -> dict[str, str]:
    """Store each text as it was before the act; return the versions by language version."""
    ids = {text.language_version: fresh_id() for text in texts}
    insert_versions(
        shaping.writing,
        [
            {
                "id": ids[text.language_version],
                "language_version": text.language_version,
                "epoch": text.epoch,
                "seq": text.seq,
                "commit": shaping.commit,
                "state": text.state,
                "json": text.json,
                "hash": text.hash,
                "label": "",
                "cause": cause,
                "person": caller.person,
                "seat": shaping.place.part.seat.id,
                "decision": shaping.decision,
            }
            for text in texts
        ],
    )
    return ids


def adopt(held: Held, writs: Sequence[Writ]) -> None:
    """Give the rooms what was written, and so everybody in them."""
    for writ in writs:
        if writ.edits and writ.name in held.texts:
            held.adopt(writ.name, writ.edits, writ.carried)
