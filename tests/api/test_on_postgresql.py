"""A morning with a text on PostgreSQL, over HTTP and sockets, from the first clause to the page that anybody reads.

Storage is tested on both databases rule by rule; here the whole house stands on the second one.
"""

import asyncio
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from server.domain.identity import fresh_id
from tests.api.ground import Ground, break_ground, held, seen
from tests.api.shapes import words
from tests.api.test_publishing import wait_for_files
from tests.api.test_structure_texts import type_into
from tests.live import Live, walk_clauses

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(180), pytest.mark.xdist_group("postgresql")]

SENTENCE = "States cooperate. They share what they know."


@pytest.fixture
def ground(on_postgresql: Live) -> Iterator[Ground]:
    with break_ground(on_postgresql) as ground:
        yield ground


def test_a_morning_with_a_text(ground: Ground) -> None:
    chapter = shape(ground)
    words_keep_their_authors(ground, chapter)
    open_and_close_for_a_meeting(ground)
    words_are_proposed_and_taken(ground, chapter)
    agree_the_whole_chapter(ground, chapter)
    publication = endorse_and_publish(ground)
    anybody_reads(ground, publication)
    the_record_tells_it_all(ground)


def shape(ground: Ground) -> str:
    """Insert, move, label, retitle, withdraw, and undo the last."""
    chapter = ground.act(f"/agendas/{ground.agenda}/clauses", kind="chapter", title={"en": "Aims"}, label="I")
    key = str(chapter["clauses"][0]["id"])
    last = ground.clause("The last.", under=key, label="13")
    first = ground.clause(SENTENCE, under=key, label="12")
    ground.act(f"/clauses/{last}/move", under=None, after=None)
    ground.act(f"/clauses/{last}/move", under=key, after=first)
    between = ground.clause("Between.", under=key, after=first)
    gone = ground.act(f"/clauses/{first}/withdraw", reason="By mistake.")
    assert labels(ground) == ["I", "12 bis", "13"]
    ground.act(f"/decisions/{gone['decision']}/undo")
    assert labels(ground) == ["I", "12", "12 bis", "13"]
    loop = ground.chair.post(f"/clauses/{key}/move", json={"under": between, "after": None})
    assert (loop.status_code, loop.json()["code"]) == (409, "would_loop")
    return key


def labels(ground: Ground) -> list[str]:
    return [c["label"] for c in walk_clauses(ground.read()["clauses"]) if c["status"] != "withdrawn"]


def chapter_of(ground: Ground, chapter: str) -> list[dict[str, Any]]:
    """Return the clauses under a chapter that stand."""
    (own,) = [c for c in ground.read()["clauses"] if c["id"] == chapter]
    return [c for c in own["children"] if c["status"] != "withdrawn"]


def words_keep_their_authors(ground: Ground, chapter: str) -> None:
    """Two delegates type; the clause is split, undone, split again and joined."""
    key = chapter_of(ground, chapter)[0]["id"]
    for index, place in ((1, len(SENTENCE)), (0, 7)):
        asyncio.run(type_into(ground.live, key, "en", index, place, f"[{index}]"))
    whole = ground.get(key)
    at = {"en": {"block": 0, "offset": words(whole).index("They")}}
    split = ground.act(f"/clauses/{key}/split", at=at, seen=seen(whole))
    ground.act(f"/decisions/{split['decision']}/undo")
    assert ground.get(key)["texts"]["en"]["hash"] == whole["texts"]["en"]["hash"]
    first, second = ground.act(f"/clauses/{key}/split", at=at)["clauses"]
    assert words(first) + words(second) == words(whole)
    ground.act(f"/clauses/{key}/join", **{"with": second["id"]})
    assert words(ground.get(key)).split("\n") == [words(first), words(second)]
    assert written(ground, key) == {f"[{n}]": ground.live.person("delegate", n)["delegation"] for n in (0, 1)}


def written(ground: Ground, clause: str) -> dict[str, str]:
    """Return who typed what since the first version of a clause."""
    path = f"/clauses/{clause}/en"
    versions = held(ground.chair.get(f"{path}/versions"))["versions"]
    changes = held(ground.chair.get(f"{path}/compare", params={"from": versions[-1]["id"]}))["changes"]
    return {c["text"].strip(): c["delegation"]["code"] for c in changes if c["op"] == "insert" and c["delegation"]}


def open_and_close_for_a_meeting(ground: Ground) -> None:
    opened = ground.act(f"/agendas/{ground.agenda}/consultation", consultation=ground.consultation())
    assert opened["draft"]["open"] and may_write(ground)
    closed = ground.act(f"/agendas/{ground.agenda}/consultation", consultation=None)
    assert (closed["draft"]["open"], closed["draft"]["reason"]) == (False, "closed") and not may_write(ground)
    held(ground.chair.patch(f"/agendas/{ground.agenda}/draft", json={"mode": "proposals"}))


def may_write(ground: Ground) -> bool:
    texts = [c["texts"]["en"] for c in walk_clauses(ground.read(ground.delegate)["clauses"]) if c["label"] == "13"]
    return bool(texts[0]["may_write"])


def words_are_proposed_and_taken(ground: Ground, chapter: str) -> None:
    key = chapter_of(ground, chapter)[-1]["id"]
    made = ground.act(f"/clauses/{key}/en/proposals", ground.delegate, **ground.offer(key))["proposal"]
    taken = ground.act(f"/proposals/{made['id']}/take", ground.desk)
    assert taken["proposal"]["state"] == "taken" and words(ground.get(key)) == "Other words."


def agree_the_whole_chapter(ground: Ground, chapter: str) -> None:
    """Pens down, a gavel on a text that moved, one on all that was seen, one reopened and agreed again."""
    path = f"/agendas/{ground.agenda}"
    ground.act(f"{path}/pause", subtree=chapter)
    inside = {c["id"]: seen(c) for c in walk_clauses(ground.read()["clauses"]) if c["status"] != "withdrawn"}
    last = list(inside)[-1]
    stale = {**inside, last: {"en": {"seq": 0, "hash": "0" * 64}}}
    moved = ground.chair.post(f"{path}/lock", json={"subtree": chapter, "seen": stale})
    assert (moved.status_code, moved.json()["code"]) == (409, "text_moved")
    ground.act(f"{path}/lock", subtree=chapter, seen=inside)
    ground.act(f"{path}/reopen", clauses=[last], reason="A comma.")
    ground.act(f"{path}/lock", clauses=[last])
    states = {c["id"]: c["status"] for c in walk_clauses(ground.read()["clauses"]) if c["status"] != "withdrawn"}
    assert states == dict.fromkeys(inside, "agreed")


def endorse_and_publish(ground: Ground) -> str:
    path = f"/agendas/{ground.agenda}"
    made = ground.act(f"{path}/endorsement", consultation=ground.consultation(), verb="endorsed")
    symbol = f"BI/2004/{fresh_id()[-6:]}"
    issued = ground.act(f"{path}/publications", ground.desk, symbol=symbol, outcome=made["outcome"])
    taken = ground.desk.post(f"{path}/publications", json={"symbol": symbol})
    assert (taken.status_code, taken.json()["code"]) == (409, "symbol_taken")
    files = wait_for_files(ground.desk, issued["id"])["languages"][0]["files"]
    assert {file["form"]: file["state"] for file in files} == {"pdf": "done", "html": "done"}
    return str(issued["id"])


def anybody_reads(ground: Ground, publication: str) -> None:
    with httpx.Client(base_url=f"{ground.live.url}/api/v1/public/publications/{publication}") as nobody:
        page = re.sub(r"<[^>]*>", "", nobody.get("/en.html").text)
        assert "They share what they know." in page and "12 bis" in page and "Other words." in page
        assert nobody.get("/en.pdf").content.startswith(b"%PDF-")


def the_record_tells_it_all(ground: Ground) -> None:
    record = held(ground.chair.get(f"/agendas/{ground.agenda}/decisions", params={"limit": 200}))["decisions"]
    commits = [entry["commit"] for entry in record]
    assert commits == sorted(set(commits), reverse=True)
    acts = {entry["act"] for entry in record}
    assert acts >= {"begin", "insert", "move", "withdraw", "undo", "split", "join", "pause", "reopen", "publish"}
