"""A process folder becomes plain values, or a list of problems by file and line."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from server.domain.terms import Role
from server.process_folder import read_folder
from server.process_folder.sentences import SENTENCES, say_problem
from server.process_folder.states import state_code, state_names, suggest_state
from server.process_folder.times import ends_before, is_date
from tests.process_folder.folders import FOLDER, read, spoil

SOURCES = Path(__file__).parents[2] / "server"


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


def test_a_folder_becomes_plain_values() -> None:
    folder, problems = read(FOLDER)
    assert problems == []
    assert (folder.process.slug, folder.process.since, folder.process.languages) == (
        "hague-talks",
        "2004-03-01",
        ("en", "fr"),
    )
    assert [(d.body, d.category, d.perspectives) for d in folder.delegations] == [
        ("CHE", "state", ("destination", "transit")),
        ("MAR", "state", ("origin",)),
        ("MOB", "international", ()),
    ]
    (meeting,) = folder.consultations
    assert meeting.places == ({"country": "ETH", "en": "Addis Ababa"}, {"country": "KEN", "en": "Nairobi"})
    assert [(s.email, s.role, s.delegation, s.speaks_for) for s in folder.seats] == [
        ("ada@one.example", Role.CHAIR, None, ()),
        ("ada@one.example", Role.DELEGATE, "CHE", ()),
        ("bo@two.example", Role.SECRETARIAT, None, ("MAR",)),
    ]


def test_a_day_lasts_from_midnight_to_midnight_in_the_time_zone_of_the_process() -> None:
    folder, _ = read(FOLDER)
    assert (folder.seats[0].from_ms, folder.seats[0].until_ms) == (at("2004-02-29T23:00"), at("2004-03-02T23:00"))
    exact, _ = read(spoil(seats=("2004-03-01,2004-03-02", "2004-03-01T09:00,2004-03-02T18:00+00:00")))
    assert (exact.seats[0].from_ms, exact.seats[0].until_ms) == (at("2004-03-01T08:00"), at("2004-03-02T18:00"))


def test_states_are_called_as_the_package_calls_them_unless_the_folder_says_otherwise() -> None:
    folder, _ = read(FOLDER)
    names = {body.code: body.names for body in folder.bodies}
    assert names["CHE"] == {"en": "Switzerland", "fr": "Suisse"}
    renamed, problems = read(spoil(bodies=("AU,group,", "CHE,state,Swiss Confederation,\nAU,group,")))
    assert problems == []
    assert {b.code: b.names for b in renamed.bodies}["CHE"] == {"en": "Swiss Confederation", "fr": "Suisse"}


def test_a_character_that_nobody_sees_is_a_problem_of_its_line() -> None:
    _, problems = read(spoil(bodies=("AU,group,", "CHE,state,Swiss\u202e Confederation,\nAU,group,")))
    assert [(p.code, p.detail["character"]) for p in problems] == [("character_unusable", "U+202E")]


def test_only_codes_that_iso_gives_to_a_state_are_taken() -> None:
    assert [state_code(code) for code in ("che", "CHE", "CH", "ZAR", "SUN", "XKK", "ZZZ", "AAA", "756")] == [
        "CHE",
        "CHE",
        *[None] * 7,
    ]
    assert (suggest_state("hu"), suggest_state("zz")) == ("HUN", None)
    assert state_names("COD", ["en", "ar"]).keys() == {"en", "ar"}


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_spreadsheet_may_part_its_cells_by_commas_semicolons_or_tabs(sign: str) -> None:
    written = {name: text.replace(",", sign) if name == "persons.csv" else text for name, text in FOLDER.items()}
    written["persons.csv"] = "\ufeff" + written["persons.csv"].replace("\n", "\r\n") + sign * 2 + "\r\n"
    folder, problems = read(written)
    assert problems == []
    assert [(person.email, person.name, person.languages) for person in folder.persons] == [
        ("ada@one.example", "Ada One", ("en", "fr")),
        ("bo@two.example", "Bo Two", ()),
    ]


def test_a_cell_with_line_breaks_does_not_move_the_lines_below() -> None:
    _, problems = read(spoil(persons=("Ada One,", '"Ada\nOne",'), seats=("bo@two.example", "bo@")))
    assert [(p.file, p.line, p.code) for p in problems] == [("seats.csv", 4, "email_unusable")]
    _, below = read(spoil(persons=("Ada One,en fr\nbo@two.example", '"Ada\nOne",en fr\nbo@')))
    assert [(p.file, p.line, p.code) for p in below if p.file == "persons.csv"] == [
        ("persons.csv", 4, "email_unusable")
    ]


PROBLEMS: list[tuple[str, str, str, int, str]] = [
    ("process", "[process]\n", "[process\n", 1, "toml_unreadable"),
    ("process", "[process]\n", "[proces]\n", 1, "key_unknown"),
    ("process", 'slug = "hague-talks"\n', "", 1, "missing"),
    ("process", "hague-talks", "Hague talks", 2, "slug_unusable"),
    ("process", '"en", "fr"', '"en", "french"', 3, "language_unknown"),
    ("process", "Europe/Zurich", "Europe/Bern", 4, "zone_unknown"),
    ("process", "2004-03-01", '"March"', 5, "date_unusable"),
    ("process", 'names.en = "Hague talks"\n', "", 1, "name_missing"),
    ("process", 'names.en = "', 'nmaes.en = "', 6, "key_unknown"),
    ("process", '"Not binding"', "7", 7, "value_unusable"),
    ("process", 'en = "adopted"', "en = 3", 10, "value_unusable"),
    ("process", 'body = "CHE"', 'body = "CH"\nterm = "x"', 17, "key_unknown"),
    ("process", '"convener"', '"convenor"', 17, "not_among"),
    ("process", '"2001-06"', '"2001-06"\nuntil = "2000"\n', 19, "ends_before_it_begins"),
    ("bodies", "AU,group", "AUS,group", 2, "code_of_a_state"),
    ("bodies", "MOB,", "AU,", 3, "code_twice"),
    ("bodies", "African Union,AU", ",", 2, "name_missing"),
    ("bodies", "short.en", "shrot.en", 1, "column_unknown"),
    ("bodies", "code,kind", "kind,kind", 1, "column_missing"),
    ("bodies", "AU,group", "A" * 21 + ",group", 2, "too_long"),
    ("memberships", "2017,", "2017,2016", 2, "ends_before_it_begins"),
    ("delegations", "mar,", "che,", 3, "delegation_twice"),
    ("delegations", "africa", "afrika", 3, "region_unknown"),
    ("delegations", "MOB,international", "MOB,", 4, "missing"),
    ("delegations", "transit", "transitt", 2, "not_among"),
    ("consultations", "ETH", "ETO", 2, "state_unknown"),
    ("consultations", "; Nairobi", "", 2, "places_uneven"),
    ("consultations", "2004-03-01", "March 1", 2, "time_unusable"),
    ("consultations", "africa-2004", "Africa 2004", 2, "slug_unusable"),
    ("consultations", "2004-03-02", "2004-02-28", 2, "ends_before_it_begins"),
    ("persons", "bo@two.example", "ADA@one.example", 3, "email_twice"),
    ("persons", "Bo Two", "", 3, "missing"),
    ("persons", "Bo Two,", '"Bo" Two,', 3, "csv_unreadable"),
    ("persons", "Bo Two,", "Bo Two,en,fr", 3, "cells_many"),
    ("seats", "delegate,CHE", "delegate,", 3, "delegation_missing"),
    ("seats", "secretariat", "secretary", 4, "not_among"),
    ("seats", "secretariat", "translator", 4, "translator_without_language"),
    ("seats", "Scribe,", "Scribe,es", 4, "not_among"),
    ("seats", "2004-03-02", "2004-02-01", 2, "ends_before_it_begins"),
    ("seats", "delegate,CHE", "chair,", 3, "seat_twice"),
]


"""The file by the beginning of its name, words and those in their place, then the line and what is told of it."""


@pytest.mark.parametrize(("file", "old", "new", "line", "code"), PROBLEMS, ids=[f"{p[0]}-{p[4]}" for p in PROBLEMS])
def test_a_problem_is_told_by_file_and_line(file: str, old: str, new: str, line: int, code: str) -> None:
    _, problems = read(spoil(**{file: (old, new)}))
    assert (file, line, code) in [(p.file.partition(".")[0], p.line, p.code) for p in problems]


def test_a_seat_may_be_held_again_after_it_has_ended() -> None:
    again = "2004-03-02,\nada@one.example,chair,,,,,2004-06-01,,\n"
    assert read(spoil(seats=("2004-03-02,\n", again)))[1] == []


def test_all_problems_of_all_files_are_told_at_once() -> None:
    files = spoil(process=('"convener"', '"host"'), persons=("Bo Two", ""), seats=("secretariat", "guest"))
    _, problems = read({**files, "seat.csv": "", "delegations.csv": "region\n"})
    assert [(p.file, p.line, p.code) for p in problems] == [
        ("delegations.csv", 1, "column_missing"),
        ("persons.csv", 3, "missing"),
        ("process.toml", 17, "not_among"),
        ("seat.csv", 1, "file_unknown"),
        ("seats.csv", 4, "not_among"),
    ]


def test_files_that_are_not_utf8_or_not_there_are_told_of() -> None:
    _, found = read_folder({"persons.csv": b"email,name\na@b.example,Caf\xe9\n"})
    assert [(p.file, p.line, p.code) for p in found.sorted()] == [
        ("persons.csv", 2, "not_utf8"),
        ("process.toml", 1, "file_missing"),
    ]


def test_every_problem_has_a_sentence_that_says_where() -> None:
    sources = [*(SOURCES / "process_folder").glob("*.py"), SOURCES / "actions/founding.py"]
    text = "\n".join(path.read_text("utf-8") for path in sources if path.name != "sentences.py")
    assert all(f'"{code}"' in text for code in SENTENCES)
    for file, old, new, _, _ in PROBLEMS:
        for problem in read(spoil(**{file: (old, new)}))[1]:
            assert problem.code in SENTENCES
            said = say_problem({"file": problem.file, "line": problem.line, "code": problem.code, **problem.detail})
            assert said.startswith(f"{problem.file}, line {problem.line}: ")


def test_dates_are_years_months_or_days() -> None:
    assert all(map(is_date, ("2004", "2004-03", "2004-12-16")))
    assert not any(map(is_date, ("", "04", "2004-13", "2004-02-30", "2004-3", "16.12.2004", "2004-03-01T00:00")))
    assert ends_before("2004-06", "2004-05-31") and not ends_before("2004-06", "2004") and not ends_before(None, "2004")
