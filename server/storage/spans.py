"""Spans of CRDT clocks in a few bytes: runs of one client, each clock counted from where the last span
ended.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from server.domain.edits import Orphan, Span


def pack_spans(spans: Sequence[Span]) -> bytes:
    """Return the spans, in their order, as varints (LEB128): client, count, then (zigzag step, length) for
    each.
    """
    packed = bytearray()
    for client, group in groupby(spans, key=lambda span: span.client):
        run = tuple(group)
        _put(packed, client)
        _put(packed, len(run))
        end = 0
        for span in run:
            _put(packed, _zigzag(span.start - end))
            _put(packed, span.end - span.start)
            end = span.end
    return bytes(packed)


def unpack_spans(packed: bytes) -> tuple[Span, ...]:
    """Read what `pack_spans` wrote.

    Raises:
        ValueError: the bytes end inside a span.
    """
    numbers = _read(packed)
    spans = []
    for client in numbers:
        end = 0
        for _ in range(_take(numbers)):
            start = end + _unzigzag(_take(numbers))
            end = start + _take(numbers)
            spans.append(Span(client, start, end))
    return tuple(spans)


def pack_orphans(orphans: Sequence[Orphan]) -> bytes:
    """Return orphans as spans: each one's own, and its parent's."""
    return pack_spans([span for orphan in orphans for span in (orphan.span, orphan.parent)])


def unpack_orphans(packed: bytes) -> tuple[Orphan, ...]:
    """Read what `pack_orphans` wrote.

    Raises:
        ValueError: the bytes end inside an orphan.
    """
    spans = unpack_spans(packed)
    return tuple(Orphan(span, parent) for span, parent in zip(spans[::2], spans[1::2], strict=True))


def _zigzag(number: int) -> int:
    return number << 1 if number >= 0 else -number * 2 - 1


def _unzigzag(number: int) -> int:
    return number >> 1 if number % 2 == 0 else -(number + 1 >> 1)


def _put(packed: bytearray, number: int) -> None:
    while number > 0x7F:
        packed.append(number & 0x7F | 0x80)
        number >>= 7
    packed.append(number)


def _read(packed: bytes) -> Iterator[int]:
    number = shift = 0
    for byte in packed:
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            yield number
            number = shift = 0
    if shift:
        raise ValueError("spans end inside a number")


def _take(numbers: Iterator[int]) -> int:
    number = next(numbers, None)
    if number is None:
        raise ValueError("spans end inside a run")
    return number
