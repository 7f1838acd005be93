"""Read the demonstration from its files."""

import hashlib
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from uuid import UUID

import msgspec

from server.demonstration.notation import read_text
from server.demonstration.shapes import DemoAgenda, DemoBracket, DemoClause, Demonstration, Words
from server.domain.canonical import plain_text
from server.domain.terms import HEADING_KINDS, ClauseKind
from server.process_folder import read_folder

PASSWORD = "demonstration-in-berne"
"""The one password of all persons of the demonstration. It is public: load the demonstration on no other server."""

BORN_MS = 1_103_184_000_000
"""16 December 2004, 08:00 UTC, when the second Berne conference began: the time in the ids of its clauses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bracket:
    number: int
    delegations: tuple[str, ...]
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Clause:
    """A clause as it is written in TOML."""

    key: str
    kind: ClauseKind
    text: Words
    parent: str | None = None
    label: str = ""
    title: Words = field(default_factory=dict)
    agreed: bool = False
    brackets: tuple[_Bracket, ...] = ()


def load() -> Demonstration:
    """Return the whole demonstration. The ids of clauses and brackets are the same each time."""
    folder, found = read_folder(_read_files("berne-initiative"))
    found.refuse()
    facts = tomllib.loads(files(__package__).joinpath("agenda.toml").read_text(encoding="utf-8"))
    return Demonstration(
        folder=folder,
        agenda=msgspec.convert(facts["agenda"], DemoAgenda),
        clauses=tuple(_make_clauses(_read_agenda())),
    )


def _read_files(folder: str) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in files(__package__).joinpath(folder).iterdir()}


def _read_agenda() -> Sequence[_Clause]:
    parts = sorted((part for part in files(__package__).joinpath("agenda").iterdir()), key=lambda part: part.name)
    written = [row for part in parts for row in tomllib.loads(part.read_text(encoding="utf-8"))["clauses"]]
    return msgspec.convert(written, tuple[_Clause, ...])


def _make_clauses(written: Sequence[_Clause]) -> Iterable[DemoClause]:
    ids = {clause.key: _stable_id(place, clause.key) for place, clause in enumerate(written)}
    for place, clause in enumerate(written):
        yield _make_clause(clause, ids, place)


def _make_clause(clause: _Clause, ids: Mapping[str, str], place: int) -> DemoClause:
    brackets = {row.number: _stable_id(place, f"{clause.key} {row.number}") for row in clause.brackets}
    texts = {language: read_text(words, ids, brackets) for language, words in clause.text.items()}
    heading = clause.kind in HEADING_KINDS
    return DemoClause(
        id=ids[clause.key],
        key=clause.key,
        parent=clause.parent,
        kind=clause.kind,
        label=clause.label,
        titles={language: plain_text(text) for language, text in texts.items()} if heading else clause.title,
        texts=texts,
        agreed=clause.agreed,
        brackets=tuple(DemoBracket(brackets[row.number], row.kind, row.delegations) for row in clause.brackets),
    )


def _stable_id(place: int, name: str) -> str:
    """Return a UUIDv7 (RFC 9562) whose random bits are a hash of the name, so that addresses of clauses last."""
    spread = int.from_bytes(hashlib.sha256(f"demonstration {name}".encode()).digest()[:10], "big")
    value = (BORN_MS + place) << 80 | 0x7 << 76 | (spread >> 62 & 0xFFF) << 64 | 0b10 << 62 | spread & (1 << 62) - 1
    return str(UUID(int=value))
