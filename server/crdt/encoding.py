"""Structs and deletions as a Yjs update, version 1: the other half of `codec`, for what the server writes itself."""

import json
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, assert_never

from server.crdt.codec import ANY, ELEMENT, FORMAT, STRING, TYPE, Struct
from server.domain.edits import Span

Id = tuple[int, int]


def encode_update(structs: Sequence[Struct], deleted: Iterable[Span] = ()) -> bytes:
    """Return the update. Structs of a client follow each other in clocks; every client's stand together."""
    data = bytearray()
    blocks = [list(block) for _, block in groupby(sorted(structs, key=_order), key=lambda struct: struct.client)]
    _put(data, len(blocks))
    for block in blocks[::-1]:
        _put(data, len(block))
        _put(data, block[0].client)
        _put(data, block[0].clock)
        for struct in block:
            _put_struct(data, struct)
    _put_deleted(data, join_spans(deleted))
    return bytes(data)


def join_spans(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order, those that touch as one."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.client, span.start)):
        last = joined[-1] if joined else None
        if last is not None and last.client == span.client and span.start <= last.end:
            joined[-1] = Span(span.client, last.start, max(last.end, span.end))
        else:
            joined.append(span)
    return joined


def _order(struct: Struct) -> Id:
    return struct.client, struct.clock


def _put_deleted(data: bytearray, spans: Sequence[Span]) -> None:
    blocks = [list(block) for _, block in groupby(spans, key=lambda span: span.client)]
    _put(data, len(blocks))
    for block in blocks:
        _put(data, block[0].client)
        _put(data, len(block))
        for span in block:
            _put(data, span.start)
            _put(data, span.end - span.start)


def _put_struct(data: bytearray, struct: Struct) -> None:
    has_neighbour = struct.origin is not None or struct.right_origin is not None
    data.append(
        struct.ref
        | (128 if struct.origin is not None else 0)
        | (64 if struct.right_origin is not None else 0)
        | (32 if not has_neighbour and struct.key is not None else 0)
    )
    for neighbour in (struct.origin, struct.right_origin):
        if neighbour is not None:
            _put_id(data, neighbour)
    if not has_neighbour:
        _put_parent(data, struct.parent)
        if struct.key is not None:
            _put_text(data, struct.key)
    _put_content(data, struct)


def _put_parent(data: bytearray, parent: str | Id | None) -> None:
    match parent:
        case str():
            _put(data, 1)
            _put_text(data, parent)
        case tuple():
            _put(data, 0)
            _put_id(data, parent)
        case None:
            raise ValueError("a struct without neighbours names its parent")
        case _:
            assert_never(parent)


def _put_content(data: bytearray, struct: Struct) -> None:
    match struct.ref:
        case 4:
            _put_text(data, struct.content)
        case 6:
            key, value = struct.content
            _put_text(data, key)
            _put_text(data, json.dumps(value, ensure_ascii=False, separators=(",", ":")))
        case 7:
            kind, tag = struct.content
            _put(data, kind)
            if kind == ELEMENT:
                _put_text(data, tag)
        case 8:
            _put(data, len(struct.content))
            for value in struct.content:
                _put_any(data, value)
        case ref:
            raise ValueError(f"content of kind {ref} is never written; only {(STRING, FORMAT, TYPE, ANY)} are")


def _put_any(data: bytearray, value: Any) -> None:
    match value:
        case None:
            data.append(126)
        case bool():
            data.append(120 if value else 121)
        case float() if value.is_integer():
            _put_any(data, int(value))
        case int() if value >= 0:
            data.append(125)
            data.append(value & 63 | (128 if value > 63 else 0))
            if value > 63:
                _put(data, value >> 6)
        case str():
            data.append(119)
            _put_text(data, value)
        case _:
            raise ValueError(f"no attribute is a {type(value).__name__}")


def _put_id(data: bytearray, at: Id) -> None:
    _put(data, at[0])
    _put(data, at[1])


def _put_text(data: bytearray, text: str) -> None:
    encoded = text.encode()
    _put(data, len(encoded))
    data += encoded


def _put(data: bytearray, number: int) -> None:
    while number > 127:
        data.append(number & 127 | 128)
        number >>= 7
    data.append(number)
