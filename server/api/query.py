"""A query parameter as an endpoint declares it: reading and describing both go by the declaration."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto


class Kind(Enum):
    """What may be written as the value of a parameter."""

    TEXT = auto()
    WHOLE = auto()
    SECONDS = auto()
    FLAG = auto()


@dataclass(frozen=True, slots=True)
class Query:
    """What a parameter says, its value where none is given (None: one must be), and what may be written.

    An empty `default` stands for nothing at all.
    """

    about: str
    default: str | None = ""
    kind: Kind = Kind.TEXT


Queries = Mapping[str, Query]
"""Parameters by name."""
