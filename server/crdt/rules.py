"""What may stand where. Browsers delete what their schema rejects, under the reader's name; so it must not come in."""

from server.crdt.codec import ANY, DELETED, ELEMENT, FORMAT, GC, STRING, TYPE, Struct
from server.crdt.marks import is_valid
from server.crdt.places import CHARACTERS, NOWHERE, VALUE, Place
from server.crdt.reader import BigInt
from server.crdt.rejection import Rejection
from server.domain.grammar import GRAMMAR


def check_struct(struct: Struct, place: Place) -> None:
    """Make sure that the document schema lets the struct stand in the place.

    Raises:
        Rejection: `forged`.
    """
    if place.kind == VALUE:
        _check_value(struct, place)
    elif struct.ref in (GC, DELETED) or place.kind == NOWHERE:
        return
    elif place.kind == CHARACTERS:
        _check_characters(struct, place)
    else:
        _check_node(struct, place)


def _check_value(struct: Struct, place: Place) -> None:
    """An attribute is set by a struct behind its former value, never before another one."""
    node = GRAMMAR.nodes.get(place.tag)
    rule = node.attributes.get(place.key) if node else None
    if rule is None or struct.right_origin is not None:
        raise Rejection("forged", "attribute")
    if struct.ref == DELETED:
        return
    if struct.ref != ANY or not all(rule.accepts(value) and not isinstance(value, BigInt) for value in struct.content):
        raise Rejection("forged", "attribute value")


def _check_characters(struct: Struct, place: Place) -> None:
    if struct.ref == FORMAT:
        key, value = struct.content
        rule = GRAMMAR.nodes.get(place.tag)
        if rule is None or not is_valid(key, value, rule.marks):
            raise Rejection("forged", "mark")
    elif struct.ref != STRING:
        raise Rejection("forged", "content in a text")


def _check_node(struct: Struct, place: Place) -> None:
    if struct.ref != TYPE:
        raise Rejection("forged", "content among nodes")
    kind, tag = struct.content
    rule = GRAMMAR.nodes.get(place.tag)
    if rule is None or not (rule.text if kind != ELEMENT else tag in rule.children):
        raise Rejection("forged", "node")
    if kind == ELEMENT and place.depth >= GRAMMAR.depth:
        raise Rejection("forged", "depth")
