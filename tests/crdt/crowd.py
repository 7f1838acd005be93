"""Several people who edit one text at once with real CRDT documents, at random, and see each other late."""

from random import Random
from typing import Any

from pycrdt import Doc, TransactionEvent, XmlElement, XmlFragment, XmlText

from server.crdt.codec import TRUSTED, decode_update
from server.crdt.tree import read_state
from server.domain.canonical import plain_text

WORDS = (
    "Decides ",
    "to establish",
    ", ",
    "a fund",
    " ",
    "يُقَرِّرُ ",
    "الأطراف",
    "内罗毕",
    "日内瓦，",
    "cafe\u0301",
    "\u0301",
    "👩‍👩‍👧",
    "👍🏽 ",
    "🇨🇭",
    "1/CP.21",
    "𠀋",
)
MARKS: tuple[dict[str, Any], ...] = ({"strong": {}}, {"emphasis": {}}, {"strong": None})


class Crowd:
    """People with a document each, what they sent, and who inserted and who deleted every clock."""

    def __init__(self, random: Random, people: int = 3) -> None:
        self.random = random
        self.docs: list[Doc[Any]] = [Doc(client_id=100 + number) for number in range(people)]
        self.memory: Doc[Any] = Doc(client_id=1, skip_gc=True)
        self.sent: list[bytes] = []
        self.seen = [0] * people
        self.deleters: dict[tuple[int, int], str] = {}
        self._news: list[bytes] = []
        for doc in self.docs:
            doc.observe(self._remember)
        self._act(0, lambda root: root.children.append(_paragraph("Decides to establish a fund")))
        for person in range(people):
            self.catch_up(person)

    def inserted_by(self, client: int, clock: int) -> str | None:
        return f"person {client - 100}"

    def deleted_by(self, client: int, clock: int) -> str | None:
        return self.deleters.get((client, clock))

    def edit(self) -> None:
        """Let somebody do something, or read what the others sent."""
        person = self.random.randrange(len(self.docs))
        if self.random.random() < 0.2:
            self.catch_up(person)
        else:
            self._act(person, lambda root: edit_somewhere(self.random, root))

    def catch_up(self, person: int) -> None:
        """Show a person all that was sent."""
        for update in self.sent[self.seen[person] :]:
            self.docs[person].apply_update(update)
        self.seen[person] = len(self.sent)
        self._news.clear()

    def states(self) -> list[bytes]:
        """Return what each person has now: of one lineage, but each may lack what the others did last."""
        return [doc.get_update() for doc in self.docs]

    def _act(self, person: int, verb: Any) -> None:
        doc = self.docs[person]
        with doc.transaction():
            verb(doc.get("prosemirror", type=XmlFragment))
        for update in self._news:
            self.sent.append(update)
            self.memory.apply_update(update)
            for span in decode_update(update, TRUSTED)[1]:
                for clock in range(span.start, span.end):
                    self.deleters.setdefault((span.client, clock), f"person {person}")
        self._news.clear()

    def _remember(self, event: TransactionEvent) -> None:
        self._news.append(event.update)


def edit_somewhere(random: Random, root: XmlFragment) -> None:
    """Write, erase, mark, or put in or take out a node."""
    random.choice([_type, _type, _type, _erase, _erase, _emphasise, _insert_node, _remove_node])(random, root)


def words_of(state: bytes) -> str:
    """Return the plain text of a state as pycrdt reads it."""
    return plain_text(read_state(state))


def _paragraph(words: str) -> XmlElement:
    return XmlElement("paragraph", None, [XmlText(words)])


def _texts(root: XmlFragment) -> list[XmlText]:
    return [child for block in _paragraphs(root) for child in block.children if isinstance(child, XmlText)]


def _paragraphs(parent: XmlFragment | XmlElement) -> list[XmlElement]:
    found: list[XmlElement] = []
    for child in parent.children:
        if isinstance(child, XmlElement):
            found += [child] if child.tag == "paragraph" else _paragraphs(child)
    return found


def _place(random: Random, words: str) -> tuple[int, int, int]:
    """Return a stretch of a text as characters from and to, and the bytes before it."""
    start = random.randint(0, len(words))
    return start, min(len(words), start + random.randint(1, 12)), len(words[:start].encode())


def _type(random: Random, root: XmlFragment) -> None:
    for text in _choose(random, _texts(root)):
        words = _words(text)
        text.insert(_place(random, words)[2], "".join(random.choices(WORDS, k=random.randint(1, 3))))


def _erase(random: Random, root: XmlFragment) -> None:
    for text in _choose(random, _texts(root)):
        words = _words(text)
        start, end, before = _place(random, words)
        if end > start:
            del text[before : before + len(words[start:end].encode())]


def _emphasise(random: Random, root: XmlFragment) -> None:
    for text in _choose(random, _texts(root)):
        words = _words(text)
        start, end, before = _place(random, words)
        if end > start:
            text.format(before, before + len(words[start:end].encode()), random.choice(MARKS))


def _insert_node(random: Random, root: XmlFragment) -> None:
    kind = random.choice(["paragraph", "list", "blank", "hard_break", "footnote", "citation"])
    new: dict[str, XmlElement] = {
        "paragraph": _paragraph(random.choice(WORDS)),
        "list": XmlElement("ordered_list", None, [XmlElement("list_item", None, [_paragraph("item")])]),
        "blank": XmlElement("blank", {"text": random.choice("xyz")}),
        "hard_break": XmlElement("hard_break"),
        "footnote": XmlElement("footnote", None, [XmlText("see above")]),
        "citation": XmlElement("citation", {"instrument": "Charter", "locator": "Art. 2"}),
    }
    home = root if kind in ("paragraph", "list") else next(iter(_choose(random, _paragraphs(root))), None)
    if home is not None:
        home.children.insert(random.randint(0, len(home.children)), new[kind])


def _remove_node(random: Random, root: XmlFragment) -> None:
    homes: list[XmlFragment | XmlElement] = [root, *_paragraphs(root)]
    for home in _choose(random, [home for home in homes if len(home.children) > 1]):
        del home.children[random.randrange(len(home.children))]


def _choose(random: Random, things: list[Any]) -> list[Any]:
    return [random.choice(things)] if things else []


def _words(text: XmlText) -> str:
    return "".join(chunk for chunk, _ in text.diff())
