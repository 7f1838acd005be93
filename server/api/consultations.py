"""Consultations of a process, and texts opened for them."""

import msgspec

from server.actions.consulting import open_for, show_consultations
from server.api import replies
from server.api.endpoint import Call, Endpoints

endpoints = Endpoints("consultations")


class OpeningRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """For which consultation the text is opened (null closes it), and from when until when (Unix ms)."""

    consultation: str | None
    opens_at: int | None | msgspec.UnsetType = msgspec.UNSET
    closes_at: int | None | msgspec.UnsetType = msgspec.UNSET


@endpoints.add(
    "GET", "/processes/{process}/consultations", reply=replies.Consultations, refusals={"no_such_process": 404}
)
async def list_consultations(call: Call, _: None) -> object:
    """Return the consultations of a process in which you have a seat."""
    return await show_consultations(call.house, call.who, call.path("process"))


@endpoints.add(
    "POST",
    "/agendas/{agenda}/consultation",
    body=OpeningRequest,
    reply=replies.SetDraft,
    refusals={
        "no_such_agenda": 404,
        "no_such_consultation": 404,
        "not_office": 403,
        "nothing_changed": 409,
        "time_unusable": 422,
        "times_crossed": 422,
    },
)
async def open_text(call: Call, body: OpeningRequest) -> object:
    """Open a text for a consultation, or close it by hand; open sockets follow at once."""
    times = {key: value for key, value in msgspec.to_builtins(body).items() if key != "consultation"}
    opened = await open_for(call.house, call.who, call.path("agenda"), body.consultation, times)
    await call.request.app.state.feed.catch_up()
    return opened
