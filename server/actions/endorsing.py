"""Endorsing: a meeting's act on the whole text, done by its chair. Publishing is apart. Rules E-1 to E-4."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from server.actions.freezing import TRIES, Frozen, Issue, freeze
from server.actions.house import Caller, House, open_agenda
from server.actions.issuing import stage
from server.actions.obstacles import list_obstacles
from server.domain.errors import Conflict, Unavailable, Unknown, Unusable
from server.domain.identity import fresh_id
from server.domain.outcome import outcome_verbs
from server.domain.revision import RevisionClause
from server.domain.rights import may_endorse
from server.domain.terms import HEADING_KINDS, ClauseKind, RevisionKind, TextStatus
from server.storage.agendas import list_texts, stream_head
from server.storage.database import Reading, Writing
from server.storage.decisions import insert_decision, insert_items, insert_locks
from server.storage.outcomes import (
    close_texts,
    fetch_consultation,
    insert_outcome,
    list_outcomes,
    replace_agreements,
)
from server.storage.processes import fetch_process
from server.storage.revisions import issue_revision

Record = dict[str, Any]


class _Moved(Exception):
    """Something was committed between the reading and the act."""


@dataclass(frozen=True, slots=True)
class Endorsed:
    """What the act wrote. `closed` are the texts that it locked, with their lock epochs."""

    outcome: str
    decision: str
    closed: Mapping[str, int]


async def endorse_agenda(house: House, caller: Caller, agenda: str, consultation: str, verb: str) -> Record:
    """Record that a meeting endorsed (adopted, recommended...) the text, and freeze that text as the final revision.

    Raises:
        Unknown: `no_such_agenda`, `no_such_consultation`. Denied: `not_chair`. Unusable: `verb_unknown`.
        Conflict: `obstacles` with the list of what stands in the way; `already_endorsed` with the outcome.
    """
    for _ in range(TRIES):
        try:
            return await _endorse_now(house, caller, agenda, consultation, verb)
        except _Moved:
            continue
    raise Unavailable("text_unsettled")


async def _endorse_now(house: House, caller: Caller, agenda: str, consultation: str, verb: str) -> Record:
    commit, words = await house.database.read(lambda r: _judge(r, caller, agenda, consultation, verb))
    issue = Issue(fresh_id(), RevisionKind.FINAL, consultation=consultation, verb=words)
    frozen = await freeze(house, agenda, issue)
    if frozen.commit != commit:
        raise _Moved
    _require_new(await house.database.read(lambda r: list_outcomes(r, agenda)), consultation, frozen)
    await stage(house.database, agenda, issue, frozen)
    done = await house.database.write(lambda w: _endorse(w, caller, agenda, issue, frozen))
    for language_version, lock_epoch in done.closed.items():
        house.rooms.set_status(language_version, TextStatus.LOCKED, lock_epoch)
    return {"outcome": done.outcome, "decision": done.decision}


def _judge(
    reading: Reading, caller: Caller, agenda: str, consultation: str, verb: str
) -> tuple[int, Mapping[str, str]]:
    """Return the commit number at which nothing stands in the way, and the verb's words (E-1)."""
    place = open_agenda(reading, caller, agenda)
    place.require(may_endorse)
    process = place.agenda["process"]
    if fetch_consultation(reading, process, consultation) is None:
        raise Unknown("no_such_consultation")
    verbs = outcome_verbs(fetch_process(reading, process)["rules"])
    if verb not in verbs:
        raise Unusable("verb_unknown", verbs=list(verbs))
    found = list_obstacles(reading, place.draft)
    if found:
        raise Conflict("obstacles", obstacles=found)
    return stream_head(reading, agenda), verbs[verb]


def _require_new(outcomes: list[Record], consultation: str, frozen: Frozen) -> None:
    """A meeting endorses the same text once; another meeting may confirm it."""
    for outcome in outcomes:
        if outcome["consultation"] == consultation and outcome["hash"] == frozen.hash:
            raise Conflict("already_endorsed", outcome=outcome["id"])


def _endorse(writing: Writing, caller: Caller, agenda: str, issue: Issue, frozen: Frozen) -> Endorsed:
    place = open_agenda(writing, caller, agenda)
    place.require(may_endorse)
    if writing.number(agenda) != frozen.commit + 1:
        raise _Moved
    decision, outcome = fresh_id(), fresh_id()
    row = {"id": decision, "agenda": agenda, "draft": frozen.draft, "act": "endorse", "person": caller.person}
    seat = place.part.seat
    office = {"seat": seat.id, "delegation": seat.delegation, "consultation": issue.consultation}
    insert_decision(writing, {**row, **office})
    texts = _by_clause(list_texts(writing, frozen.draft))
    insert_items(writing, _items(decision, frozen, texts))
    replace_agreements(writing, frozen.draft, decision, _agreements(decision, issue, frozen))
    closed = _close_headings(writing, decision, frozen, texts)
    issue_revision(writing, issue.revision, decision)
    insert_outcome(
        writing,
        {
            "id": outcome,
            "revision": issue.revision,
            "consultation": issue.consultation,
            "verb": dict(issue.verb or {}),
            "decision": decision,
        },
    )
    writing.publish(agenda, "endorsed", outcome=outcome, draft=frozen.draft)
    writing.publish(agenda, "agenda_changed", agenda=agenda)
    return Endorsed(outcome, decision, closed)


def _by_clause(rows: list[Record]) -> dict[tuple[str, str], Record]:
    return {(row["clause"], row["language"]): row for row in rows}


def _items(decision: str, frozen: Frozen, texts: Mapping[tuple[str, str], Record]) -> list[Record]:
    """Return an item for each language of each clause: the text that was endorsed, by number and hash."""
    return [
        {
            "id": fresh_id(),
            "decision": decision,
            "clause": clause.id,
            "language_version": texts[clause.id, text.language]["id"],
            "seq": texts[clause.id, text.language]["head_seq"],
            "hash": clause.hash,
            "detail": {"language": text.language},
        }
        for text in frozen.texts
        for clause in text.clauses
    ]


def _agreements(decision: str, issue: Issue, frozen: Frozen) -> list[Record]:
    """Return an agreement at the level of the meeting for each clause that stands, on the hashes that were frozen."""
    hashes: dict[str, dict[str, str]] = {}
    for text in frozen.texts:
        for clause in text.clauses:
            hashes.setdefault(clause.id, {})[text.language] = clause.hash
    return [
        {
            "id": fresh_id(),
            "clause": clause,
            "draft": frozen.draft,
            "level": "endorsed",
            "verb": dict(issue.verb or {}),
            "hashes": by_language,
            "pending": [],
            "decision": decision,
        }
        for clause, by_language in hashes.items()
    ]


def _close_headings(
    writing: Writing, decision: str, frozen: Frozen, texts: Mapping[tuple[str, str], Record]
) -> dict[str, int]:
    """Lock what no gavel closed: headings stand in the text that was endorsed and change no more (E-4)."""
    headings = {clause.id for clause in frozen.texts[0].clauses if _is_heading(clause)}
    ids = [row["id"] for (clause, _), row in texts.items() if clause in headings and row["status"] != TextStatus.LOCKED]
    if not ids:
        return {}
    locks = [{"language_version": key, "reason": "agreed", "status": TextStatus.LOCKED.value} for key in ids]
    insert_locks(writing, [{"id": fresh_id(), "decision": decision, **lock} for lock in locks])
    return close_texts(writing, ids)


def _is_heading(clause: RevisionClause) -> bool:
    return ClauseKind(clause.kind) in HEADING_KINDS
