"""Rule A-26: the secretariat begins a text; it is there at once, empty, in the languages named."""

from typing import Any

import httpx
import pytest

from tests.live import Live


def process_of(live: Live) -> str:
    return str(live.demo["process"])


def begin(client: httpx.Client, process: str, **body: Any) -> httpx.Response:
    return client.post(f"/processes/{process}/agendas", json=body)


def test_a_26_the_secretariat_begins_a_text_that_others_read_at_once(live: Live) -> None:
    with live.client("secretariat") as secretariat, live.client("delegate") as delegate:
        begun = begin(
            secretariat, process_of(live), title={"fr": " Déclaration "}, languages=["en", "fr"], original_language="fr"
        )
        assert begun.status_code == 201
        text = delegate.get(f"/agendas/{begun.json()['agenda']}").json()
        assert (text["title"], text["clauses"]) == ({"fr": "Déclaration"}, [])
        assert (text["draft"]["languages"], text["draft"]["original_language"]) == (["en", "fr"], "fr")
        (record,) = secretariat.get(f"/agendas/{text['id']}/decisions").json()["decisions"]
        assert record["act"] == "begin"


@pytest.mark.parametrize("role", ["chair", "delegate", "observer", "translator"])
def test_a_26_nobody_else_does(live: Live, role: str) -> None:
    with live.client(role) as client:
        refused = begin(client, process_of(live), title={"en": "Ours"})
    assert (refused.status_code, refused.json()["code"]) == (403, "not_secretariat")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "title_missing"),
        ({"title": {"en": " "}}, "title_missing"),
        ({"title": {"en": "x" * 501}}, "title_too_long"),
        ({"title": {"en": "A"}, "languages": ["tlh"]}, "language_unknown"),
        ({"title": {"en": "A"}, "original_language": "tlh"}, "language_unknown"),
        ({"title": {"fr": "A"}, "languages": ["en"]}, "language_unknown"),
        ({"title": {"en": "A"}, "symbol_base": "x" * 61}, "symbol_unusable"),
    ],
)
def test_what_cannot_be_begun_is_refused(live: Live, body: dict[str, Any], code: str) -> None:
    with live.client("secretariat") as secretariat:
        refused = begin(secretariat, process_of(live), **body)
    assert (refused.status_code, refused.json()["code"]) == (422, code)


def test_a_process_that_is_not_there_is_not_there(live: Live) -> None:
    with live.client("secretariat") as secretariat:
        refused = begin(secretariat, "01890000-0000-7000-8000-000000000000", title={"en": "A"})
    assert (refused.status_code, refused.json()["code"]) == (404, "no_such_process")


def test_the_command_line_begins_one_and_lists_it(live: Live) -> None:
    said = live.run("agenda", "new", "--process", "berne-initiative", "--title", "en=From the command line")
    agenda = said.stdout.strip()
    assert f"{agenda}  berne-initiative" in live.run("agenda", "list").stdout
    refused = live.run("agenda", "new", "--process", "berne-initiative", "--title", "en= ", check=False)
    assert (refused.returncode, "(title_missing)" in refused.stderr) == (1, True)
