"""The clauses of an import written out again as the signs of a source, so that both can be compared. IMPORT.md 27."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from server.domain.markup import Node
from server.domain.outline import Cut

BOUNDARY = ""
"""Stands where a paragraph begins: signs of numbering may be left out there."""
BLANK_OPENS, BLANK_CLOSES = "\x00[", "\x00]"
"""Stand round a blank, whose brackets the source may have or not."""

_COMBINING = r"\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u093a-\u094f"
_TOKEN = re.compile(rf"[^\W]+(?:[{_COMBINING}]+\w*)*|[^\w\s]")
_MARKUP = str.maketrans("", "", "*_\\")

Note = tuple[int, tuple[str, ...]]
"""The number of words before a footnote, and its own."""


def tokenise(text: str, *, markdown: bool) -> list[str]:
    return _TOKEN.findall(text.translate(_MARKUP) if markdown else text)


def count_words(tokens: Sequence[str]) -> int:
    return sum(1 for token in tokens if token[:1].isalnum())


@dataclass(slots=True)
class Written:
    """A text as tokens. `labels` are the places of those that a label consists of, `starts` where clauses begin."""

    markdown: bool
    tokens: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    labels: set[int] = field(default_factory=set)
    starts: list[int] = field(default_factory=list)
    words: int = 0

    def add(self, text: str) -> None:
        found = tokenise(text, markdown=self.markdown)
        self.tokens += found
        self.words += count_words(found)

    def add_blank(self, text: str) -> None:
        """Add a blank. In Markdown a row of `_` counts for nothing, and one in brackets has lost it."""
        if self.markdown and not text.strip("_"):
            return
        self.tokens.append(BLANK_OPENS)
        self.add(text)
        self.tokens.append(BLANK_CLOSES)

    def add_note(self, tokens: Sequence[str]) -> None:
        self.notes.append((self.words, tuple(tokens)))

    def count(self) -> int:
        return self.words + sum(count_words(note) for _, note in self.notes)


@dataclass(slots=True)
class _Leaf:
    """An inline node with what is drawn before and behind it."""

    node: Node
    clause: int
    block: int
    before: str = ""
    behind: str = ""


def draw_clauses(cut: Cut) -> Written:
    """Write all clauses in order: label, then words, with every bracket and every link as signs."""
    leaves = [
        _Leaf(node, index, block)
        for index, clause in enumerate(cut.clauses)
        for block, paragraph in enumerate(clause.content["content"])
        for node in paragraph.get("content", [])
    ]
    tags = {bracket.id: (order, bracket.tag) for order, bracket in enumerate(cut.objects.brackets)}
    labels = {clause.id: clause.label for clause in cut.clauses}
    _draw_signs(leaves, tags)
    by_place = {place: list(group) for place, group in groupby(leaves, key=lambda leaf: (leaf.clause, leaf.block))}
    written = Written(cut.markdown)
    for index, clause in enumerate(cut.clauses):
        written.starts.append(len(written.tokens))
        written.tokens.append(BOUNDARY)
        start = len(written.tokens)
        written.add(clause.label)
        written.labels.update(range(start, len(written.tokens)))
        for block in range(len(clause.content["content"])):
            written.tokens.append(BOUNDARY)
            _write(by_place.get((index, block), []), written, labels, tags)
    written.tokens.append(BOUNDARY)
    return written


def _draw_signs(leaves: Sequence[_Leaf], tags: Mapping[str, tuple[int, str]]) -> None:
    """Give each leaf the brackets that open before it and close behind it; words without the mark end a bracket."""
    for start, end, bracket in sorted(_stretches(leaves), key=lambda s: (s[0], tags.get(s[2], (0, ""))[0])):
        leaves[start].before += "[" + tags.get(bracket, (0, ""))[1]
        leaves[end].behind += "]"
    for _, group in groupby(leaves, key=lambda leaf: (leaf.clause, leaf.block, _address(leaf.node))):
        linked = list(group)
        if address := _address(linked[0].node):
            linked[0].before += "["
            linked[-1].behind = f"]({address})" + linked[-1].behind


def _stretches(leaves: Sequence[_Leaf]) -> Iterator[tuple[int, int, str]]:
    running: dict[str, tuple[int, int]] = {}
    for at, leaf in enumerate(leaves):
        if leaf.node["type"] != "text":
            continue
        ids = [mark["attrs"]["id"] for mark in leaf.node.get("marks", []) if mark["type"] == "bracket"]
        for bracket in [known for known in running if known not in ids]:
            yield (*running.pop(bracket), bracket)
        running |= {bracket: (running.get(bracket, (at, at))[0], at) for bracket in ids}
    for bracket, (start, end) in running.items():
        yield start, end, bracket


def _address(node: Node) -> str | None:
    return next((mark["attrs"]["href"] for mark in node.get("marks", []) if mark["type"] == "link"), None)


def _write(
    leaves: Sequence[_Leaf], written: Written, labels: Mapping[str, str], tags: Mapping[str, tuple[int, str]]
) -> None:
    run = ""
    for leaf in leaves:
        node = leaf.node
        match node["type"]:
            case "text":
                run += leaf.before + node["text"] + leaf.behind
            case "reference":
                run += labels[node["attrs"]["clause"]]
            case "footnote":
                written.add(run)
                run = ""
                written.add_note(_draw_note(node, tags, markdown=written.markdown))
            case _:
                written.add(run)
                run = ""
                written.add_blank(node.get("attrs", {}).get("text", "x"))
    written.add(run)


def _draw_note(node: Node, tags: Mapping[str, tuple[int, str]], *, markdown: bool) -> list[str]:
    leaves = [_Leaf(child, 0, 0) for child in node.get("content", [])]
    _draw_signs(leaves, tags)
    return tokenise("".join(leaf.before + leaf.node["text"] + leaf.behind for leaf in leaves), markdown=markdown)
