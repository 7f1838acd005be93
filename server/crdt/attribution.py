"""Who wrote and who struck each character of a text, whoever carried it since."""

from collections.abc import Iterable
from functools import partial
from typing import Protocol

from server.crdt.cuts import Sent
from server.crdt.spanmap import SpanMap
from server.crdt.tracing import find_aliases
from server.crdt.union import unite
from server.domain.comparison import Change, Piece
from server.domain.edits import Actor, Orphan, Span


class LogRow(Protocol):
    """One stored update; without its payload nothing can be told of what it carried."""

    @property
    def seq(self) -> int: ...
    @property
    def at_ms(self) -> int: ...
    @property
    def actor(self) -> Actor: ...
    @property
    def payload(self) -> bytes | None: ...
    @property
    def inserted(self) -> tuple[Span, ...]: ...
    @property
    def deleted(self) -> tuple[Span, ...]: ...
    @property
    def implied(self) -> tuple[Span, ...]: ...
    @property
    def orphans(self) -> tuple[Orphan, ...]: ...


class Attribution:
    """Who wrote and who struck each clock of a language version, from its rows in order.

    Words that were carried are their first writer's: by a split or join, by cutting and pasting, by undoing. They are
    struck by whoever deleted them last; if they still stand, by whoever moved them away from where they were.
    Keys are spelt `person|delegation|source`. What came into something that was deleted counts as struck by whoever
    deleted that.
    """

    def __init__(self, rows: Iterable[LogRow]) -> None:
        self._rows = {row.seq: row for row in rows}
        self._inserted: SpanMap[int] = SpanMap()
        self._deleted: SpanMap[int] = SpanMap()
        for row in reversed(self._rows.values()):
            for span in row.inserted:
                self._inserted.put(span.client, span.start, span.end, row.seq)
            for span in (*row.deleted, *row.implied):
                self._deleted.put(span.client, span.start, span.end, row.seq)
        for row in self._rows.values():
            self._bury(row)
        self._aliases = find_aliases(
            (
                Sent(row.seq, row.payload, row.actor.person, row.at_ms)
                for row in self._rows.values()
                if row.payload is not None
            ),
            {row.seq: partial(self._agrees, row.seq) for row in self._rows.values() if row.actor.via == "merge"},
        )

    def inserted_by(self, client: int, clock: int) -> str | None:
        """Return the key of who first wrote this character, or None if nobody is known."""
        return self._key(self._written(client, clock))

    def deleted_by(self, client: int, clock: int) -> str | None:
        """Return the key of who struck this character, or None if it still stands where it was."""
        return self._key(self._struck(client, clock))

    def author(self, client: int, clock: int) -> LogRow | None:
        """Return the update in which this clock was first written, or None if nobody is known."""
        seq = self._written(client, clock)
        return None if seq is None else self._rows[seq]

    def striker(self, client: int, clock: int) -> LogRow | None:
        """Return the update that struck this character, or None if it still stands where it was."""
        seq = self._struck(client, clock)
        return None if seq is None else self._rows[seq]

    def unite(self, pieces: Iterable[Piece]) -> list[Piece]:
        """Return an overlay in which what was carried, and kept its place, counts as the same text."""
        return unite(pieces, self._aliases)

    def newest(self, change: Change) -> int | None:
        """Return when (Unix ms) the last of a change's characters was first written, or was struck."""
        find = self._written if change.op == "insert" else self._struck
        found = {find(span.client, clock) for span in change.spans for clock in range(span.start, span.end)}
        return max((self._rows[seq].at_ms for seq in found if seq is not None), default=None)

    def _bury(self, row: LogRow) -> None:
        """Have orphans be struck by whoever struck their parent: rows before this one say who that was."""
        for orphan in row.orphans:
            struck = self._deleted.get(orphan.parent.client, orphan.parent.start)
            if struck is not None:
                self._deleted.put(orphan.span.client, orphan.span.start, orphan.span.end, struck)

    def _agrees(self, seq: int, client: int, clock: int) -> bool:
        """True if a character has the author whom an update names: one that carries words names theirs itself."""
        return self._key(self._inserted.get(client, clock)) == self._key(seq)

    def _written(self, client: int, clock: int) -> int | None:
        return self._inserted.get(*self._aliases.origin(client, clock))

    def _struck(self, client: int, clock: int) -> int | None:
        mover, at = None, (client, clock)
        for target, moved in self._aliases.travels(client, clock):
            mover, at = (self._deleted.get(*at) if moved else mover), target
        final = self._deleted.get(*at)
        return mover if final is None else final

    def _key(self, seq: int | None) -> str | None:
        if seq is None:
            return None
        actor = self._rows[seq].actor
        return f"{actor.person}|{actor.delegation or ''}|{actor.source or ''}"
