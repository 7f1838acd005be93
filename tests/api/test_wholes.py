"""An agenda with all its clauses: small, quick, the same in every encoding, and not sent again to one who has it."""

import asyncio
import zlib
from collections.abc import Coroutine
from typing import Any

import brotli  # type: ignore[import-untyped]
import httpx
import msgspec
import pytest

from server.api.packing import KEPT, LASTING, Packed, PackedParts, pack
from tests.live import Live, walk_clauses


def fetch(client: httpx.Client, live: Live, query: str = "", **headers: str) -> httpx.Response:
    return client.get(f"/agendas/{live.demo['agenda']}{query}", headers=headers)


def unpack(body: bytes, encoding: str) -> bytes:
    match encoding:
        case "br":
            return bytes(brotli.decompress(body))
        case "gzip":
            return zlib.decompress(body, wbits=31)
        case _:
            return body


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="module")
def packed() -> Packed:
    return pack({"clauses": [{"words": "the words " * n} for n in range(400)]})


@pytest.mark.parametrize("encoding", ["br", "gzip", ""])
@pytest.mark.parametrize("size", [1, 15, 70_000, 300_000])
def test_a_tail_is_joined_to_what_is_packed(packed: Packed, encoding: str, size: int) -> None:
    tail = b',"own":' + msgspec.json.encode("é" * size) + b"}"
    body, named = packed.join(tail, f"{encoding}, identity")
    whole = unpack(body, encoding)
    assert named == encoding and whole == packed.plain + tail
    assert msgspec.json.decode(whole)["own"] == "é" * size


async def pass_on(key: object, shared: object) -> tuple[object, object, str]:
    return key, shared, "own"


@pytest.mark.anyio
async def test_what_many_ask_for_is_packed_once_and_harder_if_it_lasts() -> None:
    now = [0.0]
    shared = {"clauses": [{"n": n, "words": f"{n * n} Parties"} for n in range(500)]}
    made = []

    def show() -> Coroutine[Any, Any, tuple[object, object, str]]:
        made.append(1)
        return pass_on("state", shared)

    parts = PackedParts(lambda: now[0])
    answers = await asyncio.gather(*(parts.make("state", show) for _ in range(20)))
    assert len(made) == 1 and len({id(packed) for packed, _ in answers}) == 1
    first = parts.find("state")
    now[0] = LASTING
    assert parts.find("state") is first and first is not None and parts.pressing is not None
    await parts.pressing
    pressed = parts.find("state")
    assert pressed is not None and parts.pressing is None and len(pressed.brotli) < len(first.brotli)
    assert unpack(pressed.join(b"}", "br")[0], "br") == msgspec.json.encode(shared)
    for number in range(KEPT):
        await parts.make(number, lambda: pass_on(number, {}))  # noqa: B023  # awaited at once
    assert parts.find("state") is None


def test_every_encoding_says_the_same_and_brotli_is_the_smallest(live: Live) -> None:
    with live.client("delegate") as delegate:
        answers = {code: fetch(delegate, live, **{"Accept-Encoding": code}) for code in ("br", "gzip", "identity")}
    sizes = {code: int(answer.headers["content-length"]) for code, answer in answers.items()}
    assert answers["br"].json() == answers["gzip"].json() == answers["identity"].json()
    assert sizes["br"] < sizes["gzip"] < sizes["identity"] / 4
    assert answers["br"].headers["vary"] == "Accept-Encoding"


def test_each_reader_has_an_own_part_and_only_the_rights_that_are_theirs(live: Live) -> None:
    with live.client("delegate") as first, live.client("delegate", 1) as second, live.client("observer") as observer:
        one, two, three = (fetch(client, live).json() for client in (first, second, observer))
    assert one["clauses"] == two["clauses"] and one["you"]["person"] != two["you"]["person"]
    assert one["rights"] != two["rights"]
    texts = [text for clause in walk_clauses(three["clauses"]) for text in clause["texts"].values()]
    assert not any(text["may_write"] for text in texts) and {text["reason"] for text in texts} >= {"observer"}
    assert any(text["may_write"] for clause in walk_clauses(one["clauses"]) for text in clause["texts"].values())


def test_only_the_words_that_are_wanted_come(live: Live) -> None:
    with live.client("delegate") as delegate:
        whole, part = fetch(delegate, live).json(), fetch(delegate, live, "?languages=en&hashes=0").json()
    for full, some in zip(walk_clauses(whole["clauses"]), walk_clauses(part["clauses"]), strict=True):
        assert {key: full[key] for key in ("id", "status", "languages", "brackets")} == {
            key: some[key] for key in ("id", "status", "languages", "brackets")
        }
        expected = {key: value for key, value in full["texts"]["en"].items() if key != "hash"}
        assert some["texts"]["en"] == expected
        for language in set(full["texts"]) - {"en"}:
            assert some["texts"][language] == {"status": full["texts"][language]["status"]}
    assert whole["counts"] == part["counts"]


def test_what_one_has_is_not_sent_again_until_something_changes(live: Live, clause: dict[str, Any]) -> None:
    with live.client("chair") as chair, live.client("delegate") as delegate:
        tags = {client: fetch(client, live).headers["etag"] for client in (chair, delegate)}
        assert len(set(tags.values())) == 2
        for client, tag in tags.items():
            again = fetch(client, live, **{"If-None-Match": f'"other", {tag}'})
            assert again.status_code == 304 and again.content == b"" and again.headers["etag"] == tag
        assert fetch(chair, live, **{"If-None-Match": tags[delegate]}).status_code == 200
        assert fetch(chair, live, "?languages=en", **{"If-None-Match": tags[chair]}).status_code == 200
        assert chair.post(f"/clauses/{clause['id']}/lock", json={}).status_code == 200
        changed = fetch(delegate, live, **{"If-None-Match": tags[delegate]})
        assert changed.status_code == 200
        status = {c["id"]: c["status"] for c in walk_clauses(changed.json()["clauses"])}
        assert status[clause["id"]] == "agreed"


def test_an_agenda_that_is_not_there_is_not_there(live: Live) -> None:
    with live.client("delegate") as delegate:
        assert delegate.get(f"/agendas/{live.demo['process']}").json()["code"] == "no_such_agenda"


@pytest.mark.parametrize(
    ("query", "read"),
    [
        ("?columns=&own=fr", {"fr", "en"}),
        ("?columns=&own=en", {"en", "fr"}),
        ("?columns=&own=zh", {"en", "fr"}),
        ("?columns=ar.es&own=en", {"ar", "es"}),
        ("?columns=ar.es.fr.en&own=es", {"es", "en", "fr"}),
        ("?columns=xx&own=ar", {"ar", "en"}),
        ("?columns=ar&own=ar&languages=fr", {"fr"}),
    ],
)
def test_a_page_that_opens_gets_the_columns_that_it_will_show(live: Live, query: str, read: set[str]) -> None:
    with live.client("chair") as client:
        answer = fetch(client, live, query)
    whole = [clause for clause in walk_clauses(answer.json()["clauses"]) if len(clause["languages"]) == 4]
    assert whole
    for clause in whole:
        assert {language for language, text in clause["texts"].items() if "json" in text} == read
