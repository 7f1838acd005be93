"""Numbers that begin anew under each article: which clause is meant, which is refused, and what is said of it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Seat
from tests.live import Live, live_server, walk_clauses

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180), pytest.mark.xdist_group("browser")]

Clause = dict[str, Any]
ARTICLES = 4
PARAGRAPHS = 5
SOURCE = "\n\n".join(
    f"## Article {article}\n\n"
    + "\n\n".join(f"{number}. In case {article}.{number} each State reports." for number in range(1, PARAGRAPHS + 1))
    for article in range(1, ARTICLES + 1)
)


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server of its own: what a chair does reaches the whole text."""
    with live_server(tmp_path_factory.mktemp("naming")) as server:
        yield server


@pytest.fixture
def agenda(live: Live) -> str:
    """A text in English with a number one in each of its articles."""
    body = {"title": {"en": "Repeated numbers"}, "languages": ["en"], "original_language": "en"}
    with live.client("secretariat") as client:
        made = client.post(f"/processes/{live.demo['process']}/agendas", json=body)
        assert made.is_success, made.text
        path = f"/agendas/{made.json()['agenda']}"
        answer = client.post(f"{path}/imports", params={"language": "en", "name": "a.md"}, content=SOURCE.encode())
        assert answer.is_success, answer.text
        return str(made.json()["agenda"])


def read_all(live: Live, agenda: str) -> dict[str, Clause]:
    """Return the clauses as the chair reads them now, by article and number: `4.3`."""
    with live.client("chair") as chair:
        clauses = list(walk_clauses(chair.get(f"/agendas/{agenda}").json()["clauses"]))
    labels = {clause["id"]: clause["label"] for clause in clauses}
    above = {clause["id"]: labels.get(clause["parent"], "").removeprefix("Article ") for clause in clauses}
    return {f"{above[clause['id']]}.{clause['label']}".removeprefix("."): clause for clause in clauses}


def with_status(live: Live, agenda: str, status: str) -> set[str]:
    return {
        name
        for name, clause in read_all(live, agenda).items()
        if clause["status"] == status or any(text["status"] == status for text in clause["texts"].values())
    }


def sit_at(page: Page, live: Live, agenda: str, clause: Clause) -> None:
    page.goto("about:blank")
    page.goto(f"{live.url}/agendas/{agenda}#{clause['id']}")
    expect(page.locator("#margin > *").first).to_be_attached()
    expect(page.locator(f"#clause-{clause['id']}")).to_be_focused()


def begin(page: Page, letter: str) -> None:
    page.keyboard.press(f"Alt+Shift+{letter}")
    expect(page.locator("form.act :focus")).to_have_count(1)
    expect(page.locator("form.act [type=submit][aria-disabled=true]")).to_have_count(0)


def submit(page: Page) -> None:
    expect(page.locator("form.act [type=submit][aria-disabled=true]")).to_have_count(0)
    page.locator("form.act [type=submit]").click()


def test_the_gavel_falls_on_the_neighbour_of_that_number(seat: Seat, live: Live, agenda: str) -> None:
    desk = seat("Thandi Mokoena")
    page = desk.page
    sit_at(page, live, agenda, read_all(live, agenda)["4.2"])
    begin(page, "G")
    page.get_by_label("it and others by number").check()
    further = page.locator("#act-further")
    further.fill("3")
    further.press("Enter")
    expect(page.locator(".named")).to_contain_text("Article 4, 3 “In case 4.3 each State reports”")
    further.fill("Article 2, 1")
    submit(page)
    expect(page.get_by_role("alert")).to_contain_text("What was typed has been added, and nothing is locked yet.")
    expect(page.locator(".docket")).to_contain_text("Article 2, 1")
    desk.check_accessible()
    submit(page)
    expect(page.locator("p.told")).to_contain_text("3 clauses are agreed and locked.")
    assert with_status(live, agenda, "agreed") == {"4.2", "4.3", "2.1"}


def test_what_is_typed_is_added_or_refused_never_dropped(seat: Seat, live: Live, agenda: str) -> None:
    page = seat("Thandi Mokoena").page
    sit_at(page, live, agenda, read_all(live, agenda)["3.1"])
    begin(page, "P")
    page.get_by_label("it and others by number").check()
    page.locator("#act-further").fill("2, 99")
    submit(page)
    expect(page.locator("#act-further-note")).to_have_text("No clause has the number “99”. Choose one from the list.")
    expect(page.locator("#act-further")).to_be_focused()
    expect(page.locator("#act-further")).to_have_css("border-top-width", "2px")
    assert with_status(live, agenda, "paused") == set()
    page.locator("#act-further").fill("2, 3")
    submit(page)
    expect(page.locator("p.told")).to_contain_text("Pens are down in 3 clauses.")
    assert with_status(live, agenda, "paused") == {"3.1", "3.2", "3.3"}


def test_a_move_names_its_target_by_path_where_a_number_is_not_enough(seat: Seat, live: Live, agenda: str) -> None:
    page = seat("Thandi Mokoena").page
    clauses = read_all(live, agenda)
    sit_at(page, live, agenda, clauses["Article 4"])
    begin(page, "M")
    offered = page.locator("#act-targets option").evaluate_all("all => all.map(({value}) => value)")
    assert "Article 2, 5" in offered
    assert len(set(offered)) == len(offered)
    page.locator("#act-target").fill("5")
    submit(page)
    expect(page.locator("#act-target-wrong")).to_have_text(
        "Several clauses have the number “5”. Choose one from the list."
    )
    page.keyboard.press("Escape")
    sit_at(page, live, agenda, clauses["4.1"])
    begin(page, "M")
    page.locator("#act-target").fill("5")
    expect(page.locator("#act-target-hint")).to_contain_text("Article 4, 5")
    submit(page)
    expect(page.locator("p.told")).to_contain_text("Clause Article 4, 1 now stands after Article 4, 5.")
    page.keyboard.press("Alt+Shift+ArrowUp")
    expect(page.locator("p.told")).to_contain_text("Clause Article 4, 1 now stands before Article 4, 5.")


def test_a_reference_goes_where_its_path_leads_or_to_the_neighbour(seat: Seat, live: Live, agenda: str) -> None:
    desk = seat("Thandi Mokoena")
    page = desk.page
    clauses = read_all(live, agenda)
    sit_at(page, live, agenda, clauses["2.2"])
    desk.type_at_end("In case 2.2", " See ")
    for typed, meant in (("Article 3, 4", "3.4"), ("4", "2.4")):
        page.get_by_role("button", name="Refer to clause…").click()
        page.locator("#refer").fill(typed)
        page.locator("#refer").press("Enter")
        link = f"#clause-{clauses['2.2']['id']} [data-clause='{clauses[meant]['id']}']"
        expect(page.locator(link)).to_have_text("4")


def test_a_closing_day_without_an_hour_is_refused_and_a_past_one_says_what_it_does(
    seat: Seat, live: Live, agenda: str
) -> None:
    desk = seat("Thandi Mokoena")
    page = desk.page
    sit_at(page, live, agenda, read_all(live, agenda)["1.1"])
    begin(page, "D")
    closes = page.locator("#act-closes")
    closes.focus()
    page.keyboard.type("25112030")
    assert closes.evaluate("field => field.validity.badInput && field.value === ''")
    submit(page)
    expect(page.locator("#act-closes-wrong")).to_have_text(
        "Give the whole date and the hour, or leave the field empty."
    )
    expect(closes).to_have_css("border-top-width", "2px")
    expect(closes).to_be_focused()
    expect(page.locator("p.told")).to_have_count(0)
    desk.check_accessible()
    closes.fill((datetime.now() - timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M"))
    expect(page.locator("#act-closes-wrong")).to_have_count(0)
    expect(page.get_by_text("once it is set, the text closes at once")).to_be_visible()
    submit(page)
    expect(page.locator("p.told")).to_contain_text("The draft is set.")
    expect(page.get_by_role("note")).to_contain_text("The text has been closed since")


def test_an_empty_text_does_not_say_that_writing_is_forbidden(seat: Seat, live: Live) -> None:
    with live.client("secretariat") as client:
        body = {"title": {"en": "Nothing yet"}, "languages": ["en"], "original_language": "en"}
        made = client.post(f"/processes/{live.demo['process']}/agendas", json=body).json()["agenda"]
    page = seat("Aïcha Daoudi").page
    page.goto(f"{live.url}/agendas/{made}")
    expect(page.locator("main")).to_contain_text("No text yet.")
    expect(page.locator("#foot .line")).to_contain_text("1")
    expect(page.locator("#foot")).not_to_contain_text("not write")
