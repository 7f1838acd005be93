"""A meeting endorses, the secretariat publishes, anybody reads: rules E-1 to E-5, P-9, P-10 and A-23, over HTTP."""

import io
from typing import Any

import httpx
import msgspec
import pypdf

from server.api import replies
from tests.api.small import HEADINGS
from tests.api.test_publishing import wait_for_files
from tests.live import Live, walk_clauses

SYMBOL = "BI/2004/5"


def path(live: Live, rest: str = "") -> str:
    return f"/agendas/{live.demo['agenda']}{rest}"


def refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def standing(client: httpx.Client, live: Live) -> list[dict[str, Any]]:
    tree = client.get(path(live)).json()["clauses"]
    return [c for c in walk_clauses(tree) if c["status"] != "withdrawn"]


def body(client: httpx.Client, live: Live, **changes: str) -> dict[str, str]:
    return {"consultation": client.get(path(live)).json()["consultation"]["id"], "verb": "endorsed", **changes}


def test_the_way_of_a_text_from_the_meeting_to_the_public(small: Live) -> None:
    refuse_before_the_text_is_agreed(small)
    agree_all_but_a_translation(small)
    outcome = endorse(small)
    what_was_endorsed_stays(small)
    publication = publish(small, outcome)
    anybody_reads(small, publication)
    issue_the_last_language(small, publication)


def refuse_before_the_text_is_agreed(live: Live) -> None:
    """E-1, A-23: a chair only, for a meeting of the process, with its verb, and not while an obstacle stands."""
    for role in ("secretariat", "delegate", "observer", "translator"):
        with live.client(role) as client:
            refused = client.post(path(live, "/endorsement"), json=body(client, live))
            assert refusal(refused) == (403, "not_chair"), role
            assert client.get(path(live)).json()["you"]["may"]["endorse"] is False
    with live.client("chair") as chair:
        shown = chair.get(path(live)).json()
        assert shown["you"]["may"]["endorse"] is True and shown["outcome"] is None
        assert list(shown["process"]["verbs"]) == ["endorsed"]
        wrong = chair.post(path(live, "/endorsement"), json=body(chair, live, consultation=live.demo["process"]))
        assert refusal(wrong) == (404, "no_such_consultation")
        odd = chair.post(path(live, "/endorsement"), json=body(chair, live, verb="shouted"))
        assert refusal(odd) == (422, "verb_unknown") and odd.json()["detail"]["verbs"] == ["endorsed"]
        refused = chair.post(path(live, "/endorsement"), json=body(chair, live))
        assert refusal(refused) == (409, "obstacles")
        assert refused.json()["detail"] == chair.get(path(live, "/obstacles")).json() != {"obstacles": []}


def agree_all_but_a_translation(live: Live) -> None:
    with live.client("chair") as chair:
        rows = [c for c in standing(chair, live) if c["kind"] not in HEADINGS]
        for number, clause in enumerate(rows):
            languages = ["en", "fr", "es"] if number == 0 else None
            assert chair.post(f"/clauses/{clause['id']}/lock", json={"languages": languages}).status_code == 200
        assert chair.get(path(live, "/obstacles")).json() == {"obstacles": []}


def endorse(live: Live) -> str:
    """E-2, E-3: what is frozen is the original and what is confirmed, once for one meeting."""
    with live.client("chair") as chair:
        done = chair.post(path(live, "/endorsement"), json=body(chair, live))
        assert done.status_code == 201, done.text
        msgspec.json.decode(done.content, type=replies.Endorsement)
        again = chair.post(path(live, "/endorsement"), json=body(chair, live))
        assert refusal(again) == (409, "already_endorsed")
        shown = chair.get(path(live))
        agenda = msgspec.json.decode(shown.content, type=replies.Agenda)
        assert agenda.outcome is not None and agenda.outcome.id == again.json()["detail"]["outcome"]
        assert agenda.outcome.languages == ["en", "fr", "es"] and agenda.outcome.publication is None
        assert (agenda.outcome.verb["fr"], agenda.publication) == ("approuvé", None)
    return agenda.outcome.id


def what_was_endorsed_stays(live: Live) -> None:
    """E-4: clauses stand at the level of the meeting, and headings are closed too."""
    with live.client("chair") as chair:
        for clause in standing(chair, live):
            assert clause["status"] == "endorsed" and clause["lock"]["level"] == "endorsed"
            assert clause["lock"]["hashes"]["en"] == clause["texts"]["en"]["hash"]
            heading = clause["kind"] in HEADINGS
            assert {text["status"] for text in clause["texts"].values()} <= {
                "locked",
                *(() if heading else ("translating",)),
            }


def publish(live: Live, outcome: str) -> str:
    """P-9, E-5: one symbol, given once, and the languages that were asked for."""
    with live.client("chair") as chair:
        refused = chair.post(path(live, "/publications"), json={"outcome": outcome, "symbol": SYMBOL})
        assert refusal(refused) == (403, "not_secretariat")
    with live.client("secretariat") as client:
        order = {"outcome": outcome, "symbol": SYMBOL, "languages": ["en"]}
        for change, expected in (
            ({"symbol": None}, (422, "symbol_missing")),
            ({"outcome": live.demo["agenda"]}, (404, "no_such_outcome")),
            ({"languages": ["ar"]}, (404, "no_such_language")),
            ({"outcome": None, "kind": "final"}, (422, "kind_unknown")),
        ):
            assert refusal(client.post(path(live, "/publications"), json={**order, **change})) == expected
        done = client.post(path(live, "/publications"), json=order)
        assert done.status_code == 201, done.text
        made = msgspec.json.decode(done.content, type=replies.Publication)
        assert (made.kind, made.draft, made.symbol, made.not_issued) == ("final", False, SYMBOL, ["fr", "es", "ar"])
        taken = client.post(path(live, "/publications"), json={**order, "symbol": "BI/2004/6"})
        assert refusal(taken) == (409, "already_published") and taken.json()["detail"]["publication"] == made.id
        wait_for_files(client, made.id)
    return made.id


def anybody_reads(live: Live, publication: str) -> None:
    """P-10: the outcome without sign-in, a draft not even as a rumour."""
    with live.client("secretariat") as client:
        draft = client.post(path(live, "/publications"), json={"kind": "chairs", "languages": ["fr"]}).json()
        assert (draft["kind"], draft["draft"], [entry["language"] for entry in draft["languages"]]) == (
            "chairs",
            True,
            ["fr"],
        )
        wait_for_files(client, draft["id"])
    with httpx.Client(base_url=f"{live.url}/api/v1") as public:
        shown = public.get(f"/public/publications/{publication}")
        seen = msgspec.json.decode(shown.content, type=replies.Publication)
        assert seen.by == "" and seen.outcome is not None and seen.outcome.by == ""
        assert (
            seen.outcome.consultation is not None and seen.outcome.consultation.names["en"] == "Second Berne conference"
        )
        files = {file.form: file for file in seen.languages[0].files}
        address = f"{live.url}{files['pdf'].url}"
        pdf = public.get(address)
        assert pdf.headers["cache-control"].startswith("public")
        said = " ".join(pypdf.PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text().split())
        assert "DRAFT" not in said and SYMBOL in said and "Endorsed by: Second Berne conference" in said
        fresh = public.get(address, headers={"If-None-Match": pdf.headers["etag"]})
        assert fresh.status_code == 304
        assert public.get(f"/publications/{publication}").status_code == 401
        for address in (f"/public/publications/{draft['id']}", f"/public/publications/{draft['id']}/fr.html"):
            assert refusal(public.get(address)) == (404, "no_such_publication")


def issue_the_last_language(live: Live, publication: str) -> None:
    """P-9, E-5: each language on its own day; a translation when its last clause is confirmed."""
    address = f"/publications/{publication}/languages"
    with live.client("observer") as client:
        assert refusal(client.post(address, json={"language": "fr"})) == (403, "not_secretariat")
    with live.client("secretariat") as client, live.client("chair") as chair:
        french = client.post(address, json={"language": "fr"}).json()
        assert [entry["language"] for entry in french["languages"]] == ["en", "fr"]
        assert refusal(client.post(address, json={"language": "fr"})) == (409, "already_issued")
        assert refusal(client.post(address, json={"language": "tlh"})) == (404, "no_such_language")
        waiting = client.post(address, json={"language": "ar"})
        assert refusal(waiting) == (409, "language_open")
        (clause,) = waiting.json()["detail"]["clauses"]
        assert chair.post(f"/clauses/{clause['id']}/lock", json={"languages": ["ar"]}).status_code == 200
        assert client.post(address, json={"language": "ar"}).status_code == 201
        shown = wait_for_files(client, publication)
        assert [entry["language"] for entry in shown["languages"]] == ["en", "fr", "ar"]
        assert (
            len({entry["hash"] for entry in shown["languages"]})
            == len({entry["issued_at"] for entry in shown["languages"]})
            == 3
        )
        assert shown["not_issued"] == ["es"]
        page = client.get(f"/publications/{publication}/ar.html").text
        assert SYMBOL.split("/")[0] in page and "أُقر" in page
        assert chair.post(f"/clauses/{clause['id']}/reopen", json={"reason": "A word"}).status_code == 200
