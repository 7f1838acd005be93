"""Signing in and out, and what the door refuses."""

from contextlib import ExitStack

import httpx
import pytest
from starlette.requests import HTTPConnection

from server.api.guard import Attempts
from server.domain.errors import NotSignedIn, TooMany
from server.settings import Settings
from tests.live import Live


def test_a_browser_gets_a_cookie_that_scripts_and_other_sites_cannot_use(live: Live) -> None:
    person = live.person("delegate")
    body = {"email": person["email"].upper(), "password": person["password"]}
    answer = httpx.post(f"{live.url}/api/v1/session", json=body, headers={"Origin": live.url})
    assert answer.status_code == 200
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    assert "token" not in answer.json()
    assert answer.json()["seats"][0]["delegation"]["code"] == person["delegation"]


def test_a_cookie_changes_nothing_from_another_page(live: Live) -> None:
    person = live.person("chair")
    body = {"email": person["email"], "password": person["password"]}
    with httpx.Client(base_url=f"{live.url}/api/v1") as browser:
        browser.post("/session", json=body)
        assert browser.get("/session").status_code == 200
        for origin in (
            "https://evil.example",
            "null",
            f"{live.url}.evil.example",
            live.url.replace("http", "https", 1),
        ):
            answer = browser.request("DELETE", "/session", headers={"Origin": origin})
            assert (answer.status_code, answer.json()["code"]) == (403, "origin"), origin
        assert browser.request("DELETE", "/session").status_code == 403
        assert browser.request("DELETE", "/session", headers={"Origin": live.url}).status_code == 204
        assert browser.get("/session").status_code == 401


def test_another_site_signs_nobody_in(live: Live) -> None:
    """Browsers hold the cookie back there, so that the request alone does not show that it is a browser's."""
    person = live.person("delegate")
    body = {"email": person["email"], "password": person["password"]}
    shown = httpx.get(f"{live.url}/api/v1/demonstration").json()["persons"][0]
    for address, sent in (
        ("session", body),
        ("session", {"demonstration": shown["id"]}),
        ("invitations/accept", {"secret": "x", "password": "y"}),
    ):
        for origin in ("https://evil.example", "null"):
            answer = httpx.post(f"{live.url}/api/v1/{address}", json=sent, headers={"Origin": origin})
            assert (answer.status_code, answer.json()["code"]) == (403, "origin"), (address, origin)
            assert "set-cookie" not in answer.headers
    ours = httpx.post(f"{live.url}/api/v1/session", json=body, headers={"Origin": live.url})
    assert ours.status_code == 200


def test_the_demonstrations_door_is_shut_to_other_names_of_this_machine(live: Live) -> None:
    """A name of somebody else's can be made to lead here."""
    headers = {"Host": "evil.example"}
    assert httpx.get(f"{live.url}/api/v1/demonstration", headers=headers).status_code == 404
    shown = httpx.get(f"{live.url}/api/v1/demonstration").json()["persons"][0]
    answer = httpx.post(f"{live.url}/api/v1/session", json={"demonstration": shown["id"]}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "demonstration_closed")


def test_a_wrong_password_and_an_unknown_address_look_the_same(live: Live) -> None:
    known = httpx.post(f"{live.url}/api/v1/session", json={"email": live.person("chair")["email"], "password": "no"})
    unknown = httpx.post(f"{live.url}/api/v1/session", json={"email": "nobody@nowhere.example", "password": "no"})
    assert (
        (known.status_code, known.json())
        == (unknown.status_code, unknown.json())
        == (401, {"code": "no_match", "detail": {}})
    )
    empty = httpx.post(f"{live.url}/api/v1/session", json={"password": "no"})
    assert (empty.status_code, empty.json()["code"]) == (422, "email_missing")


def test_tries_at_one_account_are_counted(live: Live) -> None:
    body = {"email": "counted@nowhere.example", "password": "no"}
    codes = [httpx.post(f"{live.url}/api/v1/session", json=body).status_code for _ in range(12)]
    assert codes[:10] == [401] * 10
    assert codes[-1] == 429


def test_a_whole_meeting_comes_in_through_one_address_and_no_guesser_does() -> None:
    attempts, hotel = Attempts(), HTTPConnection({"type": "http", "client": ("192.0.2.1", 1), "headers": []})
    for number in range(300):
        with attempts.trying(hotel, f"{number}@states.example"):
            pass
    for number in range(100):
        with pytest.raises(NotSignedIn), attempts.trying(hotel, f"{number}@states.example"):
            raise NotSignedIn("no_match")
    with pytest.raises(TooMany), attempts.trying(hotel, "one.more@states.example"):
        pass


def test_tries_that_are_made_at_once_count_as_failed_until_they_have_not() -> None:
    attempts, line = Attempts(), HTTPConnection({"type": "http", "client": ("192.0.2.1", 1), "headers": []})
    with ExitStack() as stack:
        for _ in range(10):
            stack.enter_context(attempts.trying(line, "egypt@states.example"))
        with pytest.raises(TooMany), attempts.trying(line, "Egypt@states.example"):
            pass
    with attempts.trying(line, "egypt@states.example"):
        pass


def test_a_token_ends_with_its_session(live: Live) -> None:
    with live.client("delegate") as program:
        assert program.get("/agendas").status_code == 200
        assert program.request("DELETE", "/session").status_code == 204
        gone = program.get("/agendas")
        assert (gone.status_code, gone.json()["code"]) == (401, "not_signed_in")


def test_a_token_beside_a_cookie_counts_for_nothing(live: Live) -> None:
    token = live.token(live.person("delegate"))
    headers = {"Authorization": f"Bearer {token}", "Cookie": "adref=whatever"}
    assert httpx.get(f"{live.url}/api/v1/session", headers=headers).status_code == 401


def test_one_click_signs_in_on_loopback_with_the_demonstration(live: Live) -> None:
    shown = httpx.get(f"{live.url}/api/v1/demonstration").json()
    assert shown["agenda"] == live.demo["agenda"]
    assert {p["role"] for p in shown["persons"]} == {"chair", "secretariat", "translator", "delegate", "observer"}
    person = shown["persons"][0]
    answer = httpx.post(f"{live.url}/api/v1/session", json={"demonstration": person["id"]})
    assert answer.json()["person"]["id"] == person["id"]
    unknown = httpx.post(f"{live.url}/api/v1/session", json={"demonstration": "nobody"})
    assert (unknown.status_code, unknown.json()["code"]) == (401, "no_match")


def test_one_click_is_closed_to_whoever_comes_through_a_proxy(live: Live) -> None:
    headers = {"X-Forwarded-For": "192.0.2.7"}
    assert httpx.get(f"{live.url}/api/v1/demonstration", headers=headers).status_code == 404
    person = httpx.get(f"{live.url}/api/v1/demonstration").json()["persons"][0]
    answer = httpx.post(f"{live.url}/api/v1/session", json={"demonstration": person["id"]}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "demonstration_closed")


def test_a_server_that_others_can_reach_sets_a_host_cookie() -> None:
    assert not Settings(host="0.0.0.0").loopback
    assert Settings(host="127.0.0.1").loopback
    assert Settings(host="192.0.2.1", port=80).allowed_origins == {"http://192.0.2.1:80"}


def test_every_answer_carries_the_security_headers(live: Live) -> None:
    for path in ("/signin", "/api/v1/session", "/health/live", "/nowhere"):
        headers = httpx.get(f"{live.url}{path}").headers
        assert "default-src 'none'" in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff"
