"""Texts begun in a process."""

import msgspec

from server.actions.beginning import NewText, begin_text
from server.api import replies
from server.api.endpoint import Call, Endpoints

endpoints = Endpoints("texts")


class TextRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Titles by language; working languages (none: all of the process), the original's, the start of its symbols."""

    title: dict[str, str] = {}
    languages: list[str] = []
    original_language: str | None = None
    symbol_base: str | None = None


@endpoints.add(
    "POST",
    "/processes/{process}/agendas",
    body=TextRequest,
    reply=replies.BegunText,
    status=201,
    refusals={
        "no_such_process": 404,
        "not_secretariat": 403,
        "title_missing": 422,
        "title_too_long": 422,
        "text_unusable": 422,
        "language_unknown": 422,
        "symbol_unusable": 422,
    },
)
async def begin(call: Call, body: TextRequest) -> object:
    """Begin a text in a process. It is empty, and open to whoever may read it there."""
    new = NewText(body.title, tuple(body.languages), body.original_language, body.symbol_base)
    begun = await begin_text(call.house, call.who, call.path("process"), new)
    await call.request.app.state.feed.catch_up()
    return begun
