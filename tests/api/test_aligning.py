"""A second language on clauses that stand (server/domain/IMPORT.md 43-49), in a house with live rooms."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from server.actions.aligning import align_source
from server.actions.importing import import_source
from server.actions.locking import lock_clause
from server.actions.sourcing import SourceFile
from server.actions.versions import compare_versions, label_version
from server.domain.canonical import plain_text
from server.domain.errors import Conflict, Denied, Refusal, Unknown, Unusable
from server.domain.identity import TextName
from server.storage.agendas import list_clauses, list_texts
from server.storage.database import Reading
from server.storage.decisions import list_brackets
from tests.api.scene import Scene, set_scene
from tests.storage.world import Member, add_member

pytestmark = pytest.mark.anyio

EMPTY = '{"type":"doc"}'
ENGLISH = """\
# Working together

## Article 1

1. States share [what they know].

2. They meet, as paragraph 1 says:

    (a) early, and

    (b) in full.

Nothing here binds a State.
"""
FRENCH = """\
# Travailler ensemble

## Article premier

1. Les États partagent [ce qu'ils savent].

2. Ils se réunissent, selon le paragraphe 1 :

    a) tôt, et

    c) en privé.

Rien ici ne lie un État.
"""


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Room:
    """A scene with a secretariat, and the English text in it."""

    def __init__(self, scene: Scene, office: Member) -> None:
        self.scene, self.office = scene, office

    async def bring(self, text: str = FRENCH, name: str = "fr.md", *, by: Member | None = None, **more: Any) -> Any:
        file = SourceFile(name, more.pop("language", "fr"), text.encode())
        caller = self.scene.call(by or self.office)
        return await align_source(self.scene.house, caller, self.scene.world.agenda, file, **more)

    async def clauses(self) -> dict[str, Any]:
        """Return the clauses by their English words, else their labels, each with its texts."""
        await self.scene.calm()

        def read(reading: Reading) -> dict[str, Any]:
            draft = self.scene.world.draft
            found = {row["id"]: {**row, "texts": {}} for row in list_clauses(reading, draft)}
            for text in list_texts(reading, draft):
                found[text["clause"]]["texts"][text["language"]] = plain_text(json.loads(text["json"] or EMPTY))
            return {clause["texts"]["en"] or clause["label"]: clause for clause in found.values()}

        return await self.scene.database.read(read)

    async def compare(self, clause: str, version: str) -> list[dict[str, Any]]:
        found = await compare_versions(
            self.scene.house, self.scene.call(self.scene.world.chair), clause, "fr", version, "now"
        )
        return [change for change in found["changes"] if change["op"] != "equal"]


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    async with set_scene(tmp_path) as scene:
        office = await scene.database.write(lambda w: add_member(w, scene.world.process, "secretariat"))
        await scene.authority.load()
        file = SourceFile("en.md", "en", ENGLISH.encode())
        await import_source(scene.house, scene.call(office), scene.world.agenda, file)
        yield Room(scene, office)


async def test_words_go_to_the_clauses_that_they_belong_to(room: Room) -> None:
    """IMPORT 43-47."""
    told = await room.bring()
    shown = await room.clauses()
    french = {english: clause["texts"]["fr"] for english, clause in shown.items()}
    assert french["States share what they know."] == "Les États partagent ce qu'ils savent."
    assert french["They meet, as paragraph  says:"] == "Ils se réunissent, selon le paragraphe  :"
    assert french["early, and"] == "tôt, et"
    assert french["Working together"] == "Travailler ensemble"
    assert shown["Working together"]["titles"] == {"en": "Working together", "fr": "Travailler ensemble"}
    aligned = told["aligned"]
    assert [(c["label"], c["words"]) for c in aligned["without_text"]][-1] == ("(b)", "in full.")
    assert [(c["label"], c["words"]) for c in aligned["left_over"]] == [("c)", "en privé.")]
    assert [(c["label"], c["printed"]) for c in aligned["labels"]] == [("Article 1", "Article premier"), ("(a)", "a)")]
    assert aligned["by"]["label"] == 4
    assert told["words"]["source"] == told["words"]["clauses"]
    assert french["in full."] == ""
    brackets = await room.scene.database.read(lambda reading: list_brackets(reading, room.scene.world.agenda))
    assert [row["clauses"] for row in brackets.values()] == [[shown["States share what they know."]["id"]]] * 2


async def test_whoever_is_in_a_text_has_the_words_at_once(room: Room) -> None:
    """IMPORT 43: written through the room, on from the empty paragraph that is there."""
    clause = (await room.clauses())["early, and"]["id"]
    peer = await room.scene.arrive(room.scene.world.translator, TextName(clause, "fr"))
    assert peer.text == [""]
    await room.bring()
    await room.scene.calm()
    assert peer.text == ["tôt, et"]


async def test_the_source_is_the_author_until_somebody_strikes(room: Room) -> None:
    """IMPORT 49."""
    scene = room.scene
    clause = (await room.clauses())["early, and"]["id"]
    before = await label_version(scene.house, scene.call(scene.world.chair), clause, "fr", "empty")
    await room.bring()
    (change,) = await room.compare(clause, before["version"]["id"])
    assert (change["op"], change["text"], change["person"]) == ("insert", "tôt, et", None)
    assert (change["delegation"], change["source"]) == (None, "fr.md")
    full = await label_version(scene.house, scene.call(scene.world.chair), clause, "fr", "full")
    peer = await scene.arrive(scene.world.translator, TextName(clause, "fr"))
    peer.strike()
    await scene.calm()
    changes = await room.compare(clause, full["version"]["id"])
    assert [(c["op"], c["text"].strip()) for c in changes if c["text"].strip()] == [("delete", "tôt, et")]
    assert {c["person"]["name"] for c in changes} == {"Person of translator"}
    assert not any(c.get("source") for c in changes)


async def test_words_that_are_there_are_never_written_over(room: Room) -> None:
    """IMPORT 48: nothing is imported, and the very same words are no obstacle."""
    await room.bring()
    again = await room.bring()
    assert again["aligned"]["clauses"] == 6
    with pytest.raises(Conflict) as refused:
        await room.bring(FRENCH.replace("tôt", "tard"))
    assert refused.value.code == "text_exists"
    assert [clause["label"] for clause in refused.value.detail["clauses"]] == ["(a)"]
    assert (await room.clauses())["early, and"]["texts"]["fr"] == "tôt, et"


async def test_what_somebody_types_first_stays(room: Room) -> None:
    """IMPORT 48."""
    clause = (await room.clauses())["early, and"]["id"]
    peer = await room.scene.arrive(room.scene.world.translator, TextName(clause, "fr"))
    peer.type("d'abord")
    await room.scene.calm()
    with pytest.raises(Conflict) as refused:
        await room.bring()
    assert refused.value.code == "text_exists"
    assert (await room.clauses())["States share what they know."]["texts"]["fr"] == ""


async def test_an_agreed_clause_takes_no_words(room: Room) -> None:
    """IMPORT 48."""
    scene = room.scene
    clause = (await room.clauses())["early, and"]["id"]
    await lock_clause(scene.house, scene.call(scene.world.chair), clause, None, {})
    with pytest.raises(Conflict) as refused:
        await room.bring()
    assert (refused.value.code, refused.value.detail["clauses"]) == ("clause_locked", [clause])


async def test_one_part_can_be_filled_alone(room: Room) -> None:
    """IMPORT 43."""
    article = (await room.clauses())["Article 1"]["id"]
    told = await room.bring("## Article 1\n\n1. Un.\n", under=article)
    assert (told["aligned"]["clauses"], len(told["aligned"]["without_text"])) == (2, 4)
    assert (await room.clauses())["States share what they know."]["texts"]["fr"] == "Un."


@pytest.mark.parametrize(
    ("refusal", "code", "more"),
    [
        (Unknown, "no_such_language", {"language": "tlh"}),
        (Unknown, "no_such_place", {"under": "nowhere"}),
        (Unusable, "nothing_aligns", {"text": "**Option 7:** Words.\n"}),
        (Unusable, "not_json", {"name": "a.json"}),
        (Unusable, "empty", {"text": " "}),
    ],
)
async def test_what_cannot_be_aligned_is_refused(
    room: Room, refusal: type[Refusal], code: str, more: dict[str, Any]
) -> None:
    """IMPORT 41, 43."""
    with pytest.raises(refusal) as refused:
        await room.bring(**more)
    assert refused.value.code == code


async def test_only_the_secretariat_aligns(room: Room) -> None:
    for member in (room.scene.world.chair, room.scene.world.translator, room.scene.world.egypt):
        with pytest.raises(Denied) as refused:
            await room.bring(by=member)
        assert refused.value.code == "not_secretariat"
