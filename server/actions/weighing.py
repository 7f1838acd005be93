"""What a stored text weighs: whether it says anything, and how much of it is open. Worked out once for each text."""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from server.domain.canonical import is_empty
from server.domain.status import count_open_marks

EMPTY_TEXT: dict[str, Any] = {"type": "doc", "content": [{"type": "paragraph"}]}
EMPTY_JSON = '{"content":[{"type":"paragraph"}],"type":"doc"}'

REMEMBERED = 8_192
"""Texts whose weight is remembered: some drafts of 600 clauses in three languages."""


@dataclass(frozen=True, slots=True)
class Weight:
    """How many brackets and blanks a text holds, and whether nobody could read anything in it."""

    marks: int
    is_empty: bool


class TextRow(dict[str, Any]):
    """A language version's row with its stored text. The `document` is read when it is asked for."""

    def __missing__(self, key: str) -> Any:
        if key != "document":
            raise KeyError(key)
        self[key] = document = json.loads(self.json)
        return document

    @property
    def json(self) -> str:
        """The stored text as it is, also where nothing was stored yet."""
        return self["json"] or EMPTY_JSON

    @property
    def weight(self) -> Weight:
        """What the text weighs."""
        return weigh_text(self.json)


@lru_cache(REMEMBERED)
def weigh_text(stored: str) -> Weight:
    """Weigh a text in its canonical JSON."""
    document = json.loads(stored)
    return Weight(count_open_marks(document), is_empty(document))
