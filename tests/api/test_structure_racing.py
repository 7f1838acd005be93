"""Clauses are split, moved, joined and undone while people type in them, over real sockets. Rule T-9."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.api.shapes import Chapter, words
from tests.chaos.typist import Typist
from tests.live import Live

ROUNDS = 5
OTHERS = r"(?:[a-z]{2}\d{5};)*"
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass
class Crowd:
    """Delegates who type as fast as they can. One who is turned away keeps the words and begins anew."""

    live: Live
    tokens: list[str]
    typists: list[Typist] = field(default_factory=list)
    turned_away: int = 0

    def seat(self, clause: str) -> Typist:
        number = len(self.typists)
        name = LETTERS[number // 26] + LETTERS[number % 26]
        url = self.live.url.replace("http", "ws", 1) + "/collab"
        typist = Typist(name, url, self.tokens[number % len(self.tokens)], f"{clause}/en", number)
        self.typists.append(typist)
        return typist

    @asynccontextmanager
    async def typing(self, clause: str) -> AsyncIterator[list[Typist]]:
        """Have somebody type in a clause for the length of a block."""
        own: list[Typist] = []
        task = asyncio.create_task(self._type(clause, own))
        try:
            yield own
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _type(self, clause: str, own: list[Typist]) -> None:
        while True:
            typist = self.seat(clause)
            own.append(typist)
            attending = asyncio.create_task(typist.run())
            try:
                await typist.ready()
                while not typist.turned_away:
                    if typist.live and typist.in_flight < 20:
                        typist.type()
                    await asyncio.sleep(0.008)
                self.turned_away += 1
            finally:
                attending.cancel()
                await asyncio.gather(attending, return_exceptions=True)

    def kept(self) -> list[str]:
        """Return the words that were acknowledged and that nobody struck."""
        return [word for typist in self.typists for word in typist.kept]


async def post(chair: httpx.AsyncClient, path: str, **body: Any) -> dict[str, Any]:
    answer = await chair.post(path, json=body)
    assert answer.status_code in (200, 201), (path, answer.text)
    found: dict[str, Any] = answer.json()
    return found


async def until(typists: list[Typist], count: int) -> None:
    """Wait until so many more words are acknowledged."""
    wanted = sum(t.acknowledged for t in typists) + count
    for _ in iter(lambda: sum(t.acknowledged for t in typists) >= wanted, True):
        await asyncio.sleep(0.005)


async def shape(chair: httpx.AsyncClient, chapter: Chapter, crowd: Crowd, key: str, first: list[Typist]) -> None:
    """Split the clause, move the second half away and back, and put both together again, round after round."""
    for number in range(ROUNDS):
        await until(first, 8)
        text = words((await chair.get(f"/clauses/{key}")).json()).split("\n")[0]
        split = await post(chair, f"/clauses/{key}/split", at={"en": {"block": 0, "offset": len(text) // 2}})
        second = split["clauses"][1]["id"]
        async with crowd.typing(second) as there:
            await until(there, 4)
            await post(chair, f"/clauses/{second}/move", under=None, after=None)
            await until(there, 2)
            await post(chair, f"/clauses/{second}/move", under=chapter.id, after=key)
            if number % 2:
                await post(chair, f"/decisions/{split['decision']}/undo")
            else:
                await post(chair, f"/clauses/{key}/join", **{"with": second})


async def race(live: Live, chapter: Chapter, key: str) -> Crowd:
    tokens = [live.token(live.person("delegate", index)) for index in range(3)]
    crowd = Crowd(live, tokens)
    headers = {"Authorization": f"Bearer {live.token(live.person('chair'))}"}
    async with httpx.AsyncClient(base_url=f"{live.url}/api/v1", headers=headers, timeout=20) as chair:
        async with asyncio.timeout(60), crowd.typing(key) as one, crowd.typing(key) as other:
            await shape(chair, chapter, crowd, key, one)
            await until(one, 5)
            await until(other, 5)
    return crowd


def count_word(word: str, text: str) -> int:
    """Count a word; where a clause was cut within it, others may have been typed into the cut since."""
    return text.count(word) or len(re.findall(OTHERS.join(map(re.escape, word)), text))


def test_t9_nothing_acknowledged_is_lost_or_doubled_while_the_text_is_shaped(live: Live) -> None:
    with live.client("chair") as client:
        chapter = Chapter(live, client, "One")
        (key,) = chapter.clauses
        crowd = asyncio.run(race(live, chapter, key))
        text = words(chapter.get(key)).replace("\n", "")
        kept = crowd.kept()
        assert len(kept) > ROUNDS * 10
        assert [word for word in kept if count_word(word, text) != 1] == []
        assert chapter.labels() == ["1"]
        assert not [e for t in crowd.typists for e in t.errors if "moved" not in e and "locked" not in e]
