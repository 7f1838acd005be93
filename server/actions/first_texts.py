"""The first update of a text: built and judged before the transaction, then written into an empty language version."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from server.crdt.ledger import Ledger, Rejection
from server.crdt.tree import build_update
from server.domain.canonical import canonical_json, text_hash
from server.domain.cutting import LONGEST_CLAUSE
from server.domain.edits import Actor, Batch, Claim, Edit, Outcome, Span, Verdict
from server.domain.errors import Conflict, TooLarge
from server.domain.identity import fresh_id
from server.storage.acceptance import accept_batches
from server.storage.database import Writing
from server.storage.decisions import insert_versions
from server.storage.texts import put_texts

Record = dict[str, Any]
EMPTY: Record = {"type": "doc", "content": [{"type": "paragraph"}]}


@dataclass(frozen=True, slots=True)
class FirstText:
    """A document as the first update of a text, judged by the ledger. One that is `empty` makes no stored version."""

    payload: bytes
    inserted: tuple[Span, ...]
    claims: tuple[Claim, ...]
    json: str
    hash: str
    empty: bool

    @property
    def weight(self) -> int:
        """Bytes that its rows take, about: the update and its text, and both again in the stored version."""
        return 2 * (len(self.payload) + len(self.json))


def begin_text(document: Record, person: str, line: int = 0) -> FirstText:
    """Build the first update of a text that `person` will write. It takes processor time: a long one needs a thread.

    Raises:
        TooLarge: `clause_too_long`, with the line of its source and how many bytes the update has.
    """
    payload = build_update(document, secrets.randbits(32) or 1)
    too_long = TooLarge("clause_too_long", line=line, bytes=len(payload), largest=LONGEST_CLAUSE)
    if len(payload) > LONGEST_CLAUSE:
        raise too_long
    try:
        effect = Ledger().inspect(payload, person)
    except Rejection as rejection:
        if rejection.code == "too_large":
            raise too_long from None
        raise
    json = canonical_json(document)
    return FirstText(payload, effect.inserted, effect.claims, json, text_hash(document), document is EMPTY)


def write_first_texts(writing: Writing, actor: Actor, texts: Mapping[str, FirstText], cause: str) -> None:
    """Write the first updates of empty language versions, each with its text and, unless it is empty, a version.

    Raises:
        Conflict: `text_moved`: one is not empty any more.
    """
    batches = [
        Batch(key, 0, 1, 0, (Edit(each.payload, actor, each.inserted, (), at_ms=writing.now_ms),), each.claims)
        for key, each in texts.items()
    ]
    versions, bare = [], []
    for (key, each), outcome in zip(texts.items(), accept_batches(writing, batches), strict=True):
        if outcome.verdict is not Verdict.COMMITTED:
            raise Conflict("text_moved", language_version=key)
        row = {"language_version": key, "epoch": 1, "seq": outcome.head, "json": each.json, "hash": each.hash}
        if each.empty:
            bare.append(row)
        else:
            versions.append({**row, **_account(each, actor, outcome, cause)})
    put_texts(writing, bare)
    insert_versions(writing, versions)


def _account(text: FirstText, actor: Actor, outcome: Outcome, cause: str) -> Record:
    """Return what the version of a text says beside it: its state, and by whom it was made."""
    return {
        "id": fresh_id(),
        "commit": outcome.commit,
        "state": text.payload,
        "label": "",
        "cause": cause,
        "person": actor.person,
        "seat": actor.seat,
    }
