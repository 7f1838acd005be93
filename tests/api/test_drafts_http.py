"""Acts on many clauses, settings and seats over HTTP and real sockets: who may, what is refused, and how."""

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any

import httpx
import msgspec
import pytest
from websockets.asyncio.client import connect

from server.api import replies
from tests.chaos.typist import AUTH, STATELESS, Frame, lump, varint
from tests.live import Live, walk_clauses

Clause = dict[str, Any]
NOWHERE = "00000000-0000-7000-8000-000000000000"
OFFICES = ("chair", "secretariat")
OTHERS = ("delegate", "observer", "translator")


def refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def agenda_of(live: Live) -> str:
    return f"/agendas/{live.demo['agenda']}"


@pytest.mark.parametrize("role", [*OTHERS, "secretariat"])
def test_a14_a15_only_a_chair_acts_on_many_clauses(live: Live, clause: Clause, role: str) -> None:
    with live.client(role) as other:
        for act, more in (("pause", {}), ("resume", {}), ("lock", {}), ("reopen", {"reason": "because"})):
            answer = other.post(f"{agenda_of(live)}/{act}", json={"clauses": [clause["id"]], **more})
            assert refusal(answer) == (403, "not_chair"), act


@pytest.mark.parametrize("role", OTHERS)
def test_a21_only_offices_set_the_draft(live: Live, role: str) -> None:
    with live.client(role) as other:
        assert refusal(other.patch(f"{agenda_of(live)}/draft", json={"mode": "closed"})) == (403, "not_office")
        closing = other.post(f"{agenda_of(live)}/consultation", json={"consultation": None})
        assert refusal(closing) == (403, "not_office")
        may = other.get(agenda_of(live)).json()["you"]["may"]
        assert (may["settings"], may["pause"]) == (False, False)


def test_a_choice_that_is_none_or_several_is_not_understood(live: Live, clause: Clause) -> None:
    unclear: list[dict[str, Any]] = [{}, {"clauses": []}, {"subtree": clause["id"], "all": True}, {"all": False}]
    with live.client("chair") as chair:
        for act in ("pause", "resume", "lock", "reopen"):
            reason = {"reason": "because"} if act == "reopen" else {}
            for choice in unclear:
                assert refusal(chair.post(f"{agenda_of(live)}/{act}", json={**choice, **reason})) == (
                    422, "choice_unclear"
                )  # fmt: skip
            missing = chair.post(f"{agenda_of(live)}/{act}", json={"clauses": [NOWHERE], **reason})
            assert refusal(missing) == (404, "no_such_clause")
            elsewhere = chair.post(f"/agendas/{NOWHERE}/{act}", json={"all": True, **reason})
            assert refusal(elsewhere) == (404, "no_such_agenda")


def test_d1_d2_l7_pens_down_then_agreed_then_reopened_together(live: Live, clause: Clause) -> None:
    chosen = {"clauses": [clause["id"]]}
    with live.client("chair") as chair:
        assert refusal(chair.post(f"{agenda_of(live)}/resume", json=chosen)) == (409, "not_paused")
        paused = chair.post(f"{agenda_of(live)}/pause", json=chosen)
        shown = msgspec.json.decode(paused.content, type=replies.Acted).clauses[0]
        assert {text.status for text in shown.texts.values()} == {"paused"}
        assert refusal(chair.post(f"{agenda_of(live)}/pause", json=chosen)) == (409, "nothing_to_pause")
        stale = {clause["id"]: {"en": {"hash": "0" * 64}}}
        moved = chair.post(f"{agenda_of(live)}/lock", json={**chosen, "seen": stale})
        assert refusal(moved) == (409, "text_moved")
        assert set(moved.json()["detail"]["clauses"][clause["id"]]["en"]) == {"seq", "hash", "text"}
        seen = {clause["id"]: {key: {"seq": text.seq, "hash": text.hash} for key, text in shown.texts.items()}}
        locked = chair.post(f"{agenda_of(live)}/lock", json={**chosen, "seen": seen})
        assert msgspec.json.decode(locked.content, type=replies.Acted).clauses[0].status == "agreed"
        again = chair.post(f"{agenda_of(live)}/lock", json=chosen)
        assert (refusal(again), again.json()["detail"]) == ((409, "already_locked"), {"clauses": [clause["id"]]})
        assert refusal(chair.post(f"{agenda_of(live)}/reopen", json=chosen)) == (422, "reason_missing")
        opened = chair.post(f"{agenda_of(live)}/reopen", json={**chosen, "reason": "A State asked."}).json()
        assert opened["clauses"][0]["status"] == "open"
        assert opened["clauses"][0]["reopened"]["reason"] == "A State asked."
        early = chair.post(f"{agenda_of(live)}/reopen", json={**chosen, "reason": "Again."})
        assert refusal(early) == (409, "not_locked")


def test_l7_the_gavel_takes_what_was_seen_of_a_long_text(live: Live, clause: Clause) -> None:
    """Numbers and hashes of 600 clauses in 3 languages are more than other bodies may hold."""
    seen = {f"{number:036}": {key: {"seq": 1, "hash": "0" * 64} for key in ("en", "fr", "es")} for number in range(600)}
    seen[clause["id"]] = {key: {"seq": text["seq"], "hash": text["hash"]} for key, text in clause["texts"].items()}
    with live.client("chair") as chair:
        answer = chair.post(f"{agenda_of(live)}/lock", json={"clauses": [clause["id"]], "seen": seen})
        assert answer.status_code == 200, answer.text
        larger = {"clauses": [clause["id"]], "seen": {"x" * 1_100_000: {}}}
        assert refusal(chair.post(f"{agenda_of(live)}/lock", json=larger)) == (413, "body_too_large")


@pytest.mark.parametrize("role", OFFICES)
def test_d3_offices_set_the_draft_and_everybody_reads_it(live: Live, role: str) -> None:
    with live.client(role) as office, live.client("delegate") as delegate:
        before = delegate.get(agenda_of(live)).json()["draft"]
        assert (before["open"], before["typists"], before["readers"]) == (True, ["state"], ["all"])
        try:
            done = office.patch(f"{agenda_of(live)}/draft", json={"mode": "closed"})
            assert msgspec.json.decode(done.content, type=replies.SetDraft).draft.reason == "closed"
            after = delegate.get(agenda_of(live)).json()
            assert (after["draft"]["open"], after["draft"]["reason"]) == (False, "closed")
            texts = [text for clause in walk_clauses(after["clauses"]) for text in clause["texts"].values()]
            assert {text["reason"] for text in texts if text["status"] == "open"} == {"closed"}
        finally:
            office.patch(f"{agenda_of(live)}/draft", json={"mode": "typing"})


def test_d3_settings_are_refused_by_code(live: Live) -> None:
    with live.client("chair") as chair:
        for changes, code in (
            ({"mode": "shut"}, "mode_unknown"),
            ({"name_policy": "none"}, "policy_unknown"),
            ({"typists": ["martians"]}, "party_unknown"),
            ({"closes_at": 0}, "time_unusable"),
            ({"opens_at": 2, "closes_at": 1}, "times_crossed"),
        ):
            assert refusal(chair.patch(f"{agenda_of(live)}/draft", json=changes)) == (422, code)
        assert refusal(chair.patch(f"{agenda_of(live)}/draft", json={})) == (409, "nothing_changed")
        assert refusal(chair.patch(f"/agendas/{NOWHERE}/draft", json={})) == (404, "no_such_agenda")


def test_d7_the_history_shows_names_by_the_policy(live: Live, clause: Clause) -> None:
    with live.client("secretariat") as secretariat:
        url = f"/clauses/{clause['id']}/en/versions"
        secretariat.post(url, json={"label": "as it stands"})
        assert secretariat.get(url).json()["versions"][0]["person"]["name"]
        try:
            secretariat.patch(f"{agenda_of(live)}/draft", json={"name_policy": "delegation_only"})
            assert {version["person"] for version in secretariat.get(url).json()["versions"]} == {None}
        finally:
            secretariat.patch(f"{agenda_of(live)}/draft", json={"name_policy": "delegation"})


def test_d6_a_text_is_opened_for_a_consultation_and_closed_by_hand(live: Live) -> None:
    with live.client("secretariat") as secretariat:
        url = f"/processes/{live.demo['process']}/consultations"
        listed = msgspec.json.decode(secretariat.get(url).content, type=replies.Consultations).consultations
        meeting = listed[-1].id
        missing = secretariat.post(f"{agenda_of(live)}/consultation", json={"consultation": NOWHERE})
        assert refusal(missing) == (404, "no_such_consultation")
        assert refusal(secretariat.get(f"/processes/{NOWHERE}/consultations")) == (404, "no_such_process")
        try:
            opened = secretariat.post(f"{agenda_of(live)}/consultation", json={"consultation": meeting}).json()
            assert (opened["draft"]["consultation"], opened["draft"]["open"]) == (meeting, True)
            assert secretariat.get(agenda_of(live)).json()["consultation"]["id"] == meeting
            open_in = {row["id"]: row["open_in"] for row in secretariat.get(url).json()["consultations"]}
            assert open_in[meeting] == [live.demo["agenda"]]
            closed = secretariat.post(f"{agenda_of(live)}/consultation", json={"consultation": None}).json()
            assert (closed["draft"]["mode"], closed["draft"]["consultation"]) == ("closed", None)
        finally:
            secretariat.patch(f"{agenda_of(live)}/draft", json={"mode": "typing"})


def test_a22_a_seat_is_chosen_for_this_sign_in_alone(live: Live) -> None:
    delegate = live.person("delegate", 1)
    process = "berne-initiative"
    live.run("person", delegate["email"], "--process", process, "--role", "translator", "--language", "fr")
    with live.client("delegate", 1) as one, live.client("delegate", 1) as other:
        seats = msgspec.json.decode(one.get("/session").content, type=replies.SignIn).seats
        first, second = seats[0], seats[-1]
        assert (first.chosen, second.chosen, second.role, second.until) == (True, False, "translator", None)
        answer = one.post("/session/seat", json={"seat": second.id})
        chosen = {seat.id: seat.chosen for seat in msgspec.json.decode(answer.content, type=replies.SignIn).seats}
        assert chosen == {seat.id: seat.id == second.id for seat in seats}
        assert one.get(agenda_of(live)).json()["you"]["role"] == "translator"
        assert other.get(agenda_of(live)).json()["you"]["role"] == "delegate"
        assert refusal(one.post("/session/seat", json={"seat": NOWHERE})) == (404, "no_such_seat")
        foreign = one.post("/session/seat", json={"seat": second.id, "delegation": NOWHERE})
        assert refusal(foreign) == (403, "not_your_delegation")
        one.headers.pop("authorization")
        assert refusal(one.post("/session/seat", json={"seat": second.id})) == (401, "not_signed_in")


def test_d5_a_real_socket_is_told_when_the_clock_closes_the_draft(live: Live, clause: Clause) -> None:
    with live.client("chair") as chair:
        try:
            told = asyncio.run(hear_closing(live, clause, chair))
            assert (told["status"], told["may_write"], told["reason"]) == ("open", False, "closed")
            assert time.time() * 1000 - told["closes_at"] < 1000
        finally:
            chair.patch(f"{agenda_of(live)}/draft", json={"opens_at": None, "closes_at": None})


async def hear_closing(live: Live, clause: Clause, chair: httpx.Client) -> dict[str, Any]:
    """Sit in a text as a delegate, have a chair close the draft in a moment, and return what the socket then says."""
    headers = {"Authorization": f"Bearer {live.token(live.person('delegate'))}"}
    key = lump(f"{clause['id']}/en".encode())
    async with connect(live.url.replace("http", "ws", 1) + "/collab", additional_headers=headers) as socket:
        await socket.send(key + varint(AUTH) + varint(0) + lump(b"") + lump(b"4.8.0"))

        async def hear(wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
            async with asyncio.timeout(10):
                async for data in socket:
                    message = read_message(data)
                    if message and wanted(message):
                        return message
            raise AssertionError("the socket closed")

        assert (await hear(lambda message: message["type"] == "hello"))["may_write"]
        closes_at = int(time.time() * 1000) + 250
        await asyncio.to_thread(chair.patch, f"{agenda_of(live)}/draft", json={"closes_at": closes_at})
        return {**await hear(lambda message: message["type"] == "standing"), "closes_at": closes_at}


def read_message(data: str | bytes) -> dict[str, Any] | None:
    if not isinstance(data, bytes) or data == b"\x09":
        return None
    frame = Frame(data)
    frame.lump()
    message: dict[str, Any] | None = json.loads(frame.lump()) if frame.varint() == STATELESS else None
    return message
