"""Rules J-1 to J-6 of rooms/SPEC.md: how a document is opened and first answered."""

import asyncio

import pytest

from schema import document
from server.domain.errors import Unknown
from server.domain.identity import TextName, fresh_id
from server.rooms.connection import DOCUMENTS
from tests.rooms.conftest import Arrive
from tests.rooms.peer import Peer, Socket
from tests.rooms.world import World

VERSION = document()["version"]

pytestmark = pytest.mark.anyio


async def test_j1_a_cold_room_opened_by_twelve_at_once_is_read_once_and_serves_all(
    world: World, arrive: Arrive
) -> None:
    name = world.log.add()
    author = arrive(name)
    await world.calm()
    author.type("text")
    await world.tick()
    world.start()
    world.log.loads = 0
    world.log.loading = asyncio.Event()
    people = [arrive(name, plain=number % 3 == 0) for number in range(12)]
    await world.calm()
    people[3].socket.lose()
    world.log.loading.set()
    await world.calm()
    assert world.log.loads == 1
    served = [person for person in people if person is not people[3]]
    assert [person.text for person in served] == [["text"]] * 11
    assert all(person.unsynced == 0 for person in served if not person.socket.is_plain)


async def test_j1_a_room_that_cannot_be_read_is_tried_anew_by_the_next(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    kept = world.log.shelves.pop(name)
    first = arrive(name)
    await world.calm()
    world.log.shelves[name] = kept
    second = arrive(name)
    await world.calm()
    assert first.denied == "unknown" and second.synced


async def test_j2_a_step_1_is_answered_at_once_when_nothing_is_tentative(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    first = arrive(name)
    await world.calm()
    assert first.synced and first.seen == ["read-write", "hello", "step 2", "step 1", "ack", "saved"]


async def test_j2_under_unceasing_typing_a_joiner_is_answered_with_the_next_batch(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author = arrive(name)
    await world.calm()
    world.log.gate = asyncio.Event()
    author.type("first")
    await world.tick()
    late = arrive(name)
    author.type("second")
    await world.calm()
    world.log.gate.set()
    await world.calm()
    world.log.gate.clear()
    await world.tick()
    author.type("third")
    await world.tick()
    world.log.gate.set()
    await world.calm()
    assert late.synced and "third" not in late.text
    await world.tick()
    assert late.text == ["first", "second", "third"]


async def test_j3_what_a_joiner_lacks_is_all_it_gets(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author = arrive(name)
    await world.calm()
    author.type("a long text " * 50)
    await world.tick()
    author.socket.lose()
    again = Peer(Socket(world, "person 1"), name, author.doc)
    again.open()
    await world.calm()
    assert again.synced and max(map(len, again.socket.sent)) < 300


@pytest.mark.parametrize(
    ("token", "denied"),
    [
        (f'{{"epoch":1,"schema":{VERSION}}}', None),
        (f'{{"epoch":2,"schema":{VERSION}}}', "epoch"),
        ('{"epoch":1,"schema":99}', "schema"),
        ("", None),
        ("a stock client's token", None),
        ('{"epoch":"x"}', None),
    ],
)
async def test_j4_another_lineage_or_schema_fails_before_any_sync(
    world: World, arrive: Arrive, token: str, denied: str | None
) -> None:
    name = world.log.add()
    peer = arrive(name, token=token)
    await world.calm()
    assert peer.denied == denied
    assert peer.synced == (denied is None)
    if denied:
        assert peer.seen == ["denied"]


async def test_j4_what_one_may_not_know_of_is_as_if_it_were_not_there(world: World, arrive: Arrive) -> None:
    hidden = world.log.add()
    world.rights.shut_out.add("stranger")
    stranger = arrive(hidden, "stranger")
    lost = arrive(TextName(fresh_id(), "en"), "stranger")
    odd = Peer(Socket(world, "stranger"), hidden)
    odd.key = b"../../etc"
    odd.socket.peers[odd.key] = odd
    odd.open()
    await world.calm()
    assert stranger.seen == lost.seen == odd.seen == ["denied"]
    assert stranger.denied == lost.denied == odd.denied == "unknown"
    with pytest.raises(Unknown):
        await world.rooms.open(TextName(fresh_id(), "en"))


async def test_j4_documents_of_a_socket_are_bounded(world: World) -> None:
    socket = Socket(world, "greedy")
    peers = [Peer(socket, world.log.add()) for _ in range(DOCUMENTS + 1)]
    for peer in peers:
        peer.open()
    await world.calm()
    assert [peer.synced for peer in peers] == [True] * DOCUMENTS + [False]
    assert peers[-1].denied == "too_many"


async def test_j5_a_stock_client_with_text_of_others_that_the_log_lacks_is_refused(
    world: World, arrive: Arrive
) -> None:
    name = world.log.add()
    author, reader = arrive(name), arrive(name, "reader")
    await world.calm()
    author.type("before the backup")
    await world.tick()
    backup = world.log.shelves[name].read()
    author.type("after the backup")
    await world.tick()
    shelf = world.log.shelves[name]
    shelf.stored, shelf.rows = backup, shelf.rows[:1]
    shelf.clocks = dict(backup.owners)
    world.start()
    returned = Peer(Socket(world, "reader"), name, reader.doc)
    returned.open()
    await world.calm()
    assert returned.closed == "foreign" and "step 2" not in returned.seen
    own = Peer(Socket(world, "person 1"), name, author.doc)
    own.open()
    await world.tick()
    assert own.closed is None and len(world.rows(name)) == 2


async def test_j6_what_comes_before_the_room_is_open_is_asked_for(world: World) -> None:
    name = world.log.add()
    world.log.loading = asyncio.Event()
    peer = Peer(Socket(world, "eager"), name)
    peer.open()
    peer.type("typed while opening")
    peer.show({"cursor": 1})
    await world.calm()
    world.log.loading.set()
    await world.tick()
    assert len(world.rows(name)) == 1 and peer.unsynced == 0
    assert list(peer.states) == [peer.doc.client_id]


async def test_j6_several_providers_of_one_socket_may_share_a_document(world: World) -> None:
    name = world.log.add()
    socket = Socket(world, "person")
    first, second = Peer(socket, name, session="\0one"), Peer(socket, name, session="\0two")
    first.open()
    second.open()
    await world.calm()
    first.type("text")
    await world.tick()
    assert second.text == ["text"] and first.unsynced == second.unsynced == 0
