"""Rules G-8 and F-8 of rooms/SPEC.md: what an act writes in a held text, and words for text that it carried away."""

from dataclasses import replace

import pytest
from pycrdt import XmlElement, XmlText

from server.crdt.carrying import Author, strike
from server.crdt.fabric import cut_fabric, read_fabric, remove
from server.domain.edits import Actor, Batch, Carried, Edit, Verdict
from server.domain.identity import TextName
from server.rooms.gavel import Held
from tests.rooms.conftest import Arrive
from tests.rooms.peer import Peer, Socket
from tests.rooms.world import World

pytestmark = pytest.mark.anyio

CHAIR = Author(Actor("chair", "seat of chair", None, via="merge"), 7)


async def cut_away(world: World, held: Held, name: TextName, block: int, offset: int = 0) -> tuple[Edit, Carried]:
    """Write on the disk alone what takes the end of a text away."""
    text = held.texts[name]
    gone = remove(cut_fabric(read_fabric(text.state), block, offset)[1])
    edit = strike((*gone.edges, *gone.inner), CHAIR)
    batch = Batch(text.language_version, text.seq, text.epoch, text.lock_epoch, (edit,), ())
    (outcome,) = await world.log.commit([batch])
    assert outcome.verdict is Verdict.COMMITTED
    return edit, gone


async def split(world: World, name: TextName, block: int, offset: int = 0) -> None:
    async with world.rooms.hold([name]) as held:
        edit, gone = await cut_away(world, held, name, block, offset)
        held.adopt(name, [edit], gone)


def insert(peer: Peer, block: int, at: int, words: str) -> None:
    paragraph = peer.root.children[block]
    assert isinstance(paragraph, XmlElement)
    line = paragraph.children[0]
    assert isinstance(line, XmlText)
    line.insert(at, words)


async def two_with_text(world: World, arrive: Arrive, *words: str) -> tuple[TextName, Peer, Peer]:
    name = world.log.add()
    author, other = arrive(name), arrive(name)
    await world.calm()
    author.type(*words)
    await world.tick()
    assert other.text == list(words)
    return name, author, other


async def test_g8_what_an_act_wrote_reaches_all_and_nobody_is_asked_again(world: World, arrive: Arrive) -> None:
    name, author, other = await two_with_text(world, arrive, "first half, second half", "third")
    questions = author.seen.count("step 1")
    await split(world, name, 0, 10)
    await world.calm()
    assert author.text == other.text == ["first half"]
    assert author.seen.count("step 1") == questions and world.log.loads == 1
    other.type("goes on")
    await world.tick()
    assert author.text == ["first half", "goes on"] and other.unsynced == 0
    assert [row.seq for row in world.rows(name)] == [1, 2, 3]


async def test_g8_what_was_parked_goes_on_in_what_stays(world: World, arrive: Arrive) -> None:
    name, author, other = await two_with_text(world, arrive, "first half, second half")
    async with world.rooms.hold([name]) as held:
        edit, gone = await cut_away(world, held, name, 0, 10)
        insert(author, 0, 5, " parked")
        await world.tick()
        held.adopt(name, [edit], gone)
    await world.tick()
    assert author.text == other.text == ["first parked half"] and author.unsynced == 0


async def test_g8_a_room_that_moved_on_is_loaded_again(world: World, arrive: Arrive) -> None:
    name, author, other = await two_with_text(world, arrive, "first half, second half")
    async with world.rooms.hold([name]) as held:
        edit, gone = await cut_away(world, held, name, 0, 10)
        await world.elapse(2.1)
        assert held.void
        insert(author, 0, 0, "The ")
        await world.calm()
        held.adopt(name, [edit], gone)
    await world.elapse(1)
    assert author.text == other.text == ["The first half"] and author.unsynced == 0
    assert world.log.loads > 1


async def test_g8_a_room_that_everybody_leaves_is_kept_until_the_act_is_over(world: World, arrive: Arrive) -> None:
    """Else one who comes back late in a slow act would open the text as it was before, and nobody would say so."""
    name, author, other = await two_with_text(world, arrive, "first half, second half")
    author.socket.lose()
    other.socket.lose()
    async with world.rooms.hold([name]) as held:
        await world.elapse(40)
        late = arrive(name)
        await world.calm()
        assert late.text == ["first half, second half"]
        edit, gone = await cut_away(world, held, name, 0, 10)
        held.adopt(name, [edit], gone)
    await world.elapse(40)
    assert late.text == ["first half"]


@pytest.mark.parametrize("restarted", [False, True])
async def test_f8_words_within_what_was_carried_away_stay_with_their_author(
    world: World, arrive: Arrive, restarted: bool
) -> None:
    name, author, other = await two_with_text(world, arrive, "first half, second half", "third")
    author.deaf = True
    insert(author, 0, 16, "very ")
    insert(author, 1, 0, "the ")
    async with world.rooms.hold([name]) as held:
        edit, gone = await cut_away(world, held, name, 0, 10)
        held.adopt(name, [edit], gone)
    if restarted:
        shelf = world.log.shelves[name]
        shelf.stored = replace(shelf.stored, carried=gone)
        world.room(name).drop()
        await world.elapse(1)
    author.socket.lose()
    back = Peer(Socket(world, "person 1"), name, author.doc)
    back.open()
    await world.tick()
    assert back.said("refused")[0]["code"] == "moved" and back.closed == "moved"
    assert other.text == ["first half"] and back.unsynced > 0
    assert len(world.rows(name)) == 2


async def test_f8_at_the_edge_words_are_taken_and_seen(world: World, arrive: Arrive) -> None:
    name, author, other = await two_with_text(world, arrive, "first half, second half")
    await split(world, name, 0, 10)
    insert(author, 0, 10, " and more")
    insert(author, 0, 0, "The ")
    author.type("A paragraph")
    await world.tick()
    assert other.text == author.text == ["The first half and more", "A paragraph"]
    assert author.unsynced == 0 and not author.said("refused")
