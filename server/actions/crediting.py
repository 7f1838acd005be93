"""Whose a change is: a person's, or that of an act on the structure, which carries words and writes none. Rule C-3."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.crdt.attribution import Attribution
from server.crdt.spanmap import SpanMap
from server.storage.log import HistoryRow

Carrying = tuple[str, int, int]
"""What an act was, and the number of the text before and after it."""


@dataclass(frozen=True, slots=True)
class Credits:
    """Names the author of each character as an `Attribution` does, and behind a bar the act that carried it.

    Words that an act brought are still their first writer's; those that it took away are nobody's deletion. Words
    that were typed since the first of two moments, then taken away and brought again, were typed.
    """

    record: Attribution
    since: int
    since_ms: int
    acts: dict[int, str]
    brought: SpanMap[str]

    @classmethod
    def build(cls, record: Attribution, since: int, rows: Sequence[HistoryRow], acts: Sequence[Carrying]) -> "Credits":
        """Read the updates of each act among those of a text, for what changed since one of its numbers."""
        named = {seq: act for act, before, after in acts for seq in range(before + 1, after + 1)}
        brought: SpanMap[str] = SpanMap()
        for row in rows:
            for span in row.inserted if row.seq in named else ():
                brought.put(span.client, span.start, span.end, named[row.seq])
        since_ms = max((row.at_ms for row in rows if row.seq <= since), default=0)
        return cls(record, since, since_ms, named, brought)

    def inserted_by(self, client: int, clock: int) -> str | None:
        """Return the key of who first wrote this character, and the act that brought it, if one did."""
        key, row = self.record.inserted_by(client, clock), self.record.author(client, clock)
        if key is None or row is None:
            return None
        act = self.acts.get(row.seq)
        if act is None and row.seq <= self.since:
            act = self.brought.get(client, clock)
        if act == "undo" and row.at_ms > self.since_ms:
            act = None
        return f"{key}|{act or ''}"

    def deleted_by(self, client: int, clock: int) -> str | None:
        """Return the key of who struck this character, or of the act that took it away."""
        key, row = self.record.deleted_by(client, clock), self.record.striker(client, clock)
        if key is None or row is None:
            return None
        act = self.acts.get(row.seq)
        return f"|||{act}" if act else f"{key}|"
