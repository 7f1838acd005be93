"""The OpenAPI description of the interface, made from the declarations of its endpoints."""

import inspect
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from server.api.endpoint import Endpoint, Endpoints
from server.api.query import Kind, Query

COOKIE = "__Host-adref"
"""The session cookie of a server with TLS."""
UNTOUCHED = ("GET", "HEAD")
JSON = "application/json"

_BEARER = "A token that POST /api/v1/session gave for `token: true`; without a cookie."
_COOKIE = "What POST /api/v1/session set. To change anything, the Origin header must be this server's own."
_SCHEMAS: Mapping[Kind, Mapping[str, Any]] = {
    Kind.TEXT: {"type": "string"},
    Kind.WHOLE: {"type": "integer", "minimum": 0},
    Kind.SECONDS: {"type": "number", "minimum": 0},
    Kind.FLAG: {"type": "integer", "enum": [0, 1]},
}
_REFUSAL = {
    "type": "object",
    "description": "A refusal. `code` is stable; `detail` holds what a client needs to explain it.",
    "properties": {"code": {"type": "string"}, "detail": {"type": "object"}},
    "required": ["code", "detail"],
}


def describe(groups: Sequence[Endpoints], cookie: str = COOKIE) -> dict[str, Any]:
    """Return the OpenAPI 3.1 description of the endpoints. `cookie` names the one of the session."""
    declared = [(group.tag, endpoint) for group in groups for endpoint in group.declared]
    types = [t for _, e in declared for t in (e.body, e.reply) if t is not None]
    schemas, components = msgspec.json.schema_components(types, ref_template="#/components/schemas/{name}")
    by_type = dict(zip(map(id, types), schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for tag, endpoint in declared:
        operation = {"tags": [tag], **_describe_operation(endpoint, by_type)}
        paths.setdefault("/api/v1" + _plain(endpoint.path), {})[endpoint.method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {"title": "Adref", "version": "1"},
        "security": [{"bearer": []}, {"cookie": []}],
        "paths": paths,
        "components": {
            "schemas": {**components, "Refusal": _REFUSAL},
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer", "description": _BEARER},
                "cookie": {"type": "apiKey", "in": "cookie", "name": cookie, "description": _COOKIE},
            },
        },
    }


def _plain(path: str) -> str:
    return re.sub(r":\w+}", "}", path)


def _describe_operation(endpoint: Endpoint, by_type: Mapping[int, Any]) -> dict[str, Any]:
    more = inspect.cleandoc(endpoint.handler.__doc__ or "").partition("\n")[2].strip()
    operation: dict[str, Any] = {
        "summary": endpoint.summary,
        **({"description": more} if more else {}),
        "operationId": endpoint.handler.__name__,
        "parameters": [*_describe_path(endpoint.path), *_describe_queries(endpoint.queries)],
        "responses": {**_describe_answers(endpoint, by_type), **_describe_refusals(endpoint)},
    }
    if endpoint.body is not None:
        operation["requestBody"] = {"content": {JSON: {"schema": by_type[id(endpoint.body)]}}}
    if endpoint.takes:
        operation["requestBody"] = {"required": True, "content": {media: {} for media in endpoint.takes}}
    if endpoint.open:
        operation["security"] = []
    return operation


def _describe_path(path: str) -> Iterator[dict[str, Any]]:
    for name in re.findall(r"{(\w+)", path):
        yield {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _describe_queries(queries: Mapping[str, Query]) -> Iterator[dict[str, Any]]:
    for name, query in queries.items():
        schema = dict(_SCHEMAS[query.kind])
        if query.default:
            schema["default"] = query.default if query.kind is Kind.TEXT else json.loads(query.default)
        required = query.default is None
        yield {"name": name, "in": "query", "description": query.about, "required": required, "schema": schema}


def _describe_answers(endpoint: Endpoint, by_type: Mapping[int, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = {"description": endpoint.summary}
    if endpoint.reply is not None:
        answer["content"] = {JSON: {"schema": by_type[id(endpoint.reply)]}}
    if endpoint.media:
        answer["content"] = {media: {} for media in endpoint.media}
    answers = {str(endpoint.status): answer}
    if endpoint.tagged:
        answer["headers"] = {"ETag": {"schema": {"type": "string"}}}
        answers["304"] = {"description": "The one whose ETag the If-None-Match header names is still right."}
    return answers


def _describe_refusals(endpoint: Endpoint) -> dict[str, Any]:
    codes: dict[int, list[str]] = {}
    for status, code in (*endpoint.refusals, *_find_general(endpoint)):
        if code not in codes.setdefault(status, []):
            codes[status].append(code)
    content = {JSON: {"schema": {"$ref": "#/components/schemas/Refusal"}}}
    return {str(status): {"description": ", ".join(codes[status]), "content": content} for status in sorted(codes)}


def _find_general(endpoint: Endpoint) -> Iterable[tuple[int, str]]:
    """Yield what an endpoint may refuse without saying so itself, for what it takes and for being one at all."""
    if not endpoint.open:
        yield 401, "not_signed_in"
    if endpoint.method not in UNTOUCHED:
        yield 403, "origin"
    if endpoint.body is not None or endpoint.takes:
        yield 413, "body_too_large"
    if endpoint.body is not None:
        yield from ((422, "body_unusable"), (422, "not_json"), (422, "text_unusable"))
    if any(query.default is None for query in endpoint.queries.values()):
        yield 422, "query_missing"
    if endpoint.queries:
        yield 422, "query_unusable"
    yield 503, "storage"
