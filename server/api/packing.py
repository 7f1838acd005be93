"""Answers of which the greater part is the same for many: it is packed once, and each reader's own is joined to it."""

import asyncio
import time
import zlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, replace
from typing import Any

import brotli  # type: ignore[import-untyped]  # it has no types
import msgspec
from starlette.responses import Response

KEPT = 12
"""Packed parts that are kept: some texts, in some languages, for those who may write and those who may not."""

BROTLI, DEFLATE = 5, 9
"""How hard it is packed: 10 to 20 ms for a text of 600 clauses."""

HARDEST, LASTING = 11, 5.0
"""What is still asked for so many seconds later is pressed for most of a second, to six sevenths of its size."""

_GZIP = bytes((0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255))
_RAW = -15
_STORED_MOST = 1 << 16
_LAST = b"\x03"
"""An empty last meta-block of Brotli (RFC 7932, 9.2)."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A JSON object without its closing brace, plain and packed so that a tail can follow."""

    plain: bytes
    brotli: bytes
    deflated: bytes

    def join(self, tail: bytes, accepted: str) -> tuple[bytes, str]:
        """Return the whole with this tail, in the smallest encoding that is accepted, and the encoding's name."""
        if "br" in accepted:
            return b"".join((self.brotli, _store(tail), _LAST)), "br"
        if "gzip" in accepted:
            return self._gzip(tail), "gzip"
        return self.plain + tail, ""

    def _gzip(self, tail: bytes) -> bytes:
        packer = zlib.compressobj(6, zlib.DEFLATED, _RAW)
        end = packer.compress(tail) + packer.flush()
        check = zlib.crc32(tail, zlib.crc32(self.plain))
        size = (len(self.plain) + len(tail)) & 0xFFFFFFFF
        return b"".join((_GZIP, self.deflated, end, check.to_bytes(4, "little"), size.to_bytes(4, "little")))


def pack(shared: Any) -> Packed:
    """Encode and pack an object, to which a tail is joined later."""
    plain = msgspec.json.encode(shared)[:-1]
    deflater = zlib.compressobj(DEFLATE, zlib.DEFLATED, _RAW)
    return Packed(plain, press(plain, BROTLI), deflater.compress(plain) + deflater.flush(zlib.Z_FULL_FLUSH))


def press(plain: bytes, quality: int) -> bytes:
    """Return the beginning of a Brotli stream that ends at a full octet, so that meta-blocks can follow."""
    packer = brotli.Compressor(quality=quality)
    return bytes(packer.process(plain) + packer.flush())


def _store(octets: bytes) -> bytes:
    """Return uncompressed meta-blocks of Brotli (RFC 7932, 9.2): 20 bits of header, then the octets as they are."""
    stored = bytearray()
    for at in range(0, len(octets), _STORED_MOST):
        block = octets[at : at + _STORED_MOST]
        stored += ((len(block) - 1) << 3 | 1 << 19).to_bytes(3, "little") + block
    return bytes(stored)


@dataclass(slots=True)
class _Part:
    packed: Packed
    made_at: float
    is_pressed: bool = False


class PackedParts:
    """The parts packed last. However many ask for one that is missing, it is made once.

    `now` is in seconds. While people type no part lasts long enough to be worth pressing.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._kept: OrderedDict[Hashable, _Part] = OrderedDict()
        self._turn = asyncio.Lock()
        self.pressing: asyncio.Task[None] | None = None

    def find(self, key: Hashable) -> Packed | None:
        """Return a part that is kept."""
        part = self._kept.get(key)
        if part is None:
            return None
        self._kept.move_to_end(key)
        if not part.is_pressed and self._now() - part.made_at >= LASTING and self.pressing is None:
            self.pressing = asyncio.create_task(self._press(part))
        return part.packed

    async def make(self, key: Hashable, show: Callable[[], Awaitable[tuple[Hashable, Any, Any]]]) -> tuple[Packed, Any]:
        """Return the part, kept or from `show`, which gives the key as it is by then, what is shared, and the rest."""
        async with self._turn:
            packed = self.find(key)
            if packed is not None:
                return packed, None
            key, shared, rest = await show()
            packed = await asyncio.to_thread(pack, shared)
            self._kept[key] = _Part(packed, self._now())
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            return packed, rest

    async def _press(self, part: _Part) -> None:
        part.is_pressed = True
        try:
            pressed = await asyncio.to_thread(press, part.packed.plain, HARDEST)
            part.packed = replace(part.packed, brotli=pressed)
        finally:
            self.pressing = None


def answer_packed(packed: Packed, own: Any, accepted: str, tag: str) -> Response:
    """Return the answer: the packed part with the reader's own joined to it."""
    tail = b"," + msgspec.json.encode(own)[1:]
    body, encoding = packed.join(tail, accepted)
    headers = {"ETag": tag, "Vary": "Accept-Encoding"}
    if encoding:
        headers["Content-Encoding"] = encoding
    return Response(body, headers=headers, media_type="application/json")
