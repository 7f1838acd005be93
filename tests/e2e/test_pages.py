"""Every page: nothing for axe to find, keyboard all through, narrow screens, and states that say what to do."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Desk, Seat
from tests.live import Live

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180), pytest.mark.xdist_group("browser")]

NARROW = {"width": 390, "height": 844}


@pytest.mark.parametrize("locale", ["en", "ar"])
@pytest.mark.parametrize("size", [{"width": 1440, "height": 900}, NARROW], ids=["wide", "narrow"])
def test_axe_finds_nothing(seat: Seat, live: Live, locale: str, size: dict[str, int]) -> None:
    desk = seat("Nadia Ferreira", locale=locale, viewport=size)
    agenda = live.demo["agenda"]
    people = f"/processes/{live.demo['process']}/people"
    for path in ("/agendas", f"/agendas/{agenda}", f"/agendas/{agenda}/publish", people):
        desk.page.goto(live.url + path)
        expect(desk.page.locator("h1, main h2").first).to_be_visible()
        desk.check_accessible()
        width = desk.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert width <= 0, f"{path} scrolls sideways by {width} px"


def test_the_door_is_accessible_and_says_what_was_wrong(seat: Seat, live: Live) -> None:
    desk = seat("Nadia Ferreira")
    desk.page.context.clear_cookies()
    desk.page.goto(f"{live.url}/signin")
    desk.check_accessible()
    desk.page.get_by_label("E-mail").fill("nobody@nowhere.example")
    desk.page.get_by_label("Password").fill("wrong")
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("main")).to_contain_text("do not match")
    desk.check_accessible()
    desk.complaints[:] = [c for c in desk.complaints if "401" not in c]


def test_one_click_signs_in_as_a_person_of_the_demonstration(seat: Seat, live: Live) -> None:
    desk = seat("Nadia Ferreira")
    desk.page.context.clear_cookies()
    desk.page.goto(f"{live.url}/agendas")
    desk.page.get_by_role("button", name="Thandi Mokoena").click()
    desk.page.wait_for_url("**/agendas")
    expect(desk.page.get_by_role("banner")).to_contain_text("Thandi Mokoena")
    desk.complaints[:] = [c for c in desk.complaints if "401" not in c]


def test_a_chair_agrees_with_the_keyboard_alone(seat: Seat, live: Live) -> None:
    desk = seat("Reto Zollinger")
    desk.open_agenda()
    editors = desk.page.locator(".ProseMirror[contenteditable=true]")
    expect(editors.first).to_be_visible()
    before = agreed(live)
    desk.page.keyboard.press("Tab")
    expect(desk.page.locator(":focus")).to_be_visible()
    editors.nth(4).focus()
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("F6")
    press(desk, "Agree and lock…")
    act = desk.page.get_by_role("button", name="Agree and lock", exact=True)
    expect(act).to_have_attribute("aria-disabled", "false")
    press(desk, "Agree and lock")
    expect(desk.page.get_by_role("button", name="Reopen").first).to_be_visible()
    assert agreed(live) == before + 1


def press(desk: Desk, name: str) -> None:
    """Tab to a button and press Enter on it."""
    for _ in range(60):
        focused = "[document.activeElement.tagName, document.activeElement.textContent.trim()]"
        if desk.page.evaluate(focused) == ["BUTTON", name]:
            break
        desk.page.keyboard.press("Tab")
    else:
        raise AssertionError(f"the keyboard does not reach {name!r}")
    desk.page.keyboard.press("Enter")


def agreed(live: Live) -> int:
    with live.client("chair") as chair:
        return int(chair.get(f"/agendas/{live.demo['agenda']}").json()["counts"]["agreed"])


def test_an_observer_reads_and_is_told_why(seat: Seat, live: Live) -> None:
    desk = seat("Ingrid Solberg")
    desk.open_agenda()
    expect(desk.page.locator(".ProseMirror[contenteditable=true]")).to_have_count(0)
    expect(desk.page.locator("body")).to_contain_text("observer")


def test_what_is_not_there_says_so(seat: Seat, live: Live) -> None:
    desk = seat("Ingrid Solberg")
    for path in ("/agendas/nothing", "/nowhere", "/publications/nothing"):
        desk.page.goto(live.url + path)
        expect(desk.page.locator("body")).to_contain_text("leads to nothing you can open")
        desk.check_accessible()
    desk.complaints[:] = [c for c in desk.complaints if "404" not in c]


@pytest.mark.parametrize("size", [{"width": 1440, "height": 900}, NARROW], ids=["wide", "narrow"])
def test_the_operators_page_is_accessible(seat: Seat, live: Live, size: dict[str, int]) -> None:
    desk = seat("Nadia Ferreira", viewport=size)
    desk.page.goto(f"{live.url}/operator")
    expect(desk.page.locator("h1")).to_be_visible()
    desk.check_accessible()


def test_typing_goes_on_while_the_server_is_away_and_is_saved_when_it_is_back(seat: Seat, live: Live) -> None:
    desk = seat("Anjali Deshmukh")
    desk.open_agenda()
    editor = desk.page.locator(".ProseMirror[contenteditable=true]").nth(2)
    editor.click()
    desk.page.keyboard.press("Control+End")
    desk.page.keyboard.type(" Before.", delay=10)
    expect(desk.page.locator("body")).to_contain_text("Saved")
    live.kill()
    desk.page.keyboard.type(" While it was away.", delay=10)
    expect(desk.page.locator("body")).to_contain_text("Not saved")
    live.start()
    expect(desk.page.locator("body")).to_contain_text("Saved", timeout=40_000)
    desk.page.reload()
    expect(desk.page.locator("main")).to_contain_text("Before. While it was away.")
