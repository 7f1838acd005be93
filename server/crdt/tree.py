"""ProseMirror JSON into a shared document and out of it, in the shape that the browsers' editor binding uses."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from server.crdt.marks import complete, read_key, write_key
from server.domain.canonical import Node, normalise
from server.domain.errors import Unusable
from server.domain.grammar import GRAMMAR, NodeRule, fits

_NODE_KEYS = {"type", "attrs", "content", "marks"}
_TEXT_KEYS = {"type", "text", "marks"}
_MARK_KEYS = {"type", "attrs"}


def build_update(content: Node, client: int) -> bytes:
    """Return the update by which `client` writes the text into an empty document.

    Raises:
        Unusable: the text does not fit `document.json`.
    """
    check_content(content)
    doc: Doc[Any] = Doc(client_id=client)
    root = doc.get(GRAMMAR.root, type=XmlFragment)
    with doc.transaction():
        _write_children(root, normalise(content))
    return doc.get_update()


def read_document(doc: Doc[Any]) -> Node:
    """Return the text of a document in its normal form."""
    root = doc.get(GRAMMAR.root, type=XmlFragment)
    return normalise({"type": GRAMMAR.top, "content": list(_read_children(root))})


def read_state(*updates: bytes) -> Node:
    """Return the text that the updates make, applied in this order."""
    return read_document(_apply(updates))


def merge_state(*updates: bytes) -> bytes:
    """Return one update that stands for all of them, which must be in causal order; what is deleted is collected."""
    return _apply(updates).get_update()


def check_content(content: object) -> None:
    """Make sure that ProseMirror JSON fits `document.json`: what it holds, not in which number.

    Raises:
        Unusable: `not_in_schema`, with what is wrong and with which node.
    """
    if not isinstance(content, dict) or content.get("type") != GRAMMAR.top:
        raise Unusable("not_in_schema", wrong="root")
    length = 0
    pending: list[tuple[Node, NodeRule, int]] = [(content, GRAMMAR.nodes[GRAMMAR.top], 0)]
    while pending:
        node, rule, depth = pending.pop()
        _check_node(node, rule, depth)
        for child in node.get("content") or ():
            if isinstance(child, dict) and child.get("type") == "text":
                length += _check_text(child, rule)
            else:
                pending.append((child, _child_rule(child, rule), depth + 1))
    if length > GRAMMAR.text_characters:
        raise Unusable("not_in_schema", wrong="length")


def _child_rule(child: object, within: NodeRule) -> NodeRule:
    name = child.get("type") if isinstance(child, dict) else None
    if not isinstance(name, str) or name not in within.children:
        raise Unusable("not_in_schema", wrong="node", node=str(name), within=within.name)
    return GRAMMAR.nodes[name]


def _check_node(node: Node, rule: NodeRule, depth: int) -> None:
    if depth > GRAMMAR.depth:
        raise Unusable("not_in_schema", wrong="depth", node=rule.name)
    if not node.keys() <= _NODE_KEYS or not isinstance(node.get("content", []), list):
        raise Unusable("not_in_schema", wrong="shape", node=rule.name)
    if not fits(rule.attributes, node.get("attrs") or {}):
        raise Unusable("not_in_schema", wrong="attributes", node=rule.name)
    _check_marks(node, frozenset(GRAMMAR.marks), rule.name)


def _check_text(node: Node, within: NodeRule) -> int:
    text = node.get("text")
    if not within.text:
        raise Unusable("not_in_schema", wrong="node", node="text", within=within.name)
    if not node.keys() <= _TEXT_KEYS or not isinstance(text, str) or any("\ud800" <= char <= "\udfff" for char in text):
        raise Unusable("not_in_schema", wrong="text", within=within.name)
    _check_marks(node, within.marks, within.name)
    return len(text)


def _check_marks(node: Node, allowed: frozenset[str], name: str) -> None:
    marks = node.get("marks") or []
    if not isinstance(marks, list) or not all(_is_mark(mark, allowed) for mark in marks):
        raise Unusable("not_in_schema", wrong="marks", node=name)


def _is_mark(mark: object, allowed: frozenset[str]) -> bool:
    return (
        isinstance(mark, dict)
        and mark.keys() <= _MARK_KEYS
        and isinstance(mark.get("type"), str)
        and mark["type"] in allowed
        and fits(GRAMMAR.marks[mark["type"]].attributes, mark.get("attrs") or {})
    )


def _write_children(parent: XmlFragment | XmlElement, node: Node) -> None:
    """Write what is in a node. Each run of text nodes is one shared text, as in the editor binding."""
    for is_text, run in groupby(node.get("content", ()), key=_is_text):
        if is_text:
            _write_text(parent.children.append(XmlText()), run)
            continue
        for child in run:
            element = parent.children.append(XmlElement(child["type"]))
            for key, value in _stored_attributes(child).items():
                element.attributes[key] = value
            _write_children(element, child)


def _write_text(text: XmlText, run: Iterator[Node]) -> None:
    end = 0
    for node in run:
        formats = {}
        for mark in node.get("marks", ()):
            attributes = complete(GRAMMAR.marks[mark["type"]], mark.get("attrs", {}))
            formats[write_key(mark["type"], attributes)] = attributes
        text.insert(end, node["text"], formats)
        end += len(node["text"].encode())


def _stored_attributes(node: Node) -> Node:
    """Return what the editor binding stores: every attribute that is not null, defaults included."""
    given = node.get("attrs", {})
    rules = GRAMMAR.nodes[node["type"]].attributes
    values = {key: given.get(key, rule.default) for key, rule in rules.items()}
    return {key: value for key, value in values.items() if value is not None}


def _read_children(parent: XmlFragment | XmlElement) -> Iterator[Node]:
    for child in parent.children:
        if isinstance(child, XmlText):
            for text, formats in child.diff():
                yield {"type": "text", "text": text, "marks": _read_marks(formats or {})}
        else:
            assert isinstance(child, XmlElement), "the ledger lets nothing else in"
            yield {"type": child.tag, "attrs": _read_attributes(child), "content": list(_read_children(child))}


def _read_attributes(element: XmlElement) -> Node:
    return dict(element.attributes.__iter__())


def _read_marks(formats: dict[str, Any]) -> list[Node]:
    return [{"type": read_key(key) or key, "attrs": value} for key, value in formats.items()]


def _apply(updates: tuple[bytes, ...]) -> Doc[Any]:
    doc: Doc[Any] = Doc()
    for update in updates:
        doc.apply_update(update)
    return doc


def _is_text(node: Node) -> bool:
    return bool(node["type"] == "text")
