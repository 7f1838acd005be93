"""The agenda's channel on a whole server: what is typed and done there is told to all who have the agenda open."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect

from tests.chaos.typist import Frame, Typist, lump, varint
from tests.live import Live

pytestmark = pytest.mark.anyio

PATIENCE = 15.0
Message = dict[str, Any]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Ear:
    """Listens to an agenda's channel."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self.heard: list[Message] = []

    async def until(self, wanted: Callable[[Message], bool]) -> Message:
        """Return the first message that is wanted."""
        async with asyncio.timeout(PATIENCE):
            while not any(map(wanted, self.heard)):
                self._take(await self._socket.recv())
        return next(filter(wanted, self.heard))

    def _take(self, data: str | bytes) -> None:
        assert isinstance(data, bytes)
        frame = Frame(data)
        if data == b"\x09":
            return
        frame.lump()
        match frame.varint():
            case 2 if frame.varint() == 1:
                self.heard.append({"type": "denied", "code": frame.lump().decode()})
            case 5:
                self.heard.append(json.loads(frame.lump()))


@asynccontextmanager
async def listening(live: Live, token: str, agenda: str, after: int | None = None) -> AsyncIterator[Ear]:
    """Open an agenda's channel."""
    claim = b"" if after is None else json.dumps({"after": after}).encode()
    url = live.url.replace("http", "ws") + "/collab"
    async with connect(url, additional_headers={"Authorization": f"Bearer {token}"}) as socket:
        await socket.send(lump(f"agenda/{agenda}".encode()) + varint(2) + varint(0) + lump(claim))
        yield Ear(socket)


async def type_words(live: Live, clause: str) -> str:
    """Type a word into a clause and return it once it is on disk."""
    url = live.url.replace("http", "ws") + "/collab"
    typist = Typist("channel", url, live.token(live.person("chair")), f"{clause}/en", 1)
    task = asyncio.create_task(typist.run())
    try:
        async with asyncio.timeout(PATIENCE):
            await typist.ready()
            typist.type()
            while typist.in_flight:  # noqa: ASYNC110  # a typist tells nobody when it is acknowledged
                await asyncio.sleep(0.01)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    return typist.words[0]


async def test_what_is_typed_is_told_as_it_is_stored_and_again_to_one_who_was_away(
    live: Live, clause: dict[str, Any]
) -> None:
    token, agenda = live.token(live.person("observer")), live.demo["agenda"]
    async with listening(live, token, agenda) as ear:
        hello = await ear.until(lambda m: m["type"] == "agenda_hello")
        word = await type_words(live, clause["id"])
        told = await ear.until(lambda m: m["type"] == "text_news" and word in json.dumps(m["json"]))
    assert (told["clause"], told["language"]) == (clause["id"], "en") and told["commit"] > hello["commit"]
    with live.client("observer") as observer:
        tree = observer.get(f"/agendas/{agenda}").json()
        shown = observer.get(f"/clauses/{clause['id']}").json()["texts"]["en"]
    assert tree["commit"] >= told["commit"] and tree["rights"] == hello["rights"]
    assert (shown["seq"], shown["hash"], shown["json"]) == (told["seq"], told["hash"], told["json"])
    async with listening(live, token, agenda, hello["commit"]) as ear:
        again = await ear.until(lambda m: m["type"] == "text_news" and m["clause"] == clause["id"])
    assert again == told


async def test_an_act_is_told(live: Live, clause: dict[str, Any]) -> None:
    async with listening(live, live.token(live.person("delegate")), live.demo["agenda"]) as ear:
        await ear.until(lambda m: m["type"] == "agenda_hello")
        with live.client("chair") as chair:
            assert chair.post(f"/clauses/{clause['id']}/lock", json={}).status_code == 200
        await ear.until(lambda m: m["type"] == "clause_news" and m["clause"] == clause["id"])


async def test_one_who_has_no_part_in_it_hears_nothing(live: Live) -> None:
    made = live.run("person", "nobody@elsewhere.example", "--name", "Nobody").stdout
    password = made.rsplit("Password, shown once:", 1)[1].strip()
    token = live.token({"email": "nobody@elsewhere.example", "password": password})
    async with listening(live, token, live.demo["agenda"], 0) as ear:
        denied = await ear.until(lambda m: m["type"] == "denied")
    assert denied["code"] == "unknown"
