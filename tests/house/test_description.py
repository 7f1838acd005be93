"""The description of the interface says all that a caller needs: parameters, bodies, answers, refusals, who may."""

import ast
import inspect
import json
import re
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from server.api.description import describe
from server.api.endpoint import Endpoints
from server.app import GROUPS

DESCRIBED = describe(GROUPS)
OPERATIONS = [
    (method, path, operation) for path, methods in DESCRIBED["paths"].items() for method, operation in methods.items()
]
READERS = ("query", "number", "seconds")
OPEN = {
    "start_session",
    "show_demonstration",
    "look",
    "accept",
    "read_public",
    "download_public",
}
"""Who asks for these need not be signed in."""


def find(name: str) -> dict[str, Any]:
    found: dict[str, Any]
    (found,) = [operation for _, _, operation in OPERATIONS if operation["operationId"] == name]
    return found


def queries(operation: dict[str, Any]) -> dict[str, Any]:
    return {entry["name"]: entry for entry in operation["parameters"] if entry["in"] == "query"}


def module_of(group: Endpoints) -> ModuleType:
    return sys.modules[group.declared[0].handler.__module__]


def names_read(source: str) -> set[str]:
    """Return the query parameters that a module reads by `call.query(...)` and its like."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    asked = [call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr in READERS]
    return {str(ast.literal_eval(call.args[0])) for call in asked}


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: module_of(group).__name__)
def test_each_query_parameter_that_is_read_is_declared_and_none_besides(group: Endpoints) -> None:
    source = inspect.getsource(module_of(group))
    assert "query_params" not in source
    assert names_read(source) == {name for endpoint in group.declared for name in endpoint.queries}


def test_parameters_say_what_they_are() -> None:
    assert set(queries(find("compare"))) == {"from", "to"}
    assert queries(find("compare"))["from"]["required"] and not queries(find("compare"))["to"]["required"]
    assert queries(find("compare"))["to"]["schema"] == {"type": "string", "default": "now"}
    assert set(queries(find("import_text"))) == {"language", "name", "align", "under"}
    assert queries(find("list_decisions"))["limit"]["schema"] == {"type": "integer", "minimum": 0, "default": 50}
    for _, path, operation in OPERATIONS:
        entries = operation["parameters"]
        assert [e["name"] for e in entries if e["in"] == "path"] == re.findall(r"{(\w+)}", path)
        assert all(entry["schema"]["type"] for entry in entries)
        assert all(entry["description"] for entry in queries(operation).values())


def test_bodies_and_answers_that_are_no_json_have_their_media_types() -> None:
    assert set(find("import_text")["requestBody"]["content"]) == {"text/markdown", "application/json", "text/plain"}
    for name in ("download", "download_public", "download_paper"):
        assert set(find(name)["responses"]["200"]["content"]) == {"application/pdf", "text/html"}
    assert "304" in find("download")["responses"]


def test_each_answer_with_words_has_a_media_type() -> None:
    for _, path, operation in OPERATIONS:
        (answer,) = [answer for status, answer in operation["responses"].items() if status[0] == "2"]
        bare = not set(operation["responses"]) & {"200", "201"} and "content" not in answer
        assert bare or answer["content"], path


def test_what_any_request_may_be_refused_for_stands_with_each() -> None:
    for method, path, operation in OPERATIONS:
        codes = {
            (status, code)
            for status, answer in operation["responses"].items()
            for code in answer["description"].split(", ")
        }
        assert ("503", "storage") in codes, path
        assert (("403", "origin") in codes) == (method != "get"), path
        assert (("413", "body_too_large") in codes) == ("requestBody" in operation), path
        assert ("422", "query_missing") in codes or not any(q["required"] for q in queries(operation).values())


def test_who_may_call_is_said() -> None:
    schemes = DESCRIBED["components"]["securitySchemes"]
    assert {name: scheme["type"] for name, scheme in schemes.items()} == {"bearer": "http", "cookie": "apiKey"}
    assert DESCRIBED["security"] == [{"bearer": []}, {"cookie": []}]
    assert {operation["operationId"] for _, _, operation in OPERATIONS if operation.get("security") == []} == OPEN


def test_names_are_unique_and_references_lead_somewhere() -> None:
    names = [operation["operationId"] for _, _, operation in OPERATIONS]
    assert len(names) == len(set(names)) > 60
    assert all(name in DESCRIBED["components"]["schemas"] for name in references(DESCRIBED))


def references(node: object) -> Iterator[str]:
    return (name for name in re.findall(r'"\$ref": "#/components/schemas/([^"]+)"', json.dumps(node)))
