"""Rules F-1 to F-6 of rooms/SPEC.md: what is not taken, and what then becomes of document and socket."""

from typing import Any

import pytest
from pycrdt import Doc, XmlText

from server.crdt.codec import decode_update
from server.domain.errors import Conflict
from server.rooms import envelope
from server.rooms.allowance import KEPT, PERSON_OCTETS, TEXT_OCTETS, Allowance
from server.rooms.envelope import uint
from tests.rooms.conftest import Arrive
from tests.rooms.peer import Peer, Socket
from tests.rooms.world import World

FORMAT = 6
"""The kind of struct that switches a mark on or off."""

pytestmark = pytest.mark.anyio


async def test_f1_a_gap_is_asked_for_one_question_at_a_time(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author = arrive(name)
    await world.calm()
    author.deaf = True
    author.type("lost")
    author.deaf = False
    author.seen.clear()
    for words in "abcdefgh":
        author.type(words)
    await world.tick()
    assert author.seen.count("step 1") == 1
    assert author.closed is None and len((await world.rooms.read(name)).json) > 100


async def test_f2_three_fruitless_rounds_end_in_resync(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    liar = arrive(name)
    await world.calm()
    liar.doc = Doc()
    hollow: Doc[Any] = Doc(client_id=77)
    far = b"\x01\x01\x4d\x64\x04\x01\x0bprosemirror\x01x\x00"
    for _ in range(6):
        liar.send(envelope.news(far))
        await world.calm()
        liar.send(envelope.step_two(hollow.get_update()))
        await world.calm()
    assert liar.seen.count("step 1") == 1 + 3
    assert liar.closed == "resync" and liar.said("resync") and liar.socket.closed is None


async def test_f9_what_is_written_and_deleted_again_counts_for_its_writer(world: World) -> None:
    text, other = world.log.add(), world.log.add()
    socket, neighbour = Socket(world, "person"), Socket(world, "neighbour")
    writer, elsewhere, beside = Peer(socket, text), Peer(socket, other), Peer(neighbour, text)
    for peer in (writer, elsewhere, beside):
        peer.open()
    await world.calm()
    rounds = 0
    while writer.closed is None and rounds < 200:
        rounds += 1
        writer.type("y" * 90_000)
        await world.tick()
        writer.strike()
        await world.tick()
    assert writer.closed == "too_much_typed" and writer.said("refused")
    assert 0 <= rounds - TEXT_OCTETS // 90_000 <= 2
    beside.type("mine")
    elsewhere.type("mine too")
    await world.tick()
    assert beside.closed is None and elsewhere.closed is None and socket.closed is None
    said = [(await world.rooms.read(name)).json for name in (text, other)]
    assert ["mine" in json for json in said] == [True, True]


async def test_f9_a_day_later_a_person_has_an_hours_room_and_no_more(world: World) -> None:
    allowance, clock = Allowance(world.clock), world.clock
    for _ in range(2):
        allowance.check("person", "text")
        allowance.spend("person", "text", TEXT_OCTETS)
        with pytest.raises(Conflict, match="too_much_typed"):
            allowance.check("person", "text")
        allowance.check("person", "other text")
        allowance.check("other", "text")
        clock.now += 3600.0 * 24
    for text in range(PERSON_OCTETS // TEXT_OCTETS):
        allowance.spend("person", f"text {text}", TEXT_OCTETS)
    with pytest.raises(Conflict, match="too_much_typed"):
        allowance.check("person", "one more")
    for number in range(3 * KEPT):
        allowance.spend(f"person {number}", "text", 1)
        clock.now += 10
    assert len(allowance) <= KEPT + 2


async def test_f3_a_locked_text_refuses_and_closes_this_document_only(world: World) -> None:
    locked, free = world.log.add(status="locked"), world.log.add()
    socket = Socket(world, "person")
    late, lucky = Peer(socket, locked), Peer(socket, free)
    late.open()
    lucky.open()
    await world.calm()
    late.seen.clear()
    late.type("too late")
    lucky.type("in time")
    await world.tick()
    assert late.seen == ["nack", "refused", "close"] and late.closed == "locked"
    assert late.unsynced == 1 and lucky.unsynced == 0
    assert socket.closed is None and world.rows(locked) == []


async def test_f3_a_refusal_names_the_text_that_its_author_saw(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    late, other = arrive(name), arrive(name, "other")
    await world.calm()
    late.type("one")
    await world.calm()
    other.type("two")
    await world.calm()
    async with world.rooms.hold([name]) as held:
        late.type("too late")
        held.release({name: ("locked", 1)})
    await world.calm()
    assert late.said("refused") == [{"type": "refused", "code": "locked", "detail": "", "seq": 2}]
    assert len(world.rows(name)) == 2


async def test_f3_on_the_plain_door_the_document_is_the_socket(world: World, arrive: Arrive) -> None:
    locked = world.log.add(status="locked")
    late = arrive(locked, plain=True)
    await world.calm()
    late.type("too late")
    await world.calm()
    assert late.said("refused")[0]["code"] == "locked"
    assert late.socket.closed == (4409, "locked")


async def test_f3_new_text_under_the_id_of_another_person_is_foreign(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author = arrive(name, "author")
    await world.calm()
    author.type("mine")
    await world.tick()
    thief_doc: Doc[Any] = Doc(client_id=author.doc.client_id)
    thief_doc.apply_update(author.doc.get_update())
    thief = Peer(Socket(world, "thief"), name, thief_doc)
    thief.open()
    await world.calm()
    thief.type("yours")
    await world.tick()
    assert thief.closed == "foreign" and thief.socket.closed is None
    assert len(world.rows(name)) == 1
    second_tab = Peer(Socket(world, "author#2"), name, author.doc)
    second_tab.open()
    await world.calm()
    second_tab.type("mine too")
    await world.tick()
    assert second_tab.unsynced == 0


async def test_f4_an_update_that_is_none_closes_the_socket(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    hostile, plain = arrive(name), arrive(name, plain=True)
    await world.calm()
    hostile.send(envelope.news(b"\x01\x01\x05"))
    plain.send(envelope.step_one(b"\xff"))
    assert hostile.socket.closed == plain.socket.closed == (4400, "malformed")


async def test_f5_frames_on_a_closed_key_are_dropped_until_a_new_token_opens_it(world: World, arrive: Arrive) -> None:
    name = world.log.add(status="locked")
    person = arrive(name)
    await world.calm()
    person.type("refused")
    await world.calm()
    person.seen.clear()
    person.type("into the void")
    await world.calm()
    assert person.seen == [] and world.rooms.counts["stray"] == 1
    fresh = Peer(person.socket, name)
    fresh.open()
    await world.calm()
    assert fresh.synced and fresh.unsynced == 0 and fresh.text == []


async def test_f5_a_client_may_leave_and_return_on_the_same_socket(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    person = arrive(name)
    await world.calm()
    person.send(b"\x07")
    assert not world.room(name).audience.sessions
    person.open()
    person.type("back")
    await world.tick()
    assert person.unsynced == 0 and len(world.room(name).audience.sessions) == 1


async def test_f6_deletions_that_a_readers_yjs_makes_by_itself_are_ignored(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author, reader = arrive(name, "author"), arrive(name, "reader")
    world.rights.readers["reader"] = "observer"
    await world.calm()
    author.type("emphatic")
    text = author.root.children[0].children[0]
    assert isinstance(text, XmlText)
    text.format(0, 4, {"strong": {}})
    await world.tick()
    structs, _ = decode_update(author.doc.get_update())
    mark = next(struct for struct in structs if struct.ref == FORMAT)
    tidying = uint(0) + uint(1) + uint(mark.client) + uint(1) + uint(mark.clock) + uint(1)
    reader.unsynced += 1
    reader.send(envelope.news(tidying))
    await world.tick()
    assert reader.closed is None and reader.unsynced == 0
    assert len(world.rows(name)) == 2


async def test_f7_rights_that_are_lost_close_the_document_and_are_told(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    demoted, expelled, signed_out = (arrive(name, who) for who in ("demoted", "expelled", "signed out"))
    await world.calm()
    world.rights.readers["demoted"] = "observer"
    world.rights.shut_out.add("expelled")
    world.rights.signed_out.add("signed out")
    world.rooms.recheck()
    await world.calm()
    assert demoted.said("standing") == [
        {"type": "standing", "status": "open", "may_write": False, "reason": "observer"}
    ]
    assert expelled.closed is not None and expelled.socket.closed is None
    assert signed_out.socket.closed == (4401, "signed_out")
    assert len(world.room(name).audience.sessions) == 1


async def test_f7_a_sign_out_is_noticed_at_the_next_frame_even_if_nobody_says_so(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    person = arrive(name, "person")
    await world.calm()
    world.rights.signed_out.add("person")
    person.type("no more")
    await world.tick()
    assert person.socket.closed == (4401, "signed_out") and world.rows(name) == []
