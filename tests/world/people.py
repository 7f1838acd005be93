"""Those who sit in the weather: typists in Python, an unmodified provider in Node, and what all of them must hold."""

import asyncio
import json
import re
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from string import ascii_lowercase
from typing import Any

import httpx
from pycrdt import Doc, XmlFragment

from server.domain.identity import parse_text_name
from server.storage.database import Database
from server.storage.log import UpdateLog
from tests.chaos.typist import Typist
from tests.live import Live, walk_clauses
from tests.rooms.stock import Provider
from tests.rooms.test_differential import EDITOR, read_raw

PATIENCE = 25.0
_tokens: dict[tuple[str, str], str] = {}
WORD = re.compile(r"[a-z]{2}\d{5};")


def find_clause(live: Live, index: int = 0) -> str:
    """Return the key of an open clause in English."""
    with live.client("chair") as chair:
        tree = chair.get(f"/agendas/{live.demo['agenda']}").json()
    open_ones = [c for c in walk_clauses(tree["clauses"]) if c["status"] == "open" and c["kind"] == "understanding"]
    return f"{open_ones[index]['id']}/en"


def door(live: Live) -> str:
    """Return the address of the sockets, without a proxy."""
    return live.url.replace("http", "ws", 1) + "/collab"


def delegate(live: Live, index: int) -> str:
    """Return the token of a delegate, in turn."""
    delegates = [person for person in live.demo["persons"] if person["role"] == "delegate"]
    person = delegates[index % len(delegates)]
    place = live.url, person["email"]
    if place not in _tokens:
        _tokens[place] = live.token(person)
    return _tokens[place]


async def until(holds: Callable[[], object], patience: float = PATIENCE) -> None:
    """Look until it holds: neither a typist nor a server tells others what it waits for."""
    async with asyncio.timeout(patience):
        while not holds():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


@asynccontextmanager
async def typing(live: Live, address: str, key: str, people: int, first: int = 0) -> AsyncIterator[list[Typist]]:
    """Seat typists of different States in one clause, reached at `address`; `first` is the place of the first one."""
    typists = [
        Typist(ascii_lowercase[number] * 2, address, delegate(live, number), key, number)
        for number in range(first, first + people)
    ]
    tasks = [asyncio.create_task(typist.run()) for typist in typists]
    try:
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*(typist.ready() for typist in typists))
        yield typists
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def editing(address: str, key: str, token: str, seed: int = 1) -> AsyncIterator[Provider]:
    """Run an unmodified provider in Node."""
    node = shutil.which("node")
    assert node, "Node runs Yjs"
    process = await asyncio.create_subprocess_exec(
        node, EDITOR, address, key, token, str(seed),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=1 << 24,
    )  # fmt: skip
    provider = Provider(process)
    try:
        await provider.shows(lambda shown: shown["synced"])
        yield provider
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()


def is_saved(typist: Typist) -> bool:
    """True if all that was typed and struck is acknowledged."""
    return typist.live and typist.acknowledged == len(typist.words) and typist.struck <= typist.struck_acknowledged


async def settle(typists: list[Typist], patience: float = PATIENCE) -> None:
    """Return once everything is acknowledged to everybody."""
    await until(lambda: all(is_saved(typist) for typist in typists), patience)


def find_faults(typists: list[Typist], text: str) -> list[str]:
    """Return which acknowledged words a text lacks or holds twice, and which struck ones are back."""
    faults = [error for typist in typists for error in typist.errors]
    counts = Counter(WORD.findall(text))
    for typist in typists:
        for word in typist.words[: typist.acknowledged]:
            wanted = int(word not in typist.struck)
            if counts[word] != wanted:
                faults.append(f"{word} should stand {wanted} times")
    return faults


async def read_cold(live: Live, key: str) -> Doc[Any]:
    """Return a document as the disk has it, read as a server reads it at its start."""
    name = parse_text_name(key)
    assert name is not None
    database = Database(live.settings.get("ADREF_DATABASE_URL", f"sqlite:///{live.var / 'adref.sqlite'}"))
    try:
        stored = await UpdateLog(database).load(name)
    finally:
        await database.close()
    assert stored is not None
    doc: Doc[Any] = Doc()
    doc.get("prosemirror", type=XmlFragment)
    for update in [*([stored.checkpoint.state] if stored.checkpoint else []), *(row.payload for row in stored.tail)]:
        doc.apply_update(update)
    return doc


async def agree(typists: list[Typist], editors: list[Provider], last_words: str = "") -> list[Any]:
    """Return what all replicas hold, once it is the same and has the last words in it."""
    for number in count():
        for editor in editors:
            editor.order(f"show {number}")
        shown = [await editor.shows(lambda one, n=number: one.get("shown") == str(n)) for editor in editors]  # type: ignore[misc]
        assert all(one["denied"] is None for one in shown), shown
        contents = [*(one["content"] for one in shown), *(read_raw(typist.doc) for typist in typists)]
        is_calm = not any(one["unsynced"] or one["pending"] for one in shown)
        if is_calm and last_words in str(contents[0]) and all(content == contents[0] for content in contents):
            return list(contents[0])
        await asyncio.sleep(0.05)
    raise AssertionError("unreachable")


def log_of(live: Live) -> str:
    """Return what the server has written down."""
    return Path(live.var / "server.log").read_text("utf-8")


async def order(live: Live, verb: str, **sent: bytes) -> bytes:
    """Have the server do an operator's verb, as the command line does."""
    token = json.loads((live.var / "operator.json").read_text())["token"]
    async with httpx.AsyncClient(headers={"Authorization": f"Bearer {token}"}, timeout=60) as operator:
        answer = await operator.post(f"{live.url}/api/operator/{verb}", **sent)  # type: ignore[arg-type]
        answer.raise_for_status()
        return answer.content
