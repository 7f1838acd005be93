"""Placements and how they changed: the structure log, lineage, and the decisions that can be undone."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import func, insert, select, update

from server.domain.edits import Carried, Span
from server.domain.structure import Layout, Placed
from server.storage.agendas import list_clauses
from server.storage.database import Reading, Writing
from server.storage.tables import (
    agendas,
    bodies,
    brackets,
    clauses,
    decision_items,
    decisions,
    delegations,
    language_versions,
    lineage,
    persons,
    placements,
    structure_log,
    updates,
    versions,
)

Record = dict[str, Any]


def read_layout(reading: Reading, draft: str) -> Layout:
    """Return all clauses of a draft as they stand."""
    names = ("id", "kind", "parent", "rank", "label", "titles", "withdrawn_at")
    return Layout(Placed(**{name: row[name] for name in names}) for row in list_clauses(reading, draft))


def change_placement(writing: Writing, draft: str, clause: str, values: Record) -> None:
    """Change where a clause stands, its label or titles, or whether it stands at all."""
    mine = (placements.c.draft == draft, placements.c.clause == clause)
    writing.connection.execute(update(placements).where(*mine).values(values))


def change_kind(writing: Writing, clause: str, kind: str) -> None:
    """Change what a clause is."""
    writing.connection.execute(update(clauses).where(clauses.c.id == clause).values(kind=kind))


def insert_placement(writing: Writing, row: Record) -> None:
    """Put a clause into a draft; from then on everybody sees it."""
    writing.connection.execute(insert(placements).values(row))


def log_structure(writing: Writing, rows: Sequence[Record]) -> None:
    """Keep how placements were and how they are."""
    if rows:
        writing.connection.execute(insert(structure_log), list(rows))


def find_agenda(reading: Reading, clause: str) -> str | None:
    """Return the agenda of a clause."""
    query = select(clauses.c.agenda).where(clauses.c.id == clause)
    found: str | None = reading.connection.execute(query).scalar_one_or_none()
    return found


def list_lineage(reading: Reading, draft: str, clause: str | None = None) -> dict[str, list[Record]]:
    """Return where the clauses of a draft, or one of them, come from, oldest first; what was undone is left out."""
    undone = set(
        reading.connection.execute(
            select(decisions.c.undoes).where(decisions.c.draft == draft, decisions.c.undoes.is_not(None))
        ).scalars()
    )
    query = (
        select(lineage)
        .join(placements, placements.c.clause == lineage.c.clause)
        .where(placements.c.draft == draft)
        .order_by(lineage.c.id)
    )
    if clause is not None:
        query = query.where(lineage.c.clause == clause)
    found: dict[str, list[Record]] = {}
    for row in reading.connection.execute(query):
        if row.locator.get("decision", "") not in undone:
            known = found.setdefault(row.clause, [])
            known.append({"relation": row.relation, "from": row.from_clause or row.from_source})
    return found


def add_to_brackets(writing: Writing, ids: Collection[str], clause: str) -> None:
    """Say that brackets stand in a clause too: their words were carried there."""
    query = select(brackets.c.id, brackets.c.clauses).where(brackets.c.id.in_(ids))
    for row in writing.connection.execute(query).all():
        if clause not in row.clauses:
            values = {"clauses": [*row.clauses, clause]}
            writing.connection.execute(update(brackets).where(brackets.c.id == row.id).values(values))


def pass_brackets(writing: Writing, agenda: str, clause: str, to: str) -> None:
    """Say that the brackets of a clause stand in another instead: all its words were carried there."""
    query = select(brackets.c.id, brackets.c.clauses).where(brackets.c.agenda == agenda)
    for row in writing.connection.execute(query).all():
        if clause in row.clauses:
            kept = list(dict.fromkeys(to if each == clause else each for each in row.clauses))
            writing.connection.execute(update(brackets).where(brackets.c.id == row.id).values(clauses=kept))


def read_carried(reading: Reading, clause: str, language_version: str) -> Carried:
    """Return what acts have carried out of a text."""
    query = select(decision_items.c.detail).where(
        decision_items.c.clause == clause, decision_items.c.language_version == language_version
    )
    kept = [row.detail["carried"] for row in reading.connection.execute(query) if "carried" in row.detail]
    return Carried(
        edges=tuple(Span(*span) for each in kept for span in each["edges"]),
        inner=tuple(Span(*span) for each in kept for span in each["inner"]),
    )


def list_carrying(reading: Reading, language_version: str) -> list[tuple[str, int, int]]:
    """Return the acts that carried words into a text or out of it: what each was, and the number it began and ended at.

    What was undone to that end counts by its own name; a new title of a heading is no such act.
    """
    undone = decisions.alias("undone")
    query = (
        select(decisions.c.act, versions.c.seq.label("before"), decision_items.c.seq)
        .join(decision_items, decision_items.c.decision == decisions.c.id)
        .join(versions, versions.c.id == decision_items.c.version)
        .outerjoin(undone, undone.c.id == decisions.c.undoes)
        .where(decision_items.c.language_version == language_version)
        .where(func.coalesce(undone.c.act, decisions.c.act).in_(("split", "join")))
        .order_by(decision_items.c.seq)
    )
    return [(row.act, row.before, row.seq) for row in reading.connection.execute(query)]


def fetch_decision(reading: Reading, decision: str) -> Record | None:
    """Return a decision of a live agenda."""
    query = (
        select(decisions)
        .join(agendas, agendas.c.id == decisions.c.agenda)
        .where(decisions.c.id == decision, agendas.c.state == "live")
    )
    row = reading.connection.execute(query).mappings().first()
    return dict(row) if row else None


def list_decisions(
    reading: Reading, agenda: str, *, before: int | None, limit: int, clause: str | None = None
) -> list[Record]:
    """Return decisions of an agenda, newest first, with the names of who took them; those that shaped one clause."""
    query = (
        select(
            decisions,
            persons.c.name.label("person_name"),
            bodies.c.code.label("delegation_code"),
            bodies.c.names.label("delegation_names"),
        )
        .join(persons, persons.c.id == decisions.c.person)
        .outerjoin(delegations, delegations.c.id == decisions.c.delegation)
        .outerjoin(bodies, bodies.c.id == delegations.c.body)
        .where(decisions.c.agenda == agenda)
        .order_by(decisions.c.commit.desc(), decisions.c.id.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(decisions.c.commit < before)
    if clause is not None:
        shaped = structure_log.c.clause == clause, structure_log.c.act != "respace"
        query = query.where(decisions.c.id.in_(select(structure_log.c.decision).where(*shaped)))
    return [dict(row) for row in reading.connection.execute(query).mappings()]


def list_undone(reading: Reading, agenda: str) -> dict[str, str]:
    """Return the decisions of an agenda that were undone, each with the one that undid it."""
    query = select(decisions.c.id, decisions.c.undoes).where(
        decisions.c.agenda == agenda, decisions.c.undoes.is_not(None)
    )
    return {row.undoes: row.id for row in reading.connection.execute(query)}


def list_log(reading: Reading, decision_ids: Collection[str]) -> dict[str, list[Record]]:
    """Return what decisions changed in the structure, by decision, in the order in which it was written."""
    query = select(structure_log).where(structure_log.c.decision.in_(decision_ids)).order_by(structure_log.c.id)
    found: dict[str, list[Record]] = {}
    for row in reading.connection.execute(query).mappings():
        found.setdefault(row["decision"], []).append(dict(row))
    return found


def list_later_texts(reading: Reading, draft: str, clause_ids: Collection[str], after: int) -> list[Record]:
    """Return the splits and joins of these clauses that came after a commit number."""
    query = (
        select(structure_log.c.decision, structure_log.c.clause, structure_log.c.act)
        .where(structure_log.c.draft == draft, structure_log.c.commit > after)
        .where(structure_log.c.clause.in_(clause_ids), structure_log.c.act.in_(("split", "join")))
    )
    return [dict(row) for row in reading.connection.execute(query).mappings()]


def list_since(reading: Reading, draft: str, clause_ids: Collection[str], after: int) -> list[Record]:
    """Return what acts changed in the structure of these clauses after a commit number, undoing left out."""
    query = (
        select(structure_log)
        .where(structure_log.c.draft == draft, structure_log.c.commit > after)
        .where(structure_log.c.clause.in_(clause_ids), structure_log.c.act.not_in(("undo", "respace")))
        .order_by(structure_log.c.id)
    )
    return [dict(row) for row in reading.connection.execute(query).mappings()]


def list_respaced(reading: Reading, draft: str, after: int) -> list[Record]:
    """Return the clauses whose rank made room for others after a commit number, each as it was, oldest first."""
    query = (
        select(structure_log.c.clause, structure_log.c.before)
        .where(structure_log.c.draft == draft, structure_log.c.commit > after, structure_log.c.act == "respace")
        .order_by(structure_log.c.id)
    )
    return [{"clause": row.clause, **row.before} for row in reading.connection.execute(query)]


def list_written(reading: Reading, draft: str, clause_ids: Collection[str]) -> list[str]:
    """Return those of the clauses into which words came since their first text, but for words that acts carried."""
    query = (
        select(language_versions.c.clause)
        .join(updates, updates.c.language_version == language_versions.c.id)
        .where(language_versions.c.draft == draft, language_versions.c.clause.in_(clause_ids))
        .where(updates.c.seq > 1, updates.c.via != "merge")
        .distinct()
    )
    return list(reading.connection.execute(query).scalars())


def list_items(reading: Reading, decision_ids: Collection[str]) -> dict[str, list[Record]]:
    """Return the items of decisions, by decision, with the language of each text."""
    query = (
        select(decision_items, language_versions.c.language)
        .outerjoin(language_versions, language_versions.c.id == decision_items.c.language_version)
        .where(decision_items.c.decision.in_(decision_ids))
        .order_by(decision_items.c.id)
    )
    found: dict[str, list[Record]] = {}
    for row in reading.connection.execute(query).mappings():
        found.setdefault(row["decision"], []).append(dict(row))
    return found
