"""What changed between two states of one text, word by word, and by whom.

A diff of the two plain texts knows no authors, and ids alone blame the wrong person: an editor that splits or
joins paragraphs re-inserts whole sentences under the ids of whoever pressed Enter. So both are used. Words
that stand in both states under the same ids are anchors; between two anchors (a *gap*) words are compared as
text; and each word that differs is put down to whoever really typed or deleted the characters in it, cut where
these were several.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby, islice
from typing import Literal

import diff_match_patch  # type: ignore[import-untyped]

from server.domain.edits import Span
from server.domain.words import find_words, split_signs

try:
    import fast_diff_match_patch as fast  # type: ignore[import-not-found]
except ImportError:  # no wheel for this platform: the pure package gives the same result, more slowly
    fast = None

Op = Literal["equal", "insert", "delete"]
Attribution = Callable[[int, int], str | None]
"""(client, clock) -> the key of a person or delegation, or None when nobody is known."""

_DIFF_SECONDS = 0.5
"""How long one gap may be searched for the smallest difference; after that a coarser one is taken."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of two overlaid states in document order: which of them show it, and under which ids.

    Where `block` is empty, the characters follow each other in clocks, which count UTF-16 units. Elsewhere
    `block` is the kind of a node, whose visible text stands under one id and is never taken apart.
    """

    text: str
    client: int
    clock: int
    in_a: bool
    in_b: bool
    block: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of words that both states share, or that one of them lacks.

    `author` is the key of whoever inserted or deleted it.
    `spans` are the clocks that truly were inserted or deleted: a word may count as new though only one of its
    letters is, and text that was typed anew and reads the same counts as equal.
    """

    op: Op
    text: str
    author: str | None = None
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class _Token:
    """A word, a blank or a sign, or a part of a word, and the places of its characters in the overlay."""

    text: str
    at: tuple[int, ...]


_Step = tuple[Op, _Token]
_OPPOSITE: dict[Op, Op] = {"insert": "delete", "delete": "insert"}


def compare(pieces: Sequence[Piece], inserted_by: Attribution, deleted_by: Attribution) -> list[Change]:
    """Return the changes from state A to state B.

    Equal and deleted text together are A's text exactly, equal and inserted text B's. Neighbours with the
    same operation and author are one change; text of different authors never is, not even within a word. What was
    not changed of a word that was goes with what stands before it.

    A word that a split typed anew, and that was struck only after it, was last deleted under its old ids by the
    split. Who is blamed then is as good as the callables: they may look through such ids to the newer ones.
    """
    overlay = _Overlay(pieces, inserted_by, deleted_by)
    found: list[tuple[Op, _Token, str | None]] = []
    for a, b in _gaps(_tokenise(pieces, "in_a"), _tokenise(pieces, "in_b")):
        steps = [(op, part) for op, token in _compare_words(a, b) for part in _cut_by_author(op, token, overlay)]
        authors = _authors(steps, {"delete": a, "insert": b}, overlay)
        found += [(op, token, who) for (op, token), who in zip(steps, authors, strict=True)]
    return [
        _join(op, who, [token for _, token, _ in group], overlay)
        for (op, who), group in groupby(found, key=lambda step: (step[0], step[2]))
    ]


class _Overlay:
    """The characters of both states by their place: ids, presence, and who brought or removed each."""

    def __init__(self, pieces: Sequence[Piece], inserted_by: Attribution, deleted_by: Attribution) -> None:
        self._ids: list[tuple[int, int, int]] = []
        self._by: list[Attribution | None] = []
        for piece in pieces:
            by = None if piece.in_a and piece.in_b else inserted_by if piece.in_b else deleted_by
            clock = piece.clock
            for text in [piece.text] if piece.block else piece.text:
                end = clock + (2 if text >= "\U00010000" and not piece.block else 1)
                self._ids.append((piece.client, clock, end))
                self._by.append(by)
                clock = end

    def author(self, places: Iterable[int]) -> str | None:
        """Return who changed most of the characters there, the first of equals; None if nobody is known."""
        votes = Counter(self._voices(places))
        return max(votes, key=votes.__getitem__) if votes else None

    def is_of_many(self, places: Iterable[int]) -> bool:
        """True if several people changed the characters there."""
        return len(set(self._voices(places))) > 1

    def _voices(self, places: Iterable[int]) -> Iterator[str]:
        for place in places:
            by = self._by[place]
            if by is not None and (who := by(*self._ids[place][:2])) is not None:
                yield who

    def spans(self, places: Iterable[int]) -> tuple[Span, ...]:
        """Return the clocks there that only one state has, joined where they follow each other."""
        spans: list[Span] = []
        for client, start, end in (self._ids[place] for place in places if self._by[place] is not None):
            if spans and (spans[-1].client, spans[-1].end) == (client, start):
                spans[-1] = Span(client, spans[-1].start, end)
            else:
                spans.append(Span(client, start, end))
        return tuple(spans)


def _tokenise(pieces: Sequence[Piece], side: Literal["in_a", "in_b"]) -> list[_Token]:
    """Cut one state's text into tokens, at every node as well."""
    tokens: list[_Token] = []
    text: list[str] = []
    at: list[int] = []
    place = 0
    for piece in pieces:
        size = 1 if piece.block else len(piece.text)
        if piece.in_a if side == "in_a" else piece.in_b:
            if piece.block:
                tokens += _cut("".join(text), at)
                tokens.append(_Token(piece.text, (place,)))
                text, at = [], []
            else:
                text.append(piece.text)
                at += range(place, place + size)
        place += size
    return tokens + _cut("".join(text), at)


def _cut(text: str, at: list[int]) -> list[_Token]:
    return [_Token(word[0], tuple(at[word.start() : word.end()])) for word in find_words(text)]


def _gaps(a: list[_Token], b: list[_Token]) -> Iterator[tuple[list[_Token], list[_Token]]]:
    """Yield what lies between anchors, and each anchor as a pair of its own.

    Only words are anchors. Spaces and line breaks are not: a split that leaves the new paragraph before the
    old one would otherwise pin the old break to the wrong place.
    """
    place_in_b = {token.at: place for place, token in enumerate(b)}
    from_a = from_b = 0
    for to_a, token in enumerate(a):
        to_b = place_in_b.get(token.at)
        if to_b is not None and any(map(str.isalnum, token.text)):
            yield a[from_a:to_a], b[from_b:to_b]
            yield [token], [token]
            from_a, from_b = to_a + 1, to_b + 1
    yield a[from_a:], b[from_b:]


def _compare_words(a: list[_Token], b: list[_Token]) -> list[_Step]:
    """Return the steps from A's tokens to B's: the tokens of A that go, of B that come, of B that stay."""
    if [token.text for token in a] == [token.text for token in b]:
        return [("equal", token) for token in b]
    runs = groupby(_read_steps(a, b), key=lambda step: step[0] == "equal")
    return [step for _, run in runs for step in _mend(list(run))]


def _read_steps(a: list[_Token], b: list[_Token]) -> Iterator[_Step]:
    left, right = iter(a), iter(b)
    for sign, count in step_through([token.text for token in a], [token.text for token in b]):
        for _ in range(count):
            match sign:
                case "-":
                    yield "delete", next(left)
                case "+":
                    yield "insert", next(right)
                case _:
                    next(left)
                    yield "equal", next(right)


def _mend(run: list[_Step]) -> list[_Step]:
    """Take back what tidying made of a run in which words only went, or only came: blanks that stood are equal.

    Where words of one phrase replace those of another, the blanks between them change with these.
    """
    sides = {op: [token for each, token in run if each == op] for op in _OPPOSITE}
    stood = {token.at for token in sides["delete"]} & {token.at for token in sides["insert"]}
    for op, other in _OPPOSITE.items():
        if stood and all(token.at in stood for token in sides[other]):
            return [("equal" if token.at in stood else op, token) for token in sides[op]]
    return run


def _cut_by_author(op: Op, token: _Token, overlay: _Overlay) -> list[_Token]:
    """Cut what came or went where its author changes, never within what a reader counts as one character."""
    if op == "equal" or not overlay.is_of_many(token.at):
        return [token]
    at = iter(token.at)
    signs = [_Token(sign, tuple(islice(at, len(sign)))) for sign in split_signs(token.text)]
    authors = _fill([overlay.author(sign.at) for sign in signs])
    parts = groupby(zip(authors, signs, strict=True), key=lambda pair: pair[0])
    return [_glue([sign for _, sign in part]) for _, part in parts]


def _glue(tokens: list[_Token]) -> _Token:
    return _Token("".join(token.text for token in tokens), tuple(chain.from_iterable(token.at for token in tokens)))


def step_through(old: Sequence[Hashable], new: Sequence[Hashable], *, tidy: bool = True) -> list[tuple[str, int]]:
    """Return the steps from one sequence to another as a sign (=, -, +) and a number of members.

    They are tidied for readers, who want one change of a phrase and not many of its words, or else keep what they can.
    """
    codes: dict[Hashable, str] = {}
    coded = ("".join(codes.setdefault(each, _code(len(codes))) for each in side) for side in (old, new))
    return _diff(*coded, tidy=tidy)


def _code(number: int) -> str:
    """Return one character for one word, of one kind with the others, because the clean-up looks at kinds."""
    code = 0x4E00 + number
    return chr(code if code < 0xD800 else code + 0x800)


def _diff(a: str, b: str, *, tidy: bool) -> list[tuple[str, int]]:
    """Return the steps from `a` to `b` as a sign (=, -, +) and a number of characters."""
    if fast is not None:
        cleanup = "Semantic" if tidy else "No"
        return list(fast.diff(a, b, _DIFF_SECONDS, checklines=False, cleanup=cleanup, counts_only=True))
    pure = diff_match_patch.diff_match_patch()
    pure.Diff_Timeout = _DIFF_SECONDS
    steps = pure.diff_main(a, b, False)
    if tidy:
        pure.diff_cleanupSemantic(steps)
    return [("=+-"[op], len(text)) for op, text in steps]


def _authors(steps: list[_Step], gap: dict[Op, list[_Token]], overlay: _Overlay) -> list[str | None]:
    """Return who made each step of a gap, given the tokens that could go and those that could come; None for equal.

    First whoever changed the token's own characters, then the other side of the same word (`cat` goes for
    `cart`, though only an r was typed), then the neighbours in the run, last whoever changed most of the gap.
    """
    if all(op == "equal" for op, _ in steps):
        return [None] * len(steps)
    whole = {(op, place): token.at for op, tokens in gap.items() for token in tokens for place in token.at}
    authors: list[str | None] = []
    for op, run in groupby(steps, key=lambda step: step[0]):
        tokens = [token for _, token in run]
        if op == "equal":
            authors += [None] * len(tokens)
            continue
        own: list[str | None] = []
        for token in tokens:
            other = dict.fromkeys(whole.get((_OPPOSITE[op], place), ()) for place in token.at)
            own.append(overlay.author(token.at) or overlay.author(chain.from_iterable(other)))
        authors += _fill(own) if any(own) else [_loudest(op, gap, overlay)] * len(own)
    return authors


def _loudest(op: Op, gap: dict[Op, list[_Token]], overlay: _Overlay) -> str | None:
    """Return who did most of the inserting (or deleting) in a gap, or of the opposite if nobody did any."""
    sides = (chain.from_iterable(token.at for token in gap[side]) for side in (op, _OPPOSITE[op]))
    return next(filter(None, map(overlay.author, sides)), None)


def _fill(authors: list[str | None]) -> list[str | None]:
    """Give a word without an author that of the word before it, or else of the first after it."""
    last = next(filter(None, authors))
    return [last := who or last for who in authors]


def _join(op: Op, author: str | None, tokens: list[_Token], overlay: _Overlay) -> Change:
    spans = () if op == "equal" else overlay.spans(place for token in tokens for place in token.at)
    return Change(op, "".join(token.text for token in tokens), author, spans)
