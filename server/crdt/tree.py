"""ProseMirror JSON into a shared document and out of it, in the shape that the browsers' editor binding uses."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from server.crdt.marks import complete, read_key, write_key
from server.crdt.rewriting import Outline, outline, pair_nodes, trace_words
from server.domain.canonical import Node, normalise
from server.domain.errors import Unusable
from server.domain.grammar import GRAMMAR, NodeRule, fits

_NODE_KEYS = {"type", "attrs", "content", "marks"}
_TEXT_KEYS = {"type", "text", "marks"}
_MARK_KEYS = {"type", "attrs"}

Sign = tuple[str, dict[str, Any]]
"""A character, and its formats by their keys."""


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


def rewrite_update(state: bytes, content: Node, client: int) -> bytes:
    """Return the update by which `client` turns the text of a state into another one; empty if it says that already.

    Nodes and words that stay keep their ids, and so their authors, also where their marks change.

    Raises:
        Unusable: the text does not fit `document.json`.
    """
    check_content(content)
    doc: Doc[Any] = Doc(client_id=client)
    doc.apply_update(state)
    events: list[bytes] = []
    watch = doc.observe(lambda event: events.append(event.update))
    root = doc.get(GRAMMAR.root, type=XmlFragment)
    with doc.transaction():
        _rewrite_children(root, normalise(content))
    doc.unobserve(watch)
    return events[0] if events else b""


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
    for child in _gather(node):
        _write_child(parent, len(parent.children), child)


def _gather(node: Node) -> list[Node]:
    """Return what is in a node. Each run of text nodes is one shared text, as in the editor binding."""
    gathered: list[Node] = []
    for is_text, run in groupby(node.get("content", ()), key=_is_text):
        nodes = list(run)
        gathered += [{"type": "text", "content": nodes}] if is_text else nodes
    return gathered


def _write_child(parent: XmlFragment | XmlElement, at: int, child: Node) -> None:
    if _is_text(child):
        _insert_signs(parent.children.insert(at, XmlText()), 0, _spell(child))
        return
    element = parent.children.insert(at, XmlElement(child["type"]))
    for key, value in _stored_attributes(child).items():
        element.attributes[key] = value
    _write_children(element, child)


def _spell(run: Node) -> list[Sign]:
    """Return the characters of a run of text nodes."""
    signs: list[Sign] = []
    for node in run["content"]:
        formats = {}
        for mark in node.get("marks", ()):
            attributes = complete(GRAMMAR.marks[mark["type"]], mark.get("attrs", {}))
            formats[write_key(mark["type"], attributes)] = attributes
        signs += [(sign, formats) for sign in node["text"]]
    return signs


def _insert_signs(text: XmlText, at: int, signs: Sequence[Sign]) -> int:
    """Write characters with just these formats, and return where they end; places count octets."""
    for formats, run in groupby(signs, key=lambda sign: sign[1]):
        words = "".join(sign for sign, _ in run)
        text.insert(at, words, formats)
        at += len(words.encode())
    return at


def _rewrite_children(parent: XmlFragment | XmlElement, node: Node) -> None:
    old, new = list(parent.children), _gather(node)
    at = 0
    for one, other in pair_nodes([_outline(child) for child in old], [outline(child) for child in new]):
        if other is None:
            del parent.children[at]
            continue
        if one is None:
            _write_child(parent, at, new[other])
        else:
            _rewrite_child(old[one], new[other])
        at += 1


def _outline(child: Any) -> Outline:
    read: list[Node] = list(_read_child(child))
    content = normalise({"type": GRAMMAR.top, "content": read})["content"]
    return outline({"type": "text", "content": content} if isinstance(child, XmlText) else content[0])


def _rewrite_child(child: Any, node: Node) -> None:
    if isinstance(child, XmlText):
        _rewrite_text(child, _spell(node))
        return
    wanted, there = _stored_attributes(node), _read_attributes(child)
    for key in there.keys() - wanted.keys():
        del child.attributes[key]
    for key, value in wanted.items():
        if there.get(key) != value:
            child.attributes[key] = value
    _rewrite_children(child, node)


def _rewrite_text(text: XmlText, new: list[Sign]) -> None:
    """Mark the words that stay, then take out those that go and put in those that come."""
    old = [(sign, formats or {}) for chunk, formats in text.diff() for sign in chunk]
    steps = list(trace_words(*("".join(sign for sign, _ in signs) for signs in (old, new))))
    at = 0
    for sign, there, here in steps:
        at = _remark(text, at, old[there], new[here]) if sign == "=" else at + _size(old[there])
    at = 0
    for sign, there, here in steps:
        match sign:
            case "=":
                at += _size(old[there])
            case "-":
                del text[at : at + _size(old[there])]
            case _:
                at = _insert_signs(text, at, new[here])


def _remark(text: XmlText, at: int, old: Sequence[Sign], new: Sequence[Sign]) -> int:
    """Give characters that stay the formats that are wanted, and return where they end."""
    for change, run in groupby(zip(old, new, strict=True), key=lambda pair: _find_change(pair[0][1], pair[1][1])):
        end = at + _size([sign for sign, _ in run])
        if change:
            text.format(at, end, change)
        at = end
    return at


def _find_change(old: Node, new: Node) -> Node:
    ended = {key: None for key in old if key not in new}
    return ended | {key: value for key, value in new.items() if old.get(key) != value}


def _size(signs: Sequence[Sign]) -> int:
    return len("".join(sign for sign, _ in signs).encode())


def _stored_attributes(node: Node) -> Node:
    """Return what the editor binding stores: every attribute that is not null, defaults included."""
    given = node.get("attrs", {})
    rules = GRAMMAR.nodes[node["type"]].attributes
    values = {key: given.get(key, rule.default) for key, rule in rules.items()}
    return {key: value for key, value in values.items() if value is not None}


def _read_children(parent: XmlFragment | XmlElement) -> Iterator[Node]:
    for child in parent.children:
        yield from _read_child(child)


def _read_child(child: Any) -> Iterator[Node]:
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
