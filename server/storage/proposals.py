"""Proposals: each a draft of one text that nobody types in, with what was decided about it.

The draft's mode tells an open one (`proposals`) from an answered one (`closed`); who, when and why, the decisions do.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import func, insert, select, update

from server.crdt.tree import merge_state
from server.domain.proposal import ANSWERS, PROPOSE, ProposalState
from server.domain.terms import DraftMode
from server.storage.database import Reading, Writing
from server.storage.tables import (
    agendas,
    checkpoints,
    decision_items,
    decisions,
    drafts,
    language_versions,
    updates,
)

Record = dict[str, Any]
_KIND = drafts.c.kind == "proposal"
_OPEN = _KIND & (drafts.c.mode == DraftMode.PROPOSALS.value)


def insert_proposal(writing: Writing, draft: Record, text: Record) -> None:
    """Add a proposal with its text, still empty."""
    fixed = {"kind": "proposal", "names": {}, "mode": DraftMode.PROPOSALS.value}
    writing.connection.execute(insert(drafts).values({**draft, **fixed}))
    writing.connection.execute(insert(language_versions).values(text))


def close_proposal(writing: Writing, proposal: str) -> None:
    """Say that a proposal has its answer."""
    closed = update(drafts).where(drafts.c.id == proposal, _KIND).values(mode=DraftMode.CLOSED.value)
    writing.connection.execute(closed)


def is_draft(reading: Reading, key: str) -> bool:
    """True if a draft has this id, in whichever agenda."""
    return reading.connection.execute(select(drafts.c.id).where(drafts.c.id == key)).first() is not None


def fetch_proposal(reading: Reading, proposal: str) -> Record | None:
    """Return a proposal in a live agenda, as `list_proposals` does."""
    own = language_versions.c.draft == drafts.c.id
    home = select(language_versions.c.clause).join(drafts, own).where(_KIND, drafts.c.id == proposal)
    clause = reading.connection.execute(home).scalar_one_or_none()
    found = list_proposals(reading, clause, proposal) if clause is not None else []
    return found[0] if found else None


def list_proposals(reading: Reading, clause: str, proposal: str | None = None) -> list[Record]:
    """Return the proposals on a clause, or one of them, oldest first.

    `made` is the decision that made it, with its item as `hash` and `detail`; `answer` the one that answered it.
    """
    query = (
        select(
            drafts.c.id,
            drafts.c.agenda,
            language_versions.c.clause,
            language_versions.c.language,
            language_versions.c.id.label("language_version"),
        )
        .join(language_versions, language_versions.c.draft == drafts.c.id)
        .join(agendas, agendas.c.id == drafts.c.agenda)
        .where(_KIND, language_versions.c.clause == clause, agendas.c.state == "live")
        .order_by(drafts.c.id)
    )
    if proposal is not None:
        query = query.where(drafts.c.id == proposal)
    rows = {row["id"]: dict(row) for row in reading.connection.execute(query).mappings()}
    for act in _list_acts(reading, clause, rows):
        row = rows[act["draft"]]
        row["made" if act["act"] == PROPOSE else "answer"] = act
    return sorted(map(_complete, rows.values()), key=lambda row: (row["made"]["commit"], row["id"]))


def _complete(row: Record) -> Record:
    answer = row.setdefault("answer", None)
    return {**row, "state": ANSWERS[answer["act"]] if answer else ProposalState.OPEN}


def _list_acts(reading: Reading, clause: str, proposals: Collection[str]) -> list[Record]:
    query = (
        select(decisions, decision_items.c.hash, decision_items.c.detail)
        .join(decision_items, decision_items.c.decision == decisions.c.id)
        .where(decision_items.c.clause == clause, decisions.c.draft.in_(proposals))
        .where(decisions.c.act.in_((PROPOSE, *ANSWERS)))
    )
    return [dict(row) for row in reading.connection.execute(query).mappings()]


def count_open(reading: Reading, agenda: str, clause: str | None = None) -> dict[str, int]:
    """Return how many open proposals there are, by clause."""
    query = (
        select(language_versions.c.clause, func.count())
        .join(drafts, drafts.c.id == language_versions.c.draft)
        .where(_OPEN, drafts.c.agenda == agenda)
        .group_by(language_versions.c.clause)
    )
    if clause is not None:
        query = query.where(language_versions.c.clause == clause)
    return {row[0]: row[1] for row in reading.connection.execute(query)}


def read_moment(reading: Reading, text: Record, seq: int) -> bytes:
    """Return the state that a text had at a number of its log, which it has reached, from the rows up to there."""
    mine = checkpoints.c.language_version == text["id"], checkpoints.c.epoch == text["epoch"]
    newest = select(checkpoints.c.seq, checkpoints.c.state).where(*mine, checkpoints.c.seq <= seq)
    kept = reading.connection.execute(newest.order_by(checkpoints.c.seq.desc()).limit(1)).first()
    rows = (
        select(updates.c.payload)
        .where(updates.c.language_version == text["id"], updates.c.epoch == text["epoch"])
        .where(updates.c.seq > (kept.seq if kept else 0), updates.c.seq <= seq)
        .order_by(updates.c.seq)
    )
    return merge_state(*([kept.state] if kept else []), *reading.connection.execute(rows).scalars())
