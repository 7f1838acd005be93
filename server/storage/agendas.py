"""Agendas, drafts, clauses, placements and language versions: what the text consists of."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, func, insert, select

from server.storage.database import Reading, Writing
from server.storage.tables import (
    agendas,
    agreements,
    clauses,
    decisions,
    drafts,
    events,
    language_versions,
    lineage,
    persons,
    placements,
    processes,
    seats,
    streams,
    structure_log,
    texts,
)

Record = dict[str, Any]


def insert_agenda(writing: Writing, agenda: Record, main_draft: Record) -> None:
    """Add an agenda with its main draft."""
    writing.connection.execute(insert(agendas).values({**agenda, "created_at": writing.now_ms}))
    writing.connection.execute(insert(drafts).values(main_draft))
    writing.publish(agenda["process"], "draft_changed", draft=main_draft["id"], agenda=agenda["id"])


def list_agendas(reading: Reading, process_ids: Sequence[str]) -> list[Record]:
    """Return the live agendas of these processes with process names, main draft and when they last changed."""
    query = (
        select(
            agendas,
            processes.c.names.label("process_names"),
            drafts.c.id.label("draft"),
            drafts.c.languages,
        )
        .join(processes, processes.c.id == agendas.c.process)
        .join(drafts, and_(drafts.c.agenda == agendas.c.id, drafts.c.kind == "main"))
        .where(agendas.c.process.in_(process_ids), agendas.c.state == "live")
        .order_by(agendas.c.created_at)
    )
    return [dict(row) for row in reading.connection.execute(query).mappings()]


def fetch_agenda(reading: Reading, agenda: str) -> Record | None:
    """Return an agenda by id, unless it is being made or was withdrawn."""
    query = select(agendas).where(agendas.c.id == agenda, agendas.c.state == "live")
    row = reading.connection.execute(query).mappings().first()
    return dict(row) if row else None


def main_draft(reading: Reading, agenda: str) -> Record:
    """Return an agenda's main draft."""
    query = select(drafts).where(drafts.c.agenda == agenda, drafts.c.kind == "main")
    return dict(reading.connection.execute(query).mappings().one())


def insert_clauses(writing: Writing, rows: Sequence[Record]) -> None:
    """Add clause identities. They stand nowhere until they are placed."""
    if rows:
        writing.connection.execute(insert(clauses), [{**row, "created_at": writing.now_ms} for row in rows])


def insert_language_versions(writing: Writing, rows: Sequence[Record]) -> None:
    """Add empty language versions."""
    if rows:
        writing.connection.execute(insert(language_versions), list(rows))


def insert_lineage(writing: Writing, rows: Sequence[Record]) -> None:
    """Record where clauses come from."""
    if rows:
        writing.connection.execute(insert(lineage), [{**row, "at": writing.now_ms} for row in rows])


def place_clauses(writing: Writing, rows: Sequence[Record], log: Sequence[Record]) -> None:
    """Put clauses into a draft; from then on everybody sees them. `log` is the structure log's account of it."""
    if rows:
        writing.connection.execute(insert(placements), list(rows))
        writing.connection.execute(insert(structure_log), list(log))


def last_rank(reading: Reading, draft: str) -> str | None:
    """Return the greatest rank among the top clauses of a draft."""
    query = select(func.max(placements.c.rank)).where(placements.c.draft == draft, placements.c.parent.is_(None))
    found: str | None = reading.connection.execute(query).scalar_one_or_none()
    return found


def _placed(draft: str) -> Any:
    return (
        select(
            clauses.c.id,
            clauses.c.kind,
            clauses.c.agenda,
            placements.c.parent,
            placements.c.rank,
            placements.c.label,
            placements.c.titles,
            placements.c.withdrawn_at,
        )
        .join(placements, placements.c.clause == clauses.c.id)
        .where(placements.c.draft == draft)
        .order_by(placements.c.rank)
    )


def list_clauses(reading: Reading, draft: str) -> list[Record]:
    """Return the clauses of a draft with their placements, in order of rank (siblings are in order)."""
    return [dict(row) for row in reading.connection.execute(_placed(draft)).mappings()]


def list_unmade(reading: Reading, draft: str) -> frozenset[str]:
    """Return the clauses of a draft that an act made which was undone since."""
    undoing = decisions.alias()
    query = (
        select(structure_log.c.clause, structure_log.c.before)
        .join(decisions, decisions.c.id == structure_log.c.decision)
        .join(undoing, undoing.c.undoes == decisions.c.id)
        .where(structure_log.c.draft == draft, structure_log.c.commit == decisions.c.commit)
        .where(undoing.c.draft == draft, decisions.c.act.in_(("insert", "split")))
    )
    return frozenset(row.clause for row in reading.connection.execute(query) if row.before is None)


def fetch_clause(reading: Reading, clause: str, draft: str | None = None) -> Record | None:
    """Return one clause with its placement in a draft (the main one where none is named)."""
    query = (
        select(
            clauses.c.id,
            clauses.c.kind,
            clauses.c.agenda,
            agendas.c.process,
            drafts.c.id.label("draft"),
            placements.c.parent,
            placements.c.rank,
            placements.c.label,
            placements.c.titles,
            placements.c.withdrawn_at,
        )
        .join(agendas, agendas.c.id == clauses.c.agenda)
        .join(placements, placements.c.clause == clauses.c.id)
        .join(drafts, drafts.c.id == placements.c.draft)
        .where(clauses.c.id == clause, agendas.c.state == "live")
        .where(drafts.c.kind == "main" if draft is None else drafts.c.id == draft)
    )
    row = reading.connection.execute(query).mappings().first()
    return dict(row) if row else None


def list_texts(reading: Reading, draft: str, clause: str | None = None) -> list[Record]:
    """Return the language versions of a draft, or of one clause in it, with the newest stored text of each."""
    query = (
        select(
            language_versions,
            texts.c.seq.label("text_seq"),
            texts.c.json,
            texts.c.hash,
        )
        .outerjoin(texts, texts.c.language_version == language_versions.c.id)
        .where(language_versions.c.draft == draft)
    )
    if clause is not None:
        query = query.where(language_versions.c.clause == clause)
    return [dict(row) for row in reading.connection.execute(query).mappings()]


def standing_agreements(reading: Reading, draft: str, clause: str | None = None) -> dict[str, Record]:
    """Return the agreements that stand in a draft by clause, with who gave them."""
    query = (
        select(agreements, persons.c.name.label("by"), seats.c.title.label("role"))
        .join(decisions, decisions.c.id == agreements.c.decision)
        .join(persons, persons.c.id == decisions.c.person)
        .outerjoin(seats, seats.c.id == decisions.c.seat)
        .where(agreements.c.draft == draft, agreements.c.fell_at.is_(None))
        .order_by(decisions.c.commit)
    )
    if clause is not None:
        query = query.where(agreements.c.clause == clause)
    return {row["clause"]: dict(row) for row in reading.connection.execute(query).mappings()}


def stream_head(reading: Reading, stream: str) -> int:
    """Return the newest commit number of an agenda."""
    query = select(streams.c.head).where(streams.c.id == stream)
    return int(reading.connection.execute(query).scalar_one_or_none() or 0)


def last_change(reading: Reading, stream: str) -> int | None:
    """Return when something last happened in an agenda."""
    query = select(func.max(events.c.at)).where(events.c.stream == stream)
    found: int | None = reading.connection.execute(query).scalar_one_or_none()
    return found
