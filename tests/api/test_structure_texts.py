"""Splitting, joining and undoing over HTTP: the words, whose they are, and what is refused. Rules T-9 to T-13, B-2."""

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from pycrdt import XmlElement, XmlText

from tests.api.shapes import Chapter, done, refused, words
from tests.chaos.typist import Typist, first_text
from tests.live import Live

LATIN = "States cooperate. They share what they know."
BOUNDARIES = (("en", "[en0]"), ("ar", "[ar1]"))
ARABIC = "تتعاون الدول. وتتقاسم ما تعرفه."


@pytest.fixture(scope="module")
def chair(live: Live) -> Iterator[httpx.Client]:
    with live.client("chair") as client:
        yield client


@pytest.fixture
def chapter(live: Live, chair: httpx.Client) -> Chapter:
    return Chapter(live, chair, "One.", "Two.", "Three.")


def both(chapter: Chapter) -> str:
    """Return a clause in two scripts, into which two delegates typed."""
    key = chapter.add(None, "0", LATIN, ar=ARABIC)
    for language, index, at in (("en", 0, 18), ("en", 1, 6), ("ar", 0, 6), ("ar", 1, 20)):
        asyncio.run(type_into(chapter.live, key, language, index, at, f"[{language}{index}] "))
    return key


async def type_into(live: Live, clause: str, language: str, index: int, at: int, text: str) -> None:
    """Have a delegate write into the first paragraph, in bold, behind so many characters."""
    url, token = live.url.replace("http", "ws", 1) + "/collab", live.token(live.person("delegate", index))
    typist = Typist("d" * 2, url, token, f"{clause}/{language}", index)
    task = asyncio.create_task(typist.run())
    try:
        async with asyncio.timeout(20):
            await typist.ready()
            for _ in iter(lambda: typist.live, True):
                await asyncio.sleep(0.005)
            paragraph = first_text(typist.doc)
            assert paragraph is not None
            with typist.doc.transaction():
                typist._mine = True
                before = len("".join(chunk for chunk, _ in paragraph.diff())[:at].encode())
                paragraph.insert(before, text, {"strong": {}})
                typist.words.append(text)
            typist._mine = False
            for _ in iter(lambda: not typist.in_flight, True):
                await asyncio.sleep(0.005)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def authors(chapter: Chapter, clause: str, language: str) -> dict[str, str]:
    """Return which delegation wrote which bracketed words, since before there was any."""
    versions = chapter.client.get(f"/clauses/{clause}/{language}/versions").json()["versions"]
    found = chapter.client.get(f"/clauses/{clause}/{language}/compare", params={"from": versions[-1]["id"]}).json()
    told = {}
    for change in found["changes"]:
        if change["op"] == "insert" and change["delegation"]:
            told[change["text"].strip()] = change["delegation"]["code"]
    return told


def cut(text: str, at: int) -> dict[str, Any]:
    return {"block": 0, "offset": len(text[:at].encode("utf-16-le")) // 2}


def test_t10_both_halves_are_whole_in_every_language_that_was_cut(chapter: Chapter) -> None:
    key = both(chapter)
    before = chapter.get(key)
    english, arabic = words(before), words(before, "ar")
    at = {"en": cut(english, 22), "ar": cut(arabic, 16)}
    first, second = done(chapter.act(key, "split", at=at))["clauses"]
    for language, whole, place in (("en", english, 22), ("ar", arabic, 16)):
        assert (words(first, language), words(second, language)) == (whole[:place], whole[place:])
    assert (second["parent"], second["after"], second["label"]) == (chapter.id, key, "0 bis")
    assert second["lineage"] == [{"relation": "split", "from": key}]
    assert chapter.labels() == ["0", "0 bis", "1", "2", "3"]
    assert words(chapter.get(key)) == english[:22] and words(chapter.get(second["id"])) == english[22:]


def test_t11_every_word_keeps_its_author_through_split_undo_split_and_join(chapter: Chapter) -> None:
    key = both(chapter)
    codes = [chapter.live.person("delegate", index)["delegation"] for index in (0, 1)]
    before = chapter.get(key)
    assert authors(chapter, key, "en") == {"[en0]": codes[0], "[en1]": codes[1]}
    at = {name: cut(words(before, name), words(before, name).index(word)) for name, word in BOUNDARIES}
    split = done(chapter.act(key, "split", at=at))
    second = split["clauses"][1]["id"]
    done(chapter.undo(split["decision"]))
    again = chapter.get(key)
    assert [again["texts"][name]["hash"] for name in ("en", "ar")] == [before["texts"][n]["hash"] for n in ("en", "ar")]
    assert authors(chapter, key, "en") == {"[en0]": codes[0], "[en1]": codes[1]}
    assert authors(chapter, key, "ar") == {"[ar0]": codes[0], "[ar1]": codes[1]}
    assert "lineage" not in again and chapter.get(second)["status"] == "withdrawn"
    third = done(chapter.act(key, "split", at=at))["clauses"][1]["id"]
    assert written_by(chapter, third, "en", "[en0]") == codes[0]
    joined = done(chapter.act(key, "join", **{"with": third}))
    assert joined["clauses"][0]["lineage"][-1] == {"relation": "joined", "from": third}
    assert authors(chapter, key, "ar") == {"[ar0]": codes[0], "[ar1]": codes[1]}


def written_by(chapter: Chapter, clause: str, language: str, text: str) -> str:
    """Return which delegation wrote some words of a clause, told by joining it behind one that has none yet."""
    empty = chapter.add(None, "", "")
    away = done(chapter.act(clause, "move", under=chapter.id, after=empty))["decision"]
    made = chapter.client.post(f"/clauses/{empty}/{language}/versions", json={"label": "Empty"}).json()["version"]
    act = done(chapter.act(empty, "join", **{"with": clause}))
    shown = chapter.client.get(f"/clauses/{empty}/{language}/compare", params={"from": made["id"]}).json()["changes"]
    done(chapter.undo(act["decision"]))
    done(chapter.undo(away))
    done(chapter.act(empty, "withdraw"))
    (found,) = [c["delegation"]["code"] for c in shown if c["delegation"] and text in c["text"]]
    return str(found)


def test_t9_nothing_is_cut_or_joined_that_is_not_as_it_was_seen(chapter: Chapter) -> None:
    one, two, _ = chapter.clauses
    stale = {"en": {"seq": 1, "hash": "0" * 64}}
    for verb, body in (("split", {"at": {"en": {"block": 0, "offset": 2}}}), ("join", {"with": two})):
        answer = chapter.act(one, verb, seen=stale, **body)
        assert refused(answer) == (409, "text_moved")
        assert answer.json()["detail"]["languages"]["en"]["text"] == "One."
    seen = {"en": {key: chapter.get(one)["texts"]["en"][key] for key in ("seq", "hash")}}
    done(chapter.act(one, "join", seen=seen, **{"with": two}))


@pytest.mark.parametrize("caret", [(0, 0), (0, 4), (0, 99), (3, 0)])
def test_t10_a_cut_that_leaves_nothing_on_one_side_is_refused(chapter: Chapter, caret: tuple[int, int]) -> None:
    at = {"en": {"block": caret[0], "offset": caret[1]}}
    answer = chapter.act(chapter.clauses[0], "split", at=at)
    assert refused(answer) == (422, "nothing_to_split")
    assert refused(chapter.act(chapter.clauses[0], "split", at={})) == (422, "nothing_to_split")
    assert refused(chapter.act(chapter.clauses[0], "split", at={"tlh": at["en"]})) == (404, "no_such_language")
    taken = chapter.act(chapter.clauses[0], "split", at={"en": {"block": 0, "offset": 2}}, label="3")
    assert refused(taken) == (409, "label_taken")


def test_t11_a_clause_is_joined_with_the_next_that_stands_and_takes_what_stands_under_it(chapter: Chapter) -> None:
    one, two, three = chapter.clauses
    assert refused(chapter.act(one, "join", **{"with": three})) == (404, "no_such_place")
    done(chapter.insert(one, None, kind="item", label="(a)", text={"en": "First item."}), 201)
    item = done(chapter.insert(two, None, kind="item", label="(b)", text={"en": "Item."}), 201)["clauses"][0]["id"]
    act = done(chapter.act(one, "join", **{"with": two}))
    assert words(chapter.get(one)) == "One.\nTwo."
    assert chapter.labels() == ["1", "(a)", "(b)", "3"]
    assert refused(chapter.act(one, "join", **{"with": two})) == (404, "no_such_place")
    done(chapter.undo(act["decision"]))
    assert (words(chapter.get(one)), words(chapter.get(two))) == ("One.", "Two.")
    assert chapter.get(item)["parent"] == two and chapter.labels() == ["1", "(a)", "2", "(b)", "3"]
    done(chapter.act(two, "withdraw"))
    done(chapter.act(one, "join", **{"with": three}))


def why(answer: httpx.Response) -> str:
    assert refused(answer) == (409, "cannot_undo"), answer.text
    found: str = answer.json()["detail"]["why"]
    return found


def test_t12_each_act_is_undone_once_by_a_decision_that_names_it(chapter: Chapter) -> None:
    one, two, _ = chapter.clauses
    before = [(c["id"], c["label"], c["parent"], c["title"], c["kind"], c["status"], words(c)) for c in chapter.tree()]
    heading = words(chapter.get(chapter.id))
    acts: list[tuple[str, str, dict[str, Any]]] = [
        (one, "move", {"under": two, "after": None, "label": "x"}),
        (one, "label", {"label": "9"}),
        (one, "retitle", {"title": {"en": "Other"}}),
        (one, "kind", {"kind": "item"}),
        (one, "withdraw", {}),
        (one, "split", {"at": {"en": {"block": 0, "offset": 2}}}),
        (one, "join", {"with": two}),
    ]
    made = []
    for clause, verb, body in acts:
        act = done(chapter.act(clause, verb, **body))
        undone = done(chapter.undo(act["decision"]))
        record = {entry["id"]: entry for entry in chapter.record(limit=2)["decisions"]}
        assert record[undone["decision"]]["undoes"] == act["decision"]
        assert record[act["decision"]]["undone_by"] == undone["decision"] and not record[act["decision"]]["undoable"]
        assert (why(chapter.undo(act["decision"])), why(chapter.undo(undone["decision"]))) == (
            "undone",
            "not_structure",
        )
        made += [clause["id"] for clause in act["clauses"] if verb == "split" and clause["id"] != one]
        rest = [c for c in chapter.tree() if c["id"] not in made]
        assert before == [
            (c["id"], c["label"], c["parent"], c["title"], c["kind"], c["status"], words(c)) for c in rest
        ], verb
    act = done(chapter.insert(chapter.id, one, kind="item"), 201)
    done(chapter.undo(act["decision"]))
    assert chapter.get(act["clauses"][0]["id"])["status"] == "withdrawn"
    act = done(chapter.act(chapter.id, "retitle", title={"en": "Another"}))
    done(chapter.undo(act["decision"]))
    assert chapter.get(chapter.id)["title"] == {"en": heading} and words(chapter.get(chapter.id)) == heading


def test_t12_what_later_acts_build_on_is_not_undone(chapter: Chapter) -> None:
    one, two, three = chapter.clauses
    label = done(chapter.act(one, "label", label="8"))["decision"]
    done(chapter.act(one, "label", label="9"))
    assert why(chapter.undo(label)) == "changed_since"
    made = done(chapter.insert(chapter.id, three, kind="item", text={"en": "New."}), 201)
    new = made["clauses"][0]["id"]
    done(chapter.insert(new, None, kind="item"), 201)
    assert why(chapter.undo(made["decision"])) == "has_children"
    asyncio.run(type_into(chapter.live, two, "en", 0, 2, "and "))
    moved = done(chapter.act(two, "move", under=new, after=None))["decision"]
    other = done(chapter.act(two, "move", under=one, after=None))["decision"]
    assert why(chapter.undo(moved)) == "changed_since"
    done(chapter.undo(other))
    done(chapter.undo(moved))
    kind = done(chapter.act(two, "kind", kind="item"))["decision"]
    chapter.client.post(f"/clauses/{two}/lock", json={}).raise_for_status()
    assert why(chapter.undo(kind)) == "clause_locked"


def test_t12_words_that_came_since_are_not_undone_away(chapter: Chapter) -> None:
    one, two, three = chapter.clauses
    new = done(chapter.insert(chapter.id, three, kind="item", text={"en": "New."}), 201)
    asyncio.run(type_into(chapter.live, new["clauses"][0]["id"], "en", 0, 2, "and "))
    assert why(chapter.undo(new["decision"])) == "text_changed"
    joined = done(chapter.act(one, "join", **{"with": two}))["decision"]
    asyncio.run(type_into(chapter.live, one, "en", 0, 2, "and "))
    done(chapter.undo(joined))
    assert (words(chapter.get(one)), words(chapter.get(two))) == ("Onand e.", "Two.")
    split = done(chapter.act(three, "split", at={"en": {"block": 0, "offset": 3}}))
    half = split["clauses"][1]["id"]
    asyncio.run(type_into(chapter.live, half, "en", 1, 1, "+"))
    asyncio.run(type_into(chapter.live, three, "en", 0, 3, "-"))
    assert chapter.record(limit=1)["decisions"][0]["undoable"]
    done(chapter.undo(split["decision"]))
    assert words(chapter.get(three)) == "Thr-e+e."
    assert refused(chapter.act(half, "label", label="x")) == (409, "clause_withdrawn")


def test_t12_a_place_that_went_is_not_gone_back_to(chapter: Chapter) -> None:
    one, two, _ = chapter.clauses
    done(chapter.act(two, "move", under=one, after=None))
    out = done(chapter.act(two, "move", under=chapter.id, after=None))["decision"]
    done(chapter.act(one, "withdraw"))
    assert why(chapter.undo(out)) == "place_gone"
    under = done(chapter.insert(chapter.id, None, kind="item", label="i"), 201)["clauses"][0]["id"]
    inner = done(chapter.insert(under, None, kind="item", label="ii"), 201)["clauses"][0]["id"]
    freed = done(chapter.act(inner, "move", under=chapter.id, after=None))["decision"]
    done(chapter.act(under, "move", under=inner, after=None))
    assert why(chapter.undo(freed)) == "would_loop"


def test_t4_a_reference_is_compared_under_the_label_of_the_moment(chapter: Chapter) -> None:
    one, two, _ = chapter.clauses
    done(chapter.act(two, "label", label="7 ter"))
    asyncio.run(refer(chapter.live, one, two))
    version = chapter.client.get(f"/clauses/{one}/en/versions").json()["versions"][-1]["id"]
    done(chapter.act(two, "label", label="8"))
    shown = chapter.client.get(f"/clauses/{one}/en/compare", params={"from": version}).json()["changes"]
    assert [change["text"] for change in shown if change["op"] == "insert"] == ["8"]


async def refer(live: Live, clause: str, to: str) -> None:
    url, token = live.url.replace("http", "ws", 1) + "/collab", live.token(live.person("delegate"))
    typist = Typist("re", url, token, f"{clause}/en", 1)
    task = asyncio.create_task(typist.run())
    try:
        async with asyncio.timeout(20):
            await typist.ready()
            for _ in iter(lambda: typist.live, True):
                await asyncio.sleep(0.005)
            line = first_text(typist.doc)
            assert isinstance(line, XmlText) and isinstance(line.parent, XmlElement)
            typist.words.append("")
            typist._mine = True
            line.parent.children.append(XmlElement("reference", {"clause": to}))
            typist._mine = False
            for _ in iter(lambda: not typist.in_flight, True):
                await asyncio.sleep(0.005)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
