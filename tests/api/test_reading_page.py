"""The reading page: server-rendered, for anybody once a meeting has endorsed the text, else for who has a seat."""

import re
from typing import Any

import httpx
import pytest

from server.api.framing import Page, own_name, policy, wait
from server.api.reading import choose_language
from tests.api.test_publishing import wait_for_files
from tests.live import Live


@pytest.fixture(scope="module")
def draft(live: Live) -> dict[str, Any]:
    """A draft issued without a symbol, with its files made."""
    with live.client("secretariat") as secretariat:
        body = {"languages": ["en", "ar"]}
        issued = secretariat.post(f"/agendas/{live.demo['agenda']}/publications", json=body).json()
        return wait_for_files(secretariat, issued["id"])


def read(live: Live, path: str, role: str = "delegate", **headers: str) -> httpx.Response:
    with live.client(role) as client:
        return client.get(f"{live.url}{path}", headers=headers)


def test_who_has_a_seat_reads_a_draft_with_its_frame(live: Live, draft: dict[str, Any]) -> None:
    answer = read(live, f"/publications/{draft['id']}/en")
    assert answer.status_code == 200 and answer.headers["content-language"] == "en"
    assert answer.headers["cache-control"] == "no-cache"
    assert "<script" not in answer.text and "http-equiv" not in answer.text
    assert f'href="/agendas/{draft["agenda"]}"' in answer.text
    assert f'/publications/{draft["id"]}/ar" lang="ar" dir="rtl"' in answer.text
    [english] = [entry for entry in draft["languages"] if entry["language"] == "en"]
    for file in english["files"]:
        assert file["url"] in answer.text and f'title="{file["hash"]}"' in answer.text


def test_every_clause_says_its_permanent_address(live: Live, draft: dict[str, Any]) -> None:
    page = read(live, f"/publications/{draft['id']}/ar").text
    clauses = re.findall(r'<section class="[^"]*" id="(c-[^"]+)"', page)
    addresses = re.findall(r'class="addr">.*?<bdi dir="ltr">([^<]+)</bdi>', page)
    assert addresses == [f"{live.url}/publications/{draft['id']}/ar#{clause}" for clause in clauses]
    assert len(clauses) > 10


def test_the_policy_lets_in_the_two_styles_and_nothing_else(live: Live, draft: dict[str, Any]) -> None:
    answer = read(live, f"/publications/{draft['id']}/en")
    rule = answer.headers["content-security-policy"]
    assert re.search(r"style-src 'self' 'sha256-[^']+';", rule)
    assert "script-src" not in rule and "default-src 'none'" in rule


def test_the_browser_chooses_among_the_languages_issued(live: Live, draft: dict[str, Any]) -> None:
    answer = read(live, f"/publications/{draft['id']}", **{"Accept-Language": "fr, ar-EG;q=0.8, en;q=0.5"})
    assert answer.headers["content-language"] == "ar" and "Accept-Language" in answer.headers["vary"]
    assert choose_language("fr, de", ["en", "ar"]) == "en"
    assert choose_language("en;q=0.1, ar", ["en", "ar"]) == "ar"


def test_a_stranger_is_sent_to_the_door_and_a_member_without_the_language_finds_nothing(
    live: Live, draft: dict[str, Any]
) -> None:
    for path in (f"/publications/{draft['id']}", "/publications/nothing"):
        answer = httpx.get(live.url + path)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/signin?next={path}")
    for path in (f"/publications/{draft['id']}/fr", "/publications/nothing"):
        assert read(live, path).status_code == 404


def make_page(state: str, language: str = "en") -> Page:
    files = [
        {"form": "html", "state": state, "hash": None, "pages": None, "error": "", "url": None},
        {"form": "pdf", "state": "done", "hash": "0123456789abcdef" * 4, "pages": 3, "error": "", "url": "/file"},
    ]
    publication = {
        "id": "p",
        "symbol": "BI/2004/<5>",
        "title": {"en": "One & two"},
        "languages": [{"language": language, "files": files}],
        "not_issued": ["fr"],
    }
    return Page(publication, language, "http://127.0.0.1", "")


def test_until_the_page_is_made_another_stands_there_that_asks_again_by_itself() -> None:
    page = wait(make_page("running"))
    assert '<meta http-equiv="refresh" content="2">' in page and "1 of 2 are ready" in page
    assert "BI/2004/&lt;5&gt;" in page and "One &amp; two" in page
    assert "3 pages" in page and "01234567 89abcdef" in page and "Français" in page
    assert "sha256-" not in policy(page)


def test_a_page_that_cannot_be_made_says_so_and_does_not_ask_again() -> None:
    page = wait(make_page("failed"))
    assert "refresh" not in page and "could not be made" in page


@pytest.mark.parametrize(("language", "said"), [("ar", "٣ صفحات"), ("fr", "3 pages"), ("ru", "3 pages")])
def test_the_frame_speaks_the_language_of_the_text_or_english(language: str, said: str) -> None:
    assert said in wait(make_page("queued", language))
    assert own_name("fr") == "Français"
