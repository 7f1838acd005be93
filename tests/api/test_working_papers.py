"""Working papers: rules P-6 to P-8, over HTTP, down to the files."""

import io
import sqlite3
from typing import Any

import httpx
import pypdf

from tests.api.small import HEADINGS
from tests.api.test_publishing import wait_for_files
from tests.live import Live, walk_clauses


def ask(client: httpx.Client, live: Live) -> dict[str, Any]:
    answer = client.post(f"/agendas/{live.demo['agenda']}/working-papers", json={})
    assert answer.status_code == 202, answer.text
    made: dict[str, Any] = answer.json()
    return made


def wait_for_paper(client: httpx.Client, paper: str) -> dict[str, Any]:
    return wait_for_files(client, paper, "working-papers")


def label_version(client: httpx.Client, clause: dict[str, Any]) -> None:
    """Commit something: a stored version has a number of its own."""
    assert client.post(f"/clauses/{clause['id']}/en/versions", json={"label": "evening"}).status_code == 201


def test_p6_p7_p8_tonights_text_for_the_capital(small: Live) -> None:
    with small.client("observer") as observer, small.client("delegate") as delegate:
        tree = delegate.get(f"/agendas/{small.demo['agenda']}").json()["clauses"]
        clause = next(c for c in walk_clauses(tree) if c["status"] != "withdrawn" and c["kind"] not in HEADINGS)
        made = ask(observer, small)
        assert (made["symbol"], made["kind"], made["draft"], made["by"]) == (None, "working", True, "")
        label_version(delegate, clause)
        assert ask(delegate, small)["id"] == made["id"], "who asks while it is being made shares it"
        shown = wait_for_paper(delegate, made["id"])
        assert [entry["language"] for entry in shown["languages"]] == ["en", "fr", "es", "ar"]
        for page in pypdf.PdfReader(io.BytesIO(delegate.get(url(small, shown, "en", "pdf")).content)).pages:
            said = " ".join(page.extract_text().split())
            assert "DRAFT" in said and "UTC" in said and shown["languages"][0]["hash"][:8] in said
        assert 'dir="rtl"' in observer.get(url(small, shown, "ar", "html")).text
        later = wait_for_paper(delegate, ask(delegate, small)["id"])
        assert later["id"] != made["id"] and later["commit"] > made["commit"]
        assert ask(observer, small)["id"] == later["id"], "nothing was committed since"
        assert delegate.get(f"/agendas/{small.demo['agenda']}").json()["commit"] == later["commit"], "no act"
        grow_old(small, made["id"])
        label_version(delegate, clause)
        newest = ask(delegate, small)
        gone = delegate.get(f"/working-papers/{made['id']}")
        assert (gone.status_code, gone.json()["code"]) == (404, "no_such_paper")
        assert delegate.get(f"/working-papers/{later['id']}").status_code == 200
        wait_for_paper(delegate, newest["id"])


def url(live: Live, shown: dict[str, Any], language: str, form: str) -> str:
    files = next(entry["files"] for entry in shown["languages"] if entry["language"] == language)
    return live.url + str(next(file["url"] for file in files if file["form"] == form))


def grow_old(live: Live, paper: str) -> None:
    """Let eight days pass for one paper."""
    with sqlite3.connect(live.var / "adref.sqlite", timeout=20) as connection:
        connection.execute("UPDATE revisions SET at = at - 8 * 86400000 WHERE id = ?", [paper])


def test_p6_only_for_those_who_may_read_and_no_publication(small: Live) -> None:
    with small.client("chair") as chair:
        paper = wait_for_paper(chair, ask(chair, small)["id"])
        published = chair.get(f"/publications/{paper['id']}")
        assert (published.status_code, published.json()["code"]) == (404, "no_such_publication")
        missing = chair.get(f"/working-papers/{paper['id']}/tlh.pdf")
        assert (missing.status_code, missing.json()["code"]) == (404, "no_such_file")
        assert chair.post("/agendas/nowhere/working-papers").status_code == 404
    with httpx.Client(base_url=f"{small.url}/api/v1") as stranger:
        assert stranger.post(f"/agendas/{small.demo['agenda']}/working-papers").status_code == 401
        assert stranger.get(f"/working-papers/{paper['id']}").status_code == 401
        assert stranger.get(f"/public/publications/{paper['id']}").status_code == 404
