"""Choosing the seat in which a sign-in acts and, for a scribe, the delegation for which. Rules A-3 and A-22."""

from msgspec import UNSET, UnsetType

from server.actions.house import Caller, House
from server.domain.errors import Denied, Unknown
from server.domain.rights import Ruling, choose_delegation, may_sit, may_speak_for
from server.storage.choices import choose
from server.storage.database import Writing
from server.storage.facts import own_seats


async def choose_seat(house: House, caller: Caller, seat: str, delegation: str | None | UnsetType = UNSET) -> None:
    """Act in this seat of one's own from now on, in its process, at this sign-in only.

    `delegation` is the one for which words are written; None is the seat's own, or for an office without one nobody.
    Unless it is said, it is the seat's own, or the only one that it names.

    Raises:
        Unknown: `no_such_seat`, also for somebody else's.
        Denied: `seat_not_begun`, `seat_ended`, `suspended`, `not_your_delegation`.
    """

    def write(writing: Writing) -> None:
        found = own_seats(writing, caller.person).get(seat)
        if found is None:
            raise Unknown("no_such_seat")
        _require(may_sit(found, found.process, writing.now_ms))
        wanted = choose_delegation(found, None) if delegation is UNSET else delegation
        if wanted is not None:
            _require(may_speak_for(found, wanted))
        choose(writing, caller.session, found.process, found.id, wanted)

    await house.database.write(write)


def _require(ruling: Ruling) -> None:
    if not ruling.allowed:
        raise Denied(ruling.reason)
