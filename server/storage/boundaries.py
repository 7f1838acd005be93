"""When rights change by the clock alone: a draft opens or closes, a seat begins or ends, a sign-in expires."""

from collections.abc import Iterable, Iterator

from server.domain.facts import DraftFacts, SeatFacts, SignInFacts


def next_boundary(
    drafts: Iterable[DraftFacts], seats: Iterable[SeatFacts], sign_ins: Iterable[SignInFacts], after_ms: int
) -> int | None:
    """Return the first moment after `after_ms` (Unix ms) at which one of them changes, or None if none does."""
    moments = _moments(drafts, seats, sign_ins)
    return min((moment for moment in moments if moment is not None and moment > after_ms), default=None)


def _moments(
    drafts: Iterable[DraftFacts], seats: Iterable[SeatFacts], sign_ins: Iterable[SignInFacts]
) -> Iterator[int | None]:
    for draft in drafts:
        yield from (draft.opens_ms, draft.closes_ms)
    for seat in seats:
        yield from (seat.from_ms, seat.until_ms)
    for sign_in in sign_ins:
        yield sign_in.expires_ms
