"""Rules S-1 to S-4: what a reader is told of a clause, and what stands in the way of a final text."""

from typing import Any

from server.domain.status import ClauseFacts, count_open_marks, count_statuses, find_obstacles, judge_status
from server.domain.terms import ClauseKind, ClauseStatus

BRACKET = "01890000-0000-7000-8000-000000000001"


def text(*nodes: dict[str, Any]) -> dict[str, Any]:
    return {"type": "doc", "content": [{"type": "paragraph", "content": list(nodes)}]}


def facts(status: ClauseStatus, kind: ClauseKind = ClauseKind.UNDERSTANDING, *missing: str) -> ClauseFacts:
    return ClauseFacts(f"{status}-{kind}", "1", kind, status, missing)


def test_s1_a_status_outranks_those_below_it() -> None:
    assert judge_status(withdrawn=True, agreement_level="agreed", marks=2) is ClauseStatus.WITHDRAWN
    assert judge_status(withdrawn=False, agreement_level="endorsed", marks=2) is ClauseStatus.ENDORSED
    assert judge_status(withdrawn=False, agreement_level="agreed", marks=2) is ClauseStatus.AGREED
    assert judge_status(withdrawn=False, agreement_level="ad_ref", marks=0) is ClauseStatus.AD_REF
    assert judge_status(withdrawn=False, agreement_level=None, marks=1) is ClauseStatus.BRACKETED
    assert judge_status(withdrawn=False, agreement_level=None, marks=0) is ClauseStatus.OPEN


def test_s1_brackets_count_as_objects_and_as_characters() -> None:
    marked = {"type": "text", "text": "States", "marks": [{"type": "bracket", "attrs": {"id": BRACKET}}]}
    plain = {"type": "text", "text": " [may] [and shall]"}
    blank = {"type": "blank", "attrs": {"text": "x"}}
    assert count_open_marks(text(marked)) == 1
    assert count_open_marks(text(plain)) == 2
    assert count_open_marks(text(blank)) == 1
    assert count_open_marks(text(marked, plain, blank)) == 4
    assert count_open_marks(text({"type": "text", "text": "clean"})) == 0


def test_s2_headings_are_not_counted() -> None:
    counts = count_statuses([facts(ClauseStatus.OPEN), facts(ClauseStatus.OPEN, ClauseKind.PART)])
    assert counts["open"] == 1
    assert sum(counts.values()) == 1


def test_s3_what_is_not_agreed_stands_in_the_way() -> None:
    clauses = [facts(status) for status in ClauseStatus]
    assert [o.kind for o in find_obstacles(clauses, ["en"])] == ["open", "bracketed", "ad_ref"]
    assert not find_obstacles([facts(ClauseStatus.AGREED), facts(ClauseStatus.OPEN, ClauseKind.PART)], ["en"])


def test_s4_a_language_without_text_stands_in_the_way() -> None:
    clauses = [
        facts(ClauseStatus.AGREED, ClauseKind.UNDERSTANDING, "ar"),
        facts(ClauseStatus.WITHDRAWN, ClauseKind.UNDERSTANDING, "ar"),
        facts(ClauseStatus.OPEN, ClauseKind.PART, "ar"),
    ]
    (found,) = find_obstacles(clauses, ["en", "ar"])
    assert (found.kind, found.language, len(found.clauses)) == ("no_text", "ar", 2)


def test_s4_a_clause_that_only_holds_others_needs_no_text_but_a_translation_of_what_it_says() -> None:
    empty = facts(ClauseStatus.AGREED, ClauseKind.OPERATIVE, "en", "ar")
    half = facts(ClauseStatus.AGREED, ClauseKind.CHAPEAU, "ar")
    assert len(find_obstacles([empty], ["en", "ar"])) == 2
    assert not find_obstacles([empty], ["en", "ar"], {empty.id})
    assert [o.language for o in find_obstacles([half], ["en", "ar"], {half.id})] == ["ar"]
