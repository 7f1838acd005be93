"""A draft in use: acts on many clauses, settings, consultations."""

from server.api.replies.struct import Names, Struct
from server.api.replies.text import Clause, Draft


class Acted(Struct, frozen=True, kw_only=True):
    """An act on many clauses, and these clauses after it."""

    decision: str
    clauses: list[Clause]


class BegunText(Struct, frozen=True, kw_only=True):
    """A text that was begun now."""

    agenda: str


class SetDraft(Struct, frozen=True, kw_only=True):
    """A change of a draft's settings, and the draft after it."""

    decision: str
    draft: Draft


class Consultation(Struct, frozen=True, kw_only=True):
    """A meeting or round; dates as exact as known, times in Unix ms. `open_in` are the agendas open for it now."""

    id: str
    slug: str | None
    names: Names
    kind: str
    level: str
    places: list[Names]
    since: str | None
    until: str | None
    opens_at: int | None
    closes_at: int | None
    open_in: list[str]


class Consultations(Struct, frozen=True, kw_only=True):
    """The consultations of a process by date."""

    consultations: list[Consultation]
