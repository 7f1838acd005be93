"""What every verb of the command line shares: where it prints, how it says a refusal, and where it runs.

A verb that writes goes through the running server, if there is one; else it takes the process lock itself.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import typer
from rich.console import Console

from server.actions.house import House
from server.app import join_parts, running
from server.domain.errors import Refusal
from server.logs import configure_logs
from server.process_folder.sentences import say_problem
from server.remote import RunningServer, find_running_server
from server.settings import Settings, read_settings
from server.storage.migration import upgrade
from server.storage.process_lock import hold_data

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
    "clause_too_long": (
        "The paragraph in line {line} is too long for a clause, or has too many marks of emphasis: "
        "it makes {bytes} bytes of at most {largest}. Nothing was imported."
    ),
    "too_many_clauses": "This file has more than {most} paragraphs. Nothing was imported.",
    "not_json": "This file is not JSON: {problem}. Nothing was imported.",
    "shape_unknown": "This JSON has another shape than title, preamble and articles: {problem}. Nothing was imported.",
    "language_not_in_source": "The file has no {language}; it has {languages}. Nothing was imported.",
    "nothing_aligns": "No clause of this file matches one of the text. Nothing was imported.",
    "no_such_place": "The text has no clause {under}.",
    "text_exists": "Some clauses have words in this language already. Nothing was imported.",
    "clause_locked": "Some of these clauses are agreed or closed. Nothing was imported.",
    "person_exists": "{email} has an account already.",
    "password_too_short": "The password needs at least {least} characters.",
    "no_such_process": "There is no process {process}.",
    "no_such_delegation": "No delegation has the code {delegation}.",
    "role_unknown": "There is no role {role}; there are {roles}.",
    "not_a_backup": "This file is not a backup of Adref. Nothing was changed.",
    "backup_damaged": "The backup is damaged: its table {table} is not as it was written. Nothing was changed.",
    "backup_too_new": "A later Adref made this backup. Install that one, then restore. Nothing was changed.",
    "file_unwritable": "{file} cannot be written: {problem}.",
    "server_silent": "The server that runs on this data does not answer: {problem}.",
    "folder_problems": "Nothing was loaded. Correct these lines and load the folder again.",
    "folder_too_large": "This folder is larger than {most} bytes. Nothing was loaded.",
    "process_missing": "Name the process: --process SHORT-NAME.",
    "nobody_named": "Name at least one e-mail address, or say --everyone.",
    "name_missing": "Nobody has this address yet. Say who it is: --name NAME.",
    "seat_missing": "This person has no seat in the process. Give one: --process SHORT-NAME --role ROLE.",
    "delegation_missing": "A delegate or observer sits for a delegation. Name it: --delegation CODE.",
    "translator_without_language": "A translator's seat needs a language: --language fr.",
    "language_unknown": "The process does not work in {language}; it works in {languages}.",
    "title_missing": "The text needs a title: --title en=TITLE.",
    "text_unusable": "The words hold a character that nobody can see, {character}. Type them anew.",
    "title_too_long": "A title has at most {most} characters.",
    "ends_before_it_begins": "The seat would end before it begins. Give another --from or --until.",
    "time_unusable": "The server cannot use this moment. Give another day and time.",
    "name_too_long": "The name is longer than {most} signs.",
    "link_used": "The link was used already: the person has an account. Nothing was changed.",
    "link_expired": "The link has ended. Make a new one: adref invite.",
    "link_unknown": "This link leads to nothing. Make a new one: adref invite.",
    "no_such_invitation": "The invitation is not there any more. Nothing was changed.",
    "sits_elsewhere": "This person sits in another process too. Nothing was changed.",
    "suspended": "This person is suspended. Restore the account first.",
    "symbol_unusable": "{symbol} is no beginning of a symbol. Use letters, digits and strokes, like BI/2004.",
    "text_moved": "The text has changed meanwhile. Nothing was imported; import it again.",
    "not_settled": "Words were still being saved in this text. Nothing was done; run the command again.",
    "text_unsettled": "Words were still being saved in this text. Nothing was exported; run the command again.",
    "not_operator": "The server did not take the command from this user. Run it as the user who runs the server.",
    "body_unusable": "The server is of another version than this command: {problem}. Nothing was done.",
    "storage": "The database (ADREF_DATABASE_URL) does not answer or its disk is full. Nothing was done.",
    "data_unwritable": "{setting} leads to {file}, which cannot be written: {problem}.",
    "host_unknown": "ADREF_HOST is no address of this machine: {host} ({problem}).",
    "port_unusable": "ADREF_PORT cannot be listened on: {host}, port {port} ({problem}).",
    "storage_not_durable": "The database may lose what it has confirmed: {settings}. Set it up anew, then start again.",
    "database_url": "ADREF_DATABASE_URL cannot be used: {reason}.",
    "dangling_references": "Rows of {tables} refer to rows that are gone. Nothing was migrated; restore a backup.",
    "glyphs_missing": (
        "The PDF cannot be made: no font of Adref has {characters}. Where: {clauses}. "
        "Write it with other characters, or export the text as .html."
    ),
    "form_unknown": "There is no form {form}.",
    "email_unusable": "{email} is not an e-mail address.",
}


class Words(dict[str, Any]):
    """Details of a refusal for a sentence; what is not there stays blank."""

    def __missing__(self, key: str) -> str:
        return "?"


def name_glyphs(detail: Mapping[str, Any]) -> dict[str, str]:
    """Return as words which characters have no glyph, each with its code, and in which clauses they stand."""
    characters = [f"{chr(int(code[2:], 16))} ({code})" for code in detail["characters"]]
    clauses = [clause["label"] or f"\u201c{clause['words']}\u201d" for clause in detail["clauses"]]
    return {"characters": ", ".join(characters), "clauses": ", ".join(clauses) or "the title or another name"}


def explain(refusal: Refusal) -> str:
    """Return a refusal as a sentence, with its code; before it a line for each problem of a process folder."""
    detail = {
        name: ", ".join(map(str, each)) if isinstance(each, list) else each for name, each in refusal.detail.items()
    }
    if refusal.code == "glyphs_missing":
        detail |= name_glyphs(refusal.detail)
    sentence = SENTENCES.get(refusal.code, "Refused.").format_map(Words(detail))
    problems = map(say_problem, refusal.detail.get("problems", ()))
    return "\n".join([*problems, f"{sentence} ({refusal.code})"])


@contextmanager
def telling_refusals() -> Iterator[None]:
    """End the command with a sentence where it is refused."""
    try:
        yield
    except Refusal as refusal:
        err.print(explain(refusal), style="red", highlight=False, soft_wrap=True, markup=False)
        raise typer.Exit(1) from None


def run_verb(settings: Settings, there: Callable[[RunningServer], Any], here: Callable[[House], Awaitable[Any]]) -> Any:
    """Do a verb at the running server, or here under the process lock, and return what it says."""
    configure_logs(settings.log)
    with telling_refusals():
        server = find_running_server(settings.var)
        if server is not None:
            return there(server)
        with hold_data(settings.var, settings.database_url):
            upgrade(settings.database_url)
            return asyncio.run(_run_here(settings, here))


async def _run_here(settings: Settings, verb: Callable[[House], Awaitable[Any]]) -> Any:
    parts = join_parts(settings)
    async with running(parts, alone=True):
        return await verb(parts.house)


def settings_here() -> Settings:
    """Return the settings of the environment, or end with the sentence that says which one cannot be used."""
    try:
        return read_settings()
    except ValueError as error:
        err.print(str(error), style="red", highlight=False, soft_wrap=True, markup=False)
        raise typer.Exit(2) from None
