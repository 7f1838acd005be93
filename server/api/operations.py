"""How the server is, for those who look after it: health for probes, figures for Prometheus, a page for people.

Health is for anybody. The rest is for whoever asks from this very machine, or shows the operator's token.
"""

import secrets

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from server.api.credentials import bearer_secret
from server.api.guard import from_this_machine
from server.api.look import Lookout
from server.api.metrics import CONTENT_TYPE, write_metrics
from server.api.operator_page import POLICY, write_page
from server.settings import LOOPBACK

NEVER_KEPT = {"Cache-Control": "no-store"}


class Operations:
    """`token` is the operator's, as in `server.api.operator`."""

    def __init__(self, lookout: Lookout, token: str) -> None:
        self._lookout = lookout
        self._token = token

    @property
    def routes(self) -> list[BaseRoute]:
        return [
            Route("/health/live", self._live),
            Route("/health/ready", self._ready),
            Route("/metrics", self._metrics),
            Route("/operator", self._page),
        ]

    async def _live(self, _: Request) -> Response:
        return _health("live")

    async def _ready(self, _: Request) -> Response:
        trouble = await self._lookout.trouble.get()
        return _health("ready") if trouble is None else _health("not_ready", 503, why=trouble)

    async def _metrics(self, request: Request) -> Response:
        if not may_look(request, self._token):
            return _nothing_here()
        figures = write_metrics(await self._lookout.look())
        return Response(figures, headers={**NEVER_KEPT, "Content-Type": CONTENT_TYPE})

    async def _page(self, request: Request) -> Response:
        if not may_look(request, self._token):
            return _nothing_here()
        page = write_page(await self._lookout.look(), moving="moving" in request.query_params)
        return HTMLResponse(page, headers={**NEVER_KEPT, "Content-Security-Policy": POLICY})


def may_look(request: Request, token: str) -> bool:
    """True for whoever shows the operator's token, and without one for this machine under its own name.

    The name keeps out a page of elsewhere whose address was made to lead to this machine.
    """
    shown = bearer_secret(request.headers)
    if shown is not None:
        return secrets.compare_digest(shown.encode(), token.encode())
    return from_this_machine(request) and request.url.hostname in LOOPBACK


def _health(status: str, code: int = 200, **more: str) -> Response:
    body = msgspec.json.encode({"status": status, **more})
    return Response(body, code, headers=NEVER_KEPT, media_type="application/json")


def _nothing_here() -> Response:
    return PlainTextResponse("There is nothing here.\n", 404, headers=NEVER_KEPT)
