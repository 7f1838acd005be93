"""The fixed words of the record: kinds, statuses, roles. Screens translate them; nothing else invents its own."""

from enum import StrEnum


class ClauseKind(StrEnum):
    PART = "part"
    CHAPTER = "chapter"
    HEADING = "heading"
    CHAPEAU = "chapeau"
    PREAMBULAR = "preambular"
    OPERATIVE = "operative"
    UNDERSTANDING = "understanding"
    PRACTICE = "practice"
    OPTION = "option"
    NARRATIVE = "narrative"
    ITEM = "item"
    FORMULA = "formula"


HEADING_KINDS = frozenset({ClauseKind.PART, ClauseKind.CHAPTER, ClauseKind.HEADING})


class TextStatus(StrEnum):
    """Whether one language version takes edits, and whose.

    OPEN: those whom the draft lets type. PAUSED: nobody ("pens down"), and nothing is agreed. TRANSLATING: the clause
    is agreed on another language; translators write on here until this one is confirmed. LOCKED: nobody.
    """

    OPEN = "open"
    PAUSED = "paused"
    TRANSLATING = "translating"
    LOCKED = "locked"


class ClauseStatus(StrEnum):
    """What a reader is told of a clause, worked out from its locks, agreements and brackets."""

    OPEN = "open"
    BRACKETED = "bracketed"
    AD_REF = "ad_ref"
    AGREED = "agreed"
    ENDORSED = "endorsed"
    WITHDRAWN = "withdrawn"


class Role(StrEnum):
    DELEGATE = "delegate"
    OBSERVER = "observer"
    TRANSLATOR = "translator"
    CHAIR = "chair"
    SECRETARIAT = "secretariat"


class DraftMode(StrEnum):
    TYPING = "typing"
    PROPOSALS = "proposals"
    CLOSED = "closed"


class NamePolicy(StrEnum):
    """How those who write are shown to the others: by name and delegation, by delegation alone, or by role alone."""

    DELEGATION = "delegation"
    DELEGATION_ONLY = "delegation_only"
    ROLE = "role"


class LockReason(StrEnum):
    PAUSE = "pause"
    MEETING_END = "meeting_end"
    AGREED = "agreed"
    WITHDRAWN = "withdrawn"


class RevisionKind(StrEnum):
    WORKING = "working"
    ZERO = "zero"
    COMPILATION = "compilation"
    CHAIRS = "chairs"
    REV = "rev"
    FINAL = "final"
    CORR = "corr"
    ADD = "add"
