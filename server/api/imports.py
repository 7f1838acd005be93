"""Imports: a source becomes clauses, or a second language of clauses that stand."""

from server.actions.aligning import align_source
from server.actions.importing import import_source
from server.actions.sourcing import SourceFile
from server.api import replies
from server.api.endpoint import Call, Endpoints
from server.api.query import Kind, Query
from server.domain.sourcelines import LARGEST_FILE

endpoints = Endpoints("import")

IMPORT_BYTES = LARGEST_FILE
MEDIA = ("text/markdown", "application/json", "text/plain")
FILE = {
    "language": Query("The language of the words, such as `en`.", default=None),
    "name": Query("The file's name: its ending says that it is Markdown (`.md`), JSON (`.json`) or text.", "text.md"),
    "align": Query("1 puts the words into the clauses that stand, as a further language of theirs.", "0", Kind.FLAG),
    "under": Query("With `align`: the clause under which those stand that get the words. All without it."),
}
"""What the address says of the file in the body."""


@endpoints.add(
    "POST",
    "/agendas/{agenda}/imports",
    reply=replies.Import,
    status=201,
    queries=FILE,
    takes=MEDIA,
    refusals={
        "no_such_agenda": 404,
        "no_such_language": 404,
        "no_such_place": 404,
        "not_secretariat": 403,
        "text_exists": 409,
        "clause_locked": 409,
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
        "not_settled": 503,
    },
)
async def import_text(call: Call, _: None) -> object:
    """Cut a text (the body) into clauses at the end of an agenda, or put it into those that stand.

    It is a file in UTF-8 of at most 5 MiB. The name says what it is, whatever the Content-Type.
    """
    file = SourceFile(call.query("name"), call.query("language"), await call.data(IMPORT_BYTES))
    if call.query("align") != "1":
        return await import_source(call.house, call.who, call.path("agenda"), file)
    return await align_source(call.house, call.who, call.path("agenda"), file, call.query("under") or None)
