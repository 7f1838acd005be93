"""Invitations: links that let a person in once. Only the SHA-256 of a link's secret is stored."""

from typing import Any

from sqlalchemy import insert, select, update

from server.storage.database import Reading, Writing
from server.storage.tables import invitations, persons, processes

Record = dict[str, Any]


def insert_invitation(writing: Writing, row: Record) -> None:
    """Add an invitation."""
    writing.connection.execute(insert(invitations).values({**row, "created_at": writing.now_ms}))


def find_invitation(reading: Reading, secret_hash: str) -> Record | None:
    """Return the invitation with this secret, with person and process, whether it still holds or not."""
    query = (
        select(
            invitations,
            persons.c.name,
            persons.c.email,
            persons.c.languages,
            persons.c.suspended_at,
            processes.c.names.label("process_names"),
        )
        .join(persons, persons.c.id == invitations.c.person)
        .join(processes, processes.c.id == invitations.c.process)
        .where(invitations.c.secret_hash == secret_hash)
    )
    row = reading.connection.execute(query).mappings().first()
    return dict(row) if row else None


def fetch_invitation(reading: Reading, invitation: str) -> Record | None:
    """Return an invitation by id."""
    row = reading.connection.execute(select(invitations).where(invitations.c.id == invitation)).mappings().first()
    return dict(row) if row else None


def pending_invitations(reading: Reading, process: str) -> dict[str, Record]:
    """Return each person's newest invitation to a process that was neither used nor revoked; it may have expired."""
    query = (
        select(invitations)
        .where(invitations.c.process == process)
        .where(invitations.c.used_at.is_(None), invitations.c.revoked_at.is_(None))
        .order_by(invitations.c.created_at, invitations.c.id)
    )
    return {row["person"]: dict(row) for row in reading.connection.execute(query).mappings()}


def renew_invitation(writing: Writing, invitation: str, secret_hash: str, expires_at: int) -> None:
    """Give an invitation a new secret and a new end; the link that was sent leads nowhere from now on."""
    values = {"secret_hash": secret_hash, "expires_at": expires_at, "revoked_at": None}
    writing.connection.execute(update(invitations).where(invitations.c.id == invitation).values(values))


def revoke_invitations(writing: Writing, person: str, process: str) -> None:
    """Take back what a person was sent for a process and has not used."""
    mine = (invitations.c.person == person) & (invitations.c.process == process)
    unused = invitations.c.used_at.is_(None) & invitations.c.revoked_at.is_(None)
    writing.connection.execute(update(invitations).where(mine, unused).values(revoked_at=writing.now_ms))


def use_invitation(writing: Writing, invitation: str) -> None:
    """Note that a link has let its person in."""
    writing.connection.execute(update(invitations).where(invitations.c.id == invitation).values(used_at=writing.now_ms))
