"""The description of the interface against the interface: what it says is what a caller meets."""

from typing import Any

import httpx
import pytest

from tests.api.ground import Ground, break_ground
from tests.api.test_publishing import wait_for_files
from tests.live import Live

pytestmark = pytest.mark.timeout(240)


@pytest.fixture(scope="module")
def described(live: Live) -> dict[str, Any]:
    found: dict[str, Any] = httpx.get(f"{live.url}/api/openapi.json").json()
    return found


def is_described(described: dict[str, Any], path: str, answer: httpx.Response) -> bool:
    """True if an answer has the status, media type and code that the operation's description allows."""
    method = answer.request.method.lower()
    said = described["paths"][f"/api/v1{path}"][method]["responses"].get(str(answer.status_code))
    media = answer.headers.get("content-type", "").partition(";")[0]
    if said is None or (answer.content and media not in said.get("content", {})):
        return False
    return answer.status_code < 400 or answer.json()["code"] in said["description"].split(", ")


def test_a_file_has_the_media_type_that_is_described(live: Live, described: dict[str, Any]) -> None:
    with break_ground(live) as ground:
        made = ground.publication()
        wait_for_files(ground.desk, made)
        path = "/publications/{publication}/{language}.{form}"
        for form in ("pdf", "html"):
            answer = ground.desk.get(f"/publications/{made}/en.{form}")
            assert answer.status_code == 200 and is_described(described, path, answer)
        again = ground.desk.get(f"/publications/{made}/en.html", headers={"If-None-Match": answer.headers["etag"]})
        assert again.status_code == 304 and is_described(described, path, again)


def test_a_parameter_has_the_default_and_the_need_that_are_described(live: Live, described: dict[str, Any]) -> None:
    with break_ground(live) as ground:
        clause = ground.clause()
        refused = ground.chair.get(f"/clauses/{clause}/en/compare")
        assert (refused.json()["code"], refused.json()["detail"]) == ("query_missing", {"name": "from"})
        assert is_described(described, "/clauses/{clause}/{language}/compare", refused)
        kept = ground.chair.post(f"/clauses/{clause}/en/versions", json={"label": "noon"}).json()["version"]["id"]
        to_now = ground.chair.get(f"/clauses/{clause}/en/compare", params={"from": kept})
        assert to_now.status_code == 200 and is_described(described, "/clauses/{clause}/{language}/compare", to_now)
        refused = ground.desk.post(f"/agendas/{ground.agenda}/imports", content=b"# A")
        assert refused.json()["detail"] == {"name": "language"}
        assert is_described(described, "/agendas/{agenda}/imports", refused)


def send_with_cookie(ground: Ground, path: str) -> httpx.Response:
    """Send what a page of elsewhere would send in the browser of somebody signed in."""
    return httpx.post(f"{ground.live.url}/api/v1{path}", headers={"Cookie": "adref=x", "Origin": "https://elsewhere"})


def test_what_any_request_is_refused_for_is_described(live: Live, described: dict[str, Any]) -> None:
    with break_ground(live) as ground:
        path, clause = "/clauses/{clause}/reopen", ground.clause()
        there = f"/clauses/{clause}/reopen"
        for answer, met in (
            (httpx.post(f"{live.url}/api/v1{there}"), (401, "not_signed_in")),
            (send_with_cookie(ground, there), (403, "origin")),
            (ground.chair.post(there, content=b" " * 70_000), (413, "body_too_large")),
            (ground.chair.post(there, json={"reasons": ""}), (422, "body_unusable")),
            (ground.chair.post(there, content=b"{"), (422, "not_json")),
        ):
            assert (answer.status_code, answer.json()["code"]) == met
            assert is_described(described, path, answer), met


def test_the_cookie_that_is_described_is_the_one_that_is_set(live: Live, described: dict[str, Any]) -> None:
    person = live.person("observer")
    signed = httpx.post(f"{live.url}/api/v1/session", json={k: person[k] for k in ("email", "password")})
    assert signed.status_code == 200
    assert described["components"]["securitySchemes"]["cookie"]["name"] in signed.cookies
