"""Publications and their files."""

from typing import Literal

from server.api.replies.struct import Names, Struct


class File(Struct, frozen=True, kw_only=True):
    """A file of a publication. `url` once it is done."""

    form: Literal["html", "pdf"]
    state: Literal["queued", "running", "done", "failed"]
    hash: str | None
    pages: int | None
    error: str
    url: str | None


class PublishedLanguage(Struct, frozen=True, kw_only=True):
    """One language of a publication with the hash of its text."""

    language: str
    hash: str
    files: list[File]


class Publication(Struct, frozen=True, kw_only=True):
    """A frozen revision that was published."""

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
