"""Rules C-1 to C-7 of rooms/SPEC.md: an agenda's channel, and what it tells."""

import asyncio
import json
from itertools import count

import pytest

from server.rooms import envelope
from server.rooms.connection import DOCUMENTS
from tests.rooms.peer import Peer, Socket
from tests.rooms.world import World

pytestmark = pytest.mark.anyio

_numbers = count(1)


def listen(world: World, person: str = "", after: int | None = None, socket: Socket | None = None) -> Peer:
    """Open the agenda's channel, with the number that the client knows."""
    line = socket or Socket(world, person or f"listener {next(_numbers)}")
    peer = Peer(line, f"agenda/{world.news.agenda}")
    peer.open("" if after is None else json.dumps({"after": after}))
    return peer


def told(peer: Peer) -> list[int]:
    """The numbers of what a listener was told, in order."""
    return [message["commit"] for message in peer.heard if message["type"].endswith("_news")]


async def test_c1_a_stock_client_finds_an_empty_document_and_is_in_step_with_it(world: World) -> None:
    peer = listen(world)
    await world.calm()
    assert peer.seen == ["readonly", "step 2", "ack", "agenda_hello"]
    assert peer.synced and peer.unsynced == 0 and peer.text == []


async def test_c1_nobody_writes_into_it(world: World) -> None:
    writer, other = listen(world), listen(world)
    await world.calm()
    writer.type("a word")
    await world.calm()
    assert writer.seen[-3:] == ["nack", "refused", "close"] and writer.closed == "read_only"
    assert writer.said("refused")[0]["code"] == "read_only"
    answer = listen(world)
    answer.send(envelope.step_two(writer.doc.get_update()))
    await world.calm()
    assert answer.closed == "read_only" and other.closed is None and other.text == []


async def test_c1_an_update_about_nothing_is_welcome(world: World) -> None:
    peer = listen(world)
    await world.calm()
    peer.send(envelope.step_two(b"\0\0"))
    peer.unsynced += 1
    peer.send(envelope.news(b"\0\0"))
    await world.calm()
    assert peer.closed is None and peer.unsynced == 0


@pytest.mark.parametrize("key", ["agenda/{}@main", "agenda/", "agenda/{}/en", "Agenda/{}"])
async def test_c1_a_key_that_names_no_agenda_is_unknown(world: World, key: str) -> None:
    peer = Peer(Socket(world, "somebody"), key.format(world.news.agenda))
    peer.open()
    await world.calm()
    assert peer.denied == "unknown" and not world.news.asked


async def test_c1_an_agenda_that_one_may_not_read_is_unknown(world: World) -> None:
    world.rights.shut_out.add("outsider")
    peer = listen(world, "outsider")
    await world.calm()
    assert peer.denied == "unknown" and peer.heard == [] and not world.news.asked


async def test_c2_a_listener_is_told_where_it_stands_and_what_it_missed(world: World) -> None:
    world.news.store("a", "first")
    world.news.act("b")
    world.news.store("c", "second")
    peer = listen(world, after=101)
    await world.calm()
    assert [message["type"] for message in peer.heard] == ["agenda_hello", "clause_news", "text_news"]
    hello, _, news = peer.heard
    assert (hello["commit"], hello["head"]) == (101, 103)
    assert news["json"] == {"type": "doc", "content": ["second"]}


async def test_c2_without_a_number_nothing_is_made_up_for(world: World) -> None:
    world.news.store("a", "before")
    peer = listen(world)
    await world.calm()
    assert told(peer) == [] and peer.heard[0]["commit"] == peer.heard[0]["head"] == 101
    world.news.store("a", "after")
    world.rooms.agendas.stir(world.news.agenda, urgent=False)
    await world.elapse(1)
    assert told(peer) == [102]


@pytest.mark.parametrize("after", [-1, 10, 101, 1 << 80])
async def test_c2_a_number_that_is_too_old_or_not_of_this_record_means_to_fetch_anew(world: World, after: int) -> None:
    peer = listen(world, after=after)
    await world.calm()
    assert peer.said("refetch") == [{"type": "refetch", "commit": 100}]
    world.news.act("a")
    world.rooms.agendas.stir(world.news.agenda, urgent=True)
    await world.calm()
    assert told(peer) == [101]


@pytest.mark.parametrize("token", ["any", '{"after":"1"}', '{"after":1,"more":2}', "[" * 9000])
async def test_c2_any_other_token_names_no_number(world: World, token: str) -> None:
    peer = Peer(Socket(world, "somebody"), f"agenda/{world.news.agenda}")
    peer.open(token)
    await world.calm()
    assert peer.heard[0]["commit"] == 100


async def test_c3_wherever_the_line_is_cut_nothing_is_left_out(world: World) -> None:
    """One who stays hears the same numbers as one who comes back with the greatest that came, at any moment."""
    staying, returning = listen(world, "staying", 100), listen(world, "returning", 100)
    heard: list[int] = []
    for turn in range(24):
        if turn % 3:
            world.news.store(f"text {turn}", "words")
        else:
            world.news.act(f"clause {turn}")
        world.rooms.agendas.stir(world.news.agenda, urgent=turn % 5 == 0)
        await world.elapse(0.3)
        if turn % 4 == 2:
            heard += told(returning)
            returning.socket.lose()
            returning = listen(world, "returning", max(heard, default=100))
    await world.elapse(2)
    heard += told(returning)
    assert sorted(told(staying)) == told(staying) == list(range(101, 125))
    assert heard == told(staying)


async def test_c3_what_happens_while_a_round_reads_is_told_by_the_next(world: World) -> None:
    early = listen(world)
    await world.calm()
    world.news.gate = asyncio.Event()
    world.news.act("a")
    world.rooms.agendas.stir(world.news.agenda, urgent=True)
    await world.calm()
    world.news.act("b")
    world.rooms.agendas.stir(world.news.agenda, urgent=True)
    late = listen(world, after=100)
    await world.calm()
    assert told(early) == told(late) == []
    world.news.gate.set()
    await world.calm()
    assert told(early) == told(late) == [101, 102]


async def test_c4_a_text_is_told_once_a_second_as_it_was_stored_last(world: World) -> None:
    peer = listen(world)
    await world.calm()
    for turn in range(50):
        world.news.store("a", f"state {turn}")
        world.rooms.agendas.stir(world.news.agenda, urgent=False)
        await world.elapse(0.1)
    await world.elapse(1.5)
    states = [message["json"]["content"][0] for message in peer.said("text_news")]
    assert 5 <= len(states) <= 7 and states[-1] == "state 49"


async def test_c4_an_act_is_told_at_once_with_the_texts_before_it(world: World) -> None:
    peer = listen(world)
    await world.calm()
    world.news.store("a", "one")
    world.rooms.agendas.stir(world.news.agenda, urgent=False)
    await world.calm()
    world.news.store("a", "two")
    world.rooms.agendas.stir(world.news.agenda, urgent=False)
    await world.calm()
    assert told(peer) == [101]
    world.news.act("a")
    world.rooms.agendas.stir(world.news.agenda, urgent=True)
    await world.calm()
    assert told(peer) == [101, 102, 103]


async def test_c5_one_body_serves_all_and_each_is_judged(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [listen(world, f"p{number}") for number in range(20)]
    await world.calm()
    built = []
    stateless = envelope.stateless

    def build(text: str) -> bytes:
        built.append(text)
        return stateless(text)

    monkeypatch.setattr(envelope, "stateless", build)
    world.rights.shut_out |= {"p3", "p7"}
    world.news.store("a", "words")
    world.rooms.agendas.stir(world.news.agenda, urgent=False)
    await world.elapse(1)
    assert len(built) == 1
    lost = [people.index(person) for person in people if person.closed == "unknown"]
    assert lost == [3, 7] and [told(person) for person in people] == [[] if i in lost else [101] for i in range(20)]
    assert all(person.socket.closed is None for person in people)


async def test_c6_a_paused_socket_gets_what_it_missed_when_it_takes_frames_again(world: World) -> None:
    slow, other = listen(world), listen(world)
    await world.calm()
    slow.socket.paused = True
    for turn in range(5):
        world.news.store("a", f"state {turn}")
        world.news.act("b")
        world.rooms.agendas.stir(world.news.agenda, urgent=True)
        await world.elapse(1)
    assert told(slow) == [] and len(told(other)) == 10
    slow.socket.resume()
    await world.calm()
    assert [m["json"]["content"][0] for m in slow.said("text_news")] == ["state 4"]
    assert max(told(slow)) == 110 and len(slow.said("agenda_hello")) == 1
    world.news.act("c")
    world.rooms.agendas.stir(world.news.agenda, urgent=True)
    await world.calm()
    assert told(slow)[-1] == told(other)[-1] == 111


async def test_c6_after_a_long_pause_the_agenda_is_fetched_anew(world: World) -> None:
    slow = listen(world)
    await world.calm()
    slow.socket.paused = True
    for turn in range(world.news.worth + 1):
        world.news.act(f"{turn}")
    world.rooms.agendas.stir(world.news.agenda, urgent=True)
    await world.calm()
    slow.socket.resume()
    await world.calm()
    assert slow.said("refetch") == [{"type": "refetch", "commit": world.news.head}] and told(slow) == []


async def test_c7_what_cannot_be_read_is_read_again(world: World) -> None:
    early = listen(world)
    await world.calm()
    world.news.faults = 2
    world.news.act("a")
    world.rooms.agendas.stir(world.news.agenda, urgent=True)
    late = listen(world, after=100)
    await world.elapse(0.9)
    assert told(early) == [] and late.heard == []
    await world.elapse(1.5)
    assert told(early) == told(late) == [101]


async def test_c10_a_channel_counts_among_the_documents_of_a_socket(world: World) -> None:
    socket = Socket(world, "person")
    for _ in range(DOCUMENTS):
        Peer(socket, world.log.add()).open()
    peer = listen(world, socket=socket)
    await world.calm()
    assert peer.denied == "too_many" and socket.closed is None


async def test_a_channel_ends_with_its_last_listener_and_begins_anew(world: World) -> None:
    first = listen(world)
    await world.calm()
    rounds = [task for task in asyncio.all_tasks() if task.get_name() == "channel"]
    first.send(b"\x07")
    await world.calm()
    assert len(rounds) == 1 and rounds[0].done()
    second = listen(world, socket=first.socket)
    await world.calm()
    assert second.said("agenda_hello")
