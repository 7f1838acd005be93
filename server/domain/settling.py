"""Brackets that were paired are settled: who asks for them, where their marks can begin and end. IMPORT.md 35, 37."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from server.domain.pieces import Kind, Piece

_TAG = re.compile(r"\s*([A-Z][A-Z0-9]{1,19}(?:(?:, ?| and |/| )[A-Z][A-Z0-9]{1,19})*)\s*:\s*")
_CODE = re.compile(r"[A-Z][A-Z0-9]+")
_ATOMS = (Kind.BLANK, Kind.REFERENCE)


def read_codes(tag: str) -> tuple[str, ...]:
    """Return the codes in a tag, each once."""
    return tuple(dict.fromkeys(_CODE.findall(tag)))


def take_tags(pieces: list[Piece], codes: Collection[str]) -> None:
    """Take `JPN, KEN:` out of the words where it opens a bracket and names delegations only (IMPORT 35)."""
    for at, piece in enumerate(pieces[:-2]):
        after = pieces[at + 1]
        tag = _TAG.match(after.text) if piece.kind is Kind.OPEN and after.kind is Kind.TEXT else None
        if tag is None or not set(codes).issuperset(read_codes(tag[1])):
            continue
        if after.text[tag.end() :].strip() or pieces[at + 2].kind is Kind.OPEN:
            piece.tag, after.text, after.at = tag[0], after.text[tag.end() :], after.at + tag.end()


def keep_edges(pieces: list[Piece], new_id: Callable[[], str]) -> list[Piece]:
    """Give back to the words each blank and reference that no word parts from the sign of a bracket round it.

    The mark of a bracket stands on words alone: it could not begin or end at another object (IMPORT 37).
    """
    opened = list(_keep(pieces, Kind.OPEN, new_id))
    return list(_keep(opened[::-1], Kind.CLOSE, new_id))[::-1]


def _keep(pieces: list[Piece], sign: Kind, new_id: Callable[[], str]) -> Iterator[Piece]:
    bare = False
    for piece in pieces:
        parts = _as_words(piece, new_id) if bare and piece.kind in _ATOMS else [piece]
        yield from parts if sign is Kind.OPEN else parts[::-1]
        if piece.kind is sign:
            bare = True
        elif piece.kind in _ATOMS or (piece.kind is Kind.TEXT and piece.text):
            bare = False


def _as_words(piece: Piece, new_id: Callable[[], str]) -> list[Piece]:
    text = replace(piece, kind=Kind.TEXT, node=None, shut=False)
    if not piece.shut:
        return [text]
    bracket = new_id()
    signs = [
        replace(text, kind=kind, text=sign, bracket=bracket) for kind, sign in ((Kind.OPEN, "["), (Kind.CLOSE, "]"))
    ]
    return [signs[0], text, signs[1]]


def find_wordless(pieces: list[Piece]) -> list[Piece]:
    """Return the signs of brackets in which no word stands: they have nothing to be marked on."""
    opened: list[tuple[Piece, int]] = []
    found: list[Piece] = []
    words = 0
    for piece in pieces:
        match piece.kind:
            case Kind.TEXT:
                words += len(piece.text)
            case Kind.OPEN:
                opened.append((piece, words))
            case Kind.CLOSE:
                start, before = opened.pop()
                if before == words:
                    found += [start, piece]
                    words += 2
            case _:
                pass
    return found
