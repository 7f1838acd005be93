"""The stock provider's counter of unsynced changes returns to 0, whatever happened to the words. Rules A-1 to A-5."""

import random
from contextlib import AsyncExitStack

import pytest

from server.domain.identity import TextName
from tests.rooms.stock import House, Provider, provider, serving

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(120)]

STEPS = 24
FATES = ("fail", "reply lost")


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Mishaps:
    """Two stock providers on one text, and what can happen to them: one step at a time, all from one seed."""

    def __init__(self, seed: int, house: House, name: TextName, pair: tuple[Provider, Provider]) -> None:
        self.chance = random.Random(seed)
        self.house = house
        self.name = name
        self.pair = pair
        self.written: list[str] = []

    def happen(self) -> None:
        """Let one thing happen to one of the two; nothing is waited for."""
        person = self.chance.choice(self.pair)
        match self.chance.choices(("type", "resend", "cut", "fault", "drop"), (8, 3, 2, 2, 1))[0]:
            case "type":
                self.written.append(f"w{len(self.written)}")
                person.order(f"type {self.written[-1]}")
            case "resend":
                person.order("force")
            case "cut":
                person.order("cut")
            case "fault":
                self.house.log.faults.append(self.chance.choice(FATES))
            case _:
                self._lose_on_the_way(person)

    def _lose_on_the_way(self, person: Provider) -> None:
        """Have a commit fail while more is on its way: what comes after it leaves a gap."""
        self.house.log.faults.append("fail")
        for _ in range(3):
            self.written.append(f"w{len(self.written)}")
            person.order(f"type {self.written[-1]}")


@pytest.mark.parametrize("seed", range(3))
async def test_after_any_mix_of_gaps_resends_failed_commits_and_reconnects(seed: int) -> None:
    async with serving() as house, AsyncExitStack() as stack:
        name = house.log.add()
        first, second = [
            await stack.enter_async_context(provider(house, "hocuspocus", name, person)) for person in ("a", "b")
        ]
        for one in (first, second):
            await one.shows(lambda shown: shown["synced"])
        mishaps = Mishaps(seed, house, name, (first, second))
        for step in range(STEPS):
            mishaps.happen()
            if step % 6 == 5:
                await mishaps.pair[step % 2].has(*mishaps.written)
        first.order("type last")
        second.order("force")
        shown = [await one.has(*mishaps.written, "last") for one in (first, second)]
        assert [one["unsynced"] for one in shown] == [0, 0]
        assert shown[0]["text"] == shown[1]["text"]
        read = await house.rooms.read(name)
        assert [read.json.count(f'"{words}"') for words in (*mishaps.written, "last")] == [1] * (
            len(mishaps.written) + 1
        )
