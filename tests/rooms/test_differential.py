"""Real Yjs against the server's CRDT: many scripts and people, lines cut at random; in the end all hold the same."""

import asyncio
import random
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from server.crdt.ledger import Ledger
from server.crdt.tree import check_content, read_document, read_state
from server.domain.edits import Checkpoint, Stored
from server.domain.identity import TextName
from tests.crdt.agreement import assert_agreement
from tests.rooms.stock import House, Provider, serving

pytestmark = pytest.mark.anyio

EDITOR = Path(__file__).parent / "clients" / "editor.mjs"
PEOPLE = 4
ORDERS = 150
PATIENCE = 40.0


@asynccontextmanager
async def editor(house: House, name: TextName, person: str, seed: int) -> AsyncIterator[Provider]:
    """Run an unmodified provider that edits at random when told."""
    node = shutil.which("node")
    assert node, "Node runs Yjs"
    process = await asyncio.create_subprocess_exec(
        node, EDITOR, house.address, str(name), person, str(seed),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=1 << 24,
    )  # fmt: skip
    try:
        yield Provider(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()


@pytest.mark.parametrize("seed", range(2))
async def test_yjs_and_the_server_hold_the_same_after_anything(seed: int) -> None:
    chance = random.Random(seed)
    async with serving() as house, AsyncExitStack() as stack, asyncio.timeout(PATIENCE):
        name = house.log.add()
        people = [
            await stack.enter_async_context(editor(house, name, f"p{number}", 100 * seed + number))
            for number in range(PEOPLE)
        ]
        for person in people:
            await person.shows(lambda shown: shown["synced"])
        for _ in range(ORDERS):
            person = chance.choice(people)
            person.order(f"edit {chance.randrange(1, 12)}")
            if chance.random() < 0.15:
                chance.choice(people).order("cut")
            if chance.random() < 0.5:
                await person.shows(lambda shown: shown["denied"] is not None or not shown["unsynced"])
        for number, person in enumerate(people):
            person.order(f"type end {number}")
        content = await agree(people)
        assert all(f"end {number}" in str(content) for number in range(PEOPLE))
        await house.rooms.journal.flush()
        room = next(room for room in house.rooms.rooms if room.name == name)
        assert read_raw(room.ydoc) == content
        assert_agreement(room.ledger, room.ydoc)
        check_content(read_document(room.ydoc))
        stored = house.log.shelves[name].read()
        check_reload(stored, content)
        whole = await room.snapshot(whole=True)
        checkpoint = Checkpoint(whole.seq, whole.state, whole.ledger)
        check_reload(replace(stored, checkpoint=checkpoint, tail=()), content)


async def agree(people: list[Provider]) -> list[Any]:
    """Return what all replicas hold, once nothing is unsaved and each has the last words of all."""
    for number in count():
        for person in people:
            person.order(f"show {number}")
        shown = [await person.shows(partial(is_answer, number)) for person in people]
        assert all(each["denied"] is None for each in shown), shown
        contents = [each["content"] for each in shown]
        is_whole = all(f"end {n}" in str(contents[0]) for n in range(PEOPLE))
        if is_whole and not any(each["unsynced"] for each in shown) and all(c == contents[0] for c in contents):
            assert not any(each["pending"] for each in shown), "a replica waits for structs that nobody has"
            return list(contents[0])
    raise AssertionError("unreachable")


def is_answer(number: int, shown: dict[str, Any]) -> bool:
    return shown.get("shown") == str(number)


def check_reload(stored: Stored, content: list[Any]) -> None:
    """What is on disk makes the same text, row by row and from the checkpoint, and the ledger knows all of it."""
    cold: Doc[Any] = Doc()
    ledger = Ledger()
    if stored.checkpoint is not None:
        cold.apply_update(stored.checkpoint.state)
        ledger = Ledger.load(stored.checkpoint.ledger)
    for row in stored.tail:
        cold.apply_update(row.payload)
        ledger.replay(row.payload)
    assert read_raw(cold) == content
    assert_agreement(ledger, cold)
    assert read_state(cold.get_update()) == read_document(cold)


def read_raw(doc: Doc[Any]) -> list[Any]:
    """Return what a document holds as the client spells it: elements with attributes, texts as runs with marks."""
    return [_read(child) for child in doc.get("prosemirror", type=XmlFragment).children]


def _read(node: XmlElement | XmlText | XmlFragment) -> dict[str, Any]:
    if isinstance(node, XmlText):
        return {"runs": _runs(node)}
    assert isinstance(node, XmlElement)
    return {
        "tag": node.tag,
        "attributes": dict(sorted(node.attributes)),  # type: ignore[call-overload]  # an iterator, typed as an iterable
        "content": [_read(child) for child in node.children],
    }


def _runs(text: XmlText) -> list[list[Any]]:
    merged: list[list[Any]] = []
    for words, formats in text.diff():
        marks = dict(sorted((formats or {}).items()))
        if merged and merged[-1][1] == marks:
            merged[-1][0] += words
        else:
            merged.append([words, marks])
    return merged
