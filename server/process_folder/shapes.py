"""What a process folder holds, as plain values. Each knows the line it stands on; lists keep the files' order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from server.domain.terms import Role

Words = Mapping[str, str]
"""The same words by language."""

CATEGORIES = (
    "state",
    "international",
    "regional",
    "ngo",
    "academia",
    "civil_society",
    "private_sector",
    "migrants",
)
"""What a delegation stands for (founding requirement R15)."""

PERSPECTIVES = ("origin", "transit", "destination")
BODY_KINDS = ("state", "organisation", "association", "group")
OFFICES = ("convener", "chair", "secretariat")
STATES = ("planned", "active", "dormant", "closed")


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderProcess:
    """The process itself. `since` and `until` are ISO 8601, as exact as known: a year, a month or a day.

    `time_zone` (IANA) says when a day begins and ends, for seats and times that name none.
    """

    slug: str = ""
    names: Words = field(default_factory=dict)
    instrument_status: Words = field(default_factory=dict)
    rules: Mapping[str, Any] = field(default_factory=dict)
    regions: Mapping[str, Words] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    state: str = "active"
    time_zone: str = "UTC"
    since: str | None = None
    until: str | None = None
    line: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderMandate:
    """A body's dated office."""

    body: str
    office: str
    since: str | None = None
    until: str | None = None
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderBody:
    """A State by its ISO 3166 alpha-3 code, or an organisation, association or group of States by its initials.

    `given` is False for a State that the folder only names: its names come from the kept package.
    """

    code: str
    kind: str
    names: Words
    short_names: Words
    given: bool = True
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderMembership:
    """A body's membership of a group, as long as it lasts."""

    group: str
    member: str
    since: str | None = None
    until: str | None = None
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderDelegation:
    """The part of a body in the process. `region` is a key of the process's regions."""

    body: str
    category: str
    region: str | None = None
    perspectives: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderConsultation:
    """A meeting. `places` are maps by language with the host's code under `country`; times are Unix ms."""

    slug: str
    names: Words
    kind: str
    level: str
    places: tuple[Words, ...]
    since: str | None
    until: str | None
    opens_ms: int | None = None
    closes_ms: int | None = None
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderPerson:
    """A human being, with the languages to be written to in."""

    email: str
    name: str
    languages: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderSeat:
    """What a person is in the process. `languages` limits what is written there; none limits nothing.

    `from_ms` and `until_ms` (Unix ms) are None where the file says nothing.
    """

    email: str
    role: Role
    delegation: str | None = None
    capacity: str = ""
    title: Words = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    from_ms: int | None = None
    until_ms: int | None = None
    speaks_for: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessFolder:
    """A whole folder. `bodies` holds all that the other files name and the folder can say the names of."""

    process: FolderProcess
    mandates: tuple[FolderMandate, ...] = ()
    bodies: tuple[FolderBody, ...] = ()
    memberships: tuple[FolderMembership, ...] = ()
    delegations: tuple[FolderDelegation, ...] = ()
    consultations: tuple[FolderConsultation, ...] = ()
    persons: tuple[FolderPerson, ...] = ()
    seats: tuple[FolderSeat, ...] = ()

    @property
    def emails(self) -> set[str]:
        """The addresses of all whom the folder names; those with a seat only may have an account already."""
        return {person.email for person in self.persons} | {seat.email for seat in self.seats}
