"""What the demonstration holds, as plain values. Texts by language are maps from a language to words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from server.domain.terms import ClauseKind, Role
from server.process_folder import FolderSeat, ProcessFolder

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoAgenda:
    titles: Words
    symbol_base: str
    original_language: str


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
    """The process with its people as a folder, and the text that they negotiate."""

    folder: ProcessFolder
    agenda: DemoAgenda
    clauses: tuple[DemoClause, ...]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the process, and of every clause."""
        return self.folder.process.languages

    @property
    def first_seats(self) -> Mapping[str, FolderSeat]:
        """The seat in which each person acts unless another is chosen, by e-mail address."""
        return {seat.email: seat for seat in reversed(self.folder.seats)}

    def holder(self, role: Role) -> str:
        """Return the address of the first person in a role."""
        return next(seat.email for seat in self.folder.seats if seat.role is role)
