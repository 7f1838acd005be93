"""A split goes through a bracket and is undone: what page and paper show then. Rules B-2 and T-13."""

import re

import pytest

from exports import render
from server.actions.brackets import open_bracket
from server.actions.freezing import Issue, freeze
from server.actions.reading import EVERYTHING, show_agendas, show_clause
from server.actions.showing import show_agenda
from server.actions.splitting import Caret, split_clause
from server.actions.undoing import undo_decision
from server.domain.identity import TextName, fresh_id
from server.domain.terms import RevisionKind
from tests.api.proposing import Desk, Record, document
from tests.exports.reading import Page
from tests.live import walk_clauses

pytestmark = pytest.mark.anyio

TEXT = "States share data with each other."
CUT = [Caret(0, len("States share ")), Caret(0, len("States "))]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


async def bracket(desk: Desk) -> str:
    """Put the English words of the clause into a bracket, beside French ones that stand in none."""
    world, key = desk.world, fresh_id()
    await desk.write(world.egypt, TEXT)
    french = await desk.scene.arrive(world.translator, TextName(world.clause, "fr"))
    french.type("Les États partagent.")
    await desk.scene.until(lambda: french.unsynced == 0)
    await open_bracket(desk.house, desk.call(world.egypt), world.clause, key, "delete")
    content = document(TEXT)
    content["content"][0]["content"][0]["marks"] = [{"type": "bracket", "attrs": {"id": key}}]
    await desk.take(world.chair, await desk.propose(world.egypt, content=content))
    return key


async def split(desk: Desk, at: Caret) -> Record:
    return await split_clause(desk.house, desk.call(desk.world.chair), desk.world.clause, {"en": at}, {}, "1 bis")


async def undo(desk: Desk, act: Record) -> Record:
    return await undo_decision(desk.house, desk.call(desk.world.chair), act["decision"])


async def paper(desk: Desk, language: str) -> str:
    """Return the words of the clauses on tonight's paper, without who asks for brackets."""
    frozen = await freeze(desk.house, desk.world.agenda, Issue(fresh_id(), RevisionKind.WORKING))
    (text,) = [text for text in frozen.texts if text.language == language]
    flow = render(text, "html").data.decode().split('<div class="flow">')[1].split("</main>")[0]
    return Page(re.sub('<sup class="tag">.*?</sup>', "", flow.removesuffix("</div>\n")).encode()).words


async def signs(desk: Desk, clause: str) -> set[str]:
    return set((await show_clause(desk.house, desk.call(desk.world.chair), clause))["signs"])


async def test_b2_a_bracket_goes_on_in_the_second_clause_of_the_language_that_was_cut(desk: Desk) -> None:
    await bracket(desk)
    assert await paper(desk, "en") == f"[m {TEXT}]"
    await split(desk, CUT[0])
    assert await paper(desk, "en") == "[m States share 1 bis data with each other.]"
    french = await paper(desk, "fr")
    assert french == "m Les États partagent. 1 bis Pas de texte dans cette langue."


async def test_b2_t13_an_undone_split_leaves_the_text_and_its_brackets_as_they_were(desk: Desk) -> None:
    key = await bracket(desk)
    before = [await paper(desk, language) for language in ("en", "fr")]
    act = await split(desk, CUT[0])
    second = act["clauses"][1]["id"]
    assert await signs(desk, desk.world.clause) == await signs(desk, second) == {key}
    await undo(desk, act)
    assert [await paper(desk, language) for language in ("en", "fr")] == before
    assert (await signs(desk, desk.world.clause), await signs(desk, second)) == ({key}, set())
    again = await split(desk, CUT[1])
    assert again["clauses"][1]["label"] == "1 bis", "who was never there has no number"
    await undo(desk, again)
    assert await paper(desk, "en") == before[0]


async def test_b2_a_bracket_opened_in_the_second_half_comes_back_with_its_words(desk: Desk) -> None:
    await bracket(desk)
    act = await split(desk, CUT[0])
    key, second = fresh_id(), act["clauses"][1]["id"]
    await open_bracket(desk.house, desk.call(desk.world.egypt), second, key, "")
    await undo(desk, act)
    assert key in await signs(desk, desk.world.clause)


async def test_t13_what_was_made_and_undone_is_not_counted_as_withdrawn(desk: Desk) -> None:
    await bracket(desk)
    chair = desk.call(desk.world.chair)

    async def counts() -> list[int]:
        _, shown = await show_agenda(desk.house, chair, desk.world.agenda, EVERYTHING)
        (entry,) = (await show_agendas(desk.house, chair))["agendas"]
        unmade = [clause["id"] for clause in walk_clauses(shown["clauses"]) if clause.get("unmade")]
        return [shown["counts"]["withdrawn"], entry["counts"]["withdrawn"], len(unmade)]

    before = await counts()
    act = await split(desk, CUT[0])
    assert await counts() == before
    await undo(desk, act)
    assert await counts() == [*before[:2], before[2] + 1]


async def test_t13_it_is_shown_while_a_proposal_on_it_is_open(desk: Desk) -> None:
    await bracket(desk)
    act = await split(desk, CUT[0])
    second = act["clauses"][1]["id"]
    text = await desk.house.rooms.read(TextName(second, "en"))
    offer = {"clause": second, "seq": text.seq, "hash": text.hash}
    made = await desk.propose(desk.world.egypt, "Other words.", **offer)
    await undo(desk, act)
    chair = desk.call(desk.world.chair)
    assert "unmade" not in await show_clause(desk.house, chair, second)
    assert "1 bis Withdrawn." in await paper(desk, "en")
    await desk.decline(desk.world.chair, made)
    assert (await show_clause(desk.house, chair, second))["unmade"] is True
    assert "1 bis" not in await paper(desk, "en")
