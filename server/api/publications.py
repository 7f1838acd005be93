"""Publishing, and the files that come of it."""

import msgspec
from starlette.responses import Response

from server.actions.publishing import fetch_published, publish_agenda, retry_file, show_publication
from server.api import replies
from server.api.endpoint import Call, Endpoints

endpoints = Endpoints("publications")

PUBLICATION = {"no_such_publication": 404}
FILE = {**PUBLICATION, "no_such_file": 404, "file_not_ready": 409}
FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox"
MEDIA = {"pdf": "application/pdf", "html": "text/html; charset=utf-8"}


class PublishRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The symbol of the revision; none makes a working text."""

    symbol: str | None = None


@endpoints.add(
    "POST",
    "/agendas/{agenda}/publications",
    body=PublishRequest,
    reply=replies.Publication,
    status=201,
    refusals={
        "no_such_agenda": 404,
        "not_secretariat": 403,
        "symbol_taken": 409,
        "symbol_unusable": 422,
        "nothing_to_publish": 422,
        "text_unsettled": 503,
    },
)
async def publish(call: Call, body: PublishRequest) -> object:
    """Freeze the text as it is now and publish it in every language that has words; the files follow."""
    return await publish_agenda(call.house, call.who, call.path("agenda"), body.symbol)


@endpoints.add("GET", "/publications/{publication}", reply=replies.Publication, refusals=PUBLICATION)
async def read_publication(call: Call, _: None) -> object:
    """Return a publication with the state of its files."""
    return await show_publication(call.house, call.who, call.path("publication"))


@endpoints.add("GET", "/publications/{publication}/{language}.{form}", refusals=FILE)
async def download(call: Call, _: None) -> Response:
    """Return one file of a publication."""
    language, form = call.path("language"), call.path("form")
    file = await fetch_published(call.house, call.who, call.path("publication"), language, form)
    name = f"{call.path('publication')}-{language}.{form}"
    return Response(
        file["bytes"],
        media_type=MEDIA[form],
        headers={
            "Content-Disposition": f'inline; filename="{name}"',
            "Content-Security-Policy": FILE_POLICY,
            "ETag": f'"{file["hash"]}"',
            "Cache-Control": "private, max-age=31536000, immutable",
        },
    )


@endpoints.add(
    "POST",
    "/publications/{publication}/{language}/{form}/retry",
    status=202,
    refusals={**PUBLICATION, "not_secretariat": 403, "file_not_failed": 409},
)
async def retry(call: Call, _: None) -> Response:
    """Make a file again that could not be made."""
    await retry_file(call.house, call.who, call.path("publication"), call.path("language"), call.path("form"))
    return Response(status_code=202)
