"""A proposal: words offered for a clause, apart from its text until an office takes them. Rules O of SPEC.md."""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from server.domain.canonical import is_empty, text_hash

NOTE_CHARACTERS = 2_000
REASON_CHARACTERS = 2_000
OPEN_MOST = 20
"""Open proposals of one person on one text."""

_KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


class ProposalState(StrEnum):
    """What has become of a proposal. It is answered once."""

    OPEN = "open"
    TAKEN = "taken"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


PROPOSE = "propose"
ANSWERS = {
    "take_proposal": ProposalState.TAKEN,
    "decline_proposal": ProposalState.DECLINED,
    "withdraw_proposal": ProposalState.WITHDRAWN,
}
"""The acts that answer a proposal, as the record names them."""


def is_key(text: str) -> bool:
    """True for a UUIDv7 in lower case, which whoever proposes makes."""
    return _KEY.fullmatch(text) is not None


def says_the_same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """True if two texts are equal, or neither says anything: an editor shows nothing as one empty paragraph."""
    return text_hash(one) == text_hash(other) or (is_empty(one) and is_empty(other))


def each_block(content: object) -> Iterator[dict[str, Any]]:
    """Yield a text of each of the blocks of one, so that a mistake can be said to stand in it."""
    blocks = content.get("content") if isinstance(content, dict) else None
    for block in blocks if isinstance(blocks, list) else ():
        yield {"type": "doc", "content": [block]}
