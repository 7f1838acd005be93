"""A frozen revision in one language, as exports read it: everything that stands on paper, and nothing else."""

import hashlib
import json
from typing import Any

import msgspec


class RevisionClause(msgspec.Struct, frozen=True, kw_only=True):
    """One clause as it is printed. `text` is the canonical document JSON; `depth` counts from 0 at the top."""

    id: str
    kind: str
    label: str
    depth: int
    status: str
    text: dict[str, Any]
    hash: str


class RevisionBracket(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks for a bracket, as codes printed beside it, and what they ask.

    `over` are the clauses round which it stands, in order, where the record says that these are several; the marks in a
    language say in which of them, and from and as far as which words.
    """

    delegations: tuple[str, ...] = ()
    kind: str = ""
    over: tuple[str, ...] = ()


class RevisionText(msgspec.Struct, frozen=True, kw_only=True):
    """One language of a revision. Dates are ISO 8601 in UTC; `draft` asks for DRAFT on every page.

    `hash` is that of `text_hash(clauses)`: whoever holds the clauses can prove the page. `act` is the sentence that
    says which meeting endorsed it, where and when, empty until one has; `delegations` names the codes in `brackets`.
    `issued_at` is the date of issue where that is another than the moment of freezing.
    """

    revision: str
    language: str
    original_language: str
    process: str
    title: str
    symbol: str | None
    kind: str
    instrument_status: str
    meeting: str
    place_and_dates: str
    frozen_at: str
    draft: bool
    hash: str
    clauses: tuple[RevisionClause, ...]
    brackets: dict[str, RevisionBracket] = {}
    act: str = ""
    delegations: dict[str, str] = {}
    issued_at: str = ""


def text_hash(language: str, clauses: tuple[RevisionClause, ...]) -> str:
    """Return the SHA-256 over the ids, kinds, labels and text hashes of the clauses in order, as canonical JSON."""
    rows = [[c.id, c.kind, c.label, c.hash] for c in clauses]
    data = json.dumps([language, rows], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(data.encode()).hexdigest()


def dump_revision(text: RevisionText) -> bytes:
    """Return the stored bytes of a revision text: JSON with fields in order, deterministic."""
    return msgspec.json.encode(text, order="deterministic")


def load_revision(data: bytes) -> RevisionText:
    """Read what `dump_revision` wrote."""
    return msgspec.json.decode(data, type=RevisionText)
