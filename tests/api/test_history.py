"""Stored versions, and two of them compared with an author for every change."""

import asyncio
from typing import Any

import msgspec

from server.api import replies
from tests.api.conftest import put_in
from tests.api.test_structure_texts import type_into
from tests.chaos.typist import Typist
from tests.live import Live

Clause = dict[str, Any]


async def type_words(live: Live, clause: Clause, index: int, count: int) -> list[str]:
    """Have a delegate type words into a clause over a real socket, and wait until they are saved."""
    typist = Typist(
        name="abcdefgh"[index] * 2,
        url=live.url.replace("http", "ws", 1) + "/collab",
        token=live.token(live.person("delegate", index)),
        key=f"{clause['id']}/en",
        seed=index,
    )
    task = asyncio.create_task(typist.run())
    try:
        async with asyncio.timeout(20):
            await typist.ready()
            while len(typist.words) < count:
                typist.type()
            for _ in iter(lambda: not typist.in_flight, True):
                await asyncio.sleep(0.01)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert not typist.errors
    return [word for word in typist.words if word not in typist.struck]


def test_words_are_shown_with_the_delegation_that_wrote_them(live: Live, clause: Clause) -> None:
    clause = put_in(live, clause)
    with live.client("secretariat") as client:
        path = f"/clauses/{clause['id']}/en"
        first = client.get(f"{path}/versions").json()["versions"][0]
        assert first["cause"] == "insert"
        words = asyncio.run(type_words(live, clause, 0, 3))
        made = client.post(f"{path}/versions", json={"label": "After the first reading"})
        assert made.status_code == 201
        second = msgspec.json.decode(made.content, type=replies.OneVersion).version
        assert (second.label, second.cause) == ("After the first reading", "by_hand")
        asyncio.run(type_words(live, clause, 5, 2))
        compared = client.get(f"{path}/compare", params={"from": first["id"], "to": second.id})
        changes = msgspec.json.decode(compared.content, type=replies.Comparison).changes
        inserted = [change for change in changes if change.op == "insert"]
        assert "".join(c.text for c in inserted).count(";") == len(words)
        codes = {c.delegation.code for c in inserted if c.delegation}
        assert codes == {live.person("delegate", 0)["delegation"]}
        assert all(c.at for c in inserted)
        now = client.get(f"{path}/compare", params={"from": first["id"], "to": "now"}).json()["changes"]
        both = {c["delegation"]["code"] for c in now if c["op"] == "insert"}
        assert both == {live.person("delegate", 0)["delegation"], live.person("delegate", 5)["delegation"]}


def test_c4_backwards_what_goes_is_named_after_its_writer_and_what_returns_after_whoever_struck_it(
    live: Live, clause: Clause
) -> None:
    with live.client("secretariat") as client:
        key = put_in(live, clause)["id"]
        path = f"/clauses/{key}/en"
        first = client.get(f"{path}/versions").json()["versions"][0]["id"]
        asyncio.run(type_into(live, key, "en", 0, 0, "Never before. "))
        last = client.post(f"{path}/versions", json={"label": "After"}).json()["version"]["id"]
        there, back = (
            client.get(f"{path}/compare", params={"from": one, "to": other}).json()["changes"]
            for one, other in ((first, last), (last, first))
        )
        [came] = [change for change in there if change["op"] == "insert"]
        [went] = [change for change in back if change["op"] == "delete"]
        assert {**went, "op": "insert"} == came
        assert came["delegation"]["code"] == live.person("delegate", 0)["delegation"]
        assert {change["op"] for change in back} == {"equal", "delete"}


def test_c1_a_word_that_two_delegations_typed_is_cut_between_them(live: Live, clause: Clause) -> None:
    with live.client("secretariat") as client:
        key = put_in(live, clause)["id"]
        first = client.get(f"/clauses/{key}/en/versions").json()["versions"][0]["id"]
        asyncio.run(type_into(live, key, "en", 0, 0, "States can return migrants. "))
        asyncio.run(type_into(live, key, "en", 1, 10, "not"))
        found = client.get(f"/clauses/{key}/en/compare", params={"from": first}).json()["changes"]
    codes = [live.person("delegate", index)["delegation"] for index in (0, 1)]
    assert [(c["text"].strip(), c["delegation"]["code"]) for c in found if c["op"] == "insert"] == [
        ("States can", codes[0]),
        ("not", codes[1]),
        ("return migrants.", codes[0]),
    ]


def test_imported_words_carry_their_source_not_the_importer(live: Live, clause: Clause) -> None:
    with live.client("secretariat") as client:
        path = f"/clauses/{clause['id']}/en"
        version = client.get(f"{path}/versions").json()["versions"][-1]
        same = client.get(f"{path}/compare", params={"from": version["id"]}).json()
        assert {change["op"] for change in same["changes"]} == {"equal"}
        assert same["to"] == "now"


def test_what_cannot_be_stored_or_compared_is_refused(live: Live, clause: Clause) -> None:
    path = f"/clauses/{clause['id']}/en"
    with live.client("delegate") as delegate:
        for label, code in (("  ", "label_missing"), ("x" * 201, "label_too_long")):
            answer = delegate.post(f"{path}/versions", json={"label": label})
            assert (answer.status_code, answer.json()["code"]) == (422, code)
        missing = delegate.get(f"{path}/compare", params={"from": "nothing"})
        assert (missing.status_code, missing.json()["code"]) == (404, "no_such_version")
        no_query = delegate.get(f"{path}/compare")
        assert (no_query.status_code, no_query.json()["code"]) == (422, "query_missing")
        foreign = delegate.get(f"/clauses/{clause['id']}/tlh/versions")
        assert (foreign.status_code, foreign.json()["code"]) == (404, "no_such_language")
    with live.client("observer") as observer:
        answer = observer.post(f"{path}/versions", json={"label": "mine"})
        assert (answer.status_code, answer.json()["code"]) == (403, "observer")
