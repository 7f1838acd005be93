"""Acts on the structure over HTTP: by whom, where to, what they answer and what is refused. Rules T-1 to T-8, A-18."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.api.shapes import Chapter, done, refused, words
from tests.live import Live

NOWHERE = "00000000-0000-7000-8000-000000000000"
ACTS: dict[str, dict[str, Any]] = {
    "move": {"under": None, "after": None},
    "split": {"at": {"en": {"block": 0, "offset": 3}}},
    "join": {"with": NOWHERE},
    "retitle": {"title": {"en": "Other"}},
    "label": {"label": "9"},
    "kind": {"kind": "item"},
    "withdraw": {},
}


@pytest.fixture(scope="module")
def chair(live: Live) -> Iterator[httpx.Client]:
    with live.client("chair") as client:
        yield client


@pytest.fixture
def chapter(live: Live, chair: httpx.Client) -> Chapter:
    return Chapter(live, chair, "One.", "Two.", "Three.")


def test_t1_an_act_is_one_decision_with_its_clauses_on_the_record(chapter: Chapter) -> None:
    made = done(chapter.insert(chapter.id, chapter.clauses[0], kind="operative", text={"en": "New\nwords"}), 201)
    (clause,) = made["clauses"]
    assert (clause["label"], clause["parent"], clause["after"]) == ("1 bis", chapter.id, chapter.clauses[0])
    assert words(clause) == "New\nwords" and clause["texts"]["en"]["may_write"]
    assert set(clause["texts"]) == {"en", "fr", "es", "ar"}
    entry = chapter.record(limit=1)["decisions"][0]
    assert (entry["id"], entry["commit"], entry["act"]) == (made["decision"], made["commit"], "insert")
    assert entry["person"]["name"] == chapter.live.person("chair")["name"]
    assert [each["id"] for each in entry["clauses"]] == [clause["id"]] and entry["undoable"]


def test_t1_the_record_is_read_page_by_page(chapter: Chapter) -> None:
    first = chapter.record(limit=2)
    second = chapter.record(limit=2, before=first["next"])
    commits = [entry["commit"] for page in (first, second) for entry in page["decisions"]]
    assert commits == sorted(commits, reverse=True) and len(set(commits)) == 4
    assert chapter.record(before=1) == {"decisions": [], "next": None}
    for query in ({"limit": "many"}, {"before": "-1"}):
        answer = chapter.client.get(f"/agendas/{chapter.agenda}/decisions", params=query)
        assert refused(answer) == (422, "query_unusable")
    assert refused(chapter.client.get(f"/agendas/{NOWHERE}/decisions")) == (404, "no_such_agenda")


@pytest.mark.parametrize("role", ["delegate", "observer", "translator"])
def test_a18_the_structure_is_the_offices(chapter: Chapter, role: str) -> None:
    with chapter.live.client(role) as other:
        assert not other.get(f"/agendas/{chapter.agenda}").json()["you"]["may"]["structure"]
        for verb, body in ACTS.items():
            answer = other.post(f"/clauses/{chapter.clauses[0]}/{verb}", json=body)
            assert refused(answer) == (403, "not_office"), verb
        place = {"under": chapter.id, "after": None, "kind": "item"}
        assert refused(other.post(f"/agendas/{chapter.agenda}/clauses", json=place)) == (403, "not_office")
        record = other.get(f"/agendas/{chapter.agenda}/decisions", params={"limit": 1}).json()["decisions"]
        assert not record[0]["undoable"]
        assert refused(other.post(f"/decisions/{record[0]['id']}/undo", json={})) == (403, "not_office")


def test_a18_the_secretariat_shapes_too(live: Live) -> None:
    with live.client("secretariat") as client:
        own = Chapter(live, client, "One.", "Two.")
        assert client.get(f"/agendas/{own.agenda}").json()["you"]["may"]["structure"]
        done(own.act(own.clauses[1], "move", under=own.id, after=None))
        assert own.labels() == ["2", "1"]


def test_what_is_not_there_is_404(chapter: Chapter) -> None:
    for verb, body in ACTS.items():
        assert refused(chapter.act(NOWHERE, verb, **body)) == (404, "no_such_clause"), verb
    assert refused(chapter.undo(NOWHERE)) == (404, "no_such_decision")
    answer = chapter.client.post(f"/agendas/{NOWHERE}/clauses", json={"kind": "item"})
    assert refused(answer) == (404, "no_such_agenda")


def test_t2_a_clause_moves_with_all_under_it_and_keeps_its_id(chapter: Chapter) -> None:
    one, two, three = chapter.clauses
    done(chapter.insert(one, None, kind="item", label="(a)", text={"en": "Item."}), 201)
    (moved,) = done(chapter.act(one, "move", under=three, after=None))["clauses"]
    assert (moved["id"], moved["label"], moved["parent"], moved["after"]) == (one, "1", three, None)
    assert chapter.labels() == ["2", "3", "1", "(a)"]
    assert words(moved) == "One."


def test_t2_a_place_that_is_gone_is_refused_with_why(chapter: Chapter) -> None:
    one, two, three = chapter.clauses
    done(chapter.act(two, "move", under=three, after=None))
    gone = chapter.act(one, "move", under=chapter.id, after=two)
    assert (refused(gone), gone.json()["detail"]["why"]) == ((404, "no_such_place"), "moved")
    done(chapter.act(three, "withdraw"))
    under = chapter.act(one, "move", under=three, after=None)
    assert (refused(under), under.json()["detail"]["why"]) == ((404, "no_such_place"), "withdrawn")
    done(chapter.insert(chapter.id, three, kind="item"), 201)


def test_t3_nothing_goes_under_itself(chapter: Chapter) -> None:
    one, two, _ = chapter.clauses
    done(chapter.act(two, "move", under=one, after=None))
    for under in (one, two):
        assert refused(chapter.act(one, "move", under=under, after=None)) == (409, "would_loop")


def test_t4_labels_are_given_kept_and_taken(chapter: Chapter) -> None:
    one, two, _ = chapter.clauses
    assert refused(chapter.act(one, "label", label="2")) == (409, "label_taken")
    assert refused(chapter.act(one, "label", label="x" * 61)) == (422, "label_too_long")
    assert refused(chapter.insert(chapter.id, one, kind="item", label="3")) == (409, "label_taken")
    assert done(chapter.act(one, "label", label=" 1 alt "))["clauses"][0]["label"] == "1 alt"
    item = done(chapter.insert(one, None, kind="item", label="2"), 201)["clauses"][0]["id"]
    assert done(chapter.act(item, "move", under=chapter.id, after=two))["clauses"][0]["label"] == "2 bis"
    assert refused(chapter.act(item, "move", under=chapter.id, after=None, label="2")) == (409, "label_taken")
    done(chapter.act(two, "withdraw"))
    assert done(chapter.act(item, "label", label="2"))["clauses"][0]["label"] == "2"


def test_t5_the_title_of_a_heading_is_its_text(chapter: Chapter) -> None:
    (heading,) = done(chapter.act(chapter.id, "retitle", title={"en": "Fair dealing", "fr": "Loyauté"}))["clauses"]
    assert heading["title"] == {"en": "Fair dealing", "fr": "Loyauté"}
    assert (words(heading), words(heading, "fr"), words(heading, "es")) == ("Fair dealing", "Loyauté", "")
    (clause,) = done(chapter.act(chapter.clauses[0], "retitle", title={"en": "First"}))["clauses"]
    assert (clause["title"], words(clause)) == ({"en": "First"}, "One.")
    assert refused(chapter.act(chapter.id, "retitle", title={"en": "", "fr": ""})) == (422, "title_missing")
    assert refused(chapter.act(chapter.id, "retitle", title={"en": "x" * 501})) == (422, "title_too_long")
    assert refused(chapter.act(chapter.id, "retitle", title={"tlh": "x"})) == (404, "no_such_language")
    assert refused(chapter.insert(None, None, kind="chapter")) == (422, "title_missing")


def test_a_kind_is_set_and_an_unknown_one_refused(chapter: Chapter) -> None:
    assert done(chapter.act(chapter.clauses[0], "kind", kind="practice"))["clauses"][0]["kind"] == "practice"
    assert refused(chapter.act(chapter.clauses[0], "kind", kind="sonnet")) == (422, "kind_unknown")
    assert refused(chapter.insert(None, None, kind="sonnet")) == (422, "kind_unknown")
    for text, code in (({"tlh": "x"}, "no_such_language"), ({"en": "x" * 20_001}, "text_too_long")):
        assert refused(chapter.insert(chapter.id, None, kind="item", text=text))[1] == code


def test_t6_what_is_agreed_moves_and_is_labelled_but_stays(chapter: Chapter) -> None:
    one, two, three = chapter.clauses
    chapter.client.post(f"/clauses/{two}/lock", json={}).raise_for_status()
    done(chapter.act(two, "move", under=chapter.id, after=three))
    done(chapter.act(two, "label", label="9"))
    for verb, body in {**ACTS, "join": {"with": NOWHERE}}.items():
        if verb in ("split", "retitle", "kind", "withdraw"):
            assert refused(chapter.act(two, verb, **body)) == (409, "clause_locked"), verb
    assert refused(chapter.act(three, "join", **{"with": two})) == (409, "clause_locked")
    whole = chapter.act(chapter.id, "withdraw")
    assert (refused(whole), whole.json()["detail"]["clauses"]) == ((409, "clause_locked"), [two])
    assert chapter.get(two)["lock"]["by"] == chapter.live.person("chair")["name"]


def test_t7_a_heading_is_withdrawn_with_what_stands_under_it_and_takes_no_words(chapter: Chapter) -> None:
    one, two, _ = chapter.clauses
    done(chapter.act(two, "withdraw"))
    gone = done(chapter.act(chapter.id, "withdraw", reason="Not agreed to be there."))
    assert [clause["status"] for clause in gone["clauses"]] == ["withdrawn"] * 3
    assert two not in [clause["id"] for clause in gone["clauses"]]
    assert [clause["status"] for clause in chapter.tree()] == ["withdrawn"] * 3
    text = chapter.get(one)["texts"]["en"]
    assert (text["may_write"], text["status"], words(chapter.get(one))) == (False, "locked", "One.")
    assert chapter.record(limit=1)["decisions"][0]["reason"] == "Not agreed to be there."
    for verb, body in ACTS.items():
        assert refused(chapter.act(one, verb, **body)) == (409, "clause_withdrawn"), verb
    back = done(chapter.undo(gone["decision"]))
    assert {clause["id"]: clause["status"] for clause in back["clauses"]}[one] == "open"
    assert [clause["status"] for clause in chapter.tree()] == ["open", "withdrawn", "open"]
    assert chapter.get(one)["texts"]["en"]["may_write"]


def test_references_print_the_label_of_the_moment(chapter: Chapter) -> None:
    one, two, _ = chapter.clauses
    done(chapter.act(two, "label", label="7"))
    tree = {clause["id"]: clause["label"] for clause in chapter.tree()}
    assert tree[two] == "7" and "texts" in chapter.tree()[0]
    assert chapter.get(two)["label"] == "7"


def test_t3_two_people_acting_at_once_converge_on_one_tree(live: Live) -> None:
    with live.client("chair") as chair, live.client("secretariat") as secretariat:
        own = Chapter(live, chair, "One.", "Two.", "Three.", "Four.")
        one, two, three, four = own.clauses

        def act(number: int) -> httpx.Response:
            client = (chair, secretariat)[number % 2]
            clause, under = [(one, two), (two, one), (three, four), (four, three)][number % 4]
            place = {"under": own.id, "after": None} if number % 3 == 0 else {"under": under, "after": None}
            if number % 5 == 0:
                new = {"under": own.id, "after": None, "kind": "item", "label": ""}
                return client.post(f"/agendas/{own.agenda}/clauses", json=new)
            return client.post(f"/clauses/{clause}/move", json=place)

        with ThreadPoolExecutor(2) as hands:
            answers = list(hands.map(act, range(24)))
        assert {a.status_code for a in answers} <= {200, 201, 409}
        assert {a.json()["code"] for a in answers if a.status_code == 409} <= {"would_loop"}
        tree = own.tree()
        assert len({clause["id"] for clause in tree}) == len(tree) == 4 + sum(a.status_code == 201 for a in answers)
        commits = [a.json()["commit"] for a in answers if a.status_code < 300]
        assert len(set(commits)) == len(commits)
