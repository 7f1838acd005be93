"""Reads lib0 primitives from hostile bytes: every length is checked before anything is taken, and nothing recurses."""

import struct
from typing import Literal

_FLOAT32 = struct.Struct(">f")
_FLOAT64 = struct.Struct(">d")
_INT64 = struct.Struct(">q")

CLIENT_LIMIT = 1 << 53
"""Client ids are below this: JavaScript's largest exact integer, and pycrdt's range for random ids."""

Scalar = str | int | float | bool | None


class Malformed(Exception):
    """Bytes that are no update, or one larger than is taken."""

    def __init__(self, detail: str, code: Literal["malformed", "too_large"] = "malformed") -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


class BigInt(int):
    """An integer that lib0 wrote as a 64-bit BigInt; browsers cannot use one as an attribute."""


class Reader:
    """A cursor over one message. Every method raises `Malformed` rather than read past the end."""

    __slots__ = ("_at", "_data", "_end")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0
        self._end = len(data)

    def byte(self) -> int:
        """Return the next byte."""
        at = self._at
        if at >= self._end:
            raise Malformed("truncated")
        self._at = at + 1
        return self._data[at]

    def uint(self, width: int = 5) -> int:
        """Return a variable-length unsigned integer of at most `width` bytes."""
        at = self._at
        if at >= self._end:
            raise Malformed("truncated")
        byte = self._data[at]
        if byte < 128:
            self._at = at + 1
            return byte
        value = byte & 127
        for shift in range(7, 7 * width, 7):
            at += 1
            if at >= self._end:
                raise Malformed("truncated")
            byte = self._data[at]
            value |= (byte & 127) << shift
            if byte < 128:
                self._at = at + 1
                return value
        raise Malformed("integer too long")

    def client(self) -> int:
        """Return a client id."""
        value = self.uint(8)
        if value >= CLIENT_LIMIT:
            raise Malformed("client id out of range")
        return value

    def count(self) -> int:
        """Return how many elements follow. Each takes at least a byte, so that no count can ask for more memory."""
        value = self.uint()
        if value > self._end - self._at:
            raise Malformed("count past the end")
        return value

    def take(self, size: int) -> bytes:
        """Return the next `size` bytes."""
        at = self._at
        if size > self._end - at:
            raise Malformed("length past the end")
        self._at = at + size
        return self._data[at : self._at]

    def text(self) -> str:
        """Return a string. Strict UTF-8 holds no lone surrogate."""
        data = self.take(self.uint())
        try:
            return data.decode()
        except UnicodeDecodeError:
            raise Malformed("not UTF-8") from None

    def scalar(self) -> Scalar:
        """Return a lib0 "any" value. Lists, objects and buffers are refused: no attribute of a document is one."""
        match self.byte():
            case 119:
                return self.text()
            case 125:
                return self._signed()
            case 124:
                return float(_FLOAT32.unpack(self.take(4))[0])
            case 123:
                return float(_FLOAT64.unpack(self.take(8))[0])
            case 122:
                return BigInt(_INT64.unpack(self.take(8))[0])
            case 121:
                return False
            case 120:
                return True
            case 126 | 127:
                return None
            case kind:
                raise Malformed(f"value of kind {kind}")

    def finish(self) -> None:
        """Make sure that nothing follows."""
        if self._at != self._end:
            raise Malformed("trailing bytes")

    def _signed(self) -> int:
        first = self.byte()
        value = first & 63
        if first & 128:
            value |= self.uint(7) << 6
        return -value if first & 64 else value
