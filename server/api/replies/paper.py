"""Publications, working papers, outcomes, and their files."""

from typing import Literal

from msgspec import field

from server.api.replies.struct import Names, Struct


class NamedClause(Struct, frozen=True, kw_only=True):
    """A clause by its label, and how it begins."""

    id: str
    label: str
    words: str


class Failure(Struct, frozen=True, kw_only=True):
    """What explains why a file could not be made.

    With `glyphs_missing` the characters (`U+2713`) that the fonts of the PDF lack, at most 20, and where they stand: at
    most 20 clauses, none where it is the title or another name. With `export_timeout` the seconds that it may take.
    """

    characters: list[str] = field(default_factory=list)
    clauses: list[NamedClause] = field(default_factory=list)
    seconds: float | None = None


class File(Struct, frozen=True, kw_only=True):
    """A file of a publication. `url` once it is done; `error` (a code) and `detail` if it could not be made."""

    form: Literal["html", "pdf"]
    state: Literal["queued", "running", "done", "failed"]
    hash: str | None
    pages: int | None
    error: str
    detail: Failure
    url: str | None


class PublishedLanguage(Struct, frozen=True, kw_only=True):
    """One language of a publication with the hash of its text and its date of issue (Unix ms)."""

    language: str
    hash: str
    issued_at: int
    files: list[File]


class Meeting(Struct, frozen=True, kw_only=True):
    """A consultation; dates as exact as known."""

    id: str
    names: Names
    places: Names
    since: str | None
    until: str | None


class OutcomePublication(Struct, frozen=True, kw_only=True):
    """Where an outcome was published."""

    id: str
    symbol: str | None


class Outcome(Struct, frozen=True, kw_only=True):
    """What a meeting did with a final text. `languages` are those that it had before it; `at` in Unix ms."""

    id: str
    verb: Names
    at: int
    by: str
    hash: str
    commit: int
    consultation: Meeting | None
    publication: OutcomePublication | None
    languages: list[str]


class Endorsement(Struct, frozen=True, kw_only=True):
    """A meeting's act that was recorded now."""

    outcome: str
    decision: str


class Publication(Struct, frozen=True, kw_only=True):
    """A frozen revision that was published, or a working paper, which was not.

    `languages` are those that were issued, `not_issued` those that may follow. `by` is empty for a working paper and
    to the public.
    """

    id: str
    agenda: str
    title: Names
    symbol: str | None
    kind: str
    at: int
    by: str
    hash: str
    commit: int
    draft: bool
    languages: list[PublishedLanguage]
    not_issued: list[str]
    outcome: Outcome | None
