"""Writes Yjs updates struct by struct, so that tests can say what no honest client would."""

import json
from typing import Any

from server.crdt.codec import ANY, DELETED, ELEMENT, FORMAT, GC, SKIP, STRING, TEXT, TYPE, Struct

Id = tuple[int, int]


def uint(value: int) -> bytes:
    """Encode a variable-length unsigned integer."""
    data = bytearray()
    while value > 127:
        data.append(value & 127 | 128)
        value >>= 7
    data.append(value)
    return bytes(data)


def text(value: str) -> bytes:
    data = value.encode("utf-8", "surrogatepass")
    return uint(len(data)) + data


def scalar(value: Any) -> bytes:
    """Encode a lib0 "any": small integers, strings, booleans, null, and lists of them."""
    match value:
        case None:
            return b"\x7e"
        case bool():
            return b"\x78" if value else b"\x79"
        case int():
            return (
                b"\x7d" + bytes([value & 63 | (128 if value > 63 else 0)]) + (uint(value >> 6) if value > 63 else b"")
            )
        case str():
            return b"\x77" + text(value)
        case list():
            return b"\x75" + uint(len(value)) + b"".join(map(scalar, value))
        case _:
            raise TypeError(type(value).__name__)


def update(*structs: Struct, deleted: dict[int, list[tuple[int, int]]] | None = None) -> bytes:
    """Encode structs, in blocks by client in the order given, and the ranges (start, length) to be deleted."""
    blocks: dict[int, list[Struct]] = {}
    for struct in structs:
        blocks.setdefault(struct.client, []).append(struct)
    data = uint(len(blocks))
    for client, block in blocks.items():
        data += uint(len(block)) + uint(client) + uint(block[0].clock) + b"".join(map(_struct, block))
    data += uint(len(deleted or {}))
    for client, ranges in (deleted or {}).items():
        data += uint(client) + uint(len(ranges)) + b"".join(uint(start) + uint(size) for start, size in ranges)
    return data


def struct(
    at: Id,
    ref: int,
    content: Any = None,
    *,
    length: int = 1,
    origin: Id | None = None,
    right: Id | None = None,
    parent: str | Id | None = None,
    key: str | None = None,
) -> Struct:
    return Struct(at[0], at[1], length, ref, origin, right, parent, key, content)


def element(at: Id, tag: str, **where: Any) -> Struct:
    return struct(at, TYPE, (ELEMENT, tag), **where)


def shared_text(at: Id, **where: Any) -> Struct:
    return struct(at, TYPE, (TEXT, ""), **where)


def string(at: Id, value: str, **where: Any) -> Struct:
    return struct(at, STRING, value, length=len(value.encode("utf-16-le", "surrogatepass")) // 2, **where)


def format_(at: Id, mark: str, value: Any, **where: Any) -> Struct:
    return struct(at, FORMAT, (mark, value), **where)


def values(at: Id, *items: Any, **where: Any) -> Struct:
    return struct(at, ANY, list(items), length=len(items), **where)


def _struct(struct: Struct) -> bytes:
    if struct.ref in (GC, SKIP):
        return bytes([struct.ref]) + uint(struct.length)
    left, right = struct.origin, struct.right_origin
    info = struct.ref | (128 if left else 0) | (64 if right else 0) | (32 if struct.key is not None else 0)
    data = bytes([info])
    data += b"".join(uint(client) + uint(clock) for client, clock in filter(None, (left, right)))
    if not left and not right:
        parent = struct.parent
        data += (
            b"\x01" + text(parent)
            if isinstance(parent, str)
            else b"\x00" + uint((parent or (0, 0))[0]) + uint((parent or (0, 0))[1])
        )
        data += text(struct.key) if struct.key is not None else b""
    return data + _content(struct)


def _content(struct: Struct) -> bytes:
    match struct.ref:
        case 1:
            return uint(struct.length)
        case 4:
            return text(struct.content)
        case 6:
            return text(struct.content[0]) + text(json.dumps(struct.content[1], ensure_ascii=False))
        case 7:
            kind, tag = struct.content
            return uint(kind) + (text(tag) if kind == ELEMENT else b"")
        case _:
            return uint(len(struct.content)) + b"".join(map(scalar, struct.content))


__all__ = [
    "DELETED",
    "GC",
    "SKIP",
    "element",
    "format_",
    "scalar",
    "shared_text",
    "string",
    "struct",
    "text",
    "uint",
    "update",
    "values",
]
