"""The Yjs update format, version 1, decoded strictly before any CRDT engine sees it.

What an honest client writes into a language version is read; every other kind of content (sub-documents, maps, arrays,
binary, embeds, moves) is refused. The format is that of `yjs` 13.6: blocks of structs by client, then the delete set.
"""

from dataclasses import dataclass
from typing import Any, Final

import msgspec

from server.crdt.reader import Malformed, Reader
from server.domain.edits import Span

GC: Final = 0
DELETED: Final = 1
STRING: Final = 4
FORMAT: Final = 6
TYPE: Final = 7
ANY: Final = 8
SKIP: Final = 10

ELEMENT: Final = 3
TEXT: Final = 6

CLOCK_LIMIT: Final = 1 << 31
_FORMAT_BYTES: Final = 16_384

__all__ = [
    "ANY",
    "DELETED",
    "ELEMENT",
    "FORMAT",
    "GC",
    "SKIP",
    "STRING",
    "TEXT",
    "TRUSTED",
    "TYPE",
    "Limits",
    "Malformed",
    "Struct",
    "decode_state_vector",
    "decode_update",
    "utf16_length",
]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one update may hold: bytes, structs, clocks in one struct, and ranges in its delete set.

    A delete set always carries the document's whole history of deletions, hence the larger number.
    """

    size: int = 512 * 1024
    structs: int = 4_000
    length: int = 1_000_000
    ranges: int = 100_000


HOSTILE: Final = Limits()
TRUSTED: Final = Limits(size=1 << 31, structs=1 << 31, length=1 << 31, ranges=1 << 31)
"""For what the server itself has accepted and stored."""


class Struct(msgspec.Struct):
    """The clocks `clock <= c < clock + length` of one client, and what stands in them.

    `origin` and `right_origin` are the neighbours at the time of writing. Only a struct without either names its
    `parent`: a root by name or a type by id, with a `key` if it is an attribute. `content` is the text of STRING,
    (key, value) of FORMAT, (ELEMENT | TEXT, tag) of TYPE, the list of values of ANY, else None.
    """

    client: int
    clock: int
    length: int
    ref: int
    origin: tuple[int, int] | None
    right_origin: tuple[int, int] | None
    parent: str | tuple[int, int] | None
    key: str | None
    content: Any


def utf16_length(text: str) -> int:
    """Return the length in UTF-16 units, the clocks that a text takes."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def decode_update(update: bytes, limits: Limits = HOSTILE) -> tuple[list[Struct], list[Span]]:
    """Return the structs and the deleted spans of an update, in the order in which they stand.

    Raises:
        Malformed: no update, content that no language version has, or more than `limits` (code `too_large`).
    """
    if len(update) > limits.size:
        raise Malformed("bytes", "too_large")
    reader = Reader(update)
    structs = _read_blocks(reader, limits)
    deleted = _read_delete_set(reader, limits.ranges)
    reader.finish()
    return structs, deleted


def decode_state_vector(data: bytes) -> dict[int, int]:
    """Return the next clock of each client in a state vector.

    Raises:
        Malformed: no state vector.
    """
    reader = Reader(data)
    clocks = {reader.client(): reader.uint() for _ in range(reader.count())}
    reader.finish()
    return clocks


def _read_blocks(reader: Reader, limits: Limits) -> list[Struct]:
    structs: list[Struct] = []
    seen: set[int] = set()
    for _ in range(reader.count()):
        count = reader.count()
        client = reader.client()
        clock = reader.uint()
        if client in seen or not count:
            raise Malformed("client named twice, or without structs")
        seen.add(client)
        if len(structs) + count > limits.structs:
            raise Malformed("structs", "too_large")
        for _ in range(count):
            struct = _read_struct(reader, client, clock)
            clock += struct.length
            if not struct.length or clock >= CLOCK_LIMIT:
                raise Malformed("clock")
            if struct.length > limits.length:
                raise Malformed("length of a struct", "too_large")
            structs.append(struct)
    return structs


def _read_struct(reader: Reader, client: int, clock: int) -> Struct:
    info = reader.byte()
    ref = info & 31
    if ref in (GC, SKIP):
        if info != ref:
            raise Malformed("flags")
        return Struct(client, clock, reader.uint(), ref, None, None, None, None, None)
    origin = (reader.client(), reader.uint()) if info & 128 else None
    right_origin = (reader.client(), reader.uint()) if info & 64 else None
    parent: str | tuple[int, int] | None = None
    key = None
    if not info & 192:
        parent = reader.text() if reader.uint() == 1 else (reader.client(), reader.uint())
        if info & 32:
            key = reader.text()
    length, content = _read_content(reader, ref)
    return Struct(client, clock, length, ref, origin, right_origin, parent, key, content)


def _read_content(reader: Reader, ref: int) -> tuple[int, Any]:
    match ref:
        case 4:
            text = reader.text()
            return utf16_length(text), text
        case 6:
            return 1, (reader.text(), _read_json(reader))
        case 7:
            return 1, _read_type(reader)
        case 1:
            return reader.uint(), None
        case 8:
            values = [reader.scalar() for _ in range(reader.count())]
            return len(values), values
        case _:
            raise Malformed(f"content of kind {ref}")


def _read_type(reader: Reader) -> tuple[int, str]:
    match reader.uint():
        case 3:
            return ELEMENT, reader.text()
        case 6:
            return TEXT, ""
        case kind:
            raise Malformed(f"type of kind {kind}")


def _read_json(reader: Reader) -> Any:
    size = reader.uint()
    if size > _FORMAT_BYTES:
        raise Malformed("format value", "too_large")
    try:
        return msgspec.json.decode(reader.take(size))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Malformed("format value is not JSON") from None


def _read_delete_set(reader: Reader, limit: int) -> list[Span]:
    """Each client stands once, with its ranges in order: of others yrs 0.28 leaves some undeleted."""
    deleted: list[Span] = []
    seen: set[int] = set()
    for _ in range(reader.count()):
        client = reader.client()
        count = reader.count()
        if client in seen:
            raise Malformed("client named twice")
        seen.add(client)
        if len(deleted) + count > limit:
            raise Malformed("deleted ranges", "too_large")
        end = 0
        for _ in range(count):
            start = reader.uint()
            if start < end:
                raise Malformed("deleted ranges out of order")
            end = start + reader.uint()
            if end == start or end >= CLOCK_LIMIT:
                raise Malformed("deleted range")
            deleted.append(Span(client, start, end))
    return deleted
