"""How long the agenda page takes until it can be read and edited, and what it sends: short and long, near and far.

`python -m tests.bench.readable [FILE.md ...]` measures the demonstration, the demonstration with 40 and with 600 plain
clauses behind it, and with each of the files behind it. Bytes are those of HTTP as they went over the line. The built
client is the one that `ADREF_WEB` names, else `web/dist`. Frames of the socket are not slowed by the emulated network.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from tests.e2e.conftest import launch
from tests.live import Live, live_server, walk_clauses

RUNS = 3
CLAUSES = (40, 600)
WORDS = (
    "States that receive migrants keep the procedures for entry and stay clear, in writing and open to all who ask. "
)
HOTEL = {"offline": False, "latency": 400, "downloadThroughput": 200_000 / 8, "uploadThroughput": 64_000 / 8}
LOOPBACK = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}

WATCH = """
window.seen = {};
const looks = {
  readable: () => [...document.querySelectorAll(".page .text")].some((one) => one.textContent && one.checkVisibility()),
  whole: () => document.querySelectorAll(".page > section").length >= window.rowsExpected
    && document.querySelector(".page > section:last-child .text").textContent,
  editable: () => document.querySelector(".ProseMirror[contenteditable=true]"),
};
const look = () => {
  for (const [name, find] of Object.entries(looks)) {
    if (!(name in window.seen) && find()) window.seen[name] = performance.now();
  }
  if (Object.keys(window.seen).length < 3) requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""
TYPE = """
window.waits = [];
addEventListener("keydown", () => {
  const from = performance.now();
  requestAnimationFrame(() => setTimeout(() => window.waits.push(performance.now() - from)));
}, true);
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """One opening of the page: milliseconds since the address was entered, octets received by HTTP, by when."""

    readable: float
    whole: float
    editable: float
    octets_readable: int
    octets_editable: int
    key: float


@contextmanager
def open_text(source: Path | None) -> Iterator[Live]:
    """Run a server with the demonstration and, behind it, the words of a file."""
    with tempfile.TemporaryDirectory() as folder, live_server(Path(folder)) as live:
        if source is not None:
            live.run("import", str(source), "--agenda", live.demo["agenda"], "--language", "en")
        yield live


def count_rows(live: Live) -> int:
    """Return how many clauses the agenda has."""
    with live.client("chair") as client:
        agenda = client.get(f"/agendas/{live.demo['agenda']}").json()
    return sum(1 for _ in walk_clauses(agenda["clauses"]))


def measure(browser: Browser, live: Live, network: dict[str, Any], rows: int) -> Figures:
    """Open the agenda as a chair with an empty cache, and type a line once that is possible."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, bypass_csp=True)
    chair = {key: live.person("chair")[key] for key in ("email", "password")}
    context.request.post(f"{live.url}/api/v1/session", data=chair, headers={"Origin": live.url})
    page = context.new_page()
    line = context.new_cdp_session(page)
    octets: list[tuple[float, int]] = []
    record_octets(line, octets)
    line.send("Network.emulateNetworkConditions", network)
    page.add_init_script(f"window.rowsExpected = {rows};{WATCH}")
    page.goto(f"{live.url}/agendas/{live.demo['agenda']}", wait_until="commit")
    page.wait_for_function("window.seen && window.seen.editable && window.seen.whole", timeout=180_000)
    seen = page.evaluate("({...window.seen, origin: performance.timeOrigin})")
    page.wait_for_timeout(500)
    begin = octets[0][0] if octets else 0.0

    def received(until: float) -> int:
        return sum(size for at, size in octets if (at - begin) * 1000 <= until)

    figures = Figures(
        seen["readable"],
        seen["whole"],
        seen["editable"],
        received(seen["readable"]),
        received(seen["editable"]),
        time_keys(page),
    )
    context.close()
    return figures


def record_octets(line: CDPSession, octets: list[tuple[float, int]]) -> None:
    """Note what comes over the line, and when, from now on; nothing is taken from the cache."""
    line.send("Network.enable")
    line.send("Network.setCacheDisabled", {"cacheDisabled": True})
    line.on("Network.requestWillBeSent", lambda event: octets.append((event["timestamp"], 0)))
    line.on("Network.responseReceived", lambda event: octets.append((event["timestamp"], 0)))
    line.on("Network.dataReceived", lambda event: octets.append((event["timestamp"], event["encodedDataLength"])))


def time_keys(page: Page) -> float:
    """Return the milliseconds from a key press to the picture that has it: the slowest but one of forty."""
    page.evaluate(TYPE)
    page.locator(".ProseMirror[contenteditable=true]").first.click()
    page.keyboard.type("Words of the fortieth key press, and more", delay=25)
    page.wait_for_function("window.waits.length >= 40")
    waits: list[float] = sorted(page.evaluate("window.waits"))
    return waits[-2]


def write_plain(folder: Path, count: int) -> Path:
    """Write a text of numbered clauses, none like the other."""
    path = folder / f"plain-{count}.md"
    path.write_text("\n\n".join(f"{n}. Clause {n}. {WORDS * (1 + n % 4)}" for n in range(1, count + 1)), "utf-8")
    return path


def show(name: str, network: str, runs: list[Figures]) -> None:
    """Print the medians of the runs as one row."""

    def mid(field: str) -> float:
        return float(median(getattr(run, field) for run in runs))

    times = "".join(f"{mid(field):>11,.0f}" for field in ("readable", "whole", "editable", "key"))
    octets = "".join(f"{mid(field) / 1000:>12,.0f}" for field in ("octets_readable", "octets_editable"))
    sys.stdout.write(f"{name:28}{network:>10}{times}{octets}\n")
    sys.stdout.flush()


def main() -> None:
    """Print the table."""
    sys.stdout.write(f"medians of {RUNS}; milliseconds, then kB over HTTP until readable and until editable\n")
    heads = "".join(f"{head:>11}" for head in ("readable", "whole", "editable", "key"))
    sys.stdout.write(f"{'text':28}{'network':>10}{heads}{'kB read':>12}{'kB edit':>12}\n")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        chromium = launch(playwright)
        plain = [write_plain(Path(folder), count) for count in CLAUSES]
        for source in (None, *plain, *map(Path, sys.argv[1:])):
            with open_text(source) as live:
                rows = count_rows(live)
                name = f"{source.stem[:20] if source else 'demonstration'} ({rows})"
                show(name, "loopback", [measure(chromium, live, LOOPBACK, rows) for _ in range(RUNS)])
                show(name, "hotel", [measure(chromium, live, HOTEL, rows) for _ in range(RUNS)])
        chromium.close()


if __name__ == "__main__":
    main()
