"""Updates that kill, stall or bloat a CRDT engine or a careless decoder, each with the code that refuses it."""

from collections.abc import Iterator
from dataclasses import dataclass

from server.crdt.codec import ANY, DELETED, STRING, Struct
from server.crdt.rejection import Code
from tests.crdt.writing import element, format_, scalar, shared_text, string, struct, text, uint, update, values

ROOT = "prosemirror"
HEADER = uint(1) + uint(1) + uint(7) + uint(0)
"""One client, one struct, client 7, clock 0."""
IN_ROOT = uint(1) + text(ROOT)


START = (element((7, 0), "paragraph", parent=ROOT), shared_text((7, 1), parent=(7, 0)))
"""A paragraph with a text, (7, 1), in it."""
HALF = 450_000
LONG = (
    update(*START, string((7, 2), "x" * HALF, parent=(7, 1))),
    update(string((7, 2 + HALF), "x" * HALF, origin=(7, 1 + HALF))),
)
"""A text that is almost as long as texts may be; it takes two updates."""
EMOJI = (update(*START, string((7, 2), "a😀b", parent=(7, 1))),)
"""Clocks 2 to 5; the emoji is 3 and 4."""


@dataclass(frozen=True)
class Crasher:
    """Bytes that must be refused with this code, by a ledger that took what came `before` from the same person."""

    name: str
    update: bytes
    code: Code
    before: tuple[bytes, ...] = ()


def crashers() -> Iterator[Crasher]:
    """Yield all of them."""
    for name, frame, code in (*_numbers(), *_contents(), *_quantities()):
        yield Crasher(name, frame, code)
    yield from _surrogates()
    yield from _cuts()


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
    yield "40,000 updates in one that all wait for another", _waiting(40_000), "too_large"
    yield "3,000 structs that all wait for another", _waiting(3_000), "gap"
    yield "a deletion of what is yet to come", update(deleted={7: [(0, 1)]}), "gap"
    yield "a string past the end", HEADER + bytes([STRING]) + IN_ROOT + uint(500_000) + b"a", "malformed"


def _contents() -> Iterator[tuple[str, bytes, Code]]:
    yield "a root beside the text", update(element((7, 0), "paragraph", parent="clause-2")), "forged"
    yield "a field beside the text", update(values((7, 0), "false", parent="meta", key="locked")), "forged"
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
    for flags in (32, 64, 128):
        for ref in (0, 10):
            yield f"flags {flags} on a struct of kind {ref}", HEADER + bytes([flags | ref]) + b"\1\0", "malformed"
    for ref in (2, 3, 5, 9, 11, 31):
        yield f"content of kind {ref}", HEADER + bytes([ref]) + IN_ROOT + b"\x01\x01a\0", "malformed"
    for kind in (0, 1, 2, 4, 5, 7, 15):
        yield f"a type of kind {kind}", HEADER + b"\x07" + IN_ROOT + uint(kind) + b"\x01a\0", "malformed"


def _quantities() -> Iterator[tuple[str, bytes, Code]]:
    chain = [string((7, 2), "a", parent=(7, 1))]
    chain += [string((7, clock), "a", origin=(7, clock - 1)) for clock in range(3, 200_000)]
    yield "200,000 single characters", update(*START, *chain), "too_large"
    yield "40,000 single characters", update(*START, *chain[:40_000]), "too_large"
    yield "a string of 5 MB", update(*START, string((7, 2), "x" * 5_000_000, parent=(7, 1))), "too_large"
    nested = [element((7, clock), "list_item", parent=(7, clock - 1)) for clock in range(1, 30_000)]
    yield "30,000 nested elements", update(START[0], *nested), "too_large"
    tags = ("list_item", "bullet_list")
    lists = [element((7, clock), tags[clock % 2], parent=(7, clock - 1)) for clock in range(1, 3_000)]
    yield "3,000 nested lists", update(element((7, 0), "ordered_list", parent=ROOT), *lists[1:]), "gap"
    yield "lists below the depth allowed", update(element((7, 0), "bullet_list", parent=ROOT), *_shift(3_000)), "forged"
    crowd = [element((client, 0), "paragraph", parent=ROOT) for client in range(1, 3_000)]
    yield "3,000 clients", update(*crowd), "too_large"
    circle = [element((client, 0), "paragraph", origin=(client % 64 + 1, 0)) for client in range(1, 65)]
    yield "a circle of 64 clients", update(*circle), "gap"
    yield "a client without structs", uint(1) + b"\0\7\0" + b"\0", "malformed"
    yield "the same client twice", uint(2) + (uint(1) + uint(7) + uint(0) + b"\0\1") * 2 + b"\0", "malformed"
    yield "200,000 deleted ranges", uint(0) + uint(1) + uint(7) + uint(200_000) + b"\1\1" * 200_000, "too_large"
    yield "100,000 unknown ranges", _unknown_ranges(100_000), "gap"
    many = values((7, 1), *([1] * 3_000), parent=(7, 0), key="start")
    yield "3,000 values, then a bad one", update(element((7, 0), "ordered_list", parent=ROOT), many, _bad()), "forged"


def _shift(count: int) -> Iterator[Struct]:
    for clock in range(1, count):
        yield element((7, clock), ("bullet_list", "list_item")[clock % 2], parent=(7, clock - 1))


def _bad() -> Struct:
    return values((7, 3_001), "x", origin=(7, 3_000))


def _waiting(count: int) -> bytes:
    return update(*(string((7, clock), "a", origin=(8, 0)) for clock in range(count)))


def _surrogates() -> Iterator[Crasher]:
    """Half a character is repaired in one way by Yjs and in another by yrs, and the texts differ for ever."""
    clock = (7, 6)
    yield Crasher("an insertion in a pair", update(string(clock, "x", origin=(7, 3))), "split", EMOJI)
    yield Crasher("an insertion before half a pair", update(string(clock, "x", right=(7, 4))), "split", EMOJI)
    yield Crasher("a mark from half a pair on", update(format_(clock, "strong", {}, origin=(7, 3))), "split", EMOJI)
    yield Crasher("half a pair deleted", update(deleted={7: [(3, 1)]}), "split", EMOJI)
    yield Crasher("the other half deleted", update(deleted={7: [(4, 2)]}), "split", EMOJI)
    longer = string((7, 3), "x😀", origin=(7, 2))
    yield Crasher(
        "a pair half of which is known",
        update(longer),
        "split",
        (update(*START, string((7, 2), "axx", parent=(7, 1))),),
    )


def _cuts() -> Iterator[Crasher]:
    """Each deletion cuts a text into more pieces, and the more there are the longer an engine takes for the next."""

    def cut(start: int, count: int) -> bytes:
        return update(deleted={7: [(start + 2 * number, 1) for number in range(count)]})

    yield Crasher("a text cut into 200,000 pieces", cut(2, 100_000), "too_large", LONG)
    yield Crasher("the same from behind", _reversed(100_000), "malformed", LONG)
    yield Crasher("deletions that overlap", update(deleted={7: [(2, 4), (3, 1)]}), "malformed", EMOJI)
    yield Crasher("deletions in two places", uint(0) + uint(2) + (uint(7) + b"\1\0\1") * 2, "malformed", EMOJI)
    hacked = tuple(cut(2 + 8_000 * time, 4_000) for time in range(5))
    yield Crasher("a text cut to pieces little by little", cut(50_000, 10), "too_large", (*LONG, *hacked))
    first = update(*START, string((7, 2), "x", parent=(7, 1)))
    clocks = range(3, 24_000, 3_999)
    shreds = [
        update(*(string((7, at), "y", right=(7, at - 1)) for at in range(start, start + 3_999))) for start in clocks
    ]
    yield Crasher("a text written backwards", shreds[5], "too_large", (first, *shreds[:5]))


def _reversed(count: int) -> bytes:
    return update(deleted={7: [(2 + 2 * number, 1) for number in reversed(range(count))]})


def _unknown_ranges(count: int) -> bytes:
    return update(deleted={7: [(2 * number, 1) for number in range(count)]})
