"""Loading a process folder: rules F-1 to F-7, on both databases."""

from typing import Any

import pytest
from sqlalchemy import func, select

from server.actions.founding import load_folder
from server.domain.errors import Unusable
from server.storage.authority import Authority
from server.storage.database import Database, Reading
from server.storage.process_frame import TABLES
from server.storage.tables import bodies, consultations, persons, processes, seats
from tests.process_folder.folders import FOLDER, spoil
from tests.storage.conftest import HandClock

pytestmark = pytest.mark.anyio

EVENTS = {"process_changed", "delegation_changed", "person_changed", "seat_changed"}


async def load(database: Database, files: dict[str, str], *, dry_run: bool = False) -> dict[str, Any]:
    encoded = {name: text.encode() for name, text in files.items()}
    return await load_folder(database, encoded, dry_run=dry_run)


def count(reading: Reading) -> dict[str, int]:
    return {
        noun: reading.connection.execute(select(func.count()).select_from(table)).scalar_one()
        for noun, table in TABLES.items()
    }


async def rows(database: Database, table: Any) -> list[dict[str, Any]]:
    query = select(table).order_by(table.c.id)
    return await database.read(lambda r: [dict(row) for row in r.connection.execute(query).mappings()])


async def test_a_second_load_changes_nothing(database: Database) -> None:
    """F-2."""
    first = await load(database, FOLDER)
    before = await database.read(count)
    assert before == {
        "process": 1,
        "body": 4,
        "membership": 1,
        "mandate": 1,
        "delegation": 3,
        "consultation": 1,
        "person": 2,
        "seat": 3,
    }
    assert {noun: told["new"] for noun, told in first["counts"].items()} == before
    second = await load(database, FOLDER)
    assert second["changes"] == [] and second["process"] == first["process"]
    assert {noun: told["same"] for noun, told in second["counts"].items()} == before
    assert await database.read(count) == before


async def test_a_dry_run_tells_and_writes_nothing(database: Database) -> None:
    told = await load(database, FOLDER, dry_run=True)
    assert told["counts"]["seat"]["new"] == 3
    assert not any((await database.read(count)).values())


async def test_with_a_problem_anywhere_nothing_is_loaded(database: Database) -> None:
    """F-1: what no file and no server knows is told beside what is wrong in the files."""
    files = spoil(
        delegations=("MOB,", "HU,"), seats=("bo@two.example,secretariat,", "cy@two.example,secretariat,JPN")
    ) | {"persons.csv": "email,name\nada@one.example,\n"}
    with pytest.raises(Unusable, match="folder_problems") as refused:
        await load(database, files)
    told = [(p["file"], p["line"], p["code"]) for p in refused.value.detail["problems"]]
    assert told == [
        ("delegations.csv", 4, "code_unknown"),
        ("persons.csv", 2, "missing"),
        ("seats.csv", 4, "delegation_unknown"),
        ("seats.csv", 4, "person_unknown"),
    ]
    assert refused.value.detail["problems"][0]["hint"] == "HUN"
    assert not any((await database.read(count)).values())


async def test_changed_lines_are_taken_and_missing_ones_delete_nothing(database: Database) -> None:
    """F-3, F-7."""
    await load(database, FOLDER)
    before = await database.read(count)
    files = spoil(
        process=("Hague talks", "The Hague talks"),
        delegations=("MOB,international,,\n", ""),
        persons=("bo@two.example,Bo Two,\n", ""),
        seats=("bo@two.example,secretariat,,,Scribe,,,,MAR\n", ""),
    )
    files["seats.csv"] = files["seats.csv"].replace(",2004-03-01,,\n", ",,2004-06-30,\n")
    told = await load(database, files)
    assert [(c["noun"], c["columns"]) for c in told["changes"]] == [("process", ["names"]), ("seat", ["until_at"])]
    assert await database.read(count) == before
    (delegate,) = [row for row in await rows(database, seats) if row["role"] == "delegate"]
    assert (delegate["from_at"], delegate["until_at"]) == (1_078_095_600_000, 1_088_632_800_000)


async def test_a_line_for_a_later_time_is_another_seat(database: Database) -> None:
    await load(database, FOLDER)
    later = "ada@one.example,chair,,co_chair,Co-Chair,,2004-09-01,,\n"
    told = await load(database, FOLDER | {"seats.csv": FOLDER["seats.csv"] + later})
    assert [(c["noun"], c["new"]) for c in told["changes"]] == [("seat", True)]
    moved = await load(database, FOLDER | {"seats.csv": FOLDER["seats.csv"] + later.replace("09-01", "08-01")})
    assert [(c["noun"], c["columns"]) for c in moved["changes"]] == [("seat", ["from_at"])]


async def test_dates_stay_as_exact_as_they_are_known(database: Database) -> None:
    """F-5."""
    await load(database, FOLDER)
    (process,) = await rows(database, processes)
    (meeting,) = await rows(database, consultations)
    assert (process["since"], meeting["since"], meeting["until"]) == ("2004-03-01", "2004-03", "2004-03")
    assert (meeting["opens_at"], meeting["closes_at"]) == (1_078_095_600_000, 1_078_268_400_000)


async def test_bodies_are_shared_and_keep_their_names_in_other_languages(database: Database) -> None:
    """F-4."""
    await load(database, FOLDER)
    await load(
        database, spoil(process=('slug = "hague-talks"\nlanguages = ["en", "fr"]', 'slug = "b"\nlanguages = ["es"]'))
    )
    names = {row["code"]: row["names"] for row in await rows(database, bodies)}
    assert names["CHE"] == {"en": "Switzerland", "fr": "Suisse", "es": "Suiza"}
    assert len(names) == 4


async def test_a_person_of_one_process_is_seated_in_another_with_the_same_account(database: Database) -> None:
    """F-6: also without a line in persons.csv."""
    first = await load(database, FOLDER)
    other = spoil(process=("hague-talks", "paris-talks")) | {"persons.csv": "email,name\n"}
    second = await load(database, other)
    assert first["process"] != second["process"]
    assert len(await rows(database, persons)) == 2
    assert {row["process"] for row in await rows(database, seats)} == {first["process"], second["process"]}


async def test_two_seats_that_begin_together_stand_in_the_order_of_the_lines(database: Database) -> None:
    await load(database, FOLDER)
    ada = [row["role"] for row in await rows(database, seats)]
    assert ada == ["chair", "delegate", "secretariat"]


async def test_rights_hear_of_what_was_loaded(database: Database, clock: HandClock) -> None:
    clock.now_ms = 1_078_095_600_001
    authority, heard = Authority(database), set[str]()
    await authority.load()
    database.listen(lambda events: heard.update(event.kind for event in events))
    database.listen(authority.hear)
    await load(database, FOLDER)
    await authority.settled()
    assert heard == EVENTS
    heard.clear()
    await load(database, FOLDER)
    assert heard == set()
