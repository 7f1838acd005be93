"""What stands before every request: security headers, refusals turned into answers, tries at the door counted."""

import ipaddress
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import msgspec
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.domain.errors import Refusal, TooMany

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class SecurityHeaders:
    """Adds the headers that every answer carries; one that sets its own policy keeps it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.headers = {**HEADERS, "Content-Security-Policy": POLICY}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
                if scope["path"].startswith("/api/"):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self.app(scope, receive, send_with_headers)


def answer_refusal(refusal: Refusal) -> Response:
    """Return a refusal as JSON: its stable code, and what a client needs to explain it."""
    body = msgspec.json.encode({"code": refusal.code, "detail": dict(refusal.detail)})
    return Response(body, refusal.status, media_type="application/json")


async def on_refusal(request: Request, error: Exception) -> Response:
    """Answer a refusal that an endpoint raised, and count it."""
    if not isinstance(error, Refusal):
        raise error
    request.app.state.traffic.refusals[error.code] += 1
    return answer_refusal(error)


def from_this_machine(connection: HTTPConnection) -> bool:
    """True if the connection comes from this very machine, not through a proxy on it."""
    client = connection.client
    if client is None or "x-forwarded-for" in connection.headers or "forwarded" in connection.headers:
        return False
    try:
        return ipaddress.ip_address(client.host).is_loopback
    except ValueError:
        return False


class Attempts:
    """Tries at the door that fail: 10 a minute for one account from one address, 100 a minute from one address.

    Those that succeed count for nothing: a whole meeting may come in through one address in one minute.
    """

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._each, self._all = RateLimitItemPerMinute(10), RateLimitItemPerMinute(100)
        self._under_way: Counter[tuple[str, ...]] = Counter()

    @contextmanager
    def trying(self, connection: HTTPConnection, account: str) -> Iterator[None]:
        """Let one try at an account be made. While it is made it counts as one that fails.

        Raises:
            TooMany: `too_many`, with the seconds to wait.
        """
        host = connection.client.host if connection.client else "unknown"
        kinds = ((self._all, (host,)), (self._each, (host, account.strip().lower()[:254])))
        for kind, key in kinds:
            if self._limiter.get_window_stats(kind, *key).remaining <= self._under_way[key]:
                raise TooMany("too_many", seconds=60)
        self._under_way.update(key for _, key in kinds)
        try:
            yield
        except Refusal:
            for kind, key in kinds:
                self._limiter.hit(kind, *key)
            raise
        else:
            self._limiter.clear(self._each, *kinds[1][1])
        finally:
            for _, key in kinds:
                self._under_way[key] -= 1
                if not self._under_way[key]:
                    del self._under_way[key]
