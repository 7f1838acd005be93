"""People and seats: the secretariat invites, the guest comes in and writes, and stops when the seat ends."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Desk, Seat
from tests.live import Live

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120), pytest.mark.xdist_group("browser")]

GUEST = "rania.haddad@jordan.example"


def people(desk: Desk) -> Page:
    desk.page.goto(f"{desk.live.url}/processes/{desk.live.demo['process']}/people")
    expect(desk.page.get_by_role("heading", name="People and seats")).to_be_visible()
    return desk.page


def invite(page: Page) -> str:
    page.get_by_role("button", name="Invite a person…").click()
    page.get_by_label("E-mail").fill(GUEST)
    page.get_by_label("Name", exact=True).fill("Rania Haddad")
    page.get_by_label("Delegation", exact=True).select_option(label="Jordan")
    page.get_by_label("Last day").fill("soon")
    page.get_by_role("button", name="Make the invitation").click()
    expect(page.get_by_text("Type a date like 25 November 2004.")).to_be_visible()
    page.get_by_label("Last day").fill("25 November 2094")
    page.get_by_role("button", name="Make the invitation").click()
    expect(page.locator(":focus")).to_contain_text("The link for Rania Haddad is made.")
    return page.get_by_label("The link").input_value()


def test_a_guest_comes_in_by_the_link_writes_and_stops_when_the_seat_ends(
    seat: Seat, browser: Browser, live: Live
) -> None:
    desk = seat("Nadia Ferreira")
    page = people(desk)
    link = invite(page)
    desk.check_accessible()
    guest = Desk(browser.new_context(viewport={"width": 1440, "height": 900}).new_page(), live, [])
    asked: list[str] = []
    guest.page.on("request", lambda request: asked.append(request.url))
    guest.page.goto(link)
    come_in(guest)
    assert not [address for address in asked if link.partition("#")[2] in address]
    guest.open_agenda()
    editor = guest.page.locator(".ProseMirror[contenteditable=true]").nth(2)
    editor.click()
    guest.page.keyboard.press("Control+End")
    guest.page.keyboard.type(" Words of a guest.", delay=10)
    expect(guest.page.locator("body")).to_contain_text("Saved")
    end_seat(page)
    expect(guest.page.locator(".ProseMirror[contenteditable=true]")).to_have_count(0)
    guest.page.goto(link)
    expect(guest.page.get_by_role("heading", name="This link was used")).to_be_visible()
    guest.check_accessible()


def come_in(guest: Desk) -> None:
    expect(guest.page.get_by_role("heading", name="Berne Initiative invites you.")).to_be_visible()
    guest.check_accessible()
    guest.page.get_by_label("Choose a password").fill("short")
    guest.page.keyboard.press("Enter")
    expect(guest.page.get_by_text("Use 12 signs or more.")).to_be_visible()
    guest.page.get_by_label("Choose a password").fill("four words to remember")
    guest.page.get_by_role("button", name="Come in").click()
    guest.page.wait_for_url("**/agendas")


def end_seat(page: Page) -> None:
    page.reload()
    page.get_by_label("Find a name").fill("haddad")
    expect(page.get_by_role("status")).to_contain_text("2 people found.")
    page.get_by_role("button", name="Change… Rania Haddad").click()
    page.get_by_role("button", name="End of seat: Jordan…").click()
    page.get_by_role("button", name="End it now").click()
    expect(page.locator(":focus")).to_contain_text("The seat of Rania Haddad, Jordan, has ended.")


def test_only_the_secretariat_sees_the_people(seat: Seat, live: Live) -> None:
    desk = seat("Aïcha Daoudi")
    desk.page.goto(f"{live.url}/processes/{live.demo['process']}/people")
    expect(desk.page.get_by_role("heading", name="Not with this seat")).to_be_visible()
    desk.page.goto(f"{live.url}/agendas")
    expect(desk.page.get_by_role("link", name="People and seats")).to_have_count(0)
    desk.complaints[:] = [c for c in desk.complaints if "403" not in c]


def test_whoever_reads_takes_the_text_of_this_minute_along(seat: Seat, live: Live) -> None:
    desk = seat("Ingrid Solberg")
    desk.page.goto(f"{live.url}/agendas")
    shelf = desk.page.get_by_role("article").filter(has_text="International Agenda for Migration Management")
    shelf.get_by_text("Tonight’s text").click()
    link = desk.page.get_by_role("link", name="English, PDF")
    expect(link).to_be_visible(timeout=60_000)
    answer = desk.page.request.get(live.url + (link.get_attribute("href") or ""))
    assert answer.headers["content-type"] == "application/pdf"
    desk.check_accessible()
