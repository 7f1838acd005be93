"""Offices shape one text at once, at random, on two servers over one database: rules T-1 to T-4 and T-12 hold."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest

from server.actions.house import Caller
from server.actions.joining import find_next, join_clauses
from server.actions.retitling import retitle_clause
from server.actions.splitting import Caret, split_clause
from server.actions.structuring import (
    NewPlace,
    NewWords,
    insert_clause,
    label_clause,
    move_clause,
    set_kind,
    withdraw_clause,
)
from server.actions.undoing import undo_decision
from server.domain.errors import Refusal
from server.domain.identity import TextName
from server.domain.structure import Layout
from server.domain.terms import ClauseKind
from server.storage.structure import read_layout
from tests.api.scene import Scene, run_scene
from tests.storage.conftest import url  # noqa: F401  # a fixture: each test on both databases
from tests.storage.world import add_member

pytestmark = pytest.mark.anyio

Act = Callable[[], Awaitable[Any]]

AT_ONCE, BURSTS = 4, 12
VERBS = ("insert", "insert", "move", "move", "label", "kind", "retitle", "withdraw", "split", "join", "undo", "undo")
KINDS = (ClauseKind.OPERATIVE, ClauseKind.ITEM, ClauseKind.PRACTICE)
EXPECTED = {
    "would_loop",
    "label_taken",
    "clause_withdrawn",
    "no_such_place",
    "nothing_to_split",
    "text_moved",
    "cannot_undo",
    "not_settled",
}


@dataclass
class Table:
    """People of the chair and the secretariat, each at a server, and what they have done."""

    scenes: list[Scene]
    callers: list[Caller]
    random: Random
    verbs: tuple[str, ...] = VERBS
    decisions: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    async def layout(self) -> Layout:
        scene = self.scenes[0]
        return await scene.database.read(lambda reading: read_layout(reading, scene.world.draft))

    async def burst(self) -> None:
        """Have several act at once on the text as they saw it."""
        layout = await self.layout()
        acts = [self.choose(layout, number % len(self.scenes)) for number in range(AT_ONCE)]
        told = []
        for done in await asyncio.gather(*(act() for act in acts), return_exceptions=True):
            if isinstance(done, Refusal):
                self.refused.append(done.code)
            elif isinstance(done, BaseException):
                raise done
            else:
                told.append((done["commit"], done["decision"]))
        self.decisions += [decision for _, decision in sorted(told)]

    def choose(self, layout: Layout, at: int) -> Act:
        """Return an act chosen at random, mostly on what stands."""
        house, who = self.scenes[at].house, self.random.choice(self.callers)
        ids = [clause.id for clause in layout.clauses.values() if clause.stands or self.random.random() < 0.1]
        one, other = (self.random.choice(ids or list(layout.clauses)) for _ in range(2))
        above = layout.clauses[other].parent
        place = self.random.choice([NewPlace(other, None), NewPlace(above, other), NewPlace(None, None)])
        label = self.random.choice([None, None, "7", "7 bis", ""])
        caret = {"en": Caret(0, self.random.randint(1, 9))}
        kind = self.random.choice(KINDS)
        agenda = self.scenes[at].world.agenda
        words = NewWords(kind, label, {}, {"en": "One and two and three."})
        behind = find_next(layout, one) or other
        acts: dict[str, Act] = {
            "insert": lambda: insert_clause(house, who, agenda, place, words),
            "move": lambda: move_clause(house, who, one, place, label),
            "label": lambda: label_clause(house, who, one, label or "9"),
            "kind": lambda: set_kind(house, who, one, kind),
            "retitle": lambda: retitle_clause(house, who, one, {"en": f"Title {label}"}),
            "withdraw": lambda: withdraw_clause(house, who, one, ""),
            "split": lambda: split_clause(house, who, one, caret, {}, None),
            "join": lambda: join_clauses(house, who, one, behind, {}),
            "undo": lambda: undo_decision(house, who, self.random.choice(self.decisions)),
        }
        return acts[self.random.choice([verb for verb in self.verbs if verb != "undo" or self.decisions])]

    async def undo_all(self) -> list[str]:
        """Undo from the newest on what can be undone; return why not, act by act."""
        why = []
        for decision in reversed(self.decisions):
            try:
                await undo_decision(self.scenes[0].house, self.callers[0], decision)
            except Refusal as refusal:
                why.append(str(refusal.detail.get("why", refusal.code)))
        return why


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def scenes(url: str) -> AsyncIterator[list[Scene]]:  # noqa: F811
    async with AsyncExitStack() as stack:
        first = await stack.enter_async_context(run_scene(url))
        yield [first, await stack.enter_async_context(run_scene(url, first.world))]


async def sit_down(scenes: list[Scene], seed: int, verbs: tuple[str, ...] = VERBS) -> Table:
    world = scenes[0].world
    desk = await scenes[0].database.write(lambda writing: add_member(writing, world.process, "secretariat"))
    for scene in scenes:
        await scene.authority.load()
    return Table(scenes, [scenes[0].call(world.chair), scenes[0].call(desk)], Random(seed), verbs)


def check_whole(layout: Layout) -> None:
    """Every clause is reached from the top, once; siblings have ranks and labels of their own."""
    reached = [clause.id for top in layout.children(None) for clause in (top, *layout.beneath(top.id))]
    assert sorted(reached) == sorted(layout.clauses)
    for parent in (None, *layout.clauses):
        siblings = layout.children(parent)
        assert len({clause.rank for clause in siblings}) == len(siblings)
        labels = [clause.label for clause in siblings if clause.stands and clause.label]
        assert len(set(labels)) == len(labels)


def order(layout: Layout) -> list[tuple[Any, ...]]:
    """Return the clauses that stand, as they are read."""
    return [
        (c.parent, c.id, c.kind, c.label, dict(c.titles))
        for top in layout.children(None)
        for c in (top, *layout.beneath(top.id))
        if c.stands
    ]


@pytest.mark.parametrize("seed", range(3))
async def test_t1_t4_whoever_acts_at_once_the_text_stays_one_tree(scenes: list[Scene], seed: int) -> None:
    table = await sit_down(scenes, seed)
    for _ in range(BURSTS):
        await table.burst()
        check_whole(await table.layout())
    assert set(table.refused) <= EXPECTED
    assert len(table.decisions) > BURSTS
    assert len(set(table.decisions)) == len(table.decisions)


@pytest.mark.parametrize(("seed", "left_out"), [(0, "join"), (1, "split"), (2, "join")])
async def test_t12_all_undone_from_the_newest_on_the_text_is_as_it_was(
    scenes: list[Scene], seed: int, left_out: str
) -> None:
    """Not both splits and joins: words that a split took away and its undoing brought back are written anew, and a
    join before it no longer knows them as its own (`text_changed`).
    """
    verbs = tuple(verb for verb in VERBS if verb not in ("undo", left_out))
    table = await sit_down(scenes[:1], seed, verbs)
    for _ in range(3):
        await table.burst()
    table.decisions.clear()
    begun = await snapshot(table)
    for _ in range(BURSTS):
        await table.burst()
    assert len(table.decisions) > BURSTS
    assert await table.undo_all() == []
    check_whole(await table.layout())
    assert await snapshot(table) == begun


async def snapshot(table: Table) -> list[tuple[Any, ...]]:
    """Return the clauses that stand as they are read, with their words."""
    layout = await table.layout()
    rooms = table.scenes[0].rooms
    return [(*place, (await rooms.read(TextName(place[1], "en"))).hash) for place in order(layout)]
