"""Publishing and endorsing, and the files that come of it; working papers; what the public may read."""

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from starlette.responses import Response

from server.actions.continuing import issue_language
from server.actions.endorsing import endorse_agenda
from server.actions.publishing import Wish, fetch_published, publish_agenda, retry_file, show_publication
from server.actions.working import fetch_paper, make_paper, show_paper
from server.api import replies
from server.api.endpoint import Call, Endpoints
from server.api.query import Kind, Query

endpoints = Endpoints("publications")

AGENDA = {"no_such_agenda": 404}
FROZEN = {"nothing_to_publish": 422, "text_unsettled": 503}
PUBLICATION = {"no_such_publication": 404}
PAPER = {"no_such_paper": 404}
FILE = {"no_such_file": 404, "file_not_ready": 409}
UNREADABLE = {"query_unusable": 422}
WAIT = {
    "wait": Query(
        "Seconds, 10 at most: answer when one more file is made, at the latest after them.", "0", Kind.SECONDS
    )
}
FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox"
SETTLED = ("done", "failed")
LONGEST_WAIT = 10.0
"""Seconds that an answer is held back at most: a proxy may give up after 30."""
MEDIA = {"pdf": "application/pdf", "html": "text/html; charset=utf-8"}
FORMS = ("application/pdf", "text/html")


class PublishRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The symbol of the issue (none makes a working text); an outcome, if it is one; its languages, if not all."""

    symbol: str | None = None
    outcome: str | None = None
    languages: list[str] | None = None
    kind: str | None = None


class LanguageRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The language that is issued now."""

    language: str


class EndorseRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which meeting, and what it did with the text: a key of the process's verbs."""

    consultation: str
    verb: str


@endpoints.add(
    "POST",
    "/agendas/{agenda}/publications",
    body=PublishRequest,
    reply=replies.Publication,
    status=201,
    refusals={
        **AGENDA,
        **FROZEN,
        "no_such_outcome": 404,
        "no_such_language": 404,
        "not_secretariat": 403,
        "symbol_taken": 409,
        "already_published": 409,
        "symbol_unusable": 422,
        "symbol_missing": 422,
        "kind_unknown": 422,
    },
)
async def publish(call: Call, body: PublishRequest) -> object:
    """Publish the text as it is now, or an outcome; the files follow."""
    wish = Wish(body.symbol, body.outcome, body.languages, body.kind)
    return await publish_agenda(call.house, call.who, call.path("agenda"), wish)


@endpoints.add(
    "GET",
    "/publications/{publication}",
    reply=replies.Publication,
    queries=WAIT,
    refusals={**PUBLICATION, **UNREADABLE},
)
async def read_publication(call: Call, _: None) -> object:
    """Return a publication with the state of its files; with `wait`, when one more of them is made."""
    return await _watch(call, lambda: show_publication(call.house, call.who, call.path("publication")))


@endpoints.add(
    "POST",
    "/publications/{publication}/languages",
    body=LanguageRequest,
    reply=replies.Publication,
    status=201,
    refusals={
        **PUBLICATION,
        "no_such_language": 404,
        "not_secretariat": 403,
        "already_issued": 409,
        "language_open": 409,
        "text_moved": 409,
        "text_unsettled": 503,
    },
)
async def issue(call: Call, body: LanguageRequest) -> object:
    """Issue a further language of a publication under its symbol."""
    return await issue_language(call.house, call.who, call.path("publication"), body.language)


@endpoints.add(
    "GET", "/publications/{publication}/{language}.{form}", media=FORMS, tagged=True, refusals={**PUBLICATION, **FILE}
)
async def download(call: Call, _: None) -> Response:
    """Return one file of a publication."""
    publication, language, form = call.path("publication"), call.path("language"), call.path("form")
    file = await fetch_published(call.house, call.who, publication, language, form)
    return send_file(call, file, f"{publication}-{language}.{form}")


@endpoints.add(
    "POST",
    "/publications/{publication}/{language}/{form}/retry",
    status=202,
    refusals={**PUBLICATION, "not_secretariat": 403, "file_not_failed": 409},
)
async def retry(call: Call, _: None) -> Response:
    """Make a file again that could not be made."""
    await retry_file(call.house, call.who, call.path("publication"), call.path("language"), call.path("form"))
    return Response(status_code=202)


@endpoints.add("GET", "/public/publications/{publication}", reply=replies.Publication, refusals=PUBLICATION, open=True)
async def read_public(call: Call, _: None) -> object:
    """Return a publication of what a meeting endorsed, to anybody."""
    return await show_publication(call.house, None, call.path("publication"))


@endpoints.add(
    "GET",
    "/public/publications/{publication}/{language}.{form}",
    media=FORMS,
    tagged=True,
    refusals={**PUBLICATION, **FILE},
    open=True,
)
async def download_public(call: Call, _: None) -> Response:
    """Return one file of such a publication, to anybody."""
    publication, language, form = call.path("publication"), call.path("language"), call.path("form")
    file = await fetch_published(call.house, None, publication, language, form)
    return send_file(call, file, f"{publication}-{language}.{form}", "public")


@endpoints.add(
    "POST",
    "/agendas/{agenda}/working-papers",
    reply=replies.Publication,
    status=202,
    refusals={**AGENDA, **FROZEN},
)
async def ask_paper(call: Call, _: None) -> object:
    """Make a working paper of the text of this minute, without a symbol; the files follow."""
    return await make_paper(call.house, call.who, call.path("agenda"))


@endpoints.add(
    "GET", "/working-papers/{paper}", reply=replies.Publication, queries=WAIT, refusals={**PAPER, **UNREADABLE}
)
async def read_paper(call: Call, _: None) -> object:
    """Return a working paper with the state of its files; with `wait`, when one more of them is made."""
    return await _watch(call, lambda: show_paper(call.house, call.who, call.path("paper")))


@endpoints.add("GET", "/working-papers/{paper}/{language}.{form}", media=FORMS, tagged=True, refusals={**PAPER, **FILE})
async def download_paper(call: Call, _: None) -> Response:
    """Return one file of a working paper."""
    paper, language, form = call.path("paper"), call.path("language"), call.path("form")
    file = await fetch_paper(call.house, call.who, paper, language, form)
    return send_file(call, file, f"working-paper-{paper}-{language}.{form}")


@endpoints.add(
    "POST",
    "/agendas/{agenda}/endorsement",
    body=EndorseRequest,
    reply=replies.Endorsement,
    status=201,
    refusals={
        **AGENDA,
        "no_such_consultation": 404,
        "not_chair": 403,
        "obstacles": 409,
        "already_endorsed": 409,
        "verb_unknown": 422,
        "text_unsettled": 503,
    },
)
async def endorse(call: Call, body: EndorseRequest) -> object:
    """Record that a meeting endorsed the text, and freeze it as the final one."""
    return await endorse_agenda(call.house, call.who, call.path("agenda"), body.consultation, body.verb)


async def _watch(call: Call, show: Callable[[], Awaitable[dict[str, Any]]]) -> dict[str, Any]:
    """Return what is shown; if files are being made, when the next one is, after `wait` seconds at the latest."""
    seconds = call.seconds("wait", LONGEST_WAIT)
    shown = await show()
    files = [file for language in shown["languages"] for file in language["files"]]
    if seconds == 0 or all(file["state"] in SETTLED for file in files):
        return shown
    await call.house.exporting.turn(seconds)
    return await show()


def send_file(call: Call, file: dict[str, Any], name: str, kept: str = "private") -> Response:
    """Return a file that never changes under its address; nothing if the browser has it already."""
    tag = f'"{file["hash"]}"'
    headers = {"ETag": tag, "Cache-Control": f"{kept}, max-age=31536000, immutable"}
    if call.request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    headers |= {"Content-Disposition": f'inline; filename="{name}"', "Content-Security-Policy": FILE_POLICY}
    return Response(bytes(file["bytes"]), media_type=MEDIA[file["form"]], headers=headers)
