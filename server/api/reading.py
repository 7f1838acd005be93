"""The reading page of a publication: what a meeting endorsed is for anybody, drafts are for who has a seat."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from server.actions.house import Caller, House
from server.actions.publishing import fetch_published, show_publication
from server.api.credentials import find_caller
from server.api.framing import Page, frame, policy, wait
from server.domain.errors import Conflict, Unknown
from server.settings import Settings
from server.storage.database import Database

_LINK = re.compile(r"""<link rel="(?:stylesheet|icon)"[^>]*>""")
_ASKED = re.compile(r"([a-z]{2,3})(?:-[\w-]+)?\s*(?:;\s*q=([\d.]+))?", re.IGNORECASE)

Record = dict[str, Any]


def reading_routes(settings: Settings, database: Database, missing: Callable[[], Response]) -> list[BaseRoute]:
    """Return the routes of the reading page. `missing` answers whoever is signed in and may not know of it."""

    async def serve(request: Request) -> Response:
        house: House = request.app.state.parts.house
        caller = await find_caller(request, settings, database)
        try:
            reader, publication = await _look(house, caller, request.path_params["publication"])
            return await _read(request, house, reader, publication, caller)
        except Unknown:
            if caller is None:
                return RedirectResponse(f"/signin?next={request.scope['path']}", 303)
            return missing()

    paths = ("/publications/{publication}", "/publications/{publication}/{language}")
    return [Route(path, serve) for path in paths]


async def _look(house: House, caller: Caller | None, publication: str) -> tuple[Caller | None, Record]:
    """Return the publication, and as whom it is read: whoever has no seat there reads what the public may."""
    if caller is not None:
        try:
            return caller, await show_publication(house, caller, publication)
        except Unknown:
            pass
    return None, await show_publication(house, None, publication)


async def _read(
    request: Request, house: House, reader: Caller | None, publication: Record, caller: Caller | None
) -> Response:
    there = [entry["language"] for entry in publication["languages"]]
    wanted = request.path_params.get("language")
    if wanted is not None and wanted not in there:
        raise Unknown("no_such_language")
    language = wanted or choose_language(request.headers.get("accept-language", ""), there)
    settings: Settings = request.app.state.settings
    room = f"/agendas/{publication['agenda']}" if reader is not None else None
    page = Page(publication, language, settings.address, frame_styles(settings.web), room)
    headers = {"Cache-Control": "no-cache", "Vary": "Accept-Language, Cookie", "Content-Language": language}
    try:
        file = await fetch_published(house, reader, publication["id"], language, "html")
    except Conflict:
        page_of_files = wait(page)
        return HTMLResponse(page_of_files, headers={**headers, "Content-Security-Policy": policy(page_of_files)})
    document = bytes(file["bytes"]).decode()
    return HTMLResponse(frame(document, page), headers={**headers, "Content-Security-Policy": policy(document)})


def choose_language(asked: str, there: Sequence[str]) -> str:
    """Return the issued language that the browser asks for first, else the first that was issued."""
    weighed = sorted(
        ((float(weight or 1), code.lower()) for code, weight in _ASKED.findall(asked)), key=lambda pair: -pair[0]
    )
    return next((code for _, code in weighed if code in there), there[0])


def frame_styles(web: Path) -> str:
    """Return the links to the frame's style sheet and icon as built; none where the client is not built."""
    built = web / "reading.html"
    return "\n".join(_LINK.findall(built.read_text("utf-8"))) if built.is_file() else ""
