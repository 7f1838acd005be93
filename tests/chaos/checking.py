"""What must hold after a kill: on the disk of the dead server, in every replica, and in what is printed."""

import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx

import exports
from server.crdt.tree import read_state
from server.domain.canonical import plain_text
from server.domain.edits import Stored
from server.domain.identity import parse_text_name
from server.domain.revision import load_revision
from server.remote import find_running_server
from server.storage.database import Database
from server.storage.log import UpdateLog
from tests.chaos.typist import Typist
from tests.live import Live

WORD = re.compile(r"[a-z]+\d{5};")
TAG = re.compile(r"<[^>]*>")

AFTER_A_LOCK = """
    SELECT texts.clause, texts.head_seq, max(versions.seq)
    FROM language_versions AS texts JOIN versions ON versions.language_version = texts.id
    WHERE texts.status = 'locked' AND versions.cause = 'agreed'
    GROUP BY texts.id HAVING texts.head_seq > max(versions.seq)
"""


@dataclass(frozen=True, slots=True)
class ColdDisk:
    """What a dead server left behind: texts and statuses as a cold start finds them, and what came after a lock."""

    texts: dict[str, str]
    statuses: dict[str, str]
    late: list[str]


async def read_cold(live: Live, keys: set[str], folder: Path) -> ColdDisk:
    """Read a copy of the dead server's disk in `folder`: its own is left to whoever starts on it next."""
    for name in ("adref.sqlite", "adref.sqlite-wal"):
        (folder / name).unlink(missing_ok=True)
        if (live.var / name).exists():
            shutil.copy(live.var / name, folder)
    file = folder / "adref.sqlite"
    database = Database(f"sqlite:///{file}")
    try:
        found = {key: await _load(UpdateLog(database), key) for key in keys}
    finally:
        await database.close()
    texts = {key: _read_text(stored) for key, stored in found.items()}
    return ColdDisk(texts, {key: stored.status for key, stored in found.items()}, _find_late(file))


async def _load(log: UpdateLog, key: str) -> Stored:
    name = parse_text_name(key)
    stored = await log.load(name) if name else None
    assert stored is not None, key
    return stored


def _read_text(stored: Stored) -> str:
    rows = [row.payload for row in stored.tail]
    updates = [stored.checkpoint.state, *rows] if stored.checkpoint else rows
    return plain_text(read_state(*updates))


def _find_late(file: Path) -> list[str]:
    disk = sqlite3.connect(file)
    try:
        found = disk.execute(AFTER_A_LOCK).fetchall()
    finally:
        disk.close()
    return [f"{clause} was locked at {locked} and is at {head}" for clause, head, locked in found]


def check_text(typists: Sequence[Typist], text: str, where: str, *, everything: bool) -> list[str]:
    """Return what is wrong with a text: a word missing or double, or one that was struck and is back.

    Held against it is what was acknowledged, or `everything` that was typed.
    """
    counts = Counter(WORD.findall(text))
    faults = [f"{where}: {word} stands {n} times" for word, n in counts.items() if n > 1]
    for typist in typists:
        for word in typist.words if everything else typist.words[: typist.acknowledged]:
            if word in typist.struck_acknowledged and counts[word]:
                faults.append(f"{where}: {word} was struck and is back")
            elif word not in typist.struck and word not in typist.given_up and not counts[word]:
                faults.append(f"{where}: {word} is lost")
    return faults


def check_cold(typists: Sequence[Typist], disk: ColdDisk, where: str) -> list[str]:
    """Return what a dead server's disk lacks of what it had acknowledged or shown, and what it should not have."""
    faults = [f"{where}: {late}" for late in disk.late]
    for typist in typists:
        text = disk.texts[typist.key]
        faults += check_text([typist], text, where, everything=False)
        shown = {word for word in WORD.findall(typist.text()) if not word.startswith(typist.name)}
        struck = set().union(*(other.struck for other in typists if other.key == typist.key))
        missing = shown - struck - set(WORD.findall(text))
        faults += [f"{where}: {typist.name} sees {word}, which is not there" for word in sorted(missing)]
    return faults


def check_replicas(typists: Sequence[Typist], where: str) -> list[str]:
    """Return which replicas differ from the first of their text, and what is wrong with that."""
    faults = []
    for key in sorted({typist.key for typist in typists}):
        members = [typist for typist in typists if typist.key == key]
        text = members[0].text()
        faults += [f"{where}: {typist.name} differs" for typist in members if typist.text() != text]
        faults += check_text(members, text, where, everything=True)
    return faults


def agree(typists: Sequence[Typist]) -> bool:
    """True if all replicas of each text are the same."""
    return len({(typist.key, typist.text()) for typist in typists}) == len({typist.key for typist in typists})


def fetch_revision(live: Live) -> bytes:
    """Return the English text of this minute, frozen by the running server.

    Raises:
        Refusal: the server refused, or does not answer.
        ConnectionError: there is none.
    """
    server = find_running_server(live.var)
    if server is None:
        raise ConnectionError("no server")
    return server.fetch("export", agenda=live.demo["agenda"], language="en")


def check_export(live: Live, typists: Sequence[Typist], where: str) -> list[str]:
    """Return what is wrong with the text as it is printed."""
    printed = exports.render(load_revision(fetch_revision(live)), "html").data.decode()
    return check_text(typists, TAG.sub("", printed), where, everything=True)


def check_stored(client: httpx.Client, typists: Sequence[Typist], where: str) -> list[str]:
    """Return what is wrong with the texts as their history has them, put together from a comparison."""
    faults = []
    for key in sorted({typist.key for typist in typists}):
        members = [typist for typist in typists if typist.key == key]
        faults += check_text(members, _compared_text(client, key), where, everything=True)
    return faults


def _compared_text(client: httpx.Client, key: str) -> str:
    clause, language = key.split("/")
    version = client.post(f"/clauses/{clause}/{language}/versions", json={"label": "check"})
    version.raise_for_status()
    made = version.json()["version"]["id"]
    first = client.get(f"/clauses/{clause}/{language}/versions").json()["versions"][-1]["id"]
    compared = client.get(f"/clauses/{clause}/{language}/compare", params={"from": first, "to": made}).json()
    return "".join(change["text"] for change in compared["changes"] if change["op"] != "delete")
