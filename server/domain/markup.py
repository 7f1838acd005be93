"""Inline Markdown into the inline nodes of schema/document.json. Rules: IMPORT.md 21-24."""

import re
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from server.domain.labels import NOTE_CLOSES, NOTE_OPENS

Node = dict[str, Any]

ADDRESS = r"(?:https?://|mailto:)[^\s()<>\[\]\\\x00-\x1f]{1,1900}"
OPENERS_KEPT = 100
"""Only so many unclosed emphasis marks are remembered, so that a hostile line costs linear time."""

_TOKEN = re.compile(
    rf"""(?P<escape>\\[!-/:-@\[-`{{-~])
    |{NOTE_OPENS}(?P<note>[^{NOTE_OPENS}{NOTE_CLOSES}]*){NOTE_CLOSES}
    |\]\((?P<address>{ADDRESS})\)
    |(?P<open>\[)
    |(?P<close>\])
    |(?P<run>\*+|_+)
    |(?P<text>[^\\{NOTE_OPENS}\[\]*_]+|.)""",
    re.VERBOSE | re.DOTALL,
)
_SPACES = re.compile(r"[ \t\r\n\f\v]+")


@dataclass(slots=True)
class _Piece:
    """A part of the line while it is read. `count` is what is left of a run of emphasis marks."""

    kind: str
    text: str
    count: int = 0
    opens: bool = False
    closes: bool = False
    href: str = ""
    strong: bool = False
    emphasis: bool = False
    gone: bool = False


def document(paragraphs: Iterable[list[Node]]) -> Node:
    """Return a document of these paragraphs; an empty one when there are none."""
    blocks = [{"type": "paragraph", "content": nodes} if nodes else {"type": "paragraph"} for nodes in paragraphs]
    return {"type": "doc", "content": blocks or [{"type": "paragraph"}]}


def read_plain(text: str) -> list[Node]:
    """Return the words as one text node, runs of white space joined; a no-break space is kept."""
    joined = _SPACES.sub(" ", text).strip(" ")
    return [{"type": "text", "text": joined}] if joined else []


def read_inline(text: str, notes: Mapping[str, str]) -> list[Node]:
    """Read strong, emphasis, links, escapes and footnotes; a mark without its partner stays a character.

    `notes` holds the words of each footnote by name. A square bracket is only ever markup where a whole
    address in round brackets follows its partner.
    """
    return read_run(_SPACES.sub(" ", text).strip(" "), notes)


def read_run(text: str, notes: Mapping[str, str]) -> list[Node]:
    """Read a part of a line as `read_inline` does, its white space kept."""
    pieces = [_piece(match) for match in _TOKEN.finditer(text)]
    _join_links(pieces)
    _pair_emphasis(pieces)
    nodes: list[Node] = []
    for piece in pieces:
        if piece.kind == "note" and piece.text in notes:
            nodes.append(_footnote(notes[piece.text]))
        elif written := _written(piece):
            _append_text(nodes, written, _marks(piece))
    return nodes


def _piece(match: re.Match[str]) -> _Piece:
    kind = match.lastgroup or "text"
    if kind == "escape":
        return _Piece("text", match[0][1:])
    if kind != "run":
        return _Piece(kind, match[kind] if kind in {"note", "address"} else match[0])
    line = match.string
    before, after = line[match.start() - 1 : match.start()] or " ", line[match.end() : match.end() + 1] or " "
    opens, closes = _flanks(after, before), _flanks(before, after)
    if match[0][0] == "_":
        opens, closes = opens and (not closes or _is_mark(before)), closes and (not opens or _is_mark(after))
    return _Piece("run", match[0], len(match[0]), opens, closes)


def _flanks(inner: str, outer: str) -> bool:
    """CommonMark 6.2: a run leans on `inner` unless that is space, or punctuation with a letter outside."""
    return not inner.isspace() and (not _is_mark(inner) or outer.isspace() or _is_mark(outer))


def _is_mark(character: str) -> bool:
    return not character.isalnum() and not character.isspace()


def _join_links(pieces: list[_Piece]) -> None:
    """Give the pieces between `[` and `](address)` their address. All else stays as characters."""
    opened: list[int] = []
    last = {"text": -1, "note": -1, "address": -1}
    for index, piece in enumerate(pieces):
        if piece.kind == "open":
            opened.append(index)
        elif piece.kind == "close" and opened:
            opened.pop()
        elif piece.kind == "address":
            start = opened.pop() if opened else index
            if last["text"] > start > max(last["note"], last["address"]) and not _touches(pieces, start, piece.text):
                pieces[start].gone = piece.gone = True
                for inner in pieces[start + 1 : index]:
                    inner.href = piece.text
        if piece.kind in last:
            last[piece.kind] = index


def _touches(pieces: list[_Piece], start: int, address: str) -> bool:
    """Whether a link to the same address ends right before: the two could not be told apart."""
    near = reversed(pieces[max(0, start - 20) : start])
    before = next((p for p in near if p.kind != "run" and not p.gone), None)
    return before is not None and before.href == address


def _pair_emphasis(pieces: list[_Piece]) -> None:
    openers: deque[int] = deque(maxlen=OPENERS_KEPT)
    for index, piece in enumerate(pieces):
        if piece.kind != "run":
            continue
        while piece.closes and piece.count and (at := _opener(pieces, openers, piece)) is not None:
            while openers and openers[-1] != at:
                openers.pop()
            _pair(pieces, at, index)
            if not pieces[at].count:
                openers.pop()
        if piece.opens and piece.count:
            openers.append(index)


def _opener(pieces: list[_Piece], openers: deque[int], closer: _Piece) -> int | None:
    for at in reversed(openers):
        piece = pieces[at]
        both = piece.closes or closer.opens
        thirds = both and (len(piece.text) + len(closer.text)) % 3 == 0 and len(piece.text) % 3 != 0
        if piece.text[0] == closer.text[0] and not thirds:
            return at
    return None


def _pair(pieces: list[_Piece], start: int, end: int) -> None:
    strong = pieces[start].count >= 2 and pieces[end].count >= 2
    for piece in (pieces[start], pieces[end]):
        piece.count -= 2 if strong else 1
    for piece in pieces[start + 1 : end]:
        if strong:
            piece.strong = True
        else:
            piece.emphasis = True


def _written(piece: _Piece) -> str:
    match piece.kind:
        case "run":
            return piece.text[: piece.count]
        case "address":
            return "" if piece.gone else f"]({piece.text})"
        case "note":
            return NOTE_OPENS + piece.text + NOTE_CLOSES
        case _:
            return "" if piece.gone else piece.text


def _marks(piece: _Piece) -> list[Node]:
    marks: list[Node] = [{"type": "link", "attrs": {"href": piece.href}}] if piece.href else []
    if piece.strong:
        marks.append({"type": "strong"})
    if piece.emphasis:
        marks.append({"type": "emphasis"})
    return marks


def _append_text(nodes: list[Node], text: str, marks: list[Node]) -> None:
    if nodes and nodes[-1]["type"] == "text" and nodes[-1].get("marks", []) == marks:
        nodes[-1]["text"] += text
    else:
        nodes.append({"type": "text", "text": text, **({"marks": marks} if marks else {})})


def _footnote(words: str) -> Node:
    inner = read_inline(words, {})
    return {"type": "footnote", "content": inner} if inner else {"type": "footnote"}


def title_of(node: Node) -> str:
    """Return the words of a heading, footnotes left out."""
    if node["type"] == "footnote":
        return ""
    return str(node.get("text", "")) + "".join(title_of(child) for child in node.get("content", []))
