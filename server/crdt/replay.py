"""What a stored state shows, character by character, and under which CRDT ids.

The words are those of `server.domain.canonical.plain_text`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Literal

from server.crdt.codec import STRING, TRUSTED, TYPE, decode_update, utf16_length
from server.crdt.order import Item, State, Tree, lay_over
from server.domain.comparison import Piece

Run = Piece
"""Characters of one client that follow each other in clocks and in the document, with the same presence."""

Label = Callable[[str], str]


def overlay(a: bytes, b: bytes, label: Label = lambda clause: "") -> list[Run]:
    """Return all that either of two stored states shows, in document order.

    Both are full states of one lineage, collected or not; either may be the older, and each may hold what the
    other lacks. `label` gives the words for a reference to a clause; without it they are none, as in plain text.

    Raises:
        Malformed: no state, or one that refers to what neither holds.
    """
    state_a = State(*decode_update(a, TRUSTED))
    state_b = state_a if a == b else State(*decode_update(b, TRUSTED))
    return _join(_Rendition(label).read(Tree(lay_over(state_a, state_b)).root))


def visible(state: bytes, label: Label = lambda clause: "") -> list[Run]:
    """Return all that one stored state shows, in document order, as `overlay` does."""
    return overlay(state, state, label)


class _Rendition:
    """A tree read aloud: text, a line break before every paragraph but the first, words for other nodes."""

    def __init__(self, label: Label) -> None:
        self._label = label
        self._last_a: Item | None = None
        self._last_b: Item | None = None

    def read(self, node: Item) -> Iterator[Run]:
        item = node.first
        while item is not None:
            if item.in_a or item.in_b:
                if item.ref == STRING:
                    yield Run(item.content, item.client, item.clock, item.in_a, item.in_b)
                elif item.ref == TYPE:
                    yield from self._read_node(item, item.content[1])
            item = item.right

    def _read_node(self, node: Item, tag: str) -> Iterator[Run]:
        match tag:
            case "hard_break":
                yield _sign("\n", node, tag)
            case "blank" | "reference" | "citation":
                yield from self._read_atom(node, tag)
            case "footnote":
                yield _sign(" ", node, tag)
                yield from self.read(node)
            case "paragraph":
                yield from self._break(node)
                yield from self.read(node)
            case _:
                yield from self.read(node)

    def _break(self, block: Item) -> Iterator[Run]:
        """Part a block from the one before it, under the id of whichever of the two only one state has.

        So a break belongs to whoever made the new paragraph, also where that stands before the old one.
        """
        in_a, in_b = block.in_a and self._last_a is not None, block.in_b and self._last_b is not None
        named = block
        if in_a != in_b and block.in_a and block.in_b:
            named = (self._last_a if in_a else self._last_b) or block
        if in_a or in_b:
            yield replace(_sign("\n", named, "paragraph"), in_a=in_a, in_b=in_b)
        self._last_a = block if block.in_a else self._last_a
        self._last_b = block if block.in_b else self._last_b

    def _read_atom(self, atom: Item, tag: str) -> Iterator[Run]:
        """Name an atom; where an attribute changed, as A does and as B does, under the attribute's ids."""
        then, now = self._name(atom, tag, "in_a"), self._name(atom, tag, "in_b")
        if then == now or not (atom.in_a and atom.in_b):
            runs = [_sign(then if atom.in_a else now, atom, tag)]
        else:
            values = [value for values in atom.attributes.values() for value in values]
            old = next((value for value in values if value.in_a and not value.in_b), atom)
            new = next((value for value in values if value.in_b and not value.in_a), atom)
            runs = [
                Run(then, old.client, old.clock, True, False, tag),
                Run(now, new.client, new.clock, False, True, tag),
            ]
        yield from (run for run in runs if run.text)

    def _name(self, atom: Item, tag: str, side: Literal["in_a", "in_b"]) -> str:
        shown = {
            key: str(value.content if value.ref == STRING else value.content[-1])
            for key, values in atom.attributes.items()
            for value in values
            if getattr(value, side)
        }
        match tag:
            case "blank":
                return f"[{shown.get('text', 'x')}]"
            case "reference":
                return self._label(shown.get("clause", ""))
            case _:
                return ", ".join(filter(None, (shown.get("instrument"), shown.get("locator"))))


def _sign(text: str, node: Item, tag: str) -> Run:
    return Run(text, node.client, node.clock, node.in_a, node.in_b, tag)


def _join(runs: Iterable[Run]) -> list[Run]:
    """Join text that continues in clocks with the same presence."""
    joined: list[Run] = []
    follows: tuple[int, int, bool, bool] | None = None
    for run in runs:
        here = (run.client, run.clock, run.in_a, run.in_b)
        if here == follows and not run.block:
            joined[-1] = replace(joined[-1], text=joined[-1].text + run.text)
        else:
            joined.append(run)
        end = run.clock + utf16_length(run.text)
        follows = None if run.block else (run.client, end, run.in_a, run.in_b)
    return joined
