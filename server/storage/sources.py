"""Sources of words, and the delegations that a source may name."""

from sqlalchemy import select

from server.storage.database import Reading
from server.storage.tables import bodies, delegations


def delegations_by_code(reading: Reading, process: str) -> dict[str, str]:
    """Return the delegations of a process by the codes of their bodies; those without a code cannot be named."""
    query = (
        select(bodies.c.code, delegations.c.id)
        .join(bodies, bodies.c.id == delegations.c.body)
        .where(delegations.c.process == process, bodies.c.code.is_not(None))
    )
    return {row.code: row.id for row in reading.connection.execute(query)}
