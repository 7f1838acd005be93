"""The secretariat begins a text on the page and imports files into it."""

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.conftest import Desk, Seat
from tests.live import Live

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120), pytest.mark.xdist_group("browser")]

SOURCE = """# Working together

1. States share what [they know:

    (a) early, and

    (b) in full] within [x] days.

2. Nothing here ] binds a State.
"""


def begin(desk: Desk) -> None:
    page = desk.page
    page.goto(f"{desk.live.url}/agendas")
    page.get_by_role("button", name="Begin a text…").first.click()
    expect(page.get_by_label("English").nth(1)).to_be_focused()
    desk.check_accessible()
    page.get_by_label("Spanish").uncheck()
    page.get_by_label("Arabic").uncheck()
    page.get_by_label("English").nth(1).fill("Working together")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Import a text")).to_be_visible()


def bring(page: Page, name: str, data: bytes) -> None:
    file: FilePayload = {"name": name, "mimeType": "text/plain", "buffer": data}
    page.get_by_label("Choose a file…").set_input_files(file)
    page.get_by_role("button", name="Import the file").click()


def test_the_secretariat_begins_a_text_and_imports_a_file_and_its_translation(seat: Seat) -> None:
    desk = seat("Nadia Ferreira")
    page = desk.page
    begin(desk)
    bring(page, "old.txt", "1. Le café.".encode("latin-1"))
    refused = page.get_by_role("alert")
    expect(refused).to_contain_text("This file is not UTF-8 text. Save it as UTF-8 and choose it again.")
    expect(refused).to_be_focused()
    desk.check_accessible()
    bring(page, "together.md", SOURCE.encode())
    expect(page.locator(":focus")).to_have_text("5 clauses stand at the end of the text now.")
    report = page.locator(".report")
    expect(report).to_contain_text("1, of them 1 over several clauses")
    expect(report.get_by_role("row", name="9 2 Nothing here ] binds a State.")).to_be_visible()
    desk.check_accessible()
    page.get_by_role("button", name="Import another file").click()
    expect(page.get_by_label("Language of the file")).to_have_value("fr")
    bring(page, "ensemble.md", "# Travailler ensemble\n\n1. Les États partagent :\n\n    (a) tôt, et\n".encode())
    expect(page.locator(":focus")).to_have_text("3 of 5 clauses found their French.")
    report.get_by_role("link", name="2", exact=True).click()
    expect(page.locator("main")).to_contain_text("Les États partagent")
    expect(page.locator("main")).to_contain_text("Nothing here ] binds a State.")
    desk.complaints[:] = [complaint for complaint in desk.complaints if "422" not in complaint]


def test_nobody_else_begins_or_imports(seat: Seat, live: Live) -> None:
    desk = seat("Aïcha Daoudi")
    page = desk.page
    page.goto(f"{live.url}/agendas")
    expect(page.get_by_role("heading", name="Texts")).to_be_visible()
    expect(page.get_by_role("button", name="Begin a text…")).to_have_count(0)
    page.goto(f"{live.url}/agendas/{live.demo['agenda']}/import")
    expect(page.get_by_role("heading", name="Not with this seat")).to_be_visible()
