"""What is sent as text is legible, and numbers are within bounds, on both databases. Rules W-1 to W-7."""

import json
from collections.abc import Iterator

import httpx
import pytest

from tests.api.ground import Ground, break_ground, held
from tests.api.proposing import document
from tests.live import Live

NUL = "a\0b"
YEAR_10000 = 253_402_300_800_000


ON_POSTGRESQL = [pytest.mark.postgres, pytest.mark.xdist_group("postgresql")]


@pytest.fixture(scope="module", params=["live", pytest.param("on_postgresql", marks=ON_POSTGRESQL)])
def ground(request: pytest.FixtureRequest) -> Iterator[Ground]:
    with break_ground(request.getfixturevalue(request.param)) as ground:
        yield ground


def told(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json().get("code", "")


def test_w1_no_act_takes_a_control_character(ground: Ground) -> None:
    clause, guests = ground.agreed(), f"/processes/{ground.process}/invitations"
    seat = {"role": "delegate", "delegation": "MAR"}
    acts = [
        (ground.delegate, f"/clauses/{clause}/en/versions", {"label": NUL}),
        (ground.chair, f"/clauses/{clause}/reopen", {"reason": NUL}),
        (ground.desk, f"/agendas/{ground.agenda}/clauses", {"kind": "operative", "label": NUL, "text": {"en": "x"}}),
        (ground.desk, f"/agendas/{ground.agenda}/clauses", {"kind": "operative", "text": {"en": NUL}}),
        (ground.desk, f"/clauses/{clause}/retitle", {"title": {"en": NUL}}),
        (ground.desk, f"/processes/{ground.process}/agendas", {"title": {"en": "x", NUL: "x"}, "languages": ["en"]}),
        (ground.desk, guests, {"email": f"{NUL}@x.example", "name": "X", "seat": seat}),
        (ground.desk, guests, {"email": "x@x.example", "name": NUL, "seat": seat}),
    ]
    answers = [client.post(path, json=body) for client, path, body in acts]
    door = {"email": NUL, "password": "x", "token": True}
    answers.append(httpx.post(f"{ground.live.url}/api/v1/session", json=door))
    assert [told(answer) for answer in answers] == [(422, "text_unusable")] * 9
    assert answers[0].json()["detail"] == {"character": "U+0000"}


def test_w1_the_words_of_a_proposal_are_judged_by_the_schema_of_the_text(ground: Ground) -> None:
    offer = ground.offer(ground.clause())
    path = f"/clauses/{ground.clause()}/en/proposals"
    assert told(ground.delegate.post(path, json={**offer, "note": NUL})) == (422, "text_unusable")
    answer = ground.delegate.post(path, json={**offer, "content": document("Words\x0bof Word.")})
    assert told(answer) != (422, "text_unusable")


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/clauses/%00", "no_such_clause"),
        ("/agendas/%00", "no_such_agenda"),
        ("/proposals/%EF%BF%BE", "no_such_proposal"),
        ("/working-papers/%00", "no_such_paper"),
        ("/publications/%00", "no_such_publication"),
        ("/public/publications/%00", "no_such_publication"),
    ],
)
def test_w2_an_id_that_cannot_be_one_names_nothing(ground: Ground, path: str, code: str) -> None:
    assert told(ground.delegate.get(path)) == (404, code)


def test_w2_nor_does_it_to_anybody(ground: Ground) -> None:
    answer = httpx.get(f"{ground.live.url}/api/v1/public/publications/%00")
    assert told(answer) == (404, "no_such_publication")
    assert httpx.get(f"{ground.live.url}/publications/%00").status_code == 303


@pytest.mark.parametrize(
    "query", ["clause=%00", "before=9223372036854775808", "before=9223372036854775807", "before=-1", "limit=1e3"]
)
def test_w7_a_parameter_is_a_text_or_a_number_that_can_be_asked_for(ground: Ground, query: str) -> None:
    path = f"/agendas/{ground.agenda}/decisions"
    assert told(ground.chair.get(f"{path}?{query}")) == (422, "query_unusable")
    assert held(ground.chair.get(f"{path}?before=999999999999999&limit=1"))["decisions"]


def test_w3_nothing_unseen_stands_in_titles_names_and_versions(ground: Ground) -> None:
    clause, sign = ground.clause(), "\u202eevil"
    guest = {"email": "w3@x.example", "name": sign, "seat": {"role": "delegate", "delegation": "MAR"}}
    answers = [
        ground.delegate.post(f"/clauses/{clause}/en/versions", json={"label": sign}),
        ground.desk.post(f"/clauses/{clause}/retitle", json={"title": {"en": sign}}),
        ground.desk.post(f"/processes/{ground.process}/agendas", json={"title": {"en": sign}, "languages": ["en"]}),
        ground.desk.post(f"/processes/{ground.process}/invitations", json=guest),
        ground.desk.post(
            f"/processes/{ground.process}/invitations",
            json={**guest, "name": "X", "seat": {**guest["seat"], "title": {"en": sign}}},  # type: ignore[dict-item]
        ),
    ]
    assert [told(answer) for answer in answers] == [(422, "text_unusable")] * 5
    unseen = {**guest, "name": "X", "email": "w3\u200b@x.example"}
    assert told(ground.desk.post(f"/processes/{ground.process}/invitations", json=unseen)) == (422, "email_unusable")
    lone = ground.desk.post(f"/processes/{ground.process}/invitations", json={**guest, "name": "\u200d"})
    assert told(lone) == (422, "name_missing")


def test_w5_labels_that_read_alike_are_one(ground: Ground) -> None:
    ground.clause(label="6")
    insert = f"/agendas/{ground.agenda}/clauses"
    for label, code in [("\uff16", (409, "label_taken")), ("6\u00a0", (409, "label_taken"))] + [
        (label, (422, "text_unusable")) for label in ("6\u200b", "\u20636", "6\u202e", "\u200b", "6\u200f")
    ]:
        body = {"kind": "operative", "label": label, "text": {"en": "Twice."}}
        assert told(ground.desk.post(insert, json=body)) == code, ascii(label)


def test_w7_a_seat_begins_and_ends_at_moments_that_a_clock_shows(ground: Ground) -> None:
    desk, guests = ground.desk, f"/processes/{ground.process}/invitations"
    seat = ground.guest()["seat"]
    for moment, time in [
        *((moment, time) for moment in ("from", "until") for time in (2**63, 2**80, 10**17, YEAR_10000)),
        *(("from", time) for time in (0, -5)),
    ]:
        new = {"role": "delegate", "delegation": "MAR", moment: time}
        body = {"email": "w7@x.example", "name": "X", "seat": new}
        assert told(desk.post(guests, json=body)) == (422, "time_unusable"), (moment, time)
        assert told(desk.patch(f"/seats/{seat}", json={moment: time})) == (422, "time_unusable"), (moment, time)


@pytest.mark.parametrize("source", ["[" * 100_000, '{"a":' * 100_000])
def test_a_file_that_is_all_depth_is_no_json(live: Live, source: str) -> None:
    with break_ground(live) as ground:
        path = f"/agendas/{ground.agenda}/imports?language=en&name=deep.json"
        assert told(ground.desk.post(path, content=source.encode())) == (422, "not_json")


def test_a_control_character_does_not_come_in_as_an_escape(live: Live) -> None:
    source = json.dumps({"articles": [{"heading": "First", "paragraphs": ["One.", NUL]}]})
    with break_ground(live) as ground:
        path = f"/agendas/{ground.agenda}/imports?language=en&name=escaped.json"
        refused = ground.desk.post(path, content=source.encode())
        assert (*told(refused), refused.json()["detail"]) == (422, "binary", {"line": 3})
