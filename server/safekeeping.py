"""The verbs `adref backup` and `adref restore`, beside a running server or without one."""

import time
from pathlib import Path
from typing import Annotated, Any

import typer

from server.actions.backing import back_up
from server.actions.backing import restore as restore_file
from server.console import err, out, run_verb, settings_here
from server.storage.backup_note import BackupNote, note_backup


def backup(
    file: Annotated[Path, typer.Argument(dir_okay=False, help="The file to write, such as adref-2004-12-16.zip.")],
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")] = False,
) -> None:
    """Write everything that is stored into one file. Editing goes on meanwhile."""
    if file.exists() and not force:
        err.print(f"{file} is there already. Name another file, or add --force to replace it.", style="red")
        raise typer.Exit(2)
    settings = settings_here()
    run_verb(settings, lambda server: server.save("backup", file), lambda house: back_up(house, file))
    note_backup(settings.var, BackupNote(time.time_ns() // 1_000_000, file.stat().st_size))
    out.print(f"{file}: {file.stat().st_size:,} bytes. Keep it where only you can read it: it holds password hashes.")


def restore(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A file that `adref backup` wrote.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Put a backup in the place of everything that is stored now. What was written since is gone."""
    if not yes:
        typer.confirm("All that is stored now will be replaced by this backup. Go on?", abort=True)
    done = run_verb(
        settings_here(), lambda server: server.send_file("restore", file), lambda house: restore_file(house, file)
    )
    out.print(_say(done), highlight=False)


def _say(done: dict[str, Any]) -> str:
    return (
        f"Restored: {done['rows']:,} rows, among them {done['agendas']} agendas with {done['clauses']} clauses "
        f"and {done['updates']:,} edits. Everyone's documents are loaded anew."
    )
