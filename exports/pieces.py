"""The parts of a line, and how each is written as HTML.

Words are escaped, never taken as markup. A character that nobody could see or that would turn the order of
others (U+202A to U+202E, U+2066 to U+2069, controls, lone surrogates, noncharacters) is printed as its code in
a box: a page must not read differently from the bytes that were agreed.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from markupsafe import Markup

from exports.brackets import Node, find_edges, leaves
from exports.runs import SET_APART, Direction, direction, first_strong

NOTHING = Markup()
_UNSEEN = re.compile(
    "([\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufff9-\uffff])"
)
_SAFE_ADDRESS = re.compile(r"(https?://|mailto:)[^\s\x00-\x1f]+", re.IGNORECASE)
_SUFFIX = re.compile(r"(.*\d\s?)(bis|ter|quater|quinquies|sexies|septies|octies|novies|decies|alt)(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line. `inner` is set for what is set apart from its neighbours; `plain` says it in words."""

    text: str
    plain: str = ""
    inner: Markup | None = None
    glyph: bool = False
    href: str = ""
    lang: str = ""
    strong: bool = False
    emphasis: bool = False


def read_text(node: Node) -> Piece:
    """Return a text node with its marks. An address not of the web or of mail is dropped, its words stay."""
    marks = {mark["type"]: mark.get("attrs", {}) for mark in node.get("marks", ())}
    href = str(marks.get("link", {}).get("href", ""))
    return Piece(
        node["text"],
        node["text"],
        href=href if _SAFE_ADDRESS.fullmatch(href) else "",
        lang=str(marks.get("lang", {}).get("code", "")),
        strong="strong" in marks,
        emphasis="emphasis" in marks,
    )


def split_unseen(piece: Piece) -> list[Piece]:
    """Return a piece cut round each character that cannot be seen; that one is set apart as its code."""
    split = []
    for index, part in enumerate(_UNSEEN.split(piece.text)):
        if index % 2:
            code = f"U+{ord(part):04X}"
            inner = Markup('<bdi class="unseen" dir="ltr">{}</bdi>').format(code)
            split.append(replace(piece, text=SET_APART, plain=code, inner=inner, lang=""))
        elif part:
            split.append(replace(piece, text=part, plain=part))
    return split


def visible(words: str) -> str:
    """Return words for an attribute or a title: what cannot be seen or said in XML shows as its code."""
    return _UNSEEN.sub(lambda found: f"U+{ord(found[0]):04X}", words)


def set_apart(words: str, tag: str, css: str, base: Direction) -> Piece:
    """Return words as a piece with its own element and direction."""
    attribute = Markup(' class="{}"').format(css) if css else Markup()
    inner = Markup("<{0}{1}>{2}</{0}>").format(Markup(tag), attribute, write_bdi(words, base))
    return Piece(SET_APART, words, inner)


def write_bdi(words: str, base: Direction, title: str = "") -> Markup:
    """Return words isolated from their neighbours, in their own direction; `title` says them in full."""
    shown = Markup().join(_show(piece) for piece in split_unseen(Piece(words)))
    about = Markup(' title="{}"').format(visible(title)) if title else Markup()
    return Markup('<bdi dir="{}"{}>{}</bdi>').format(first_strong(words, base), about, shown)


def write_label(label: str, css: str, base: Direction, anchor: str = "", before: Markup = NOTHING) -> Markup:
    """Return a label as it is printed, a Latin suffix such as *bis* in italics; linked to `anchor` if there is one.

    `before` stands before it: the brackets that hold its clause whole.
    """
    safe = Markup().join(_show(piece) for piece in split_unseen(Piece(label)))
    if match := _SUFFIX.fullmatch(label):
        safe = Markup("{}<i>{}</i>{}").format(*match.groups())
    side = first_strong(label, base)
    if anchor:
        safe = Markup('<a href="#{}">{}</a>').format(anchor, safe)
    return Markup('<span class="{}">{}<bdi dir="{}">{}</bdi></span> ').format(css, before, side, safe)


def write_linked(href: str, pieces: Iterable[Piece]) -> Markup:
    """Return pieces under one address, or none, each stretch in its language."""
    parts = []
    for lang, spoken in groupby(pieces, key=lambda piece: piece.lang):
        words = Markup().join(_show(piece) for piece in spoken)
        if lang:
            words = Markup('<span lang="{}" dir="{}">{}</span>').format(lang, direction(lang), words)
        parts.append(words)
    inner = Markup().join(parts)
    return Markup('<a href="{}">{}</a>').format(href, inner) if href else inner


def _show(piece: Piece) -> Markup:
    shown = Markup.escape(piece.text) if piece.inner is None else piece.inner
    if piece.glyph:
        return Markup('<b class="glyph">{}</b>').format(shown)
    if piece.emphasis:
        shown = Markup("<em>{}</em>").format(shown)
    return Markup("<strong>{}</strong>").format(shown) if piece.strong else shown


def plain(doc: Node) -> str:
    """Return the words of a document on one line, footnotes left out and brackets drawn."""
    marked = list(leaves(doc))
    words = []
    for leaf, edge in zip(marked, find_edges(marked), strict=True):
        words += ["["] * len(edge.opens) + [_plain_leaf(leaf)] + ["]"] * edge.closes
    return " ".join("".join(words).split())


def _plain_leaf(leaf: Node) -> str:
    attrs = leaf.get("attrs", {})
    match leaf["type"]:
        case "text":
            return _UNSEEN.sub(lambda found: f"U+{ord(found[0]):04X}", leaf["text"])
        case "blank":
            return "[" + str(attrs.get("text", "x")) + "]"
        case "citation":
            return ", ".join(filter(None, (attrs.get("instrument", ""), attrs.get("locator"))))
        case "hard_break":
            return " "
        case _:
            return ""


def is_empty(doc: Node) -> bool:
    """True if a document has no words and nothing that stands for words."""
    return all(leaf["type"] == "hard_break" or not leaf.get("text", "x").strip() for leaf in leaves(doc))
