"""Kill a real server under typing, again and again. Nothing that was acknowledged may be lost, doubled or changed.

`python -m tests.chaos.kill 300` runs 300 kills and prints what it saw; the suite runs 30.
"""

import asyncio
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any

import httpx

from server.crdt.tree import read_state
from server.domain.canonical import plain_text
from server.domain.identity import parse_text_name
from server.storage.database import Database
from server.storage.log import UpdateLog
from tests.chaos.typist import Typist
from tests.live import Live, walk_clauses

TYPISTS = 6
CLAUSES = 2
IN_FLIGHT = 50
PATIENCE = 60.0
WORD = re.compile(r"[a-z]+\d{5};")


@dataclass(slots=True)
class Tally:
    """What a run of kills saw."""

    kills: int = 0
    acknowledged: int = 0
    typed: int = 0
    in_flight: list[int] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def open_typists(live: Live) -> list[Typist]:
    """Seat delegates of different States in two clauses, several in each."""
    with live.client("chair") as chair:
        tree = chair.get(f"/agendas/{live.demo['agenda']}").json()
    open_ = [c for c in walk_clauses(tree["clauses"]) if c["status"] == "open" and c["kind"] == "understanding"]
    delegates = [p for p in live.demo["persons"] if p["role"] == "delegate"]
    url = live.url.replace("http", "ws", 1) + "/collab"
    return [
        Typist(
            name="abcdefgh"[number] * 2,
            url=url,
            token=live.token(delegates[number % len(delegates)]),
            key=f"{open_[number % CLAUSES]['id']}/en",
            seed=number,
        )
        for number in range(TYPISTS)
    ]


def press_keys(typists: list[Typist], wanted: int) -> int:
    """Type until so many words are in flight over all typists, in one burst that no acknowledgement can interrupt."""
    for typist in cycle(typists):
        flying = sum(t.in_flight for t in typists)
        if flying >= wanted:
            return flying
        typist.type()
    raise AssertionError("nobody types")


async def until(holds: Callable[[], bool]) -> None:
    """Look until it holds."""
    async with asyncio.timeout(PATIENCE):
        for _ in iter(holds, True):
            await asyncio.sleep(0.02)


async def settle(typists: list[Typist]) -> None:
    """Wait until everything typed is acknowledged to everybody."""
    await until(lambda: not any(t.in_flight or not t.live or t.struck - t.struck_acknowledged for t in typists))


def check_text(typists: list[Typist], text: str, where: str, *, everything: bool) -> list[str]:
    """Return what is wrong with a text: an acknowledged word missing or double, one that was struck and is back."""
    counts = Counter(WORD.findall(text))
    faults = [f"{where}: {word} stands {n} times" for word, n in counts.items() if n > 1]
    for typist in typists:
        kept = typist.words if everything else typist.words[: typist.acknowledged]
        for word in kept:
            if word in typist.struck_acknowledged and counts[word]:
                faults.append(f"{where}: {word} was struck and is back")
            elif word not in typist.struck and not counts[word]:
                faults.append(f"{where}: {word} is lost")
    return faults


async def cold_texts(live: Live, keys: set[str]) -> dict[str, str]:
    """Return the texts as the disk has them while no server runs, before any client can send anything again."""
    database = Database(f"sqlite:///{live.var / 'adref.sqlite'}")
    log, texts = UpdateLog(database), {}
    try:
        for key in keys:
            name = parse_text_name(key)
            stored = await log.load(name) if name else None
            assert stored is not None
            rows = [row.payload for row in stored.tail]
            updates = [stored.checkpoint.state, *rows] if stored.checkpoint else rows
            texts[key] = plain_text(read_state(*updates))
    finally:
        await database.close()
    return texts


async def check_disk(live: Live, typists: list[Typist], tally: Tally) -> None:
    """Hold what was acknowledged until the line was cut against the disk of the dead server."""
    await until(lambda: not any(typist.live for typist in typists))
    texts = await cold_texts(live, {typist.key for typist in typists})
    for typist in typists:
        tally.faults += check_text([typist], texts[typist.key], f"kill {tally.kills}, cold disk", everything=False)


def stored_text(client: httpx.Client, key: str) -> str:
    """Return the text of a clause as the running server says that its disk has it, put together from a comparison."""
    clause, language = key.split("/")
    version = client.post(f"/clauses/{clause}/{language}/versions", json={"label": "check"})
    version.raise_for_status()
    made = version.json()["version"]["id"]
    first = client.get(f"/clauses/{clause}/{language}/versions").json()["versions"][-1]["id"]
    compared = client.get(f"/clauses/{clause}/{language}/compare", params={"from": first, "to": made}).json()
    return "".join(change["text"] for change in compared["changes"] if change["op"] != "delete")


async def run_kills(live: Live, kills: int, seed: int, tell: Any = None) -> Tally:
    """Kill the server `kills` times at random moments with at least 50 words in flight, and check after each."""
    dice, tally = random.Random(seed), Tally()
    typists = open_typists(live)
    tasks = [asyncio.create_task(typist.run()) for typist in typists]
    try:
        for number in range(kills):
            await asyncio.wait_for(asyncio.gather(*(t.ready() for t in typists)), PATIENCE)
            press_keys(typists, IN_FLIGHT)
            await asyncio.sleep(dice.random() * 0.06)
            tally.in_flight.append(press_keys(typists, IN_FLIGHT))
            for _ in range(dice.randrange(IN_FLIGHT)):
                await asyncio.sleep(0)  # some of the burst reaches the wire, some the server, some neither
            live.kill()
            tally.kills += 1
            await check_disk(live, typists, tally)
            await asyncio.to_thread(live.start)
            await check(live, typists, tally, last=number == kills - 1)
            if tell:
                tell(tally)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    tally.acknowledged = sum(t.acknowledged for t in typists)
    tally.typed = sum(len(t.words) for t in typists)
    tally.faults += [error for typist in typists for error in typist.errors]
    return tally


async def check(live: Live, typists: list[Typist], tally: Tally, *, last: bool) -> None:
    """Check the disk right after the restart, then, once all is sent again, every replica against the others."""
    await settle(typists)
    by_key: dict[str, list[Typist]] = {}
    for typist in typists:
        by_key.setdefault(typist.key, []).append(typist)
    with live.client("chair") as chair:
        for key, members in by_key.items():
            text = await asyncio.to_thread(stored_text, chair, key)
            tally.faults += check_text(members, text, f"kill {tally.kills}, disk", everything=True)
            tally.faults += await compare_replicas(members, tally.kills)


async def compare_replicas(members: list[Typist], kill: int) -> list[str]:
    """Return which replicas of a clause differ once everything has arrived."""
    for _ in range(200):
        if len({typist.text() for typist in members}) == 1:
            return check_text(members, members[0].text(), f"kill {kill}, replica", everything=True)
        await asyncio.sleep(0.02)
    return [f"kill {kill}: replicas differ"]


def main() -> int:
    """Run the kills named on the command line and print what was seen."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    with tempfile.TemporaryDirectory() as folder:
        live = Live(Path(folder))
        live.load_demo()
        live.start()

        def tell(tally: Tally) -> None:
            sys.stdout.write(f"\r{tally.kills} kills, {len(tally.faults)} faults")
            sys.stdout.flush()

        try:
            tally = asyncio.run(run_kills(live, kills, 1, tell))
        finally:
            live.kill()
    sys.stdout.write(
        f"\n{tally.kills} kills; {tally.typed} words typed, {tally.acknowledged} acknowledged; "
        f"in flight at a kill: {min(tally.in_flight)} to {max(tally.in_flight)}; faults: {len(tally.faults)}\n"
    )
    for fault in tally.faults[:20]:
        sys.stdout.write(f"  {fault}\n")
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main())
