"""Writes bodies that the wire's grammar allows, most of them near to what an honest client says next."""

import json
from collections.abc import Callable
from random import Random

from server.rooms import envelope
from server.rooms.envelope import octets, uint
from tests.crdt.hostility import write_hostile
from tests.fuzz.mutation import NUMBERS, spoil

STATES: tuple[str, ...] = (
    "null",
    "{}",
    '{"cursor":{"anchor":{"type":null,"tname":"prosemirror","item":null,"assoc":0}}}',
    '{"user":{"name":"Someone else","delegation":"KE"}}',
    '{"clause":"01900000-0000-7000-8000-000000000001","language":"ar"}',
    "[]",
    "7",
    "1e999",
    '"\\ud800"',
    '{"a":1e400}',
    '{"":' + "[" * 150 + "]" * 150 + "}",
    "[" * 5_000,
    '{"x":"' + "😀" * 5_000 + '"}',
    "{",
)
TOKENS: tuple[str, ...] = (
    "",
    "any",
    '{"epoch":1,"schema":1}',
    '{"epoch":7,"schema":1}',
    '{"epoch":1,"schema":99}',
    '{"epoch":-1,"schema":1e99}',
    '{"after":100}',
    '{"after":-99999999999999999999999}',
    "[" * 3_000,
    '{"epoch":' + "9" * 400 + "}",
)
Known = Callable[[], dict[int, int]]


class Grammar:
    """What one attacker may say. `known` tells the next clock of each client id in the text under attack."""

    def __init__(self, random: Random, known: Known) -> None:
        self._random = random
        self._known = known
        self.said: list[bytes] = []
        """Updates that somebody sent before: they come again, and spoilt."""
        self.fitting: list[bytes] = []
        """Updates that an honest page would send now, one after the other."""
        self._kinds: tuple[Callable[[], bytes], ...] = (
            *(self._news,) * 8,
            *(self._answer,) * 3,
            self._question,
            *(self._presence,) * 3,
            self._others,
            self.token,
        )

    def body(self) -> bytes:
        """Return a body without a key."""
        return self._random.choice(self._kinds)()

    def token(self) -> bytes:
        """Return a body that names a document, whichever key is put before it."""
        version = self._random.choice((b"", octets(b"4.8.0"), b"\xff\xff"))
        return b"\x02\x00" + octets(self._random.choice(TOKENS).encode()) + version

    def _update(self) -> bytes:
        """Return an update: said before, fitting, or of strange structs on top of what is there. A third is spoilt."""
        random = self._random
        known = self._known()
        good = [b"\0\0", *self.said, *self.fitting * 3]
        update = write_hostile(random, known) if known and random.random() < 0.5 else random.choice(good)
        return spoil(random, update, random.choice(good)) if random.random() < 0.35 else update

    def _news(self) -> bytes:
        return envelope.news(self._update())

    def _answer(self) -> bytes:
        return envelope.step_two(self._update())

    def _question(self) -> bytes:
        random = self._random
        clocks = {client: random.choice((0, end, end // 2, end + 1)) for client, end in self._known().items()}
        if random.random() < 0.2:
            clocks[random.choice(NUMBERS)] = random.choice(NUMBERS)
        vector = uint(len(clocks)) + b"".join(uint(client) + uint(clock) for client, clock in clocks.items())
        return envelope.step_one(spoil(random, vector, b"\0") if random.random() < 0.2 else vector)

    def _presence(self) -> bytes:
        random = self._random
        count = random.choice((0, 1, 1, 1, 2, 30))
        ids = [1, 2, 3, *self._known(), *NUMBERS]
        states = b"".join(
            uint(random.choice(ids)) + uint(random.choice((0, 1, 2, *NUMBERS))) + octets(random.choice(STATES).encode())
            for _ in range(count)
        )
        return envelope.presence(uint(count) + states)

    def _others(self) -> bytes:
        random = self._random
        junk = json.dumps({"type": random.choice(("saved", "hello", "refused")), "received": 1 << 40})
        return random.choice(
            (
                b"\x03",
                envelope.stateless(junk),
                b"\x64" + octets(junk.encode()),
                envelope.SAVED,
                envelope.authenticated(may_write=True),
                envelope.denied("x"),
                b"\x09",
                b"\x0a",
                b"\x07",
                b"\x07" + octets(b"why"),
                b"\x04",
                b"\x06" + octets(b"broadcast"),
                envelope.news(b"\0\0"),
            )
        )
