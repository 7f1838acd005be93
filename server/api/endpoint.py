"""One way to declare an HTTP endpoint: what it takes, what it answers, what it may refuse.

`server.api.description` makes OpenAPI from the declarations.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.actions.house import Caller, House
from server.api.legible import check_body
from server.api.query import Queries
from server.domain.characters import is_usable
from server.domain.errors import NotSignedIn, TooLarge, Unusable

WHOLE = re.compile(r"[0-9]{1,15}", re.ASCII)
"""A number that any client holds exactly, and any column."""
DECIMAL = re.compile(r"[0-9]{1,4}(\.[0-9]{1,3})?", re.ASCII)
JSON_BYTES = 65_536
"""Most bytes of a JSON body; files go through endpoints that say how much they take."""

_encoder = msgspec.json.Encoder()


@dataclass(frozen=True, slots=True)
class Call:
    """One request as an endpoint sees it: the parts of the house, who asks, path, query and body."""

    request: Request
    house: House
    caller: Caller | None
    queries: Queries = field(default_factory=dict)

    @property
    def who(self) -> Caller:
        """The signed-in caller, or a refusal (401)."""
        if self.caller is None:
            raise NotSignedIn("not_signed_in")
        return self.caller

    def path(self, name: str) -> str:
        """Return a part of the path."""
        return str(self.request.path_params[name])

    def query(self, name: str) -> str:
        """Return a declared query parameter, or refuse (422 `query_missing`, `query_unusable`)."""
        value = self.request.query_params.get(name, self.queries[name].default)
        if value is None:
            raise Unusable("query_missing", name=name)
        if not is_usable(value):
            raise Unusable("query_unusable", name=name)
        return value

    def number(self, name: str) -> int | None:
        """Return a query parameter as a whole number, None without it, or refuse (422 `query_unusable`)."""
        value = self.query(name)
        if value and not WHOLE.fullmatch(value):
            raise Unusable("query_unusable", name=name)
        return int(value) if value else None

    def seconds(self, name: str, most: float) -> float:
        """Return a declared query parameter in seconds, `most` at most, or refuse (422 `query_unusable`)."""
        value = self.query(name)
        if not DECIMAL.fullmatch(value):
            raise Unusable("query_unusable", name=name)
        return min(float(value), most)

    async def data(self, most: int) -> bytes:
        """Return the raw body of at most `most` bytes, or refuse (413 `body_too_large`) before reading further."""
        pieces, size = [], 0
        async for piece in self.request.stream():
            size += len(piece)
            if size > most:
                raise TooLarge("body_too_large", most=most)
            pieces.append(piece)
        return b"".join(pieces)


Handler = Callable[[Call, Any], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A declared endpoint. `body` None means that no JSON is read; `open` endpoints need no sign-in.

    `takes` and `media` are the media types of a raw body and of a raw answer. A `tagged` answer is sent only to whoever
    does not have it yet.
    """

    method: str
    path: str
    handler: Handler
    summary: str
    body: type[msgspec.Struct] | None
    reply: Any
    status: int
    refusals: tuple[tuple[int, str], ...]
    open: bool
    most: int
    queries: Queries
    takes: tuple[str, ...]
    media: tuple[str, ...]
    tagged: bool

    async def serve(self, call: Call) -> Response:
        """Read the body strictly, run the handler, and encode what it returns."""
        if not self.open:
            _ = call.who
        body = await self._read_body(call)
        answer = await self.handler(replace(call, queries=self.queries), body)
        if isinstance(answer, Response):
            return answer
        return Response(_encoder.encode(answer), self.status, media_type="application/json")

    async def _read_body(self, call: Call) -> Any:
        if self.body is None:
            return None
        data = await call.data(self.most)
        try:
            body = msgspec.json.decode(data or b"{}", type=self.body)
        except msgspec.ValidationError as error:
            raise Unusable("body_unusable", problem=str(error)) from None
        except (msgspec.DecodeError, RecursionError) as error:
            raise Unusable("not_json", problem=str(error)) from None
        check_body(body)
        return body


class Endpoints:
    """The endpoints of one file, in the order in which they are declared."""

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self.declared: list[Endpoint] = []

    def add(
        self,
        method: str,
        path: str,
        *,
        reply: Any = None,
        body: type[msgspec.Struct] | None = None,
        status: int = 200,
        refusals: Mapping[str, int] | None = None,
        open: bool = False,
        most: int = JSON_BYTES,
        queries: Queries | None = None,
        takes: tuple[str, ...] = (),
        media: tuple[str, ...] = (),
        tagged: bool = False,
    ) -> Callable[[Handler], Handler]:
        """Declare the decorated function as the endpoint; its docstring's first line is the summary.

        `most` is how many bytes of a JSON body it takes; `queries` are the only parameters that it can read.
        """

        def declare(handler: Handler) -> Handler:
            summary = (handler.__doc__ or "").strip().splitlines()[0]
            codes = tuple((code, name) for name, code in (refusals or {}).items())
            wants = Endpoint(
                method,
                path,
                handler,
                summary,
                body,
                reply,
                status,
                codes,
                open,
                most,
                queries or {},
                takes,
                media,
                tagged,
            )
            self.declared.append(wants)
            return handler

        return declare


def route(endpoint: Endpoint, open_call: Callable[[Request], Awaitable[Call]]) -> Route:
    """Return the Starlette route of an endpoint."""

    async def serve(request: Request) -> Response:
        return await endpoint.serve(await open_call(request))

    return Route("/api/v1" + endpoint.path, serve, methods=[endpoint.method], name=endpoint.handler.__name__)
