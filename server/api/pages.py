"""The pages of the web client, as built: one HTML file a page, assets that never change under their name."""

from mimetypes import guess_type
from os import PathLike, stat_result
from pathlib import Path

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from server.api.credentials import find_caller
from server.api.opening import open_page
from server.api.reading import reading_routes
from server.settings import Settings
from server.storage.database import Database

OPEN = ("/signin", "/invitation")
ENCODINGS = ((".br", "br"), (".gz", "gzip"))
KEPT = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}

PAGES = {
    "/signin": "signin.html",
    "/agendas": "agendas.html",
    "/agendas/{agenda}": "agenda.html",
    "/agendas/{agenda}/publish": "publish.html",
    "/agendas/{agenda}/import": "import.html",
    "/processes/{process}/people": "people.html",
    "/invitation": "invitation.html",
}


class Assets(StaticFiles):
    """Built files under names that hold their hash: kept for a year, sent as compressed when they were built."""

    def file_response(
        self, full_path: str | PathLike[str], stat_result: stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """Send the smallest form of the file that the browser takes."""
        accepted = Headers(scope=scope).get("accept-encoding", "")
        for ending, encoding in ENCODINGS:
            packed = f"{full_path}{ending}"
            if encoding in accepted and Path(packed).is_file():
                kind = guess_type(str(full_path))[0]
                headers = {**KEPT, "Content-Encoding": encoding}
                return FileResponse(packed, status_code, headers=headers, media_type=kind)
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers.update(KEPT)
        return response


def page_routes(settings: Settings, database: Database) -> list[BaseRoute]:
    """Return the routes of the pages. Who is not signed in is sent to the door and back afterwards."""
    web = settings.web

    def page(name: str, *, guarded: bool) -> object:
        async def serve(request: Request) -> Response:
            if guarded and await find_caller(request, settings, database) is None:
                return RedirectResponse(f"/signin?next={request.scope['path']}", 303)
            if name.endswith(".html") and (web / name).is_file():
                return open_page(request, web / name)
            return _file(web / name)

        return serve

    async def home(_: Request) -> Response:
        return RedirectResponse("/agendas", 303)

    routes: list[BaseRoute] = [Route("/", home)]
    for path, name in PAGES.items():
        routes.append(Route(path, page(name, guarded=path not in OPEN)))  # type: ignore[arg-type]
    routes.extend(reading_routes(settings, database, lambda: not_found_page(settings)))
    routes.append(Route("/mark.svg", page("mark.svg", guarded=False)))  # type: ignore[arg-type]
    routes.append(Mount("/assets", Assets(directory=web / "assets", check_dir=False)))
    return routes


def not_found_page(settings: Settings) -> Response:
    """Return the page for an address that leads nowhere."""
    return _file(settings.web / "not-found.html", status=404)


def _file(path: Path, *, status: int = 200) -> Response:
    if not path.is_file():
        return Response("The web client is not built yet: run `make run`.\n", 503, media_type="text/plain")
    return FileResponse(path, status, headers={"Cache-Control": "no-cache"})
