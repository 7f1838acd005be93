"""Rules C-8 and C-9 of rooms/SPEC.md: who has an agenda open, and whom a change of rights concerns."""

import pytest

from server.rooms.needs import Concern
from tests.rooms.conftest import Arrive
from tests.rooms.peer import Peer, Socket
from tests.rooms.test_channel import listen
from tests.rooms.world import World

pytestmark = pytest.mark.anyio


def place(peer: Peer, of: Peer) -> tuple[object, object, object] | None:
    state = peer.states.get(of.doc.client_id)
    return (state["user"]["name"], state.get("clause"), state.get("language")) if state else None


async def test_c8_all_who_have_the_agenda_open_are_shown_with_their_place(world: World) -> None:
    people = [listen(world, f"p{number}") for number in range(5)]
    await world.calm()
    for number, person in enumerate(people):
        person.show({"clause": f"clause {number}", "language": "en"} if number else {})
    await world.elapse(1.1)
    late = listen(world)
    await world.calm()
    expected = {("p0", None, None)} | {(f"p{number}", f"clause {number}", "en") for number in range(1, 5)}
    for watcher in (*people, late):
        assert {place(watcher, person) for person in people} == expected


async def test_c8_a_client_says_where_it_is_and_nothing_else(world: World) -> None:
    liar, other = listen(world, "liar"), listen(world)
    await world.calm()
    liar.show({"user": {"name": "The Chair"}, "clause": "x" * 65, "language": {"en": 1}, "cursor": {"anchor": 1}})
    await world.elapse(1)
    assert other.states[liar.doc.client_id] == {"user": {"name": "liar", "delegation": "KE", "role": "delegate"}}


async def test_c8_there_is_one_entry_a_socket_and_one_frame_a_second(world: World) -> None:
    mover, watcher = listen(world, "mover"), listen(world)
    await world.calm()
    watcher.seen.clear()
    for turn in range(30):
        mover.show({"clause": f"{turn}"}, clock=turn, client=4711 if turn % 2 else mover.doc.client_id)
        await world.elapse(0.1)
    await world.elapse(1)
    assert 3 <= watcher.seen.count("presence") <= 4
    assert list(watcher.states.values())[0]["clause"] == "29" and len(watcher.states) == 1


async def test_c8_whoever_leaves_is_gone_within_two_seconds(world: World) -> None:
    cut, left, watcher = listen(world), listen(world), listen(world)
    await world.calm()
    cut.show({"clause": "a"})
    left.show({"clause": "b"})
    await world.elapse(1)
    assert len(watcher.states) == 2
    cut.socket.lose()
    left.send(b"\x07")
    await world.elapse(1.5)
    assert watcher.states == {}


async def test_c8_one_who_may_not_read_any_longer_is_shown_to_nobody(world: World) -> None:
    expelled, watcher = listen(world, "expelled"), listen(world)
    await world.calm()
    world.rights.shut_out.add("expelled")
    expelled.show({"clause": "a"})
    await world.elapse(1.5)
    assert expelled.closed == "unknown" and watcher.states == {}


async def test_c8_a_paused_socket_sees_everybody_when_it_takes_frames_again(world: World) -> None:
    slow, mover = listen(world), listen(world, "mover")
    await world.calm()
    slow.socket.paused = True
    mover.show({"clause": "a"})
    await world.elapse(2)
    assert slow.states == {}
    slow.socket.resume()
    await world.calm()
    assert place(slow, mover) == ("mover", "a", None)


async def test_c8_a_name_changes_as_soon_as_the_server_calls_the_person_otherwise(world: World) -> None:
    person, watcher = listen(world, "person"), listen(world)
    await world.calm()
    person.show({"clause": "a", "language": "en"})
    await world.elapse(1)
    world.rights.names["person"] = "Kenya"
    world.rooms.recheck(Concern(drafts=frozenset({"main"})))
    await world.elapse(1.5)
    assert place(watcher, person) == ("Kenya", "a", "en")


async def test_c8_what_is_no_awareness_closes_the_socket(world: World) -> None:
    hostile, other = listen(world), listen(world)
    await world.calm()
    hostile.send(b"\x01\x02\xff\xff")
    await world.calm()
    assert hostile.socket.closed == (4400, "malformed") and other.socket.closed is None


async def test_c9_whose_rights_changed_is_told_and_no_other(world: World) -> None:
    changed, same, expelled = listen(world, "changed"), listen(world, "same"), listen(world, "expelled")
    await world.calm()
    world.rights.rights["changed"] = "may less"
    world.rights.shut_out.add("expelled")
    world.rooms.recheck()
    world.rooms.recheck()
    await world.calm()
    assert changed.said("draft_news") == [{"type": "draft_news", "commit": 100}]
    assert same.said("draft_news") == [] and same.closed is None
    assert expelled.closed == "unknown" and expelled.socket.closed is None


async def test_c9_what_changed_by_the_clock_alone_is_told_with_the_next_news(world: World) -> None:
    peer = listen(world, "person")
    await world.calm()
    world.rights.rights["person"] = "closed"
    world.news.act("a")
    world.rooms.agendas.stir(world.news.agenda, urgent=True)
    await world.calm()
    assert [message["type"] for message in peer.heard] == ["agenda_hello", "draft_news", "clause_news"]


@pytest.mark.parametrize(
    ("concern", "judged"),
    [
        (Concern(sign_ins=frozenset({"p1"})), 2),
        (Concern(drafts=frozenset({"main"})), 24),
        (Concern(agendas=frozenset({"agenda"})), 12),
        (Concern(processes=frozenset({"process"})), 24),
        (Concern(drafts=frozenset({"another"}), sign_ins=frozenset({"nobody"})), 0),
        (None, 24),
    ],
)
async def test_c9_only_those_are_judged_whom_it_concerns(
    world: World, arrive: Arrive, concern: Concern | None, judged: int
) -> None:
    name = world.log.add()
    for number in range(12):
        listen(world, f"p{number}", socket=arrive(name, f"p{number}").socket)
    await world.calm()
    world.rights.judged = 0
    world.rooms.recheck(concern)
    assert world.rights.judged == judged


async def test_c9_a_persons_own_sockets_hear_of_their_rights(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    demoted, other = arrive(name, "demoted"), arrive(name, "other")
    gone = Socket(world, "gone")
    await world.calm()
    world.rights.readers |= {"demoted": "observer", "other": "observer"}
    world.rights.signed_out.add("gone")
    world.rooms.recheck(Concern(sign_ins=frozenset({"demoted", "gone"})))
    await world.calm()
    assert [message["reason"] for message in demoted.said("standing")] == ["observer"]
    assert other.said("standing") == [] and gone.closed == (4401, "signed_out")
    other.type("refused")
    await world.calm()
    assert other.closed == "observer"
