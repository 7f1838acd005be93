"""The words of an import in pieces: runs of text and the signs between them, taken apart and put together again."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import assert_never

from server.domain.markup import Node

BLANK_WORDS = re.compile(r"[xX]{1,4}|[\s.…_●]{0,20}")
"""What stands between brackets when something is still to be filled in (IMPORT 36)."""

_NO_TEN = r"(?<!Part )(?<!Chapter )(?<!Section )(?<!Title )"
_SIGN = rf"[\[\]]|(?<![^\s\[(])(?:{_NO_TEN}X{{1,3}}|_{{2,60}})(?=[\s\]),.;:/]|$)"
_SIGNS = {True: re.compile(rf"\[\^[^\s\[\]]{{1,60}}\]|{_SIGN}"), False: re.compile(_SIGN)}
_CLOSING = " \t\u00a0*_[].,;:\"'”’»“)"
_OPENING = " \t\u00a0*_[\"'“‘«("


class Kind(StrEnum):
    TEXT = "text"
    OPEN = "open"
    CLOSE = "close"
    BLANK = "blank"
    REFERENCE = "reference"
    NOTE = "note"


@dataclass(slots=True)
class Piece:
    """A part of a paragraph: `within` is the whole of it, `at` the place there. `shut`: a blank stands in brackets."""

    kind: Kind
    text: str
    clause: int
    block: int
    within: str
    at: int
    marks: list[Node] = field(default_factory=list)
    node: Node | None = None
    bracket: str = ""
    tag: str = ""
    shut: bool = False
    edge: bool = False


def read_pieces(blocks: Sequence[Node], clause: int, *, markdown: bool) -> list[Piece]:
    """Take the paragraphs of a clause apart."""
    pieces: list[Piece] = []
    for block, paragraph in enumerate(blocks):
        pieces += read_paragraph(paragraph.get("content", []), clause, block, markdown=markdown)
    return pieces


def read_paragraph(nodes: Sequence[Node], clause: int, block: int, *, markdown: bool) -> list[Piece]:
    """Take one paragraph apart, or a footnote; what opens at its beginning or closes at its end has the edge."""
    pieces: list[Piece] = []
    at = 0
    words = "".join(node.get("text", "") for node in nodes)
    signs = [match for match in _SIGNS[markdown].finditer(words) if not match[0].startswith("[^")]
    for node in nodes:
        if node["type"] == "footnote":
            pieces.append(Piece(Kind.NOTE, "", clause, block, words, at, node=node))
            continue
        for text, kind in _split(words, at, at + len(node["text"]), signs):
            pieces.append(Piece(kind, text, clause, block, words, at, list(node.get("marks", []))))
            at += len(text)
    head, tail = _edges(words)
    for piece in pieces:
        piece.edge = piece.at < head if piece.kind is Kind.OPEN else piece.at >= tail
    return pieces


def _split(words: str, start: int, end: int, signs: Sequence[re.Match[str]]) -> Iterator[tuple[str, Kind]]:
    """Yield what stands from `start` to `end`, cut round the signs that stand there whole."""
    at = start
    first = bisect_left(signs, start, key=lambda match: match.start())
    for match in islice(signs, first, None):
        if match.start() >= end:
            break
        if match.end() <= end:
            if match.start() > at:
                yield words[at : match.start()], Kind.TEXT
            yield match[0], {"[": Kind.OPEN, "]": Kind.CLOSE}.get(match[0], Kind.BLANK)
            at = match.end()
    if at < end:
        yield words[at:end], Kind.TEXT


def _edges(text: str) -> tuple[int, int]:
    """Return where the first word begins, and where what follows the last one does, a note in brackets left out."""
    head = len(text) - len(text.lstrip(_OPENING))
    rest = text.rstrip(_CLOSING + "}")
    for signs in ("{}", "()"):
        start = rest.rfind(signs[0])
        if start >= 0 and signs[1] in text[len(rest) :] and signs[1] not in rest[start:]:
            rest = rest[:start]
            break
    return head, len(rest.rstrip(_CLOSING))


def is_linked(piece: Piece) -> bool:
    return any(mark["type"] == "link" for mark in piece.marks)


def write_blocks(pieces: Iterable[Piece], count: int, active: list[str]) -> list[list[Node]]:
    """Put `count` paragraphs together again. `active`, the open brackets, goes on to the next clause."""
    blocks: list[list[Node]] = [[] for _ in range(count)]
    for piece in pieces:
        blocks[piece.block] += _write(piece, active)
    return blocks


def _write(piece: Piece, active: list[str]) -> list[Node]:
    """Return the nodes of a piece; signs that became brackets only open and close them."""
    match piece.kind:
        case Kind.OPEN:
            active.append(piece.bracket)
            return []
        case Kind.CLOSE:
            active.remove(piece.bracket)
            return []
        case Kind.NOTE | Kind.REFERENCE:
            return [piece.node or {}]
        case Kind.BLANK:
            return [{"type": "blank", "attrs": {"text": piece.text or " "}}]
        case Kind.TEXT:
            marks = [*piece.marks, *({"type": "bracket", "attrs": {"id": bracket}} for bracket in active)]
            return [{"type": "text", "text": piece.text, **({"marks": marks} if marks else {})}] if piece.text else []
        case unknown:
            assert_never(unknown)
