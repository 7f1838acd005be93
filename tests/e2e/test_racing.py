"""One browser shapes the text while another writes in the very clause: each word stays, where its writer put it."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Desk, Seat, plain
from tests.live import Live, live_server, walk_clauses

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120), pytest.mark.xdist_group("browser")]

Clause = dict[str, Any]
START = """([path, body]) => {
  window.act = fetch(`/api/v1${path}`, {method: "POST", body: JSON.stringify(body),
    headers: {"Content-Type": "application/json"}}).then(async r => ({status: r.status, ...(await r.json())}));
}"""
WATCH = """(id) => {
  window.lost = [];
  const note = (event) => window.lost.push(event.type);
  for (const kind of ["focusout", "compositionend"]) document.getElementById(id).addEventListener(kind, note);
}"""
SETTLED = """() => new Promise((done) => {
  let frames = 10;
  const next = () => (frames-- ? requestAnimationFrame(next) : done());
  next();
})"""
TOP = "row => row.getBoundingClientRect().top"


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server of its own: clauses come and go at the top of the text."""
    with live_server(tmp_path_factory.mktemp("racing")) as server:
        yield server


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
        """Insert a clause before all others."""
        self.begin(f"/agendas/{self._agenda}/clauses", {"under": None, "after": None, "kind": "operative"})

    def label(self, label: str) -> None:
        self.begin(f"/clauses/{self.clause}/label", {"label": label})

    def move(self, under: str | None, after: str | None) -> None:
        self.begin(f"/clauses/{self.clause}/move", {"under": under, "after": after})

    def split(self, offset: int, clause: str = "") -> None:
        self.begin(f"/clauses/{clause or self.clause}/split", {"at": {"en": {"block": 0, "offset": offset}}})


def read_tree(live: Live) -> list[Clause]:
    with live.client("chair") as chair:
        tree: list[Clause] = chair.get(f"/agendas/{live.demo['agenda']}").json()["clauses"]
    return tree


def place_of(live: Live, clause: str) -> tuple[str | None, str | None]:
    """Return the parent of a clause, and the clause before it there."""
    clauses = list(walk_clauses(read_tree(live)))
    parent = next(one["parent"] for one in clauses if one["id"] == clause)
    siblings = [one["id"] for one in clauses if one["parent"] == parent]
    index = siblings.index(clause)
    return parent, siblings[index - 1] if index else None


def others(live: Live, clause: str) -> list[str]:
    """Return the open understandings but this one."""
    clauses = walk_clauses(read_tree(live))
    open_ones = (one["id"] for one in clauses if (one["kind"], one["status"]) == ("understanding", "open"))
    return [one for one in open_ones if one != clause]


def words_in(live: Live, language: str) -> str:
    """Return all words of the agenda in a language, with what was typed last: the whole text may be a second behind."""

    def read(node: dict[str, Any]) -> str:
        return str(node.get("text", "")) + "".join(read(child) for child in node.get("content", ()))

    with live.client("chair") as chair:
        clauses = [chair.get(f"/clauses/{one['id']}").json() for one in walk_clauses(read_tree(live))]
    return "\n".join(read(one["texts"][language]["json"]) for one in clauses if language in one["texts"])


def sit_together(seat: Seat, clause: Clause) -> tuple[Desk, Desk]:
    """Seat the chair and a delegate, with the clause in view, and put the delegate's caret before its first word."""
    chair, delegate = seat("Thandi Mokoena"), seat("Aïcha Daoudi")
    for desk in (chair, delegate):
        desk.open_agenda()
        desk.page.locator(f"#clause-{clause['id']}").scroll_into_view_if_needed()
    delegate.editor(plain(clause, "en")).click()
    delegate.page.keyboard.press("Control+Home")
    return chair, delegate


def test_structure_acts_race_with_typing_and_no_word_is_lost(seat: Seat, live: Live, clause: Clause) -> None:
    under, after = place_of(live, clause["id"])
    chair, delegate = sit_together(seat, clause)
    acts = Shaping(chair, live, clause["id"])
    length = len(plain(clause, "en"))
    steps: list[Callable[[int], None]] = [
        lambda _: acts.insert(),
        lambda _: acts.move(None, None),
        lambda _: acts.label("91"),
        lambda typed: acts.split(typed + length),
        lambda _: acts.move(under, after),
        lambda _: acts.label("92"),
    ]
    words = iter(f"w{number}e " for number in range(100))
    typed = ""
    for step in steps:
        before, during, behind = next(words), next(words), next(words)
        delegate.page.keyboard.type(before, delay=5)
        step(len(typed + before))
        delegate.page.keyboard.type(during, delay=5)
        acts.end()
        delegate.page.keyboard.type(behind, delay=5)
        typed += before + during + behind
    expect(delegate.page.locator(f"#clause-{clause['id']} .ProseMirror").first).to_contain_text(typed.strip())
    expect(delegate.page.get_by_role("contentinfo")).to_contain_text("Saved")
    expect(chair.page.locator(f"#clause-{clause['id']}")).to_contain_text(typed.strip())
    everything = words_in(live, "en")
    for word in re.findall(r"w\d+e", typed):
        assert everything.count(f"{word} ") == 1, word


def stand_after(page: Page, clause: str, before: str) -> None:
    """Wait until a clause stands right behind another, or behind what is under that, and the page is still."""
    script = "([one, other]) => document.getElementById(one).previousElementSibling.id === other"
    page.wait_for_function(script, arg=[f"clause-{clause}", f"clause-{before}"])
    page.evaluate(SETTLED)


def test_a_clause_that_changes_places_keeps_its_writer(seat: Seat, live: Live, clause: Clause) -> None:
    """Caret, selection, what is being composed and the height on the screen stay through acts of another."""
    under, after = place_of(live, clause["id"])
    cut, *_, far = others(live, clause["id"])
    chair, delegate = sit_together(seat, clause)
    page, acts = delegate.page, Shaping(chair, live, clause["id"])
    row = page.locator(f"#clause-{clause['id']}")
    home = row.evaluate("row => row.previousElementSibling.id").removeprefix("clause-")
    page.evaluate(WATCH, f"clause-{clause['id']}")
    for _ in range(3):
        page.keyboard.press("Shift+ArrowRight")
    composing = page.context.new_cdp_session(page)
    top = row.evaluate(TOP)

    acts.move(place_of(live, far)[0], far)
    acts.end()
    stand_after(page, clause["id"], far)
    assert page.evaluate("getSelection().toString()") == plain(clause, "en")[:3]
    assert abs(row.evaluate(TOP) - top) < 2
    page.keyboard.press("ArrowLeft")
    composing.send("Input.imeSetComposition", {"text": "かん", "selectionStart": 2, "selectionEnd": 2})

    acts.insert()
    acts.end()
    acts.label("93")
    acts.end()
    expect(row.get_by_role("heading")).to_contain_text("93")
    acts.split(4, cut)
    acts.end()
    acts.move(under, after)
    acts.end()
    stand_after(page, clause["id"], home)
    assert page.evaluate("window.lost") == []
    assert abs(row.evaluate(TOP) - top) < 2

    composing.send("Input.imeSetComposition", {"text": "かんじ", "selectionStart": 3, "selectionEnd": 3})
    composing.send("Input.insertText", {"text": "漢字"})
    page.keyboard.type("!")
    expect(row).to_contain_text(f"漢字!{plain(clause, 'en')[:10]}")
    expect(chair.page.locator(f"#clause-{clause['id']}")).to_contain_text("漢字!")
