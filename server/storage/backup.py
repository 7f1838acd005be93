"""A backup: every row of one moment in one file, the same for SQLite and PostgreSQL; and the way back.

The file is a ZIP archive: one member of JSON lines for each table (the first line names the columns, bytes are
base64), then `manifest.json` with the tables' revision, the number of rows of each and their SHA-256.
"""

import base64
import hashlib
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import msgspec
from sqlalchemy import Column, LargeBinary, MetaData, Table, insert, select

from server.domain.errors import Unusable
from server.storage.database import Reading
from server.storage.engine import open_migrator
from server.storage.migration import STEPS, upgrade
from server.storage.tables import metadata

FORMAT = 1
CHUNK = 500
"""Rows that are read or written in one go."""

_MANIFEST = "manifest.json"


class TableNote(msgspec.Struct, frozen=True):
    """How many rows of a table the file holds, and the SHA-256 of their lines."""

    rows: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """What a backup holds: `revision` is the tables' migration, `at` the moment in Unix ms."""

    format: int
    revision: str
    at: int
    tables: dict[str, TableNote]


@dataclass(frozen=True, slots=True)
class Staged:
    """A backup that was read, checked and brought to this version's tables in a SQLite file of its own."""

    url: str
    manifest: Manifest


def write_backup(reading: Reading, revision: str, file: IO[bytes]) -> Manifest:
    """Write every row that the reading sees, and return what was written."""
    notes = {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for table in metadata.sorted_tables:
            with archive.open(_member(table.name), "w", force_zip64=True) as member:
                notes[table.name] = _write_lines(member, _lines(reading, table))
        manifest = Manifest(FORMAT, revision, reading.now_ms, notes)
        archive.writestr(_MANIFEST, msgspec.json.encode(manifest))
    return manifest


def _member(table: str) -> str:
    return f"tables/{table}.jsonl"


def _lines(reading: Reading, table: Table) -> Iterator[bytes]:
    yield msgspec.json.encode([str(column.name) for column in table.columns])
    query = select(table).order_by(*table.primary_key.columns)
    rows = reading.connection.execution_options(yield_per=CHUNK).execute(query)
    for row in rows:
        yield msgspec.json.encode(tuple(row))


def _write_lines(member: IO[bytes], lines: Iterator[bytes]) -> TableNote:
    digest, count = hashlib.sha256(), -1
    for line in lines:
        member.write(line + b"\n")
        digest.update(line + b"\n")
        count += 1
    return TableNote(count, digest.hexdigest())


def stage_backup(file: Path, folder: Path) -> Staged:
    """Read a backup into a new SQLite file in `folder`, check it whole, and bring it to this version's tables.

    Raises:
        Unusable: `not_a_backup`; `backup_damaged`, with the table; `backup_too_new`, made by a later version.
    """
    url = f"sqlite:///{folder / 'staged.sqlite'}"
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = _read_manifest(archive)
            upgrade(url, manifest.revision)
            _fill(archive, manifest, url)
    except (zipfile.BadZipFile, OSError, KeyError, EOFError) as error:
        raise Unusable("not_a_backup", problem=str(error)) from None
    upgrade(url)
    return Staged(url, manifest)


def _read_manifest(archive: zipfile.ZipFile) -> Manifest:
    try:
        manifest = msgspec.json.decode(archive.read(_MANIFEST), type=Manifest)
    except msgspec.DecodeError as error:
        raise Unusable("not_a_backup", problem=str(error)) from None
    known = {path.name.split("_")[0] for path in (STEPS / "versions").glob("[0-9]*.py")}
    if manifest.format != FORMAT or manifest.revision not in known:
        raise Unusable("backup_too_new", revision=manifest.revision, format=manifest.format)
    return manifest


def _fill(archive: zipfile.ZipFile, manifest: Manifest, url: str) -> None:
    engine, tables = open_migrator(url), MetaData()
    try:
        with engine.begin() as connection:
            tables.reflect(connection)
            for name, note in manifest.tables.items():
                if name not in tables.tables:
                    raise Unusable("backup_damaged", table=name)
                rows = _read_rows(archive, tables.tables[name], note)
                for chunk in _chunks(rows):
                    connection.execute(insert(tables.tables[name]), chunk)
    finally:
        engine.dispose()


def _read_rows(archive: zipfile.ZipFile, table: Table, note: TableNote) -> Iterator[dict[str, Any]]:
    """Yield a table's rows. A file that was cut or changed is refused before the last of them is given."""
    digest, count = hashlib.sha256(), 0
    with archive.open(_member(table.name)) as member:
        head = member.readline()
        digest.update(head)
        columns = [table.columns[name] for name in msgspec.json.decode(head)]
        for line in member:
            digest.update(line)
            count += 1
            yield {column.name: _read_value(column, value) for column, value in _pair(table, columns, line)}
    if (count, digest.hexdigest()) != (note.rows, note.sha256):
        raise Unusable("backup_damaged", table=table.name)


def _pair(table: Table, columns: Sequence[Column[Any]], line: bytes) -> Iterator[tuple[Column[Any], Any]]:
    try:
        values = msgspec.json.decode(line)
    except msgspec.DecodeError:
        raise Unusable("backup_damaged", table=table.name) from None
    return zip(columns, values, strict=True)


def _read_value(column: Column[Any], value: Any) -> Any:
    is_bytes = isinstance(column.type, LargeBinary) and value is not None
    return base64.b64decode(value) if is_bytes else _without_nul(value)


def _without_nul(value: Any) -> Any:
    """Return a value with U+FFFD for U+0000, which SQLite once took and PostgreSQL never does (W-6)."""
    match value:
        case str():
            return value.replace("\0", "\ufffd")
        case list():
            return [_without_nul(each) for each in value]
        case dict():
            return {_without_nul(key): _without_nul(each) for key, each in value.items()}
        case _:
            return value


def _chunks(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    chunk: list[dict[str, Any]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
