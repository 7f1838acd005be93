"""The desk as those at it set it: who writes and when, in which seat; a text's first clause; early keys; the record."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.e2e.conftest import Desk, Seat, plain
from tests.e2e.test_chair import begin, find, press, sit_at, told
from tests.live import Live, live_server

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180), pytest.mark.xdist_group("browser")]

Clause = dict[str, Any]


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server of its own: settings reach the whole text."""
    with live_server(tmp_path_factory.mktemp("desk")) as server:
        yield server


def set_draft(desk: Desk, clause: Clause, **changes: str | bool) -> None:
    """Set the draft by its form: fields by what they are called, boxes by whether they are ticked."""
    page = sit_at(desk, clause["id"])
    begin(page, "D")
    form = page.locator("form.act")
    for name, wanted in changes.items():
        field = form.get_by_label(name, exact=True)
        if isinstance(wanted, bool):
            field.set_checked(wanted)
        elif name == "Open for the consultation":
            field.select_option(label=wanted)
        else:
            field.fill(wanted)
    form.get_by_role("button", name="Set").click()
    told(page, "The draft is set.")


def test_the_chair_sets_which_delegations_type(seat: Seat, clause: Clause) -> None:
    chair, delegate, observer = seat("Thandi Mokoena"), seat("Aïcha Daoudi"), seat("Ingrid Solberg")
    for desk in (delegate, observer):
        sit_at(desk, clause["id"])
    delegate.editor(plain(clause, "en"))
    set_draft(chair, clause, **{"State delegations": False, "all observers": True})
    observer.editor(plain(clause, "en"))
    expect(delegate.page.locator(".ProseMirror[contenteditable=true]")).to_have_count(0)
    expect(delegate.page.locator("main")).to_contain_text("it names others to write")
    set_draft(chair, clause, **{"State delegations": True, "all observers": False})
    delegate.editor(plain(clause, "en"))
    expect(observer.page.locator(".ProseMirror[contenteditable=true]")).to_have_count(0)


def test_a_text_opens_for_a_consultation_at_its_hour(seat: Seat, live: Live, clause: Clause) -> None:
    with live.client("chair") as chair:
        meeting = chair.get(f"/processes/{live.demo['process']}/consultations").json()["consultations"][-1]
    office, delegate = seat("Thandi Mokoena"), seat("Aïcha Daoudi")
    sit_at(delegate, clause["id"])
    set_draft(office, clause, **{"Open for the consultation": meeting["names"]["en"], "Opens at": "2099-01-01T09:00"})
    note = delegate.page.get_by_role("note")
    expect(note).to_contain_text("The text is closed until")
    expect(delegate.page.locator(".ProseMirror[contenteditable=true]")).to_have_count(0)
    with live.client("chair") as chair:
        assert chair.get(f"/agendas/{live.demo['agenda']}").json()["draft"]["consultation"] == meeting["id"]
    set_draft(office, clause, **{"Opens at": ""})
    expect(note).to_have_count(0)
    delegate.editor(plain(clause, "en"))


def choose(desk: Desk, question: str, answer: str) -> None:
    """Choose under one's own name in the bar; the page is drawn anew for it."""
    bar = desk.page.get_by_role("banner")
    bar.locator("summary").last.click()
    with desk.page.expect_event("load"):
        bar.get_by_role("group", name=question).get_by_label(answer).click()


def test_a_scribe_writes_for_the_delegation_that_is_chosen(seat: Seat, clause: Clause) -> None:
    desk = seat("Tomasz Wilk")
    page = sit_at(desk, clause["id"])
    expect(page.get_by_role("banner")).to_contain_text("for Philippines")
    choose(desk, "You write for", "nobody but your office")
    expect(page.get_by_role("banner").locator("summary").last).to_contain_text("Tomasz Wilk")
    expect(page.get_by_role("banner")).not_to_contain_text("for Philippines")
    choose(desk, "You write for", "Philippines")
    expect(page.get_by_role("banner")).to_contain_text("for Philippines")
    desk.type_at_end(plain(clause, "en"), " Taken down.")
    expect(page.locator("section.history")).to_contain_text("Philippines adds “Taken down.”")


def test_who_has_two_seats_chooses_in_which_to_act(seat: Seat, live: Live, clause: Clause) -> None:
    with live.client("secretariat") as secretariat:
        people = f"/processes/{live.demo['process']}"
        persons = secretariat.get(f"{people}/people").json()["persons"]
        (guest,) = [person["id"] for person in persons if person["name"] == "Lukas Amrein"]
        further = {"person": guest, "seat": {"role": "observer", "delegation": "UNHCR"}}
        assert secretariat.post(f"{people}/seats", json=further).is_success
    desk = seat("Lukas Amrein")
    sit_at(desk, clause["id"])
    choose(desk, "You act as", "observer")
    expect(desk.page.locator(".ProseMirror[contenteditable=true]")).to_have_count(0)
    choose(desk, "You act as", "Switzerland")
    desk.editor(plain(clause, "en"))


def test_the_first_clause_of_an_empty_text_is_written_by_hand(seat: Seat, live: Live) -> None:
    body = {"title": {"en": "A new text"}, "languages": ["en", "ar"], "original_language": "en"}
    with live.client("secretariat") as secretariat:
        text = secretariat.post(f"/processes/{live.demo['process']}/agendas", json=body).json()["agenda"]
    desk, guest = seat("Nadia Ferreira"), seat("Ingrid Solberg")
    guest.page.goto(f"{live.url}/agendas/{text}")
    expect(guest.page.locator("main")).to_contain_text("No text yet. The secretariat can import one.")
    page = desk.page
    page.goto(f"{live.url}/agendas/{text}")
    expect(page.get_by_role("link", name="Import a text…")).to_be_visible()
    expect(page.get_by_role("contentinfo")).not_to_contain_text("You may read here")
    desk.check_accessible()
    page.get_by_role("button", name="Write the first clause…").click()
    expect(page.locator("#act-label")).to_be_focused()
    press(page, "1", "Tab", "Tab")
    page.keyboard.type("Opening")
    press(page, "Enter")
    told(page, "Clause 1 is inserted.")
    desk.type_at_end("Opening", " words")
    expect(page.locator("#outline ol")).to_contain_text("1. Opening words")
    expect(guest.page.locator("main")).to_contain_text("Opening words")


def test_keys_pressed_before_the_margin_has_come_are_answered_then(seat: Seat, clause: Clause) -> None:
    desk = seat("Thandi Mokoena")
    page = desk.page
    held: list[Route] = []
    page.route("**/assets/beside-*.js", lambda route: held.append(route))
    page.goto(f"{desk.live.url}/agendas/{desk.live.demo['agenda']}#{clause['id']}")
    expect(page.locator(f"#clause-{clause['id']}")).to_be_focused()
    press(page, "Alt+ArrowDown", "Alt+ArrowUp", "Alt+Shift+N")
    expect(page.locator("form.act")).to_have_count(0)
    for route in held:
        route.continue_()
    expect(page.locator("#act-label")).to_be_focused()
    expect(page.locator("#act-ask")).to_contain_text(f"after {clause['label']}")


def test_the_history_tells_what_shaped_a_clause_and_takes_it_back(seat: Seat, live: Live, clause: Clause) -> None:
    with live.client("chair") as chair:
        moved = chair.post(f"/clauses/{clause['id']}/move", json={"under": None, "after": None})
        assert moved.is_success
    desk, delegate = seat("Thandi Mokoena"), seat("Aïcha Daoudi")
    page = sit_at(desk, clause["id"])
    entry = page.locator("section.history li", has_text=f"clause {clause['label']} moved")
    expect(entry).to_contain_text("Thandi Mokoena")
    sit_at(delegate, clause["id"])
    expect(delegate.page.locator("section.history li", has_text="moved")).to_be_visible()
    expect(delegate.page.locator("section.history li button", has_text="Undo")).to_have_count(0)
    entry.get_by_role("button", name=f"Undo: clause {clause['label']} moved").click()
    told(page, f"Undone: clause {clause['label']} moved.")
    expect(entry).to_contain_text("undone since")
    assert find(live, clause["id"])["parent"] == clause["parent"]


def test_a_bracket_says_what_its_delegation_asks(seat: Seat, live: Live, clause: Clause) -> None:
    desk = seat("Aïcha Daoudi")
    page = sit_at(desk, clause["id"])
    desk.editor(plain(clause, "en")).click()
    press(page, "Control+Home", *["Shift+ArrowRight"] * 6, "Control+K")
    page.keyboard.type("Bracket as")
    press(page, "Enter")
    expect(page.locator("#bracketing")).to_be_focused()
    expect(page.locator("form.refer")).to_contain_text("asked by Morocco")
    page.keyboard.type("to be d")
    desk.check_accessible()
    press(page, "Tab", "Enter")
    shown = page.locator(f"#clause-{clause['id']} [data-language=en]")
    expect(shown).to_contain_text(f"MAR delete{plain(clause, 'en')[:6]}]")
    (sign,) = find(live, clause["id"])["signs"].values()
    assert (sign["kind"], [one["code"] for one in sign["delegations"]]) == ("delete", ["MAR"])
