"""Revisions, publications and the files made from them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, insert, select, update

from server.storage.database import Reading, Writing
from server.storage.tables import exports, persons, publications, revision_languages, revisions

Record = dict[str, Any]


def stage_revision(writing: Writing, row: Record) -> None:
    """Begin a revision that nobody sees yet."""
    writing.connection.execute(insert(revisions).values({**row, "state": "staging", "at": writing.now_ms}))


def stage_language(writing: Writing, row: Record) -> None:
    """Add one language's frozen content to a revision that is being made."""
    writing.connection.execute(insert(revision_languages).values(row))


def issue_revision(writing: Writing, revision: str, decision: str) -> None:
    """Make a staged revision the record."""
    writing.connection.execute(
        update(revisions).where(revisions.c.id == revision).values(state="issued", decision=decision, at=writing.now_ms)
    )
    writing.connection.execute(
        update(revision_languages).where(revision_languages.c.revision == revision).values(issued_at=writing.now_ms)
    )


def symbol_taken(reading: Reading, agenda: str, symbol: str) -> bool:
    """True if an issued revision of the agenda carries this symbol."""
    query = select(func.count()).where(
        revisions.c.agenda == agenda, revisions.c.symbol == symbol, revisions.c.state == "issued"
    )
    return bool(reading.connection.execute(query).scalar_one())


def drop_staged(writing: Writing, agenda: str, symbol: str) -> None:
    """Free a symbol that an unfinished freeze holds."""
    writing.connection.execute(
        update(revisions)
        .where(revisions.c.agenda == agenda, revisions.c.symbol == symbol, revisions.c.state == "staging")
        .values(symbol=None)
    )


def insert_publication(writing: Writing, row: Record, files: Sequence[Record]) -> None:
    """Publish a revision and queue its files."""
    writing.connection.execute(insert(publications).values({**row, "at": writing.now_ms}))
    queued = [{**file, "publication": row["id"], "state": "queued", "queued_at": writing.now_ms} for file in files]
    writing.connection.execute(insert(exports), queued)


def last_publication(reading: Reading, agenda: str) -> Record | None:
    """Return the newest publication of an agenda."""
    query = (
        select(publications.c.id, publications.c.at, revisions.c.symbol)
        .join(revisions, revisions.c.id == publications.c.revision)
        .where(revisions.c.agenda == agenda, revisions.c.state == "issued")
        .order_by(publications.c.at.desc(), publications.c.id.desc())
        .limit(1)
    )
    row = reading.connection.execute(query).mappings().first()
    return dict(row) if row else None


def fetch_publication(reading: Reading, publication: str) -> Record | None:
    """Return a publication with its revision and who published it."""
    query = (
        select(
            publications.c.id,
            publications.c.at,
            persons.c.name.label("by"),
            revisions.c.id.label("revision"),
            revisions.c.agenda,
            revisions.c.kind,
            revisions.c.symbol,
            revisions.c.hash,
            revisions.c.commit,
        )
        .join(revisions, revisions.c.id == publications.c.revision)
        .join(persons, persons.c.id == publications.c.person)
        .where(publications.c.id == publication, revisions.c.state == "issued")
    )
    row = reading.connection.execute(query).mappings().first()
    return dict(row) if row else None


def list_languages(reading: Reading, revision: str) -> list[Record]:
    """Return the languages of a revision with their hashes."""
    query = select(revision_languages.c.language, revision_languages.c.hash).where(
        revision_languages.c.revision == revision
    )
    return [dict(row) for row in reading.connection.execute(query).mappings()]


def list_files(reading: Reading, publication: str) -> list[Record]:
    """Return the files of a publication without their bytes."""
    columns = (
        exports.c.language,
        exports.c.form,
        exports.c.state,
        exports.c.hash,
        exports.c.pages,
        exports.c.error,
    )
    query = select(*columns).where(exports.c.publication == publication).order_by(exports.c.form)
    return [dict(row) for row in reading.connection.execute(query).mappings()]


def fetch_file(reading: Reading, publication: str, language: str, form: str) -> Record | None:
    """Return one file of a publication with its bytes, where it is done."""
    query = select(exports).where(
        exports.c.publication == publication, exports.c.language == language, exports.c.form == form
    )
    row = reading.connection.execute(query).mappings().first()
    return dict(row) if row else None


def requeue_file(writing: Writing, publication: str, language: str, form: str) -> bool:
    """Put a failed file back into the queue. False if it had not failed."""
    done = writing.connection.execute(
        update(exports)
        .where(exports.c.publication == publication, exports.c.language == language, exports.c.form == form)
        .where(exports.c.state == "failed")
        .values(state="queued", error="", queued_at=writing.now_ms)
    )
    return bool(done.rowcount)
