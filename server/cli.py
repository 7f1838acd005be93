"""The command line: `adref serve | demo | import | export | migrate | person`.

A verb that writes goes through the running server, if there is one; else it takes the process lock itself.
"""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, Any

import typer
import uvicorn
from rich.console import Console

import exports
from server.actions.demonstration import load_demonstration
from server.actions.house import House
from server.actions.operating import NewPerson, add_person, freeze_for_file, import_for_secretariat
from server.api.agendas import IMPORT_BYTES
from server.app import build_app, join_parts, running
from server.domain.errors import Refusal, TooLarge
from server.domain.revision import load_revision
from server.remote import RunningServer, find_running_server
from server.settings import Settings, read_settings
from server.storage.migration import upgrade
from server.storage.process_lock import ProcessLock

cli = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="One text, drafted by many States."
)
out = Console()
err = Console(stderr=True)

SENTENCES = {
    "server_running": "Another Adref runs on this data (process {pid}). Stop it first, or let it do the work.",
    "no_such_agenda": "There is no agenda {agenda}.",
    "no_such_language": "The text has no language {language}; it has {languages}.",
    "no_such_person": "Nobody has the address {email}.",
    "no_secretariat": "Nobody sits for the secretariat yet. Give someone a seat: adref person … --role secretariat.",
    "not_utf8": "This file is not UTF-8 text. Save it as UTF-8 and choose it again. Nothing was imported.",
    "binary": "This file is not text. Nothing was imported.",
    "empty": "This file holds no words. Nothing was imported.",
    "file_too_large": "This file is larger than {most} bytes. Nothing was imported.",
    "body_too_large": "This file is larger than {most} bytes. Nothing was imported.",
    "words_lost": "The clauses would not hold the same words as the file. Nothing was imported.",
    "person_exists": "{email} has an account already.",
    "password_too_short": "The password needs at least {least} characters.",
    "no_such_process": "There is no process {process}.",
    "no_such_delegation": "No delegation has the code {delegation}.",
    "role_unknown": "There is no role {role}; there are {roles}.",
    "email_unusable": "{email} is not an e-mail address.",
}


class Words(dict[str, Any]):
    """Details of a refusal for a sentence; what is not there stays blank."""

    def __missing__(self, key: str) -> str:
        return "?"


def explain(refusal: Refusal) -> str:
    """Return a refusal as a sentence, with its code."""
    sentence = SENTENCES.get(refusal.code, "Refused.")
    return f"{sentence.format_map(Words(refusal.detail))} ({refusal.code})"


def run_verb(settings: Settings, there: Callable[[RunningServer], Any], here: Callable[[House], Awaitable[Any]]) -> Any:
    """Do a verb at the running server, or here under the process lock, and return what it says."""
    try:
        server = find_running_server(settings.var)
        if server is not None:
            return there(server)
        with ProcessLock(settings.var / "adref.lock"):
            upgrade(settings.database_url)
            return asyncio.run(_run_here(settings, here))
    except Refusal as refusal:
        err.print(explain(refusal), style="red", highlight=False, soft_wrap=True, markup=False)
        raise typer.Exit(1) from None


async def _run_here(settings: Settings, verb: Callable[[House], Awaitable[Any]]) -> Any:
    parts = join_parts(settings)
    async with running(parts, alone=True):
        return await verb(parts.house)


def _settings() -> Settings:
    try:
        return read_settings()
    except ValueError as error:
        err.print(str(error), style="red", highlight=False)
        raise typer.Exit(2) from None


def greet(settings: Settings) -> None:
    """Say where the server listens, and who may sign in."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    out.print(f"\nAdref serves at [bold]http://{host}:{settings.port}[/bold]  (Ctrl+C stops it)", highlight=False)
    if settings.loopback:
        out.print("With the demonstration loaded, anybody on this machine may sign in as any of its people.\n")


@cli.command()
def serve() -> None:
    """Serve, as the environment says: ADREF_HOST, ADREF_PORT, ADREF_DATABASE_URL, ADREF_VAR."""
    settings = _settings()
    try:
        with ProcessLock(settings.var / "adref.lock"):
            upgrade(settings.database_url)
            app = build_app(settings)
            config = uvicorn.Config(
                app,
                host=settings.host,
                port=settings.port,
                ws="websockets-sansio",
                ws_max_size=1_048_576,
                ws_per_message_deflate=False,
                ws_ping_interval=20.0,
                ws_ping_timeout=20.0,
                log_config=None,
                access_log=False,
                timeout_graceful_shutdown=10,
                server_header=False,
            )
            greet(settings)
            uvicorn.Server(config).run()
    except Refusal as refusal:
        err.print(explain(refusal), style="red", highlight=False, soft_wrap=True, markup=False)
        raise typer.Exit(1) from None


@cli.command()
def demo(as_json: Annotated[bool, typer.Option("--json", help="Print what was loaded as JSON.")] = False) -> None:
    """Load the demonstration, once: the Berne Initiative, its agenda, and people to sign in as."""
    loaded = run_verb(_settings(), lambda server: server.post("demo"), load_demonstration)
    if as_json:
        sys.stdout.write(json.dumps(loaded, ensure_ascii=False) + "\n")
        return
    out.print(
        "The demonstration is loaded. Its people, all with the password "
        f"[bold]{loaded['persons'][0]['password']}[/bold]:"
    )
    for person in loaded["persons"]:
        out.print(f"  {person['email']:38} {person['role']:12} {person['delegation'] or ''}", highlight=False)


@cli.command("import")
def import_(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="UTF-8 text or Markdown.")],
    agenda: Annotated[str, typer.Option(help="The agenda's id.")],
    language: Annotated[str, typer.Option(help="The language of the file, such as en.")],
    as_: Annotated[str | None, typer.Option("--as", help="E-mail of who imports; the secretariat by default.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the counts as JSON.")] = False,
) -> None:
    """Cut a text into clauses at the end of an agenda, with every word."""
    settings = _settings()

    def there(server: RunningServer) -> Any:
        return server.post("import", _read_file(file), agenda=agenda, language=language, name=file.name, **_as(as_))

    async def here(house: House) -> Any:
        return await import_for_secretariat(house, agenda, language, file.name, _read_file(file), as_)

    done = run_verb(settings, there, here)
    if as_json:
        sys.stdout.write(json.dumps(done) + "\n")
        return
    words = done["words"]
    out.print(
        f"{done['clauses']} clauses imported. Words in the file: {words['source']}, in the clauses: {words['clauses']}."
    )


def _as(email: str | None) -> dict[str, str]:
    return {"as": email} if email else {}


def _read_file(file: Path) -> bytes:
    if file.stat().st_size > IMPORT_BYTES:
        raise TooLarge("file_too_large", most=IMPORT_BYTES)
    return file.read_bytes()


@cli.command()
def export(
    agenda: Annotated[str, typer.Option(help="The agenda's id.")],
    language: Annotated[str, typer.Option(help="The language, such as en.")],
    to: Annotated[Path, typer.Option("--to", help="The file to write; its ending says the form: .pdf or .html.")],
) -> None:
    """Write the text of this minute to a file, marked as a draft."""
    form = to.suffix.lstrip(".")
    settings = _settings()

    def there(server: RunningServer) -> bytes:
        return server.fetch("export", agenda=agenda, language=language)

    async def here(house: House) -> bytes:
        return await freeze_for_file(house, agenda, language)

    if form not in exports.FORMS:
        err.print(f"{to.name} ends in none of {', '.join('.' + name for name in exports.FORMS)}.", style="red")
        raise typer.Exit(2)
    content = run_verb(settings, there, here)
    rendered = exports.render(load_revision(content), form)
    to.write_bytes(rendered.data)
    out.print(f"{to}: {len(rendered.data)} bytes" + (f", {rendered.pages} pages" if rendered.pages else ""))


@cli.command()
def migrate() -> None:
    """Bring the database to this version's tables. `serve` does it too."""
    settings = _settings()
    try:
        with ProcessLock(settings.var / "adref.lock"):
            upgrade(settings.database_url)
    except Refusal as refusal:
        err.print(explain(refusal), style="red", highlight=False, soft_wrap=True, markup=False)
        raise typer.Exit(1) from None
    out.print("The database is up to date.")


@cli.command()
def person(
    email: Annotated[str, typer.Argument(help="The person's e-mail address.")],
    name: Annotated[str, typer.Option(help="The person's name, as others see it.")] = "",
    process: Annotated[
        str | None, typer.Option(help="Short name of the process in which the person gets a seat.")
    ] = None,
    role: Annotated[str, typer.Option(help="delegate, observer, translator, chair or secretariat.")] = "delegate",
    delegation: Annotated[str | None, typer.Option(help="Code of the delegation, such as CHE.")] = None,
    language: Annotated[list[str] | None, typer.Option(help="A language that the person works in; repeat it.")] = None,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input.")
    ] = False,
) -> None:
    """Make an account, with a seat where a process is named. Without a password one is made up and printed once."""
    password = sys.stdin.readline().rstrip("\n") if password_stdin else None
    new = NewPerson(email, name or email, password, process, role, delegation, tuple(language or ()))
    done = run_verb(_settings(), lambda server: server.post("person", new), lambda house: add_person(house, new))
    out.print(f"{done['email']} has an account.", highlight=False)
    if "password" in done:
        out.print(f"Password, shown once: [bold]{done['password']}[/bold]")


def main() -> None:
    """Run the command line."""
    cli()
