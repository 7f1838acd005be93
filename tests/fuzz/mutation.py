"""Spoils frames: flipped bits, lengths that lie, numbers without end, two frames cut and joined."""

from collections.abc import Callable
from random import Random

from server.rooms.envelope import octets, uint

Spoil = Callable[[Random, bytes, bytes], bytes]

NUMBERS = (0, 1, 127, 128, 1 << 14, (1 << 31) - 1, 1 << 31, 1 << 32, (1 << 35) - 1, 1 << 52, (1 << 53) - 1, 1 << 63)


def spoil(random: Random, frame: bytes, other: bytes) -> bytes:
    """Return the frame spoilt in one to three ways; `other` is a good frame to take parts from."""
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        frame = random.choice(WAYS)(random, frame, other)
    return frame


def _flip_bit(random: Random, frame: bytes, other: bytes) -> bytes:
    return _replace(random, frame, lambda octet: octet ^ 1 << random.randrange(8))


def _set_octet(random: Random, frame: bytes, other: bytes) -> bytes:
    return _replace(random, frame, lambda octet: random.choice((0, 1, 127, 128, 255, random.randrange(256))))


def _nudge_octet(random: Random, frame: bytes, other: bytes) -> bytes:
    return _replace(random, frame, lambda octet: (octet + random.choice((-1, 1))) % 256)


def _cut_end(random: Random, frame: bytes, other: bytes) -> bytes:
    return frame[: _place(random, frame)]


def _cut_middle(random: Random, frame: bytes, other: bytes) -> bytes:
    at = _place(random, frame)
    return frame[:at] + frame[at + random.randrange(1, 5) :]


def _repeat(random: Random, frame: bytes, other: bytes) -> bytes:
    at = _place(random, frame)
    part = frame[at : at + random.randrange(1, 9)]
    return frame[:at] + part * random.choice((2, 3, 50)) + frame[at + len(part) :]


def _splice(random: Random, frame: bytes, other: bytes) -> bytes:
    return frame[: _place(random, frame)] + other[_place(random, other) :]


def _append(random: Random, frame: bytes, other: bytes) -> bytes:
    return frame + random.choice((other, b"\0", random.randbytes(3)))


def _lie(random: Random, frame: bytes, other: bytes) -> bytes:
    """Put another number where one may stand: a length, a count, a clock, an id."""
    at = _place(random, frame)
    end = at
    while end < len(frame) - 1 and frame[end] > 127:
        end += 1
    return frame[:at] + uint(random.choice(NUMBERS)) + frame[end + 1 :]


def _overflow(random: Random, frame: bytes, other: bytes) -> bytes:
    at = _place(random, frame)
    return frame[:at] + b"\xff" * random.choice((5, 9, 300)) + frame[at:]


def _wrap(random: Random, frame: bytes, other: bytes) -> bytes:
    return bytes((random.randrange(12), random.randrange(4))) + octets(frame)


def _noise(random: Random, frame: bytes, other: bytes) -> bytes:
    return random.randbytes(random.randrange(40))


def _replace(random: Random, frame: bytes, change: Callable[[int], int]) -> bytes:
    if not frame:
        return frame
    at = _place(random, frame)
    return frame[:at] + bytes((change(frame[at]),)) + frame[at + 1 :]


def _place(random: Random, frame: bytes) -> int:
    """Choose an offset: half of the time near the front, where the structure is."""
    if not frame:
        return 0
    return random.randrange(min(len(frame), 24) if random.random() < 0.5 else len(frame))


WAYS: tuple[Spoil, ...] = (
    _flip_bit,
    _flip_bit,
    _set_octet,
    _nudge_octet,
    _nudge_octet,
    _cut_end,
    _cut_middle,
    _repeat,
    _splice,
    _append,
    _lie,
    _lie,
    _overflow,
    _wrap,
    _noise,
)
