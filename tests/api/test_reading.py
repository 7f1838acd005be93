"""Reading agendas and clauses: the tree, rights, what one may not know of, and the shape of every answer."""

from typing import Any

import httpx
import msgspec
import pytest

from server.api import replies
from tests.live import Live, walk_clauses


def test_answers_have_the_shape_that_is_described(live: Live) -> None:
    with live.client("chair") as chair:
        tree = chair.get(f"/agendas/{live.demo['agenda']}")
        msgspec.json.decode(tree.content, type=replies.Agenda)
        msgspec.json.decode(chair.get("/agendas").content, type=replies.AgendaList)
        msgspec.json.decode(chair.get("/session").content, type=replies.SignIn)
        clause = next(walk_clauses(tree.json()["clauses"]))
        msgspec.json.decode(chair.get(f"/clauses/{clause['id']}").content, type=replies.Clause)
        versions = chair.get(f"/clauses/{clause['id']}/en/versions")
        msgspec.json.decode(versions.content, type=replies.Versions)
        obstacles = chair.get(f"/agendas/{live.demo['agenda']}/obstacles")
        msgspec.json.decode(obstacles.content, type=replies.Obstacles)
        shown = httpx.get(f"{live.url}/api/v1/demonstration")
        msgspec.json.decode(shown.content, type=replies.Demonstration)


def test_the_tree_holds_every_clause_with_its_languages(live: Live) -> None:
    with live.client("observer") as observer:
        tree = observer.get(f"/agendas/{live.demo['agenda']}").json()
    every = list(walk_clauses(tree["clauses"]))
    clauses = every[:56]  # those of the demonstration; other tests import more behind them
    assert all(c["languages"] == ["en", "fr", "es", "ar"] for c in clauses)
    counted = [c for c in every if c["kind"] not in ("part", "chapter", "heading") and "unmade" not in c]
    assert sum(tree["counts"].values()) == len(counted)
    assert not any(text["may_write"] for c in clauses for text in c["texts"].values())
    assert {text["reason"] for c in clauses for text in c["texts"].values()} <= {"observer", "locked"}


def test_what_one_may_do_is_said(live: Live) -> None:
    acts = {}
    for role in ("chair", "secretariat", "delegate", "observer", "translator"):
        with live.client(role) as client:
            acts[role] = client.get(f"/agendas/{live.demo['agenda']}").json()["you"]["may"]
    assert {role for role, may in acts.items() if may["lock"]} == {"chair"}
    assert {role for role, may in acts.items() if may["publish"]} == {"secretariat"}
    assert {role for role, may in acts.items() if not may["label_versions"]} == {"observer"}


@pytest.mark.parametrize(
    "path", ["/agendas", "/agendas/x", "/clauses/x", "/publications/x", "/clauses/x/en/versions", "/session"]
)
def test_nothing_is_read_without_a_sign_in(live: Live, path: str) -> None:
    answer = httpx.get(f"{live.url}/api/v1{path}")
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


def test_who_has_no_seat_learns_nothing(live: Live) -> None:
    made = live.run("person", "stranger@nowhere.example", "--name", "Stranger", "--password-stdin", check=False)
    assert made.returncode == 1  # an empty password is too short
    assert "password_too_short" in made.stderr
    stranger = sign_in_stranger(live)
    with live.client("chair") as chair:
        clause = next(walk_clauses(chair.get(f"/agendas/{live.demo['agenda']}").json()["clauses"]))["id"]
    for path, code in (
        (f"/agendas/{live.demo['agenda']}", "no_such_agenda"),
        (f"/agendas/{live.demo['agenda']}/obstacles", "no_such_agenda"),
        (f"/clauses/{clause}", "no_such_clause"),
        (f"/clauses/{clause}/en/versions", "no_such_clause"),
        (f"/clauses/{clause}/en/compare?from=x", "no_such_clause"),
    ):
        there = stranger.get(path)
        nowhere = stranger.get(path.replace(clause, clause[::-1]).replace(live.demo["agenda"], "nowhere"))
        assert (there.status_code, there.json()) == (404, {"code": code, "detail": {}})
        assert nowhere.json() == there.json()
    assert stranger.get("/agendas").json() == {"agendas": []}
    stranger.close()


def sign_in_stranger(live: Live) -> httpx.Client:
    """Make an account without a seat through the running server, and sign in."""
    made = live.run("person", "stranger@nowhere.example", "--name", "Stranger")
    password = made.stdout.rsplit(" ", 1)[-1].strip()
    body: dict[str, Any] = {"email": "stranger@nowhere.example", "password": password, "token": True}
    token = httpx.post(f"{live.url}/api/v1/session", json=body).json()["token"]
    return httpx.Client(base_url=f"{live.url}/api/v1", headers={"Authorization": f"Bearer {token}"})


def test_addresses_that_lead_nowhere(live: Live) -> None:
    assert httpx.get(f"{live.url}/api/v1/nothing").json() == {"code": "no_such_address", "detail": {}}
    assert httpx.patch(f"{live.url}/api/v1/session").status_code == 405
    assert httpx.get(f"{live.url}/nothing").status_code == 404


def test_a_page_sends_who_is_not_signed_in_to_the_door(live: Live) -> None:
    answer = httpx.get(f"{live.url}/agendas/{live.demo['agenda']}")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/signin?next=/agendas/{live.demo['agenda']}"


def test_the_interface_describes_itself(live: Live) -> None:
    described = httpx.get(f"{live.url}/api/openapi.json").json()
    assert described["openapi"] == "3.1.0"
    lock = described["paths"]["/api/v1/clauses/{clause}/lock"]["post"]
    assert {"200", "401", "403", "404", "409"} <= set(lock["responses"])
    assert httpx.get(f"{live.url}/health/live").status_code == 200
    assert httpx.get(f"{live.url}/health/ready").json() == {"status": "ready"}
