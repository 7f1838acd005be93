"""Every role, every message of the wire, every state of clause and draft, both doors: every cell. Rules A-1 to A-11."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from server.domain.identity import TextName
from server.rooms import envelope
from server.rooms.envelope import octets
from server.storage.database import Writing
from server.storage.tables import language_versions, updates
from tests.api.cast import Cast, gather_cast
from tests.api.matrix import DRAFTS, MESSAGES, OUTSIDERS, ROLES, TEXTS, DraftState, expect_answer, expect_pen
from tests.api.scene import set_scene
from tests.rooms.peer import Peer, Socket
from tests.storage.world import add_draft, add_text

pytestmark = pytest.mark.anyio

Cell = tuple[str, str, str]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def cast(tmp_path: Path) -> AsyncIterator[Cast]:
    async with set_scene(tmp_path) as scene:
        yield await gather_cast(scene)


@dataclass
class Seated:
    """One role at one text, through one door."""

    cast: Cast
    role: str
    text: str
    plain: bool
    socket: Socket
    peer: Peer
    told: int = 0

    @property
    def cell(self) -> tuple[str, str]:
        return self.role, self.text

    @property
    def end(self) -> str:
        """Why the document was closed, which on the plain door is the socket; empty while it is open."""
        return self.peer.closed or (self.socket.closed[1] if self.socket.closed else "")

    @property
    def is_answered(self) -> bool:
        return bool(self.end or self.peer.denied or self.peer.synced)

    def open(self) -> None:
        """Open the text anew, with a document that holds nothing."""
        name, member = self.cast.text(self.text), self.cast.people[self.role]
        if self.plain:
            self.socket = Socket(self.cast.scene, member.session, name)  # type: ignore[arg-type]  # a world's part
        self.peer = Peer(self.socket, name)
        self.peer.open()

    def mark(self) -> None:
        self.told = len(self.peer.seen)

    @property
    def news(self) -> list[str]:
        return self.peer.seen[self.told :]


def seat_everybody(cast: Cast, *, plain: bool) -> list[Seated]:
    found = []
    for role, member in cast.people.items():
        socket = Socket(cast.scene, member.session)  # type: ignore[arg-type]  # a world's part
        for text in TEXTS:
            seated = Seated(cast, role, text, plain, socket, Peer.__new__(Peer))
            seated.open()
            found.append(seated)
    return found


async def witness(cast: Cast) -> dict[str, Peer]:
    """Open every text for one who may see who is there."""
    socket = Socket(cast.scene, cast.witness.session)  # type: ignore[arg-type]  # a world's part
    peers = {text: Peer(socket, cast.text(text)) for text in TEXTS}
    for peer in peers.values():
        peer.open()
    await cast.scene.until(lambda: all(peer.synced for peer in peers.values()))
    return peers


def send(seated: Seated, message: str) -> None:
    """Send one message of the wire."""
    peer = seated.peer
    match message:
        case "token" | "token again":
            peer.denied = None
            peer.send(b"\x02\x00" + octets(b"") + octets(b"4.8.0"))
        case "sync step 1":
            peer.sync()
        case "nothing new, as sync step 2":
            peer.send(envelope.step_two(peer.doc.get_update()))
        case "nothing new, as update":
            peer.send(envelope.news(peer.doc.get_update()))
        case "awareness":
            peer.show({"cursor": 1})
        case "query":
            peer.send(b"\x03")
        case "stateless":
            peer.send(b"\x05" + octets(b"{}") if not seated.plain else b"\x64" + octets(b"{}"))
        case "ping":
            seated.socket.connection.receive(b"\x0a" if not seated.plain else envelope.presence(b"\x00"))
        case "words, as update":
            peer.type(f"{seated.role} was here")
        case "words, as sync step 2":
            before, peer.deaf = peer.doc.get_state(), True
            peer.type(f"{seated.role} was here again")
            peer.deaf = False
            peer.send(envelope.step_two(peer.doc.get_update(before)))
        case "leave":
            peer.send(b"\x07" + octets(b""))


def read_answer(seated: Seated, message: str, watching: Peer) -> str:
    """Return in one word what a message brought."""
    if seated.end == "signed_out":
        return "signed_out"
    peer, news = seated.peer, seated.news
    match message:
        case "token" | "token again":
            return peer.denied or next((word for word in news if word.startswith("read")), "silence")
        case "awareness":
            return "shown" if peer.doc.client_id in watching.states else "unseen"
        case "leave":
            return "unseen" if peer.denied else "gone" if peer.doc.client_id not in watching.states else "there"
        case "sync step 1":
            return "answered" if "step 2" in news and "step 1" in news else "silence"
        case "query":
            return "all present" if "presence" in news else "silence"
    if seated.end not in ("", "unknown"):
        return f"refused {seated.end}"
    return "saved" if "saved" in news else "silence" if not set(news) - SURROUNDING else str(news)


SURROUNDING = {"update", "presence"}
"""What others bring about."""


async def play(cast: Cast, everybody: list[Seated], messages: Iterable[str]) -> dict[Cell, str]:
    """Have everybody send each message in its turn, and return what it brought."""
    watching, answers = await witness(cast), {}
    for message in messages:
        for seated in everybody:
            if seated.end not in ("", "unknown", "signed_out"):
                seated.open()
        await settle(cast, everybody)
        for seated in everybody:
            if message != "token":
                seated.mark()
            send(seated, message)
        await settle(cast, everybody)
        for seated in everybody:
            answers[(*seated.cell, message)] = read_answer(seated, message, watching[seated.text])
    return answers


async def settle(cast: Cast, everybody: list[Seated]) -> None:
    """Let everybody be answered and everything be written, and presence shown, which takes a tenth of a second."""
    await cast.scene.until(lambda: all(seated.is_answered for seated in everybody))
    await cast.scene.advance(0.2)
    await cast.scene.calm()


def list_wrong(draft: DraftState, answers: dict[Cell, str]) -> list[str]:
    wrong = []
    for (role, text, message), answer in answers.items():
        expected = expect_answer(message, expect_pen(draft, role, text))
        if answer != expected:
            wrong.append(f"{role}, {text}, {message}: {answer}, not {expected}")
    return wrong


async def list_written(cast: Cast) -> set[tuple[str, str]]:
    """Return whose words stand in which text, as the log has it."""
    query = select(updates.c.person, language_versions.c.clause, language_versions.c.language).join(
        language_versions, language_versions.c.id == updates.c.language_version
    )
    rows = await cast.scene.database.read(lambda reading: reading.connection.execute(query).all())
    return {(row.person, f"{row.clause}/{row.language}") for row in rows}


def expect_written(cast: Cast, draft: DraftState) -> set[tuple[str, str]]:
    return {
        (member.person, str(cast.text(text)))
        for role, member in cast.people.items()
        for text in TEXTS
        if expect_pen(draft, role, text) == "write"
    }


def name(draft: DraftState) -> str:
    return draft.name


@pytest.mark.parametrize("draft", DRAFTS, ids=name)
async def test_a7_every_cell_through_the_door_of_many_documents(cast: Cast, draft: DraftState) -> None:
    await cast.set_stage(draft)
    answers = await play(cast, seat_everybody(cast, plain=False), MESSAGES)
    assert list_wrong(draft, answers) == []
    assert len(answers) == len({**ROLES, **OUTSIDERS}) * len(TEXTS) * len(MESSAGES)
    assert await list_written(cast) == expect_written(cast, draft)


PLAIN = [message for message in MESSAGES if message not in ("token again", "leave", "token")]


@pytest.mark.parametrize("draft", [DRAFTS[0], DRAFTS[6], DRAFTS[-1]], ids=name)
async def test_a7_every_cell_through_the_plain_door(cast: Cast, draft: DraftState) -> None:
    await cast.set_stage(draft)
    answers = await play(cast, seat_everybody(cast, plain=True), PLAIN)
    assert list_wrong(draft, answers) == []
    assert await list_written(cast) == expect_written(cast, draft)


async def test_a4_a_private_draft_is_there_for_its_typists_alone(cast: Cast) -> None:
    world, egypt = cast.scene.world, cast.people["Egypt"]

    def make(writing: Writing) -> str:
        draft = add_draft(writing, world, kind="private", readers=[], typists=[f"delegation:{egypt.delegation}"])
        add_text(writing, world.clause, draft, "en")
        return draft

    draft = await cast.scene.database.write(make)
    await cast.scene.authority.load()
    name = TextName(world.clause, "en", draft)
    peers = {role: Peer(Socket(cast.scene, member.session), name) for role, member in cast.people.items()}  # type: ignore[arg-type]
    for peer in peers.values():
        peer.open()
    await cast.scene.until(lambda: all(peer.socket.closed or peer.denied or peer.synced for peer in peers.values()))
    opened = {role: next((word for word in peer.seen if word.startswith("read")), "") for role, peer in peers.items()}
    assert opened == {role: "read-write" if role == "Egypt" else "" for role in peers}
