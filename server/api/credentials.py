"""Who sends a request: the session cookie with an exact Origin, or a bearer token without a cookie."""

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import Response

from server.actions.house import Caller
from server.actions.signing import BROWSER_DAYS, SignedIn, recognise
from server.domain.errors import Denied
from server.settings import Settings
from server.storage.database import Database

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def cookie_name(settings: Settings) -> str:
    """Return the name of the session cookie. `__Host-` demands TLS, so a loopback server has a plain name."""
    return "adref" if settings.loopback else "__Host-adref"


def set_cookie(response: Response, settings: Settings, signed: SignedIn) -> None:
    """Give a browser its session cookie: for this host only, out of reach of scripts, never sent from other sites."""
    response.set_cookie(
        cookie_name(settings),
        signed.secret,
        max_age=BROWSER_DAYS * 86_400,
        path="/",
        secure=not settings.loopback,
        httponly=True,
        samesite="strict",
    )


def clear_cookie(response: Response, settings: Settings) -> None:
    """Take the session cookie away."""
    response.delete_cookie(
        cookie_name(settings), path="/", secure=not settings.loopback, httponly=True, samesite="strict"
    )


def bearer_secret(headers: Headers) -> str | None:
    """Return the token of an `Authorization: Bearer` header."""
    scheme, _, secret = headers.get("authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" and secret.strip() else None


def check_origin(connection: HTTPConnection, settings: Settings) -> None:
    """Refuse a browser's request that comes from another page than ours, spelt exactly (403 `origin`)."""
    if connection.headers.get("origin") not in settings.allowed_origins:
        raise Denied("origin")


def comes_from_a_page(connection: HTTPConnection, settings: Settings) -> bool:
    """True if a browser sends this for a page: with our cookie, or with the name of the page's site.

    A cookie alone would not tell: browsers hold it back where another site's page signs its visitor in as another.
    """
    return cookie_name(settings) in connection.cookies or "origin" in connection.headers


async def find_caller(connection: HTTPConnection, settings: Settings, database: Database) -> Caller | None:
    """Return who is signed in on this connection, or None.

    A cookie counts for reading, and for changing anything only with an exact Origin. A bearer token counts only without
    a cookie: whoever sends both may be a browser that was made to.

    Raises:
        Denied: `origin`, for a change that comes with a cookie from another page.
    """
    cookie = connection.cookies.get(cookie_name(settings))
    secret = bearer_secret(connection.headers)
    if cookie is not None and secret is None:
        caller = await database.read(lambda reading: recognise(reading, cookie, kind="browser"))
        websocket = connection.scope["type"] == "websocket"
        if caller is not None and (websocket or connection.scope.get("method") not in SAFE):
            check_origin(connection, settings)
        return caller
    if secret is not None and cookie is None:
        return await database.read(lambda reading: recognise(reading, secret, kind="token"))
    return None
