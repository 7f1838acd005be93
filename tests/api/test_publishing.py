"""Publishing: rules P-1 to P-5, over HTTP, down to the files."""

import io
from typing import Any

import httpx
import msgspec
import pypdf
import pytest

from server.api import replies
from tests.api.ground import break_ground
from tests.live import Live

pytestmark = pytest.mark.timeout(240)
"""Files are made one after the other, those of earlier tests first."""


def wait_for_files(client: httpx.Client, publication: str, folder: str = "publications") -> dict[str, Any]:
    """Wait until every file is made or has failed."""
    while True:
        shown: dict[str, Any] = client.get(f"/{folder}/{publication}", params={"wait": "10"}).json()
        states = {file["state"] for language in shown["languages"] for file in language["files"]}
        if states <= {"done", "failed"}:
            return shown


def test_p1_p2_a_text_is_frozen_and_its_files_carry_the_hash(live: Live) -> None:
    with live.client("secretariat") as client:
        made = client.post(f"/agendas/{live.demo['agenda']}/publications", json={"symbol": "BI/2004/L.3/Rev.1"})
        assert made.status_code == 201, made.text
        msgspec.json.decode(made.content, type=replies.Publication)
        shown = wait_for_files(client, made.json()["id"])
        assert [language["language"] for language in shown["languages"]] == ["en", "fr", "es", "ar"]
        for language in shown["languages"]:
            assert {file["state"] for file in language["files"]} == {"done"}
        pdf = client.get(f"/publications/{shown['id']}/en.pdf")
        assert pdf.headers["content-type"] == "application/pdf"
        assert "sandbox" in pdf.headers["content-security-policy"]
        pages = pypdf.PdfReader(io.BytesIO(pdf.content)).pages
        digits = shown["languages"][0]["hash"]
        for page in pages:
            assert digits[:8] in page.extract_text()
            assert "DRAFT" in page.extract_text()
        html = client.get(f"/publications/{shown['id']}/ar.html")
        assert 'dir="rtl"' in html.text
    with live.client("observer") as observer:
        assert observer.get(f"/publications/{shown['id']}/fr.pdf").status_code == 200
        refused = observer.post(f"/publications/{shown['id']}/en/pdf/retry")
        assert (refused.status_code, refused.json()["code"]) == (403, "not_secretariat")


def test_p3_a_symbol_is_given_once(live: Live) -> None:
    with live.client("secretariat") as client:
        path = f"/agendas/{live.demo['agenda']}/publications"
        assert client.post(path, json={"symbol": "BI/2004/L.9", "languages": ["en"]}).status_code == 201
        again = client.post(path, json={"symbol": "BI/2004/L.9"})
        detail = {"symbol": "BI/2004/L.9", "next": "BI/2004/L.10"}
        assert (again.status_code, again.json()) == (409, {"code": "symbol_taken", "detail": detail})
        odd = client.post(path, json={"symbol": "<b>"})
        assert (odd.status_code, odd.json()["code"]) == (422, "symbol_unusable")


def test_p4_a_file_that_did_not_fail_is_not_made_again(live: Live) -> None:
    with live.client("secretariat") as client:
        made = client.post(f"/agendas/{live.demo['agenda']}/publications", json={"languages": ["en"]}).json()
        assert made["symbol"] is None
        assert made["kind"] == "working"
        odd = client.get(f"/publications/{made['id']}", params={"wait": "a while"})
        assert (odd.status_code, odd.json()) == (422, {"code": "query_unusable", "detail": {"name": "wait"}})
        shown = wait_for_files(client, made["id"])
        answer = client.post(f"/publications/{shown['id']}/en/pdf/retry")
        assert (answer.status_code, answer.json()["code"]) == (409, "file_not_failed")
        nothing = client.get(f"/publications/{shown['id']}/tlh.pdf")
        assert (nothing.status_code, nothing.json()["code"]) == (404, "no_such_file")


def test_p4_a_file_that_lacks_a_glyph_says_which_and_where_and_an_issue_without_it_is_made(live: Live) -> None:
    with break_ground(live) as ground:
        _, ticked = ground.pair()
        ground.act(f"/clauses/{ticked}/label", label="8 \u2713")
        made = ground.desk.post(f"/agendas/{ground.agenda}/publications", json={}).json()
        shown = wait_for_files(ground.desk, made["id"])
        html, pdf = shown["languages"][0]["files"]
        assert (html["form"], html["state"], html["detail"]) == ("html", "done", {})
        assert (pdf["state"], pdf["error"], pdf["detail"]["characters"]) == ("failed", "glyphs_missing", ["U+2713"])
        assert [(named["id"], named["label"]) for named in pdf["detail"]["clauses"]] == [(ticked, "8 \u2713")]
        refused = ground.desk.get(f"/publications/{made['id']}/en.pdf").json()
        assert (refused["code"], refused["detail"]["characters"]) == ("file_not_ready", ["U+2713"])
        told = live.run("export", "--agenda", ground.agenda, "--language", "en", "--to", "never.pdf", check=False)
        assert told.returncode == 1 and "no font of Adref has \u2713 (U+2713). Where: 8 \u2713." in told.stderr
        ground.act(f"/clauses/{ticked}/label", label="8")
        again = ground.desk.post(f"/agendas/{ground.agenda}/publications", json={}).json()
        files = wait_for_files(ground.desk, again["id"])["languages"][0]["files"]
        assert [(file["state"], file["detail"]) for file in files] == [("done", {})] * 2


def test_p5_only_the_secretariat_publishes(live: Live) -> None:
    for role in ("chair", "delegate", "observer", "translator"):
        with live.client(role) as client:
            answer = client.post(f"/agendas/{live.demo['agenda']}/publications", json={})
            assert (answer.status_code, answer.json()["code"]) == (403, "not_secretariat"), role
