"""Whole frames of a WebSocket repeated and put into another order, on their way through the proxy."""

import random

SPARED = 6
"""Frames at the start of a connection that are left as they are: its opening is a conversation, not a stream."""


class Meddler:
    """Repeats a share of the frames of one direction, and lets a share of them overtake the one before."""

    def __init__(self, seed: int, *, repeats: float, swaps: float) -> None:
        self._dice = random.Random(seed)
        self._repeats = repeats
        self._swaps = swaps
        self._data = b""
        self._is_open = False
        self._seen = 0
        self._held: bytes | None = None
        self.repeated = 0
        self.swapped = 0

    def take(self, data: bytes) -> list[bytes]:
        """Take octets as they come; return the frames that go on, and the head of the upgrade before them."""
        self._data += data
        out: list[bytes] = []
        if not self._is_open:
            head, found, rest = self._data.partition(b"\r\n\r\n")
            if not found:
                return []
            self._is_open, self._data = True, rest
            out.append(head + found)
        while (size := frame_size(self._data)) is not None and len(self._data) >= size:
            frame, self._data = self._data[:size], self._data[size:]
            out += self._meddle(frame)
        return out

    def _meddle(self, frame: bytes) -> list[bytes]:
        self._seen += 1
        is_data = frame[0] & 0x0F in (1, 2)
        if self._held is not None:
            held, self._held = self._held, None
            return [frame, held] if is_data else [held, frame]
        if not is_data or self._seen <= SPARED:
            return [frame]
        if self._dice.random() < self._swaps:
            self.swapped += 1
            self._held = frame
            return []
        if self._dice.random() < self._repeats:
            self.repeated += 1
            return [frame, frame]
        return [frame]


def frame_size(data: bytes) -> int | None:
    """Return the length of the frame that begins here, or None while that is not known (RFC 6455, 5.2)."""
    if len(data) < 2:
        return None
    masked, length = data[1] & 0x80, data[1] & 0x7F
    width = {126: 2, 127: 8}.get(length, 0)
    if len(data) < 2 + width:
        return None
    if width:
        length = int.from_bytes(data[2 : 2 + width], "big")
    return 2 + width + (4 if masked else 0) + length
