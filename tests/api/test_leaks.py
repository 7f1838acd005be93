"""Nothing of a draft leaks to those who may not read it: every address, page, document and frame, for every outsider.

Rules A-4 to A-6, O-5, P-5, P-10; J-4 and C-1 of rooms/SPEC.md.
"""

import re
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
from starlette.routing import Mount, Route, WebSocketRoute

from server.api.description import describe
from server.app import GROUPS
from server.domain.identity import TextName, fresh_id
from tests.api.hall import WORDS, Hall, open_hall, write_text
from tests.api.hidden import BODIES, CELLS, PAGES, SEATED, STRANGERS, UNKNOWN_SEATS, expect_kind
from tests.rooms.peer import Peer

pytestmark = pytest.mark.anyio

TEXT_TABLES = re.compile(r"\b(texts|updates|checkpoints|versions|structure_log)\b")


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="module")
async def hall(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Hall]:
    """A text that is full of traces, and is then closed to all but chairs, one delegation, offices and translators."""
    async with open_hall(tmp_path_factory.mktemp("hall")) as hall:
        await write_text(hall)
        only = {"readers": ["chair"], "typists": [f"delegation:{hall.world.ghana.delegation}"]}
        await hall.do("a chair", f"/agendas/{hall.world.agenda}/draft", only, "PATCH")
        await hall.until(lambda: True)
        yield hall


def operations() -> Iterator[tuple[str, str]]:
    """Yield every operation of the interface, as its description says."""
    for path, methods in describe(GROUPS)["paths"].items():
        yield from ((method.upper(), path.removeprefix("/api/v1")) for method in methods)


def fill(path: str, ids: dict[str, str]) -> str:
    named = {**ids, "language": "en", "form": "pdf"}
    filled = re.sub(r"{(\w+)}", lambda match: named[match[1]], path)
    query = {"compare": f"?from={ids['version']}&to=now", "imports": "?language=en"}
    return filled + query.get(path.rpartition("/")[2], "")


def plain(answer: httpx.Response, ids: dict[str, str]) -> tuple[int, str]:
    """Return status and body of an answer without the ids that were asked for."""
    body = answer.text
    for name, key in ids.items():
        body = body.replace(key, f"<{name}>")
    return answer.status_code, body


def body_of(operation: tuple[str, str], ids: dict[str, str]) -> Any:
    body = BODIES.get(" ".join(operation), {})
    return body(ids) if callable(body) else body


def strange_ids(hall: Hall) -> dict[str, str]:
    return {name: fresh_id() for name in hall.ids} | {
        "seat": fresh_id(),
        "person": fresh_id(),
        "invitation": fresh_id(),
    }


def real_ids(hall: Hall) -> dict[str, str]:
    ghana = hall.world.ghana
    return {**hall.ids, "seat": ghana.seat, "person": ghana.person, "invitation": fresh_id()}


def test_every_operation_has_a_cell() -> None:
    assert {" ".join(operation) for operation in operations()} == set(CELLS)


@pytest.mark.parametrize("role", [*SEATED, *STRANGERS])
async def test_a4_what_one_may_not_read_is_answered_like_what_is_not_there(hall: Hall, role: str) -> None:
    leaks, nothing, there = [], strange_ids(hall), real_ids(hall)
    for operation in operations():
        method, path = operation
        kind = expect_kind(" ".join(operation), role)
        if kind == "open" or operation == ("DELETE", "/session"):
            continue
        hall.statements.clear()
        answer = await hall.ask(method, "/api/v1" + fill(path, there), role, body_of(operation, there))
        asked = [statement for statement in hall.statements if TEXT_TABLES.search(statement)]
        if kind == "hidden":
            same = await hall.ask(method, "/api/v1" + fill(path, nothing), role, body_of(operation, nothing))
            if answer.status_code != 404 or plain(answer, there) != plain(same, nothing) or asked:
                leaks.append(f"{method} {path}: {answer.status_code} {answer.text[:200]} {asked[:1]}")
        elif kind == "not yours" and answer.status_code != 403:
            leaks.append(f"{method} {path}: {answer.status_code} {answer.text[:200]}")
        if kind != "published" and WORDS in answer.text:
            leaks.append(f"{method} {path} says {WORDS}: {answer.text[:200]}")
    assert leaks == []


@pytest.mark.parametrize("role", ["a suspended person", "a person who signed out", ""])
async def test_a1_whoever_is_not_signed_in_is_told_that_and_nothing_else(hall: Hall, role: str) -> None:
    leaks, there = [], real_ids(hall)
    for operation in operations():
        method, path = operation
        if CELLS[" ".join(operation)] == "open":
            continue
        answer = await hall.ask(method, "/api/v1" + fill(path, there), role, body_of(operation, there))
        if (answer.status_code, answer.json()["code"]) != (401, "not_signed_in"):
            leaks.append(f"{method} {path}: {answer.status_code} {answer.text[:200]}")
    assert leaks == []


async def test_p10_the_public_reads_no_draft(hall: Hall) -> None:
    for path in ("/public/publications/{publication}", "/public/publications/{publication}/{language}.{form}"):
        answer = await hall.ask("GET", "/api/v1" + fill(path, hall.ids))
        nothing = strange_ids(hall)
        same = await hall.ask("GET", "/api/v1" + fill(path, nothing))
        assert (answer.status_code, plain(answer, hall.ids)) == (404, plain(same, nothing))


async def test_the_readers_do_read_it(hall: Hall) -> None:
    """What is hidden from others is there: else the tests above would show nothing."""
    for operation in operations():
        method, path = operation
        if method == "GET" and CELLS[" ".join(operation)] == "hidden":
            answer = await hall.ask(method, "/api/v1" + fill(path, hall.ids), "Ghana")
            assert answer.status_code in (200, 409), (path, answer.text)
            if answer.status_code == 200 and "obstacles" not in path:
                assert WORDS in answer.text, path


async def test_a4_a_draft_that_is_closed_to_somebody_leaves_the_list_of_texts(hall: Hall) -> None:
    for role, count in (
        ("Ghana", 1),
        ("a chair", 1),
        ("a translator of French", 1),
        ("Egypt", 0),
        ("an association", 0),
    ):
        answer = await hall.do(role, "/agendas", method="GET")
        assert len(answer["agendas"]) == count, role


async def test_a4_pages_say_the_same_of_what_is_hidden_and_of_what_is_not_there(hall: Hall) -> None:
    routes = {route.path for route in hall.app.routes if isinstance(route, Route) and "/api/" not in route.path}
    assert routes == set(PAGES)
    assert all(isinstance(route, Route | Mount | WebSocketRoute) for route in hall.app.routes)
    nothing = strange_ids(hall)
    for path in PAGES:
        for role in ("Egypt", *STRANGERS, ""):
            answer = await hall.ask("GET", fill(path, hall.ids), role)
            assert WORDS not in answer.text or (PAGES[path] == "published" and role == "Egypt"), (path, role)
            if PAGES[path] == "hidden" or (PAGES[path] == "published" and role != "Egypt"):
                same = await hall.ask("GET", fill(path, nothing), role)
                assert plain(answer, hall.ids) == plain(same, nothing), (path, role)


async def test_figures_for_operators_name_nothing_of_a_text(hall: Hall) -> None:
    peer = hall.knock("Ghana", hall.world.name)
    await hall.until(lambda: peer.synced)
    for path in ("/metrics", "/operator", "/health/ready"):
        answer = await hall.ask("GET", path)
        assert answer.status_code == 200
        assert not [name for name, key in hall.ids.items() if key in answer.text]
        assert WORDS not in answer.text and hall.world.ghana.person not in answer.text
    peer.socket.lose()


def documents(hall: Hall, ids: dict[str, str]) -> dict[str, Any]:
    """Return every document that a socket may ask for."""
    clause = ids["clause"]
    return {
        "text": TextName(clause, "en"),
        "translation": TextName(clause, "fr"),
        "proposal": TextName(clause, "en", ids["proposal"]),
        "channel": f"agenda/{ids['agenda']}",
    }


def frames(peer: Peer, ids: dict[str, str]) -> tuple[Any, ...]:
    """Return all that a socket was sent, and how it ended, without the ids that were asked for."""
    sent = b"".join(peer.socket.sent)
    for name, key in ids.items():
        sent = sent.replace(key.encode(), name.encode())
    return sent, peer.socket.closed


@pytest.mark.parametrize("role", [*SEATED, *STRANGERS])
async def test_j4_c1_sockets_tell_outsiders_nothing_while_others_write(hall: Hall, role: str) -> None:
    nothing = strange_ids(hall)
    author = hall.knock("Ghana", hall.world.name)
    author.show({"cursor": 1})
    await hall.until(lambda: author.synced)
    hidden = [hall.knock(role, name) for name in documents(hall, hall.ids).values()]
    absent = [hall.knock(role, name) for name in documents(hall, nothing).values()]
    plain_doors = [hall.knock(role, documents(hall, ids)["text"], plain=True) for ids in (hall.ids, nothing)]
    await hall.until(lambda: all(peer.denied for peer in (*hidden, *absent)))
    await hall.until(lambda: all(peer.socket.closed for peer in plain_doors))
    for peer in hidden:
        peer.show({"cursor": 1})
    told = [frames(peer, hall.ids) for peer in hidden]
    author.type(f"{WORDS} again")
    await hall.until(lambda: author.unsynced == 0)
    assert told == [frames(peer, hall.ids) for peer in hidden] == [frames(peer, nothing) for peer in absent]
    assert [frames(peer, {}) for peer in plain_doors] == [(b"", (4404, "unknown"))] * 2
    await hall.until(lambda: author.doc.client_id in author.states)
    assert not {peer.doc.client_id for peer in hidden} & set(author.states)
    for peer in (author, *hidden, *absent):
        peer.socket.lose()


async def test_j4_what_one_may_not_read_is_not_even_opened(hall: Hall) -> None:
    """Whoever may not read it makes the server read nothing of a text: no time tells that there is one."""
    assert not any(room.wanted for room in hall.rooms.rooms)
    for room in hall.rooms.rooms:
        hall.rooms.close(room)
    hall.statements.clear()
    peer = hall.knock("Egypt", hall.world.name)
    await hall.until(lambda: peer.denied)
    peer.socket.lose()
    assert hall.rooms.rooms == []
    assert not [statement for statement in hall.statements if re.search(r"FROM (texts|updates|checkpoints)", statement)]


def test_the_cells_name_outsiders_of_every_kind() -> None:
    assert set(UNKNOWN_SEATS) < set(STRANGERS) and not set(SEATED) & set(STRANGERS)
