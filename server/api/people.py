"""People and seats, for the secretariat; and the link by which an invited person comes in."""

from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from server.actions import inviting, peopling
from server.actions.granting import NewSeat
from server.actions.inviting import Guest
from server.actions.peopling import SeatChange
from server.actions.signing import hash_secret
from server.api.accounts import answer_sign_in
from server.api.endpoint import Call, Endpoints
from server.api.replies import SignIn, seating

endpoints = Endpoints("people")

UNSEEN = {"no_such_process": 404, "not_secretariat": 403}
UNFIT_SEAT = {
    "no_such_delegation": 404,
    "role_unknown": 422,
    "delegation_missing": 422,
    "language_unknown": 422,
    "translator_without_language": 422,
    "title_too_long": 422,
    "text_unusable": 422,
    "time_unusable": 422,
    "ends_before_it_begins": 422,
}
LINK = {"link_unknown": 404, "link_used": 409, "link_expired": 409, "suspended": 401, "too_many": 429}


class NewSeatRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A seat to be given. Delegations by id or code; times in Unix ms, `from` null is now."""

    role: str
    delegation: str | None = None
    capacity: str = ""
    title: dict[str, str] = {}
    languages: list[str] = []
    from_: int | None = msgspec.field(name="from", default=None)
    until: int | None = None
    speaks_for: list[str] = []


class InvitationRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whom to invite. `seat` null: the person sits in the process already."""

    email: str
    name: str = ""
    languages: list[str] = []
    seat: NewSeatRequest | None = None


class FurtherSeat(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A further seat for a person who sits in the process."""

    person: str
    seat: NewSeatRequest


class SeatPatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What changes in a seat; `until` null: no end."""

    from_: int | msgspec.UnsetType = msgspec.field(name="from", default=msgspec.UNSET)
    until: int | None | msgspec.UnsetType = msgspec.UNSET
    title: dict[str, str] | msgspec.UnsetType = msgspec.UNSET


class LinkRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The secret that stands behind the `#` of a link."""

    secret: str


class Acceptance(LinkRequest, frozen=True, forbid_unknown_fields=True):
    """The secret, the password that the person chooses and, if it was misspelt, the name."""

    password: str
    name: str | None = None


def _new_seat(seat: NewSeatRequest) -> NewSeat:
    return NewSeat(
        role=seat.role,
        delegation=seat.delegation,
        capacity=seat.capacity,
        title=seat.title,
        languages=seat.languages,
        from_ms=seat.from_,
        until_ms=seat.until,
        speaks_for=seat.speaks_for,
    )


def link_to(request: Request, secret: str) -> str:
    """Return the link with this secret. What stands behind `#` is not sent to a server: no log, no proxy holds it."""
    return f"{request.app.state.settings.address}/invitation#{secret}"


def _with_link(request: Request, done: dict[str, Any]) -> dict[str, Any]:
    secret = done.pop("secret")
    return {**done, "link": None if secret is None else link_to(request, secret)}


@endpoints.add("GET", "/processes", reply=seating.ManagedProcesses)
async def show_processes(call: Call, _: None) -> object:
    """Return the processes whose people the caller manages."""
    who = call.who
    return await call.house.database.read(lambda reading: peopling.describe_processes(reading, who))


@endpoints.add("GET", "/processes/{process}/people", reply=seating.People, refusals=UNSEEN)
async def show_people(call: Call, _: None) -> object:
    """Return the delegations and people of a process with all their seats."""
    process = call.path("process")
    return await call.house.database.read(lambda reading: peopling.describe_people(reading, call.who, process))


@endpoints.add(
    "POST",
    "/processes/{process}/invitations",
    body=InvitationRequest,
    reply=seating.Invited,
    status=201,
    refusals={**UNSEEN, **UNFIT_SEAT, "email_unusable": 422, "name_missing": 422, "seat_missing": 422},
)
async def invite(call: Call, body: InvitationRequest) -> object:
    """Seat a person and make the link that lets him or her in; it is shown this once."""
    guest = Guest(body.email, body.name, body.languages, _new_seat(body.seat) if body.seat else None)
    done = await inviting.invite(call.house.database, call.who, call.path("process"), guest)
    return _with_link(call.request, done)


@endpoints.add(
    "POST",
    "/invitations/{invitation}/renew",
    reply=seating.Link,
    refusals={"no_such_invitation": 404, "not_secretariat": 403, "link_used": 409, "sits_elsewhere": 409},
)
async def renew(call: Call, _: None) -> object:
    """Make a new link for an invitation that was not used; the old one leads nowhere."""
    return _with_link(call.request, await inviting.renew(call.house.database, call.who, call.path("invitation")))


@endpoints.add(
    "DELETE",
    "/invitations/{invitation}",
    status=204,
    refusals={"no_such_invitation": 404, "not_secretariat": 403, "link_used": 409},
)
async def revoke(call: Call, _: None) -> Response:
    """Take an invitation back: its link leads nowhere."""
    await inviting.revoke(call.house.database, call.who, call.path("invitation"))
    return Response(status_code=204)


@endpoints.add("POST", "/invitations/look", body=LinkRequest, reply=seating.InvitationSeen, open=True, refusals=LINK)
async def look(call: Call, body: LinkRequest) -> object:
    """Return whom a link lets in, to which process and seat."""
    with call.request.app.state.attempts.trying(call.request, hash_secret(body.secret)):
        return await call.house.database.read(lambda reading: inviting.look(reading, body.secret))


@endpoints.add(
    "POST",
    "/invitations/accept",
    body=Acceptance,
    reply=SignIn,
    open=True,
    refusals={**LINK, "password_too_short": 422, "name_missing": 422, "name_too_long": 422, "text_unusable": 422},
)
async def accept(call: Call, body: Acceptance) -> Response:
    """Choose a password, and be signed in: a browser gets its cookie. The link leads nowhere from then on."""
    state = call.request.app.state
    label = call.request.headers.get("user-agent", "")
    with state.attempts.trying(call.request, hash_secret(body.secret)):
        signed = await inviting.accept(call.house.database, body.secret, body.password, body.name, label=label)
    await state.feed.catch_up()
    return await answer_sign_in(call, signed)


@endpoints.add(
    "POST",
    "/processes/{process}/seats",
    body=FurtherSeat,
    reply=seating.Sitting,
    status=201,
    refusals={**UNSEEN, **UNFIT_SEAT, "no_such_person": 404},
)
async def give_seat(call: Call, body: FurtherSeat) -> object:
    """Give a person who sits in the process a further seat, and return the person with all seats."""
    seat = _new_seat(body.seat)
    return await peopling.give_seat(call.house.database, call.who, call.path("process"), body.person, seat)


@endpoints.add(
    "PATCH",
    "/seats/{seat}",
    body=SeatPatch,
    reply=seating.Sitting,
    refusals={
        "no_such_seat": 404,
        "not_secretariat": 403,
        "oneself": 403,
        "ends_before_it_begins": 422,
        "time_unusable": 422,
        "title_too_long": 422,
        "text_unusable": 422,
    },
)
async def change_seat(call: Call, body: SeatPatch) -> object:
    """Change when a seat begins or ends, or its title, and return its person with all seats."""
    told = {"from_at": body.from_, "until_at": body.until, "title": body.title}
    change = SeatChange({name: value for name, value in told.items() if value is not msgspec.UNSET})
    return await peopling.change_seat(call.house.database, call.who, call.path("seat"), change)


SUSPENDING = {"no_such_person": 404, "not_secretariat": 403, "oneself": 403, "sits_elsewhere": 403}


@endpoints.add("POST", "/persons/{person}/suspend", reply=seating.Standing, refusals=SUSPENDING)
async def suspend(call: Call, _: None) -> object:
    """Suspend a person: all sign-ins end, and no seat holds until the person is restored."""
    return await peopling.suspend(call.house.database, call.who, call.path("person"))


@endpoints.add("POST", "/persons/{person}/restore", reply=seating.Standing, refusals=SUSPENDING)
async def restore(call: Call, _: None) -> object:
    """Lift a person's suspension; he or she signs in anew."""
    return await peopling.restore(call.house.database, call.who, call.path("person"))
