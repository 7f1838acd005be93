"""Words carried from one text into another: written anew under fresh ids, in updates of those who first wrote them."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from server.crdt.codec import ANY, ELEMENT, FORMAT, STRING, TEXT, TYPE, Struct, utf16_length
from server.crdt.encoding import Id, encode_update, join_spans
from server.crdt.fabric import Knot, Line, Run, Thread
from server.domain.edits import Actor, Claim, Edit, Span
from server.domain.grammar import GRAMMAR

_ID_BITS = 32


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote something, and when (Unix ms)."""

    actor: Actor
    at_ms: int


FindAuthor = Callable[[int, int], Author]
"""Return who first wrote a clock of the text that words come from."""


@dataclass(slots=True)
class Pen:
    """Writes at the end of a text, one update for each run of one author, in order.

    `taken` are the client ids that the text knows already.
    """

    find: FindAuthor
    taken: set[int] = field(default_factory=set)
    edits: list[Edit] = field(default_factory=list)
    _clients: dict[str, int] = field(default_factory=dict)
    _clocks: dict[int, int] = field(default_factory=dict)
    _author: Author | None = None
    _structs: list[Struct] = field(default_factory=list)

    def write_blocks(self, root: Knot | None, blocks: Sequence[Thread], depth: int = 0) -> None:
        """Write blocks behind those of a root, the first of them into its last one as many nodes deep as it says."""
        blocks = list(blocks)
        last = root.children[-1] if root is not None and root.children else None
        if depth and blocks and _alike(last, blocks[0]):
            self._go_on(last, blocks.pop(0), depth)
        self._write_children(GRAMMAR.root, root.last if root is not None else None, blocks)

    def finish(self) -> list[Edit]:
        """Return the updates, each with what it inserted."""
        self._seal()
        return self.edits

    def claims(self) -> tuple[Claim, ...]:
        """Return whose client ids they are, from their first clock on."""
        return tuple(Claim(client, person, 0, self._clocks[client]) for person, client in self._clients.items())

    def _go_on(self, last: Thread | None, first: Thread, depth: int) -> None:
        """Write a thread on behind the one that it continues: the characters of a line, the children of a node.

        `depth` counts this node. Below it nodes that merely meet, as two footnotes or items, stay two; lines are one.
        """
        if isinstance(last, Line) and isinstance(first, Line):
            self._write_runs(last.id, last.last, first.runs, dict(last.open))
        elif isinstance(last, Knot) and isinstance(first, Knot):
            children = list(first.children)
            end = last.children[-1] if last.children else None
            if children and (depth > 1 or isinstance(end, Line)) and _alike(end, children[0]):
                self._go_on(end, children.pop(0), depth - 1)
            self._write_children(last.id, last.last, children)

    def _write_children(self, parent: str | Id, last: Id | None, children: Sequence[Thread]) -> None:
        for child in children:
            if isinstance(child, Line):
                last = self._write_line(parent, last, child)
            else:
                last = self._write_knot(parent, last, child)

    def _write_knot(self, parent: str | Id, last: Id | None, knot: Knot) -> Id:
        author = self.find(*knot.id)
        id_ = self._put(author, TYPE, (ELEMENT, knot.tag), last, parent)
        for key, value in knot.attributes.items():
            self._put(author, ANY, [value], None, id_, key=key)
        self._write_children(id_, None, knot.children)
        return id_

    def _write_line(self, parent: str | Id, last: Id | None, line: Line) -> Id:
        first = (line.runs[0].client, line.runs[0].clock) if line.runs else line.id
        id_ = self._put(self.find(*first), TYPE, (TEXT, ""), last, parent)
        self._write_runs(id_, None, line.runs, {})
        return id_

    def _write_runs(self, line: Id, last: Id | None, runs: Sequence[Run], marks: dict[str, Any]) -> None:
        author = None
        for run in runs:
            for author, text in self._by_author(run):
                last = self._format(author, line, last, marks, run.marks)
                marks = run.marks
                last = self._put(author, STRING, text, last, line)
        if author is not None:
            self._format(author, line, last, marks, {})

    def _format(
        self, author: Author, line: Id, last: Id | None, now: Mapping[str, Any], wanted: Mapping[str, Any]
    ) -> Id | None:
        """Write the formats that lead from some marks to others."""
        for key in now:
            if key not in wanted:
                last = self._put(author, FORMAT, (key, None), last, line)
        for key, value in wanted.items():
            if key not in now or now[key] != value:
                last = self._put(author, FORMAT, (key, value), last, line)
        return last

    def _by_author(self, run: Run) -> list[tuple[Author, str]]:
        """Cut a run wherever its author changes."""
        parts: list[tuple[Author, str]] = []
        clock = run.clock
        for sign in run.text:
            author = self.find(run.client, clock)
            if parts and parts[-1][0] == author:
                parts[-1] = (author, parts[-1][1] + sign)
            else:
                parts.append((author, sign))
            clock += utf16_length(sign)
        return parts

    def _put(
        self, author: Author, ref: int, content: Any, last: Id | None, parent: str | Id, *, key: str | None = None
    ) -> Id:
        if author != self._author:
            self._seal()
            self._author = author
        client = self._client(author.actor.person)
        clock = self._clocks.get(client, 0)
        length = utf16_length(content) if ref == STRING else 1
        self._clocks[client] = clock + length
        self._structs.append(
            Struct(client, clock, length, ref, last, None, None if last else parent, None if last else key, content)
        )
        return client, clock + length - 1

    def _client(self, person: str) -> int:
        if person not in self._clients:
            client = secrets.randbits(_ID_BITS)
            while client == 0 or client in self.taken:
                client = secrets.randbits(_ID_BITS)
            self.taken.add(client)
            self._clients[person] = client
        return self._clients[person]

    def _seal(self) -> None:
        if self._author is not None and self._structs:
            actor = replace(self._author.actor, via="merge", session=None)
            spans = join_spans(Span(s.client, s.clock, s.clock + s.length) for s in self._structs)
            update = encode_update(self._structs)
            self.edits.append(Edit(update, actor, tuple(spans), (), at_ms=self._author.at_ms))
        self._structs = []


def strike(spans: Sequence[Span], author: Author) -> Edit:
    """Return the update that deletes clocks, none of which was deleted before."""
    joined = tuple(join_spans(spans))
    actor = replace(author.actor, via="merge", session=None)
    return Edit(encode_update((), joined), actor, (), joined, at_ms=author.at_ms)


def _alike(last: Thread | None, first: Thread) -> bool:
    """True if one can go on where the other ends."""
    if isinstance(last, Knot) and isinstance(first, Knot):
        return last.tag == first.tag
    return isinstance(last, Line) and isinstance(first, Line)
