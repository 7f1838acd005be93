"""The command line: `adref serve | demo | process | invite | import | export | migrate | person | backup | restore`.

A verb that writes goes through the running server, if there is one; else it takes the process lock itself.
"""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

import exports
from server.actions.demonstration import load_demonstration
from server.actions.house import House
from server.actions.operating import NewPerson, add_person, freeze_for_file
from server.api.uvicorn_socket import PING_SECONDS, PromptSocket
from server.app import build_app
from server.console import err, out, run_verb, settings_here, telling_refusals
from server.domain.errors import Unusable
from server.domain.revision import load_revision
from server.import_verb import import_
from server.logs import configure_logs
from server.remote import RunningServer
from server.safekeeping import backup, restore
from server.service import Service, listen
from server.settings import Settings
from server.setup_verbs import invite, process_verbs
from server.storage.migration import upgrade
from server.storage.process_lock import hold_data
from server.text_verbs import agenda_verbs

cli = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="One text, drafted by many States."
)


def greet(settings: Settings) -> None:
    """Say where the server listens, and who may sign in."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    out.print(f"\nAdref serves at [bold]http://{host}:{settings.port}[/bold]  (Ctrl+C stops it)", highlight=False)
    if settings.loopback:
        out.print("With the demonstration loaded, anybody on this machine may sign in as any of its people.\n")


@cli.command()
def serve() -> None:
    """Serve, as the environment says: ADREF_HOST, ADREF_PORT, ADREF_DATABASE_URL, ADREF_VAR."""
    settings = settings_here()
    configure_logs(settings.log)
    with telling_refusals(), hold_data(settings.var, settings.database_url):
        lines = listen(settings.host, settings.port)
        upgrade(settings.database_url)
        app = build_app(settings)
        config = uvicorn.Config(
            app,
            ws=PromptSocket,
            ws_max_size=1_048_576,
            ws_per_message_deflate=False,
            ws_ping_interval=PING_SECONDS,
            ws_ping_timeout=PING_SECONDS,
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=10,
            server_header=False,
        )
        Service(config, lambda: greet(settings), app.state.parts.rooms.stop).run(sockets=lines)


@cli.command()
def demo(as_json: Annotated[bool, typer.Option("--json", help="Print what was loaded as JSON.")] = False) -> None:
    """Load the demonstration, once: the Berne Initiative, its agenda, and people to sign in as."""
    loaded = run_verb(settings_here(), lambda server: server.post("demo"), load_demonstration)
    if as_json:
        sys.stdout.write(json.dumps(loaded, ensure_ascii=False) + "\n")
        return
    out.print(
        "The demonstration is loaded. Its people, all with the password "
        f"[bold]{loaded['persons'][0]['password']}[/bold]:"
    )
    for person in loaded["persons"]:
        out.print(f"  {person['email']:38} {person['role']:12} {person['delegation'] or ''}", highlight=False)


@cli.command()
def export(
    agenda: Annotated[str, typer.Option(help="The agenda's id.")],
    language: Annotated[str, typer.Option(help="The language, such as en.")],
    to: Annotated[Path, typer.Option("--to", help="The file to write; its ending says the form: .pdf or .html.")],
) -> None:
    """Write the text of this minute to a file, marked as a draft."""
    form = to.suffix.lstrip(".")
    settings = settings_here()

    def there(server: RunningServer) -> bytes:
        return server.fetch("export", agenda=agenda, language=language)

    async def here(house: House) -> bytes:
        return await freeze_for_file(house, agenda, language)

    if form not in exports.FORMS:
        err.print(f"{to.name} ends in none of {', '.join('.' + name for name in exports.FORMS)}.", style="red")
        raise typer.Exit(2)
    content = run_verb(settings, there, here)
    with telling_refusals():
        rendered = exports.render(load_revision(content), form)
        try:
            to.write_bytes(rendered.data)
        except OSError as error:
            raise Unusable("file_unwritable", file=str(to), problem=error.strerror) from None
    out.print(f"{to}: {len(rendered.data)} bytes" + (f", {rendered.pages} pages" if rendered.pages else ""))


@cli.command()
def migrate() -> None:
    """Bring the database to this version's tables. `serve` does it too."""
    settings = settings_here()
    with telling_refusals(), hold_data(settings.var, settings.database_url):
        upgrade(settings.database_url)
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
    done = run_verb(settings_here(), lambda server: server.post("person", new), lambda house: add_person(house, new))
    out.print(f"{done['email']} has an account.", highlight=False)
    if "password" in done:
        out.print(f"Password, shown once: [bold]{done['password']}[/bold]")


cli.command("import")(import_)
cli.add_typer(process_verbs, name="process")
cli.add_typer(agenda_verbs, name="agenda")
cli.command()(invite)
cli.command()(backup)
cli.command()(restore)


def main() -> None:
    """Run the command line."""
    cli()
