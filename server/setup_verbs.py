"""The verbs that set a process up: `adref process load` and `adref invite`."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from server.actions.founding import load_folder
from server.actions.granting import NewSeat
from server.actions.letting_in import Invitees, invite_for_operator
from server.console import out, run_verb, settings_here
from server.domain.errors import TooLarge
from server.process_folder import FILES

process_verbs = typer.Typer(no_args_is_help=True, help="Set up a process.")

FOLDER_BYTES = 3 * 1024 * 1024
"""Most bytes of a whole folder."""


@process_verbs.callback()
def process() -> None:
    """Set up a process."""


@process_verbs.command()
def load(
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="The folder with process.toml.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would change.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was done as JSON.")] = False,
) -> None:
    """Bring the server to what a process folder says: new and changed lines are taken, nothing is deleted."""
    done = run_verb(
        settings_here(),
        lambda server: server.post("process", {"files": _read_files(folder), "dry_run": dry_run}),
        lambda house: load_folder(house.database, _read_files(folder), dry_run=dry_run),
    )
    if as_json:
        sys.stdout.write(json.dumps(done, ensure_ascii=False) + "\n")
    else:
        _report(done)


def _read_files(folder: Path) -> dict[str, bytes]:
    """Return the folder's files. A table or spreadsheet under another name is sent too, so that it is told of."""
    found = [file for file in sorted(folder.iterdir()) if file.name in FILES or file.suffix in (".csv", ".toml")]
    if sum(file.stat().st_size for file in found) > FOLDER_BYTES:
        raise TooLarge("folder_too_large", most=FOLDER_BYTES)
    return {file.name: file.read_bytes() for file in found}


def _report(done: dict[str, Any]) -> None:
    """Say what is new and what has changed, line by line, then the sums."""
    for change in done["changes"]:
        what = "new" if change["new"] else f"changed: {', '.join(change['columns'])}"
        out.print(f"  {change['noun']:12} {change['key']:44} {what}", highlight=False, markup=False, soft_wrap=True)
    if not done["changes"]:
        out.print(f"{done['slug']}: the server holds all of this already. Nothing was changed.", highlight=False)
        return
    new, changed, same = (sum(count[name] for count in done["counts"].values()) for name in ("new", "changed", "same"))
    verb = "would be" if done["dry_run"] else "were"
    end = " Nothing was written." if done["dry_run"] else ""
    out.print(f"{done['slug']}: {new} {verb} added, {changed} changed, {same} stay as they are.{end}", highlight=False)


def invite(
    email: Annotated[list[str] | None, typer.Argument(help="E-mail addresses of those who get a link.")] = None,
    process: Annotated[str | None, typer.Option(help="Short name of the process.")] = None,
    everyone: Annotated[bool, typer.Option("--everyone", help="All of the process who have no password yet.")] = False,
    name: Annotated[str, typer.Option(help="The name of a person who is new here.")] = "",
    role: Annotated[
        str | None, typer.Option(help="Give a seat too: delegate, observer, translator, chair or secretariat.")
    ] = None,
    delegation: Annotated[str | None, typer.Option(help="Code of the seat's delegation, such as CHE.")] = None,
    language: Annotated[list[str] | None, typer.Option(help="A language that the person works in; repeat it.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the links as JSON.")] = False,
) -> None:
    """Make links that let people in, once, within fourteen days. Each is printed once: send it to that person only."""
    settings = settings_here()
    languages = tuple(language or ())
    seat = None if role is None else NewSeat(role, delegation, languages=languages if role == "translator" else ())
    invitees = Invitees(tuple(email or ()), process, everyone, name, languages, seat)
    done = run_verb(
        settings,
        lambda server: server.post("invite", invitees),
        lambda house: invite_for_operator(house.database, invitees, settings.address),
    )
    if as_json:
        sys.stdout.write(json.dumps(done, ensure_ascii=False) + "\n")
        return
    for link in done["links"]:
        sys.stdout.write(f"{link['email']}\t{link['link']}\n")
    if not done["links"]:
        out.print("Everybody of this process has been let in already.")
