"""The chair's desk: every act by its key, the record as the server keeps it, and nothing of it for those without."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Desk, Seat, plain
from tests.live import Live, live_server, walk_clauses

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180), pytest.mark.xdist_group("browser")]

Clause = dict[str, Any]


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server of its own: what a chair does reaches the whole text."""
    with live_server(tmp_path_factory.mktemp("chair")) as server:
        yield server


def read_all(live: Live) -> list[Clause]:
    """Return all clauses as the chair reads them now."""
    with live.client("chair") as chair:
        return list(walk_clauses(chair.get(f"/agendas/{live.demo['agenda']}").json()["clauses"]))


def find(live: Live, clause: str) -> Clause:
    return next(one for one in read_all(live) if one["id"] == clause)


def siblings(live: Live, clause: str) -> list[str]:
    parent = find(live, clause)["parent"]
    return [one["id"] for one in read_all(live) if one["parent"] == parent]


def sit_at(desk: Desk, clause: str) -> Page:
    """Open the text anew, at a clause."""
    desk.page.goto("about:blank")
    desk.page.goto(f"{desk.live.url}/agendas/{desk.live.demo['agenda']}#{clause}")
    expect(desk.page.locator("#margin > *").first).to_be_attached()
    expect(desk.page.locator(f"#clause-{clause}")).to_be_focused()
    return desk.page


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def begin(page: Page, letter: str) -> None:
    """Open the form of an act by its key and wait until the focus is in it, and what it is about has been read."""
    press(page, f"Alt+Shift+{letter}")
    expect(page.locator("form.act :focus")).to_have_count(1)
    expect(page.locator("form.act [type=submit][aria-disabled=true]")).to_have_count(0)


def told(page: Page, words: str) -> None:
    """The sentence that says what was done has the focus."""
    expect(page.locator("p.told")).to_contain_text(words)
    expect(page.locator("p.told")).to_be_focused()


def words_of(node: dict[str, Any]) -> list[str]:
    """Return the words of a document, whatever paragraphs they stand in."""
    if node["type"] == "doc":
        return [word for block in node["content"] for word in words_of(block)]
    inner = [child.get("text", "") for child in node.get("content", [])]
    return "".join(inner).split()


def test_an_undone_split_leaves_the_page_as_it_was(seat: Seat, live: Live) -> None:
    clause = next(one for one in read_all(live) if one["status"] == "bracketed")
    page = sit_at(seat("Thandi Mokoena"), clause["id"])
    words = page.locator(f"#clause-{clause['id']} [data-language=en] .text")
    expect(words.get_by_role("textbox")).to_be_visible()
    shown, tally = words.inner_text(), page.locator(".tally").inner_text()
    assert shown.count("]") == shown.count("[") > 1
    with live.client("chair") as chair:
        at = {"en": {"block": 0, "offset": len("Countries of destination are")}}
        act = chair.post(f"/clauses/{clause['id']}/split", json={"at": at}).raise_for_status().json()
    second = page.locator(f".outline a[href='#{act['clauses'][1]['id']}']")
    second.click()
    expect(second).to_have_attribute("aria-current", "true")
    page.get_by_role("button", name=f"Undo: clause {clause['label']} split").click()
    expect(page.locator("p.told")).to_contain_text(f"Undone: clause {clause['label']} split.")
    expect(second).to_have_count(0)
    expect(page.locator(f"#clause-{clause['id']}")).to_have_attribute("aria-current", "true")
    expect(words).to_have_text(shown, use_inner_text=True)
    expect(page.locator(".tally")).to_have_text(tally)


def test_a_chairs_morning_without_a_mouse(seat: Seat, live: Live, clause: Clause) -> None:
    desk = seat("Thandi Mokoena")
    page = sit_at(desk, clause["id"])
    stop_all_pens(page, live, clause)
    insert_and_name(page, live, clause)
    page = sit_at(desk, clause["id"])
    resume_all(page, live, clause)
    split_and_join(page, live, clause)
    agree_all_under(desk, find(live, clause["id"])["parent"])
    page = sit_at(desk, clause["id"])
    reopen(page, live, clause)


def stop_all_pens(page: Page, live: Live, clause: Clause) -> None:
    begin(page, "P")
    press(page, "Shift+Tab", "ArrowUp", "Enter")
    told(page, "Pens are down in the whole text.")
    expect(page.get_by_role("note")).to_contain_text("Nothing is agreed")
    assert {text["status"] for text in find(live, clause["id"])["texts"].values()} == {"paused"}
    press(page, "Alt+Shift+S")
    told(page, f"Pens are down in clause {clause['label']}. Resume writing there first.")


def insert_and_name(page: Page, live: Live, clause: Clause) -> None:
    label, id_ = clause["label"], clause["id"]
    begin(page, "N")
    expect(page.locator("#act-label")).to_have_value(f"{label} bis")
    press(page, "Tab", "Tab")
    page.keyboard.type("Orderly channels")
    press(page, "Enter")
    told(page, f"Clause {label} bis is inserted.")
    made = siblings(live, id_)[siblings(live, id_).index(id_) + 1]
    assert find(live, made)["title"] == {"en": "Orderly channels"}
    begin(page, "L")
    press(page, "Control+A")
    page.keyboard.type(f"{label} ter")
    press(page, "Enter")
    told(page, f"Clause {label} bis is now {label} ter.")
    begin(page, "T")
    press(page, "Control+A")
    page.keyboard.type("Regular channels")
    press(page, "Enter")
    told(page, "has a new title")
    assert find(live, made)["label"] == f"{label} ter"
    assert find(live, made)["title"]["en"] == "Regular channels"
    move_and_undo(page, live, clause, made)
    begin(page, "W")
    page.keyboard.type("Not needed after all")
    press(page, "Enter")
    told(page, "is withdrawn")
    assert find(live, made)["status"] == "withdrawn"


def move_and_undo(page: Page, live: Live, clause: Clause, made: str) -> None:
    label, id_ = clause["label"], clause["id"]
    press(page, "Alt+Shift+ArrowUp")
    told(page, f"Clause {label} ter now stands before {label}.")
    order = siblings(live, id_)
    assert order.index(made) + 1 == order.index(id_)
    press(page, "Tab")
    expect(page.get_by_role("button", name="Undo", exact=True).last).to_be_focused()
    press(page, "Enter")
    told(page, f"Undone: clause {label} ter moved.")
    order = siblings(live, id_)
    assert order.index(made) - 1 == order.index(id_)


def resume_all(page: Page, live: Live, clause: Clause) -> None:
    begin(page, "R")
    press(page, "Shift+Tab", "ArrowUp", "Enter")
    told(page, "The whole text is open for writing again.")
    assert {text["status"] for text in find(live, clause["id"])["texts"].values()} == {"open"}


def split_and_join(page: Page, live: Live, clause: Clause) -> None:
    label, id_ = clause["label"], clause["id"]
    before = find(live, id_)["texts"]["en"]["json"]
    begin(page, "S")
    press(page, "End", "ArrowLeft")
    expect(page.locator(".half").first).to_be_visible()
    press(page, *["Tab"] * 5, "Enter")
    told(page, f"Clause {label} is split.")
    second = siblings(live, id_)[siblings(live, id_).index(id_) + 1]
    assert find(live, second)["lineage"][0] == {"relation": "split", "from": id_}
    begin(page, "J")
    press(page, "Enter")
    told(page, f"is joined to clause {label}.")
    assert words_of(find(live, id_)["texts"]["en"]["json"]) == words_of(before)


def agree_all_under(desk: Desk, heading: str) -> None:
    page = desk.page
    for _ in range(30):
        if page.locator(f"#clause-{heading}[aria-current=true]").count():
            break
        press(page, "Alt+ArrowUp")
    begin(page, "G")
    expect(page.locator("form.act")).to_contain_text("From then on nobody can change")
    desk.check_accessible()
    press(page, "Enter")
    told(page, "clauses are agreed and locked.")
    below = [one for one in read_all(desk.live) if one["parent"] == heading]
    assert {one["status"] for one in below} <= {"agreed", "withdrawn"}


def reopen(page: Page, live: Live, clause: Clause) -> None:
    begin(page, "O")
    press(page, "Tab", "Tab", "Enter")
    expect(page.locator("#reason")).to_be_focused()
    page.keyboard.type("A capital objects")
    press(page, "Tab", "Enter")
    told(page, f"Clause {clause['label']} is open again.")
    with live.client("chair") as chair:
        assert chair.get(f"/clauses/{clause['id']}").json()["reopened"]["reason"] == "A capital objects"


def test_the_gavel_falls_on_the_text_that_the_chair_saw(seat: Seat, clause: Clause) -> None:
    chair, delegate = seat("Thandi Mokoena"), seat("Aïcha Daoudi")
    page = sit_at(chair, clause["id"])
    sit_at(delegate, clause["id"])
    begin(page, "G")
    delegate.type_at_end(plain(clause, "en"), " A late word.")
    expect(chair.page.locator("main")).to_contain_text("A late word.")
    press(page, "Enter")
    expect(page.get_by_role("alert")).to_contain_text("The text moved while you were reading.")
    expect(page.get_by_role("alert").locator("ins")).to_contain_text("A late word.")
    press(page, "Enter")
    told(page, f"Clause {clause['label']} is agreed and locked.")
    expect(delegate.page.locator("main")).to_contain_text("Locked on")


@pytest.mark.parametrize("name", ["Aïcha Daoudi", "Ingrid Solberg"])
def test_who_holds_no_office_has_none_of_the_acts(seat: Seat, clause: Clause, name: str) -> None:
    desk = seat(name)
    page = sit_at(desk, clause["id"])
    for letter in "BNUMSJTLKWGOPRDZ":
        press(page, f"Alt+Shift+{letter}")
    expect(page.locator("form.act, .menu, p.told")).to_have_count(0)
    expect(page.get_by_role("button", name="Structure…")).to_have_count(0)
    press(page, "Control+K")
    expect(page.get_by_role("option", name="next clause")).to_be_visible()
    expect(page.get_by_role("option", name="Agree and lock")).to_have_count(0)
    desk.check_accessible()


def test_the_secretariat_shapes_the_text_and_does_not_agree_it(seat: Seat, live: Live, clause: Clause) -> None:
    desk = seat("Nadia Ferreira")
    page = sit_at(desk, clause["id"])
    expect(page.get_by_role("button", name="Agree and lock…")).to_have_count(0)
    press(page, "Control+K")
    page.keyboard.type("kind")
    press(page, "Enter")
    expect(page.locator("#act-kind")).to_be_focused()
    page.keyboard.type("effective")
    expect(page.locator("#act-kind")).to_have_value("practice")
    press(page, "Tab", "Enter")
    told(page, "effective practice")
    assert find(live, clause["id"])["kind"] == "practice"
    press(page, "Alt+Shift+Z")
    told(page, "Undone: new kind of clause")
    assert find(live, clause["id"])["kind"] == clause["kind"]


def test_a_closed_text_says_so_and_takes_no_word(seat: Seat, clause: Clause) -> None:
    chair, delegate = seat("Thandi Mokoena"), seat("Aïcha Daoudi")
    sit_at(delegate, clause["id"])
    delegate.editor(plain(clause, "en"))
    page = sit_at(chair, clause["id"])
    begin(page, "D")
    press(page, "ArrowUp", "Enter")
    told(page, "The draft is set.")
    note = delegate.page.get_by_role("note")
    expect(note).to_contain_text("The text is closed: it can be read, not changed.")
    expect(delegate.page.locator(".ProseMirror[contenteditable=true]")).to_have_count(0)
    begin(page, "D")
    press(page, "ArrowDown", "Enter")
    told(page, "The draft is set.")
    expect(note).to_have_count(0)
    delegate.editor(plain(clause, "en"))


def test_the_desk_in_arabic_and_in_a_narrow_window(seat: Seat, clause: Clause) -> None:
    desk = seat("Thandi Mokoena", locale="ar", viewport={"width": 390, "height": 844})
    page = sit_at(desk, clause["id"])
    begin(page, "S")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator(".half:lang(ar)").first.evaluate("e => getComputedStyle(e).direction") == "rtl"
    desk.check_accessible()
    press(page, "Escape")
    expect(page.locator("form.act")).to_have_count(0)
    begin(page, "D")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    desk.check_accessible()
