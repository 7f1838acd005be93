"""Signing in and out. A sign-in is a row that can be ended; its secret is shown once and stored as a hash."""

import hashlib
import secrets
from dataclasses import dataclass
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from server.actions.house import Caller
from server.domain.errors import NotSignedIn
from server.domain.identity import fresh_id
from server.domain.rights import choose_delegation
from server.storage.choices import choices_of, name_delegations
from server.storage.database import Database, Reading, Writing
from server.storage.facts import own_seats
from server.storage.people import (
    end_session,
    fetch_person,
    find_person,
    find_session,
    list_demonstration_people,
    list_seats,
    replace_password_hash,
    start_session,
)
from server.storage.processes import read_fact

DAY_MS = 86_400_000
BROWSER_DAYS = 14
TOKEN_DAYS = 90

_hasher = PasswordHasher()
_NOBODY = _hasher.hash(secrets.token_hex(16))


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new sign-in. `secret` goes to the client once: as a cookie, or as a bearer token."""

    session: str
    person: str
    secret: str
    expires_at: int


def hash_secret(secret: str) -> str:
    """Return what is stored of a sign-in's secret: its SHA-256 (the secret itself has 256 random bits)."""
    return hashlib.sha256(secret.encode()).hexdigest()


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password."""
    return _hasher.hash(password)


def _verify(stored: str | None, password: str) -> bool:
    """Compare in the same time whether the person exists or not."""
    try:
        _hasher.verify(stored or _NOBODY, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return stored is not None


def check_password(reading: Reading, email: str, password: str) -> dict[str, Any]:
    """Return the person whose address and password these are.

    Raises:
        NotSignedIn: `no_match`, whichever of the two is wrong; `suspended`.
    """
    person = find_person(reading, email)
    if not _verify(person["password_hash"] if person else None, password) or person is None:
        raise NotSignedIn("no_match")
    if person["suspended_at"] is not None:
        raise NotSignedIn("suspended")
    return person


def begin_session(writing: Writing, person: str, *, kind: str, label: str = "") -> SignedIn:
    """Start a sign-in of a person, as a browser or as a program's token."""
    secret = secrets.token_urlsafe(32)
    days = TOKEN_DAYS if kind == "token" else BROWSER_DAYS
    expires_at = writing.now_ms + days * DAY_MS
    session = fresh_id(at_ms=writing.now_ms)
    row = {
        "id": session,
        "secret_hash": hash_secret(secret),
        "person": person,
        "kind": kind,
        "label": label[:200],
        "expires_at": expires_at,
    }
    start_session(writing, row)
    return SignedIn(session, person, secret, expires_at)


async def sign_in(database: Database, email: str, password: str, *, kind: str, label: str) -> SignedIn:
    """Sign a person in by e-mail address and password; an outdated hash is renewed on the way."""
    person = await database.read(lambda reading: check_password(reading, email, password))

    def begin(writing: Writing) -> SignedIn:
        if _hasher.check_needs_rehash(person["password_hash"]):
            replace_password_hash(writing, person["id"], hash_password(password))
        return begin_session(writing, person["id"], kind=kind, label=label)

    return await database.write(begin)


async def sign_in_for_show(database: Database, person: str, *, label: str) -> SignedIn:
    """Sign in as a person of the demonstration, without a password. The caller has checked that this is loopback."""

    def begin(writing: Writing) -> SignedIn:
        row = fetch_person(writing, person)
        if row is None or not row["demonstration"]:
            raise NotSignedIn("no_match")
        return begin_session(writing, person, kind="browser", label=label)

    return await database.write(begin)


def recognise(reading: Reading, secret: str, *, kind: str) -> Caller | None:
    """Return who holds this secret, if the sign-in still stands and is of this kind."""
    row = find_session(reading, hash_secret(secret))
    if row is None or row["kind"] != kind or row["ended_at"] is not None:
        return None
    if row["suspended_at"] is not None or row["expires_at"] <= reading.now_ms:
        return None
    return Caller(row["id"], row["person"])


async def sign_out(database: Database, caller: Caller) -> None:
    """End the caller's sign-in; open sockets close within a second."""
    await database.write(lambda writing: end_session(writing, caller.session))


def describe_person(reading: Reading, person: str, session: str | None = None) -> dict[str, Any]:
    """Return a person with the seats that hold now; those in which the sign-in acts are `chosen`."""
    row = fetch_person(reading, person)
    if row is None:
        raise NotSignedIn("not_signed_in")
    shown = {key: row[key] for key in ("id", "name", "email", "languages")}
    return {"person": shown, "seats": describe_seats(reading, person, session)}


def describe_seats(reading: Reading, person: str, session: str | None) -> list[dict[str, Any]]:
    """Return a person's seats that hold now, oldest first, with whom they may speak for and whom they do."""
    rows, facts = list_seats(reading, person), own_seats(reading, person)
    choices = choices_of(reading, session) if session else {}
    named = name_delegations(reading, [key for row in rows for key in row["speaks_for"]])
    acting: dict[str, str] = {}
    for row in rows:
        process = row["process"]
        choice = choices.get(process)
        if process not in acting or (choice and choice.seat == row["id"]):
            acting[process] = row["id"]
    return [
        {
            "id": row["id"],
            "process": row["process"],
            "role": row["role"],
            "delegation": describe_delegation(row["delegation"], row["code"], row["names"]),
            "title": row["title"],
            "chosen": acting[row["process"]] == row["id"],
            "from": row["from_at"],
            "until": row["until_at"],
            "speaks_for": [named[key] for key in row["speaks_for"] if key in named],
            "speaking_for": choose_delegation(facts[row["id"]], choices.get(row["process"])),
        }
        for row in rows
    ]


def describe_delegation(delegation: str | None, code: str | None, names: Any) -> dict[str, Any] | None:
    """Return a delegation as clients see it, or None for who sits for none."""
    return {"id": delegation, "code": code, "names": names} if delegation else None


def describe_demonstration(reading: Reading) -> dict[str, Any] | None:
    """Return the demonstration's process, agenda and people, or None where it is not loaded."""
    loaded = read_fact(reading, "demonstration")
    if loaded is None:
        return None
    people = [
        {
            "id": row["id"],
            "name": row["name"],
            "email": row["email"],
            "role": row["role"],
            "title": row["title"],
            "delegation": {"code": row["code"], "names": row["names"]} if row["code"] else None,
        }
        for row in list_demonstration_people(reading)
    ]
    return {**loaded, "persons": people}
