"""People who write, strike, split, join, cut, paste and undo in one text, with words that tell who wrote them.

As editors do it, a split deletes the rest of a line and inserts it again in a new paragraph, under the ids of whoever
splits, and a join likewise; what undoing brings back comes under new ids too. Each word is written once, so who wrote
it and who struck it last is known for certain.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any

from pycrdt import Doc, TransactionEvent, XmlElement, XmlFragment, XmlText

from server.crdt.codec import TRUSTED, decode_update
from server.domain.edits import Actor, Orphan, Span
from tests.crdt.crowd import words_of

LATIN = {"chair": "chair", "egypt": "egypt", "peru": "peru", "nepal": "nepal"}
ARABIC = {"chair": "رئيس", "egypt": "مِصر", "peru": "بيرو", "nepal": "نيبال"}
Chunks = list[tuple[str, dict[str, Any] | None]]


@dataclass(frozen=True)
class Row:
    """A stored update, as the log returns it. Its number is its time in seconds."""

    seq: int
    actor: Actor
    payload: bytes | None
    inserted: tuple[Span, ...]
    deleted: tuple[Span, ...]
    implied: tuple[Span, ...] = ()
    orphans: tuple[Orphan, ...] = ()

    @property
    def at_ms(self) -> int:
        return self.seq * 1_000


def row_of(seq: int, person: str, payload: bytes) -> Row:
    structs, deleted = decode_update(payload, TRUSTED)
    inserted = tuple(Span(struct.client, struct.clock, struct.clock + struct.length) for struct in structs)
    return Row(seq, Actor(person, None, None), payload, inserted, tuple(deleted))


@dataclass(frozen=True)
class Act:
    """What can be undone: words that came or went, and the word before them or, of a line break, after it."""

    verb: str
    chunks: Chunks
    anchor: str = ""


@dataclass
class Person:
    """A document, how much of the log it has, what was not sent yet, and what was cut."""

    doc: Doc[Any]
    seen: int = 0
    news: list[bytes] = field(default_factory=list)
    clipboard: Chunks = field(default_factory=list)
    past: list[Act] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.root = self.doc.get("prosemirror", type=XmlFragment)
        self.doc.observe(self._note)

    def _note(self, event: TransactionEvent) -> None:
        self.news.append(event.update)

    def text(self, block: int) -> XmlText:
        text = self.root.children[block].children[0]
        assert isinstance(text, XmlText)
        return text

    def words(self, block: int) -> str:
        return "".join(chunk for chunk, _ in self.text(block).diff())

    # Editing. Offsets count characters.

    def put(self, block: int, at: int, chunks: Chunks) -> None:
        """Insert text with its marks."""
        text, offset = self.text(block), _bytes(self.words(block)[:at])
        for chunk, marks in chunks:
            text.insert(offset, chunk, marks or {})
            offset += _bytes(chunk)

    def take(self, block: int, start: int, end: int) -> Chunks:
        """Delete text and return it."""
        words, taken, passed = self.words(block), [], 0
        for chunk, marks in self.text(block).diff():
            taken.append((chunk[max(0, start - passed) : max(0, end - passed)], marks))
            passed += len(chunk)
        if words[start:end]:
            del self.text(block)[_bytes(words[:start]) : _bytes(words[:end])]
        return [(chunk, marks) for chunk, marks in taken if chunk]

    def split(self, block: int, at: int) -> None:
        """Press Enter."""
        rest = self.take(block, at, len(self.words(block)))
        self._remember("split", [], anchor=_first("".join(words for words, _ in rest)))
        self.root.children.insert(block + 1, XmlElement("paragraph", None, [XmlText("")]))
        self.put(block + 1, 0, rest)

    def join(self, block: int) -> None:
        """Press Backspace at the start of a paragraph."""
        rest: Chunks = list(self.text(block).diff())
        self._remember("join", [], anchor=_first(self.words(block)))
        del self.root.children[block]
        self.put(block - 1, len(self.words(block - 1)), rest)

    def write(self, block: int, at: int, chunks: Chunks) -> None:
        """Insert words in a way that can be undone."""
        self._remember("write", chunks)
        self.put(block, at, chunks)

    def strike(self, block: int, start: int, end: int) -> Chunks:
        """Delete words in a way that can be undone, and return them."""
        anchor = _last(self.words(block)[:start])
        taken = self.take(block, start, end)
        self._remember("strike", taken, anchor)
        return taken

    def undo(self) -> None:
        """Press Ctrl+Z: take back what was written, bring back what was struck, mend or break the line."""
        act = self.past.pop()
        place = self.find(act.anchor)
        match act.verb:
            case "write":
                for word in (word for chunk, _ in act.chunks for word in re.findall("[^ ]* ", chunk)):
                    if found := self.find(word):
                        self.take(found[0], found[1], found[1] + len(word))
            case "strike" if place:
                self.put(place[0], place[1] + len(act.anchor), act.chunks)
            case "split" if place and place[0] and not place[1]:
                self.join(place[0])
                self.past.pop()
            case "join" if place:
                self.split(*place)
                self.past.pop()

    def find(self, word: str) -> tuple[int, int] | None:
        """Return the paragraph and the offset at which a word stands."""
        for block in range(len(self.root.children) if word else 0):
            if (at := self.words(block).find(word)) >= 0:
                return block, at
        return None

    def _remember(self, verb: str, chunks: Chunks, anchor: str = "") -> None:
        self.past.append(Act(verb, chunks, anchor))


class Assembly:
    """A server's document, a person for each name, and the log of what they sent."""

    def __init__(self, random: Random, stems: dict[str, str] | None = None) -> None:
        self.random = random
        self.rows: list[Row] = []
        self.strikers: dict[str, str] = {}
        """Word -> whose update took it from the text last."""
        self.doubled: set[str] = set()
        """Words that once stood in two places: cut, pasted, and the cutting undone."""
        self._stems = stems or LATIN
        self._written = 0
        self._server = Person(Doc(client_id=1))
        self.people = {name: Person(Doc(client_id=100 + at)) for at, name in enumerate(self._stems)}
        egypt = self.people["egypt"]
        egypt.root.children.append(XmlElement("paragraph", None, [XmlText("")]))
        egypt.put(0, 0, [(self._words("egypt", 9), None)])
        self.send("egypt")
        for name in self.people:
            self.catch_up(name)

    def state(self) -> bytes:
        return self._server.doc.get_update()

    def words_in(self, text: str) -> list[str]:
        """Return the words that are whole."""
        return re.findall("|".join(rf"\b{stem}\d+{stem[-1]}\b" for stem in self._stems.values()), text)

    def writer(self, word: str) -> str:
        """Return who wrote a word."""
        return next(name for name, stem in self._stems.items() if word.startswith(stem))

    def catch_up(self, name: str) -> None:
        """Show a person all that was sent."""
        person = self.people[name]
        for row in self.rows[person.seen :]:
            assert row.payload is not None
            person.doc.apply_update(row.payload)
        person.seen = len(self.rows)
        person.news.clear()

    def do(self, name: str, verb: str) -> None:
        """Let a person do something at a random place between words."""
        person = self.people[name]
        if not len(person.root.children):
            return
        block = self.random.randrange(len(person.root.children))
        text = person.words(block)
        at = self.random.choice([0, *(space.end() for space in re.finditer(" ", text))])
        words = re.findall("[^ ]* ", text[at:])[: self.random.randint(1, 3)]
        match verb:
            case "write":
                self._write(name, block, at, self._words(name, self.random.randint(1, 3)))
            case "strike" | "cut":
                self._strike(name, block, at, at + len("".join(words)), keep=verb == "cut")
            case "split":
                self.edit(name, person.split, block, at)
            case "join" if block:
                self.edit(name, person.join, block)
            case "paste" if person.clipboard:
                self.edit(name, person.put, block, at, person.clipboard)
                person.clipboard = []
            case "emphasise":
                self.edit(name, lambda: person.text(block).format(0, _bytes(text[:at]), {"strong": {}}))
            case "undo" if person.past:
                self.edit(name, person.undo)

    def _write(self, name: str, block: int, at: int, words: str) -> None:
        """Write all at once, or letter by letter, which is not undone: half a word has no striker."""
        person = self.people[name]
        if self.random.random() < 0.3:
            self.edit(name, person.write, block, at, [(words, None)])
        else:
            for offset, letter in enumerate(words):
                self.edit(name, person.put, block, at + offset, [(letter, None)])

    def _strike(self, name: str, block: int, start: int, end: int, *, keep: bool) -> None:
        """Delete at once, or backwards letter by letter, which is not undone."""
        person = self.people[name]
        if keep:
            person.clipboard = self.edit(name, person.strike, block, start, end)
        elif self.random.random() < 0.5:
            self.edit(name, person.strike, block, start, end)
        else:
            for at in reversed(range(start, end)):
                self.edit(name, person.take, block, at, at + 1)

    def edit(self, name: str, verb: Any, *details: Any) -> Any:
        """Let a person change their document in one update, and send it."""
        with self.people[name].doc.transaction():
            done = verb(*details)
        self.send(name)
        return done

    def send(self, name: str) -> None:
        """Put what a person did into the log."""
        before = self.words()
        for update in self.people[name].news:
            self._server.doc.apply_update(update)
        self.people[name].news.clear()
        self.rows += [row_of(seq, name, news) for seq, news in enumerate(self._server.news, len(self.rows) + 1)]
        self._server.news.clear()
        after = self.words()
        self.strikers |= dict.fromkeys(set(before) - set(after), name)
        self.doubled |= {word for word, count in after.items() if count > 1}

    def words(self) -> Counter[str]:
        """Return the whole words that stand in the text."""
        return Counter(self.words_in(words_of(self.state()))) if self.rows else Counter()

    def _words(self, name: str, count: int) -> str:
        first, stem = self._written, self._stems[name]
        self._written += count
        return "".join(f"{stem}{number}{stem[-1]} " for number in range(first, first + count))


def _first(text: str) -> str:
    return next(iter(re.findall("[^ ]* ", text)), "")


def _last(text: str) -> str:
    return next(reversed(re.findall("[^ ]* ", text)), "")


def _bytes(text: str) -> int:
    return len(text.encode())
