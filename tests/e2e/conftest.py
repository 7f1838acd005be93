"""A real server, a real Chromium, and people at it."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Playwright, expect, sync_playwright

from tests.live import Live, live_server, walk_clauses

FLAGS = (
    "--no-sandbox --disable-gpu --in-process-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
AXE = Path(__file__).parents[2] / "web/node_modules/axe-core/axe.min.js"
QUIET = (
    "net::ERR_CONNECTION_REFUSED",
    "net::ERR_CONNECTION_RESET",
    "WebSocket connection to",
    "status of 409 (Conflict)",
)

expect.set_options(timeout=30_000)


@dataclass(slots=True)
class Desk:
    """One person at one browser. `complaints` are errors that the page wrote to its console."""

    page: Page
    live: Live
    complaints: list[str]

    def open_agenda(self, words: str = "Common understandings") -> None:
        """Go to the demonstration's agenda and wait until its text is there."""
        self.page.goto(f"{self.live.url}/agendas/{self.live.demo['agenda']}")
        expect(self.page.locator("main")).to_contain_text(words)

    def editor(self, words: str) -> Locator:
        """Return the live editor that holds these words, once it takes typing."""
        found = self.page.locator(".ProseMirror[contenteditable=true]", has_text=words)
        expect(found).to_have_count(1)
        return found

    def type_at_end(self, words: str, text: str) -> None:
        """Type at the end of the text that holds some words."""
        editor = self.editor(words)
        editor.click()
        self.page.keyboard.press("Control+End")
        self.page.keyboard.type(text, delay=15)

    def check_accessible(self) -> None:
        """Fail on anything that axe finds against WCAG 2.2 AA."""
        self.page.evaluate(AXE.read_text("utf-8"))
        self.page.evaluate("Promise.allSettled(document.getAnimations().map(({finished}) => finished))")
        found = self.page.evaluate(
            "async () => (await axe.run({runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa']})).violations"
        )
        assert not found, [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found]


Seat = Callable[..., Desk]


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with live_server(tmp_path_factory.mktemp("e2e")) as server:
        yield server


def launch(playwright: Playwright) -> Browser:
    """Start the Chromium that has no windows: one with windows opens a whole desktop's worth for each person."""
    path = shutil.which("chromium-headless-shell")
    assert path, "Chromium is installed by scripts/install"
    return playwright.chromium.launch(executable_path=path, args=FLAGS)


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """For one file of tests: while it runs, this thread has an event loop, which others cannot bear."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture
def browser(playwright: Playwright) -> Iterator[Browser]:
    """A Chromium for one test. It takes a tenth of a second to start, and ends within a bound whatever its pages do."""
    chromium = launch(playwright)
    yield chromium
    chromium.close()


def sign_in(context: BrowserContext, live: Live, name: str) -> None:
    """Ask for what the demonstration's one click asks for."""
    door = f"{live.url}/api/v1"
    roles = context.request.get(f"{door}/demonstration").json()["persons"]
    (person,) = [one["id"] for one in roles if one["name"] == name]
    answer = context.request.post(f"{door}/session", data={"demonstration": person}, headers={"Origin": live.url})
    assert answer.ok, answer.text()


@pytest.fixture
def seat(browser: Browser, live: Live) -> Iterator[Seat]:
    """Seat people, each in a browser of their own that is signed in, at no page yet."""
    desks: list[Desk] = []

    def sit(name: str, **options: Any) -> Desk:
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})
        page, complaints = context.new_page(), list[str]()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda message: (
                complaints.append(message.text)
                if message.type == "error" and not any(quiet in message.text for quiet in QUIET)
                else None
            ),
        )
        sign_in(context, live, name)
        desk = Desk(page, live, complaints)
        desks.append(desk)
        return desk

    yield sit
    assert not [complaint for desk in desks for complaint in desk.complaints]


@pytest.fixture(scope="session")
def taken() -> set[tuple[int, str]]:
    """Clauses that a test has used up, by the port of the server that has them: each has the same ids."""
    return set()


@pytest.fixture
def clause(live: Live, taken: set[tuple[int, str]]) -> dict[str, Any]:
    """An open common understanding that no other test touches."""
    with live.client("chair") as chair:
        tree = chair.get(f"/agendas/{live.demo['agenda']}").json()
    for found in walk_clauses(tree["clauses"]):
        whole = set(found["languages"]) == set(found["texts"])
        if (
            whole
            and found["kind"] == "understanding"
            and found["status"] == "open"
            and (live.port, found["id"]) not in taken
        ):
            taken.add((live.port, found["id"]))
            return found
    raise AssertionError("no open clause is left")


def plain(clause: dict[str, Any], language: str) -> str:
    """Return the first words of a clause, as they stand on screen."""
    paragraph = clause["texts"][language]["json"]["content"][0]["content"]
    words = "".join(node.get("text", "") for node in paragraph[:1])
    return words[:40]
