"""One live server for the tests of the HTTP interface; each test works on a clause of its own."""

from collections.abc import AsyncIterator, Iterator
from itertools import chain, cycle
from pathlib import Path
from typing import Any

import pytest

from tests.api.proposing import Desk
from tests.api.scene import set_scene
from tests.api.shapes import words as read_words
from tests.api.small import small_server
from tests.live import Live, live_server, walk_clauses
from tests.postgres import running_server


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with live_server(tmp_path_factory.mktemp("api"), ADREF_LOG="debug") as server:
        yield server


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server of its own with a text of few clauses, all of them open."""
    server = small_server(tmp_path_factory.mktemp("small"))
    yield server
    server.kill()


@pytest.fixture(scope="session")
def on_postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server whose database is PostgreSQL."""
    postgres = running_server()
    if postgres is None:
        pytest.skip("PostgreSQL 15 is not installed here")
    folder, address = tmp_path_factory.mktemp("postgresql"), postgres.url(postgres.make_database())
    with live_server(folder, ADREF_DATABASE_URL=address) as server:
        yield server
    assert not list(folder.glob("*.sqlite*"))


@pytest.fixture(scope="session")
def open_clauses(live: Live) -> Iterator[dict[str, Any]]:
    """Clauses that are open, to be taken one by one: those of the demonstration, then new ones with the same words."""
    with live.client("chair") as chair:
        tree = chair.get(f"/agendas/{live.demo['agenda']}").json()
    found = [
        c for c in walk_clauses(tree["clauses"]) if c["status"] == "open" and c["kind"] in ("understanding", "practice")
    ]
    return chain(found, (put_in(live, clause) for clause in cycle(found)))


def put_in(live: Live, model: dict[str, Any]) -> dict[str, Any]:
    """Put a clause with the words of another in after that, and return it as the text's tree has it."""
    texts = {code: read_words(model, code) for code in model["texts"]}
    place = {"under": model["parent"], "after": model["id"]}
    with live.client("chair") as chair:
        new = {"kind": model["kind"], "text": texts, **place}
        answer = chair.post(f"/agendas/{live.demo['agenda']}/clauses", json=new).raise_for_status()
        made = answer.json()["clauses"][0]["id"]
        tree = chair.get(f"/agendas/{live.demo['agenda']}").json()
    (clause,) = (c for c in walk_clauses(tree["clauses"]) if c["id"] == made)
    return clause


@pytest.fixture
def clause(open_clauses: Iterator[dict[str, Any]]) -> dict[str, Any]:
    """An open clause that no other test touches."""
    return next(open_clauses)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """People at a clause of a house of their own, without HTTP; for tests that run on asyncio."""
    async with set_scene(tmp_path) as scene:
        yield Desk(scene)
