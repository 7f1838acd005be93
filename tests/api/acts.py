"""Every act over HTTP, who does it and with what: one row for each declared endpoint that changes something."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from server.domain.identity import fresh_id
from tests.api.ground import Ground, seen

Prepared = tuple[dict[str, str], dict[str, Any]]
"""What stands in the address, and the body."""

EVERYBODY = frozenset({"chair", "secretariat", "translator", "observer", "delegate"})
OFFICES = frozenset({"chair", "secretariat"})
CHAIR, SECRETARIAT = frozenset({"chair"}), frozenset({"secretariat"})
AUTHORS = OFFICES | {"delegate"}


@dataclass(frozen=True, slots=True)
class Act:
    """One endpoint. The roles that are not named get `code` with 403; those that are get the declared answer.

    `answer` is what they get instead where the ground holds nothing that the act could be done to.
    """

    who: frozenset[str]
    code: str
    prepare: Callable[[Ground], Prepared]
    answer: tuple[int, str] | None = None


def on_clause(**body: Any) -> Callable[[Ground], Prepared]:
    return lambda ground: ({"clause": ground.clause()}, body)


def on_agenda(**body: Any) -> Callable[[Ground], Prepared]:
    return lambda ground: ({"agenda": ground.agenda}, body)


def on_process(**body: Any) -> Callable[[Ground], Prepared]:
    return lambda ground: ({"process": ground.process}, body)


def on_proposal(**body: Any) -> Callable[[Ground], Prepared]:
    return lambda ground: ({"proposal": ground.proposal()}, body)


def on_clauses(make: Callable[[Ground], str], **body: Any) -> Callable[[Ground], Prepared]:
    return lambda ground: ({"agenda": ground.agenda}, {"clauses": [make(ground)], **body})


def join(ground: Ground) -> Prepared:
    first, second = ground.pair()
    return {"clause": first}, {"with": second}


def lock(ground: Ground) -> Prepared:
    clause = ground.clause()
    return {"clause": clause}, {"seen": seen(ground.get(clause))}


def propose(ground: Ground) -> Prepared:
    clause = ground.clause()
    return {"clause": clause, "language": "en"}, ground.offer(clause)


def label_version(ground: Ground) -> Prepared:
    return {"clause": ground.clause(), "language": "en"}, {"label": "As it was at noon"}


def open_bracket(ground: Ground) -> Prepared:
    return {"clause": ground.clause()}, {"id": fresh_id()}


def undo(ground: Ground) -> Prepared:
    return {"decision": ground.decision()}, {}


def set_draft(ground: Ground) -> Prepared:
    policy = ground.read()["draft"]["name_policy"]
    return {"agenda": ground.agenda}, {"name_policy": "role" if policy != "role" else "delegation"}


def open_for(ground: Ground) -> Prepared:
    return {"agenda": ground.agenda}, {"consultation": ground.consultation()}


def publish(ground: Ground) -> Prepared:
    ground.clause()
    return {"agenda": ground.agenda}, {"languages": ["en"]}


def endorse(ground: Ground) -> Prepared:
    ground.act(f"/clauses/{ground.clause()}/brackets", id=fresh_id())
    return {"agenda": ground.agenda}, {"consultation": ground.consultation(), "verb": "endorsed"}


def import_text(ground: Ground) -> Prepared:
    return {"agenda": ground.agenda}, {"not": "read"}


def invite(ground: Ground) -> Prepared:
    email = f"{fresh_id()}@ground.example"
    return {"process": ground.process}, {"email": email, "name": "A Guest", "seat": DELEGATE}


def on_invitation(ground: Ground) -> Prepared:
    return {"invitation": ground.guest()["invitation"]}, {}


def give_seat(ground: Ground) -> Prepared:
    seat = {"role": "observer", "delegation": "UNHCR"}
    return {"process": ground.process}, {"person": ground.guest()["person"], "seat": seat}


def change_seat(ground: Ground) -> Prepared:
    return {"seat": ground.guest()["seat"]}, {"title": {"en": "Adviser"}}


def on_person(ground: Ground) -> Prepared:
    return {"person": ground.guest()["person"]}, {}


DELEGATE = {"role": "delegate", "delegation": "MAR"}
NOT_FAILED = (409, "file_not_failed")
RETRIED = {"language": "en", "form": "pdf"}

ACTS: dict[tuple[str, str], Act] = {
    ("POST", "/agendas/{agenda}/clauses"): Act(OFFICES, "not_office", on_agenda(kind="operative")),
    ("POST", "/clauses/{clause}/move"): Act(OFFICES, "not_office", on_clause(under=None, after=None)),
    ("POST", "/clauses/{clause}/split"): Act(OFFICES, "not_office", on_clause(at={"en": {"block": 0, "offset": 5}})),
    ("POST", "/clauses/{clause}/join"): Act(OFFICES, "not_office", join),
    ("POST", "/clauses/{clause}/retitle"): Act(OFFICES, "not_office", on_clause(title={"en": "Title"})),
    ("POST", "/clauses/{clause}/label"): Act(OFFICES, "not_office", on_clause(label="")),
    ("POST", "/clauses/{clause}/kind"): Act(OFFICES, "not_office", on_clause(kind="practice")),
    ("POST", "/clauses/{clause}/withdraw"): Act(OFFICES, "not_office", on_clause()),
    ("POST", "/decisions/{decision}/undo"): Act(OFFICES, "not_office", undo),
    ("POST", "/clauses/{clause}/lock"): Act(CHAIR, "not_chair", lock),
    ("POST", "/clauses/{clause}/reopen"): Act(
        CHAIR, "not_chair", lambda ground: ({"clause": ground.agreed()}, {"reason": "Because."})
    ),
    ("POST", "/clauses/{clause}/brackets"): Act(AUTHORS, "observer", open_bracket),
    ("POST", "/clauses/{clause}/{language}/versions"): Act(AUTHORS | {"translator"}, "observer", label_version),
    ("POST", "/clauses/{clause}/{language}/proposals"): Act(AUTHORS, "observer", propose),
    ("POST", "/proposals/{proposal}/withdraw"): Act(frozenset({"delegate"}), "not_author", on_proposal()),
    ("POST", "/proposals/{proposal}/decline"): Act(CHAIR, "not_chair", on_proposal(reason="Not now.")),
    ("POST", "/proposals/{proposal}/take"): Act(OFFICES, "not_office", on_proposal()),
    ("POST", "/agendas/{agenda}/pause"): Act(CHAIR, "not_chair", on_clauses(Ground.clause)),
    ("POST", "/agendas/{agenda}/resume"): Act(CHAIR, "not_chair", on_clauses(Ground.paused)),
    ("POST", "/agendas/{agenda}/lock"): Act(CHAIR, "not_chair", on_clauses(Ground.clause)),
    ("POST", "/agendas/{agenda}/reopen"): Act(CHAIR, "not_chair", on_clauses(Ground.agreed, reason="Because.")),
    ("PATCH", "/agendas/{agenda}/draft"): Act(OFFICES, "not_office", set_draft),
    ("POST", "/agendas/{agenda}/consultation"): Act(OFFICES, "not_office", open_for),
    ("POST", "/agendas/{agenda}/imports"): Act(SECRETARIAT, "not_secretariat", import_text),
    ("POST", "/agendas/{agenda}/publications"): Act(SECRETARIAT, "not_secretariat", publish),
    ("POST", "/publications/{publication}/languages"): Act(
        SECRETARIAT,
        "not_secretariat",
        lambda ground: ({"publication": ground.publication()}, {"language": "en"}),
        (409, "already_issued"),
    ),
    ("POST", "/publications/{publication}/{language}/{form}/retry"): Act(
        SECRETARIAT,
        "not_secretariat",
        lambda ground: ({"publication": ground.publication(), **RETRIED}, {}),
        NOT_FAILED,
    ),
    ("POST", "/agendas/{agenda}/working-papers"): Act(EVERYBODY, "", on_agenda()),
    ("POST", "/agendas/{agenda}/endorsement"): Act(CHAIR, "not_chair", endorse, (409, "obstacles")),
    ("POST", "/processes/{process}/agendas"): Act(
        SECRETARIAT, "not_secretariat", on_process(title={"en": "Another"}, languages=["en"])
    ),
    ("POST", "/processes/{process}/invitations"): Act(SECRETARIAT, "not_secretariat", invite),
    ("POST", "/invitations/{invitation}/renew"): Act(SECRETARIAT, "not_secretariat", on_invitation),
    ("DELETE", "/invitations/{invitation}"): Act(SECRETARIAT, "not_secretariat", on_invitation),
    ("POST", "/processes/{process}/seats"): Act(SECRETARIAT, "not_secretariat", give_seat),
    ("PATCH", "/seats/{seat}"): Act(SECRETARIAT, "not_secretariat", change_seat),
    ("POST", "/persons/{person}/suspend"): Act(SECRETARIAT, "not_secretariat", on_person),
    ("POST", "/persons/{person}/restore"): Act(SECRETARIAT, "not_secretariat", on_person),
}

OWN = {
    ("POST", "/session"),
    ("POST", "/session/seat"),
    ("DELETE", "/session"),
    ("POST", "/invitations/look"),
    ("POST", "/invitations/accept"),
}
"""Acts on oneself, which no role has more of than another: `test_accounts` and `test_people` hold them."""
