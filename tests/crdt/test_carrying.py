"""Texts cut in two and put together again: every character keeps its writer, its marks and its place."""

import json
from collections.abc import Sequence
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from server.crdt.attribution import Attribution
from server.crdt.carrying import Author, Pen, strike
from server.crdt.codec import TRUSTED, decode_update
from server.crdt.fabric import cut_fabric, depth_of, is_blank, read_fabric, remove, size_of
from server.crdt.ledger import Ledger
from server.crdt.marks import write_key
from server.crdt.replay import visible
from server.crdt.tree import build_update, merge_state, read_state
from server.domain.canonical import normalise, walk
from server.domain.edits import Actor, Edit
from tests.crdt.assembly import Row, row_of
from tests.crdt.crowd import Crowd, _paragraphs, _texts

CHAIR = Author(Actor("chair", "seat", None, via="merge"), 7)
BRACKETS = [{"id": f"01900000-0000-7000-8000-00000000000{n}"} for n in range(3)]
Sign = tuple[str, str | None]


def crowded(seed: int, steps: int) -> tuple[bytes, list[Row]]:
    """Return a text that several people made at random, brackets and lists included, and its rows."""
    random = Random(seed)
    crowd = Crowd(random)
    for step in range(steps):
        crowd.edit()
        if step % 5 == 0:
            person = random.randrange(3)
            crowd._act(person, lambda root: bracket(random, _texts(root)))
        if step % 7 == 0:
            crowd._act(person, lambda root: put_pair(random, root))
    for person in range(3):
        crowd.catch_up(person)
    rows = [row_of(seq, writer(update), update) for seq, update in enumerate(crowd.sent, 1)]
    return crowd.docs[0].get_update(), rows


def bracket(random: Random, texts: list[XmlText]) -> None:
    for text in texts[:1]:
        size = len("".join(chunk for chunk, _ in text.diff()).encode())
        value = random.choice(BRACKETS)
        if size:
            text.format(0, size, {write_key("bracket", value): value})


def put_pair(random: Random, root: XmlFragment) -> None:
    """Put in two notes side by side, or a list of two items: nodes alike that meet and stay two."""
    home = random.choice([root, *_paragraphs(root)])
    notes = [XmlElement("footnote", None, [XmlText(word)]) for word in ("see above", "see below")]
    lists = [XmlElement("list_item", None, [XmlElement("paragraph", None, [XmlText(word)])]) for word in "ab"]
    at = random.randint(0, len(home.children))
    for new in [XmlElement("ordered_list", None, lists)] if home is root else notes:
        home.children.insert(at, new)


def writer(update: bytes) -> str:
    structs, _ = decode_update(update, TRUSTED)
    return f"person {structs[0].client - 100}" if structs else "person 0"


def finder(rows: Sequence[Row]) -> Any:
    record = Attribution(rows)

    def find(client: int, clock: int) -> Author:
        row = record.author(client, clock)
        assert row is not None
        return Author(row.actor, row.at_ms)

    return find


def signs(state: bytes, rows: Sequence[Row]) -> list[Sign]:
    """Return each character with its writer; line breaks are left out."""
    record = Attribution(rows)
    return [
        (sign, (record.inserted_by(run.client, run.clock + at) or "").split("|")[0])
        for run in visible(state)
        if not run.block and run.text
        for at, sign in enumerate(units(run.text))
    ]


def units(text: str) -> list[str]:
    data = text.encode("utf-16-le")
    return [data[at : at + 2].hex() for at in range(0, len(data), 2)]


def rows_of(edits: Sequence[Edit], first: int = 1) -> list[Row]:
    return [Row(seq, edit.actor, edit.payload, edit.inserted, edit.deleted) for seq, edit in enumerate(edits, first)]


def marked(document: dict[str, Any]) -> list[tuple[str, str]]:
    """Return each character with its marks."""
    return [
        (unit, json.dumps(node.get("marks", [])))
        for node in walk(document)
        if node["type"] == "text"
        for unit in units(node["text"])
    ]


def take(state: bytes, edits: Sequence[Edit], ledger: Ledger) -> bytes:
    """Apply updates as a room does: the ledger and the engine must say the same as the edit itself."""
    doc: Doc[Any] = Doc()
    doc.apply_update(state)
    events: list[bytes] = []
    doc.observe(lambda event: events.append(event.update))
    for edit in edits:
        effect = ledger.inspect(edit.payload, edit.actor.person)
        assert (effect.inserted, sorted(effect.deleted, key=str)) == (edit.inserted, sorted(edit.deleted, key=str))
        doc.apply_update(edit.payload)
        assert ledger.commit(effect, events.pop()) == ()
    return doc.get_update()


def ledger_of(state: bytes) -> Ledger:
    ledger = Ledger()
    ledger.replay(state)
    return ledger


def words(text: str) -> dict[str, Any]:
    return {"type": "text", "text": text}


def note(text: str) -> dict[str, Any]:
    return {"type": "footnote", "content": [words(text)]}


def items(*texts: str) -> list[dict[str, Any]]:
    return [{"type": "list_item", "content": [{"type": "paragraph", "content": [words(text)]}]} for text in texts]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.integers(5, 60), st.integers(0, 20), st.integers(0, 10**4))
def test_a_text_cut_anywhere_and_put_together_again_is_the_same_by_the_same_people(
    seed: int, steps: int, block: int, offset: int
) -> None:
    """W-9."""
    state, rows = crowded(seed, steps)
    root = read_fabric(state)
    assume(root.children)
    block %= len(root.children)
    assume(size := size_of(root.children[block]))
    left, right = cut_fabric(root, block, offset % size)
    if all(map(is_blank, left)) or all(map(is_blank, right)):
        return
    gone = remove(right)
    struck = strike((*gone.edges, *gone.inner), CHAIR)
    first = take(state, [struck], ledger_of(state))
    pen = Pen(finder(rows))
    pen.write_blocks(None, right)
    second = take(merge_state(), pen.finish(), Ledger())
    carried = rows_of(pen.edits)
    after = [*rows, *rows_of([struck], len(rows) + 1)]
    assert signs(first, after) + signs(second, carried) == signs(state, rows)
    assert marked(read_state(first)) + marked(read_state(second)) == marked(read_state(state))

    back = Pen(finder(carried), set(ledger_of(first).state_vector))
    back.write_blocks(read_fabric(first), read_fabric(second).children, depth_of(right))
    whole = take(first, back.finish(), ledger_of(first))
    assert normalise(read_state(whole)) == normalise(read_state(state))
    assert marked(read_state(whole)) == marked(read_state(state))
    assert signs(whole, [*after, *rows_of(back.edits, len(after) + 1)]) == signs(state, rows)


@pytest.mark.parametrize(
    ("content", "offset"),
    [
        ([{"type": "paragraph", "content": [note("one"), note("two")]}], len("one") + 2),
        ([{"type": "paragraph", "content": [words("a"), note("one"), note("two"), words("b")]}], 1 + len("one") + 2),
        ([{"type": "bullet_list", "content": items("one", "two")}], len("one") + 4),
    ],
)
def test_nodes_that_meet_where_a_text_was_cut_stay_two(content: list[dict[str, Any]], offset: int) -> None:
    document = {"type": "doc", "content": content}
    state = build_update(document, 5)
    _, right = cut_fabric(read_fabric(state), 0, offset)
    gone = remove(right)
    first = merge_state(state, strike((*gone.edges, *gone.inner), CHAIR).payload)
    second = Pen(lambda client, clock: CHAIR)
    second.write_blocks(None, right)
    carried = read_fabric(merge_state(*(edit.payload for edit in second.finish())))
    assert (len(carried.children), depth_of(right)) == (1, 1)
    back = Pen(lambda client, clock: CHAIR, {5})
    back.write_blocks(read_fabric(first), carried.children, depth_of(right))
    whole = read_state(first, *(edit.payload for edit in back.finish()))
    assert normalise(whole) == normalise(document)


def test_a_list_that_is_cut_goes_on_with_its_number() -> None:
    state = build_update({"type": "doc", "content": [{"type": "ordered_list", "content": items("one", "two")}]}, 5)
    for offset, words, start in ((8, "two", 2), (11, "o", 3)):
        _, right = cut_fabric(read_fabric(state), 0, offset)
        pen = Pen(lambda client, clock: CHAIR)
        pen.write_blocks(None, right)
        (cut,) = read_state(*(edit.payload for edit in pen.finish()))["content"]
        assert (cut["attrs"]["start"], [n["text"] for n in walk(cut) if n["type"] == "text"]) == (start, [words])


@pytest.mark.parametrize("offset", [0, 1, 2, 3])
def test_a_pair_of_surrogates_is_never_cut(offset: int) -> None:
    document = {"type": "doc", "content": [{"type": "paragraph", "content": [{"type": "text", "text": "a😀b"}]}]}
    state = build_update(document, 5)
    left, right = cut_fabric(read_fabric(state), 0, offset)
    shown = [
        "".join(run.text for knot in half for line in knot.children for run in line.runs)  # type: ignore[union-attr]
        for half in (left, right)
    ]
    assert shown[0] + shown[1] == "a😀b"
    assert shown[0] in ("", "a", "a😀")
