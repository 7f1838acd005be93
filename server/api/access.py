"""Every request gets an id, a line in the log and a place in the figures, without its address, query or body."""

import secrets
import time
from collections import Counter
from typing import Any

import structlog
from prometheus_client import Histogram
from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = structlog.get_logger()

HEADER = "X-Request-Id"
GONE = 499
"""Status of a request whose client left before it was answered; nothing is sent with it."""

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
QUIET = ("/health/", "/metrics", "/operator", "/assets", "/mark.svg")
"""Addresses that are asked so often, for so little, that they are logged at level debug only."""


class Traffic:
    """What was asked by HTTP since the start: how long it took by endpoint and status, refusals by code."""

    def __init__(self) -> None:
        self.seconds = Histogram(
            "adref_http_request_seconds",
            "HTTP requests by endpoint and status, until the last byte was handed over.",
            ("endpoint", "status"),
            buckets=BOUNDS,
            registry=None,
        )
        self.refusals: Counter[str] = Counter()


class Access:
    """Wraps the application: nothing that it raises gets past, and the client of a fault learns only the id."""

    def __init__(self, app: ASGIApp, traffic: Traffic) -> None:
        self.app = app
        self.traffic = traffic

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        number = secrets.token_hex(8)
        with structlog.contextvars.bound_contextvars(request=number):
            if scope["type"] == "http":
                await self._serve(scope, receive, send, number)
            else:
                await self.app(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send, number: str) -> None:
        began, status = time.perf_counter(), GONE

        async def send_numbered(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = number
            await send(message)

        try:
            await self.app(scope, receive, send_numbered)
        except Exception as error:
            log.error("unforeseen", endpoint=name_endpoint(scope), exc_info=error)
            if status == GONE:
                await _unforeseen()(scope, receive, send_numbered)
        finally:
            self._note(scope, status, time.perf_counter() - began)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        endpoint = name_endpoint(scope)
        self.traffic.seconds.labels(endpoint, str(status)).observe(seconds)
        write = log.debug if endpoint.startswith(QUIET) and status < 500 else log.info
        write("request", endpoint=endpoint, method=scope["method"], status=status, ms=round(seconds * 1000, 1))


def name_endpoint(scope: Scope) -> str:
    """Return the operation's name, as in the description of the interface; a page's pattern; `none` if nothing fits."""
    route: Any = scope.get("route")
    path = str(getattr(route, "path", "none"))
    return str(route.name) if path.startswith("/api/v1/") else path


def _unforeseen() -> Response:
    return Response(b'{"code":"unforeseen","detail":{}}', 500, media_type="application/json")
