"""The gavel over HTTP: who may, on which text, and what is refused. Rules L-1 to L-6."""

import asyncio
from typing import Any

import httpx

from tests.chaos.typist import Typist
from tests.live import Live

Clause = dict[str, Any]


def seen(clause: Clause) -> dict[str, dict[str, Any]]:
    return {language: {"seq": t["seq"], "hash": t["hash"]} for language, t in clause["texts"].items()}


def test_l5_a_chair_agrees_a_clause_on_the_text_that_was_seen(live: Live, clause: Clause) -> None:
    with live.client("chair") as chair:
        answer = chair.post(f"/clauses/{clause['id']}/lock", json={"seen": seen(clause)})
        assert answer.status_code == 200, answer.text
        after = answer.json()["clause"]
        assert after["status"] == "agreed"
        assert {t["status"] for t in after["texts"].values()} == {"locked"}
        assert after["lock"]["by"] == live.person("chair")["name"]
        assert after["lock"]["hashes"]["en"] == clause["texts"]["en"]["hash"]
        for language, text in after["texts"].items():
            version = chair.get(f"/clauses/{clause['id']}/{language}/versions").json()["versions"][0]
            assert (version["cause"], version["hash"]) == ("agreed", text["hash"])
        again = chair.post(f"/clauses/{clause['id']}/lock", json={})
        assert (again.status_code, again.json()["code"]) == (409, "already_locked")


def test_l3_a_text_that_moved_is_not_agreed_and_comes_back(live: Live, clause: Clause) -> None:
    with live.client("chair") as chair:
        stale = {"en": {"seq": clause["texts"]["en"]["seq"], "hash": "0" * 64}}
        answer = chair.post(f"/clauses/{clause['id']}/lock", json={"seen": stale})
        assert (answer.status_code, answer.json()["code"]) == (409, "text_moved")
        assert answer.json()["detail"]["languages"]["en"]["hash"] == clause["texts"]["en"]["hash"]
        assert chair.get(f"/clauses/{clause['id']}").json()["status"] == "open"


def test_l3_whoever_says_what_was_seen_says_so_of_every_text(live: Live, clause: Clause) -> None:
    whole = seen(clause)
    (language, *_), unsaid = whole, {"seq": None, "hash": None}
    with live.client("chair") as chair:
        for partly in ({language: whole[language]}, {**whole, language: unsaid}, {"xx": whole[language]}):
            answer = chair.post(f"/clauses/{clause['id']}/lock", json={"seen": partly})
            assert (answer.status_code, answer.json()["code"]) == (409, "text_moved"), partly
            told = answer.json()["detail"]["languages"]
            assert set(told) == {key for key in whole if partly.get(key) != whole[key]}
        nothing = chair.post(f"/clauses/{clause['id']}/lock", json={"languages": []})
        assert (nothing.status_code, nothing.json()["code"]) == (422, "choice_unclear")
        assert chair.get(f"/clauses/{clause['id']}").json()["status"] == "open"
        named = {"languages": [language], "seen": {language: whole[language]}}
        assert chair.post(f"/clauses/{clause['id']}/lock", json=named).status_code == 200


def test_l1_only_a_chair_agrees_and_reopens(live: Live, clause: Clause) -> None:
    for role in ("delegate", "observer", "translator", "secretariat"):
        with live.client(role) as other:
            for act, body in (("lock", {}), ("reopen", {"reason": "because"})):
                answer = other.post(f"/clauses/{clause['id']}/{act}", json=body)
                assert (answer.status_code, answer.json()["code"]) == (403, "not_chair"), (role, act)


def test_l4_naming_the_original_leaves_the_others_to_their_translators(live: Live, clause: Clause) -> None:
    with live.client("chair") as chair:
        after = chair.post(f"/clauses/{clause['id']}/lock", json={"languages": ["en"]}).json()["clause"]
        assert after["status"] == "agreed"
        assert (after["texts"]["en"]["status"], after["texts"]["fr"]["status"]) == ("locked", "translating")
        with live.client("translator") as translator:
            texts = translator.get(f"/clauses/{clause['id']}").json()["texts"]
            assert texts["fr"]["may_write"]
            assert not texts["en"]["may_write"]
        with live.client("delegate") as delegate:
            assert not delegate.get(f"/clauses/{clause['id']}").json()["texts"]["fr"]["may_write"]
        confirmed = chair.post(f"/clauses/{clause['id']}/lock", json={"languages": ["fr"]}).json()["clause"]
        assert confirmed["texts"]["fr"]["status"] == "locked"
        assert set(confirmed["lock"]["hashes"]) == {"en", "fr"}


def test_l6_reopening_takes_a_reason_and_ends_the_agreement(live: Live, clause: Clause) -> None:
    with live.client("chair") as chair:
        early = chair.post(f"/clauses/{clause['id']}/reopen", json={"reason": "too soon"})
        assert (early.status_code, early.json()["code"]) == (409, "not_locked")
        chair.post(f"/clauses/{clause['id']}/lock", json={})
        mute = chair.post(f"/clauses/{clause['id']}/reopen", json={"reason": "  "})
        assert (mute.status_code, mute.json()["code"]) == (422, "reason_missing")
        after = chair.post(f"/clauses/{clause['id']}/reopen", json={"reason": "A State asked for it."}).json()["clause"]
        assert after["status"] == "open"
        assert after["lock"] is None
        assert after["reopened"]["reason"] == "A State asked for it."
        versions = chair.get(f"/clauses/{clause['id']}/en/versions").json()["versions"]
        assert [v["cause"] for v in versions[:2]] == ["reopened", "agreed"]


def test_a_clause_or_language_that_is_not_there_is_404(live: Live, clause: Clause) -> None:
    with live.client("chair") as chair:
        missing = chair.post("/clauses/00000000-0000-7000-8000-000000000000/lock", json={})
        assert (missing.status_code, missing.json()["code"]) == (404, "no_such_clause")
        foreign = chair.post(f"/clauses/{clause['id']}/lock", json={"languages": ["tlh"]})
        assert (foreign.status_code, foreign.json()["code"]) == (404, "no_such_language")


def test_a_body_that_is_not_understood_changes_nothing(live: Live, clause: Clause) -> None:
    with live.client("chair") as chair:
        for body in (b"{", b"[]", b'{"languages": 3}', b'{"unknown": 1}'):
            answer = chair.post(f"/clauses/{clause['id']}/lock", content=body)
            assert answer.status_code == 422, body
            assert answer.json()["code"] in ("not_json", "body_unusable")
        assert chair.get(f"/clauses/{clause['id']}").json()["status"] == "open"


def test_l2_what_was_acknowledged_is_in_the_agreed_text_and_nothing_comes_after(live: Live, clause: Clause) -> None:
    typist, agreed = asyncio.run(lock_under_typing(live, clause))
    assert typist.kept
    assert all(word in agreed for word in typist.kept)
    assert typist.turned_away == ["locked"]
    with live.client("chair") as chair:
        now = chair.get(f"/clauses/{clause['id']}").json()["texts"]["en"]
    assert agreed == "".join(node["text"] for node in now["json"]["content"][0]["content"])


async def lock_under_typing(live: Live, clause: Clause) -> tuple[Typist, str]:
    """Lock while a delegate types on; return the delegate, refused, and the text that was agreed."""
    url = live.url.replace("http", "ws", 1) + "/collab"
    typist = Typist("zz", url, live.token(live.person("delegate")), f"{clause['id']}/en", 3)
    task = asyncio.create_task(typist.run())
    headers = {"Authorization": f"Bearer {live.token(live.person('chair'))}"}
    async with httpx.AsyncClient(base_url=f"{live.url}/api/v1", headers=headers) as chair, asyncio.timeout(30):
        await typist.ready()
        for _ in iter(lambda: typist.acknowledged > 2, True):
            typist.type()
            await asyncio.sleep(0.002)
        locking = asyncio.create_task(chair.post(f"/clauses/{clause['id']}/lock", json={}))
        for _ in iter(lambda: bool(typist.turned_away), True):
            typist.type()
            await asyncio.sleep(0.002)
        answer = (await locking).json()["clause"]["texts"]["en"]["json"]
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return typist, "".join(node["text"] for node in answer["content"][0]["content"])
