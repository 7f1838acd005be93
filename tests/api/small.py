"""The demonstration cut down to a few clauses in four languages: a text of which nothing is missing, quick to print."""

import sqlite3
from pathlib import Path

from tests.live import Live

KEPT = 3
HEADINGS = ("part", "chapter", "heading")

_WHOLE = """
    SELECT placements.clause, placements.parent, clauses.kind, MAX(language_versions.status) AS status
    FROM placements
    JOIN clauses ON clauses.id = placements.clause
    JOIN language_versions ON language_versions.clause = placements.clause
    JOIN texts ON texts.language_version = language_versions.id AND texts.json LIKE '%"text":"%'
    WHERE placements.withdrawn_at IS NULL
    GROUP BY placements.clause HAVING COUNT(*) = 4 ORDER BY placements.rank"""


def cut_down(folder: Path) -> None:
    """Withdraw all clauses but three open ones and the headings above them."""
    with sqlite3.connect(folder / "adref.sqlite") as connection:
        rows = {clause: (parent, kind, status) for clause, parent, kind, status in connection.execute(_WHOLE)}
        open_ones = [c for c, (_, kind, status) in rows.items() if kind not in HEADINGS and status == "open"]
        kept: set[str] = set()
        for clause in [c for c in open_ones if _above(rows, c)][:KEPT]:
            kept |= {clause, *_above(rows, clause)}
        marks = ",".join("?" * len(kept))
        connection.execute(f"UPDATE placements SET withdrawn_at = 1 WHERE clause NOT IN ({marks})", list(kept))


def _above(rows: dict[str, tuple[str | None, str, str]], clause: str) -> list[str]:
    """The headings above a clause, or none where one of them is no heading or lacks a language."""
    found = []
    parent = rows[clause][0]
    while parent is not None:
        if parent not in rows or rows[parent][1] not in HEADINGS:
            return []
        found.append(parent)
        parent = rows[parent][0]
    return found


def small_server(folder: Path) -> Live:
    """Start a server with the text cut down."""
    live = Live(folder)
    live.load_demo()
    cut_down(folder)
    live.start()
    return live
