"""An agenda with all its clauses: the one great answer, which hundreds ask for in the same minute."""

from starlette.responses import Response

from server.actions.reading import Opening, Wanted
from server.actions.showing import Glance, glance_at_agenda, show_agenda
from server.api import replies
from server.api.endpoint import Call, Endpoints
from server.api.packing import Packed, PackedParts, answer_packed
from server.api.query import Kind, Query

endpoints = Endpoints("text")


QUERIES = {
    "languages": Query("Words in these languages only, with commas between: `en,fr`. All without it."),
    "columns": Query("The languages shown last time, with dots between: `en.fr`. It counts with `own` only."),
    "own": Query("The reader's language: words in `columns`, else in this one and the original."),
    "hashes": Query("0 leaves out the hashes of the texts.", "1", Kind.FLAG),
}


@endpoints.add(
    "GET",
    "/agendas/{agenda}",
    reply=replies.Agenda,
    queries=QUERIES,
    refusals={"no_such_agenda": 404},
    tagged=True,
)
async def read_agenda(call: Call, _: None) -> object:
    """Return an agenda: the tree of its clauses, with all words and hashes unless less is asked for."""
    wanted = read_wanted(call)
    glance = await glance_at_agenda(call.house, call.who, call.path("agenda"), wanted)
    tag = name_tag(glance)
    if tag in call.request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers={"ETag": tag})
    parts: PackedParts = call.request.app.state.packed
    packed = parts.find(glance.key)
    if packed is None:
        packed, glance = await _pack(call, parts, glance, wanted)
    return answer_packed(packed, glance.own, call.request.headers.get("accept-encoding", ""), name_tag(glance))


async def _pack(call: Call, parts: PackedParts, glance: Glance, wanted: Wanted) -> tuple[Packed, Glance]:
    async def show() -> tuple[object, object, Glance]:
        newer, shared = await show_agenda(call.house, call.who, call.path("agenda"), wanted)
        return newer.key, shared, newer

    packed, newer = await parts.make(glance.key, show)
    return packed, newer or glance


def read_wanted(call: Call) -> Wanted:
    """Return what the query asks for: all words and hashes, unless it says less."""
    languages, columns, own = call.query("languages"), call.query("columns"), call.query("own")
    named = frozenset(filter(None, languages.split(","))) if languages else None
    opening = Opening(tuple(filter(None, columns.split("."))), own) if own and named is None else None
    return Wanted(named, call.query("hashes") != "0", opening)


def name_tag(glance: Glance) -> str:
    """Return the answer's entity tag: weak, since every encoding of it has the same."""
    return f'W/"{glance.tag}"'
