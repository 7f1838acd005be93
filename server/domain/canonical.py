"""The one normal form of a text, so that equal texts have equal bytes and equal hashes wherever they were written.

Attributes at their default and null ones are left out; neighbouring texts with equal marks are one; empty texts are
none; marks stand once each, in the order of `document.json`, brackets by id; 2.0 is 2. Marks on nodes other than text
are left out, since the shared document does not keep them. The form holds no label, no person and no date.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from server.domain.grammar import GRAMMAR, AttributeRules

Node = dict[str, Any]

_BLOCKS = frozenset({"doc", "paragraph", "ordered_list", "bullet_list", "list_item"})


def normalise(document: Node) -> Node:
    """Return the normal form of ProseMirror JSON. The root always has `content`, other nodes if there is any."""
    return {"type": GRAMMAR.top, "content": _normalise_children(document)}


def canonical_json(document: Node) -> str:
    """Return the normal form as JSON: keys sorted, no spaces, characters as they are."""
    return json.dumps(normalise(document), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def text_hash(document: Node) -> str:
    """Return the SHA-256 of the canonical JSON in UTF-8, in hexadecimal."""
    return hashlib.sha256(canonical_json(document).encode()).hexdigest()


def plain_text(document: Node) -> str:
    """Return the words alone, for search, mail and comparison.

    Each block that holds text is a line, and a hard break ends one. A footnote stands where its mark stands, behind a
    space. A blank is "[its text]", a citation "instrument, locator"; a reference, whose words depend on where the
    clause stands, is nothing.
    """
    return "\n".join(_lines(document))


def count_brackets(document: Node) -> int:
    """Return how many things are not agreed: brackets by distinct id, and blanks."""
    brackets: set[str] = set()
    blanks = 0
    for node in walk(document):
        blanks += node["type"] == "blank"
        brackets.update(mark["attrs"]["id"] for mark in node.get("marks", ()) if mark["type"] == "bracket")
    return len(brackets) + blanks


def is_empty(document: Node) -> bool:
    """True if nobody could read anything in it: no blank, reference or citation, and no text but white space."""
    return not any(
        node["type"] in ("blank", "reference", "citation") or node.get("text", "").strip() for node in walk(document)
    )


def walk(document: Node) -> Iterator[Node]:
    """Yield the node and all below it, in reading order."""
    pending = [document]
    while pending:
        node = pending.pop()
        yield node
        pending.extend(reversed(node.get("content") or ()))


def _normalise_children(node: Node) -> list[Node]:
    children: list[Node] = []
    for child in node.get("content") or ():
        if child["type"] != "text":
            children.append(_normalise_node(child))
        elif child["text"]:
            marks = _normalise_marks(child.get("marks") or ())
            last = children[-1] if children else None
            if last is not None and last["type"] == "text" and last.get("marks", []) == marks:
                last["text"] += child["text"]
            else:
                children.append({"type": "text", "text": child["text"]} | ({"marks": marks} if marks else {}))
    return children


def _normalise_node(node: Node) -> Node:
    name = node["type"]
    rules = GRAMMAR.nodes[name].attributes if name in GRAMMAR.nodes else {}
    result: Node = {"type": name}
    if attributes := _normalise_attributes(node.get("attrs") or {}, rules):
        result["attrs"] = attributes
    if children := _normalise_children(node):
        result["content"] = children
    return result


def _normalise_attributes(values: Node, rules: AttributeRules) -> Node:
    whole = {
        key: int(value) if isinstance(value, float) and value.is_integer() else value for key, value in values.items()
    }
    return {
        key: value
        for key, value in sorted(whole.items())
        if value is not None and not (key in rules and rules[key].default == value)
    }


def _normalise_marks(marks: Iterable[Node]) -> list[Node]:
    """Put the marks in order, each once. Unknown ones come last, by name."""
    ordered: dict[tuple[int, str, str], Node] = {}
    for mark in marks:
        rule = GRAMMAR.marks.get(mark["type"])
        attributes = _normalise_attributes(mark.get("attrs") or {}, rule.attributes if rule else {})
        rank = rule.rank if rule else len(GRAMMAR.marks)
        identity = json.dumps(attributes, ensure_ascii=False) if attributes else ""
        ordered[rank, mark["type"], identity] = {"type": mark["type"]} | ({"attrs": attributes} if attributes else {})
    return [ordered[key] for key in sorted(ordered)]


def _lines(node: Node) -> Iterator[str]:
    children = node.get("content") or ()
    if node["type"] in _BLOCKS and node["type"] != "paragraph":
        for child in children:
            yield from _lines(child)
    else:
        yield "".join(map(_words, children))


def _words(node: Node) -> str:
    attributes = node.get("attrs") or {}
    match node["type"]:
        case "text":
            return str(node["text"])
        case "hard_break":
            return "\n"
        case "footnote":
            return " " + "".join(map(_words, node.get("content") or ()))
        case "blank":
            return f"[{attributes.get('text', GRAMMAR.nodes['blank'].attributes['text'].default)}]"
        case "citation":
            return ", ".join(filter(None, (attributes.get("instrument"), attributes.get("locator"))))
        case _:
            return ""
