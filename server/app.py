"""The one place that joins the parts of the house into an application."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from server.actions.house import House
from server.api import (
    accounts,
    agendas,
    consultations,
    drafts,
    imports,
    people,
    proposals,
    publications,
    structure,
    texts,
    wholes,
)
from server.api.access import Access, Traffic
from server.api.credentials import SAFE, check_origin, comes_from_a_page, cookie_name, find_caller
from server.api.description import describe
from server.api.endpoint import Call, route
from server.api.guard import (
    Attempts,
    SecurityHeaders,
    answer_refusal,
    from_this_machine,
    on_refusal,
)
from server.api.legible import LegiblePaths
from server.api.look import Lookout
from server.api.operations import Operations
from server.api.operator import Operator
from server.api.packing import PackedParts
from server.api.pages import not_found_page, page_routes
from server.api.socket import Sockets
from server.domain.errors import Refusal, Unknown
from server.feed import Feed
from server.jobs import ExportJobs, Worker
from server.neighbours import Neighbours
from server.remote import announce_server, withdraw_server
from server.rooms.clock import WallClock
from server.rooms.registry import Registry
from server.settings import LOOPBACK, Settings
from server.storage.authority import Authority
from server.storage.database import Database
from server.storage.export_queue import ExportQueue
from server.storage.log import UpdateLog
from server.storage.news import NewsReader
from server.storage.processes import read_fact
from server.timetable import Timetable

GROUPS = [
    accounts.endpoints,
    agendas.endpoints,
    wholes.endpoints,
    structure.endpoints,
    imports.endpoints,
    proposals.endpoints,
    drafts.endpoints,
    consultations.endpoints,
    publications.endpoints,
    people.endpoints,
    texts.endpoints,
]


class Unheard:
    """Facts of the rooms that no verb acts on yet."""

    def put(self, fact: object) -> None:
        """Let the fact go."""


@dataclass(slots=True)
class Parts:
    """All parts of one running server."""

    settings: Settings
    database: Database
    authority: Authority
    rooms: Registry
    feed: Feed
    worker: Worker
    jobs: ExportJobs
    house: House
    demonstration: bool = False

    @property
    def plain_door(self) -> bool:
        """True if the door for stock clients is open: by setting, else with the demonstration."""
        return self.demonstration if self.settings.plain_door is None else self.settings.plain_door


def join_parts(settings: Settings) -> Parts:
    """Make the parts and join them. Nothing runs yet."""
    database = Database(settings.database_url)
    authority, log = Authority(database), UpdateLog(database)
    rooms = Registry(log, authority, WallClock(), Unheard(), NewsReader(database))
    worker = Worker(settings.var / "press")
    jobs = ExportJobs(ExportQueue(database), worker, seconds=settings.export_seconds)
    house = House(database, log, authority, rooms, jobs)
    return Parts(settings, database, authority, rooms, Feed(database, authority, rooms), worker, jobs, house)


def build_app(settings: Settings) -> Starlette:
    """Return the application of one server. Its lifespan starts all parts and drains the live rooms at the end."""
    parts = join_parts(settings)
    operator, traffic = Operator(parts.house), Traffic()
    lookout = Lookout(settings, parts.database, parts.authority, parts.rooms, traffic)

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with running(parts):
            announce_server(settings, operator.token)
            yield
            withdraw_server(settings)

    app = Starlette(
        routes=[
            *api_routes(parts),
            *Operations(lookout, operator.token).routes,
            *operator.routes,
            *open_sockets(parts).routes,
            *page_routes(settings, parts.database),
        ],
        middleware=[Middleware(LegiblePaths), Middleware(SecurityHeaders), Middleware(Access, traffic=traffic)],
        exception_handlers={Refusal: on_refusal, 404: _on_missing, 405: _on_missing},
        lifespan=lifespan,
    )
    app.state.settings = settings
    app.state.parts = parts
    app.state.feed = parts.feed
    app.state.attempts = Attempts()
    app.state.packed = PackedParts()
    app.state.demonstration_door = demonstration_door(parts)
    app.state.operator = operator
    app.state.traffic = traffic
    return app


def open_sockets(parts: Parts) -> Sockets:
    """Return the doors to live editing."""

    async def authenticate(connection: HTTPConnection) -> str | None:
        caller = await find_caller(connection, parts.settings, parts.database)
        return caller.session if caller else None

    return Sockets(parts.rooms, authenticate, parts.settings.allowed_origins, plain_door=lambda: parts.plain_door)


@contextlib.asynccontextmanager
async def running(parts: Parts, *, alone: bool = False) -> AsyncIterator[None]:
    """Run the parts: rights first, then rooms, feed and exports; at the end the rooms are drained onto the disk.

    `alone` is for one verb of the command line: no files are made.
    """
    await parts.authority.load()
    parts.demonstration = await parts.database.read(lambda reading: read_fact(reading, "demonstration")) is not None
    feed = asyncio.create_task(parts.feed.run(), name="feed")
    parts.rooms.start()
    try:
        async with contextlib.AsyncExitStack() as stack:
            if not alone and parts.database.is_shared:
                stack.callback((await follow_neighbours(parts)).cancel)
            if not alone:
                await parts.jobs.start()
                stack.push_async_callback(parts.jobs.close)
                stack.callback(follow_clock(parts).cancel)
            yield
    finally:
        await parts.rooms.stop()
        feed.cancel()
        await asyncio.gather(feed, return_exceptions=True)
        await parts.database.close()


def follow_clock(parts: Parts) -> asyncio.Task[None]:
    """Tell open sockets what begins and ends by the clock, until cancelled."""
    timetable = Timetable(parts.authority, parts.rooms, WallClock())
    return asyncio.create_task(timetable.run(), name="timetable")


async def follow_neighbours(parts: Parts) -> asyncio.Task[None]:
    """Tell open sockets what other servers on the same database commit, until cancelled."""
    neighbours = Neighbours(parts.database, parts.rooms, WallClock(), parts.feed.hear)
    await neighbours.start()
    return asyncio.create_task(neighbours.run(), name="neighbours")


def demonstration_door(parts: Parts) -> Callable[[HTTPConnection], bool]:
    """Return whether a connection may sign in without a password: on loopback with the demonstration loaded only."""

    def is_open(connection: HTTPConnection) -> bool:
        is_shown = parts.demonstration and parts.settings.loopback
        return is_shown and from_this_machine(connection) and connection.url.hostname in LOOPBACK

    return is_open


def api_routes(parts: Parts) -> list[BaseRoute]:
    """Return the routes under /api, but for the operator's."""

    async def open_call(request: Request) -> Call:
        if request.method not in SAFE and comes_from_a_page(request, parts.settings):
            check_origin(request, parts.settings)
        return Call(request, parts.house, await find_caller(request, parts.settings, parts.database))

    async def openapi(_: Request) -> Response:
        return _json(describe(GROUPS, cookie_name(parts.settings)))

    declared = [endpoint for group in GROUPS for endpoint in group.declared]
    return [
        *(route(endpoint, open_call) for endpoint in declared),
        Route("/api/openapi.json", openapi),
    ]


def _json(answer: Any, status: int = 200) -> Response:
    return Response(msgspec.json.encode(answer), status, media_type="application/json")


async def _on_missing(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    if not request.scope["path"].startswith("/api/"):
        return not_found_page(request.app.state.settings)
    if status == 405:
        return _json({"code": "no_such_method", "detail": {}}, 405)
    return answer_refusal(Unknown("no_such_address"))
