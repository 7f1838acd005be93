"""What becomes of a frozen text: a revision with its languages, the files that are made of it, how both are shown."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from server.actions.freezing import Frozen, Issue, say_moment
from server.domain.errors import Conflict, Unusable
from server.domain.identity import fresh_id
from server.domain.outcome import next_symbol
from server.domain.revision import dump_revision, load_revision
from server.storage.database import Database, Reading, Writing
from server.storage.revisions import (
    free_symbol,
    list_files,
    list_languages,
    list_symbols,
    queue_files,
    stage_language,
    stage_revision,
)

Record = dict[str, Any]
FORMS = ("html", "pdf")
Address = Callable[[str, str], str]
"""The address of a file of this language and form."""


async def stage(database: Database, agenda: str, issue: Issue, frozen: Frozen) -> None:
    """Store a frozen text piece by piece, where nobody sees it yet.

    Raises:
        Unusable: `nothing_to_publish`. Conflict: `symbol_taken`.
    """
    if not frozen.texts:
        raise Unusable("nothing_to_publish")
    row = {
        "id": issue.revision,
        "agenda": agenda,
        "draft": frozen.draft,
        "kind": issue.kind,
        "symbol": issue.symbol,
        "consultation": issue.consultation,
        "commit": frozen.commit,
        "hash": frozen.hash,
    }

    def begin(writing: Writing) -> None:
        if issue.symbol is not None:
            require_free(writing, agenda, issue.symbol)
            free_symbol(writing, agenda, issue.symbol)
        stage_revision(writing, row)

    await database.write(begin)
    for text in frozen.texts:
        content: Record = {"revision": issue.revision, "language": text.language, "hash": text.hash}
        content["content"] = dump_revision(text)
        await database.write(lambda writing, content=content: stage_language(writing, content))  # type: ignore[misc]


def require_free(reading: Reading, agenda: str, symbol: str) -> None:
    """Refuse a symbol that an issue of the agenda carries: `symbol_taken`, with the next one that is free (P-3)."""
    taken = list_symbols(reading, agenda)
    if symbol in taken:
        raise Conflict("symbol_taken", symbol=symbol, next=next_symbol(symbol, taken))


def dress_content(content: bytes, symbol: str, issued_ms: int) -> bytes:
    """Return frozen content with its symbol and its date of issue. Neither is part of its hash."""
    text = load_revision(content)
    return dump_revision(msgspec.structs.replace(text, symbol=symbol, issued_at=say_moment(issued_ms)))


def order_files(writing: Writing, revision: str, languages: Sequence[str]) -> None:
    """Have the files of these languages made."""
    rows = [{"id": fresh_id(), "language": language, "form": form} for language in languages for form in FORMS]
    queue_files(writing, revision, rows)


def describe_languages(reading: Reading, revision: str, order: Sequence[str], address: Address) -> list[Record]:
    """Return the languages of a revision that were issued, with the state of their files."""
    files = list_files(reading, revision)
    issued = [row for row in list_languages(reading, revision) if row["issued_at"] is not None]
    return [
        {**row, "files": [describe_file(file, address) for file in files if file["language"] == row["language"]]}
        for row in sorted(issued, key=lambda row: _place(order, row["language"]))
    ]


def _place(order: Sequence[str], language: str) -> int:
    return order.index(language) if language in order else len(order)


def describe_file(file: Record, address: Address) -> Record:
    """Return a file as clients see it; `url` once it is done."""
    url = address(file["language"], file["form"]) if file["state"] == "done" else None
    told = {key: file[key] for key in ("form", "state", "hash", "pages", "error")}
    return {**told, "detail": file["detail"] or {}, "url": url}
