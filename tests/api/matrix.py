"""Who may do what in live editing, written out from the rules A-1 to A-11, S and T-7 of domain/SPEC.md.

Nothing here is worked out by the server's own functions: the tables are the rules as a reader of SPEC.md applies them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

TEXTS: Mapping[str, str] = {
    "open en": "en",
    "open fr": "fr",
    "paused en": "paused",
    "paused fr": "paused",
    "agreed en": "locked",
    "agreed fr": "locked",
    "original agreed en": "locked",
    "original agreed fr": "translating",
    "French closed en": "en",
    "French closed fr": "locked",
    "withdrawn en": "locked",
    "withdrawn fr": "locked",
}
"""Each state of a clause with a language, and what of it decides: its language where it is open, else its status."""

Pens = tuple[str, str, str]
"""What a seat may do in an open English (original) text, an open French one, and a French one that is translating."""

ALL: Pens = ("write", "write", "locked")
OBSERVER: Pens = ("observer", "observer", "locked")
NOT_NAMED: Pens = ("not_typist", "not_typist", "locked")
FRENCH_ONLY: Pens = ("not_your_language", "write", "locked")
TRANSLATES: Pens = ("original", "write", "write")
TRANSLATES_NOTHING: Pens = ("original", "not_translator", "not_translator")

ROLES: Mapping[str, Pens] = {
    "Egypt": ALL,
    "Ghana": ALL,
    "a State's French-speaking delegate": FRENCH_ONLY,
    "a delegate of the open clause": ALL,
    "a State's observer": OBSERVER,
    "an association": OBSERVER,
    "an organisation": OBSERVER,
    "a translator of French": TRANSLATES,
    "a translator of nothing": TRANSLATES_NOTHING,
    "a chair": ALL,
    "a secretariat": ALL,
    "a scribe for Ghana": ALL,
    "two seats, acting as observer": OBSERVER,
    "two seats, acting as chair": ALL,
}
"""What those who read the main draft write in it, as a draft is without settings: State delegates type."""

OUTSIDERS: Mapping[str, str] = {
    "nobody here": "unknown",
    "a delegate elsewhere": "unknown",
    "a seat that has ended": "unknown",
    "a seat that has not begun": "unknown",
    "a seat for another text": "unknown",
    "a suspended person": "signed_out",
    "a person who signed out": "signed_out",
}
"""Those to whom there is nothing, or who are not signed in, whatever the draft says."""

OFFICES = ("a chair", "a secretariat", "a scribe for Ghana", "two seats, acting as chair")
TRANSLATORS = ("a translator of French", "a translator of nothing")
STATES = ("Egypt", "Ghana", "a State's French-speaking delegate", "a delegate of the open clause")


@dataclass(frozen=True)
class DraftState:
    """A draft's settings (times in seconds from now), and whom they treat otherwise than `ROLES` says.

    `shut` is what everybody who reads is told instead, `unseen` are those to whom the draft is not there.
    """

    name: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    otherwise: Mapping[str, Pens] = field(default_factory=dict)
    shut: str = ""
    unseen: tuple[str, ...] = ()
    agenda: str = "live"
    process: str = "active"


_NOT_STATES = dict.fromkeys(STATES, NOT_NAMED)
_WITHOUT_LIST = ("a State's observer", "an association", "an organisation", "two seats, acting as observer")

DRAFTS = (
    DraftState("open"),
    DraftState(
        "open to all",
        {"typists": ["all"]},
        {
            "a State's observer": ALL,
            "an association": ALL,
            "an organisation": ALL,
            "two seats, acting as observer": ALL,
        },
    ),
    DraftState(
        "open to associations",
        {"typists": ["ngo"]},
        {**_NOT_STATES, "an association": ALL, "two seats, acting as observer": ALL},
    ),
    DraftState("open to observers", {"typists": ["observer"]}, {**_NOT_STATES, **dict.fromkeys(_WITHOUT_LIST, ALL)}),
    DraftState("open to Egypt", {"typists": ["delegation:Egypt"]}, {**_NOT_STATES, "Egypt": ALL}),
    DraftState(
        "read by chairs, open to the seat of Ghana",
        {"readers": ["chair"], "typists": ["seat:Ghana"]},
        {"Ghana": ALL},
        unseen=(*(role for role in STATES if role != "Ghana"), *_WITHOUT_LIST),
    ),
    DraftState("closed", {"mode": "closed"}, shut="closed"),
    DraftState("taking proposals", {"mode": "proposals"}, shut="proposals_only"),
    DraftState("before its time", {"opens_at": 60}, shut="not_open_yet"),
    DraftState("after its time", {"closes_at": 0}, shut="closed"),
    DraftState("within its times", {"opens_at": 0, "closes_at": 60}),
    DraftState("of a closed process", shut="process_closed", process="closed"),
    DraftState(
        "of a text that is being made",
        agenda="staging",
        unseen=tuple(role for role in ROLES if role not in ("a secretariat", "a scribe for Ghana")),
    ),
)


def expect_pen(draft: DraftState, role: str, text: str) -> str:
    """Return what a role may do with a text: `write`, why it only reads, or `unknown` or `signed_out`."""
    if role in OUTSIDERS:
        return OUTSIDERS[role]
    if role in draft.unseen:
        return "unknown"
    if draft.shut:
        return draft.shut
    english, french, translating = draft.otherwise.get(role, ROLES[role])
    match TEXTS[text]:
        case "en":
            pen = english
        case "fr":
            pen = french
        case "translating":
            pen = translating
        case shut:
            return shut
    is_elsewhere = role == "a delegate of the open clause" and not text.startswith("open ")
    return "out_of_scope" if is_elsewhere and pen != "locked" else pen


MESSAGES: Mapping[str, tuple[str, str, str]] = {
    "token": ("read-write", "readonly", "unknown"),
    "sync step 1": ("answered", "answered", "silence"),
    "nothing new, as sync step 2": ("saved", "saved", "silence"),
    "nothing new, as update": ("saved", "saved", "silence"),
    "awareness": ("shown", "shown", "unseen"),
    "query": ("all present", "all present", "silence"),
    "stateless": ("silence", "silence", "silence"),
    "ping": ("silence", "silence", "silence"),
    "token again": ("read-write", "readonly", "unknown"),
    "words, as update": ("saved", "refused", "silence"),
    "words, as sync step 2": ("saved", "refused", "silence"),
    "leave": ("gone", "gone", "unseen"),
}
"""What each message brings to one who may write, one who may only read, and one to whom there is nothing.

`refused` comes with the very reason. Whoever is not signed in is told that, and nothing else, at the first frame.
"""


def expect_answer(message: str, pen: str) -> str:
    """Return what a message brings to one whose pen is this."""
    if pen == "signed_out":
        return "signed_out"
    writes, reads, is_shut_out = MESSAGES[message]
    if pen in ("write", "unknown"):
        return writes if pen == "write" else is_shut_out
    return f"refused {pen}" if reads == "refused" else reads
