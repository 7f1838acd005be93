"""What the demonstration holds, as plain values. Texts by language are maps from a language to words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from server.domain.terms import ClauseKind, Role

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoProcess:
    """`since` and `until` are ISO 8601, as exact as known: a year, a month or a day."""

    slug: str
    names: Words
    instrument_status: Words
    rules: Mapping[str, Any]
    regions: Mapping[str, Words]
    languages: tuple[str, ...]
    state: str
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoAgenda:
    titles: Words
    symbol_base: str
    original_language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoDelegation:
    """The part of a body in the process. `region` is a key of the process's regions."""

    body: str = ""
    category: str
    region: str | None = None
    perspectives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoBody:
    """A State (ISO 3166 alpha-3 code), an organisation or an association."""

    code: str
    kind: str = "state"
    names: Words
    short_names: Words = field(default_factory=dict)
    delegation: DemoDelegation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPerson:
    """A person and the one seat he or she holds.

    `delegation` is the body spoken for (none for chairs, secretariat and translators), `home` the body the person
    comes from, `works_in` the languages a translator's seat is limited to.
    """

    name: str
    email: str
    role: Role
    home: str = ""
    delegation: str | None = None
    capacity: str = ""
    languages: tuple[str, ...]
    works_in: tuple[str, ...] = ()
    title: Words = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoMandate:
    body: str
    office: str
    since: str
    until: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoConsultation:
    """A meeting; `places` are maps by language with the host's code under `country`."""

    key: str
    names: Words
    kind: str
    level: str
    region: str | None = None
    places: tuple[Words, ...]
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class DemoBracket:
    """One bracket: the id that marks its words in every language, who asks for it, and what they ask."""

    id: str
    kind: str
    delegations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemoClause:
    """A clause in all its languages. `parent` is the key of a clause before it; `texts` fit schema/document.json."""

    id: str
    key: str
    parent: str | None
    kind: ClauseKind
    label: str
    titles: Words
    texts: Mapping[str, dict[str, Any]]
    agreed: bool
    brackets: tuple[DemoBracket, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Demonstration:
    process: DemoProcess
    agenda: DemoAgenda
    bodies: tuple[DemoBody, ...]
    delegations: tuple[DemoDelegation, ...]
    persons: tuple[DemoPerson, ...]
    mandates: tuple[DemoMandate, ...]
    consultations: tuple[DemoConsultation, ...]
    clauses: tuple[DemoClause, ...]

    @property
    def languages(self) -> tuple[str, ...]:
        return self.process.languages
