"""What people deleted of a text, as long as they may bring it back as it was."""

from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import Final, NamedTuple

from server.crdt.aliases import Aliases
from server.crdt.chronicle import Line, Stretch

LEAST_UNITS: Final = 4
"""Shorter text may read the same by chance, unless an update inserts just what it deletes."""
REMEMBERED: Final = 20
"""For how many of their own deletions a person can bring text back."""
RECALLED_MS: Final = 15 * 60_000
"""For how long (ms) they can."""


class Sent(NamedTuple):
    """An update of a log: its number, by whom, when (Unix ms)."""

    seq: int
    payload: bytes
    person: str
    at_ms: int


class _Cut:
    """What a person deleted at one go: by one update, or by several in a row that did nothing else."""

    __slots__ = ("_lines", "at_ms", "is_open", "steps")

    def __init__(self) -> None:
        self.steps: list[list[Stretch]] = []
        self.is_open = True
        self.at_ms = 0
        self._lines: list[Line] = []

    def add(self, step: list[Stretch], at_ms: int) -> None:
        """Take in what else was deleted."""
        self.steps.append(step)
        self.at_ms = at_ms
        self._lines = []

    def lines(self) -> list[Line]:
        """Return what was deleted, as a whole and, where that was long enough, step by step from the last."""
        if not self._lines:
            parts = [step for step in self.steps if sum(len(stretch.text) for stretch in step) >= LEAST_UNITS]
            whole = Line(chain.from_iterable(self.steps), gone=True)
            self._lines = [whole, *(Line(step, gone=True) for step in reversed(parts if len(self.steps) > 1 else ()))]
        return self._lines


class Cuts:
    """One person's latest deletions."""

    def __init__(self) -> None:
        self._cuts: deque[_Cut] = deque(maxlen=REMEMBERED)
        self._all: Line | None = None

    def note(self, came: bool, went: list[Stretch], at_ms: int) -> None:
        """Remember what an update deleted, and that it inserted text too: the next deletion is then another one."""
        if went:
            if came or not (self._cuts and self._cuts[-1].is_open):
                self._cuts.append(_Cut())
            self._cuts[-1].add(went, at_ms)
            self._all = None
        if came and self._cuts:
            self._cuts[-1].is_open = False

    def forget(self, now_ms: int) -> None:
        """Drop what was deleted too long ago."""
        while self._cuts and now_ms - self._cuts[0].at_ms > RECALLED_MS:
            self._cuts.popleft()
            self._all = None

    def lines(self) -> Iterator[Line]:
        """Yield what was deleted, cut by cut from the last."""
        return chain.from_iterable(cut.lines() for cut in reversed(self._cuts))

    def all(self) -> Line:
        """Return all of it as it stood in the text."""
        if self._all is None:
            self._all = Line((stretch for cut in self._cuts for step in cut.steps for stretch in step), gone=True)
        return self._all


def leave(died: list[Stretch], aliases: Aliases) -> list[Stretch]:
    """Return what is gone of what was deleted: not what is known to have been carried on."""
    left = []
    for stretch in died:
        for start, end in aliases.kept(stretch.client, stretch.clock, stretch.clock + len(stretch.text)):
            low, high = start - stretch.clock, end - stretch.clock
            left.append(replace(stretch, clock=start, text=stretch.text[low:high], last=stretch.last[low:high]))
    return left
