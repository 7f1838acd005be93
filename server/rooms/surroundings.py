"""What a room has round it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from server.rooms.allowance import Allowance
from server.rooms.needs import Authority, Clock, Log
from server.rooms.tally import Tally

if TYPE_CHECKING:
    from server.rooms.room import ClauseRoom


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`mark` takes the octets that wait to be sealed; `dropped` sees to the next load."""

    log: Log
    authority: Authority
    clock: Clock
    tally: Tally
    allowance: Allowance
    mark: Callable[["ClauseRoom", int], None]
    dropped: Callable[["ClauseRoom"], None]
