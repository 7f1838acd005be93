"""A text carried with its authors into one of its own, and made to say something else in somebody's name."""

import secrets
from collections.abc import Iterator
from typing import Any

from server.crdt.attribution import Attribution
from server.crdt.carrying import Author, Pen
from server.crdt.codec import TRUSTED, decode_update
from server.crdt.fabric import read_fabric
from server.crdt.ledger import Ledger, Rejection
from server.crdt.tree import rewrite_update
from server.domain.edits import Actor, Claim, Edit
from server.domain.errors import Unusable
from server.storage.database import Reading
from server.storage.log import UpdateLog

Record = dict[str, Any]


def carry_text(reading: Reading, log: UpdateLog, language_version: str, seq: int, state: bytes) -> Pen:
    """Write a text as it was at a number of its log, with every word its author's, for an empty one."""
    record = Attribution(log.history_rows(reading, language_version, seq))

    def find_author(client: int, clock: int) -> Author:
        row = record.author(client, clock)
        if row is None:
            raise RuntimeError(f"no author of {client}:{clock}")
        return Author(row.actor, row.at_ms)

    pen = Pen(find_author)
    pen.write_blocks(None, read_fabric(state).children)
    pen.finish()
    return pen


def change_words(state: bytes, content: Record, actor: Actor) -> tuple[tuple[Edit, ...], tuple[Claim, ...]]:
    """Return the edit, if any, that makes a text say something else in an actor's name, and whose client id it takes.

    Raises:
        Unusable: `content_unusable`: live editing would not take it.
    """
    taken = {struct.client for struct in decode_update(state, TRUSTED)[0]}
    update = rewrite_update(state, content, next(client for client in _draw_clients() if client not in taken))
    if not update:
        return (), ()
    ledger = Ledger()
    ledger.replay(state)
    try:
        effect = ledger.inspect(update, actor.person)
    except Rejection as rejection:
        raise Unusable("content_unusable", wrong=rejection.code) from None
    return (Edit(update, actor, effect.inserted, effect.deleted),), effect.claims


def _draw_clients() -> Iterator[int]:
    while True:
        yield secrets.randbits(32) or 1
