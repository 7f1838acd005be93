"""What a comparison says of words that a split, a join or an undoing carried. Rule C-3."""

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import msgspec
import pytest

from server.api import replies
from tests.api.shapes import Chapter, done
from tests.api.test_structure_texts import type_into
from tests.live import Live

TEXT = "States cooperate. They share what they know."


@pytest.fixture(scope="module")
def chair(live: Live) -> Iterator[httpx.Client]:
    with live.client("chair") as client:
        yield client


@pytest.fixture
def chapter(live: Live, chair: httpx.Client) -> Chapter:
    return Chapter(live, chair)


def keep(client: httpx.Client, clause: str) -> str:
    """Store the text as it is, and return the version."""
    answer = client.post(f"/clauses/{clause}/en/versions", json={"label": "Before"})
    return str(answer.json()["version"]["id"])


def changes(client: httpx.Client, clause: str, since: str) -> list[dict[str, Any]]:
    """Return what is not equal since a version."""
    answer = client.get(f"/clauses/{clause}/en/compare", params={"from": since})
    msgspec.json.decode(answer.content, type=replies.Comparison)
    return [change for change in answer.json()["changes"] if change["op"] != "equal"]


def told(found: list[dict[str, Any]]) -> list[tuple[str, str, str | None, str | None]]:
    """Return each change as what it is, its words, the delegation and the act."""
    return [
        (c["op"], c["text"].strip(), c["delegation"]["code"] if c["delegation"] else None, c.get("act")) for c in found
    ]


def split(chapter: Chapter, clause: str, at: int) -> tuple[str, str]:
    """Split a clause; return the second half and the decision."""
    act = done(chapter.act(clause, "split", at={"en": {"block": 0, "offset": at}}))
    return act["clauses"][1]["id"], act["decision"]


def test_c3_what_a_split_takes_away_is_struck_by_nobody(chapter: Chapter) -> None:
    key = chapter.add(None, "1", TEXT)
    before = keep(chapter.client, key)
    split(chapter, key, 18)
    (gone,) = changes(chapter.client, key, before)
    assert (gone["op"], gone["text"], gone["act"]) == ("delete", "They share what they know.", "split")
    assert gone["person"] is None and gone["delegation"] is None and gone["at"]


def test_c3_what_is_struck_and_typed_beside_a_split_is_still_its_authors(chapter: Chapter) -> None:
    key = chapter.add(None, "1", TEXT)
    before = keep(chapter.client, key)
    split(chapter, key, 18)
    asyncio.run(type_into(chapter.live, key, "en", 0, 7, "parties "))
    code = chapter.live.person("delegate", 0)["delegation"]
    assert told(changes(chapter.client, key, before)) == [
        ("insert", "parties", code, None),
        ("delete", "They share what they know.", None, "split"),
    ]


def test_c3_what_a_join_brings_is_its_writers_and_names_the_act(chapter: Chapter) -> None:
    key = chapter.add(None, "1", TEXT)
    asyncio.run(type_into(chapter.live, key, "en", 0, 18, "[mine] "))
    second, _ = split(chapter, key, 18)
    before = keep(chapter.client, key)
    act = done(chapter.act(key, "join", **{"with": second}))["decision"]
    found = changes(chapter.client, key, before)
    code = chapter.live.person("delegate", 0)["delegation"]
    assert ("insert", "[mine]", code, "join") in told(found)
    assert {(change["op"], change["act"]) for change in found} == {("insert", "join")}
    joined = keep(chapter.client, key)
    done(chapter.undo(act))
    back = changes(chapter.client, key, joined)
    assert {(change["op"], change["act"], change["person"]) for change in back} == {("delete", "undo", None)}


def test_c3_what_was_typed_then_carried_away_and_back_was_typed(chapter: Chapter) -> None:
    key = chapter.add(None, "1", TEXT)
    before = keep(chapter.client, key)
    asyncio.run(type_into(chapter.live, key, "en", 0, 23, "all gladly "))
    code = chapter.live.person("delegate", 0)["delegation"]
    _, decision = split(chapter, key, 18)
    between = keep(chapter.client, key)
    done(chapter.undo(decision))
    assert told(changes(chapter.client, key, before)) == [("insert", "all gladly", code, None)]
    assert {act for *_, act in told(changes(chapter.client, key, between))} == {"undo"}


def test_c3_another_title_of_a_heading_is_whoever_gave_it(chapter: Chapter) -> None:
    before = keep(chapter.client, chapter.id)
    person = chapter.live.person("chair")["name"]
    act = done(chapter.act(chapter.id, "retitle", title={"en": "Elsewhere"}))["decision"]
    found = changes(chapter.client, chapter.id, before)
    assert {change["person"]["name"] for change in found} == {person} and not any("act" in c for c in found)
    done(chapter.undo(act))


def test_c3_imported_words_that_a_join_brings_come_from_their_source(live: Live, clause: dict[str, Any]) -> None:
    with live.client("chair") as client:
        key = clause["id"]
        at = {"en": {"block": 0, "offset": 12}}
        second = done(client.post(f"/clauses/{key}/split", json={"at": at}))["clauses"][1]["id"]
        before = keep(client, key)
        done(client.post(f"/clauses/{key}/join", json={"with": second}))
        found = changes(client, key, before)
        assert {(c["op"], c["act"], c["person"], c["source"]) for c in found} == {
            ("insert", "join", None, "Adref demonstration")
        }
