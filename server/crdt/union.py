"""Two states of one text in which what was carried counts as the same text, though it stands under other ids."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, groupby
from typing import Protocol

from server.crdt.codec import utf16_length
from server.domain.comparison import Piece

Id = tuple[int, int]
Pair = tuple[int, int]
"""Where the same character stands among those of a stretch: as A shows it, and as B does."""


class Kinship(Protocol):
    """What is known of carried text (`server.crdt.aliases`)."""

    def origin(self, client: int, clock: int) -> Id: ...
    def stayed(self, one: Id, other: Id) -> bool: ...


def unite(pieces: Iterable[Piece], kinship: Kinship) -> list[Piece]:
    """Return an overlay of the same two texts, in which both show what was carried from one to the other.

    This holds for characters with the same origins that stand in the same order, in each stretch between two pieces
    that both show anyway. What lost its place stays gone in one place and new in the other.
    """
    united: list[Piece] = []
    for shared, group in groupby(pieces, lambda piece: piece.in_a and piece.in_b):
        gap = list(group)
        if not shared and any(piece.in_a for piece in gap) and any(piece.in_b for piece in gap):
            gap = _join(_unite_gap(gap, kinship))
        united += gap
    return united


def _unite_gap(gap: list[Piece], kinship: Kinship) -> Iterator[Piece]:
    signs = [sign for piece in gap for sign in _spell(piece)]
    keys = [(*kinship.origin(sign.client, sign.clock), sign.text) for sign in signs]
    in_b = {keys[at]: at for at, sign in enumerate(signs) if sign.in_b}
    pairs = [(at, in_b[keys[at]]) for at, sign in enumerate(signs) if sign.in_a and keys[at] in in_b]
    done_a = done_b = 0
    for at_a, at_b in [*_match(pairs, signs, kinship), (len(signs), len(signs))]:
        yield from (sign for sign in signs[done_a:at_a] if sign.in_a)
        yield from (sign for sign in signs[done_b:at_b] if sign.in_b)
        if at_b < len(signs):
            yield replace(signs[at_b], in_a=True)
        done_a, done_b = at_a + 1, at_b + 1


def _match(pairs: list[Pair], signs: list[Piece], kinship: Kinship) -> list[Pair]:
    """Return the pairs that can be one: first those that nobody moved, then of the others what fits between these."""
    still: list[Pair] = []
    moved: list[Pair] = []
    for pair in pairs:
        one, other = ((signs[at].client, signs[at].clock) for at in pair)
        (still if kinship.stayed(one, other) else moved).append(pair)
    kept = _rising(still)
    if not moved:
        return kept
    between: dict[int, list[Pair]] = defaultdict(list)
    for pair in moved:
        at = bisect_left(kept, pair)
        if (at == 0 or kept[at - 1][1] < pair[1]) and (at == len(kept) or pair[1] < kept[at][1]):
            between[at].append(pair)
    return sorted([*kept, *chain.from_iterable(map(_rising, between.values()))])


def _spell(piece: Piece) -> Iterator[Piece]:
    """Yield a piece character by character; a node is one."""
    if piece.block:
        yield piece
        return
    clock = piece.clock
    for sign in piece.text:
        yield Piece(sign, piece.client, clock, piece.in_a, piece.in_b)
        clock += utf16_length(sign)


def _rising(pairs: list[Pair]) -> list[Pair]:
    """Return the longest part of the pairs, which rise in the first, that rises in the second as well."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for at, (_, second) in enumerate(pairs):
        size = bisect_left(ends, second)
        ends[size : size + 1] = [second]
        last[size : size + 1] = [at]
        before.append(last[size - 1] if size else -1)
    found = []
    at = last[-1] if last else -1
    while at >= 0:
        found.append(pairs[at])
        at = before[at]
    return found[::-1]


def _join(signs: Iterable[Piece]) -> list[Piece]:
    """Join characters of the same presence that follow each other in clocks."""
    joined: list[Piece] = []
    follows: tuple[int, int, bool, bool] | None = None
    for sign in signs:
        if not sign.block and follows == (sign.client, sign.clock, sign.in_a, sign.in_b):
            joined[-1] = replace(joined[-1], text=joined[-1].text + sign.text)
        else:
            joined.append(sign)
        end = sign.clock + utf16_length(sign.text)
        follows = None if sign.block else (sign.client, end, sign.in_a, sign.in_b)
    return joined
