"""The story that Adref is for: States draft one clause live, the chair closes it, the secretariat gets the paper."""

import io
from typing import Any

import httpx
import pypdf
import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Seat, plain
from tests.live import Live

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180), pytest.mark.xdist_group("browser")]

Clause = dict[str, Any]


def test_two_delegations_type_in_one_clause_in_two_languages(seat: Seat, clause: Clause) -> None:
    morocco, switzerland = seat("Aïcha Daoudi"), seat("Lukas Amrein")
    for desk in (morocco, switzerland):
        desk.open_agenda()
        desk.page.get_by_text(plain(clause, "en")).first.scroll_into_view_if_needed()
    morocco.type_at_end(plain(clause, "en"), " Words of Morocco.")
    expect(switzerland.editor(plain(clause, "en"))).to_contain_text("Words of Morocco.")
    switzerland.type_at_end(plain(clause, "fr"), " Mots de la Suisse.")
    expect(morocco.editor(plain(clause, "fr"))).to_contain_text("Mots de la Suisse.")
    expect(morocco.page.locator("body")).to_contain_text("Saved")
    with morocco.live.client("chair") as chair:
        now = chair.get(f"/clauses/{clause['id']}").json()
        compared = chair.get(
            f"/clauses/{clause['id']}/fr/compare",
            params={"from": chair.get(f"/clauses/{clause['id']}/fr/versions").json()["versions"][-1]["id"]},
        ).json()
    assert now["status"] == "open"
    inserted = [change for change in compared["changes"] if change["op"] == "insert"]
    assert {change["delegation"]["code"] for change in inserted} == {"CHE"}


def test_a_chair_agrees_and_from_then_on_nobody_can_type(seat: Seat, clause: Clause) -> None:
    delegate, chair = seat("Aïcha Daoudi"), seat("Thandi Mokoena")
    for desk in (delegate, chair):
        desk.open_agenda()
        desk.page.get_by_text(plain(clause, "en")).first.scroll_into_view_if_needed()
    delegate.type_at_end(plain(clause, "en"), " Last words.")
    expect(chair.editor(plain(clause, "en"))).to_contain_text("Last words.")
    chair.editor(plain(clause, "en")).click()
    chair.page.get_by_role("button", name="Agree and lock…").click()
    chair.page.get_by_role("button", name="Agree and lock", exact=True).click()
    expect(chair.page.locator("main")).to_contain_text("Locked on")
    expect(delegate.page.locator(".ProseMirror[contenteditable=true]", has_text="Last words.")).to_have_count(0)
    expect(delegate.page.locator("main")).to_contain_text("Last words.")
    with delegate.live.client("delegate") as client:
        texts = client.get(f"/clauses/{clause['id']}").json()["texts"]
    assert {text["status"] for text in texts.values()} == {"locked"}


def test_the_secretariat_publishes_and_opens_the_paper(seat: Seat, live: Live) -> None:
    desk = seat("Nadia Ferreira")
    desk.page.goto(f"{live.url}/agendas/{live.demo['agenda']}/publish")
    desk.check_accessible()
    desk.page.get_by_role("button", name="Issue a draft…").click()
    desk.page.get_by_role("dialog").get_by_role("button", name="Issue the draft").click()
    link = desk.page.get_by_role("link", name="PDF").first
    expect(link).to_be_visible(timeout=90_000)
    cookie = {c["name"]: c["value"] for c in desk.page.context.cookies()}
    pdf = httpx.get(live.url + (link.get_attribute("href") or ""), cookies=cookie)
    assert pdf.headers["content-type"] == "application/pdf"
    text = pypdf.PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text()
    assert "International Agenda for Migration Management" in text
    assert "DRAFT" in text
