"""Where one is, one stays: nothing that others do, and no way through the page, takes focus or place away."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Desk, Seat, plain
from tests.live import Live, live_server, walk_clauses

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180), pytest.mark.xdist_group("browser")]

LONG = "The Parties keep the procedures for entry and stay clear, in writing and open to all who ask for them"
MATTERS = 12
FIRST_LETTER = """(place) => {
  const text = document.createTreeWalker(place, NodeFilter.SHOW_TEXT).nextNode();
  const range = document.createRange();
  range.setStart(text, 0);
  range.setEnd(text, 1);
  const [letter, box] = [range.getBoundingClientRect(), place.getBoundingClientRect()];
  return letter.left >= box.left - 1 && letter.right <= box.right + 1 && place.scrollWidth > place.clientWidth;
}"""
"""Whether a line is cut, and its first letter is in it."""
REST = """async (place) => {
  for (let last, same = 0; ; ) {
    const { top } = place.getBoundingClientRect();
    same = top === last ? same + 1 : 0;
    last = top;
    if (same >= 20) return top;
    await new Promise(requestAnimationFrame);
  }
}"""
"""How high something stands once it has not moved for twenty pictures."""

Clause = dict[str, Any]


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    folder = tmp_path_factory.mktemp("place")
    source = folder / "latin.md"
    source.write_text("\n\n".join(f"{LONG}, as in matter {n}." for n in range(1, MATTERS + 1)), "utf-8")
    with live_server(folder) as server:
        server.run("import", str(source), "--agenda", server.demo["agenda"], "--language", "en")
        yield server


@pytest.fixture
def last(live: Live) -> str:
    """The id of the last clause of the text."""
    with live.client("chair") as chair:
        *_, clause = walk_clauses(chair.get(f"/agendas/{live.demo['agenda']}").json()["clauses"])
    return str(clause["id"])


def row_of(page: Page, clause: str) -> Locator:
    return page.locator(f"#clause-{clause}")


def pause(chair: httpx.Client, live: Live, clause: Clause) -> None:
    chair.post(f"/agendas/{live.demo['agenda']}/pause", json={"clauses": [clause["id"]]}).raise_for_status()


def resume(chair: httpx.Client, live: Live, clause: Clause) -> None:
    chair.post(f"/agendas/{live.demo['agenda']}/resume", json={"clauses": [clause["id"]]}).raise_for_status()


def lock(chair: httpx.Client, live: Live, clause: Clause) -> None:
    texts = chair.get(f"/clauses/{clause['id']}").json()["texts"]
    seen = {language: {"seq": text["seq"], "hash": text["hash"]} for language, text in texts.items()}
    chair.post(f"/clauses/{clause['id']}/lock", json={"seen": seen}).raise_for_status()


def reopen(chair: httpx.Client, live: Live, clause: Clause) -> None:
    chair.post(f"/clauses/{clause['id']}/reopen", json={"reason": "One more word."}).raise_for_status()


def close(chair: httpx.Client, live: Live, clause: Clause) -> None:
    chair.patch(f"/agendas/{live.demo['agenda']}/draft", json={"mode": "closed"}).raise_for_status()


def open_again(chair: httpx.Client, live: Live, clause: Clause) -> None:
    chair.patch(f"/agendas/{live.demo['agenda']}/draft", json={"mode": "typing"}).raise_for_status()


def write_in(desk: Desk, clause: Clause) -> Locator:
    """Write into the middle of a clause, until it is saved; return its text."""
    desk.page.goto(f"{desk.live.url}/agendas/{desk.live.demo['agenda']}#{clause['id']}")
    editor = desk.editor(plain(clause, "en"))
    editor.click()
    desk.page.keyboard.press("Control+Home")
    desk.page.keyboard.type("Before ", delay=15)
    expect(desk.page.locator("#foot")).to_contain_text("Saved")
    return row_of(desk.page, clause["id"]).locator(".cell").first


@pytest.mark.parametrize(("stop", "go_on"), [(pause, resume), (lock, reopen), (close, open_again)])
def test_who_writes_when_others_close_the_text_waits_on_its_clause_and_goes_on_where_he_was(
    seat: Seat, live: Live, clause: Clause, stop: Callable[..., None], go_on: Callable[..., None]
) -> None:
    desk = seat("Aïcha Daoudi")
    text = write_in(desk, clause)
    page, row = desk.page, row_of(desk.page, clause["id"])
    with live.client("chair") as chair:
        stop(chair, live, clause)
        expect(row).to_be_focused()
        words, place = text.inner_text(), row.evaluate(REST)
        page.keyboard.type("no one reads this? ", delay=15)
        expect(page.locator("#foot")).to_contain_text("What you type is not written.")
        expect(page.locator("dialog[open]")).to_have_count(0)
        assert text.inner_text() == words
        assert abs(row.evaluate(REST) - place) < 2
        go_on(chair, live, clause)
    expect(text.locator(".ProseMirror")).to_be_focused()
    page.keyboard.type("and after ", delay=15)
    expect(text).to_contain_text("Before and after ")


def test_who_has_gone_elsewhere_meanwhile_is_not_fetched_back(seat: Seat, live: Live, clause: Clause) -> None:
    desk = seat("Aïcha Daoudi")
    text = write_in(desk, clause)
    with live.client("chair") as chair:
        pause(chair, live, clause)
        expect(row_of(desk.page, clause["id"])).to_be_focused()
        desk.page.get_by_role("searchbox").click()
        resume(chair, live, clause)
    expect(text.locator(".ProseMirror[contenteditable=true]")).to_be_visible()
    expect(desk.page.get_by_role("searchbox")).to_be_focused()
    desk.page.keyboard.type("visa")
    expect(desk.page.get_by_role("searchbox")).to_have_value("visa")


def test_the_list_of_clauses_follows_the_text_but_not_under_the_hand_of_who_is_at_it(
    seat: Seat, live: Live, last: str
) -> None:
    desk = seat("Lukas Amrein")
    page = desk.page
    page.goto(f"{live.url}/agendas/{live.demo['agenda']}#{last}")
    line = page.locator(f".outline a[href='#{last}']")
    expect(line).to_be_in_viewport()
    row_of(page, last).focus()
    for _ in range(MATTERS + 20):
        page.keyboard.press("Alt+ArrowUp")
    current = page.locator(".outline a[aria-current]")
    expect(line).not_to_be_in_viewport()
    expect(current).to_be_in_viewport()
    page.locator(".outline").hover()
    page.mouse.wheel(0, -20_000)
    expect(current).not_to_be_in_viewport()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.get_by_role("searchbox")).to_be_in_viewport()
    assert page.evaluate("scrollY") == 0


def test_on_a_phone_the_text_stands_where_it_was_when_one_comes_back_to_it(seat: Seat) -> None:
    desk = seat("Aïcha Daoudi", viewport={"width": 390, "height": 844})
    desk.open_agenda()
    page = desk.page
    read = page.locator("#desk [data-clause]").nth(30)
    read.evaluate("row => row.scrollIntoView({ block: 'center' })")
    expect(read.locator(".ProseMirror").first).to_be_visible()
    read.evaluate("row => row.scrollIntoView({ block: 'center' })")
    place = read.evaluate(REST)
    expect(read).to_be_in_viewport()
    for pane in ("Clause", "History", "Clauses"):
        page.get_by_role("button", name=pane, exact=True).click()
        expect(read).to_be_hidden()
        page.get_by_role("button", name="Text", exact=True).click()
        assert abs(read.evaluate(REST) - place) < 3


def test_names_of_the_other_direction_are_cut_at_their_own_end(seat: Seat, live: Live, last: str) -> None:
    desk = seat("Nadia Ferreira", locale="ar")
    desk.page.goto(f"{live.url}/agendas/{live.demo['agenda']}#{last}")
    title = desk.page.locator(f".outline a[href='#{last}'] .t")
    expect(title).to_be_in_viewport()
    assert title.evaluate(FIRST_LETTER)
    shown = desk.page.locator("#margin h2 bdi").first
    expect(shown).to_have_text("«The Parties keep the procedures for entry and…»")
    expect(shown).to_have_attribute("dir", "ltr")
    desk.page.set_viewport_size({"width": 390, "height": 844})
    desk.page.goto(f"{live.url}/agendas/{live.demo['agenda']}/publish")
    name = desk.page.locator(".you > summary > bdi")
    expect(name).to_have_text("Nadia Ferreira")
    name.evaluate("name => { name.style.maxInlineSize = '4em'; }")
    assert name.evaluate(FIRST_LETTER)


def test_the_list_of_keys_opens_at_its_head(seat: Seat) -> None:
    desk = seat("Thandi Mokoena", viewport={"width": 1440, "height": 600})
    desk.open_agenda()
    desk.page.locator(".outline a[tabindex='0']").focus()
    desk.page.keyboard.press("?")
    box = desk.page.locator("dialog[open]")
    expect(box.get_by_role("heading")).to_be_focused()
    assert box.evaluate("box => box.scrollTop === 0 && box.scrollHeight > box.clientHeight")
