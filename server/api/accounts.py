"""Signing in and out, and who one is."""

import msgspec
from starlette.responses import Response

from server.actions.seating import choose_seat
from server.actions.signing import (
    SignedIn,
    describe_demonstration,
    describe_person,
    sign_in,
    sign_in_for_show,
    sign_out,
)
from server.actions.unsent import release_key
from server.api import replies
from server.api.credentials import clear_cookie, set_cookie
from server.api.endpoint import Call, Endpoints
from server.domain.errors import Denied, Unknown, Unusable

endpoints = Endpoints("accounts")


class SignInRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """E-mail and password, or on loopback the id of a person of the demonstration. `token` asks for a bearer token."""

    email: str = ""
    password: str = ""
    token: bool = False
    demonstration: str = ""


class SeatRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A seat of one's own. `delegation` is the one spoken for, where the seat names any; null for none of them."""

    seat: str
    delegation: str | None | msgspec.UnsetType = msgspec.UNSET


@endpoints.add(
    "POST",
    "/session",
    body=SignInRequest,
    reply=replies.SignIn,
    open=True,
    refusals={
        "no_match": 401,
        "suspended": 401,
        "demonstration_closed": 403,
        "email_missing": 422,
        "too_many": 429,
    },
)
async def start_session(call: Call, body: SignInRequest) -> Response:
    """Sign in: a browser gets a cookie, a program asks for a token and sends it as `Authorization: Bearer`."""
    state = call.request.app.state
    label = call.request.headers.get("user-agent", "")
    if body.demonstration:
        if not state.demonstration_door(call.request):
            raise Denied("demonstration_closed")
        signed = await sign_in_for_show(call.house.database, body.demonstration, label=label)
    else:
        if not body.email.strip():
            raise Unusable("email_missing")
        kind = "token" if body.token else "browser"
        with state.attempts.trying(call.request, body.email):
            signed = await sign_in(call.house.database, body.email, body.password, kind=kind, label=label)
    await state.feed.catch_up()
    return await answer_sign_in(call, signed, token=body.token)


async def answer_sign_in(call: Call, signed: SignedIn, *, token: bool = False) -> Response:
    """Answer a new sign-in: who it is, and the cookie or the token."""
    shown = await call.house.database.read(lambda reading: describe_person(reading, signed.person, signed.session))
    if token:
        return Response(msgspec.json.encode({**shown, "token": signed.secret}), media_type="application/json")
    response = Response(msgspec.json.encode(shown), media_type="application/json")
    set_cookie(response, call.request.app.state.settings, signed)
    return response


@endpoints.add("GET", "/session", reply=replies.SignIn)
async def show_session(call: Call, _: None) -> object:
    """Return who is signed in, with the seats that hold now."""
    return await _show_caller(call)


async def _show_caller(call: Call) -> object:
    caller = call.who
    return await call.house.database.read(lambda reading: describe_person(reading, caller.person, caller.session))


@endpoints.add("GET", "/session/key", reply=replies.UnsentKey)
async def show_key(call: Call, _: None) -> object:
    """Return the key under which the browser keeps this person's words that are not on disk yet."""
    return {"key": await release_key(call.house.database, call.who)}


@endpoints.add(
    "POST",
    "/session/seat",
    body=SeatRequest,
    reply=replies.SignIn,
    refusals={
        "no_such_seat": 404,
        "seat_not_begun": 403,
        "seat_ended": 403,
        "suspended": 403,
        "not_your_delegation": 403,
    },
)
async def take_seat(call: Call, body: SeatRequest) -> object:
    """Act in this seat from now on, also on open sockets; a scribe says for which delegation."""
    await choose_seat(call.house, call.who, body.seat, body.delegation)
    await call.request.app.state.feed.catch_up()
    return await _show_caller(call)


@endpoints.add("DELETE", "/session", status=204)
async def end_session(call: Call, _: None) -> Response:
    """Sign out: the cookie or token is worthless from now on, and open sockets close."""
    await sign_out(call.house.database, call.who)
    response = Response(status_code=204)
    clear_cookie(response, call.request.app.state.settings)
    return response


@endpoints.add("GET", "/demonstration", reply=replies.Demonstration, open=True, refusals={"no_demonstration": 404})
async def show_demonstration(call: Call, _: None) -> object:
    """Return who may be signed in as with one click: on loopback with the demonstration loaded, never otherwise."""
    shown = None
    if call.request.app.state.demonstration_door(call.request):
        shown = await call.house.database.read(describe_demonstration)
    if shown is None:
        raise Unknown("no_demonstration")
    return shown
