"""What stands between a text and a final one. Rules S-3 and S-4."""

from typing import Any

from server.actions.house import Caller, House, open_agenda
from server.actions.reading import open_book, weigh_clause
from server.domain.status import find_obstacles
from server.storage.agendas import list_clauses
from server.storage.database import Reading

Record = dict[str, Any]


async def show_obstacles(house: House, caller: Caller, agenda: str) -> Record:
    """Return what stands between the text and a final one."""

    def read(reading: Reading) -> Record:
        return {"obstacles": list_obstacles(reading, open_agenda(reading, caller, agenda).draft)}

    return await house.database.read(read)


def list_obstacles(reading: Reading, draft: Record) -> list[Record]:
    """Return the obstacles of a draft as clients see them, one entry a kind (and, for missing text, a language)."""
    book = open_book(reading, draft)
    rows = list_clauses(reading, draft["id"])
    facts = [weigh_clause(book, row)[0] for row in rows]
    holders = {row["parent"] for row in rows if row["withdrawn_at"] is None}
    return [
        {
            "kind": obstacle.kind,
            **({"language": obstacle.language} if obstacle.language else {}),
            "clauses": [{"id": clause.id, "label": clause.label} for clause in obstacle.clauses],
        }
        for obstacle in find_obstacles(facts, book.draft["languages"], holders)
    ]
