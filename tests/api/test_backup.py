"""`adref backup` and `adref restore` beside a running server, with someone writing in it."""

import asyncio
import zipfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.chaos.typist import Typist
from tests.live import Live, live_server, walk_clauses

pytestmark = pytest.mark.anyio
PATIENCE = 20.0


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Live]:
    """A server of one's own: what a restore replaces must be nobody else's."""
    with live_server(tmp_path) as live:
        yield live


@asynccontextmanager
async def writing(server: Live, seed: int) -> AsyncIterator[Typist]:
    """Have a chair write in the first open clause, on a fresh document."""
    with server.client("chair") as chair:
        tree = chair.get(f"/agendas/{server.demo['agenda']}").json()
    clause = next(c for c in walk_clauses(tree["clauses"]) if c["status"] == "open" and "en" in c["languages"])
    token = server.token(server.person("chair"))
    url = server.url.replace("http", "ws") + "/collab"
    typist = Typist(f"t{seed}", url, token, f"{clause['id']}/en", seed)
    task = asyncio.create_task(typist.run())
    try:
        async with asyncio.timeout(PATIENCE):
            await typist.ready()
        yield typist
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def write(typist: Typist, words: int) -> None:
    """Type words and wait until all of them are on disk."""
    for _ in range(words):
        typist.type()
    async with asyncio.timeout(PATIENCE):
        while typist.in_flight:  # noqa: ASYNC110  # a typist tells nobody when it is acknowledged
            await asyncio.sleep(0.01)


async def test_what_was_written_since_the_backup_is_gone_and_no_page_brings_it_back(server: Live) -> None:
    file = server.var / "saved.zip"
    async with writing(server, 1) as typist:
        await write(typist, 5)
        await asyncio.to_thread(server.run, "backup", str(file))
        kept = typist.text()
        await write(typist, 5)
        assert typist.text() != kept
        said = await asyncio.to_thread(server.run, "restore", str(file), "--yes")
        assert "Restored" in said.stdout
        async with asyncio.timeout(PATIENCE):
            while not typist.errors:  # noqa: ASYNC110  # as above
                await asyncio.sleep(0.01)
        assert "epoch" in typist.errors[0]
    async with writing(server, 2) as fresh:
        assert fresh.text() == kept
        await write(fresh, 5)


def test_a_backup_is_not_written_over_and_a_bad_one_changes_nothing(server: Live) -> None:
    file = server.var / "saved.zip"
    server.run("backup", str(file))
    again = server.run("backup", str(file), check=False)
    assert again.returncode == 2
    assert "--force" in again.stderr
    server.run("backup", str(file), "--force")
    file.write_bytes(file.read_bytes()[:-200])
    refused = server.run("restore", str(file), "--yes", check=False)
    assert refused.returncode == 1
    assert "(not_a_backup)" in refused.stderr
    with server.client("chair") as chair:
        assert chair.get(f"/agendas/{server.demo['agenda']}").status_code == 200


def test_without_a_server_both_work_under_the_process_lock(tmp_path: Path) -> None:
    source, target = Live(tmp_path / "source"), Live(tmp_path / "target")
    source.load_demo()
    source.run("backup", str(tmp_path / "saved.zip"))
    with zipfile.ZipFile(tmp_path / "saved.zip") as archive:
        assert "tables/updates.jsonl" in archive.namelist()
    target.run("restore", str(tmp_path / "saved.zip"), "--yes")
    target.demo = source.demo
    target.start()
    try:
        with target.client("secretariat") as secretariat:
            assert len(secretariat.get(f"/agendas/{source.demo['agenda']}").json()["clauses"]) > 0
    finally:
        target.kill()


def test_the_operators_door_wants_the_operators_token(server: Live) -> None:
    with server.client("secretariat") as secretariat:
        base = str(secretariat.base_url).replace("/v1/", "/operator/")
        assert secretariat.post(f"{base}backup").status_code == 401
        assert secretariat.post(f"{base}restore", content=b"x").status_code == 401
