"""What a reader is told of a clause, worked out from the record and the texts. Rules S-1 to S-4 of SPEC.md."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from server.domain.canonical import count_brackets, is_empty, plain_text
from server.domain.terms import HEADING_KINDS, ClauseKind, ClauseStatus


@dataclass(frozen=True, slots=True)
class ClauseFacts:
    """One clause as obstacles see it. `missing` are the working languages in which it has no text."""

    id: str
    label: str
    kind: ClauseKind
    status: ClauseStatus
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One kind of thing that stands in the way of a final text, and where. `language` only for missing text."""

    kind: str
    clauses: tuple[ClauseFacts, ...]
    language: str | None = None


def count_open_marks(text: dict[str, Any]) -> int:
    """Return how many brackets and blanks a text holds: objects, and opening brackets that are plain characters."""
    if is_empty(text):
        return 0
    blanks_apart = plain_text(text).count("[") - _count_blanks(text)
    return count_brackets(text) + max(0, blanks_apart)


def _count_blanks(node: dict[str, Any]) -> int:
    children = node.get("content", ())
    return (node.get("type") == "blank") + sum(_count_blanks(child) for child in children)


def judge_status(*, withdrawn: bool, agreement_level: str | None, marks: int) -> ClauseStatus:
    """Return a clause's status. A withdrawal outranks an agreement, and that outranks brackets (S-1)."""
    if withdrawn:
        return ClauseStatus.WITHDRAWN
    match agreement_level:
        case "endorsed":
            return ClauseStatus.ENDORSED
        case "ad_ref":
            return ClauseStatus.AD_REF
        case None:
            return ClauseStatus.BRACKETED if marks else ClauseStatus.OPEN
        case _:
            return ClauseStatus.AGREED


def count_statuses(clauses: Iterable[ClauseFacts]) -> dict[str, int]:
    """Count clauses by status. Headings are part of the structure and are not counted (S-2)."""
    counts = {status.value: 0 for status in ClauseStatus}
    for clause in clauses:
        if clause.kind not in HEADING_KINDS:
            counts[clause.status] += 1
    return counts


_IN_THE_WAY = (ClauseStatus.OPEN, ClauseStatus.BRACKETED, ClauseStatus.AD_REF)


def find_obstacles(
    clauses: Iterable[ClauseFacts], languages: Sequence[str], holders: Collection[str] = ()
) -> list[Obstacle]:
    """Return what stands between this text and a final one; an empty list means nothing does (S-3).

    Clauses that are open, bracketed or agreed ad referendum stand in the way, and so does each working language in
    which a clause that was not withdrawn has no text (S-4). Headings need text, but no agreement of their own. Of the
    `holders`, which have clauses under them, those that are empty in every language only hold these, and need none.
    """
    standing = [clause for clause in clauses if clause.status is not ClauseStatus.WITHDRAWN]
    found = []
    for status in _IN_THE_WAY:
        rows = tuple(c for c in standing if c.status is status and c.kind not in HEADING_KINDS)
        if rows:
            found.append(Obstacle(status.value, rows))
    worded = [c for c in standing if c.id not in holders or len(c.missing) < len(languages)]
    for language in languages:
        rows = tuple(c for c in worded if language in c.missing)
        if rows:
            found.append(Obstacle("no_text", rows, language))
    return found
