"""The story in Arabic: interface and text from right to left, beside English from left to right."""

import io
from typing import Any

import pypdf
import pytest
from playwright.sync_api import expect

from tests.api.test_publishing import wait_for_files
from tests.e2e.conftest import Seat, plain
from tests.live import Live

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180), pytest.mark.xdist_group("browser")]


def test_two_delegations_write_arabic_and_the_chair_agrees(seat: Seat, clause: dict[str, Any]) -> None:
    jordan, morocco, chair = (
        seat("Samir Haddadin", locale="ar"),
        seat("Aïcha Daoudi", locale="ar"),
        seat("Thandi Mokoena", locale="ar"),
    )
    words = plain(clause, "ar")
    for desk in (jordan, morocco, chair):
        desk.open_agenda("التفاهمات المشتركة")
        assert desk.page.evaluate("document.documentElement.dir") == "rtl"
        desk.page.get_by_text(words).first.scroll_into_view_if_needed()
    jordan.type_at_end(words, " أضافت الأردن [كلمات].")
    expect(morocco.editor(words)).to_contain_text("أضافت الأردن [كلمات].")
    editor = morocco.editor(words)
    assert editor.evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert editor.evaluate("e => e.closest('[lang]').lang") == "ar"
    english = morocco.editor(plain(clause, "en"))
    assert english.evaluate("e => getComputedStyle(e).direction") == "ltr"
    chair.editor(words).click()
    chair.page.get_by_role("button", name="اتفاق وإقفال…").click()
    chair.page.get_by_role("button", name="اتفاق وإقفال", exact=True).click()
    expect(morocco.page.locator(".ProseMirror[contenteditable=true]", has_text=words)).to_have_count(0)
    morocco.check_accessible()


def test_arabic_paper_holds_every_letter(live: Live) -> None:
    with live.client("secretariat") as client:
        made = client.post(f"/agendas/{live.demo['agenda']}/publications", json={}).json()
        wait_for_files(client, made["id"])
        pdf = pypdf.PdfReader(io.BytesIO(client.get(f"/publications/{made['id']}/ar.pdf").content))
        assert str(pdf.root_object["/Lang"]) == "ar"
        html = client.get(f"/publications/{made['id']}/ar.html").text
        assert 'dir="rtl"' in html
        assert "جدول الأعمال الدولي لإدارة الهجرة" in html
