"""Invitations: a link that lets one person in, once, within fourteen days. Rules I-1 to I-5."""

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from server.actions.granting import NewSeat, make_seat
from server.actions.house import Caller, find_part
from server.actions.peopling import open_people, state_of
from server.actions.signing import DAY_MS, SignedIn, begin_session, describe_delegation, hash_password, hash_secret
from server.domain.characters import hides_signs, read_line
from server.domain.errors import Conflict, Denied, NotSignedIn, Unknown, Unusable
from server.domain.identity import fresh_id
from server.domain.rights import may_manage_people
from server.storage.database import Database, Reading, Writing
from server.storage.invitations import (
    fetch_invitation,
    find_invitation,
    insert_invitation,
    renew_invitation,
    revoke_invitations,
    use_invitation,
)
from server.storage.people import find_person, insert_person, replace_password_hash
from server.storage.seating import (
    end_sessions,
    insert_seat,
    list_delegations,
    list_sitting,
    processes_of,
    rename_person,
)

Record = dict[str, Any]
INVITATION_DAYS = 14
PASSWORD_CHARACTERS = 12
NAME_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Guest:
    """Who is invited. `seat` None: the person sits in the process already."""

    email: str
    name: str = ""
    languages: Sequence[str] = ()
    seat: NewSeat | None = None


async def invite(database: Database, caller: Caller, process: str, guest: Guest) -> Record:
    """Seat a person and make a link that lets him or her in.

    Returns `person`, `seat` (the one asked for), `state`, and `invitation`, `secret` and `expires_at`. These three are
    None where no link is made: for whoever has a password, and for whoever sits in another process, whose account must
    not come into the hands of this secretariat.

    Raises:
        Unusable: `email_unusable`, `name_missing`, `text_unusable`, `seat_missing`. And what `make_seat` and
            `open_people` raise.
    """

    def write(writing: Writing) -> Record:
        row = open_people(writing, caller, process)
        person, seat = seat_guest(writing, row, guest)
        elsewhere = processes_of(writing, person["id"]) - {process}
        done = {"person": person["id"], "seat": seat, "invitation": None, "secret": None, "expires_at": None}
        if person["password_hash"] is None and not elsewhere and person["suspended_at"] is None:
            done |= issue(writing, person["id"], process, caller.person)
        return {**done, "state": state_of(person, invited=done["invitation"] is not None)}

    return await database.write(write)


def seat_guest(writing: Writing, process: Record, guest: Guest) -> tuple[Record, str | None]:
    """Return the person, made if nobody has the address, and the id of the seat asked for, given if it is new."""
    email = guest.email.strip().lower()
    if email.count("@") != 1 or len(email) > 254 or any(sign.isspace() for sign in email) or hides_signs(email):
        raise Unusable("email_unusable", email=guest.email)
    person = find_person(writing, email)
    if person is None:
        person = _make_person(writing, email, guest)
    if guest.seat is None:
        if not list_sitting(writing, process["id"], person["id"]):
            raise Unusable("seat_missing")
        return person, None
    seat, is_new = make_seat(writing, process, person["id"], guest.seat)
    if is_new:
        insert_seat(writing, seat)
    return person, str(seat["id"])


def _make_person(writing: Writing, email: str, guest: Guest) -> Record:
    row: Record = {
        "id": fresh_id(at_ms=writing.now_ms),
        "email": email,
        "name": _check_name(guest.name),
        "password_hash": None,
        "languages": list(guest.languages),
    }
    insert_person(writing, row)
    return {**row, "suspended_at": None}


def _check_name(name: str) -> str:
    words = read_line(name)
    if not words:
        raise Unusable("name_missing")
    if len(words) > NAME_CHARACTERS:
        raise Unusable("name_too_long", most=NAME_CHARACTERS)
    return words


def issue(writing: Writing, person: str, process: str, invited_by: str | None) -> Record:
    """Make a link, and take back those that the person was sent before for this process."""
    revoke_invitations(writing, person, process)
    secret, expires_at = _fresh_secret(writing)
    row = {
        "id": fresh_id(at_ms=writing.now_ms),
        "person": person,
        "process": process,
        "secret_hash": hash_secret(secret),
        "invited_by": invited_by,
        "expires_at": expires_at,
    }
    insert_invitation(writing, row)
    return {"invitation": row["id"], "secret": secret, "expires_at": expires_at}


def _fresh_secret(reading: Reading) -> tuple[str, int]:
    return secrets.token_urlsafe(32), reading.now_ms + INVITATION_DAYS * DAY_MS


def _open_invitation(reading: Reading, caller: Caller, invitation: str) -> Record:
    row = fetch_invitation(reading, invitation)
    part = find_part(reading, caller, row["process"]) if row else None
    if row is None or part is None:
        raise Unknown("no_such_invitation")
    ruling = may_manage_people(part.seat, row["process"], reading.now_ms)
    if not ruling.allowed:
        raise Denied(ruling.reason)
    if row["used_at"] is not None:
        raise Conflict("link_used")
    return row


async def renew(database: Database, caller: Caller, invitation: str) -> Record:
    """Make a new link for an invitation that was not used; the old one leads nowhere.

    Raises:
        Unknown: `no_such_invitation`. Denied: `not_secretariat`. Conflict: `link_used`; `sits_elsewhere`: the person
            has come to sit in another process, and the operator makes the link.
    """

    def write(writing: Writing) -> Record:
        row = _open_invitation(writing, caller, invitation)
        if processes_of(writing, row["person"]) - {row["process"]}:
            raise Conflict("sits_elsewhere")
        revoke_invitations(writing, row["person"], row["process"])
        secret, expires_at = _fresh_secret(writing)
        renew_invitation(writing, invitation, hash_secret(secret), expires_at)
        return {"invitation": invitation, "secret": secret, "expires_at": expires_at}

    return await database.write(write)


async def revoke(database: Database, caller: Caller, invitation: str) -> None:
    """Take an invitation back: its link leads nowhere. Refused as `renew` is."""

    def write(writing: Writing) -> None:
        row = _open_invitation(writing, caller, invitation)
        revoke_invitations(writing, row["person"], row["process"])

    await database.write(write)


def _check_link(reading: Reading, secret: str) -> Record:
    """Return the invitation behind a link.

    Raises:
        Unknown: `link_unknown`. Conflict: `link_used`, `link_expired` (also: taken back). NotSignedIn: `suspended`.
    """
    row = find_invitation(reading, hash_secret(secret))
    if row is None:
        raise Unknown("link_unknown")
    if row["used_at"] is not None:
        raise Conflict("link_used")
    if row["revoked_at"] is not None or row["expires_at"] <= reading.now_ms:
        raise Conflict("link_expired")
    if row["suspended_at"] is not None:
        raise NotSignedIn("suspended")
    return row


def look(reading: Reading, secret: str) -> Record:
    """Return whom a link lets in, to which process and seat. Refused as `accept` is."""
    row = _check_link(reading, secret)
    seats = [seat for seat in list_sitting(reading, row["process"], row["person"]) if _lasts(seat, reading.now_ms)]
    delegations = {delegation["id"]: delegation for delegation in list_delegations(reading, row["process"])}
    return {
        "person": {key: row[key] for key in ("name", "email", "languages")},
        "process": row["process_names"],
        "seat": _show_seat(seats[0], delegations) if seats else None,
        "expires_at": row["expires_at"],
    }


def _lasts(seat: Record, now_ms: int) -> bool:
    return seat["until_at"] is None or bool(seat["until_at"] > now_ms)


def _show_seat(seat: Record, delegations: dict[str, Record]) -> Record:
    own = delegations.get(seat["delegation"] or "")
    return {
        "role": seat["role"],
        "delegation": describe_delegation(own["id"], own["code"], own["names"]) if own else None,
        "title": seat["title"],
        "from": seat["from_at"],
        "until": seat["until_at"],
    }


async def accept(database: Database, secret: str, password: str, name: str | None, *, label: str) -> SignedIn:
    """Let the person in: set the password (and the name as the person writes it), end older sign-ins, start one.

    Raises:
        Unknown: `link_unknown`. Conflict: `link_used`, `link_expired`. NotSignedIn: `suspended`.
        Unusable: `password_too_short`, `name_missing`, `name_too_long`, `text_unusable`.
    """
    await database.read(lambda reading: _check_link(reading, secret))
    if len(password) < PASSWORD_CHARACTERS:
        raise Unusable("password_too_short", least=PASSWORD_CHARACTERS)
    named = None if name is None else _check_name(name)
    hashed = await asyncio.to_thread(hash_password, password)

    def write(writing: Writing) -> SignedIn:
        row = _check_link(writing, secret)
        use_invitation(writing, row["id"])
        replace_password_hash(writing, row["person"], hashed)
        if named is not None and named != row["name"]:
            rename_person(writing, row["person"], named)
        end_sessions(writing, row["person"])
        return begin_session(writing, row["person"], kind="browser", label=label)

    return await database.write(write)
