"""What the server writes down: every request and fault, and not a word, name, address or secret of anybody's."""

import asyncio
import io
import json
import logging
import sqlite3
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import httpx
import pytest
import structlog
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from exports import Rendered
from exports.press import Failed, Order, print_one
from server.domain.revision import RevisionText, dump_revision
from server.logs import configure_logs
from server.remote import find_running_server
from server.settings import read_settings
from tests.chaos.typist import Typist
from tests.exports.samples import revision
from tests.live import Live, walk_clauses

pytestmark = pytest.mark.anyio
PATIENCE = 20.0
TYPED = "Vertraulichkeit"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def lines(live: Live) -> list[dict[str, Any]]:
    """Return what was logged, in whole lines; the greeting above them is no line of the log."""
    *written, _ = (live.var / "server.log").read_text("utf-8").split("\n")
    return [json.loads(line) for line in written if line.startswith("{")]


async def wait_for(found: Callable[[], object]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not found():  # noqa: ASYNC110  # a file tells nobody that it has grown
            await asyncio.sleep(0.02)


def without_table(live: Live, table: str, away: bool) -> None:
    """Take a table out of the server's hands, or put it back: a fault that nobody foresaw."""
    old, new = (table, f"{table}_away") if away else (f"{table}_away", table)
    with closing(sqlite3.connect(live.var / "adref.sqlite", timeout=20)) as connection:
        connection.execute(f"ALTER TABLE {old} RENAME TO {new}")
        connection.commit()


async def type_through_a_fault(live: Live, clause: str, bearer: str) -> None:
    """Type a few words, have the log of edits fail under the next, and end with everything on disk."""
    typist = Typist(TYPED, live.url.replace("http", "ws") + "/collab", bearer, f"{clause}/en", 1)
    task = asyncio.create_task(typist.run())
    try:
        await wait_for(lambda: typist.live)
        typist.type()
        await wait_for(lambda: typist.in_flight == 0)
        without_table(live, "updates", away=True)
        try:
            typist.type()
            await wait_for(lambda: any(line["event"] == "commit failed" for line in lines(live)))
        finally:
            without_table(live, "updates", away=False)
        await wait_for(lambda: typist.in_flight == 0)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def send_nonsense(live: Live, bearer: str) -> None:
    url = f"{live.url.replace('http', 'ws')}/collab"
    async with connect(url, additional_headers={"Authorization": f"Bearer {bearer}"}) as line:
        await line.send(b"\x2a" + TYPED.encode())
        with pytest.raises(ConnectionClosed):
            await line.recv()


def sign_in(live: Live, person: dict[str, Any]) -> tuple[str, str]:
    """Sign in as a browser and as a program, once with a wrong password; return cookie and token."""
    door = f"{live.url}/api/v1/session"
    wrong = {"email": person["email"], "password": f"{TYPED}-password"}
    assert httpx.post(door, json=wrong, headers={"Origin": live.url}).status_code == 401
    right = {"email": person["email"], "password": person["password"]}
    browser = httpx.post(door, json=right, headers={"Origin": live.url})
    return browser.cookies["adref"], live.token(person)


def break_a_page(live: Live, bearer: str) -> httpx.Response:
    """Ask for something while a table that it needs is away."""
    without_table(live, "decisions", away=True)
    try:
        headers = {"Authorization": f"Bearer {bearer}"}
        return httpx.get(f"{live.url}/api/v1/agendas?secret={TYPED}", headers=headers)
    finally:
        without_table(live, "decisions", away=False)


def phrases_of(live: Live) -> set[str]:
    """Return the beginnings of all runs of text in the agenda, in all languages."""

    def runs(node: dict[str, Any]) -> Iterator[str]:
        yield node.get("text", "")
        for child in node.get("content", ()):
            yield from runs(child)

    with live.client("chair") as client:
        tree = client.get(f"/agendas/{live.demo['agenda']}").json()
    texts = [text["json"] for clause in walk_clauses(tree["clauses"]) for text in clause["texts"].values()]
    return {run[:30] for text in texts for run in runs(text) if len(run) >= 15}


async def test_nothing_of_anybody_is_written_down(live: Live, clause: dict[str, Any]) -> None:
    chair, phrases = live.person("chair"), phrases_of(live)
    cookie, bearer = sign_in(live, chair)
    await send_nonsense(live, bearer)
    broken = break_a_page(live, bearer)
    await type_through_a_fault(live, clause["id"], bearer)
    await wait_for(lambda: any(line["event"] == "socket ended" for line in lines(live)))

    operator = find_running_server(live.var)
    assert operator is not None
    log = (live.var / "server.log").read_text("utf-8")
    secrets = [TYPED, cookie, bearer, operator.token, chair["password"], "argon2"]
    named = [value for person in live.demo["persons"] for value in (person["email"], person["name"])]
    assert len(phrases) > 50
    assert [held for held in (*secrets, *named, *phrases) if held in log] == []

    events = {line["event"] for line in lines(live)}
    assert {"request", "socket closed", "commit failed", "unforeseen", "socket ended"} <= events
    unforeseen = next(line for line in lines(live) if line["event"] == "unforeseen")
    assert unforeseen["request"] == broken.headers["x-request-id"]
    assert broken.json() == {"code": "unforeseen", "detail": {}}
    assert unforeseen["error"][-1]["code"] == "SQLITE_ERROR"
    assert "server/storage/" in str(unforeseen["error"][0]["through"])


async def test_a_request_is_a_line_with_the_id_that_the_client_was_told(live: Live) -> None:
    with live.client("chair") as client:
        answer = client.get(f"/agendas/{live.demo['agenda']}?languages=en&token={TYPED}")

    def told() -> list[dict[str, Any]]:
        return [line for line in lines(live) if line.get("request") == answer.headers["x-request-id"]]

    await wait_for(told)  # the line says how long answering took, so the client has its answer first
    [line] = told()
    assert (line["event"], line["endpoint"], line["method"], line["status"]) == ("request", "read_agenda", "GET", 200)
    assert line["ms"] > 0 and set(line) == {
        "timestamp", "level", "event", "request", "endpoint", "method", "status", "ms",
    }  # fmt: skip


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What is logged in this process."""
    root, show = logging.getLogger(), warnings.showwarning
    handlers, level = list(root.handlers), root.level
    stream = io.StringIO()
    configure_logs("info", stream)
    yield stream
    structlog.reset_defaults()
    root.handlers[:], warnings.showwarning = handlers, show
    root.setLevel(level)


def fail_with(words: str) -> None:
    private = words
    try:
        raise KeyError(private)
    except KeyError as error:
        raise ValueError(f"cannot read {private}") from error


def test_a_fault_is_told_by_its_way_through_the_code_and_not_by_its_words(written: io.StringIO) -> None:
    try:
        fail_with(TYPED)
    except ValueError:
        structlog.get_logger().exception("it failed", text="clause/en")
    [line] = map(json.loads, written.getvalue().splitlines())
    assert TYPED not in written.getvalue()
    assert [told["kind"] for told in line["error"]] == ["ValueError", "KeyError"]
    assert line["error"][1]["through"][-1].endswith("fail_with")
    assert (line["event"], line["level"], line["text"]) == ("it failed", "error", "clause/en")


def test_what_should_never_be_logged_is_withheld_all_the_same(written: io.StringIO) -> None:
    structlog.get_logger().warning(
        "odd", password=TYPED, detail=f"a\n\x1b[31mb {TYPED}@example.org", object=ValueError(TYPED), long="x" * 999
    )
    [line] = map(json.loads, written.getvalue().splitlines())
    assert TYPED not in written.getvalue()
    assert line["detail"] == "a��[31mb withheld" and line["object"] == "ValueError" and len(line["long"]) == 200


def test_libraries_are_heard_without_the_values_in_their_sentences(written: io.StringIO) -> None:
    logging.getLogger("somelib").warning("cannot send to %s", TYPED)
    told_by_the_loop = f"Exception in callback hear(['{TYPED}'])\nhandle: <{TYPED}>"
    logging.getLogger("asyncio").error(told_by_the_loop)
    logging.getLogger("sqlalchemy.engine").info("INSERT %s", TYPED)
    logging.getLogger("somelib").error(ValueError(TYPED))
    warnings.showwarning(UserWarning(TYPED), UserWarning, "/x/server/rooms/room.py", 7)
    told = [json.loads(line) for line in written.getvalue().splitlines()]
    assert [line["event"] for line in told] == [
        "cannot send to %s", "Exception in callback hear", "ValueError", "python warns",
    ]  # fmt: skip
    assert told[3]["at"] == "server/rooms/room.py:7"
    assert TYPED not in written.getvalue()


def test_the_press_tells_a_fault_without_the_text_that_it_was_printing(capfd: pytest.CaptureFixture[str]) -> None:
    def stumble(_: RevisionText, __: str) -> Rendered:
        raise ValueError(f"no glyph for {TYPED}")

    assert print_one(Order(dump_revision(revision("en", [])), "pdf", 5.0), stumble) == Failed("export_failed", False)
    told = capfd.readouterr().err
    assert json.loads(told)["error"][0]["kind"] == "ValueError" and TYPED not in told


def test_the_level_says_how_much_is_written() -> None:
    counts = {}
    for level in ("debug", "info", "warning", "error"):
        configure_logs(level, stream := io.StringIO())
        log = structlog.get_logger()
        log.debug("a"), log.info("b"), log.warning("c"), log.error("d")
        counts[level] = len(stream.getvalue().splitlines())
    structlog.reset_defaults()
    assert counts == {"debug": 4, "info": 3, "warning": 2, "error": 1}


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_terminal_lines_are_for_people() -> None:
    configure_logs("info", stream := Terminal())
    try:
        fail_with(TYPED)
    except ValueError:
        structlog.get_logger().exception("it failed", rooms=2)
    structlog.reset_defaults()
    written = stream.getvalue()
    assert "it failed" in written and "fail_with" in written and "KeyError" in written
    assert not written.startswith("{") and TYPED not in written


def test_a_level_that_does_not_exist_is_refused_with_a_sentence() -> None:
    with pytest.raises(ValueError, match="ADREF_LOG takes debug, info, warning, error, not 'loud'"):
        read_settings({"ADREF_LOG": "loud"})
    assert read_settings({"ADREF_LOG": "DEBUG"}).log == "debug"
