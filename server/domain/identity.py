"""Ids and the name of a language version on the wire: `clause/language`, `@draft` behind it for any but main."""

import re
import secrets
import threading
import time
from dataclasses import dataclass
from uuid import UUID

_ID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_LANGUAGE = r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?"
_NAME = re.compile(rf"({_ID})/({_LANGUAGE})(?:@({_ID}))?")


class _Births:
    """The moment of the last id in units of 1/4096 ms: each new one is later, also within one millisecond."""

    def __init__(self) -> None:
        self._last = 0
        self._turn = threading.Lock()

    def next(self) -> int:
        now = time.time_ns() * 4096 // 1_000_000
        with self._turn:
            self._last = max(now, self._last + 1)
            return self._last


_births = _Births()


def fresh_id(*, at_ms: int | None = None) -> str:
    """Return a UUIDv7 (RFC 9562, 6.2 method 3): ids of one process sort by birth, what follows the time is random."""
    moment = _births.next() if at_ms is None else at_ms << 12 | secrets.randbits(12)
    ms, part = moment >> 12, moment & 0xFFF
    value = (ms & (1 << 48) - 1) << 80 | 0x7 << 76 | part << 64 | 0b10 << 62 | secrets.randbits(62)
    return str(UUID(int=value))


@dataclass(frozen=True, slots=True)
class TextName:
    """Which language version: the clause, the language and the draft (None is the main draft)."""

    clause: str
    language: str
    draft: str | None = None

    def __str__(self) -> str:
        return f"{self.clause}/{self.language}" + (f"@{self.draft}" if self.draft else "")


def parse_text_name(name: str) -> TextName | None:
    """Read a name in its one canonical spelling. Anything else, an upper-case id included, is None."""
    match = _NAME.fullmatch(name)
    return TextName(match[1], match[2], match[3]) if match else None
