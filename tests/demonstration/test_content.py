"""The demonstration is whole: all languages, all statuses, and texts that the schema takes."""

import re
from collections import Counter
from typing import Any

import pytest

from server.crdt.tree import check_content
from server.demonstration import DemoClause, Demonstration, load
from server.demonstration.notation import read_text
from server.domain.canonical import count_brackets, plain_text, walk
from server.domain.terms import ClauseKind, Role

FULL_STOPS = (".", "\u061f")


@pytest.fixture(scope="module")
def demonstration() -> Demonstration:
    return load()


def texts(demonstration: Demonstration) -> list[tuple[str, str, dict[str, Any]]]:
    return [(c.key, language, text) for c in demonstration.clauses for language, text in c.texts.items()]


def of_kind(demonstration: Demonstration, kind: ClauseKind) -> list[DemoClause]:
    return [clause for clause in demonstration.clauses if clause.kind is kind]


def types(text: dict[str, Any]) -> Counter[str]:
    return Counter(node["type"] for node in walk(text))


def test_every_text_fits_the_schema(demonstration: Demonstration) -> None:
    for _, _, text in texts(demonstration):
        check_content(text)


def test_every_clause_has_its_text_in_every_language(demonstration: Demonstration) -> None:
    for clause in demonstration.clauses:
        assert tuple(clause.texts) == demonstration.languages, clause.key
        assert all(plain_text(text).strip() for text in clause.texts.values()), clause.key
        assert set(clause.titles) in ({*demonstration.languages}, set()), clause.key


def test_no_language_repeats_the_words_of_another(demonstration: Demonstration) -> None:
    alike = [c.key for c in demonstration.clauses if len({plain_text(text) for text in c.texts.values()}) < 4]
    assert alike == ["visas"], "English and French say Visas"


def test_keys_and_ids_are_unique_and_parents_stand_before_their_children(demonstration: Demonstration) -> None:
    seen: set[str] = set()
    for clause in demonstration.clauses:
        assert clause.key not in seen
        assert clause.parent is None or clause.parent in seen
        seen.add(clause.key)
    assert len({clause.id for clause in demonstration.clauses}) == len(seen)


def test_the_ids_last_and_sort_as_the_clauses_stand(demonstration: Demonstration) -> None:
    ids = [clause.id for clause in demonstration.clauses]
    assert ids == [clause.id for clause in load().clauses] == sorted(ids)
    assert all(re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", id_) for id_ in ids)


def test_there_are_twenty_understandings_of_one_sentence_each(demonstration: Demonstration) -> None:
    understandings = of_kind(demonstration, ClauseKind.UNDERSTANDING)
    assert [clause.label for clause in understandings] == [str(number) for number in range(1, 21)]
    for clause in understandings:
        for language, text in clause.texts.items():
            words = plain_text(text)
            assert words.endswith(FULL_STOPS) and words.count(".") == 1, (clause.key, language)


def test_practices_carry_no_numbers_and_stand_under_a_chapeau(demonstration: Demonstration) -> None:
    kinds = {clause.key: clause.kind for clause in demonstration.clauses}
    practices = of_kind(demonstration, ClauseKind.PRACTICE)
    assert len(practices) == 8
    assert {(clause.label, kinds[clause.parent or ""]) for clause in practices} == {("", ClauseKind.CHAPEAU)}


@pytest.mark.parametrize("kind", sorted({*ClauseKind} - {"option", "item", "operative"}))
def test_every_kind_of_clause_is_shown(demonstration: Demonstration, kind: str) -> None:
    assert of_kind(demonstration, ClauseKind(kind))


def test_preambular_paragraphs_open_with_emphasis_and_end_in_a_comma(demonstration: Demonstration) -> None:
    for clause in of_kind(demonstration, ClauseKind.PREAMBULAR):
        for text in clause.texts.values():
            nodes = text["content"][0]["content"]
            assert nodes[0]["marks"] == [{"type": "emphasis"}]
            assert [node["text"] for node in nodes if node["type"] == "text"][-1].endswith((",", "،"))


def test_some_clauses_are_agreed_and_these_hold_no_brackets(demonstration: Demonstration) -> None:
    agreed = [clause for clause in demonstration.clauses if clause.agreed]
    assert 3 <= len(agreed) < len(demonstration.clauses) / 2
    assert not any(count_brackets(text) for clause in agreed for text in clause.texts.values())


def test_the_brackets_of_a_clause_stand_in_all_its_languages(demonstration: Demonstration) -> None:
    (clause,) = [clause for clause in demonstration.clauses if clause.brackets]
    rows = {bracket.id for bracket in clause.brackets}
    for text in clause.texts.values():
        assert {m["attrs"]["id"] for n in walk(text) for m in n.get("marks", ()) if m["type"] == "bracket"} == rows
    delegations = {delegation.body for delegation in demonstration.folder.delegations}
    assert all({*bracket.delegations} <= delegations for bracket in clause.brackets)


@pytest.mark.parametrize("node", ["footnote", "blank", "reference"])
def test_each_inline_object_stands_alike_in_all_languages(demonstration: Demonstration, node: str) -> None:
    counts = {clause.key: {types(text)[node] for text in clause.texts.values()} for clause in demonstration.clauses}
    assert all(len(count) == 1 for count in counts.values())
    assert {1} in counts.values()


def test_references_lead_to_clauses_of_the_agenda(demonstration: Demonstration) -> None:
    ids = {clause.id for clause in demonstration.clauses}
    leads = {
        n["attrs"]["clause"] for _, _, text in texts(demonstration) for n in walk(text) if n["type"] == "reference"
    }
    assert leads and leads <= ids


def test_french_signs_stand_behind_a_no_break_space(demonstration: Demonstration) -> None:
    for clause in demonstration.clauses:
        assert not re.search(r"(?<!\u00a0)[:;?!]|'", plain_text(clause.texts["fr"])), clause.key


def test_ten_delegations_of_all_regions_and_two_observers_take_part(demonstration: Demonstration) -> None:
    states = [delegation for delegation in demonstration.folder.delegations if delegation.category == "state"]
    assert len(states) == 10
    assert {delegation.region for delegation in states} == set(demonstration.folder.process.regions)
    assert len(demonstration.folder.delegations) == 12


def test_every_role_is_held_and_every_delegation_has_a_person(demonstration: Demonstration) -> None:
    seats = demonstration.first_seats.values()
    roles = Counter(seat.role for seat in seats)
    assert {*roles} == {*Role}
    assert roles[Role.CHAIR] == roles[Role.OBSERVER] == 2
    speaking = {seat.delegation for seat in seats if seat.delegation}
    assert speaking == {delegation.body for delegation in demonstration.folder.delegations}
    for seat in seats:
        assert (seat.delegation is not None) == (seat.role in {Role.DELEGATE, Role.OBSERVER})
        assert bool(seat.languages) == (seat.role is Role.TRANSLATOR)


def test_one_person_holds_two_seats_and_a_scribe_speaks_for_a_delegation(demonstration: Demonstration) -> None:
    held = Counter(seat.email for seat in demonstration.folder.seats)
    assert [email for email, count in held.items() if count > 1] == ["reto.zollinger@chair.example"]
    parts = [(s.role, s.delegation) for s in demonstration.folder.seats if s.email == "reto.zollinger@chair.example"]
    assert parts == [(Role.CHAIR, None), (Role.DELEGATE, "CHE")]
    assert [(s.role, s.speaks_for) for s in demonstration.folder.seats if s.speaks_for] == [
        (Role.SECRETARIAT, ("PHL",))
    ]


def test_addresses_are_unique_and_lead_nowhere(demonstration: Demonstration) -> None:
    emails = [person.email for person in demonstration.folder.persons]
    assert len({*emails}) == len(emails)
    assert all(re.fullmatch(r"[a-z]+\.[a-z]+@[a-z]+\.example", email) for email in emails)
    assert {seat.email for seat in demonstration.folder.seats} == {*emails}


def test_the_meetings_have_the_dates_that_are_known_and_no_more(demonstration: Demonstration) -> None:
    assert [(meeting.slug, meeting.since, meeting.until) for meeting in demonstration.folder.consultations] == [
        ("launch-2001", "2001-06", "2001-06"),
        ("berne-2003", "2003-07-02", "2003-07-03"),
        ("africa-2004", "2004-03", "2004-03"),
        ("europe-2004", "2004-06", "2004-06"),
        ("asia-2004", "2004-07", "2004-07"),
        ("americas-2004", "2004-09", "2004-09"),
        ("berne-2", "2004-12-16", "2004-12-17"),
    ]


def test_all_names_are_given_in_every_language(demonstration: Demonstration) -> None:
    folder = demonstration.folder
    process = folder.process
    named = [process.names, process.instrument_status, *process.regions.values(), demonstration.agenda.titles]
    named += [names for body in folder.bodies for names in (body.names, body.short_names)]
    named += [meeting.names for meeting in folder.consultations]
    named += [seat.title for seat in folder.seats if seat.title]
    assert all({*names} == {*process.languages} for names in named)


def test_the_notation_reads_its_four_signs_and_nested_brackets() -> None:
    written = "a ⟦1:b *c* ⟦2:d⟧⟧^[e] {{f}} [[g]]"
    assert read_text(written, {"g": "G"}, {1: "B1", 2: "B2"})["content"][0]["content"] == [
        {"type": "text", "text": "a "},
        {"type": "text", "text": "b ", "marks": [bracket("B1")]},
        {"type": "text", "text": "c", "marks": [bracket("B1"), {"type": "emphasis"}]},
        {"type": "text", "text": " ", "marks": [bracket("B1")]},
        {"type": "text", "text": "d", "marks": [bracket("B1"), bracket("B2")]},
        {"type": "footnote", "content": [{"type": "text", "text": "e"}]},
        {"type": "text", "text": " "},
        {"type": "blank", "attrs": {"text": "f"}},
        {"type": "text", "text": " "},
        {"type": "reference", "attrs": {"clause": "G"}},
    ]


def bracket(id_: str) -> dict[str, Any]:
    return {"type": "bracket", "attrs": {"id": id_}}


@pytest.mark.parametrize("written", ["⟦1:a", "a⟧"])
def test_a_bracket_without_its_partner_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="a"):
        read_text(written, {}, {1: "B1"})
