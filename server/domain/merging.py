"""Three texts made one, word by word: what two people made of the same text, where they did not touch the same words.

A text is laid out as tokens (words with their marks, and where nodes begin and end), so that a change of emphasis, a
bracket or a new paragraph counts as much as a word.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from server.domain.canonical import Node, normalise, plain_text
from server.domain.comparison import step_through
from server.domain.grammar import GRAMMAR
from server.domain.words import split_words

_LINES = frozenset({"paragraph", "hard_break"})


@dataclass(frozen=True, slots=True)
class Token:
    """A word with its marks, or the begin or end of a node with its attributes; `extra` is these as JSON."""

    kind: Literal["word", "begin", "end"]
    value: str
    extra: str = ""


@dataclass(frozen=True, slots=True)
class Hunk:
    """A stretch of the first text, `start <= token < end`, and what stands there in another one."""

    start: int
    end: int
    new: tuple[Token, ...]

    def meets(self, other: "Hunk") -> bool:
        """True if both change the same words, or stand side by side with nothing between them; the same change never
        meets itself.
        """
        return self != other and self.start <= other.end and other.start <= self.end


@dataclass(frozen=True, slots=True)
class Clash:
    """Words that one side changed while the other did too: what they were, and what they are now."""

    was: str
    now: str


def merge_texts(base: Node, mine: Node, theirs: Node) -> Node | list[Clash]:
    """Return `theirs` with what `mine` changed in `base`, or what `theirs` changed in the same words.

    All three fit `document.json`, and so does what is returned, but for rules of number that it does not state.
    """
    tokens = lay_out(base)
    own, others = find_hunks(tokens, lay_out(mine)), find_hunks(tokens, lay_out(theirs))
    met = [other for other in others if any(hunk.meets(other) for hunk in own)]
    if not met:
        merged = gather(_apply(tokens, [*own, *others]))
        if merged is not None:
            return merged
    return [Clash(say(tokens[hunk.start : hunk.end]), say(hunk.new)) for hunk in met or others]


def lay_out(document: Node) -> tuple[Token, ...]:
    """Return a text as tokens, in reading order."""
    return tuple(_lay_out(normalise(document)))


def gather(tokens: Sequence[Token]) -> Node | None:
    """Return the text that tokens make, or None if its nodes do not begin and end in each other."""
    root: Node = {"type": GRAMMAR.top, "content": []}
    open_: list[Node] = [root]
    for token in tokens:
        within = open_[-1]
        if token.kind == "word":
            marks = {"marks": json.loads(token.extra)} if token.extra else {}
            if not GRAMMAR.nodes[within["type"]].text:
                return None
            within["content"].append({"type": "text", "text": token.value, **marks})
        elif token.kind == "begin":
            if token.value not in GRAMMAR.nodes[within["type"]].children:
                return None
            attributes = {"attrs": json.loads(token.extra)} if token.extra else {}
            node: Node = {"type": token.value, **attributes, "content": []}
            within["content"].append(node)
            open_.append(node)
        elif len(open_) == 1 or open_.pop()["type"] != token.value:
            return None
    return normalise(root) if len(open_) == 1 else None


def find_hunks(old: Sequence[Token], new: Sequence[Token]) -> list[Hunk]:
    """Return what differs, in order: neighbouring hunks always have something between them that stayed."""
    hunks: list[Hunk] = []
    at = start = place = first = 0
    for sign, count in [*step_through(old, new), ("=", 0)]:
        if sign == "=":
            if at > start or place > first:
                hunks.append(Hunk(start, at, tuple(new[first:place])))
            at, place = at + count, place + count
            start, first = at, place
        elif sign == "-":
            at += count
        else:
            place += count
    return hunks


def say(tokens: Sequence[Token]) -> str:
    """Return the words of some tokens as plain text."""
    return "".join(map(_say, tokens)).strip()


def _lay_out(node: Node) -> Iterator[Token]:
    for child in node.get("content", ()):
        if child["type"] == "text":
            marks = _spell(child.get("marks"))
            yield from (Token("word", word, marks) for word in split_words(child["text"]))
        else:
            yield Token("begin", child["type"], _spell(child.get("attrs")))
            yield from _lay_out(child)
            yield Token("end", child["type"])


def _spell(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""


def _apply(tokens: Sequence[Token], hunks: Sequence[Hunk]) -> list[Token]:
    """Return the tokens with all hunks applied, none of which meets another; those made twice count once."""
    result: list[Token] = []
    at = 0
    for hunk in sorted(dict.fromkeys(hunks), key=lambda hunk: (hunk.start, hunk.end)):
        result += [*tokens[at : hunk.start], *hunk.new]
        at = hunk.end
    return result + list(tokens[at:])


def _say(token: Token) -> str:
    match token.kind:
        case "word":
            return token.value
        case "begin" if token.value in _LINES:
            return "\n"
        case "begin":
            attributes = {"attrs": json.loads(token.extra)} if token.extra else {}
            return plain_text({"type": "paragraph", "content": [{"type": token.value, **attributes}]})
        case _:
            return ""
