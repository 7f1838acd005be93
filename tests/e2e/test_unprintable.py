"""A character that no font for paper has is named where the file was to be, with the way to its clause."""

import pytest
from playwright.sync_api import Page, expect

from tests.api.ground import break_ground
from tests.api.test_publishing import wait_for_files
from tests.e2e.conftest import Seat
from tests.live import Live

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180), pytest.mark.xdist_group("browser")]


def check_named(page: Page, clause: str) -> None:
    """The sign and its code are said, the clause is a link, and nobody is told to try again."""
    told = page.locator(".warn").filter(has_text="✓ (U+2713)")
    expect(told).to_be_visible(timeout=60_000)
    assert (told.get_by_role("link").get_attribute("href") or "").endswith(f"#{clause}")
    expect(page.get_by_text("open it again")).to_have_count(0)
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)


def test_a_character_that_cannot_be_printed_is_named_with_its_clause(seat: Seat, live: Live) -> None:
    with break_ground(live) as ground:
        clause = ground.clause("Agreed ✓.")
        made = ground.act(f"/agendas/{ground.agenda}/publications", ground.desk)
        wait_for_files(ground.desk, made["id"])
        desk = seat("Nadia Ferreira")
        desk.page.goto(f"{live.url}/agendas/{ground.agenda}/publish")
        check_named(desk.page, clause)
        desk.check_accessible()
        desk.page.goto(f"{live.url}/agendas/{ground.agenda}")
        desk.page.get_by_role("banner").get_by_text("Tonight’s text").click()
        check_named(desk.page, clause)
        desk.check_accessible()
