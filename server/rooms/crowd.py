"""The sockets that are open here, and how many of them each person has."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from server.rooms.needs import Authority

if TYPE_CHECKING:
    from server.rooms.connection import Connection

SOCKETS = 64
"""Sockets of one person. A page takes one, and one that lost its network without a word is counted for 40 s more."""

TOO_MANY_SOCKETS = 4529
"""Close code: come back after a pause, when others have been closed."""


class Crowd:
    """Counts by person, not by sign-in: a person may sign in as often as one likes."""

    def __init__(self, authority: Authority) -> None:
        self._authority = authority
        self._persons: dict[Connection, str] = {}
        self._counts: Counter[str] = Counter()

    def __iter__(self) -> "Iterator[Connection]":
        return iter(self._persons)

    def __len__(self) -> int:
        return len(self._persons)

    def is_full(self, sign_in: str) -> bool:
        """True if the person behind the sign-in may not open another socket (L-8)."""
        return self._counts[self._authority.person(sign_in)] >= SOCKETS

    def add(self, connection: "Connection") -> None:
        person = self._authority.person(connection.sign_in)
        self._persons[connection] = person
        self._counts[person] += 1

    def discard(self, connection: "Connection") -> None:
        person = self._persons.pop(connection, None)
        if person is not None:
            self._counts[person] -= 1
            if not self._counts[person]:
                del self._counts[person]
