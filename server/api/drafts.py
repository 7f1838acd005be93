"""Acts on many clauses at once, and the settings of a draft."""

import msgspec

from server.actions.drafting import set_draft
from server.actions.locking import lock_clauses, reopen_clauses
from server.actions.motions import Choice
from server.actions.pausing import pause_clauses, resume_clauses
from server.actions.striking import Seen
from server.api import replies
from server.api.agendas import SeenText
from server.api.endpoint import Call, Endpoints
from server.domain.errors import Unusable

endpoints = Endpoints("drafts")

SEEN_BYTES = 1_048_576
"""Numbers and hashes of a text of some thousand clauses in several languages."""

CHOICE = {
    "no_such_agenda": 404,
    "no_such_clause": 404,
    "not_chair": 403,
    "choice_unclear": 422,
    "clause_withdrawn": 409,
}


class ChoiceRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Some clauses by id, or one with all under it, or all: one of the three."""

    clauses: list[str] | None = None
    subtree: str | None = None
    all: bool = False

    @property
    def choice(self) -> Choice:
        """Return the choice, or refuse (422 `choice_unclear`)."""
        if [bool(self.clauses), bool(self.subtree), self.all].count(True) != 1:
            raise Unusable("choice_unclear")
        return Choice(tuple(self.clauses or ()), self.subtree or None)


class GavelRequest(ChoiceRequest, frozen=True, forbid_unknown_fields=True):
    """Which clauses are agreed, and the text that was seen of each in each language."""

    seen: dict[str, dict[str, SeenText]] = {}


class ReopenManyRequest(ChoiceRequest, frozen=True, forbid_unknown_fields=True):
    """Which clauses are reopened, and why. The reason goes into the record."""

    reason: str = ""


class DraftRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Settings to change; what is not named stays. Lists name roles, categories, `delegation:id`, `seat:id`, `all`."""

    mode: str | msgspec.UnsetType = msgspec.UNSET
    typists: list[str] | msgspec.UnsetType = msgspec.UNSET
    readers: list[str] | msgspec.UnsetType = msgspec.UNSET
    name_policy: str | msgspec.UnsetType = msgspec.UNSET
    opens_at: int | None | msgspec.UnsetType = msgspec.UNSET
    closes_at: int | None | msgspec.UnsetType = msgspec.UNSET


@endpoints.add(
    "POST",
    "/agendas/{agenda}/pause",
    body=ChoiceRequest,
    reply=replies.Acted,
    refusals={**CHOICE, "nothing_to_pause": 409, "not_settled": 503},
)
async def pause(call: Call, body: ChoiceRequest) -> object:
    """Pens down: nobody writes in these clauses until they are resumed, agreed or reopened. Nothing is agreed."""
    return await pause_clauses(call.house, call.who, call.path("agenda"), body.choice)


@endpoints.add(
    "POST",
    "/agendas/{agenda}/resume",
    body=ChoiceRequest,
    reply=replies.Acted,
    refusals={**CHOICE, "not_paused": 409},
)
async def resume(call: Call, body: ChoiceRequest) -> object:
    """Let these clauses be written again, by whom they were before."""
    return await resume_clauses(call.house, call.who, call.path("agenda"), body.choice)


@endpoints.add(
    "POST",
    "/agendas/{agenda}/lock",
    body=GavelRequest,
    most=SEEN_BYTES,
    reply=replies.Acted,
    refusals={**CHOICE, "already_locked": 409, "text_moved": 409, "body_too_large": 413, "not_settled": 503},
)
async def lock_many(call: Call, body: GavelRequest) -> object:
    """Agree these clauses and close them in all languages, in one decision: all of them or none."""
    seen = {
        clause: {language: Seen(text.seq, text.hash) for language, text in texts.items()}
        for clause, texts in body.seen.items()
    }
    return await lock_clauses(call.house, call.who, call.path("agenda"), body.choice, seen)


@endpoints.add(
    "POST",
    "/agendas/{agenda}/reopen",
    body=ReopenManyRequest,
    reply=replies.Acted,
    refusals={**CHOICE, "not_locked": 409, "reason_missing": 422, "not_settled": 503},
)
async def reopen_many(call: Call, body: ReopenManyRequest) -> object:
    """Open these clauses in all their languages, in one decision; the reason goes into the record."""
    return await reopen_clauses(call.house, call.who, call.path("agenda"), body.choice, body.reason)


@endpoints.add(
    "PATCH",
    "/agendas/{agenda}/draft",
    body=DraftRequest,
    reply=replies.SetDraft,
    refusals={
        "no_such_agenda": 404,
        "not_office": 403,
        "nothing_changed": 409,
        "mode_unknown": 422,
        "policy_unknown": 422,
        "party_unknown": 422,
        "time_unusable": 422,
        "times_crossed": 422,
    },
)
async def change_settings(call: Call, body: DraftRequest) -> object:
    """Change when and by whom the text is read and typed, and how names are shown; open sockets follow at once."""
    changed = await set_draft(call.house, call.who, call.path("agenda"), msgspec.to_builtins(body))
    await call.request.app.state.feed.catch_up()
    return changed
