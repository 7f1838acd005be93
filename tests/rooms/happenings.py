"""What happened in an agenda, told by a test."""

import asyncio
from collections.abc import Collection, Mapping, Sequence

import msgspec

from server.domain.identity import fresh_id
from server.wire import AgendaMessage, ClauseNews, Refetch, TextNews


class MemoryNews:
    """`server.rooms.needs.News` of one agenda: what is told is what a test says happened. `worth` bounds it."""

    def __init__(self) -> None:
        self.agenda = fresh_id()
        self.head = 100
        self.worth = 20
        self.happened: list[AgendaMessage] = []
        self.asked: list[set[int]] = []
        self.gate: asyncio.Event | None = None
        self.faults = 0

    def store(self, clause: str, words: str, language: str = "en") -> None:
        """A text was stored."""
        self.head += 1
        json = msgspec.Raw(msgspec.json.encode({"type": "doc", "content": [words]}))
        news = TextNews(
            commit=self.head, clause=clause, language=language, seq=self.head, epoch=1, hash="", json=json, at=0
        )
        self.happened = [old for old in self.happened if not self._is_older(old, news)] + [news]

    def _is_older(self, old: AgendaMessage, news: TextNews) -> bool:
        return isinstance(old, TextNews) and (old.clause, old.language) == (news.clause, news.language)

    def act(self, clause: str) -> None:
        """Something was done to a clause."""
        self.head += 1
        self.happened.append(ClauseNews(commit=self.head, clause=clause))

    async def since(
        self, agenda: str, draft: str, numbers: Collection[int]
    ) -> tuple[int, Mapping[int, Sequence[AgendaMessage]]]:
        assert (agenda, draft) == (self.agenda, "main")
        self.asked.append(set(numbers))
        head, happened = self.head, list(self.happened)
        if self.gate is not None:
            await self.gate.wait()
        await asyncio.sleep(0)
        if self.faults:
            self.faults -= 1
            raise OSError("no storage")
        return head, {number: self._after(number, head, happened) for number in numbers}

    def _after(self, number: int, head: int, happened: list[AgendaMessage]) -> Sequence[AgendaMessage]:
        if not head - self.worth <= number <= head:
            return [Refetch(commit=head)]
        return [news for news in happened if news.commit > number]
