"""The network of a hotel under the real page: `python -m tests.world.hotel [outages]` prints what a delegate feels.

400 ms there and back, 3 % loss, 200 kbit/s down and 64 up; outages of 10 s, by turns a line that is cut and one that
stands and carries nothing. What is promised: a keystroke never waits for the network, and after an outage everything is
saved within 5 s.
"""

import asyncio
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.e2e.conftest import launch
from tests.live import Live, free_port, live_server
from tests.world.proxy import Proxy, Weather, proxy

HOTEL = Weather(delay=0.2, jitter=0.05, loss=0.03, resend=0.4, rates={"up": 8_000, "down": 25_000})
OUTAGE_SECONDS = 10.0
WORDS = "and the parties shall agree "

WATCH = """() => {
  window.felt = []; window.pressed = 0;
  document.addEventListener('keydown', () => { window.pressed = performance.now(); }, true);
  const shown = () => {
    if (window.pressed) window.felt.push(performance.now() - window.pressed);
    window.pressed = 0;
  };
  for (const editor of document.querySelectorAll('.ProseMirror'))
    new MutationObserver(shown).observe(editor, { subtree: true, childList: true, characterData: true });
}"""


@dataclass(slots=True)
class Network:
    """A proxy in a thread of its own, so that a browser may be driven in this one."""

    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    proxy: Proxy | None = None

    def do(self, act: Callable[[Proxy], None]) -> None:
        """Do something to the network."""
        assert self.proxy is not None
        self.loop.call_soon_threadsafe(act, self.proxy)


@contextmanager
def network(live: Live, port: int) -> Iterator[Network]:
    """Run a proxy on `port` in front of a server."""
    running, ready, over = Network(), threading.Event(), asyncio.Event()

    async def run() -> None:
        async with proxy(live.port, Weather(), own_port=port) as running.proxy:
            ready.set()
            await over.wait()

    thread = threading.Thread(target=lambda: running.loop.run_until_complete(run()))
    thread.start()
    ready.wait()
    try:
        yield running
    finally:
        running.loop.call_soon_threadsafe(over.set)
        thread.join()


def worsen(line: Proxy) -> None:
    """Fair weather ends."""
    line.weather.delay, line.weather.jitter = HOTEL.delay, HOTEL.jitter
    line.weather.loss, line.weather.resend, line.weather.rates = HOTEL.loss, HOTEL.resend, HOTEL.rates


def cut(line: Proxy) -> None:
    line.is_down = True
    line.cut()


def stall(line: Proxy) -> None:
    line.is_down = True
    for wire in line.wires:
        wire.stall()


def mend(line: Proxy) -> None:
    line.is_down = False
    for wire in line.wires:
        wire.clear()


def open_page(page: Page, live: Live, address: str) -> None:
    """Sign in, and put the caret into an open clause."""
    page.goto(f"{address}/signin")
    page.get_by_role("button", name="Thandi Mokoena").click()
    page.wait_for_url("**/agendas**")
    page.goto(f"{address}/agendas/{live.demo['agenda']}")
    page.locator(".ProseMirror[contenteditable=true]").first.click()
    page.keyboard.press("Control+End")
    page.evaluate(WATCH)


def is_saved(page: Page) -> bool:
    return page.locator(".line .now").count() > 0


def sit_out(page: Page, line: Network, begin: Callable[[Proxy], None]) -> float:
    """Type through an outage; return the seconds from its end until all is saved."""
    line.do(begin)
    until = time.monotonic() + OUTAGE_SECONDS
    while time.monotonic() < until:
        page.keyboard.type(WORDS, delay=60)
    line.do(mend)
    mended = time.monotonic()
    page.locator(".line .now").wait_for(timeout=30_000)
    return time.monotonic() - mended


def main() -> int:
    """Sit through the outages and print the figures."""
    outages = int(sys.argv[1]) if len(sys.argv) > 1 else 6
    port = free_port()
    origin = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as folder, live_server(Path(folder), ADREF_ORIGINS=origin) as live:
        with network(live, port) as line, sync_playwright() as playwright:
            browser = launch(playwright)
            page = browser.new_page()
            open_page(page, live, origin)
            line.do(worsen)
            page.keyboard.type(WORDS, delay=60)
            waits = [sit_out(page, line, (cut, stall)[number % 2]) for number in range(outages)]
            felt = sorted(page.evaluate("window.felt"))
            browser.close()
    say = sys.stdout.write
    half, most = felt[len(felt) // 2], felt[len(felt) * 99 // 100]
    say(f"{len(felt)} keystrokes: on the screen after {half:.1f} ms (median), {most:.1f} ms (99 %)\n")
    for name, seconds in (("cut", waits[::2]), ("stalled", waits[1::2])):
        say(f"{name}: saved after {', '.join(f'{wait:.1f}' for wait in seconds)} s\n")
    return 0 if max(waits) <= 5 else 1


if __name__ == "__main__":
    sys.exit(main())
