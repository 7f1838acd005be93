"""Names are seen as the draft's policy lets them be: in answers, on channels, on paper. Rules D-7 and O-10."""

import json
import re
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select, update

from server.domain.naming import veil, veil_delegations, veil_person, withhold
from server.domain.terms import NamePolicy
from server.storage.database import Writing
from server.storage.tables import bodies, delegations, persons, revision_languages
from tests.api.hall import Hall, open_hall, write_text
from tests.api.hidden import CELLS
from tests.api.test_leaks import fill

pytestmark = pytest.mark.anyio

PERSON, PARTY, OFFICER = "Kofi-the-person", "Ghana-the-party", "Ana-the-chair"
SEEN = {
    NamePolicy.DELEGATION: {PERSON, PARTY, OFFICER},
    NamePolicy.DELEGATION_ONLY: {PARTY},
    NamePolicy.ROLE: set(),
}
PUBLIC = ("GET /public/publications/{publication}", "GET /public/publications/{publication}/{language}.{form}")


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="module")
async def hall(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Hall]:
    async with open_hall(tmp_path_factory.mktemp("names")) as hall:
        await hall.parts.database.write(lambda writing: _name(writing, hall))
        await hall.parts.authority.load()
        await write_text(hall)
        clause = f"/clauses/{hall.world.clause}"
        await hall.do("a chair", f"/proposals/{hall.ids['proposal']}/decline", {"reason": "No"})
        await hall.do("a chair", f"{clause}/lock", {})
        yield hall


def _name(writing: Writing, hall: Hall) -> None:
    execute, world = writing.connection.execute, hall.world
    execute(update(persons).where(persons.c.id == world.ghana.person).values(name=PERSON))
    execute(update(persons).where(persons.c.id == world.chair.person).values(name=OFFICER))
    execute(update(persons).where(persons.c.id == hall.people["a secretariat"].person).values(name=OFFICER))
    body = select(delegations.c.body).where(delegations.c.id == world.ghana.delegation).scalar_subquery()
    names = {"names": {"en": PARTY}, "short_names": {"en": PARTY}, "code": PARTY}
    execute(update(bodies).where(bodies.c.id == body).values(names))


async def set_policy(hall: Hall, policy: NamePolicy) -> None:
    settings = await hall.ask(
        "PATCH", f"/api/v1/agendas/{hall.world.agenda}/draft", "a chair", {"name_policy": policy.value}
    )
    assert settings.status_code in (200, 409), settings.text


def seen_in(text: str) -> set[str]:
    return {name for name in (PERSON, PARTY, OFFICER) if name in text}


@pytest.mark.parametrize("policy", list(NamePolicy))
async def test_d7_no_answer_names_whom_the_policy_keeps_back(hall: Hall, policy: NamePolicy) -> None:
    await set_policy(hall, policy)
    seen: set[str] = set()
    for operation, kind in CELLS.items():
        method, _, path = operation.partition(" ")
        if method != "GET" or kind == "the secretariat's" or operation in PUBLIC:
            continue
        answer = await hall.ask("GET", "/api/v1" + fill(path, hall.ids), "Egypt")
        assert answer.status_code in (200, 404, 409), (path, answer.text)
        assert seen_in(answer.text) <= SEEN[policy], path
        seen |= seen_in(answer.text)
    assert seen == SEEN[policy]


@pytest.mark.parametrize("policy", list(NamePolicy))
async def test_d7_whoever_acts_is_told_no_more_than_others(hall: Hall, policy: NamePolicy) -> None:
    """Answers to acts pass the same function."""
    await set_policy(hall, policy)
    clause = f"/clauses/{hall.world.clause}"
    opened = await hall.do("a chair", f"{clause}/reopen", {"reason": "Again"})
    stored = await hall.do("a chair", f"{clause}/en/versions", {"label": "Mine"})
    locked = await hall.do("a chair", f"{clause}/lock", {})
    for answer in (opened, stored, locked):
        assert seen_in(json.dumps(answer)) <= SEEN[policy]


@pytest.mark.parametrize("policy", list(NamePolicy))
async def test_d7_a_working_paper_names_who_asks_for_a_bracket_as_the_policy_does(
    hall: Hall, policy: NamePolicy
) -> None:
    await set_policy(hall, policy)
    paper = await hall.do("Egypt", f"/agendas/{hall.world.agenda}/working-papers")
    mine = revision_languages.c.revision == paper["id"]
    contents = await hall.parts.database.read(
        lambda reading: reading.connection.execute(select(revision_languages.c.content).where(mine)).scalars().all()
    )
    assert contents
    found = set().union(*(seen_in(bytes(content).decode("utf-8", "replace")) for content in contents))
    assert found <= SEEN[policy] - {PERSON, OFFICER}


@pytest.mark.parametrize("policy", list(NamePolicy))
async def test_d7_c8_carets_and_the_channel_name_people_as_the_policy_does(hall: Hall, policy: NamePolicy) -> None:
    await set_policy(hall, policy)
    await hall.until(lambda: _policy_here(hall) == policy)
    channel = f"agenda/{hall.world.agenda}"
    peers = [hall.knock(role, name) for name in (hall.world.name, channel) for role in ("Ghana", "Egypt")]
    author, reader, listener, ear = peers
    await hall.until(lambda: reader.synced and ear.said("agenda_hello"))
    author.show({"cursor": 1})
    listener.show({"clause": hall.world.clause, "language": "en"})
    await hall.until(lambda: author.doc.client_id in reader.states and listener.doc.client_id in ear.states)
    for peer, watching in ((author, reader), (listener, ear)):
        user = watching.states[peer.doc.client_id]["user"]
        assert seen_in(json.dumps(user)) == SEEN[policy] - {OFFICER} and user["role"] == "delegate"
    for peer in peers:
        sent = b"".join(peer.socket.sent).decode("utf-8", "replace")
        assert seen_in(sent) <= SEEN[policy]
        peer.socket.lose()


def _policy_here(hall: Hall) -> str:
    settings = hall.parts.authority.draft(hall.world.draft)
    assert settings is not None
    return settings.name_policy


@pytest.mark.parametrize(
    ("policy", "shown"),
    [
        (NamePolicy.DELEGATION, ("a person", "a party")),
        (NamePolicy.DELEGATION_ONLY, (None, "a party")),
        (NamePolicy.ROLE, (None, None)),
    ],
)
def test_d7_the_one_function(policy: NamePolicy, shown: tuple[str | None, str | None]) -> None:
    person, party = shown
    assert withhold(policy, "a person", "a party") == shown
    act = {"act": "lock", "person": "a person", "delegation": "a party"}
    assert veil(act, policy) == {"act": "lock", "person": person, "delegation": party}
    assert veil_person("a person", policy) == (person or "")
    assert veil_delegations(["a party"], policy) == ([party] if party else [])


def test_d7_an_unknown_policy_shows_nothing() -> None:
    with pytest.raises(ValueError, match=re.escape("'everything'")):
        withhold("everything", "a person", "a party")
