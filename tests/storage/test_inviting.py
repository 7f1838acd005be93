"""Links that let people in: rules I-1 to I-4, with the clock in the hand, on both databases."""

from collections.abc import Awaitable
from typing import Any

import pytest

from server.actions.founding import load_folder
from server.actions.granting import NewSeat
from server.actions.house import Caller
from server.actions.inviting import INVITATION_DAYS, Guest, accept, invite, look, renew, revoke
from server.actions.letting_in import Invitees, invite_for_operator
from server.actions.signing import DAY_MS, check_password, recognise
from server.domain.errors import Refusal
from server.storage.database import Database
from server.storage.invitations import find_invitation
from server.storage.people import find_person
from tests.process_folder.folders import FOLDER, spoil
from tests.storage.conftest import HandClock

pytestmark = pytest.mark.anyio

NOW = 1_100_000_000_000
PASSWORD = "twelve letters"
SEAT = NewSeat("delegate", "MAR")
GUEST = Guest("New@Person.example", "New Person", ("fr",), SEAT)


@pytest.fixture
async def process(database: Database, clock: HandClock) -> str:
    clock.now_ms = NOW
    done = await load_folder(database, {name: text.encode() for name, text in FOLDER.items()})
    return str(done["process"])


async def as_person(database: Database, email: str) -> Caller:
    row = await database.read(lambda reading: find_person(reading, email))
    assert row is not None
    return Caller("", row["id"])


@pytest.fixture
async def desk(database: Database, process: str) -> Caller:
    """The secretariat."""
    return await as_person(database, "bo@two.example")


async def refusal(doing: Awaitable[Any]) -> str:
    with pytest.raises(Refusal) as refused:
        await doing
    return refused.value.code


async def come_in(database: Database, secret: str, password: str = PASSWORD, name: str | None = None) -> Any:
    return await accept(database, secret, password, name, label="")


async def test_a_link_lets_in_once(database: Database, process: str, desk: Caller) -> None:
    """I-1, I-3."""
    made = await invite(database, desk, process, GUEST)
    assert (made["state"], made["expires_at"]) == ("invited", NOW + INVITATION_DAYS * DAY_MS)
    seen = await database.read(lambda reading: look(reading, made["secret"]))
    assert seen["person"] == {"name": "New Person", "email": "new@person.example", "languages": ["fr"]}
    assert (seen["seat"]["role"], seen["seat"]["delegation"]["code"]) == ("delegate", "MAR")
    signed = await come_in(database, made["secret"], name="  New   Name ")
    caller = await database.read(lambda reading: recognise(reading, signed.secret, kind="browser"))
    assert caller is not None and caller.person == made["person"]
    row = await database.read(lambda reading: check_password(reading, GUEST.email, PASSWORD))
    assert row["name"] == "New Name"
    assert await refusal(come_in(database, made["secret"])) == "link_used"


async def test_the_secret_is_not_stored(database: Database, process: str, desk: Caller) -> None:
    """I-1."""
    made = await invite(database, desk, process, GUEST)
    assert await database.read(lambda reading: find_invitation(reading, made["secret"])) is None
    assert await refusal(come_in(database, made["secret"] + "x")) == "link_unknown"


async def test_a_link_holds_for_fourteen_days(database: Database, process: str, desk: Caller, clock: HandClock) -> None:
    """I-1, I-2: a new link is made for the same invitation, and the old one leads nowhere."""
    made = await invite(database, desk, process, GUEST)
    clock.now_ms = made["expires_at"]
    assert await refusal(come_in(database, made["secret"])) == "link_expired"
    again = await renew(database, desk, made["invitation"])
    assert again["expires_at"] == clock.now_ms + INVITATION_DAYS * DAY_MS
    assert await refusal(come_in(database, made["secret"])) == "link_unknown"
    await come_in(database, again["secret"])
    assert await refusal(renew(database, desk, made["invitation"])) == "link_used"
    assert await refusal(revoke(database, desk, made["invitation"])) == "link_used"


async def test_who_is_invited_again_comes_in_by_the_newest_link_only(
    database: Database, process: str, desk: Caller
) -> None:
    """I-2, H-2: the same seat is given once."""
    first = await invite(database, desk, process, GUEST)
    second = await invite(database, desk, process, GUEST)
    assert first["seat"] == second["seat"] and first["invitation"] != second["invitation"]
    assert await refusal(come_in(database, first["secret"])) == "link_expired"
    await revoke(database, desk, second["invitation"])
    assert await refusal(come_in(database, second["secret"])) == "link_expired"


async def test_a_password_is_long_enough_and_a_name_is_there(database: Database, process: str, desk: Caller) -> None:
    made = await invite(database, desk, process, GUEST)
    assert await refusal(come_in(database, made["secret"], "eleven char")) == "password_too_short"
    assert await refusal(come_in(database, made["secret"], name=" ")) == "name_missing"
    assert await refusal(come_in(database, made["secret"], name="x" * 201)) == "name_too_long"
    await come_in(database, made["secret"])


async def test_a_secretariat_gets_no_link_to_an_account_that_others_trust(
    database: Database, process: str, desk: Caller
) -> None:
    """I-4: neither to one with a password, nor to one that sits elsewhere; the seat is given all the same."""
    made = await invite(database, desk, process, GUEST)
    await come_in(database, made["secret"])
    again = await invite(database, desk, process, Guest(GUEST.email, seat=NewSeat("observer", "MOB")))
    assert (again["state"], again["invitation"], again["secret"]) == ("active", None, None)
    assert again["seat"] is not None
    other = spoil(process=("hague-talks", "paris-talks"))
    await load_folder(database, {name: text.encode() for name, text in other.items()})
    shared = await invite(database, desk, process, Guest("ada@one.example"))
    assert (shared["state"], shared["secret"]) == ("not_invited", None)


async def test_a_link_is_not_renewed_once_the_person_sits_elsewhere(
    database: Database, process: str, desk: Caller
) -> None:
    """I-4."""
    made = await invite(database, desk, process, Guest("ada@one.example"))
    assert made["secret"] is not None
    other = spoil(process=("hague-talks", "paris-talks"))
    await load_folder(database, {name: text.encode() for name, text in other.items()})
    assert await refusal(renew(database, desk, made["invitation"])) == "sits_elsewhere"


async def test_only_the_secretariat_invites_renews_and_revokes(database: Database, process: str, desk: Caller) -> None:
    """A-24, H-1: others are refused, and strangers are told that there is nothing."""
    made = await invite(database, desk, process, GUEST)
    delegate, stranger = await as_person(database, GUEST.email), Caller("", "nobody")
    for caller, no_process, no_link in (
        (delegate, "not_secretariat", "not_secretariat"),
        (stranger, "no_such_process", "no_such_invitation"),
    ):
        assert await refusal(invite(database, caller, process, GUEST)) == no_process
        assert await refusal(renew(database, caller, made["invitation"])) == no_link
        assert await refusal(revoke(database, caller, made["invitation"])) == no_link


BAD: list[tuple[Guest, str]] = [
    (Guest("nobody", "N", (), SEAT), "email_unusable"),
    (Guest("a b@c.example", "N", (), SEAT), "email_unusable"),
    (Guest("a@c.example", " ", (), SEAT), "name_missing"),
    (Guest("a@c.example", "N"), "seat_missing"),
    (Guest("a@c.example", "N", (), NewSeat("guest")), "role_unknown"),
    (Guest("a@c.example", "N", (), NewSeat("delegate")), "delegation_missing"),
    (Guest("a@c.example", "N", (), NewSeat("delegate", "JPN")), "no_such_delegation"),
    (Guest("a@c.example", "N", (), NewSeat("secretariat", speaks_for=["JPN"])), "no_such_delegation"),
    (Guest("a@c.example", "N", (), NewSeat("translator")), "translator_without_language"),
    (Guest("a@c.example", "N", (), NewSeat("translator", languages=["es"])), "language_unknown"),
    (Guest("a@c.example", "N", (), NewSeat("chair", title={"en": "x" * 201})), "title_too_long"),
    (Guest("a@c.example", "N", (), NewSeat("chair", from_ms=5, until_ms=5)), "ends_before_it_begins"),
]


async def test_an_unusable_invitation_makes_nobody(database: Database, process: str, desk: Caller) -> None:
    for guest, code in BAD:
        assert await refusal(invite(database, desk, process, guest)) == code
        assert await database.read(lambda reading: find_person(reading, "a@c.example")) is None


async def test_the_operator_lets_in_all_of_a_process_who_have_no_password(database: Database, process: str) -> None:
    everyone = Invitees(process="hague-talks", everyone=True)
    made = await invite_for_operator(database, everyone, "https://talks.example")
    assert [link["email"] for link in made["links"]] == ["ada@one.example", "bo@two.example"]
    address, _, secret = made["links"][0]["link"].partition("#")
    assert address == "https://talks.example/invitation"
    await come_in(database, secret)
    left = await invite_for_operator(database, everyone, "")
    assert [link["email"] for link in left["links"]] == ["bo@two.example"]


async def test_a_link_of_the_operator_helps_who_forgot_the_password(database: Database, process: str) -> None:
    """I-3: what was signed in before is signed out."""
    one = Invitees(["ada@one.example"])
    secrets = [(await invite_for_operator(database, one, ""))["links"][0]["link"].partition("#")[2] for _ in range(2)]
    assert await refusal(come_in(database, secrets[0])) == "link_expired"
    before = await come_in(database, secrets[1])
    made = await invite_for_operator(database, one, "")
    await come_in(database, made["links"][0]["link"].partition("#")[2], "another password")
    assert await database.read(lambda reading: recognise(reading, before.secret, kind="browser")) is None
    assert await database.read(lambda reading: check_password(reading, "ada@one.example", "another password"))


async def test_the_operator_is_told_what_is_missing(database: Database, process: str) -> None:
    for invitees, code in (
        (Invitees(), "nobody_named"),
        (Invitees(everyone=True), "process_missing"),
        (Invitees(["a@c.example"], seat=SEAT), "process_missing"),
        (Invitees(["a@c.example"], "hague-talks", seat=SEAT), "name_missing"),
        (Invitees(["a@c.example"]), "no_such_person"),
        (Invitees(["ada@one.example"], "nowhere"), "no_such_process"),
    ):
        assert await refusal(invite_for_operator(database, invitees, "")) == code
