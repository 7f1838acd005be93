"""The room in small windows, and brackets that open in one clause and close in another."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Seat
from tests.live import Live, live_server, walk_clauses

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180), pytest.mark.xdist_group("browser")]

SOURCE = "91. Keep apart. [Parties [shall] agree:\n\n92. on the first part;\n\n93. and on the last.]\n"
BARS = """() => {
  const shown = document.querySelectorAll('.room > .bar, .tools, .room > .foot');
  const stuck = [...shown].filter((bar) => /sticky|fixed/.test(getComputedStyle(bar).position));
  return stuck.reduce((sum, bar) => sum + bar.offsetHeight, 0) / innerHeight;
}"""
SMALL = """() => [...document.querySelectorAll('.end > .langs > button, .folds button, [role=toolbar] button')]
  .filter((one) => one.offsetWidth > 0 && one.offsetHeight < 48).map((one) => one.textContent)"""


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server of its own, with a bracket over three clauses at the end of the text."""
    folder = tmp_path_factory.mktemp("room")
    source = folder / "over.md"
    source.write_text(SOURCE, "utf-8")
    with live_server(folder) as server:
        server.run("import", str(source), "--agenda", server.demo["agenda"], "--language", "en")
        yield server


def widest(page: Page) -> int:
    """Return by how much the page is wider than the window, in CSS pixels."""
    width: int = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return width


@pytest.mark.parametrize("size", [(390, 844), (320, 640)], ids=["390", "320"])
def test_in_a_narrow_window_one_language_stands_at_a_time_and_panes_behind_words(
    seat: Seat, size: tuple[int, int]
) -> None:
    desk = seat("Thandi Mokoena", viewport={"width": size[0], "height": size[1]})
    desk.open_agenda()
    page = desk.page
    expect(page.locator(".clause .ProseMirror").first).to_be_visible()
    page.locator(".end > .langs > button[lang=ar]").click()
    expect(page.locator(".heads")).to_contain_text("العربية")
    assert set(page.locator(".clause .cell").evaluate_all("cells => cells.map((c) => c.dataset.language)")) == {"ar"}
    assert page.evaluate(SMALL) == []
    assert page.evaluate(BARS) <= 0.25
    for word in ("Clauses", "Chair", "History", "Text"):
        page.locator(".folds").get_by_role("button", name=word, exact=True).click()
        assert widest(page) <= 0, f"{word} scrolls sideways"
        if word in ("Chair", "Text"):
            desk.check_accessible()


def test_at_four_hundred_per_cent_the_bars_scroll_away(seat: Seat) -> None:
    desk = seat("Thandi Mokoena", viewport={"width": 320, "height": 225}, locale="ar")
    desk.open_agenda("التفاهمات المشتركة")
    assert widest(desk.page) <= 0
    assert desk.page.evaluate(BARS) == 0
    desk.check_accessible()


def test_a_bracket_over_clauses_opens_in_the_first_and_closes_in_the_last(seat: Seat, live: Live) -> None:
    with live.client("chair") as chair:
        first, middle, last = list(walk_clauses(chair.get(f"/agendas/{live.demo['agenda']}").json()["clauses"]))[-3:]
    desk = seat("Lukas Amrein")
    page = desk.page
    page.goto(f"{live.url}/agendas/{live.demo['agenda']}#{first['id']}")
    places = [page.locator(f"#clause-{one['id']} [data-language=en] .ProseMirror") for one in (first, middle, last)]
    for place in places:
        expect(place).to_be_visible()
    over = (set(first["signs"]) & set(middle["signs"])).pop()
    glyphs = [place.locator(f".glyph[data-of='{over}']") for place in places]
    expect(glyphs[0]).to_have_text("bracket: [")
    expect(glyphs[1]).to_have_count(0)
    expect(glyphs[2]).to_have_text("] end of bracket")
    expect(places[1].locator(".bracket")).to_have_count(1)
    glyphs[0].dispatch_event("pointerover", {"bubbles": True})
    expect(page.locator(".glyph.near")).to_have_count(2)
    desk.check_accessible()
