"""One way to declare an HTTP endpoint: what it takes, what it answers, what it may refuse. OpenAPI is made from it."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.actions.house import Caller, House
from server.domain.errors import NotSignedIn, TooLarge, Unusable

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

    @property
    def who(self) -> Caller:
        """The signed-in caller, or a refusal (401)."""
        if self.caller is None:
            raise NotSignedIn("not_signed_in")
        return self.caller

    def path(self, name: str) -> str:
        """Return a part of the path."""
        return str(self.request.path_params[name])

    def query(self, name: str, default: str | None = None) -> str:
        """Return a query parameter, or refuse (422 `query_missing`)."""
        value = self.request.query_params.get(name, default)
        if value is None:
            raise Unusable("query_missing", name=name)
        return value

    def seconds(self, name: str, most: float) -> float:
        """Return a query parameter in seconds, 0 without it, `most` at most, or refuse (422 `query_unusable`)."""
        value = self.request.query_params.get(name, "0")
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
    """A declared endpoint. `body` None means that none is read; `open` endpoints need no sign-in."""

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

    async def serve(self, call: Call) -> Response:
        """Read the body strictly, run the handler, and encode what it returns."""
        if not self.open:
            _ = call.who
        body = await self._read_body(call)
        answer = await self.handler(call, body)
        if isinstance(answer, Response):
            return answer
        return Response(_encoder.encode(answer), self.status, media_type="application/json")

    async def _read_body(self, call: Call) -> Any:
        if self.body is None:
            return None
        data = await call.data(self.most)
        try:
            return msgspec.json.decode(data or b"{}", type=self.body)
        except msgspec.ValidationError as error:
            raise Unusable("body_unusable", problem=str(error)) from None
        except (msgspec.DecodeError, RecursionError) as error:
            raise Unusable("not_json", problem=str(error)) from None


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
    ) -> Callable[[Handler], Handler]:
        """Declare the decorated function as the endpoint; its docstring's first line is the summary.

        `most` is how many bytes of a JSON body it takes.
        """

        def declare(handler: Handler) -> Handler:
            summary = (handler.__doc__ or "").strip().splitlines()[0]
            codes = tuple((code, name) for name, code in (refusals or {}).items())
            self.declared.append(Endpoint(method, path, handler, summary, body, reply, status, codes, open, most))
            return handler

        return declare


def route(endpoint: Endpoint, open_call: Callable[[Request], Awaitable[Call]]) -> Route:
    """Return the Starlette route of an endpoint."""

    async def serve(request: Request) -> Response:
        return await endpoint.serve(await open_call(request))

    return Route("/api/v1" + endpoint.path, serve, methods=[endpoint.method], name=endpoint.handler.__name__)


def describe(groups: list[Endpoints]) -> dict[str, Any]:
    """Return the OpenAPI 3.1 description of the endpoints, made from their declarations."""
    declared = [(group.tag, endpoint) for group in groups for endpoint in group.declared]
    types = [t for _, e in declared for t in (e.body, e.reply) if t is not None]
    schemas, components = msgspec.json.schema_components(types, ref_template="#/components/schemas/{name}")
    by_type = dict(zip(map(id, types), schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for tag, endpoint in declared:
        operation = _describe_operation(tag, endpoint, by_type)
        paths.setdefault("/api/v1" + _plain(endpoint.path), {})[endpoint.method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {"title": "Adref", "version": "1"},
        "paths": paths,
        "components": {"schemas": {**components, "Refusal": _REFUSAL}},
    }


_REFUSAL = {
    "type": "object",
    "description": "A refusal. `code` is stable; `detail` holds what a client needs to explain it.",
    "properties": {"code": {"type": "string"}, "detail": {"type": "object"}},
    "required": ["code", "detail"],
}


def _plain(path: str) -> str:
    return re.sub(r":\w+}", "}", path)


def _describe_operation(tag: str, endpoint: Endpoint, by_type: Mapping[int, Any]) -> dict[str, Any]:
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"{(\w+)", endpoint.path)
    ]
    answer: dict[str, Any] = {"description": endpoint.summary}
    if endpoint.reply is not None:
        answer["content"] = {"application/json": {"schema": by_type[id(endpoint.reply)]}}
    refusals: dict[str, list[str]] = {}
    for status, code in endpoint.refusals:
        refusals.setdefault(str(status), []).append(code)
    if not endpoint.open:
        refusals.setdefault("401", []).append("not_signed_in")
    operation: dict[str, Any] = {
        "tags": [tag],
        "summary": endpoint.summary,
        "operationId": endpoint.handler.__name__,
        "parameters": parameters,
        "responses": {
            str(endpoint.status): answer,
            **{
                status: {
                    "description": ", ".join(codes),
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}},
                }
                for status, codes in refusals.items()
            },
        },
    }
    if endpoint.body is not None:
        operation["requestBody"] = {"content": {"application/json": {"schema": by_type[id(endpoint.body)]}}}
    return operation
