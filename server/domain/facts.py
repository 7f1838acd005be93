"""What rights are judged by: a sign-in, a seat, a draft and a text as they are at this moment."""

from dataclasses import dataclass, field

from server.domain.terms import DraftMode, Role, TextStatus

STATE = "state"
"""The category of a State's delegation; all others (international, ngo, academia, ...) take part as
observers.
"""

EVERYONE = "all"
"""In a draft's list: every seat of the process."""

DEFAULT_READERS = (EVERYONE,)
DEFAULT_TYPISTS = (STATE,)


@dataclass(frozen=True, slots=True)
class SignInFacts:
    """A browser's session or a token."""

    id: str
    person: str
    expires_ms: int
    ended_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """What a seat is limited to; an empty set limits nothing."""

    agendas: frozenset[str] = frozenset()
    drafts: frozenset[str] = frozenset()
    clauses: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SeatFacts:
    """What a person is in one process. `languages` empty: no limit, but none at all for a translator."""

    id: str
    person: str
    process: str
    role: Role
    category: str | None = None
    delegation: str | None = None
    languages: frozenset[str] = frozenset()
    speaks_for: frozenset[str] = frozenset()
    scope: Scope = field(default_factory=Scope)
    from_ms: int = 0
    until_ms: int | None = None
    suspended: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chose for one sign-in in one process: the seat, and for which delegation, or none, it acts."""

    seat: str
    delegation: str | None = None


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """A draft's settings. `readers` and `typists` name roles, categories, `delegation:id`, `seat:id` or
    `all`.
    """

    id: str
    agenda: str
    process: str
    kind: str = "main"
    mode: DraftMode = DraftMode.TYPING
    readers: frozenset[str] = frozenset(DEFAULT_READERS)
    typists: frozenset[str] = frozenset(DEFAULT_TYPISTS)
    original_language: str = "en"
    opens_ms: int | None = None
    closes_ms: int | None = None
    staging: bool = False
    ended: bool = False


@dataclass(frozen=True, slots=True)
class TextFacts:
    """One language version."""

    clause: str
    language: str
    original: bool
    status: TextStatus
