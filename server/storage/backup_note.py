"""When the last backup was made, noted beside the data and not in it: a restored database knows of older ones only."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

NAME = "backup.json"


@dataclass(frozen=True, slots=True)
class BackupNote:
    """A backup that was written whole: when (Unix ms), and how many octets it has."""

    at_ms: int
    octets: int


def note_backup(var: Path, note: BackupNote) -> None:
    """Note a backup. Whoever cannot write beside the data has made a backup all the same."""
    part = var / f"{NAME}.part"
    try:
        part.write_text(json.dumps({"at": note.at_ms, "bytes": note.octets}))
        os.replace(part, var / NAME)
    except OSError:
        part.unlink(missing_ok=True)


def last_backup(var: Path) -> BackupNote | None:
    """Return the last backup that was noted, or None."""
    try:
        told = json.loads((var / NAME).read_text())
        return BackupNote(int(told["at"]), int(told["bytes"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
