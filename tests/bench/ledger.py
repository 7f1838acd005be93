"""How long the ledger takes for a keystroke: inspect and commit, in microseconds, for texts of three sizes.

The text stands in paragraphs of 400 characters, was typed by twenty people, and a tenth of it was deleted again.
"""

import random
import sys
import time
from typing import Any

from pycrdt import Doc, XmlFragment

from server.crdt.ledger import Ledger
from server.crdt.tree import build_update

PARAGRAPH = 400
PEOPLE = 20
KEYSTROKES = 2_000


def write_text(size: int, rng: random.Random) -> tuple[Doc[Any], Ledger]:
    """Return a document of `size` characters with a history, and its ledger."""
    paragraph = {"type": "paragraph", "content": [{"type": "text", "text": "x" * (PARAGRAPH // 2)}]}
    start = build_update({"type": "doc", "content": [paragraph] * (size // PARAGRAPH)}, 1)
    doc: Doc[Any] = Doc()
    doc.apply_update(start)
    ledger = Ledger()
    ledger.commit(ledger.inspect(start, "writer"), start)
    for person in range(PEOPLE):
        for update in record_keystrokes(doc, 100 + person, size // 2 // PEOPLE, rng):
            effect = ledger.inspect(update, f"person {person}")
            doc.apply_update(update)
            ledger.commit(effect, update)
    return doc, ledger


def record_keystrokes(doc: Doc[Any], client: int, count: int, rng: random.Random) -> list[bytes]:
    """Return what a client with the state of `doc` sends when it types `count` characters and deletes a tenth."""
    own: Doc[Any] = Doc(client_id=client)
    own.apply_update(doc.get_update())
    sent: list[bytes] = []
    own.observe(lambda event: sent.append(event.update))
    texts = [paragraph.children[0] for paragraph in own.get("prosemirror", type=XmlFragment).children]
    for _ in range(count):
        text = rng.choice(texts)
        at = rng.randrange(len(text))
        if rng.random() < 0.1:
            del text[at : at + 1]
        else:
            text.insert(at, "e")
    return sent


def measure(size: int, rng: random.Random) -> tuple[float, float, float]:
    """Return microseconds for each keystroke (median, 99th percentile), and milliseconds to load the ledger."""
    doc, ledger = write_text(size, rng)
    updates = record_keystrokes(doc, 7, KEYSTROKES, rng)
    taken = []
    for update in updates:
        start = time.perf_counter_ns()
        ledger.commit(ledger.inspect(update, "typist"), update)
        taken.append(time.perf_counter_ns() - start)
    dump = ledger.dump()
    start = time.perf_counter_ns()
    Ledger.load(dump)
    loading = time.perf_counter_ns() - start
    taken.sort()
    return taken[len(taken) // 2] / 1e3, taken[len(taken) * 99 // 100] / 1e3, loading / 1e6


def main() -> None:
    """Print a line for each size."""
    for size in (2_000, 20_000, 100_000):
        median, slow, loading = measure(size, random.Random(size))
        sys.stdout.write(
            f"{size // 1000:4} kB: {median:5.1f} us a keystroke, 99 % within {slow:5.1f} us; load {loading:.2f} ms\n"
        )


if __name__ == "__main__":
    main()
