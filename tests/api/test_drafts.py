"""A draft's settings and consultations, and as whom one acts, on open sockets. Rules A-3, A-21, A-22, D-3, D-6, D-7."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from server.actions.consulting import open_for, show_consultations
from server.actions.drafting import set_draft
from server.actions.motions import Choice
from server.actions.pausing import pause_clauses
from server.actions.seating import choose_seat
from server.actions.signing import describe_person
from server.domain.errors import Refusal
from server.domain.identity import fresh_id
from server.storage.database import Writing
from server.storage.tables import consultations, decision_items, decisions, seats, updates
from tests.api.scene import Scene, set_scene
from tests.rooms.peer import Peer
from tests.storage.world import Member, add_member, add_seat

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with set_scene(tmp_path) as scene:
        yield scene


async def change(scene: Scene, member: Member | None = None, **changes: Any) -> dict[str, Any]:
    done = await set_draft(scene.house, scene.call(member or scene.world.chair), scene.world.agenda, changes)
    await scene.calm()
    return done


def last_told(peer: Peer) -> tuple[bool, str]:
    message = [*peer.said("hello"), *peer.said("standing")][-1]
    return message["may_write"], message["reason"]


async def rows_of(scene: Scene, query: Any) -> list[Any]:
    return list(await scene.database.read(lambda reading: reading.connection.execute(query).all()))


async def type_words(scene: Scene, peer: Peer, words: str) -> None:
    peer.type(words)
    await scene.until(lambda: peer.unsynced == 0)


async def test_d3_a_change_is_one_decision_with_what_was_and_what_is(scene: Scene) -> None:
    done = await change(scene, mode="proposals", typists=["state", "ngo"])
    draft = done["draft"]
    assert (draft["mode"], draft["typists"], draft["open"], draft["reason"]) == (
        "proposals", ["ngo", "state"], False, "proposals_only"
    )  # fmt: skip
    assert await rows_of(scene, select(decisions.c.id, decisions.c.act)) == [(done["decision"], "draft_settings")]
    [item] = await rows_of(scene, select(decision_items))
    assert item.detail == {
        "before": {"mode": "typing", "typists": ["state"]},
        "after": {"mode": "proposals", "typists": ["ngo", "state"]},
    }


async def test_d3_open_sockets_follow_the_settings(scene: Scene) -> None:
    egypt, ngo = await scene.arrive(scene.world.egypt), await scene.arrive(scene.world.ngo)
    await change(scene, mode="closed")
    assert (last_told(egypt), last_told(ngo)) == ((False, "closed"), (False, "closed"))
    await change(scene, mode="typing", typists=["ngo", f"delegation:{scene.world.ghana.delegation}"])
    assert (last_told(egypt), last_told(ngo)) == ((False, "not_typist"), (True, ""))
    await type_words(scene, ngo, "from the forum")
    await change(scene, readers=["state"], typists=["state"])
    assert ngo.closed == "not_reader"
    assert (last_told(egypt), egypt.text) == ((True, ""), ["from the forum"])


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"mode": "shut"}, "mode_unknown"),
        ({"name_policy": "secret"}, "policy_unknown"),
        ({"typists": ["state", "martians"]}, "party_unknown"),
        ({"readers": ["delegation:nobody"]}, "party_unknown"),
        ({"opens_at": -1}, "time_unusable"),
        ({"closes_at": 10**18}, "time_unusable"),
        ({"opens_at": 2_000_000, "closes_at": 2_000_000}, "times_crossed"),
        ({"mode": "typing"}, "nothing_changed"),
        ({}, "nothing_changed"),
    ],
)
async def test_d3_settings_that_mean_nothing_change_nothing(scene: Scene, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        await change(scene, **changes)
    assert refused.value.code == code
    assert not await rows_of(scene, select(decisions))


async def test_a21_others_than_offices_set_nothing(scene: Scene) -> None:
    for member in (scene.world.egypt, scene.world.ngo, scene.world.translator):
        with pytest.raises(Refusal, match="not_office"):
            await change(scene, member, mode="closed")
        with pytest.raises(Refusal, match="not_office"):
            await open_for(scene.house, scene.call(member), scene.world.agenda, None, {})
        with pytest.raises(Refusal, match="not_office"):
            await open_for(scene.house, scene.call(member), scene.world.agenda, "any", {})
    secretariat = await scene.database.write(lambda w: add_member(w, scene.world.process, "secretariat"))
    await scene.authority.load()
    assert (await change(scene, secretariat, mode="closed"))["draft"]["mode"] == "closed"


async def test_d7_names_beside_carets_follow_the_policy_at_once(scene: Scene) -> None:
    egypt, chair = await scene.arrive(scene.world.egypt), await scene.arrive(scene.world.chair)
    egypt.show({"cursor": 1})

    async def shown_as(policy: str) -> dict[str, Any]:
        await change(scene, name_policy=policy)
        await scene.advance(0.2)
        user: dict[str, Any] = chair.states[egypt.doc.client_id]["user"]
        return user

    await scene.advance(0.2)
    assert chair.states[egypt.doc.client_id]["user"]["name"] == "Person of Egypt"
    egypt_alone = {"name": "Egypt", "delegation": "Egypt", "role": "delegate", "delegation_names": {"en": "Egypt"}}
    assert await shown_as("delegation_only") == egypt_alone
    assert await shown_as("role") == {"name": "", "delegation": "", "role": "delegate"}
    assert (await shown_as("delegation"))["name"] == "Person of Egypt"
    assert chair.states[egypt.doc.client_id]["cursor"] == 1


async def add_consultation(scene: Scene, process: str, **times: int) -> str:
    key = fresh_id()
    kind: dict[str, Any] = {"names": {"en": "Regional"}, "kind": "regional", "level": "regional", "slug": "africa"}
    row = {"id": key, "process": process, **kind, "places": [], "since": "2004-03", "until": None, **times}
    await scene.database.write(lambda writing: writing.connection.execute(insert(consultations).values(row)))
    return key


async def test_d6_what_is_typed_and_decided_while_a_consultation_is_open_names_it(scene: Scene) -> None:
    call = scene.call(scene.world.chair)
    meeting = await add_consultation(scene, scene.world.process)
    egypt = await scene.arrive(scene.world.egypt)
    await type_words(scene, egypt, "before")
    opened = await open_for(scene.house, call, scene.world.agenda, meeting, {})
    await scene.calm()
    assert (opened["draft"]["consultation"], opened["draft"]["open"]) == (meeting, True)
    await type_words(scene, egypt, "meanwhile")
    await pause_clauses(scene.house, call, scene.world.agenda, Choice())
    shown = await show_consultations(scene.house, call, scene.world.process)
    assert [row["open_in"] for row in shown["consultations"]] == [[scene.world.agenda]]
    closed = await open_for(scene.house, call, scene.world.agenda, None, {})
    await scene.calm()
    assert (closed["draft"]["mode"], closed["draft"]["consultation"]) == ("closed", None)
    assert last_told(egypt) == (False, "closed")
    assert await rows_of(scene, select(updates.c.consultation).order_by(updates.c.seq)) == [(None,), (meeting,)]
    acts = await rows_of(scene, select(decisions.c.act, decisions.c.consultation).order_by(decisions.c.commit))
    assert acts == [("open_consultation", meeting), ("pause", meeting), ("close_consultation", meeting)]
    shown = await show_consultations(scene.house, call, scene.world.process)
    assert [row["open_in"] for row in shown["consultations"]] == [[]]


async def test_d6_a_consultation_opens_and_closes_by_the_clock(scene: Scene) -> None:
    call = scene.call(scene.world.chair)
    start = scene.clock.now_ms()
    own = {"opens_at": start + 10_000, "closes_at": start + 20_000}
    meeting = await add_consultation(scene, scene.world.process, **own)
    egypt = await scene.arrive(scene.world.egypt)
    draft = (await open_for(scene.house, call, scene.world.agenda, meeting, {"closes_at": start + 15_000}))["draft"]
    assert (draft["opens_at"], draft["closes_at"]) == (start + 10_000, start + 15_000)
    await scene.calm()
    assert last_told(egypt) == (False, "not_open_yet")
    await scene.advance(10)
    assert last_told(egypt) == (True, "")
    await scene.advance(5)
    assert last_told(egypt) == (False, "closed")
    again = (await open_for(scene.house, call, scene.world.agenda, meeting, {}))["draft"]
    assert (again["opens_at"], again["closes_at"]) == (None, start + 20_000)


async def test_d6_only_a_consultation_of_this_process_opens_a_text(scene: Scene) -> None:
    call = scene.call(scene.world.chair)
    with pytest.raises(Refusal, match="no_such_consultation"):
        await open_for(scene.house, call, scene.world.agenda, fresh_id(), {})
    with pytest.raises(Refusal, match="no_such_process"):
        await show_consultations(scene.house, call, fresh_id())


async def give_seat(scene: Scene, member: Member, role: str, **settings: Any) -> str:
    def work(writing: Writing) -> str:
        key = add_seat(writing, scene.world.process, member.person, role, **settings)
        writing.publish("server", "seat_changed", seat=key, person=member.person)
        return key

    seat = await scene.database.write(work)
    await scene.calm()
    return seat


async def test_a22_a_person_with_two_seats_acts_in_the_one_that_was_chosen(scene: Scene) -> None:
    world = scene.world
    second = await give_seat(scene, world.ngo, "chair", from_at=1)
    peer = await scene.arrive(world.ngo)
    assert last_told(peer) == (False, "observer")
    await choose_seat(scene.house, scene.call(world.ngo), second, None)
    await scene.calm()
    assert last_told(peer) == (True, "")
    await type_words(scene, peer, "from the chair")
    assert await rows_of(scene, select(updates.c.seat, updates.c.delegation)) == [(second, None)]
    shown = await scene.database.read(lambda r: describe_person(r, world.ngo.person, world.ngo.session))
    assert {seat["id"]: seat["chosen"] for seat in shown["seats"]} == {world.ngo.seat: False, second: True}
    await choose_seat(scene.house, scene.call(world.ngo), world.ngo.seat, None)
    await scene.calm()
    assert last_told(peer) == (False, "observer")


async def test_a3_a_scribe_chooses_for_which_delegation_words_are_written(scene: Scene) -> None:
    world = scene.world
    assert world.egypt.delegation and world.ghana.delegation
    spoken = [world.egypt.delegation, world.ghana.delegation]
    scribe = await scene.database.write(lambda w: add_member(w, world.process, "secretariat"))
    naming = update(seats).where(seats.c.id == scribe.seat).values(speaks_for=spoken)
    await scene.database.write(lambda writing: writing.connection.execute(naming))
    await scene.authority.load()
    peer, reader = await scene.arrive(scribe), await scene.arrive(world.chair)
    peer.show({"cursor": 1})
    await type_words(scene, peer, "for nobody")
    for delegation in spoken:
        await choose_seat(scene.house, scene.call(scribe), scribe.seat, delegation)
        await scene.calm()
        await type_words(scene, peer, "for one")
    written = await rows_of(scene, select(updates.c.delegation).order_by(updates.c.seq))
    assert [row.delegation for row in written] == [None, *spoken]
    await scene.advance(0.2)
    assert reader.states[peer.doc.client_id]["user"]["delegation"] == "Ghana"
    shown = await scene.database.read(lambda r: describe_person(r, scribe.person, scribe.session))
    [seat] = shown["seats"]
    assert ([row["id"] for row in seat["speaks_for"]], seat["speaking_for"]) == (spoken, spoken[1])


async def test_a3_who_writes_for_one_delegation_can_also_write_for_none(scene: Scene) -> None:
    world = scene.world
    scribe = await scene.database.write(lambda w: add_member(w, world.process, "secretariat"))
    naming = update(seats).where(seats.c.id == scribe.seat).values(speaks_for=[world.ghana.delegation])
    await scene.database.write(lambda writing: writing.connection.execute(naming))
    await scene.authority.load()
    peer = await scene.arrive(scribe)
    await type_words(scene, peer, "unless anything is chosen")
    for chosen in ((None,), (world.ghana.delegation,), ()):
        await choose_seat(scene.house, scene.call(scribe), scribe.seat, *chosen)
        await scene.calm()
        await type_words(scene, peer, "as chosen")
        shown = await scene.database.read(lambda r: describe_person(r, scribe.person, scribe.session))
        assert shown["seats"][0]["speaking_for"] == (chosen or (world.ghana.delegation,))[0]
    written = await rows_of(scene, select(updates.c.delegation).order_by(updates.c.seq))
    ghana = world.ghana.delegation
    assert [row.delegation for row in written] == [ghana, None, ghana, ghana]


async def test_a22_only_ones_own_seats_that_hold_now_and_delegations_that_they_name_are_chosen(scene: Scene) -> None:
    world = scene.world
    later = await give_seat(scene, world.egypt, "chair", from_at=scene.clock.now_ms() + 1)
    over = await give_seat(scene, world.egypt, "chair", until_at=scene.clock.now_ms())
    for seat, delegation, code in (
        (world.ghana.seat, None, "no_such_seat"),
        (fresh_id(), None, "no_such_seat"),
        (later, None, "seat_not_begun"),
        (over, None, "seat_ended"),
        (world.egypt.seat, world.ghana.delegation, "not_your_delegation"),
    ):
        with pytest.raises(Refusal) as refused:
            await choose_seat(scene.house, scene.call(world.egypt), seat, delegation)
        assert refused.value.code == code
