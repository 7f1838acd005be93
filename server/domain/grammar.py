"""What a language version may hold, read from `schema/document.json`: node and mark kinds, and their attributes."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

_MISSING: Final = object()


@dataclass(frozen=True, slots=True)
class AttributeRule:
    """Which values an attribute takes. One without a default must be given."""

    kind: str
    pattern: re.Pattern[str] | None
    minimum: float
    maximum: float
    longest: int
    default: object

    @property
    def required(self) -> bool:
        return self.default is _MISSING

    def accepts(self, value: object) -> bool:
        """True if the value fits. Null fits only where it is the default; 2.0 is an integer, True is not."""
        if value is None:
            return self.default is None
        if isinstance(value, int | float):
            whole = self.kind == "integer" and not isinstance(value, bool) and value == value // 1
            return whole and self.minimum <= value <= self.maximum
        return (
            self.kind == "string"
            and isinstance(value, str)
            and len(value) <= self.longest
            and (self.pattern is None or self.pattern.fullmatch(value) is not None)
        )


AttributeRules = Mapping[str, AttributeRule]


@dataclass(frozen=True, slots=True)
class NodeRule:
    """A node kind: which nodes may stand in it, whether text may, and with which marks."""

    name: str
    children: frozenset[str]
    text: bool
    marks: frozenset[str]
    attributes: AttributeRules


@dataclass(frozen=True, slots=True)
class MarkRule:
    """A mark kind. `rank` is its place in the order of marks; an overlapping one may stand twice on the same text."""

    name: str
    rank: int
    overlapping: bool
    attributes: AttributeRules


@dataclass(frozen=True, slots=True)
class Grammar:
    """The document schema. `top` is the node that the root stands for; `depth` counts nodes below it."""

    version: int
    root: str
    top: str
    depth: int
    text_characters: int
    nodes: Mapping[str, NodeRule]
    marks: Mapping[str, MarkRule]


def fits(rules: AttributeRules, values: object) -> bool:
    """True if `values` is a mapping that gives every required attribute, no unknown one, and only values that fit."""
    return (
        isinstance(values, dict)
        and values.keys() <= rules.keys()
        and all(rules[name].accepts(value) for name, value in values.items())
        and all(name in values for name, rule in rules.items() if rule.required)
    )


def read_grammar(schema: Mapping[str, Any]) -> Grammar:
    """Build the grammar from the parsed `document.json`."""
    limits = schema["limits"]
    marks = {
        name: MarkRule(name, rank, rule.get("excludes") == "", _read_attributes(schema, rule))
        for rank, (name, rule) in enumerate(schema["marks"].items())
    }
    return Grammar(
        version=schema["version"],
        root=schema["root"],
        top="doc",
        depth=limits["depth"],
        text_characters=limits["text_characters"],
        nodes={name: _read_node(schema, name) for name in schema["nodes"] if name != "text"},
        marks=marks,
    )


def _read_node(schema: Mapping[str, Any], name: str) -> NodeRule:
    rule = schema["nodes"][name]
    names = set(re.findall(r"\w+", rule.get("content", "")))
    children = {child for child, other in schema["nodes"].items() if child in names or other.get("group") in names}
    marks = rule.get("marks", "_" if "text" in children else "")
    return NodeRule(
        name=name,
        children=frozenset(children - {"text"}),
        text="text" in children,
        marks=frozenset(schema["marks"] if marks == "_" else marks.split()),
        attributes=_read_attributes(schema, rule),
    )


def _read_attributes(schema: Mapping[str, Any], rule: Mapping[str, Any]) -> AttributeRules:
    longest = schema["limits"]["attribute_characters"]
    found: dict[str, AttributeRule] = {}
    for name, use in rule.get("attrs", {}).items():
        of = schema["attributes"][use["of"]]
        pattern = re.compile(of["pattern"]) if "pattern" in of else None
        least, most = of.get("minimum", float("-inf")), of.get("maximum", float("inf"))
        found[name] = AttributeRule(of["type"], pattern, least, most, longest, use.get("default", _MISSING))
    return found


GRAMMAR: Final = read_grammar(json.loads(files("schema").joinpath("document.json").read_bytes()))
