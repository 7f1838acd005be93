"""The plain values of an import: a text cut into clauses, in the order of its words. Rules: IMPORT.md."""

from dataclasses import dataclass
from typing import Any

from server.domain.terms import ClauseKind


@dataclass(frozen=True, slots=True)
class CutClause:
    """One clause of a cut text.

    `label` is the number as printed (IMPORT 9), `title` a heading's words or the bold opening words of a
    paragraph (they stand in `content` too; brackets are characters here), `parent` an index into the list, always
    smaller than the clause's own, `content` a document that fits schema/document.json, `line` where it begins in the
    source, from 1.
    """

    kind: ClauseKind
    label: str
    title: str | None
    parent: int | None
    content: dict[str, Any]
    line: int
    id: str


@dataclass(frozen=True, slots=True)
class CutBracket:
    """A bracket that became an object: its id in the text, the clauses that it stands over, in order.

    `tag` is what the source says of who asks for it (`JPN, KEN:`), `codes` are those delegations (IMPORT 35).
    """

    id: str
    clauses: tuple[int, ...]
    tag: str = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftSign:
    """A square bracket that stayed a character: the index of its clause, the sign, and the words round it."""

    clause: int
    sign: str
    words: str


@dataclass(frozen=True, slots=True)
class Objects:
    """What of the words became objects, and what could have but did not (IMPORT 31-40)."""

    brackets: tuple[CutBracket, ...] = ()
    left: tuple[LeftSign, ...] = ()
    blanks: int = 0
    references: int = 0
    unresolved: int = 0


@dataclass(frozen=True, slots=True)
class Cut:
    """A whole source, cut. `left_out` are the lines (number, text) that are markup only (IMPORT 5)."""

    title: str | None
    clauses: tuple[CutClause, ...]
    left_out: tuple[tuple[int, str], ...]
    markdown: bool
    objects: Objects = Objects()


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the clauses part from their source: the clause's line, and both sides from there."""

    line: int
    source: str
    clauses: str


@dataclass(frozen=True, slots=True)
class WordCheck:
    """The words on both sides; a cut is whole when there is no difference."""

    source_words: int
    clause_words: int
    differences: tuple[Difference, ...]
