"""Ids and the name of a language version on the wire: `clause/language`, `@draft` behind it for any but main."""

import re
import secrets
import time
from dataclasses import dataclass
from uuid import UUID

_ID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_LANGUAGE = r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?"
_NAME = re.compile(rf"({_ID})/({_LANGUAGE})(?:@({_ID}))?")


def fresh_id(*, at_ms: int | None = None) -> str:
    """Return a UUIDv7 (RFC 9562): 48 bits of Unix milliseconds, then random bits, so that ids sort by birth."""
    ms = time.time_ns() // 1_000_000 if at_ms is None else at_ms
    value = (ms & (1 << 48) - 1) << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62)
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
