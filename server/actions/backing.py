"""Backup and restore of everything that a server holds, while it runs."""

import asyncio
import tempfile
from pathlib import Path
from typing import Any

from server.actions.house import House
from server.domain.errors import Unusable
from server.storage.backup import Manifest, stage_backup, write_backup
from server.storage.database import Reading
from server.storage.migration import current
from server.storage.processes import read_fact
from server.storage.restoring import replace_all

Record = dict[str, Any]


async def back_up(house: House, file: Path) -> Record:
    """Write all that is on disk at this moment into a file, whole or not at all, and say what it holds.

    Editing goes on meanwhile; what comes later is not in the file.

    Raises:
        Unusable: `file_unwritable`, with why.
    """
    await house.rooms.settle()
    revision = await asyncio.to_thread(current, house.database.url) or ""
    part = file.with_name(f"{file.name}.part")

    def write(reading: Reading) -> Manifest:
        try:
            with part.open("wb") as stream:
                manifest = write_backup(reading, revision, stream)
            part.replace(file)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise Unusable("file_unwritable", file=str(file), problem=error.strerror or str(error)) from None
        return manifest

    return _describe(await house.database.read(write))


async def restore(house: House, file: Path) -> Record:
    """Put a backup in the place of everything, and say what it held.

    The file is read and checked first, beside the running server; only then is all replaced, in one transaction. Open
    documents are told that their history has ended (`epoch`), so that nobody's unsent words go into the wrong text.

    Raises:
        Unusable: `not_a_backup`, `backup_damaged`, `backup_too_new`; nothing was changed.
    """
    with tempfile.TemporaryDirectory(prefix="adref-restore-") as folder:
        staged = await asyncio.to_thread(stage_backup, file, Path(folder))
        await house.rooms.settle()
        await house.database.write(lambda writing: replace_all(writing, staged))
    await house.authority.load()
    await house.rooms.reload()
    demonstration = await house.database.read(lambda reading: read_fact(reading, "demonstration"))
    return {**_describe(staged.manifest), "demonstration": demonstration is not None}


def _describe(manifest: Manifest) -> Record:
    rows = {name: note.rows for name, note in manifest.tables.items()}
    shown = {name: rows[name] for name in ("agendas", "clauses", "updates", "versions", "persons", "publications")}
    return {"at": manifest.at, "revision": manifest.revision, "rows": sum(rows.values()), **shown}
