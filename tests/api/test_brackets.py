"""Rule B-1: a bracket's words carry an id; who asks for it stands in the record."""

from typing import Any

from server.domain.identity import fresh_id
from tests.live import Live


def test_b1_a_bracket_belongs_to_the_delegation_that_asks(live: Live, clause: dict[str, Any]) -> None:
    path, bracket = f"/clauses/{clause['id']}/brackets", fresh_id()
    with live.client("delegate") as delegate:
        made = delegate.post(path, json={"id": bracket, "kind": "delete"})
        assert made.status_code == 201, made.text
        code = live.person("delegate")["delegation"]
        assert [tag["code"] for tag in made.json()["delegations"]] == [code]
        sign = delegate.get(f"/clauses/{clause['id']}").json()["signs"][bracket]
        assert (sign["kind"], sign["delegations"][0]["code"]) == ("delete", code)
        assert sign["delegations"][0]["short"]["en"]
        again = delegate.post(path, json={"id": bracket})
        assert (again.status_code, again.json()["code"]) == (409, "bracket_exists")
        for body, code in (({"id": "x"}, "id_unusable"), ({"id": fresh_id(), "kind": "maybe"}, "kind_unknown")):
            answer = delegate.post(path, json=body)
            assert (answer.status_code, answer.json()["code"]) == (422, code)
    with live.client("observer") as observer:
        answer = observer.post(path, json={"id": fresh_id()})
        assert (answer.status_code, answer.json()["code"]) == (403, "observer")
