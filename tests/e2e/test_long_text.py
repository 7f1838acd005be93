"""A text of 600 clauses on one page: all of it to be read and found, editors only where one looks, the rest live."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Desk, Seat
from tests.live import Live, live_server, walk_clauses

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180), pytest.mark.xdist_group("browser")]

CLAUSES = 600
READ = """async () => {
  const find = () => [...document.querySelectorAll('#desk [data-clause]')].find((row) => {
    return row.getBoundingClientRect().top >= document.querySelector('.tools').getBoundingClientRect().bottom;
  });
  for (let last, same = 0; ; ) {
    same = find() === last ? same + 1 : 0;
    last = find();
    if (same >= 20) return last.dataset.clause;
    await new Promise(requestAnimationFrame);
  }
}"""
"""The first clause below the tools, once nothing has moved for twenty pictures."""
WORDS = "States keep the procedures for entry and stay clear, in writing and open to all who ask. "


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    folder = tmp_path_factory.mktemp("long")
    source = folder / "long.md"
    source.write_text("\n\n".join(f"{n}. Matter {n}z. {WORDS * (1 + n % 3)}" for n in range(1, CLAUSES + 1)), "utf-8")
    with live_server(folder) as server:
        server.run("import", str(source), "--agenda", server.demo["agenda"], "--language", "en")
        yield server


@pytest.fixture(scope="module")
def matters(live: Live) -> dict[int, str]:
    """Ids of the imported clauses by their number."""
    with live.client("chair") as chair:
        clauses = list(walk_clauses(chair.get(f"/agendas/{live.demo['agenda']}").json()["clauses"]))
    return {number: str(clause["id"]) for number, clause in enumerate(clauses[-CLAUSES:], 1)}


def go_to(desk: Desk, number: int) -> None:
    """Go to a clause by its words, as a reader would who does not know where it is."""
    desk.page.get_by_role("searchbox").fill(f"matter {number}z")
    desk.page.get_by_role("searchbox").press("Enter")
    desk.page.get_by_role("searchbox").fill("")


def is_in_view(page: Page, clause: str) -> bool:
    found: bool = page.evaluate(
        """id => {
          const {top, bottom} = document.getElementById(`clause-${id}`).getBoundingClientRect();
          return bottom > 0 && top < innerHeight;
        }""",
        clause,
    )
    return found


def text_of(page: Page, clause: str) -> Locator:
    return page.locator(f"#clause-{clause} .cell").first


def height_of(place: Locator) -> float:
    box = place.bounding_box()
    assert box is not None
    return box["y"]


def test_the_whole_text_is_there_and_only_what_is_near_can_be_edited(seat: Seat, matters: dict[int, str]) -> None:
    desk = seat("Aïcha Daoudi")
    desk.open_agenda()
    expect(desk.page.locator(".page > section")).to_have_count(CLAUSES + 56)
    assert desk.page.evaluate("window.find('Matter 600z')")
    for number in (150, 300, 450, 600):
        go_to(desk, number)
        expect(text_of(desk.page, matters[number]).locator(".ProseMirror[contenteditable=true]")).to_be_visible()
        assert is_in_view(desk.page, matters[number])
        assert desk.page.locator(".ProseMirror").count() <= 24


def test_an_address_leads_to_its_clause(seat: Seat, live: Live, matters: dict[int, str]) -> None:
    desk = seat("Lukas Amrein")
    desk.page.goto(f"{live.url}/agendas/{live.demo['agenda']}#{matters[321]}")
    expect(text_of(desk.page, matters[321]).locator(".ProseMirror[contenteditable=true]")).to_be_visible()
    assert is_in_view(desk.page, matters[321])


def test_words_far_from_view_arrive_and_it_is_said_who_writes_there(seat: Seat, matters: dict[int, str]) -> None:
    writer, reader = seat("Aïcha Daoudi"), seat("Lukas Amrein")
    for desk in (writer, reader):
        desk.open_agenda()
    go_to(writer, 500)
    writer.type_at_end("Matter 500z", " Far words.")
    expect(reader.page.locator(".people")).to_contain_text("writing in 500")
    expect(text_of(reader.page, matters[500])).to_contain_text("Far words.")
    assert text_of(reader.page, matters[500]).locator(".ProseMirror").count() == 0


def test_a_clause_that_is_put_in_above_moves_neither_the_line_at_work_nor_the_caret(
    seat: Seat, live: Live, matters: dict[int, str]
) -> None:
    desk = seat("Aïcha Daoudi")
    desk.open_agenda()
    go_to(desk, 200)
    desk.type_at_end("Matter 200z", " Before")
    place = text_of(desk.page, matters[200])
    height = height_of(place)
    body = {"under": None, "after": matters[197], "kind": "operative", "label": "197 bis", "text": {"en": WORDS * 9}}
    with live.client("secretariat") as secretariat:
        done = secretariat.post(f"/agendas/{live.demo['agenda']}/clauses", json=body)
        assert done.status_code == 201, done.text
        expect(desk.page.locator(".outline")).to_contain_text("197 bis")
        moved = secretariat.post(f"/clauses/{matters[200]}/move", json={"under": None, "after": matters[201]})
        assert moved.status_code == 200, moved.text
    expect(desk.page.locator(f"#clause-{matters[201]} + #clause-{matters[200]}")).to_be_attached()
    assert abs(height_of(place) - height) < 2
    desk.page.keyboard.type(" and after.")
    expect(place).to_contain_text("Before and after.")


def test_whoever_zooms_in_goes_on_reading_where_he_was(seat: Seat, live: Live, matters: dict[int, str]) -> None:
    """At 400 % the page has another form, in which another part of it scrolls."""
    desk = seat("Ingrid Solberg", viewport={"width": 1440, "height": 900})
    desk.page.goto(f"{live.url}/agendas/{live.demo['agenda']}#{matters[300]}")
    expect(text_of(desk.page, matters[300])).to_be_in_viewport()
    desk.page.mouse.move(700, 500)
    desk.page.mouse.wheel(0, 5_000)
    expect(text_of(desk.page, matters[300])).not_to_be_in_viewport()
    read = desk.page.evaluate(READ)
    for width, height in ((360, 225), (1440, 900)):
        desk.page.set_viewport_size({"width": width, "height": height})
        expect(desk.page.locator(f"[data-clause='{read}'] .cell").first).to_be_in_viewport()
