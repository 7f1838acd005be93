"""Each act over HTTP by each role: who may gets the declared answer, who may not a code, and nothing is changed."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from server.api.endpoint import Endpoint
from server.app import GROUPS
from tests.api.acts import ACTS, EVERYBODY, OWN, Act
from tests.api.ground import Ground, break_ground, held
from tests.live import Live

CHANGING = {(e.method, e.path): e for group in GROUPS for e in group.declared if e.method != "GET"}
PASSWORD = "a password of the former delegate"
TABLE = [pytest.param(key, id=f"{key[0]} {key[1]}") for key in ACTS]


@pytest.fixture(scope="module")
def ground(live: Live) -> Iterator[Ground]:
    with break_ground(live) as ground:
        yield ground


@pytest.fixture(scope="module")
def former(ground: Ground) -> Iterator[httpx.Client]:
    """Somebody signed in whose only seat has ended."""
    guest, api = ground.guest(), f"{ground.live.url}/api/v1"
    httpx.post(f"{api}/invitations/accept", json={"secret": guest["secret"], "password": PASSWORD}).raise_for_status()
    begun = next(p["seats"][0]["from"] for p in people(ground) if p["id"] == guest["person"])
    held(ground.desk.patch(f"/seats/{guest['seat']}", json={"until": begun + 1}))
    token = ground.live.token({"email": guest["email"], "password": PASSWORD})
    with httpx.Client(base_url=api, headers={"Authorization": f"Bearer {token}"}) as client:
        yield client


def people(ground: Ground) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = held(ground.desk.get(f"/processes/{ground.process}/people"))["persons"]
    return found


def send(client: httpx.Client, endpoint: Endpoint, where: dict[str, str], body: dict[str, Any]) -> httpx.Response:
    path = endpoint.path.format(**where)
    if endpoint.path.endswith("/imports"):
        return client.post(path, params={"language": "en", "name": "a.md"}, content=b"1. One more clause.\n")
    return client.request(endpoint.method, path, json=body if endpoint.body else None)


def state(ground: Ground) -> list[Any]:
    """Return what acts change: the text with its record, and the people."""
    record = held(ground.chair.get(f"/agendas/{ground.agenda}/decisions", params={"limit": 1}))
    agendas = held(ground.desk.get("/agendas"))["agendas"]
    return [ground.read(), record, people(ground), agendas]


def test_every_act_has_a_row() -> None:
    assert {*ACTS, *OWN} == set(CHANGING)


@pytest.mark.parametrize("key", TABLE)
def test_who_may_not_is_refused_and_nothing_changes(ground: Ground, former: httpx.Client, key: tuple[str, str]) -> None:
    act, endpoint = ACTS[key], CHANGING[key]
    where, body = act.prepare(ground)
    before = state(ground)
    for role in sorted(EVERYBODY - act.who):
        answer = send(ground.clients[role], endpoint, where, body)
        assert (answer.status_code, answer.json()["code"]) == (403, act.code), (role, answer.text)
        assert (403, act.code) in endpoint.refusals
    gone = send(former, endpoint, where, body)
    assert (gone.status_code, gone.json()["code"].startswith("no_such_")) == (404, True), gone.text
    assert (404, gone.json()["code"]) in endpoint.refusals
    with httpx.Client(base_url=f"{ground.live.url}/api/v1") as nobody:
        answer = send(nobody, endpoint, where, body)
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
    assert state(ground) == before


@pytest.mark.parametrize("key", TABLE)
def test_who_may_is_answered(ground: Ground, key: tuple[str, str]) -> None:
    act, endpoint = ACTS[key], CHANGING[key]
    for role in sorted(act.who):
        where, body = act.prepare(ground)
        answer = send(ground.clients[role], endpoint, where, body)
        assert told(answer, act) == (act.answer or (endpoint.status, "")), (role, answer.text)


def told(answer: httpx.Response, act: Act) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"] if act.answer and answer.is_error else ""
