"""Walks drawn at random through large worlds, for what a shortest way never meets."""

import random

from tests.model.parts import World
from tests.model.promises import find_breach
from tests.model.rules import Budget, Rules
from tests.model.steps import Step, do, find_steps, is_progress

STEPS = 70


def draw_walk(budget: Budget, seed: int) -> tuple[Step, ...]:
    """Return a walk; what happens of its own accord is drawn three times as often as what does not."""
    chance = random.Random(seed)
    world = World.fresh(Rules(), budget)
    walk = []
    for _ in range(STEPS):
        steps = list(find_steps(world, budget))
        if not steps:
            break
        step = chance.choices(steps, [3 if is_progress(step) else 1 for step in steps])[0]
        do(world, step)
        walk.append(step)
        breach = find_breach(world, stuck=not any(map(is_progress, find_steps(world, budget))))
        if breach:
            raise AssertionError(f"{breach}: {walk}")
        world.trail.clear()
    return tuple(walk)
