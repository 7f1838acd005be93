"""The history and the comparison of a clause that was split and joined again. Rule C-3."""

import httpx
import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.conftest import Desk, Seat
from tests.live import Live

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180), pytest.mark.xdist_group("browser")]

Clause = dict[str, str]


def act(chair: httpx.Client, clause: str, verb: str, **body: object) -> str:
    """Shape a clause; return the last clause that the act changed."""
    done = chair.post(f"/clauses/{clause}/{verb}", json=body).raise_for_status().json()
    return str(done["clauses"][-1]["id"])


def type_at_end(desk: Desk, clause: Clause, words: str) -> Locator:
    """Load the text anew, type at the end of a clause, and return its history once that is there."""
    page = desk.page
    page.goto("about:blank")
    page.goto(f"{desk.live.url}/agendas/{desk.live.demo['agenda']}#{clause['id']}")
    page.locator(f"#clause-{clause['id']} .ProseMirror[contenteditable=true][lang=en]").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words, delay=15)
    history = page.locator("section.history")
    expect(history).to_contain_text(f"adds “{words.strip()}”")
    return history


def test_c3_a_split_and_a_join_are_nobodys_words(seat: Seat, live: Live, clause: Clause) -> None:
    desk = seat("Aïcha Daoudi")
    with live.client("chair") as chair:
        second = act(chair, clause["id"], "split", at={"en": {"block": 0, "offset": 12}})
        history = type_at_end(desk, clause, " indeed")
        expect(history).to_contain_text(f"clause {clause['label']} split")
        expect(history).not_to_contain_text("deletes")
        history.get_by_role("button", name=f"Compare clause {clause['label']} split with now").click()
        table = desk.page.get_by_role("table")
        expect(table.locator("tbody tr")).to_have_count(2)
        expect(table).to_contain_text("into another clause")
        expect(table).to_contain_text("Split")
        act(chair, clause["id"], "join", **{"with": second})
    history = type_at_end(desk, clause, " truly")
    expect(history).to_contain_text(f"clause {clause['label']} joined with the next")
    expect(history.locator("li", has_text=" adds ")).to_have_count(1)
    history.get_by_role("button", name=f"Compare clause {clause['label']} joined with the next with now").click()
    table = desk.page.get_by_role("table")
    expect(table).to_contain_text("Adref demonstration")
    expect(table).to_contain_text("from another clause")
    desk.check_accessible()
