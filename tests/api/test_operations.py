"""What an operator sees: health that a storm of probes cannot wear out, and a page that says what is well."""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from server.api.access import Traffic
from server.api.kept import Kept
from server.api.look import Look, Lookout
from server.api.operator_page import write_page
from server.api.wellbeing import find_comforts, find_needs
from server.rooms.tally import Durations, quantile
from server.settings import Settings
from server.storage.backup_note import BackupNote
from server.storage.condition import Condition, FailedFile
from tests.api.scene import set_scene
from tests.live import Live

pytestmark = pytest.mark.anyio
HOUR_MS = 3_600_000


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Question:
    """Something slow to ask; `answer` lets it end."""

    def __init__(self) -> None:
        self.asked = 0
        self.answered = asyncio.Event()
        self.now = 100.0

    async def ask(self) -> str:
        self.asked += 1
        await self.answered.wait()
        return f"answer {self.asked}"

    def kept(self, patience: float) -> Kept[str]:
        return Kept(self.ask, "late", patience=patience, monotonic=lambda: self.now)


async def test_a_storm_of_questions_costs_what_one_does() -> None:
    question = Question()
    kept = question.kept(patience=20)
    storm = [asyncio.create_task(kept.get()) for _ in range(500)]
    await asyncio.sleep(0)
    question.answered.set()
    assert set(await asyncio.gather(*storm)) == {"answer 1"} and question.asked == 1
    question.now += 0.9
    assert await kept.get() == "answer 1" and question.asked == 1
    question.now += 0.2
    assert await kept.get() == "answer 2" and question.asked == 2


async def test_nobody_waits_longer_than_said_and_no_second_question_is_asked_meanwhile() -> None:
    question = Question()
    kept = question.kept(patience=0.01)
    assert await kept.get() == "late"
    question.now += 60
    assert await kept.get() == "late" and question.asked == 1
    question.answered.set()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert await kept.get() == "answer 2"


async def test_a_question_that_fails_is_late_and_asked_again() -> None:
    async def fail() -> str:
        raise OSError("away")

    kept = Kept(fail, "late", seconds=0)
    assert [await kept.get(), await kept.get()] == ["late", "late"]


def test_readiness_says_that_it_can_write_and_is_kept_by_nobody(live: Live) -> None:
    answer = httpx.get(f"{live.url}/health/ready")
    assert (answer.status_code, answer.json()) == (200, {"status": "ready"})
    assert answer.headers["cache-control"] == "no-store"
    assert httpx.get(f"{live.url}/health/live").json() == {"status": "live"}


def test_quantiles_are_taken_from_what_there_is() -> None:
    durations = Durations()
    for number in range(1, 101):
        durations.add(number / 1000, at=float(number))
    recent = durations.since(50.0)
    assert len(recent) == 50 and recent[0] == 0.051
    assert quantile(recent, 0.5) == 0.076 and quantile(recent, 0.99) == 0.1
    assert quantile([], 0.5) is None
    assert sum(durations.counts) == 100 and round(durations.total, 6) == 5.05


@pytest.fixture
async def look(tmp_path: Path) -> AsyncIterator[Look]:
    """A look at a house in which everything is well."""
    async with set_scene(tmp_path) as scene:
        settings = Settings(database_url=scene.database.url, var=tmp_path)
        traffic = Traffic()
        seen = await Lookout(settings, scene.database, scene.authority, scene.rooms, traffic).look()
        backup = BackupNote(seen.at_ms - HOUR_MS, 5_000_000)
        commits = [0.005] * 98 + [0.02] * 2
        yield replace(seen, backup=backup, commits=commits, tellings=[0.0002] * 100)


def says(look: Look) -> list[str]:
    return [need.says for need in find_needs(look)]


async def test_a_server_on_which_everything_is_well_says_so(look: Look) -> None:
    assert says(look) == []
    page = write_page(look, moving=False)
    assert "<h1>Adref is well</h1>" in page and "What needs you" not in page
    assert "The database takes writes." in page
    assert "The last backup was taken 1 hour ago." in page
    assert "99 in 100 within 20.0 ms" in page


async def test_a_database_that_takes_no_writes_comes_first_with_what_it_means_and_what_to_do(look: Look) -> None:
    broken = replace(look, trouble="storage_full", backup=None)
    needs = find_needs(broken)
    assert [need.says for need in needs] == ["The disk of the database is full.", "No backup is known."]
    assert "Nothing that was called saved is lost. Make room on it." in needs[0].means
    page = write_page(broken, moving=False)
    assert "<h1>2 things need you now</h1>" in page
    assert "The database takes writes." not in page


@pytest.mark.parametrize(
    "code",
    ["storage_read_only", "storage_busy", "storage_failing", "storage_damaged", "storage_silent", "storage_away"],
)
async def test_every_trouble_has_its_own_sentence(look: Look, code: str) -> None:
    [need] = find_needs(replace(look, trouble=code))
    others = {says(replace(look, trouble=other))[0] for other in ("storage_full", "storage_busy") if other != code}
    assert need.urgent and need.says not in others


async def test_each_thing_that_goes_wrong_needs_the_operator(look: Look) -> None:
    assert look.condition is not None
    failed = replace(look.condition, files={"failed": 1, "queued": 51}, failed=[FailedFile("pdf", "ar", "no_glyph", 7)])
    slow = [0.005] * 98 + [0.4] * 2
    assert says(replace(look, condition=failed)) == ["1 file could not be made.", "51 files wait to be made."]
    assert says(replace(look, commits=slow)) == ["Saving is slow: 1 time in 100 it took 400 ms or more."]
    assert says(replace(look, commits=[0.4] * 19)) == []
    assert says(replace(look, waiting=51)) == ["51 writes wait for the database."]
    assert says(replace(look, condition=replace(look.condition, free=900 << 20))) == [
        "The disk of the database has 900.0 MB left."
    ]
    assert says(replace(look, backup=BackupNote(look.at_ms - 25 * HOUR_MS, 1))) == ["The last backup is 25 hours old."]
    dropped = replace(look.census, rooms={"open": 3, "dropped": 2})
    assert says(replace(look, census=dropped)) == ["2 texts wait for the database."]


async def test_what_no_honest_program_sends_is_reported_and_strays_are_not(look: Look) -> None:
    look.tally.offences.update(stray=7, too_slow=2)
    assert says(look) == []
    look.tally.offences.update(forged=1)
    assert says(look) == ["1 socket sent what no honest program sends."]


async def test_a_database_that_is_silent_leaves_out_what_nobody_knows(look: Look) -> None:
    silent = replace(look, trouble="storage_silent", condition=None, backup=None, commits=[], tellings=[])
    assert find_comforts(silent) == []
    page = write_page(silent, moving=False)
    assert "Its size" not in page and "The database does not answer in time." in page


async def test_failed_files_and_refusals_stand_on_the_page(look: Look) -> None:
    condition = Condition(1 << 20, None, {"failed": 1}, [FailedFile("pdf", "ar", "<no_glyph>", 0)])
    look.traffic.refusals.update(Counter(no_match=3))
    look.tally.refusals.update(locked=1, no_match=1)
    page = write_page(replace(look, condition=condition), moving=False)
    assert "PDF in ar, 1 January 1970, 00:00:00" in page and "&lt;no_glyph&gt;" in page
    assert re.search(r'no_match</th><td>4</td></tr>\s*<tr><th scope="row">locked</th><td>1</td>', page)


def test_the_page_needs_no_script_and_moves_only_when_it_is_told_to(live: Live) -> None:
    moving = httpx.get(f"{live.url}/operator?moving=1")
    still = httpx.get(f"{live.url}/operator")
    assert '<meta http-equiv="refresh" content="10">' in moving.text
    assert 'http-equiv="refresh"' not in still.text
    assert "<script" not in moving.text and "script-src" not in moving.headers["content-security-policy"]
    assert moving.headers["content-security-policy"].startswith("default-src 'none'; style-src 'sha256-")
    assert moving.headers["content-type"] == "text/html; charset=utf-8"
    assert '<html lang="en" dir="ltr">' in moving.text and moving.text.count("<h1>") == 1


def test_a_backup_is_known_to_the_page_once_it_is_taken(live: Live, tmp_path: Path) -> None:
    live.run("backup", str(tmp_path / "saved.zip"))
    page = httpx.get(f"{live.url}/operator").text
    assert "The last backup was taken less than an hour ago." in page
