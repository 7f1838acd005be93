"""Imports: a source becomes clauses, or a second language of clauses that stand."""

from server.actions.aligning import align_source
from server.actions.importing import import_source
from server.actions.sourcing import SourceFile
from server.api import replies
from server.api.endpoint import Call, Endpoints

endpoints = Endpoints("import")

IMPORT_BYTES = 5 * 1024 * 1024


@endpoints.add(
    "POST",
    "/agendas/{agenda}/imports",
    reply=replies.Import,
    status=201,
    refusals={
        "no_such_agenda": 404,
        "no_such_language": 404,
        "no_such_place": 404,
        "not_secretariat": 403,
        "text_exists": 409,
        "clause_locked": 409,
        "body_too_large": 413,
        "file_too_large": 413,
        "clause_too_long": 413,
        "too_many_clauses": 413,
        "not_utf8": 422,
        "binary": 422,
        "empty": 422,
        "not_json": 422,
        "shape_unknown": 422,
        "language_not_in_source": 422,
        "words_lost": 422,
        "nothing_aligns": 422,
        "query_missing": 422,
        "not_settled": 503,
    },
)
async def import_text(call: Call, _: None) -> object:
    """Cut a text (the body) into clauses at the end of an agenda: `?language=en&name=a.md`.

    The name says what it is: Markdown (`.md`), JSON (`.json`), else plain text. With `&align=1` the words go into the
    clauses that stand, as a further language of theirs: all, or those of `&under=` a clause.
    """
    file = SourceFile(call.query("name", "text.md"), call.query("language"), await call.data(IMPORT_BYTES))
    if call.query("align", "") != "1":
        return await import_source(call.house, call.who, call.path("agenda"), file)
    return await align_source(call.house, call.who, call.path("agenda"), file, call.query("under", "") or None)
