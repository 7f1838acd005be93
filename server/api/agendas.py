"""Agendas, clauses, the gavel, history."""

import msgspec

from server.actions.brackets import open_bracket
from server.actions.locking import lock_clause, reopen_clause
from server.actions.obstacles import show_obstacles
from server.actions.reading import show_agendas, show_clause
from server.actions.striking import Seen
from server.actions.versions import compare_versions, label_version, show_versions
from server.api import replies
from server.api.endpoint import Call, Endpoints
from server.api.query import Query
from server.domain.errors import Unusable

endpoints = Endpoints("text")

AGENDA = {"no_such_agenda": 404}
CLAUSE = {"no_such_clause": 404}
TEXT = {**CLAUSE, "no_such_language": 404}


class SeenText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The text that the chair saw in one language."""

    seq: int | None = None
    hash: str | None = None


class LockRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which languages are closed (all of them unless some are named), and the text that was seen in each.

    Whoever says what was seen says so of each text that is closed; without `seen` the text is closed as it stands.
    """

    languages: list[str] | None = None
    seen: dict[str, SeenText] = {}


class ReopenRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why the clause is reopened. The reason goes into the record."""

    reason: str = ""


class BracketRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A bracket's id (a UUIDv7, as the mark in the text carries it), and what is asked."""

    id: str
    kind: str = ""


class LabelRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the stored version is called."""

    label: str = ""


@endpoints.add("GET", "/agendas", reply=replies.AgendaList)
async def list_agendas(call: Call, _: None) -> object:
    """Return the agendas that you may read."""
    return await show_agendas(call.house, call.who)


@endpoints.add("GET", "/agendas/{agenda}/obstacles", reply=replies.Obstacles, refusals=AGENDA)
async def read_obstacles(call: Call, _: None) -> object:
    """Return what stands between the text and a final one."""
    return await show_obstacles(call.house, call.who, call.path("agenda"))


@endpoints.add("GET", "/clauses/{clause}", reply=replies.Clause, refusals=CLAUSE)
async def read_clause(call: Call, _: None) -> object:
    """Return one clause as it is now."""
    return await show_clause(call.house, call.who, call.path("clause"))


@endpoints.add(
    "POST",
    "/clauses/{clause}/lock",
    body=LockRequest,
    reply=replies.Decision,
    refusals={
        **TEXT,
        "not_chair": 403,
        "already_locked": 409,
        "text_moved": 409,
        "choice_unclear": 422,
        "hold_timeout": 503,
    },
)
async def lock(call: Call, body: LockRequest) -> object:
    """Agree a clause and close it: from then on nobody can change the languages named."""
    if body.languages == []:
        raise Unusable("choice_unclear")
    seen = {language: Seen(text.seq, text.hash) for language, text in body.seen.items()}
    return await lock_clause(call.house, call.who, call.path("clause"), body.languages, seen)


@endpoints.add(
    "POST",
    "/clauses/{clause}/reopen",
    body=ReopenRequest,
    reply=replies.Decision,
    refusals={**CLAUSE, "not_chair": 403, "not_locked": 409, "reason_missing": 422},
)
async def reopen(call: Call, body: ReopenRequest) -> object:
    """Open a closed clause in all its languages; the reason goes into the record."""
    return await reopen_clause(call.house, call.who, call.path("clause"), body.reason)


@endpoints.add(
    "POST",
    "/clauses/{clause}/brackets",
    body=BracketRequest,
    reply=replies.OneBracket,
    status=201,
    refusals={**CLAUSE, "observer": 403, "bracket_exists": 409, "id_unusable": 422, "kind_unknown": 422},
)
async def bracket(call: Call, body: BracketRequest) -> object:
    """Record that your delegation asks for a bracket, under the id that marks its words in the text."""
    return await open_bracket(call.house, call.who, call.path("clause"), body.id, body.kind)


@endpoints.add("GET", "/clauses/{clause}/{language}/versions", reply=replies.Versions, refusals=TEXT)
async def list_versions(call: Call, _: None) -> object:
    """Return the stored versions of a clause in a language, newest first."""
    return await show_versions(call.house, call.who, call.path("clause"), call.path("language"))


@endpoints.add(
    "POST",
    "/clauses/{clause}/{language}/versions",
    body=LabelRequest,
    reply=replies.OneVersion,
    status=201,
    refusals={**TEXT, "observer": 403, "label_missing": 422, "label_too_long": 422, "text_unusable": 422},
)
async def store_version(call: Call, body: LabelRequest) -> object:
    """Store the text as it is now under a label."""
    return await label_version(call.house, call.who, call.path("clause"), call.path("language"), body.label)


@endpoints.add(
    "GET",
    "/clauses/{clause}/{language}/compare",
    reply=replies.Comparison,
    queries={
        "from": Query("The id of the earlier version.", default=None),
        "to": Query("The id of the later version, or `now`: the text as it is.", default="now"),
    },
    refusals={**TEXT, "no_such_version": 404},
)
async def compare(call: Call, _: None) -> object:
    """Return the words that differ between two versions, with their authors."""
    return await compare_versions(
        call.house,
        call.who,
        call.path("clause"),
        call.path("language"),
        call.query("from"),
        call.query("to"),
    )
