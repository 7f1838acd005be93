"""The key under which a browser keeps a person's unsent words. Rule U-1."""

import asyncio
import base64
from pathlib import Path

import httpx
import pytest

from server.actions.unsent import FACT, derive_key, release_key
from server.storage.processes import read_fact
from tests.api.scene import set_scene
from tests.live import Live


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def ask(live: Live, role: str, index: int = 0) -> str:
    with live.client(role, index) as client:
        return str(client.get("/session/key").raise_for_status().json()["key"])


def test_u1_the_key_is_the_same_at_every_sign_in_and_nobody_elses(live: Live) -> None:
    keys = {role: ask(live, role) for role in ("chair", "delegate", "secretariat")}
    assert len(set(keys.values())) == 3
    assert keys == {role: ask(live, role) for role in keys}
    assert [len(base64.urlsafe_b64decode(key + "=")) for key in keys.values()] == [32, 32, 32]


def test_u1_the_key_is_given_to_who_is_signed_in_and_kept_by_no_cache(live: Live) -> None:
    refused = httpx.get(f"{live.url}/api/v1/session/key")
    assert (refused.status_code, refused.json()["code"]) == (401, "not_signed_in")
    with live.client("chair") as client:
        assert client.get("/session/key").headers["cache-control"] == "no-store"
        client.request("DELETE", "/session")
        assert client.get("/session/key").status_code == 401


@pytest.mark.anyio
async def test_u1_the_secret_is_drawn_once_and_is_no_part_of_the_key(tmp_path: Path) -> None:
    async with set_scene(tmp_path) as scene:
        egypt, ghana = (scene.call(member) for member in (scene.world.egypt, scene.world.ghana))
        keys = await asyncio.gather(*(release_key(scene.database, caller) for caller in (egypt, ghana, egypt, ghana)))
        assert keys[:2] == keys[2:] and keys[0] != keys[1]
        secret = base64.b64decode(await scene.database.read(lambda reading: read_fact(reading, FACT)))
        assert derive_key(secret, egypt.person) == keys[0]
        assert derive_key(b"the secret of another server", egypt.person) != keys[0]
        assert base64.urlsafe_b64decode(keys[0] + "=") != secret
