"""Rule C-1 of rooms/SPEC.md with an unmodified @hocuspocus/provider: the agenda's channel is a document like others."""

import pytest

from tests.rooms.stock import provider, serving

pytestmark = pytest.mark.anyio


async def test_c1_a_stock_provider_opens_the_channel_and_hears_its_news() -> None:
    async with serving() as house:
        name = f"agenda/{house.news.agenda}"
        async with provider(house, "hocuspocus", name, "a", '{"after":100}') as client:
            await client.shows(lambda shown: shown["synced"] and not shown["unsynced"] and len(shown["heard"]) == 1)
            house.news.store("a", "words")
            house.rooms.agendas.stir(house.news.agenda, urgent=False)
            shown = await client.shows(lambda shown: len(shown["heard"]) == 2)
            assert [message["type"] for message in shown["heard"]] == ["agenda_hello", "text_news"]
            assert shown["text"] == []
            client.order("type into the void")
            await client.shows(lambda shown: shown["closed"] == "read_only")
