"""Shaping the text: where clauses stand, what they are, splitting and joining; the record, and undoing from it."""

import msgspec

from server.actions.joining import join_clauses
from server.actions.recounting import show_decisions
from server.actions.retitling import retitle_clause
from server.actions.splitting import Caret, split_clause
from server.actions.striking import Seen
from server.actions.structuring import (
    NewPlace,
    NewWords,
    insert_clause,
    label_clause,
    move_clause,
    set_kind,
    withdraw_clause,
)
from server.actions.undoing import undo_decision
from server.api import replies
from server.api.endpoint import Call, Endpoints
from server.api.query import Kind, Query

endpoints = Endpoints("structure")

OFFICE = {"not_office": 403}
STANDING = {"no_such_clause": 404, **OFFICE, "clause_withdrawn": 409}
LABEL = {"label_taken": 409, "label_too_long": 422, "text_unusable": 422}
TEXTS = {"clause_locked": 409, "text_moved": 409, "not_settled": 503}
TITLE = {"no_such_language": 404, "title_missing": 422, "title_too_long": 422, "text_unusable": 422}


class Request(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What all requests share: nothing that is not known is passed over."""


class InsertRequest(Request, frozen=True):
    """A new clause: under which other (null: at the top), after which sibling (null: first), what it is and says.

    Without a label it gets the one that fits between its neighbours; `text` is plain, by language.
    """

    kind: str
    under: str | None = None
    after: str | None = None
    label: str | None = None
    title: dict[str, str] = {}
    text: dict[str, str] = {}


class MoveRequest(Request, frozen=True):
    """Where a clause goes, with all that stands under it. Without a label it keeps its own, unless that is taken."""

    under: str | None = None
    after: str | None = None
    label: str | None = None


class CaretAt(Request, frozen=True):
    """A place in a text: the block counted from 0, and the UTF-16 units in it; a node within a line counts one."""

    block: int
    offset: int


class SeenAt(Request, frozen=True):
    """The text that was seen in one language."""

    seq: int | None = None
    hash: str | None = None


class SplitRequest(Request, frozen=True):
    """Where a clause is cut in each language; the others stay whole. Nothing is cut that is not as it was seen."""

    at: dict[str, CaretAt]
    seen: dict[str, SeenAt] = {}
    label: str | None = None


class JoinRequest(Request, frozen=True, rename={"behind": "with"}):
    """The clause that follows, and the text that was seen."""

    behind: str
    seen: dict[str, SeenAt] = {}


class RetitleRequest(Request, frozen=True):
    """Titles by language; an empty one is taken away, and languages that are not named keep theirs."""

    title: dict[str, str]


class RelabelRequest(Request, frozen=True):
    """The label as printed; empty for none."""

    label: str


class KindRequest(Request, frozen=True):
    """What the clause is."""

    kind: str


class WithdrawRequest(Request, frozen=True):
    """Why the clause is withdrawn, for the record."""

    reason: str = ""


class Nothing(Request, frozen=True):
    """No more than the address says."""


@endpoints.add(
    "POST",
    "/agendas/{agenda}/clauses",
    body=InsertRequest,
    reply=replies.Shaped,
    status=201,
    refusals={
        "no_such_agenda": 404,
        "no_such_place": 404,
        **OFFICE,
        **LABEL,
        **TITLE,
        "kind_unknown": 422,
        "text_too_long": 422,
    },
)
async def insert(call: Call, body: InsertRequest) -> object:
    """Put a new clause into the text."""
    words = NewWords(body.kind, body.label, body.title, body.text)
    return await insert_clause(call.house, call.who, call.path("agenda"), NewPlace(body.under, body.after), words)


@endpoints.add(
    "POST",
    "/clauses/{clause}/move",
    body=MoveRequest,
    reply=replies.Shaped,
    refusals={**STANDING, **LABEL, "no_such_place": 404, "would_loop": 409},
)
async def move(call: Call, body: MoveRequest) -> object:
    """Move a clause, with all that stands under it."""
    place = NewPlace(body.under, body.after)
    return await move_clause(call.house, call.who, call.path("clause"), place, body.label)


@endpoints.add(
    "POST",
    "/clauses/{clause}/split",
    body=SplitRequest,
    reply=replies.Shaped,
    refusals={**STANDING, **LABEL, **TEXTS, "no_such_language": 404, "nothing_to_split": 422},
)
async def split(call: Call, body: SplitRequest) -> object:
    """Make two clauses of one; every word keeps its author."""
    at = {language: Caret(caret.block, caret.offset) for language, caret in body.at.items()}
    return await split_clause(call.house, call.who, call.path("clause"), at, _seen(body.seen), body.label)


@endpoints.add(
    "POST",
    "/clauses/{clause}/join",
    body=JoinRequest,
    reply=replies.Shaped,
    refusals={**STANDING, **TEXTS, "no_such_place": 404},
)
async def join(call: Call, body: JoinRequest) -> object:
    """Put the words of the clause that follows at the end of this one, and withdraw it; every word keeps its author."""
    return await join_clauses(call.house, call.who, call.path("clause"), body.behind, _seen(body.seen))


@endpoints.add(
    "POST",
    "/clauses/{clause}/retitle",
    body=RetitleRequest,
    reply=replies.Shaped,
    refusals={**STANDING, **TEXTS, **TITLE},
)
async def retitle(call: Call, body: RetitleRequest) -> object:
    """Change the titles of a clause; the title of a heading is its text."""
    return await retitle_clause(call.house, call.who, call.path("clause"), body.title)


@endpoints.add(
    "POST",
    "/clauses/{clause}/label",
    body=RelabelRequest,
    reply=replies.Shaped,
    refusals={**STANDING, **LABEL},
)
async def relabel(call: Call, body: RelabelRequest) -> object:
    """Give a clause another label; references to it print that from now on."""
    return await label_clause(call.house, call.who, call.path("clause"), body.label)


@endpoints.add(
    "POST",
    "/clauses/{clause}/kind",
    body=KindRequest,
    reply=replies.Shaped,
    refusals={**STANDING, "clause_locked": 409, "kind_unknown": 422},
)
async def change_kind(call: Call, body: KindRequest) -> object:
    """Say what a clause is."""
    return await set_kind(call.house, call.who, call.path("clause"), body.kind)


@endpoints.add(
    "POST",
    "/clauses/{clause}/withdraw",
    body=WithdrawRequest,
    reply=replies.Shaped,
    refusals={**STANDING, "clause_locked": 409},
)
async def withdraw(call: Call, body: WithdrawRequest) -> object:
    """Take a clause out of the text, with all that stands under it."""
    return await withdraw_clause(call.house, call.who, call.path("clause"), body.reason)


@endpoints.add(
    "POST",
    "/decisions/{decision}/undo",
    body=Nothing,
    reply=replies.Shaped,
    refusals={"no_such_decision": 404, **OFFICE, "cannot_undo": 409, "text_moved": 409, "not_settled": 503},
)
async def undo(call: Call, _: Nothing) -> object:
    """Undo an act on the structure, unless later ones build on it (`why` says what is in the way)."""
    return await undo_decision(call.house, call.who, call.path("decision"))


@endpoints.add(
    "GET",
    "/agendas/{agenda}/decisions",
    reply=replies.Decisions,
    queries={
        "before": Query("Only entries before this commit number: the `next` of the answer before.", kind=Kind.WHOLE),
        "limit": Query("How many entries, 200 at most.", "50", Kind.WHOLE),
        "clause": Query("Only entries of this clause."),
    },
    refusals={"no_such_agenda": 404, "query_unusable": 422},
)
async def list_decisions(call: Call, _: None) -> object:
    """Return the record, newest first, page by page."""
    before, limit, clause = call.number("before"), call.number("limit"), call.query("clause") or None
    most = 50 if limit is None else limit
    return await show_decisions(call.house, call.who, call.path("agenda"), before, most, clause)


def _seen(given: dict[str, SeenAt]) -> dict[str, Seen]:
    return {language: Seen(text.seq, text.hash) for language, text in given.items()}
