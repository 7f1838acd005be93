"""A disk that is full, that fails to write, that fails to keep: nothing saved is lost, and all goes on by itself."""

import asyncio
import resource
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.chaos.typist import Typist, words_of
from tests.live import Live
from tests.world.people import agree, door, find_clause, find_faults, log_of, read_cold, settle, typing, until

pytestmark = [pytest.mark.anyio, pytest.mark.xdist_group("world"), pytest.mark.timeout(90)]

NAMES = count(0, 2)
ROOM = 8 << 20
UNLIMITED = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)


async def until_trouble(live: Live, code: str) -> None:
    """Return once the server says that it cannot store anything, and why; an empty code is none."""

    def is_so() -> bool:
        answer = httpx.get(f"{live.url}/health/ready")
        return answer.status_code == (503 if code else 200) and code in answer.text

    await until(is_so)


def count_failures(live: Live) -> float:
    """Return how many commits are not known to have been made."""
    families = text_string_to_metric_families(httpx.get(f"{live.url}/metrics").text)
    samples = (sample for family in families for sample in family.samples if sample.name == "adref_commits_total")
    return sum(sample.value for sample in samples if sample.labels["outcome"] == "unknown")


async def lose_words(live: Live, typists: list[Typist]) -> None:
    """Type until something could not be stored."""
    before = count_failures(live)
    while count_failures(live) == before:
        for typist in typists:
            typist.type()
        await asyncio.sleep(0.01)
    assert any(typist.in_flight for typist in typists)


async def check_all_is_well(live: Live, typists: list[Typist]) -> None:
    """What was typed meanwhile is stored without anybody's doing, and every acknowledged word stands there once."""
    await until_trouble(live, "")
    await settle(typists)
    await agree(typists, [])
    cold = await read_cold(live, typists[0].key)
    assert {typist.text() for typist in typists} == {words_of(cold)}
    assert find_faults(typists, words_of(cold)) == []


def size_of(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.iterdir())


@contextmanager
def small_disk(folder: Path, octets: int) -> Iterator[Path]:
    """Mount a file system of this size in the folder, where one may, until the end."""
    folder.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", f"size={octets}", "tmpfs", str(folder)]
    if shutil.which("mount") is not None:
        subprocess.run(mounting, capture_output=True, check=False)
    try:
        yield folder
    finally:
        if folder.is_mount():
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


def is_small(disk: Path) -> bool:
    return disk.is_mount()


def fill(folder: Path) -> Path:
    """Write until nothing goes in any more."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        while True:
            try:
                file.write(bytes(1 << 16))
            except OSError:
                break
    with filler.open("ab", buffering=0) as file:
        while True:
            try:
                file.write(bytes(1 << 10))
            except OSError:
                return filler


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory, model: Live) -> Iterator[Path]:
    """A disk with little room, if one may be mounted; else an endless one."""
    with small_disk(tmp_path_factory.mktemp("world") / "disk", size_of(model.var) + ROOM) as folder:
        yield folder


@pytest.fixture(scope="module")
def frail(disk: Path, model: Live) -> Iterator[Live]:
    """A server on a disk of which each test breaks something, and mends it."""
    live = Live(
        shutil.copytree(model.var, disk / "var"),
        demo=model.demo,
        module="tests.world.failing_disk",
        environment={"ADREF_TEST_FAIL": str(disk / "fail")},
    )
    live.start()
    yield live
    live.kill()


@pytest.fixture
async def typists(frail: Live) -> AsyncIterator[list[Typist]]:
    """Two people whose first words are on the disk."""
    async with typing(frail, door(frail), find_clause(frail), 2, next(NAMES)) as people:
        for typist in people:
            typist.type()
        await settle(people)
        yield people


async def test_what_a_disk_does_not_keep_is_not_acknowledged(disk: Path, frail: Live, typists: list[Typist]) -> None:
    (disk / "fail").touch()
    await lose_words(frail, typists)
    await until_trouble(frail, "storage_failing")
    assert "SQLITE_IOERR_FSYNC" in log_of(frail)
    (disk / "fail").unlink()
    await check_all_is_well(frail, typists)


async def test_a_disk_that_fails_to_write_loses_nothing(frail: Live, typists: list[Typist]) -> None:
    assert frail.process is not None
    resource.prlimit(frail.process.pid, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
    await lose_words(frail, typists)
    await until_trouble(frail, "storage_failing")
    resource.prlimit(frail.process.pid, resource.RLIMIT_FSIZE, UNLIMITED)
    await check_all_is_well(frail, typists)


async def test_a_full_disk_takes_no_words_says_so_and_takes_them_once_there_is_room(
    disk: Path, frail: Live, typists: list[Typist]
) -> None:
    if not is_small(disk):
        pytest.skip("only who may mount a file system can fill one")
    with frail.client("chair") as chair:
        filler = fill(disk)
        await lose_words(frail, typists)
        await until_trouble(frail, "storage_full")
        assert chair.get(f"/agendas/{frail.demo['agenda']}").status_code == 200
    filler.unlink()
    await check_all_is_well(frail, typists)
