"""Updates that kill, stall or bloat a CRDT engine or a careless decoder, each with the code that refuses it."""

from collections.abc import Iterator

from server.crdt.codec import ANY, DELETED, STRING, Struct
from server.crdt.rejection import Code
from tests.crdt.writing import element, scalar, shared_text, string, struct, text, uint, update, values

ROOT = "prosemirror"
HEADER = uint(1) + uint(1) + uint(7) + uint(0)
"""One client, one struct, client 7, clock 0."""
IN_ROOT = uint(1) + text(ROOT)


def crashers() -> Iterator[tuple[str, bytes, Code]]:
    """Yield a name, the bytes and the code expected from a ledger that knows nothing."""
    yield from _numbers()
    yield from _contents()
    yield from _quantities()


def _numbers() -> Iterator[tuple[str, bytes, Code]]:
    yield "a megabyte of continuation bytes", b"\xff" * 1_000_000, "too_large"
    yield "400 kB of continuation bytes", b"\xff" * 400_000, "malformed"
    yield "2^34 clients", uint(1 << 34), "malformed"
    yield "2^50 clients", uint(1 << 50), "malformed"
    yield "2^31 structs", uint(1) + uint(1 << 31) + uint(7) + uint(0) + b"\0", "malformed"
    yield "2^31 deleted ranges", uint(0) + uint(1) + uint(7) + uint(1 << 31) + b"\0", "malformed"
    yield "a client id of 2^53", uint(1) + uint(1) + uint(1 << 53) + b"\0\0\1\0", "malformed"
    yield "a client id without end", uint(1) + uint(1) + b"\xff" * 300, "malformed"
    yield "a clock of 2^31", update(struct((7, 1 << 31), DELETED, parent=ROOT)), "malformed"
    yield "a length of 2^31", update(struct((7, 0), DELETED, length=1 << 31, parent=ROOT)), "malformed"
    yield "a length of 2^30", update(struct((7, 0), DELETED, length=1 << 30, parent=ROOT)), "too_large"
    yield "a deletion to 2^31", update(deleted={7: [((1 << 31) - 1, 1)]}), "malformed"
    yield "nothing deleted", update(deleted={7: [(0, 0)]}), "malformed"
    yield "a clock from the future", update(element((7, 9), "paragraph", parent=ROOT)), "gap"
    yield "a string past the end", HEADER + bytes([STRING]) + IN_ROOT + uint(500_000) + b"a", "malformed"


def _contents() -> Iterator[tuple[str, bytes, Code]]:
    any_value = HEADER + bytes([ANY | 32]) + uint(1) + text(ROOT) + text("start") + uint(1)
    yield "an array nested 50,000 deep", any_value + b"\x75\x01" * 50_000 + b"\x7e\0", "malformed"
    yield "an object nested 50,000 deep", any_value + b"\x76\x01\x01a" * 50_000 + b"\x7e\0", "malformed"
    yield "an array", any_value + scalar([1]) + b"\0", "malformed"
    yield "no values", any_value[:-1] + b"\0\0", "malformed"
    mark = HEADER + b"\x06" + IN_ROOT + text("strong")
    yield "JSON nested 100,000 deep", mark + text("[" * 100_000) + b"\0", "too_large"
    yield "JSON nested 8,000 deep", mark + text("[" * 8_000) + b"\0", "malformed"
    yield "broken JSON", mark + text("{") + b"\0", "malformed"
    yield "a lone surrogate in JSON", mark + text('{"id":"\\ud800"}') + b"\0", "malformed"
    yield "JSON that is not UTF-8", mark + uint(3) + b'"\xff"' + b"\0", "malformed"
    yield "a surrogate in UTF-8", update(string((7, 0), "\ud83d", parent=ROOT)), "malformed"
    yield "not UTF-8", HEADER + bytes([STRING]) + IN_ROOT + b"\x01\xff\0", "malformed"
    yield "an empty string", update(string((7, 0), "", parent=ROOT)), "malformed"
    for ref in (2, 3, 5, 9, 11, 31):
        yield f"content of kind {ref}", HEADER + bytes([ref]) + IN_ROOT + b"\x01\x01a\0", "malformed"
    for kind in (0, 1, 2, 4, 5, 7, 15):
        yield f"a type of kind {kind}", HEADER + b"\x07" + IN_ROOT + uint(kind) + b"\x01a\0", "malformed"


def _quantities() -> Iterator[tuple[str, bytes, Code]]:
    chain = [string((7, 2), "a", parent=(7, 1))]
    chain += [string((7, clock), "a", origin=(7, clock - 1)) for clock in range(3, 200_000)]
    start = (element((7, 0), "paragraph", parent=ROOT), shared_text((7, 1), parent=(7, 0)))
    yield "200,000 single characters", update(*start, *chain), "too_large"
    yield "40,000 single characters", update(*start, *chain[:40_000]), "too_large"
    nested = [element((7, clock), "list_item", parent=(7, clock - 1)) for clock in range(1, 30_000)]
    yield "30,000 nested elements", update(start[0], *nested), "too_large"
    tags = ("list_item", "bullet_list")
    lists = [element((7, clock), tags[clock % 2], parent=(7, clock - 1)) for clock in range(1, 3_000)]
    yield "3,000 nested lists", update(element((7, 0), "ordered_list", parent=ROOT), *lists[1:]), "gap"
    yield "lists below the depth allowed", update(element((7, 0), "bullet_list", parent=ROOT), *_shift(3_000)), "forged"
    crowd = [element((client, 0), "paragraph", parent=ROOT) for client in range(1, 3_000)]
    yield "3,000 clients", update(*crowd), "too_large"
    circle = [element((client, 0), "paragraph", origin=(client % 64 + 1, 0)) for client in range(1, 65)]
    yield "a circle of 64 clients", update(*circle), "gap"
    yield "the same client twice", uint(2) + (uint(1) + uint(7) + uint(0) + b"\0\1") * 2 + b"\0", "malformed"
    yield "200,000 deleted ranges", uint(0) + uint(1) + uint(7) + uint(200_000) + b"\1\1" * 200_000, "too_large"
    yield "100,000 unknown ranges", uint(0) + uint(1) + uint(7) + uint(100_000) + b"\1\1" * 100_000, "gap"
    many = values((7, 1), *([1] * 3_000), parent=(7, 0), key="start")
    yield "3,000 values, then a bad one", update(element((7, 0), "ordered_list", parent=ROOT), many, _bad()), "forged"


def _shift(count: int) -> Iterator[Struct]:
    for clock in range(1, count):
        yield element((7, clock), ("bullet_list", "list_item")[clock % 2], parent=(7, clock - 1))


def _bad() -> Struct:
    return values((7, 3_001), "x", origin=(7, 3_000))
