"""How the demonstration writes a text in one line of TOML.

Emphasis, strong and links as in Markdown; and four signs of our own:

    ^[words]     a footnote          {{words}}    a blank
    [[key]]      a reference         ⟦1:words⟧    the bracket with the number 1; brackets nest
"""

import re
from collections.abc import Mapping
from typing import Any

from server.domain.canonical import normalise
from server.domain.markup import Node, document, read_inline, read_run

_SIGN = re.compile(
    r"\^\[(?P<footnote>[^\]]*)\]|\[\[(?P<reference>[a-z0-9-]+)\]\]|\{\{(?P<blank>[^{}]+)\}\}"
    r"|⟦(?P<opens>\d+):|(?P<closes>⟧)"
)


def read_text(written: str, clauses: Mapping[str, str], brackets: Mapping[int, str]) -> Node:
    """Return the document of one text. `clauses` are the ids of the clauses by key, `brackets` those by number.

    Raises KeyError for a clause or bracket that is not there, ValueError for a bracket without its partner.
    """
    nodes: list[Node] = []
    opened: list[str] = []
    end = 0
    for sign in _SIGN.finditer(written):
        nodes += _bracketed(read_run(written[end : sign.start()], {}), opened)
        end = sign.end()
        if sign["opens"]:
            opened.append(brackets[int(sign["opens"])])
        elif not sign["closes"]:
            nodes.append(_read_node(sign, clauses))
        elif opened:
            opened.pop()
        else:
            raise ValueError(written)
    if opened:
        raise ValueError(written)
    return normalise(document([nodes + read_run(written[end:], {})]))


def _read_node(sign: re.Match[str], clauses: Mapping[str, str]) -> Node:
    if sign["reference"]:
        return {"type": "reference", "attrs": {"clause": clauses[sign["reference"]]}}
    if sign["blank"]:
        return {"type": "blank", "attrs": {"text": sign["blank"]}}
    return {"type": "footnote", "content": read_inline(sign["footnote"], {})}


def _bracketed(nodes: list[Node], brackets: list[str]) -> list[Node]:
    marks: list[dict[str, Any]] = [{"type": "bracket", "attrs": {"id": bracket}} for bracket in brackets]
    return [{**node, "marks": [*marks, *node.get("marks", [])]} for node in nodes] if marks else nodes
