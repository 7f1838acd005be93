"""Every state that can be reached, breadth first, so that what is found is found on a shortest way."""

from array import array
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.model.parts import World
from tests.model.promises import find_breach
from tests.model.rules import Budget, Rules
from tests.model.steps import Step, do, find_steps, is_progress


@dataclass(slots=True)
class Finding:
    """What a search saw: how many states, the first breach with the way to it, and ways that take each transition."""

    states: int = 0
    transitions: int = 0
    exhausted: bool = False
    breach: str = ""
    trace: tuple[Step, ...] = ()
    ways: dict[tuple[str, ...], tuple[Step, ...]] = field(default_factory=dict)


class Search:
    """One search. States are kept as their hashes; a way is found again by going it."""

    def __init__(self, budget: Budget, rules: Rules) -> None:
        self.budget = budget
        self.rules = rules
        self.finding = Finding()
        self._places: dict[int, int] = {}
        self._parents = array("L")
        self._steps = array("H")
        self._names: dict[Step, int] = {}
        self._after: tuple[Step, ...] = ()

    def run(self, most: int = 10_000_000, *, after: Sequence[Step] = ()) -> Finding:
        """Search until everything was seen, a promise is broken, or `most` states were met; `after` comes first."""
        self._after = tuple(after)
        world = World.fresh(self.rules, self.budget)
        for step in after:
            do(world, step)
        start = world.freeze()
        self._enter(start, 0, ("", 0))
        line: deque[tuple[int, Any]] = deque([(0, start)])
        while line and len(self._places) < most:
            place, state = line.popleft()
            for step, world in self._next(place, state):
                frozen = world.freeze()
                self.finding.transitions += 1
                met = len(self._places)
                if not self._enter(frozen, place, step):
                    continue
                breach = find_breach(world, stuck=not any(map(is_progress, find_steps(world, self.budget))))
                if breach:
                    self.finding.breach, self.finding.trace = breach, self._way(met)
                    line.clear()
                    break
                line.append((met, frozen))
        self.finding.states = len(self._places)
        self.finding.exhausted = not line and not self.finding.breach
        return self.finding

    def _next(self, place: int, state: Any) -> Iterator[tuple[Step, World]]:
        for step in list(find_steps(World(self.rules, state), self.budget)):
            world = World(self.rules, state)
            do(world, step)
            branch = (*world.trail, *_circumstances(world))
            if branch not in self.finding.ways:
                self.finding.ways[branch] = (*self._way(place), step)
            yield step, world

    def _enter(self, state: Any, parent: int, step: Step) -> bool:
        key = hash(state)
        if key in self._places:
            return False
        self._places[key] = len(self._places)
        self._parents.append(parent)
        self._steps.append(self._names.setdefault(step, len(self._names)))
        return True

    def _way(self, place: int) -> tuple[Step, ...]:
        names = {number: step for step, number in self._names.items()}
        way = []
        while place:
            way.append(names[self._steps[place]])
            place = self._parents[place]
        return (*self._after, *reversed(way))


def _circumstances(world: World) -> tuple[str, ...]:
    """Return what surrounds a step, as far as it makes a transition another one."""
    words = []
    if any(room.sealed is not None for room in world.rooms):
        words.append("sealed")
    if any(room.holds for room in world.rooms):
        words.append("held")
    return tuple(words)
