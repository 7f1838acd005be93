"""Two browsers: one shapes the text while the other writes in the very clause; every word typed is there once."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Desk, Seat, plain
from tests.live import Live, walk_clauses

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120), pytest.mark.xdist_group("browser")]

START = """([path, body]) => {
  window.act = fetch(`/api/v1${path}`, {method: "POST", body: JSON.stringify(body),
    headers: {"Content-Type": "application/json"}}).then(async r => ({status: r.status, ...(await r.json())}));
}"""


class Shaping:
    """Acts of the chair's browser: each is begun, and looked at only after the other has typed on."""

    def __init__(self, chair: Desk, live: Live, clause: str) -> None:
        self._page = chair.page
        self._agenda = live.demo["agenda"]
        self.clause = clause

    def begin(self, path: str, body: dict[str, Any]) -> None:
        self._page.evaluate(START, [path, body])

    def end(self) -> dict[str, Any]:
        done: dict[str, Any] = self._page.evaluate("() => window.act")
        assert done["status"] < 300, done
        return done

    def insert(self) -> None:
        self.begin(f"/agendas/{self._agenda}/clauses", {"under": None, "after": None, "kind": "operative"})

    def label(self, number: int) -> None:
        self.begin(f"/clauses/{self.clause}/label", {"label": f"9{number}"})

    def move(self, under: str | None, after: str | None) -> None:
        self.begin(f"/clauses/{self.clause}/move", {"under": under, "after": after})

    def split(self, offset: int) -> None:
        self.begin(f"/clauses/{self.clause}/split", {"at": {"en": {"block": 0, "offset": offset}}})

    def join(self, other: str) -> None:
        self.begin(f"/clauses/{self.clause}/join", {"with": other})


def place_of(live: Live, clause: str) -> tuple[str | None, str | None]:
    """Return the parent of a clause, and the clause before it there."""
    with live.client("chair") as chair:
        tree = chair.get(f"/agendas/{live.demo['agenda']}").json()["clauses"]

    def find(siblings: list[dict[str, Any]], parent: str | None) -> tuple[str | None, str | None] | None:
        for index, found in enumerate(siblings):
            if found["id"] == clause:
                return parent, siblings[index - 1]["id"] if index else None
            inner = find(found["children"], found["id"])
            if inner:
                return inner
        return None

    place = find(tree, None)
    assert place is not None
    return place


def words_in(live: Live, language: str) -> str:
    """Return all words of the agenda in a language, as everybody has them."""

    def read(node: dict[str, Any]) -> str:
        return str(node.get("text", "")) + "".join(read(child) for child in node.get("content", ()))

    with live.client("observer") as reader:
        tree = reader.get(f"/agendas/{live.demo['agenda']}").json()["clauses"]
    return "\n".join(read(c["texts"][language]["json"]) for c in walk_clauses(tree) if language in c["texts"])


def test_structure_acts_race_with_typing_and_no_word_is_lost(seat: Seat, live: Live, clause: dict[str, Any]) -> None:
    chair, delegate = seat("Thandi Mokoena"), seat("Aïcha Daoudi")
    for desk in (chair, delegate):
        desk.open_agenda()
        desk.page.locator(f"#clause-{clause['id']}").scroll_into_view_if_needed()
    words = plain(clause, "en")
    acts = Shaping(chair, live, clause["id"])
    under, after = place_of(live, clause["id"])
    editor = delegate.editor(words)
    editor.click()
    delegate.page.keyboard.press("Control+Home")
    typed = iter(f"w{number}e " for number in range(100))
    length = len(words)
    steps = [
        lambda: acts.insert(),
        lambda: acts.move(None, None),
        lambda: acts.label(1),
        lambda: acts.split(length),
        lambda: acts.move(under, after),
        lambda: acts.label(2),
    ]
    written = ""
    for step in steps:
        before, during, behind = next(typed), next(typed), next(typed)
        delegate.page.keyboard.type(before, delay=5)
        length += len(before)
        step()
        delegate.page.keyboard.type(during, delay=5)
        done = acts.end()
        delegate.page.keyboard.type(behind, delay=5)
        length += len(during) + len(behind)
        written += before + during + behind
        assert done["decision"]
    editor = delegate.page.locator(f"#clause-{clause['id']} .ProseMirror").first
    expect(editor).to_contain_text(written.strip())
    expect(delegate.page.get_by_role("contentinfo")).to_contain_text("Saved")
    expect(chair.page.locator(f"#clause-{clause['id']}")).to_contain_text(written.strip())
    everything = words_in(live, "en")
    for word in re.findall(r"w\d+e", written):
        assert everything.count(f"{word} ") == 1, word
