"""One server, killed by plan, and those who type in it all the while."""

import asyncio
import random
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import cycle, islice
from pathlib import Path

import httpx

from server.domain.errors import Refusal
from server.domain.terms import TextStatus
from tests.chaos.checking import (
    agree,
    check_cold,
    check_export,
    check_replicas,
    check_stored,
    fetch_revision,
    read_cold,
)
from tests.chaos.nursery import DoomedLive
from tests.chaos.points import AT_RANDOM, Blow, Lead
from tests.chaos.tally import Tally
from tests.chaos.typist import Typist
from tests.live import walk_clauses

TYPISTS = 6
CLAUSES = 2
IN_FLIGHT = 50
TOPPED_UP = 90
"""Words in flight up to which keys are pressed."""

MOMENT = 0.05
PATIENCE = 60.0
TRIES = 5
"""How often an act is tried again that typing keeps from a text that stands still."""

EXPORTS_EVERY = 3
"""One kill in so many is followed by a look at what is printed: that reads all clauses."""

TRAP_SECONDS = 15.0
"""How long a server may take to its trap."""


class Siege:
    """Typists before a server that is killed again and again. `tally` says what was seen."""

    def __init__(self, live: DoomedLive, seed: int) -> None:
        self.live = live
        self.tally = Tally()
        self._dice = random.Random(seed)
        self._chair = live.client("chair")
        self._typists = seat_typists(live, seed)
        self._locked = 0

    async def run(self, blows: Iterable[Blow], *, until_fault: bool = False) -> Tally:
        """Kill the server by plan, with at least 50 words in flight each time, and check after each."""
        tasks = [asyncio.create_task(typist.run()) for typist in self._typists]
        number = 0
        try:
            with tempfile.TemporaryDirectory() as folder:
                for number, blow in enumerate(blows, 1):
                    await self._kill(blow)
                    await self._check(f"kill {number}, {blow.point}", number, Path(folder))
                    if until_fault and self._find_faults():
                        break
                self.tally.faults += await asyncio.to_thread(check_stored, self._chair, self._typists, "history")
        except TimeoutError:
            self.tally.faults.append(f"kill {number}: not everything is acknowledged in the end")
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self._chair.close()
        return self._sum_up()

    def _sum_up(self) -> Tally:
        tally = self.tally
        heard = ((typist, word) for typist in self._typists for word in typist.words[: typist.acknowledged])
        kept = [word for typist, word in heard if word not in typist.given_up]
        tally.typed = sum(len(typist.words) for typist in self._typists)
        tally.acknowledged, tally.characters = len(kept), sum(map(len, kept))
        tally.struck = sum(len(typist.struck_acknowledged) for typist in self._typists)
        tally.given_up = sum(len(typist.given_up) for typist in self._typists)
        tally.faults = self._find_faults()
        return tally

    def _find_faults(self) -> list[str]:
        """Return what the checks found, and what typists were told that no honest client is told."""
        return self.tally.faults + [error for typist in self._typists for error in typist.errors]

    # The kill

    async def _kill(self, blow: Blow) -> None:
        """Have the server stop dead where it is to die, with the line full of words; then kill it."""
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*(typist.ready() for typist in self._typists))
        leading = asyncio.create_task(self._lead(blow.lead))
        point = await self._stop(blow, leading.done)
        before = await self._hear_the_last()
        self._press_keys()
        await asyncio.sleep(0.01)
        self.live.kill()
        await leading
        await until(lambda: not any(typist.live for typist in self._typists))
        self.tally.in_flight.setdefault(point, []).append((self._in_flight, before))

    async def _stop(self, blow: Blow, led: Callable[[], bool]) -> str:
        """Type on until the server stands still, and return where it does: a trap that is never reached is no point."""
        if blow.point == AT_RANDOM:
            await self._type_on(PATIENCE if blow.done else 0.0, led)
            await self._type_on(0.02 + self._dice.random() * 0.2, lambda: False)
            self.live.halt()
            return AT_RANDOM
        self.live.set_trap(blow.point, blow.passing)
        if await self._type_on(TRAP_SECONDS, self.live.is_sprung):
            return blow.point
        self.live.halt()
        return AT_RANDOM

    @property
    def _in_flight(self) -> int:
        return sum(typist.in_flight for typist in self._typists)

    def _press_keys(self) -> None:
        """Type in one burst until enough words are in flight, or as many again wait for the line to come back."""
        for typist in islice(cycle(self._typists), 4 * TOPPED_UP):
            unheard = sum(len(typist.words) - typist.acknowledged for typist in self._typists)
            if self._in_flight >= TOPPED_UP or unheard >= 2 * TOPPED_UP:
                return
            typist.type()

    async def _type_on(self, seconds: float, done: Callable[[], bool]) -> bool:
        """Keep words in flight until it is done, and say so, or until the time is up."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while loop.time() < end:
            if done():
                return True
            self._press_keys()
            await asyncio.sleep(0.004)
        return False

    async def _hear_the_last(self) -> int:
        """The server stands still: take in all that it had said, and return how many words are in flight now."""
        heard = -1
        while heard != (now := sum(typist.acknowledged for typist in self._typists)):
            heard = now
            await asyncio.sleep(0.01)
        return self._in_flight

    async def _lead(self, lead: Lead) -> None:
        """Do what leads the server to its point. It may die of it."""
        with suppress(httpx.HTTPError, OSError):
            match lead:
                case Lead.LOCKING:
                    await asyncio.to_thread(self._lock)
                case Lead.FREEZING:
                    await asyncio.to_thread(self._freeze)
                case Lead.HANGING_UP:
                    await asyncio.sleep(MOMENT)
                    for typist in self._typists[::2]:
                        typist.hang_up()
                case Lead.RETURNING:
                    await asyncio.sleep(MOMENT)
                    self.live.kill()
                    await asyncio.to_thread(self.live.start)
                case Lead.TYPING:
                    return

    def _lock(self) -> None:
        self._locked += 1
        clause = self._typists[self._locked % CLAUSES].key.split("/")[0]
        for _ in range(TRIES):
            if self._chair.post(f"/clauses/{clause}/lock", json={"languages": ["en"]}).is_success:
                return

    def _freeze(self) -> None:
        for _ in range(TRIES):
            with suppress(Refusal):
                fetch_revision(self.live)
                return

    # The check

    async def _check(self, where: str, number: int, folder: Path) -> None:
        """Check the cold disk, then, once all is sent again, every replica and what is printed."""
        typists, faults, looks = self._typists, self.tally.faults, self.tally.looks
        disk = await read_cold(self.live, {typist.key for typist in typists}, folder)
        faults += check_cold(typists, disk, f"{where}, cold disk")
        await asyncio.to_thread(self.live.start)
        shut = [key for key, status in disk.statuses.items() if status != TextStatus.OPEN]
        await asyncio.to_thread(self._reopen, shut)
        await until(lambda: all(typist.settled for typist in typists))
        self._reload_page(typists[number % TYPISTS])
        await until(lambda: all(typist.settled for typist in typists))
        with suppress(TimeoutError):
            await until(lambda: agree(typists))
        faults += check_replicas(typists, f"{where}, replica")
        looks.update({"cold texts": CLAUSES, "replicas": len(typists)})
        if not number % EXPORTS_EVERY:
            faults += await asyncio.to_thread(check_export, self.live, typists, f"{where}, export")
            looks.update({"exports": 1})

    def _reopen(self, keys: Iterable[str]) -> None:
        """Open what a lock has closed, so that typing goes on."""
        for key in keys:
            for _ in range(TRIES):
                answer = self._chair.post(f"/clauses/{key.split('/')[0]}/reopen", json={"reason": "on we go"})
                if answer.is_success:
                    break
            else:
                raise AssertionError(answer.text)

    def _reload_page(self, typist: Typist) -> None:
        """Have someone who has sent everything come back with an empty document."""
        typist.start_over()
        typist.hang_up()


def seat_typists(live: DoomedLive, seed: int) -> list[Typist]:
    """Seat delegates of different States in two clauses, several in each."""
    with live.client("chair") as chair:
        tree = chair.get(f"/agendas/{live.demo['agenda']}").json()
    open_ = [c for c in walk_clauses(tree["clauses"]) if c["status"] == "open" and c["kind"] == "understanding"]
    delegates = [person for person in live.demo["persons"] if person["role"] == "delegate"]
    url = live.url.replace("http", "ws", 1) + "/collab"
    return [
        Typist(
            name="abcdefgh"[number] * 2,
            url=url,
            token=live.token(delegates[number % len(delegates)]),
            key=f"{open_[number % CLAUSES]['id']}/en",
            seed=seed + number,
        )
        for number in range(TYPISTS)
    ]


async def until(holds: Callable[[], bool]) -> None:
    """Look until it holds.

    Raises:
        TimeoutError: it does not.
    """
    async with asyncio.timeout(PATIENCE):
        for _ in iter(holds, True):
            await asyncio.sleep(0.01)
