"""The verb that brings a source into a text: `adref import`."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from server.actions.house import House
from server.actions.operating import ImportOrder, import_for_secretariat
from server.actions.sourcing import SourceFile
from server.api.imports import IMPORT_BYTES
from server.console import out, run_verb, settings_here
from server.domain.errors import TooLarge
from server.remote import RunningServer

SHOWN = 60
"""Characters of the words that are shown of what did not align."""


def import_(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="UTF-8 text, Markdown or JSON.")],
    agenda: Annotated[str, typer.Option(help="The agenda's id.")],
    language: Annotated[str, typer.Option(help="The language of the file, such as en.")],
    align: Annotated[bool, typer.Option("--align", help="Write into the clauses that stand, as their text.")] = False,
    under: Annotated[str | None, typer.Option(help="With --align: only this clause and those below it.")] = None,
    as_: Annotated[str | None, typer.Option("--as", help="E-mail of who imports; the secretariat by default.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print all that was found as JSON.")] = False,
) -> None:
    """Cut a text into clauses at the end of an agenda, with every word; or with --align, fill a second language."""
    query = {"agenda": agenda, "language": language, "name": file.name}
    query |= {"align": "1"} if align else {}
    query |= {"under": under} if under else {}
    query |= {"as": as_} if as_ else {}

    def there(server: RunningServer) -> Any:
        return server.post("import", _read_file(file), **query)

    async def here(house: House) -> Any:
        source = SourceFile(file.name, language, _read_file(file))
        return await import_for_secretariat(house, ImportOrder(agenda, source, as_, align, under))

    done = run_verb(settings_here(), there, here)
    if as_json:
        sys.stdout.write(json.dumps(done, ensure_ascii=False) + "\n")
    else:
        _report(done)


def _read_file(file: Path) -> bytes:
    if file.stat().st_size > IMPORT_BYTES:
        raise TooLarge("file_too_large", most=IMPORT_BYTES)
    return file.read_bytes()


def _report(done: dict[str, Any]) -> None:
    words, brackets, aligned = done["words"], done["brackets"], done.get("aligned")
    count = aligned["clauses"] if aligned else done["clauses"]
    _say(f"{count} clauses {'aligned' if aligned else 'imported'}.")
    _say(f"Words in the file: {words['source']}, in the clauses: {words['clauses']}.")
    _say(
        f"{brackets['objects']} brackets, {brackets['over_clauses']} of them over several clauses; "
        f"{done['options']} options, {done['blanks']} blanks, {done['references']['resolved']} references."
    )
    for left in brackets["left"]:
        _say(f"  line {left['line']}: the bracket {left['sign']} has no partner and stays a character: {left['words']}")
    for clause in aligned["without_text"] if aligned else ():
        _say(f"  no text for: {clause['label']} {clause['words'][:SHOWN]}")
    for clause in aligned["left_over"] if aligned else ():
        _say(f"  not imported, line {clause['line']}: {clause['label']} {clause['words']}")


def _say(line: str) -> None:
    out.print(line, highlight=False, markup=False, soft_wrap=True)
