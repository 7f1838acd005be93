"""A ledger and a CRDT document side by side."""

from typing import Any

from pycrdt import Doc, TransactionEvent

from server.crdt.codec import TRUSTED, decode_state_vector, decode_update
from server.crdt.ledger import Effect, Ledger
from server.crdt.ranges import Ranges


def apply(doc: Doc[Any], update: bytes) -> bytes:
    """Apply an update and return the news that the document reports, in one piece."""
    news: list[bytes] = []

    def note(event: TransactionEvent) -> None:
        news.append(event.update)

    subscription = doc.observe(note)
    try:
        doc.apply_update(update)
    finally:
        doc.unobserve(subscription)
    (event,) = news
    return event


def accept(ledger: Ledger, doc: Doc[Any], update: bytes, person: str) -> Effect:
    """Take an update the whole way, as a room does; raises what the ledger raises."""
    effect = ledger.inspect(update, person)
    if not effect.empty:
        ledger.commit(effect, apply(doc, update))
    return effect


def assert_agreement(ledger: Ledger, doc: Doc[Any]) -> None:
    """Both know the same clocks and the same deletions, and the ledger survives a round trip through bytes."""
    assert ledger.state_vector == decode_state_vector(doc.get_state())
    deleted: dict[int, Ranges] = {}
    for span in decode_update(doc.get_update(), TRUSTED)[1]:
        deleted.setdefault(span.client, Ranges()).add(span.start, span.end)
    known: dict[int, Ranges] = {}
    for span in ledger.deleted:
        known.setdefault(span.client, Ranges()).add(span.start, span.end)
    assert {client: (each.starts, each.ends) for client, each in known.items()} == {
        client: (each.starts, each.ends) for client, each in deleted.items()
    }
    dumped = ledger.dump()
    assert Ledger.load(dumped).dump() == dumped
