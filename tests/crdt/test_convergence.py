"""Random editing, honest and hostile: ledger and CRDT never part, and nothing but a rejection is ever raised."""

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Doc, TransactionEvent, XmlElement, XmlFragment, XmlText

from server.crdt.ledger import Ledger, Rejection
from server.crdt.tree import build_update, check_content, read_document, read_state
from tests.crdt.agreement import accept, apply, assert_agreement
from tests.crdt.hostility import write_hostile

START = {
    "type": "doc",
    "content": [
        {"type": "paragraph", "content": [{"type": "text", "text": "ab😀c"}, {"type": "blank"}]},
        {"type": "ordered_list", "content": [{"type": "list_item", "content": [{"type": "paragraph"}]}]},
    ],
}
MARKS: tuple[dict[str, Any], ...] = ({"strong": {}}, {"strong": None}, {"lang": {"code": "fr"}})


class Peer:
    """A pycrdt client that edits at random; whole characters only, as an editor does."""

    def __init__(self, client: int, state: bytes) -> None:
        self.doc: Doc[Any] = Doc(client_id=client)
        self.doc.apply_update(state)
        self.sent: list[bytes] = []
        self.doc.observe(self._note)
        self.remote = False

    def _note(self, event: TransactionEvent) -> None:
        if not self.remote:
            self.sent.append(event.update)

    def edit(self, random: Random) -> None:
        root = self.doc.get("prosemirror", type=XmlFragment)
        paragraphs = [each for each in root.children if isinstance(each, XmlElement) and each.tag == "paragraph"]
        if not paragraphs or random.random() < 0.1:
            root.children.insert(random.randrange(len(root.children) + 1), XmlElement("paragraph"))
            return
        if random.random() < 0.08:
            del root.children[random.randrange(len(root.children))]
            return
        paragraph = random.choice(paragraphs)
        texts = [each for each in paragraph.children if isinstance(each, XmlText)]
        if not texts:
            paragraph.children.append(XmlText("é😀"))
        else:
            self._type(random.choice(texts), random)

    def _type(self, text: XmlText, random: Random) -> None:
        plain = "".join(str(chunk) for chunk, _ in text.diff())
        edges = [len(plain[:at].encode()) for at in range(len(plain) + 1)]
        first = random.randrange(len(edges))
        last = min(first + random.randrange(4), len(edges) - 1)
        match random.randrange(4):
            case 0 if last > first:
                del text[edges[first] : edges[last]]
            case 1 if last > first:
                text.format(edges[first], edges[last], random.choice(MARKS))
            case _:
                text.insert(edges[first], random.choice(("a", "𝒳", "用é")), random.choice((None, *MARKS)))


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False))
def test_honest_peers_pass_and_the_ledger_knows_what_the_document_knows(random: Random) -> None:
    ledger, server = Ledger(), Doc[Any]()
    start = build_update(START, 1)
    accept(ledger, server, start, "secretariat")
    peers = {client: Peer(client, start) for client in (7, 3, 1 << 40)}
    for _ in range(40):
        client = random.choice(list(peers))
        peer = peers[client]
        for _ in range(random.randrange(1, 4)):
            peer.edit(random)
        if random.random() < 0.6:
            accept(ledger, server, peer.doc.get_update(server.get_state()), f"person {client}")
            peer.remote = True
            peer.doc.apply_update(server.get_update(peer.doc.get_state()))
            peer.remote = False
    assert_agreement(ledger, server)
    check_content(read_document(server))
    assert read_state(server.get_update()) == read_document(server)


@settings(max_examples=40, deadline=None)
@given(st.randoms(use_true_random=False))
def test_hostile_structs_are_refused_or_harmless(random: Random) -> None:
    """Structs in random places with random neighbours: what passes is applied, stays in the schema, and agrees."""
    ledger, doc = Ledger(), Doc[Any]()
    accept(ledger, doc, build_update(START, 1), "anybody")
    for _ in range(80):
        frame = write_hostile(random, ledger.state_vector)
        try:
            accept(ledger, doc, frame, "anybody")
        except Rejection:
            continue
        check_content(read_document(doc))
    assert_agreement(ledger, doc)


@pytest.fixture(scope="module")
def frames() -> list[bytes]:
    random = Random(7)
    start = build_update(START, 1)
    peer = Peer(7, start)
    for _ in range(60):
        peer.edit(random)
    return [start, *peer.sent]


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_a_mutated_update_is_refused_or_harmless(frames: list[bytes], data: st.DataObject) -> None:
    known = data.draw(st.integers(0, len(frames) - 1))
    ledger, doc = Ledger(), Doc[Any]()
    for frame in frames[:known]:
        accept(ledger, doc, frame, "ana")
    mutant = bytearray(frames[known])
    for _ in range(data.draw(st.integers(1, 4))):
        mutant[data.draw(st.integers(0, len(mutant) - 1))] = data.draw(st.integers(0, 255))
    try:
        effect = ledger.inspect(bytes(mutant), "ana")
    except Rejection:
        return
    if not effect.empty:
        ledger.commit(effect, apply(doc, bytes(mutant)))
    assert_agreement(ledger, doc)
