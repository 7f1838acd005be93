"""Proposals over HTTP: what is answered, held to its types, and how refusals look. Rules O of domain/SPEC.md."""

from typing import Any

import httpx
import msgspec
import pytest

from server.api import replies
from server.domain.identity import fresh_id
from tests.api.proposing import document
from tests.live import Live, walk_clauses

Clause = dict[str, Any]


def refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def offer(clause: Clause, **changes: Any) -> dict[str, Any]:
    """Return words proposed from the English text of a clause as it was read."""
    seen = clause["texts"]["en"]
    base = {"seq": seen["seq"], "hash": seen["hash"]}
    return {"key": fresh_id(), "base": base, "content": document("Words of a proposal."), **changes}


def propose(client: httpx.Client, clause: Clause, **changes: Any) -> httpx.Response:
    return client.post(f"/clauses/{clause['id']}/en/proposals", json=offer(clause, **changes))


def held(answer: httpx.Response, status: int, kind: type[msgspec.Struct]) -> dict[str, Any]:
    """Return what was answered, held to its type."""
    assert answer.status_code == status, answer.text
    msgspec.json.decode(answer.content, type=kind, strict=True)
    body: dict[str, Any] = answer.json()
    return body


def test_o6_a_proposal_is_made_read_and_taken(live: Live, clause: Clause) -> None:
    with live.client("delegate") as delegate, live.client("chair") as chair:
        made = held(propose(delegate, clause, note="Late."), 201, replies.OneProposal)["proposal"]
        assert made["may"] == {"take": False, "decline": False, "withdraw": True}
        listed = held(chair.get(f"/clauses/{clause['id']}/proposals"), 200, replies.Proposals)["proposals"]
        assert [row["id"] for row in listed] == [made["id"]] and listed[0]["changes"] == made["changes"]
        tree = chair.get(f"/agendas/{live.demo['agenda']}").json()["clauses"]
        [counted] = [row for row in walk_clauses(tree) if row["proposals"]]
        assert (counted["id"], counted["proposals"]) == (clause["id"], 1)
        taken = held(chair.post(f"/proposals/{made['id']}/take", json={}), 200, replies.AnsweredProposal)
        assert taken["proposal"]["state"] == "taken"
        now = held(delegate.get(f"/clauses/{clause['id']}"), 200, replies.Clause)
        assert (now["texts"]["en"]["hash"], now["proposals"]) == (made["hash"], 0)
        assert refusal(chair.post(f"/proposals/{made['id']}/take", json={})) == (409, "proposal_closed")


def test_o7_declined_and_withdrawn(live: Live, clause: Clause) -> None:
    with live.client("delegate") as delegate, live.client("chair") as chair:
        made = [propose(delegate, clause).json()["proposal"]["id"] for _ in range(2)]
        assert refusal(chair.post(f"/proposals/{made[0]}/decline", json={})) == (422, "reason_missing")
        done = held(chair.post(f"/proposals/{made[0]}/decline", json={"reason": "No."}), 200, replies.AnsweredProposal)
        assert done["proposal"]["answer"]["reason"] == "No."
        assert refusal(chair.post(f"/proposals/{made[1]}/withdraw", json={})) == (403, "not_author")
        held(delegate.post(f"/proposals/{made[1]}/withdraw", json={}), 200, replies.AnsweredProposal)
        shown = held(chair.get(f"/proposals/{made[1]}"), 200, replies.OneProposal)["proposal"]
        assert (shown["state"], shown["note"]) == ("withdrawn", "")


def test_o2_what_is_no_text_is_refused_and_harms_nobody(live: Live, clause: Clause) -> None:
    with live.client("delegate") as delegate:
        path = f"/clauses/{clause['id']}/en/proposals"
        answer = propose(delegate, clause, content={"type": "doc", "content": [{"type": "table"}]})
        assert refusal(answer) == (422, "content_unusable")
        assert answer.json()["detail"] == {"block": 0, "wrong": "node", "node": "table", "within": "doc"}
        deep = '{"key":"x","base":{"seq":0},"content":' + '{"content":[' * 10_000 + "]}" * 10_000 + "}"
        assert refusal(delegate.post(path, content=deep)) == (422, "not_json")
        assert refusal(delegate.post(path, content=b" " * 600_000)) == (413, "body_too_large")
        assert refusal(propose(delegate, clause, extra=1)) == (422, "body_unusable")
        for seq in (-1, 10**9, 10**30):
            assert refusal(propose(delegate, clause, base={"seq": seq})) == (409, "base_unknown")


@pytest.mark.parametrize("role", ["observer", "translator"])
def test_a13_others_are_refused_and_still_read(live: Live, clause: Clause, role: str) -> None:
    with live.client(role) as other:
        assert refusal(propose(other, clause)) == (403, "observer")
        assert other.get(f"/clauses/{clause['id']}/proposals").json() == {"proposals": []}
    nobody = httpx.post(f"{live.url}/api/v1/clauses/{clause['id']}/en/proposals", json=offer(clause))
    assert refusal(nobody) == (401, "not_signed_in")
