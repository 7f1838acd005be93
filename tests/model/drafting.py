"""Whatever people, disks and chairs do, in any order: the promises, on the real rooms through both doors."""

import asyncio
from collections.abc import Coroutine, Iterable
from contextlib import suppress
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from pycrdt import Doc, XmlFragment

from server.domain.errors import Unavailable
from tests.model.scribes import Record, Scribe
from tests.rooms.world import World

SELDOM = st.sampled_from([False, False, True])
PEOPLE = st.integers(0, 2)
"""Two at the multiplexed door, the third at the plain one."""

FEW = st.lists(PEOPLE, max_size=3)
SECONDS = st.sampled_from([0.001, 0.012, 0.05, 0.4, 3.0])
SHUT = ("locked", "paused")
STATUS = st.sampled_from([*SHUT, "open", "open", "open"])


class Drafting(RuleBasedStateMachine):
    """Three people, one text, one server."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.disk: Doc[Any] = Doc()
        self.root = self.disk.get("prosemirror", type=XmlFragment)
        self.read = 0

    def run(self, work: Coroutine[Any, Any, None]) -> None:
        self.loop.run_until_complete(work)

    @initialize()
    def begin(self) -> None:
        async def begin() -> None:
            self.world = World()
            self.name = self.world.log.add()
            self.records = [Record() for _ in range(3)]
            self.people = [self.come(number, None) for number in range(3)]
            for _ in range(2):
                await self.let_out(range(3))

        self.run(begin())

    async def let_out(self, who: Iterable[int], many: int = 1_000) -> None:
        """Have what waits at these people sent, and what comes of it come."""
        for person in who:
            self.people[person].let_out(many)
            await self.world.calm()

    def come(self, number: int, known: Scribe | None) -> Scribe:
        return Scribe(self.world, self.name, number, self.records[number], known)

    # People

    @rule(who=PEOPLE, words=st.integers(1, 3), kept_back=SELDOM)
    def write(self, who: int, words: int, kept_back: bool) -> None:
        for _ in range(words):
            self.people[who].write()
        self.run(self.let_out(() if kept_back else (who,)))

    @rule(who=PEOPLE, place=st.integers(0, 30), anew=SELDOM)
    def strike(self, who: int, place: int, anew: bool) -> None:
        """Strike a paragraph out, and write another: what an editor's undo comes to."""
        if self.people[who].text:
            self.people[who].strike_out(place % len(self.people[who].text))
        if anew:
            self.people[who].write()
        self.run(self.let_out((who,)))

    @rule(who=PEOPLE, many=st.integers(1, 3))
    def send(self, who: int, many: int) -> None:
        self.run(self.let_out((who,), many))

    @rule(who=PEOPLE)
    def disorder(self, who: int) -> None:
        """Two edits arrive in the wrong order, and one of them twice."""
        self.people[who].write()
        self.people[who].write()
        self.people[who].turn_round()
        self.people[who].repeat()
        self.run(self.let_out((who,)))

    @rule(who=PEOPLE)
    def sync(self, who: int) -> None:
        if self.people[who].here:
            self.people[who].sync()
            self.run(self.let_out((who,)))

    @rule(who=PEOPLE)
    def drop_the_line(self, who: int) -> None:
        async def drop() -> None:
            if self.people[who].socket.closed is None:
                self.people[who].socket.lose()
            await self.world.calm()

        self.run(drop())

    @rule(who=PEOPLE, anew=SELDOM)
    def come_back(self, who: int, anew: bool) -> None:
        async def come_back() -> None:
            self.return_to_the_text(who, anew=anew)
            await self.let_out((who,))

        self.run(come_back())

    @rule(who=PEOPLE, seconds=SECONDS)
    def stall(self, who: int, seconds: float) -> None:
        """A socket takes nothing for a while."""

        async def stall() -> None:
            self.people[who].socket.paused = True
            await self.world.elapse(seconds)
            self.people[who].socket.resume()
            await self.world.calm()

        self.run(stall())

    def return_to_the_text(self, who: int, *, anew: bool = False) -> None:
        before = self.people[who]
        if not before.here:
            code, _ = before.socket.closed or (0, "")
            was_turned_away = before.closed is not None or code == 4409
            self.people[who] = self.come(who, None if anew or was_turned_away else before)

    # The server and its disk

    @rule(seconds=SECONDS)
    def wait(self, seconds: float) -> None:
        async def wait() -> None:
            await self.world.elapse(seconds)
            await self.let_out(range(3))

        self.run(wait())

    @rule(fault=st.sampled_from(["fail", "reply lost"]))
    def spoil_a_commit(self, fault: str) -> None:
        self.world.log.faults.append(fault)

    @rule(who=PEOPLE, asking=PEOPLE)
    def hold_up_a_commit(self, who: int, asking: int) -> None:
        """A batch is sealed, with an answer in it, and the disk says nothing for a while."""

        async def hold_up() -> None:
            self.people[who].write()
            if self.people[asking].here:
                self.people[asking].sync()
            await self.let_out((who, asking))
            self.world.log.gate = self.world.log.gate or asyncio.Event()
            await self.world.elapse(0.02)

        self.run(hold_up())

    @precondition(lambda self: self.world.log.gate is not None)
    @rule()
    def go_on(self) -> None:
        async def go_on() -> None:
            self.free_the_disk()
            await self.world.calm()

        self.run(go_on())

    def free_the_disk(self) -> None:
        if self.world.log.gate is not None:
            self.world.log.gate.set()
            self.world.log.gate = None

    @rule()
    def restart(self) -> None:
        async def restart() -> None:
            for person in self.people:
                if person.socket.closed is None:
                    person.socket.lose()
            self.free_the_disk_of_the_dead()
            self.world.start()
            await self.world.calm()

        self.run(restart())

    def free_the_disk_of_the_dead(self) -> None:
        """A commit that was held up dies with its server."""
        self.world.log.gate = None

    # The chair

    @rule(status=STATUS, told=st.booleans())
    def set_the_status_elsewhere(self, status: str, told: bool) -> None:
        async def set_status() -> None:
            epoch = self.world.lock(self.name, status)
            if told:
                self.tell(status, epoch)

        self.run(set_status())

    def tell(self, status: str, epoch: int) -> None:
        self.world.rooms.set_status(self.world.log.shelves[self.name].stored.language_version, status, epoch)

    @rule(status=STATUS, early=FEW, meanwhile=FEW, is_freed=st.booleans())
    def strike_the_gavel(self, status: str, early: list[int], meanwhile: list[int], is_freed: bool) -> None:
        """People write while the text settles, and while it is held."""

        async def hold() -> None:
            with suppress(Unavailable):
                async with self.world.rooms.hold([self.name]) as held:
                    assert held.texts[self.name].seq == len(self.world.rows(self.name))
                    for who in meanwhile:
                        self.people[who].let_out(6)
                    assert held.texts[self.name].seq == len(self.world.rows(self.name))
                    held.release({self.name: (status, self.world.lock(self.name, status))})

        async def strike() -> None:
            holding = asyncio.ensure_future(hold())
            await self.world.calm()
            for who in early:
                self.people[who].write()
            await self.let_out(early)
            if is_freed:
                self.free_the_disk()
            await self.world.elapse(3)
            await holding

        self.run(strike())

    # What holds at every moment

    def words(self) -> list[str]:
        for row in self.world.rows(self.name)[self.read :]:
            self.disk.apply_update(row.payload)
            self.read += 1
        return ["".join(map(str, block.children)) for block in self.root.children]

    @invariant()
    def promises_are_kept(self) -> None:
        if not hasattr(self, "people"):
            return
        words = self.words()
        there, struck = set(words), set().union(*(record.struck for record in self.records))
        assert len(there) == len(words), "doubled"
        for person in self.people:
            person.note_saved()
            seen = {word for word in person.text if not word.startswith(f"{person.number}.")}
            assert seen <= there | struck, "someone sees what is not on disk"
            assert not person.gap, "a replica has a gap"
            assert person.closed in (None, *SHUT), person.closed
            assert person.socket.closed is None or person.socket.closed[0] in (1006, 4409), person.socket.closed
            assert person.socket.closed != (4409, "foreign")
        for record in self.records:
            assert record.saved - struck <= there, "an acknowledged word is not on disk"
            assert not record.gone & there, "an acknowledged deletion is undone"

    def teardown(self) -> None:
        if hasattr(self, "people"):
            self.run(self.come_to_rest())
            self.promises_are_kept()
            assert {tuple(person.text) for person in self.people} == {tuple(self.words())}, "replicas differ"
            assert [person.unsynced for person in self.people[:2]] == [0, 0], "a debt is not paid"
            self.run(self.world.rooms.stop())
        for task in asyncio.all_tasks(self.loop):
            task.cancel()
        self.loop.run_until_complete(asyncio.sleep(0))
        self.loop.close()

    async def come_to_rest(self) -> None:
        """Everything is well again, and everyone comes back and sends what waits."""
        self.world.log.faults.clear()
        self.free_the_disk()
        self.tell("open", self.world.lock(self.name, "open"))
        await self.world.elapse(6)
        for _ in range(5):
            for who in range(3):
                self.return_to_the_text(who)
            await self.let_out(range(3))
            await self.world.elapse(0.6)
