"""`python -m tests.model.run [walks]`: exhaust large worlds too, go their ways on the real rooms, let people draft."""

import asyncio
import logging
import sys
import tempfile
import time
from pathlib import Path

import structlog

from tests.model.budgets import BEGUN, LARGE, SMALL, WALKED
from tests.model.comparison import replay
from tests.model.ground import Ground, open_ground
from tests.model.removals import REMOVALS
from tests.model.replay import Broken
from tests.model.rules import CITED, Rules
from tests.model.search import Search
from tests.model.trial import SEEN_LATER, SEEN_SOON, find_broken_promise, let_draft
from tests.model.walks import draw_walk
from tests.model.ways import Way, gather_ways
from tests.model.without import TAKEN_OUT, code_without

MOST = 3_000_000
WALKS = 300
DRAFTS = 500


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def exhaust() -> tuple[int, list[Way]]:
    """Search all worlds; return how many were not exhausted or broke a promise, and the ways through them."""
    bad, states, transitions, findings = 0, 0, 0, []
    for world, budget in (SMALL | LARGE).items():
        began = time.process_time()
        finding = Search(budget, Rules()).run(MOST, after=BEGUN.get(world, ()))
        states, transitions = states + finding.states, transitions + finding.transitions
        bad += not finding.exhausted
        end = finding.breach or ("exhausted" if finding.exhausted else "not exhausted")
        seconds = time.process_time() - began
        say(f"{finding.states:>9,} states {finding.transitions:>10,} transitions {seconds:6.1f} s  {world}: {end}")
        findings.append((budget, finding))
    ways = gather_ways(findings)
    say(f"{states:>9,} states {transitions:>10,} transitions in all, of {len(ways)} kinds")
    return bad, ways


async def leave_out(ground: Ground) -> int:
    """Leave out each rule, in the model and in the code; return how often nothing came of it."""
    bad = 0
    say("rule | without it | steps | states | the rooms with it | the rooms without it")
    for removal in REMOVALS:
        finding = removal.search()
        await replay(ground.lay(), finding.trace, removal.budget)
        broken = "not a rule of the rooms"
        if removal.rules <= TAKEN_OUT.keys():
            try:
                with code_without(removal.rules):
                    await replay(ground.lay(), finding.trace, removal.budget)
                broken, bad = "NOTHING", bad + 1
            except Broken as breach:
                broken = str(breach).partition(",")[0]
        bad += finding.breach != removal.breach
        rules = ", ".join(f"{CITED[rule]} {rule}" for rule in sorted(removal.rules))
        found = f"{finding.breach or 'NOTHING'} | {len(finding.trace)} | {finding.states}"
        say(f"{rules} | {found} | hold | {broken}")
    return bad


async def go_all(ground: Ground, ways: list[Way], walks: int) -> None:
    """Go all ways on the real rooms, and random walks through large worlds."""
    began = time.process_time()
    for way in ways:
        await replay(ground.lay(), way.steps, way.budget, rules=Rules())
    steps = sum(len(way.steps) for way in ways)
    say(f"{len(ways)} shortest ways, {steps} steps, gone alike by the rooms: {time.process_time() - began:.1f} s")
    for world, budget in WALKED.items():
        began, steps = time.process_time(), 0
        for seed in range(walks):
            walk = draw_walk(budget, seed)
            steps += len(walk)
            await replay(ground.lay(), walk, budget, rules=Rules())
        seconds = time.process_time() - began
        say(f"{walks} random walks, {steps} steps, gone alike by the rooms: {seconds:.1f} s, {world}")


def let_people_draft() -> int:
    """Let people do whatever comes, with the rules and without; return how often nothing came of a missing one."""
    began = time.process_time()
    let_draft(DRAFTS, database=None)
    say(f"{DRAFTS} times people drafted as it came, no promise broken: {time.process_time() - began:.1f} s")
    bad = 0
    for rule in SEEN_SOON + SEEN_LATER:
        broken = find_broken_promise(rule, DRAFTS)
        bad += not broken
        say(f"people without {CITED[rule]} {rule}: {broken or 'NOTHING'}")
    return bad


async def go(ways: list[Way], walks: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        async with open_ground(Path(folder)) as ground:
            bad = await leave_out(ground)
            await go_all(ground, ways, walks)
    return bad


def main() -> int:
    """Run everything; 1 if a promise was broken, or a rule is not needed."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    broken, ways = exhaust()
    useless = asyncio.run(go(ways, int(sys.argv[1]) if len(sys.argv) > 1 else WALKS))
    return 1 if broken or useless or let_people_draft() else 0


if __name__ == "__main__":
    sys.exit(main())
