"""How the editor binding (y-prosemirror 1.3) writes marks into a shared text.

A mark is a format whose key is its name and whose value is its attributes, all of them, nulls included. A mark that
may overlap itself carries a hash of itself behind its name (`bracket--nF3+aV0q`), so that two may cover one word.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Any

from server.domain.grammar import GRAMMAR, MarkRule, fits

_HASHED = re.compile(r"(.*)--[a-zA-Z0-9+/=]{8}", re.DOTALL)


def write_key(name: str, attributes: Mapping[str, Any]) -> str:
    """Return the format key of a mark. `attributes` are all of the schema's, in its order."""
    return f"{name}--{_hash(name, tuple(attributes.items()))}" if GRAMMAR.marks[name].overlapping else name


def read_key(key: str) -> str | None:
    """Return which mark a key stands for, or None. Only an overlapping mark has a hash, and it always has one."""
    match = _HASHED.fullmatch(key)
    rule = GRAMMAR.marks.get(match[1] if match else key)
    return rule.name if rule is not None and rule.overlapping == (match is not None) else None


def complete(rule: MarkRule, attributes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the attributes with defaults filled in, in the order of the schema."""
    return {name: attributes.get(name, attribute.default) for name, attribute in rule.attributes.items()}


def is_valid(key: str, value: object, allowed: Iterable[str]) -> bool:
    """True if the format is one that the binding writes where the marks `allowed` may stand. Null ends any of them."""
    name = read_key(key)
    if name is None or name not in allowed:
        return False
    rule = GRAMMAR.marks[name]
    if value is None:
        return True
    return isinstance(value, dict) and fits(rule.attributes, value) and write_key(name, complete(rule, value)) == key


@lru_cache(maxsize=1024)
def _hash(name: str, attributes: tuple[tuple[str, Any], ...]) -> str:
    """Fold the SHA-256 of the mark's lib0 encoding to six bytes, as `hashOfJSON` in y-prosemirror does."""
    digest = sha256(_encode({"type": name, "attrs": dict(attributes)})).digest()
    folded = bytearray(digest[:6])
    for index, byte in enumerate(digest[6:], 6):
        folded[index % 6] ^= byte
    return b64encode(folded).decode()


def _encode(value: object) -> bytes:
    """Return the lib0 "any" encoding of what mark attributes are made of: strings, null, and objects of them."""
    match value:
        case None:
            return b"\x7e"
        case str():
            data = value.encode()
            return b"\x77" + _uint(len(data)) + data
        case dict():
            fields = (_encode(key)[1:] + _encode(each) for key, each in value.items())
            return b"\x76" + _uint(len(value)) + b"".join(fields)
        case _:
            raise TypeError(f"no mark attribute is a {type(value).__name__}")


def _uint(value: int) -> bytes:
    data = bytearray()
    while value > 127:
        data.append(value & 127 | 128)
        value >>= 7
    data.append(value)
    return bytes(data)
