"""What each operation of the interface says to those who may not read a text: written out from the rules of SPEC.md."""

from collections.abc import Callable, Mapping
from typing import Any

from server.domain.identity import fresh_id
from tests.api.proposing import document

SEATED = ("Egypt", "an association", "a State's observer", "a seat for another text")
"""They have a seat in the process, and the text is not for them."""

UNKNOWN_SEATS = ("a seat that has ended", "a seat that has not begun")
STRANGERS = ("nobody here", "a delegate elsewhere", *UNKNOWN_SEATS)
"""They have none that holds: to them there is no such process either."""

CELLS: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "GET /agendas/{agenda}",
            "GET /agendas/{agenda}/obstacles",
            "GET /agendas/{agenda}/decisions",
            "POST /agendas/{agenda}/clauses",
            "POST /agendas/{agenda}/imports",
            "POST /agendas/{agenda}/pause",
            "POST /agendas/{agenda}/resume",
            "POST /agendas/{agenda}/lock",
            "POST /agendas/{agenda}/reopen",
            "PATCH /agendas/{agenda}/draft",
            "POST /agendas/{agenda}/consultation",
            "POST /agendas/{agenda}/publications",
            "POST /agendas/{agenda}/working-papers",
            "POST /agendas/{agenda}/endorsement",
            "GET /clauses/{clause}",
            "POST /clauses/{clause}/lock",
            "POST /clauses/{clause}/reopen",
            "POST /clauses/{clause}/brackets",
            "POST /clauses/{clause}/move",
            "POST /clauses/{clause}/split",
            "POST /clauses/{clause}/join",
            "POST /clauses/{clause}/retitle",
            "POST /clauses/{clause}/label",
            "POST /clauses/{clause}/kind",
            "POST /clauses/{clause}/withdraw",
            "GET /clauses/{clause}/proposals",
            "GET /clauses/{clause}/{language}/versions",
            "POST /clauses/{clause}/{language}/versions",
            "GET /clauses/{clause}/{language}/compare",
            "POST /clauses/{clause}/{language}/proposals",
            "POST /decisions/{decision}/undo",
            "GET /proposals/{proposal}",
            "POST /proposals/{proposal}/withdraw",
            "POST /proposals/{proposal}/decline",
            "POST /proposals/{proposal}/take",
            "GET /working-papers/{paper}",
            "GET /working-papers/{paper}/{language}.{form}",
        ),
        "hidden",
    ),
    **dict.fromkeys(
        (
            "GET /publications/{publication}",
            "GET /publications/{publication}/{language}.{form}",
            "POST /publications/{publication}/languages",
            "POST /publications/{publication}/{language}/{form}/retry",
        ),
        "published",
    ),
    **dict.fromkeys(
        (
            "GET /processes/{process}/people",
            "POST /processes/{process}/invitations",
            "POST /processes/{process}/seats",
            "POST /processes/{process}/agendas",
            "PATCH /seats/{seat}",
            "POST /persons/{person}/suspend",
            "POST /persons/{person}/restore",
        ),
        "the secretariat's",
    ),
    "GET /processes/{process}/consultations": "the process's",
    "POST /invitations/{invitation}/renew": "hidden",
    "DELETE /invitations/{invitation}": "hidden",
    "GET /session": "own",
    "GET /session/key": "own",
    "POST /session/seat": "own",
    "GET /agendas": "own",
    "GET /processes": "own",
    "DELETE /session": "own",
    "POST /session": "open",
    "GET /demonstration": "open",
    "POST /invitations/look": "open",
    "POST /invitations/accept": "open",
    "GET /public/publications/{publication}": "open",
    "GET /public/publications/{publication}/{language}.{form}": "open",
}
"""Every operation, by what it is about. A text (`hidden`) is there for its readers alone; what was published, for all
who have a seat (P-5); a process, for the same; its people are the secretariat's (H-1). `own` is about the caller, and
`open` says nothing of a text to anybody."""


def expect_kind(operation: str, role: str) -> str:
    """Return what an operation is to an outsider: `hidden`, `not yours` (403), `published`, or `own`."""
    match CELLS[operation]:
        case "published" if role in SEATED:
            return "published"
        case "the process's" if role in SEATED:
            return "own"
        case "the secretariat's" if role in SEATED:
            return "not yours"
        case "published" | "the process's" | "the secretariat's":
            return "hidden"
        case kind:
            return kind


_SEAT = {"role": "chair"}
Body = Any | Callable[[dict[str, str]], Any]
BODIES: Mapping[str, Body] = {
    "POST /agendas/{agenda}/clauses": {"kind": "operative"},
    "POST /agendas/{agenda}/pause": {"all": True},
    "POST /agendas/{agenda}/resume": {"all": True},
    "POST /agendas/{agenda}/lock": {"all": True},
    "POST /agendas/{agenda}/reopen": {"all": True, "reason": "Again"},
    "PATCH /agendas/{agenda}/draft": {"mode": "closed"},
    "POST /agendas/{agenda}/consultation": lambda ids: {"consultation": ids["version"]},
    "POST /agendas/{agenda}/publications": {"symbol": "ADREF/1"},
    "POST /agendas/{agenda}/endorsement": lambda ids: {"consultation": ids["version"], "verb": "endorsed"},
    "POST /clauses/{clause}/reopen": {"reason": "Again"},
    "POST /clauses/{clause}/brackets": lambda ids: {"id": ids["bracket"], "kind": "delete"},
    "POST /clauses/{clause}/split": {"at": {"en": {"block": 0, "offset": 1}}},
    "POST /clauses/{clause}/join": lambda ids: {"with": ids["clause"]},
    "POST /clauses/{clause}/retitle": {"title": {"en": "Other"}},
    "POST /clauses/{clause}/label": {"label": "1"},
    "POST /clauses/{clause}/kind": {"kind": "practice"},
    "POST /clauses/{clause}/{language}/versions": {"label": "Mine"},
    "POST /clauses/{clause}/{language}/proposals": lambda ids: {
        "key": ids["proposal"],
        "base": {"seq": 1},
        "content": document("other"),
    },
    "POST /proposals/{proposal}/decline": {"reason": "No"},
    "POST /publications/{publication}/languages": {"language": "fr"},
    "POST /session/seat": lambda ids: {"seat": ids["seat"]},
    "POST /processes/{process}/invitations": {"email": "a@example.org", "name": "A", "seat": _SEAT},
    "POST /processes/{process}/seats": lambda ids: {"person": ids["person"], "seat": _SEAT},
    "POST /processes/{process}/agendas": {"title": {"en": "Other"}, "languages": ["en"], "original_language": "en"},
    "PATCH /seats/{seat}": {"until": 1},
    "POST /session": {"email": "nobody@example.org", "password": "wrong"},
    "POST /invitations/look": {"secret": fresh_id()},
    "POST /invitations/accept": {"secret": fresh_id(), "password": "a long enough password"},
}
"""Bodies that would be understood, so that nothing but the right to read decides; made from the ids asked for."""

PAGES: Mapping[str, str] = {
    "/": "open",
    "/signin": "open",
    "/invitation": "open",
    "/agendas": "open",
    "/agendas/{agenda}": "hidden",
    "/agendas/{agenda}/publish": "hidden",
    "/agendas/{agenda}/import": "hidden",
    "/processes/{process}/people": "hidden",
    "/publications/{publication}": "published",
    "/publications/{publication}/{language}": "published",
    "/mark.svg": "open",
    "/health/live": "open",
    "/health/ready": "open",
    "/metrics": "operators",
    "/operator": "operators",
}
"""Every page. One about a text is the same whether the text is there or not: what it shows, it asks for."""
