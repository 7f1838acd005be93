"""Revisions, publications and the files made from them."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import delete, exists, insert, select, update

from server.storage.database import Reading, Writing
from server.storage.tables import exports, persons, publications, revision_languages, revisions

Record = dict[str, Any]


def stage_revision(writing: Writing, row: Record) -> None:
    """Begin a revision that nobody sees yet."""
    writing.connection.execute(insert(revisions).values({**row, "state": "staging", "at": writing.now_ms}))


def stage_language(writing: Writing, row: Record) -> None:
    """Add one language's frozen content to a revision. It is not issued by that."""
    writing.connection.execute(insert(revision_languages).values(row))


def issue_revision(writing: Writing, revision: str, decision: str | None) -> None:
    """Make a staged revision the record, by a decision where one was taken."""
    writing.connection.execute(
        update(revisions).where(revisions.c.id == revision).values(state="issued", decision=decision, at=writing.now_ms)
    )


def issue_languages(writing: Writing, revision: str, languages: Collection[str]) -> None:
    """Give these languages of a revision their date of issue."""
    writing.connection.execute(
        update(revision_languages)
        .where(revision_languages.c.revision == revision, revision_languages.c.language.in_(languages))
        .values(issued_at=writing.now_ms)
    )


def give_symbol(writing: Writing, revision: str, symbol: str) -> None:
    """Give a revision the symbol under which all its languages are issued."""
    writing.connection.execute(update(revisions).where(revisions.c.id == revision).values(symbol=symbol))


def replace_content(writing: Writing, revision: str, language: str, content: bytes) -> None:
    """Replace what is printed of a language that was not issued yet."""
    writing.connection.execute(
        update(revision_languages)
        .where(revision_languages.c.revision == revision, revision_languages.c.language == language)
        .where(revision_languages.c.issued_at.is_(None))
        .values(content=content)
    )


def list_symbols(reading: Reading, agenda: str) -> set[str]:
    """Return the symbols that issued revisions of the agenda carry."""
    query = select(revisions.c.symbol).where(revisions.c.agenda == agenda, revisions.c.state == "issued")
    return {symbol for symbol in reading.connection.execute(query).scalars() if symbol is not None}


def free_symbol(writing: Writing, agenda: str, symbol: str) -> None:
    """Free a symbol that an unfinished freeze holds."""
    writing.connection.execute(
        update(revisions)
        .where(revisions.c.agenda == agenda, revisions.c.symbol == symbol, revisions.c.state == "staging")
        .values(symbol=None)
    )


def drop_revisions(writing: Writing, ids: Collection[str]) -> None:
    """Remove revisions that were never published, with their languages and files."""
    for table in (exports, revision_languages):
        writing.connection.execute(delete(table).where(table.c.revision.in_(ids)))
    writing.connection.execute(delete(revisions).where(revisions.c.id.in_(ids)))


def insert_publication(writing: Writing, row: Record) -> None:
    """Publish a revision."""
    writing.connection.execute(insert(publications).values({**row, "at": writing.now_ms}))


def queue_files(writing: Writing, revision: str, rows: Sequence[Record]) -> None:
    """Queue files of a revision: id, language and form of each."""
    queued = [{**row, "revision": revision, "state": "queued", "queued_at": writing.now_ms} for row in rows]
    writing.connection.execute(insert(exports), queued)


def last_publication(reading: Reading, agenda: str) -> Record | None:
    """Return the newest publication of an agenda."""
    query = (
        select(publications.c.id, publications.c.at, revisions.c.symbol)
        .join(revisions, revisions.c.id == publications.c.revision)
        .where(revisions.c.agenda == agenda, revisions.c.state == "issued")
        .order_by(revisions.c.commit.desc(), publications.c.id.desc())
        .limit(1)
    )
    row = reading.connection.execute(query).mappings().first()
    return dict(row) if row else None


_REVISION = (
    revisions.c.id.label("revision"),
    *(revisions.c[name] for name in ("agenda", "draft", "kind", "symbol", "hash", "commit")),
)


def fetch_publication(reading: Reading, publication: str) -> Record | None:
    """Return a publication with its revision and who published it."""
    query = (
        select(publications.c.id, publications.c.at, persons.c.name.label("by"), *_REVISION)
        .join(revisions, revisions.c.id == publications.c.revision)
        .join(persons, persons.c.id == publications.c.person)
        .where(publications.c.id == publication, revisions.c.state == "issued")
    )
    row = reading.connection.execute(query).mappings().first()
    return dict(row) if row else None


def publication_of(reading: Reading, revision: str) -> str | None:
    """Return the publication of a revision, where it was published."""
    query = select(publications.c.id).where(publications.c.revision == revision)
    found: str | None = reading.connection.execute(query).scalar_one_or_none()
    return found


_UNPUBLISHED = ~exists().where(publications.c.revision == revisions.c.id)


def find_paper(reading: Reading, agenda: str, paper: str | None = None) -> Record | None:
    """Return a working paper of an agenda, the newest where none is named. It is a revision that nobody published."""
    query = (
        select(revisions.c.id, revisions.c.at, *_REVISION)
        .where(revisions.c.agenda == agenda, revisions.c.kind == "working", revisions.c.state == "issued", _UNPUBLISHED)
        .order_by(revisions.c.commit.desc(), revisions.c.at.desc())
        .limit(1)
    )
    if paper is not None:
        query = query.where(revisions.c.id == paper)
    row = reading.connection.execute(query).mappings().first()
    return dict(row) if row else None


def agenda_of(reading: Reading, revision: str) -> str | None:
    """Return the agenda of a revision."""
    found: str | None = reading.connection.execute(
        select(revisions.c.agenda).where(revisions.c.id == revision)
    ).scalar_one_or_none()
    return found


def old_papers(reading: Reading, agenda: str, before: int) -> list[str]:
    """Return the working papers of an agenda made before this time, and what an unfinished freeze left then."""
    query = select(revisions.c.id).where(
        revisions.c.agenda == agenda,
        (revisions.c.kind == "working") | (revisions.c.state == "staging"),
        revisions.c.at < before,
        _UNPUBLISHED,
    )
    return list(reading.connection.execute(query).scalars())


def list_languages(reading: Reading, revision: str) -> list[Record]:
    """Return the languages of a revision with their hashes, and when each was issued."""
    names = ("language", "hash", "issued_at")
    query = select(*(revision_languages.c[name] for name in names)).where(revision_languages.c.revision == revision)
    return [dict(row) for row in reading.connection.execute(query).mappings()]


def read_content(reading: Reading, revision: str, language: str) -> bytes:
    """Return the frozen content of one language."""
    query = select(revision_languages.c.content).where(
        revision_languages.c.revision == revision, revision_languages.c.language == language
    )
    return bytes(reading.connection.execute(query).scalar_one())


def list_files(reading: Reading, revision: str) -> list[Record]:
    """Return the files of a revision without their bytes."""
    names = ("language", "form", "state", "hash", "pages", "error", "detail")
    columns = (exports.c[name] for name in names)
    query = select(*columns).where(exports.c.revision == revision).order_by(exports.c.form)
    return [dict(row) for row in reading.connection.execute(query).mappings()]


def fetch_file(reading: Reading, revision: str, language: str, form: str) -> Record | None:
    """Return one file of a revision with its bytes, where it is done."""
    query = select(exports).where(
        exports.c.revision == revision, exports.c.language == language, exports.c.form == form
    )
    row = reading.connection.execute(query).mappings().first()
    return dict(row) if row else None


def requeue_files(writing: Writing, revision: str, language: str | None = None, form: str | None = None) -> int:
    """Put the failed files of a revision (or the one named) back into the queue, and return how many had failed."""
    statement = update(exports).where(exports.c.revision == revision, exports.c.state == "failed")
    for column, wanted in ((exports.c.language, language), (exports.c.form, form)):
        if wanted is not None:
            statement = statement.where(column == wanted)
    done = writing.connection.execute(statement.values(state="queued", error="", detail=None, queued_at=writing.now_ms))
    return int(done.rowcount)
