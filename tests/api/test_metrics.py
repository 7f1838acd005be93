"""What Prometheus reads: figures that follow what is typed, refused and broken; and who may read them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from server.domain.identity import fresh_id
from server.remote import find_running_server
from tests.chaos.typist import Typist
from tests.live import Live

pytestmark = pytest.mark.anyio
PATIENCE = 20.0
Figures = dict[tuple[str, frozenset[tuple[str, str]]], float]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def read(live: Live) -> Figures:
    """Return every figure by name and labels."""
    answer = httpx.get(f"{live.url}/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    families = text_string_to_metric_families(answer.text)
    return {(s.name, frozenset(s.labels.items())): s.value for family in families for s in family.samples}


def at(figures: Figures, name: str, **labels: str) -> float:
    return figures.get((name, frozenset(labels.items())), 0.0)


def grown(live: Live, before: Figures, name: str, **labels: str) -> float:
    return at(read(live), name, **labels) - at(before, name, **labels)


async def come_true(condition: Any) -> None:
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110  # figures tell nobody that they have changed
            await asyncio.sleep(0.02)


@asynccontextmanager
async def writing(live: Live, clause: dict[str, Any]) -> AsyncIterator[Typist]:
    """Have a chair write in the clause."""
    url = live.url.replace("http", "ws") + "/collab"
    typist = Typist("m", url, live.token(live.person("chair")), f"{clause['id']}/en", 1)
    task = asyncio.create_task(typist.run())
    try:
        async with asyncio.timeout(PATIENCE):
            await typist.ready()
        yield typist
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_edits_commits_and_acknowledgements_are_counted_and_timed(live: Live, clause: dict[str, Any]) -> None:
    before = read(live)
    async with writing(live, clause) as typist:
        for _ in range(5):
            typist.type()
            await come_true(lambda: typist.in_flight == 0)
    assert grown(live, before, "adref_updates_total") == 5
    assert grown(live, before, "adref_acknowledgements_total") >= 5
    commits = grown(live, before, "adref_commits_total", outcome="made")
    assert 1 <= commits <= 5
    assert grown(live, before, "adref_batches_total", verdict="committed") == commits
    for name in ("adref_commit_seconds", "adref_fanout_seconds"):
        assert grown(live, before, f"{name}_count") == commits
        assert grown(live, before, f"{name}_bucket", le="+Inf") == commits
        assert 0 < grown(live, before, f"{name}_sum") < PATIENCE


async def test_who_and_what_is_open_is_counted(live: Live, clause: dict[str, Any]) -> None:
    async with writing(live, clause):
        figures = read(live)
        assert at(figures, "adref_sockets", door="multiplexed") == 1
        assert at(figures, "adref_sessions", door="multiplexed") == 1
        assert at(figures, "adref_sessions", door="plain") == 0
        assert at(figures, "adref_documents") == at(figures, "adref_people") == 1
        assert at(figures, "adref_rooms", state="open") >= 1
    await come_true(lambda: at(read(live), "adref_sockets", door="multiplexed") == 0)
    assert at(read(live), "adref_people") == 0


async def test_documents_that_are_not_opened_are_counted_by_code(live: Live) -> None:
    before = read(live)
    url, bearer = live.url.replace("http", "ws"), live.token(live.person("chair"))
    key = f"{fresh_id()}/en".encode()
    token = bytes([len(key)]) + key + b"\x02\x00\x02{}\x00"
    async with connect(f"{url}/collab", additional_headers={"Authorization": f"Bearer {bearer}"}) as line:
        await line.send(token)
        await line.recv()
    with pytest.raises(InvalidStatus):
        async with connect(f"{url}/collab", additional_headers={"Authorization": "Bearer nobody"}):
            pass
    assert grown(live, before, "adref_refusals_total", where="live", code="unknown") == 1
    assert grown(live, before, "adref_refusals_total", where="live", code="not_signed_in") == 1


async def test_what_no_honest_client_sends_is_counted_as_an_offence(live: Live) -> None:
    before, bearer = read(live), live.token(live.person("chair"))
    url = f"{live.url.replace('http', 'ws')}/collab"
    async with connect(url, additional_headers={"Authorization": f"Bearer {bearer}"}) as line:
        await line.send(b"\x2a")
        with pytest.raises(ConnectionClosed):
            await line.recv()
    assert grown(live, before, "adref_offences_total", kind="malformed") == 1


def test_requests_are_timed_by_the_name_of_what_was_asked(live: Live) -> None:
    before = read(live)
    missing = fresh_id()
    with live.client("chair") as chair:
        chair.get(f"/agendas/{live.demo['agenda']}?languages=en")
        chair.get(f"/agendas/{missing}")
    httpx.get(f"{live.url}/nowhere/{missing}")
    name = "adref_http_request_seconds_count"
    assert grown(live, before, name, endpoint="start_session", status="200") == 1
    assert grown(live, before, name, endpoint="read_agenda", status="200") == 1
    assert grown(live, before, name, endpoint="read_agenda", status="404") == 1
    assert grown(live, before, name, endpoint="none", status="404") == 1
    assert grown(live, before, "adref_refusals_total", where="http", code="no_such_agenda") == 1
    assert missing not in httpx.get(f"{live.url}/metrics").text


def test_the_server_says_what_it_is_and_how_its_storage_is(live: Live) -> None:
    figures = read(live)
    [build] = [dict(labels) for name, labels in figures if name == "adref_build_info"]
    assert build["version"] and build["database"] == "sqlite" and build["pycrdt"]
    assert at(figures, "adref_database_writes") == 1
    assert at(figures, "adref_database_bytes") > 100_000 and at(figures, "adref_disk_free_bytes") > 0
    assert ("adref_exports", frozenset({("state", "queued")})) in figures
    assert ("adref_database_queue", frozenset()) in figures
    assert at(figures, "process_resident_memory_bytes") > 0


def test_buckets_only_grow_from_bound_to_bound(live: Live) -> None:
    families = text_string_to_metric_families(httpx.get(f"{live.url}/metrics").text)
    [family] = [family for family in families if family.name == "adref_commit_seconds"]
    counts = [sample.value for sample in family.samples if sample.name.endswith("_bucket")]
    assert counts == sorted(counts)


def _token(live: Live) -> str:
    server = find_running_server(live.var)
    assert server is not None
    return server.token


@pytest.mark.parametrize("path", ["/metrics", "/operator"])
@pytest.mark.parametrize(
    ("headers", "bearer", "status"),
    [
        ({}, None, 200),
        ({"Host": "localhost"}, None, 200),
        ({"X-Forwarded-For": "192.0.2.7"}, None, 404),
        ({"Forwarded": "for=192.0.2.7"}, None, 404),
        ({"Host": "elsewhere.example"}, None, 404),
        ({"X-Forwarded-For": "192.0.2.7", "Host": "text.example.org"}, "right", 200),
        ({"X-Forwarded-For": "192.0.2.7"}, "wrong", 404),
        ({}, "wrong", 404),
    ],
)
def test_only_this_machine_and_the_operator_may_look(
    live: Live, path: str, headers: dict[str, str], bearer: str | None, status: int
) -> None:
    shown = {"right": _token(live), "wrong": "x" * 43}.get(bearer or "")
    sent = headers | ({"Authorization": f"Bearer {shown}"} if shown else {})
    answer = httpx.get(f"{live.url}{path}", headers=sent)
    assert answer.status_code == status
    assert answer.headers["cache-control"] == "no-store"
    assert ("adref" in answer.text.lower()) == (status == 200)


@pytest.mark.parametrize("path", ["/metrics", "/operator"])
def test_a_signed_in_person_is_not_the_operator(live: Live, path: str) -> None:
    bearer = live.token(live.person("secretariat"))
    assert httpx.get(f"{live.url}{path}", headers={"Authorization": f"Bearer {bearer}"}).status_code == 404
