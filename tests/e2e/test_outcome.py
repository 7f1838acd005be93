"""From the last obstacle to the public page: the chair records the meeting's act, the secretariat publishes it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.api.small import HEADINGS, small_server
from tests.e2e.conftest import Desk, Seat
from tests.live import Live, walk_clauses

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180), pytest.mark.xdist_group("browser")]

SYMBOL = "BI/2004/5"


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server of its own with a text of few clauses: at the end nothing in it is open."""
    server = small_server(tmp_path_factory.mktemp("outcome"))
    yield server
    server.kill()


def agree(live: Live) -> None:
    """Agree every clause, all languages of it but the Arabic of the first."""
    with live.client("chair") as chair:
        tree = chair.get(f"/agendas/{live.demo['agenda']}").json()["clauses"]
        rows = [c for c in walk_clauses(tree) if c["status"] == "open" and c["kind"] not in HEADINGS]
        for number, clause in enumerate(rows):
            languages = {"languages": ["en", "fr", "es"]} if number == 0 else {}
            assert chair.post(f"/clauses/{clause['id']}/lock", json=languages).status_code == 200


def test_endorsed_published_in_one_language_then_another_and_read_by_anybody(
    seat: Seat, browser: Browser, live: Live
) -> None:
    record(seat("Thandi Mokoena"), live)
    desk = seat("Nadia Ferreira")
    publish(desk, live)
    address = desk.page.get_by_role("link", name=SYMBOL).first.get_attribute("href") or ""
    read(browser, live, address)
    desk.complaints[:] = [c for c in desk.complaints if "409" not in c]


def record(chair: Desk, live: Live) -> None:
    """While something stands in the way, the button leads there; afterwards it asks for the meeting and the verb."""
    page = chair.page
    page.goto(f"{live.url}/agendas/{live.demo['agenda']}/publish")
    page.get_by_role("button", name="Record the act of a meeting…").click()
    assert page.evaluate("document.activeElement.closest('.todo') !== null")
    chair.check_accessible()
    agree(live)
    page.reload()
    page.get_by_role("button", name="Record the act of a meeting…").click()
    expect(page.get_by_label("Meeting", exact=True)).to_be_focused()
    chair.check_accessible()
    page.get_by_role("button", name="Record it").click()
    expect(page.locator(":focus")).to_contain_text("Endorsed by: Second Berne conference, Berne, 16")
    expect(page.get_by_label("Symbol")).to_have_count(0)


def publish(desk: Desk, live: Live) -> None:
    """A symbol, two languages, and French afterwards; the Arabic is not confirmed, and says so."""
    page = desk.page
    page.goto(f"{live.url}/agendas/{live.demo['agenda']}/publish")
    final = page.get_by_role("region", name="The endorsed text")
    final.get_by_role("button", name="Publish…").click()
    expect(page.get_by_text("Type the symbol under which the text is issued")).to_be_visible()
    final.get_by_label("Symbol").fill(SYMBOL)
    final.get_by_label("Français").uncheck()
    final.get_by_role("button", name=f"Publish {SYMBOL}…").click()
    expect(page.get_by_role("button", name="Not yet")).to_be_focused()
    expect(page.get_by_role("dialog")).to_contain_text("The text comes out in English and Spanish, as it was frozen on")
    page.get_by_role("dialog").get_by_role("button", name="Publish").click()
    expect(page.get_by_role("link", name="PDF")).to_have_count(2, timeout=60_000)
    page.get_by_role("button", name="Issue the language: French").click()
    expect(page.get_by_role("link", name="PDF")).to_have_count(3, timeout=60_000)
    page.get_by_role("button", name="Issue the language: Arabic").click()
    expect(page.get_by_text("some clauses are not confirmed yet")).to_be_visible()
    desk.check_accessible()
    draft = page.get_by_role("region", name="A draft of the text as it stands")
    draft.get_by_label("Symbol").fill(SYMBOL)
    draft.get_by_role("button", name="Issue a draft…").click()
    page.get_by_role("dialog").get_by_role("button", name="Issue the draft").click()
    draft.get_by_role("button", name="Use BI/2004/6").click()
    expect(draft.get_by_label("Symbol")).to_have_value("BI/2004/6")


def read(browser: Browser, live: Live, address: str) -> None:
    """Without signing in and without script; with it only to let axe look."""
    stranger = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = stranger.new_page()
    page.goto(live.url + address)
    expect(page.get_by_role("heading", level=1)).to_have_text("International Agenda for Migration Management")
    expect(page.locator("body")).to_contain_text("Endorsed by")
    number = page.locator("section .n a").first
    number.click()
    expect(page.locator("section:target .addr")).to_be_visible()
    expect(page.locator(".addr:visible")).to_have_count(1)
    page.get_by_role("link", name="Français").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.get_by_role("link", name="PDF")).to_be_visible()
    for width in (1440, 320):
        desk = Desk(browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True).new_page(), live, [])
        desk.page.goto(live.url + address)
        desk.check_accessible()
        assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
